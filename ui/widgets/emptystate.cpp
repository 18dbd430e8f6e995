#include "widgets/emptystate.h"

#include "widgets/buttons.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <memory>

namespace hermes::widgets {

namespace {

constexpr int iconSide = 40; // device-independent pixels
constexpr int longestLine = 52; // average characters; longer sentences wrap

} // namespace

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    for (QLabel *label : {m_icon, m_title, m_sentence})
        label->setAlignment(Qt::AlignCenter);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    keepFont(*m_title, theme, &Theme::titleFont);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setForegroundRole(QPalette::PlaceholderText);
    m_sentence->setWordWrap(true);
    auto *sentenceRow = new QHBoxLayout;
    sentenceRow->addStretch(1);
    sentenceRow->addWidget(m_sentence, 100); // up to its widest; the stretches share what is left
    sentenceRow->addStretch(1);
    auto *buttonRow = new QHBoxLayout;
    buttonRow->addStretch(1);
    m_buttons->setSpacing(space::small);
    buttonRow->addLayout(m_buttons);
    buttonRow->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(space::small);
    layout->addStretch(1);
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addLayout(sentenceRow);
    layout->addSpacing(space::small);
    layout->addLayout(buttonRow);
    layout->addStretch(1);
    connect(&theme, &Theme::changed, this, &EmptyState::drawIcon);
}

void EmptyState::setContent(const QString &iconName, const QString &title, const QString &sentence)
{
    while (const std::unique_ptr<QLayoutItem> item{m_buttons->takeAt(0)})
        item->widget()->deleteLater(); // it may be the one whose click changes the content
    m_iconName = iconName;
    m_title->setText(title);
    m_sentence->setText(sentence);
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    drawIcon();
    fit();
}

QPushButton *EmptyState::addButton(const QString &text, Emphasis emphasis)
{
    QPushButton *button = emphasis == Emphasis::Primary
        ? static_cast<QPushButton *>(new PrimaryButton(text, this))
        : new QPushButton(text, this);
    m_buttons->addWidget(button);
    fit();
    return button;
}

QString EmptyState::title() const
{
    return m_title->text();
}

QString EmptyState::sentence() const
{
    return m_sentence->text();
}

QSize EmptyState::minimumSizeHint() const
{
    return {m_buttons->minimumSize().width() + 2 * space::huge, wordsHeight() + 2 * space::small};
}

int EmptyState::wordsHeight() const
{
    const int room = qMax(1, width() - 2 * space::huge);
    const int buttons = m_buttons->isEmpty() ? 0 : m_buttons->minimumSize().height() + space::small;
    return m_title->heightForWidth(room) + space::small
        + m_sentence->heightForWidth(qMin(room, m_sentence->maximumWidth())) + space::small
        + buttons;
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void EmptyState::fit()
{
    m_sentence->setMaximumWidth(fontMetrics().averageCharWidth() * longestLine);
    const bool hasRoom = height() >= wordsHeight() + iconSide + space::small + 2 * space::huge;
    m_icon->setVisible(hasRoom);
    const int edge = hasRoom ? space::huge : space::small;
    layout()->setContentsMargins(space::huge, edge, space::huge, edge);
    updateGeometry();
}

void EmptyState::drawIcon()
{
    if (m_iconName.isEmpty())
        return;
    const QIcon icon = colouredIcon(m_iconName, m_theme.colors().muted);
    m_icon->setPixmap(icon.pixmap(QSize(iconSide, iconSide), devicePixelRatio()));
}

} // namespace hermes::widgets
