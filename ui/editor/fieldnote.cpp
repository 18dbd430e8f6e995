#include "editor/fieldnote.h"

#include "widgets/buttons.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace hermes::editor {

using Severity = core::Problem::Severity;

namespace {

constexpr int signSide = 14; // device-independent pixels

} // namespace

FieldNote::FieldNote(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_sign(new QLabel)
    , m_text(new QLabel)
    , m_fix(new widgets::LinkButton({}))
{
    m_text->setWordWrap(true);
    m_text->installEventFilter(this);
    m_text->setTextFormat(Qt::PlainText);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(widgets::space::tiny);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_fix, 0, Qt::AlignTop);
    connect(m_fix, &QPushButton::clicked, this, [this] {
        if (const auto fix = m_advice.fix) { // what follows may clear it
            Q_EMIT fixChosen(*fix);
        }
    });
    connect(&theme, &widgets::Theme::changed, this, &FieldNote::applyTheme);
    // A form that is short of room would squeeze what it lies under.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    applyDirection();
    hide();
}

void FieldNote::setAdvice(const check::FieldAdvice &advice)
{
    m_advice = advice;
    m_text->setText(advice.text);
    m_fix->setText(advice.fix ? advice.fix->label : QString());
    m_fix->setVisible(advice.fix.has_value());
    applyTheme();
    show();
}

void FieldNote::clear()
{
    m_advice = {};
    m_text->clear();
    hide();
}

QString FieldNote::text() const
{
    return m_text->text();
}

bool FieldNote::event(QEvent *event)
{
    const bool isHandled = QWidget::event(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        applyDirection();
    }
    return isHandled;
}

/// A new style sheet takes font and colour away.
bool FieldNote::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::StyleChange) {
        applyTheme();
    }
    return QWidget::eventFilter(watched, event);
}

/// Beside its sign, in whatever language it is.
void FieldNote::applyDirection()
{
    const Qt::Alignment side = isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    m_text->setAlignment(side | Qt::AlignAbsolute | Qt::AlignTop);
}

void FieldNote::applyTheme()
{
    m_text->setFont(m_theme.labelFont());
    m_fix->setFont(m_theme.labelFont());
    const widgets::ThemeColors &colors = m_theme.colors();
    const bool isError = m_advice.severity == Severity::Error;
    const QColor color = isError                 ? colors.error
        : m_advice.severity == Severity::Warning ? colors.warning
                                                 : colors.muted;
    m_sign->setVisible(m_advice.severity != Severity::Note);
    m_sign->setAccessibleName(isError ? tr("Error") : tr("Warning"));
    m_sign->setPixmap(widgets::colouredIcon(isError ? u"circle-x"_s : u"triangle-alert"_s, color)
                          .pixmap(QSize(signSide, signSide), devicePixelRatio()));
    QPalette palette = m_text->palette();
    palette.setColor(QPalette::WindowText, color);
    m_text->setPalette(palette);
}

} // namespace hermes::editor
