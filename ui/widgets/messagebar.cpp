#include "widgets/messagebar.h"

#include "widgets/buttons.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <memory>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int iconSide = 16; // device-independent pixels

struct SeverityLook
{
    QString icon;
    QString name;
    QColor color;
    QColor surface;
};

SeverityLook lookOf(const Theme &theme, MessageBar::Severity severity)
{
    const ThemeColors &colors = theme.colors();
    switch (severity) {
    case MessageBar::Severity::Warning:
        return {u"triangle-alert"_s, MessageBar::tr("Warning"), colors.warning, colors.warningSoft};
    case MessageBar::Severity::Error:
        return {u"circle-x"_s, MessageBar::tr("Error"), colors.error, colors.removedSoft};
    case MessageBar::Severity::Info:
        break;
    }
    return {u"info"_s, MessageBar::tr("Note"), colors.accent, colors.accentSoft};
}

} // namespace

MessageBar::MessageBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_label(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *closeButton = new IconButton(theme, u"x"_s, tr("Close this message"), this);
    connect(closeButton, &QToolButton::clicked, this, &MessageBar::close);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::small, space::tiny, space::small, space::tiny);
    layout->setSpacing(space::small);
    layout->addWidget(m_icon);
    layout->addWidget(m_label, 1);
    m_buttons->setSpacing(space::small);
    layout->addLayout(m_buttons);
    layout->addWidget(closeButton);
    connect(&theme, &Theme::changed, this, &MessageBar::applySeverity);
    hide();
}

void MessageBar::showMessage(Severity severity, const QString &text)
{
    while (const std::unique_ptr<QLayoutItem> item{m_buttons->takeAt(0)})
        item->widget()->deleteLater(); // it may be the one whose click shows this message
    m_severity = severity;
    m_label->setText(text);
    applySeverity();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QPushButton *MessageBar::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    m_buttons->addWidget(button);
    return button;
}

void MessageBar::dismiss()
{
    hide();
}

QString MessageBar::text() const
{
    return m_label->text();
}

void MessageBar::applySeverity()
{
    const SeverityLook look = lookOf(m_theme, m_severity);
    m_icon->setPixmap(
        colouredIcon(look.icon, look.color).pixmap(QSize(iconSide, iconSide), devicePixelRatio()));
    m_icon->setAccessibleName(look.name);
    setAccessibleName(tr("%1: %2", "severity and message").arg(look.name, m_label->text()));
    update();
}

void MessageBar::close()
{
    hide();
    Q_EMIT closed();
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        event->accept();
        return;
    }
    QFrame::keyPressEvent(event);
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const SeverityLook look = lookOf(m_theme, m_severity);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(mixed(look.color, look.surface, 0.3));
    painter.setBrush(look.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius,
                            space::radius);
}

} // namespace hermes::widgets
