#include "widgets/chipeditor.h"

#include "widgets/fieldinputs.h"
#include "widgets/flowlayout.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QStringListModel>
#include <QStyle>

#include <algorithm>
#include <memory>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int cross = 12; // device-independent pixels
constexpr int inputCharacters = 12; // narrower, the input goes to a line of its own

// A word with a cross. Only a click on the cross is a click; a press elsewhere gives the chip the
// focus.
class Chip final : public QAbstractButton
{
public:
    Chip(const Theme &theme, const QString &text, QWidget *parent)
        : QAbstractButton(parent), m_theme(theme)
    {
        setText(text);
        setAccessibleName(text);
        setToolTip(ChipEditor::tr("Remove %1").arg(text));
        setAccessibleDescription(ChipEditor::tr("Delete removes it"));
        setFocusPolicy(Qt::ClickFocus); // the list is one stop of Tab; arrows lead to its chips
    }

    QSize sizeHint() const override
    {
        const QSize word = fontMetrics().size(0, text());
        return {word.width() + cross + 2 * space::small + space::tiny,
                word.height() + space::tiny + 2};
    }

    QSize minimumSizeHint() const override
    {
        return {cross + 2 * space::huge, sizeHint().height()};
    }

protected:
    bool hitButton(const QPoint &position) const override
    {
        return crossRect()
            .adjusted(-space::tiny, -space::small, space::tiny, space::small)
            .contains(position);
    }

    void paintEvent(QPaintEvent *) override
    {
        const ThemeColors &colors = m_theme.colors();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus() ? colors.accent : colors.accentSoft);
        painter.setBrush(colors.accentSoft);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius,
                                space::radius);
        const QRect word =
            QStyle::visualRect(layoutDirection(), rect(),
                               rect().adjusted(space::small, 0, -(cross + space::medium), 0));
        painter.setPen(isEnabled() ? colors.text : colors.muted);
        painter.drawText(word, Qt::AlignVCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(text(), Qt::ElideRight, word.width()));
        colouredIcon(u"x"_s, underMouse() ? colors.text : colors.muted)
            .paint(&painter, crossRect());
    }

private:
    QRect crossRect() const
    {
        const QRect place(width() - cross - space::small, (height() - cross) / 2, cross, cross);
        return QStyle::visualRect(layoutDirection(), rect(), place);
    }

    const Theme &m_theme;
};

} // namespace

ChipEditor::ChipEditor(const Theme &theme, const QString &name, const QString &placeholder,
                       QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_name(name)
    , m_placeholder(placeholder)
    , m_layout(new FlowLayout(space::tiny, this))
    , m_input(new FieldLine(this))
    , m_completions(new QStringListModel(this))
{
    setAccessibleName(name);
    setFocusProxy(m_input);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_layout->setContentsMargins(space::tiny, space::tiny, space::tiny, space::tiny);
    m_layout->addWidget(m_input);
    m_input->setAccessibleName(tr("Add to %1").arg(name));
    m_input->setPlaceholderText(placeholder);
    m_input->setMinimumWidth(fontMetrics().averageCharWidth() * inputCharacters);
    m_input->installEventFilter(this);
    auto *completer = new QCompleter(m_completions, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_input->setCompleter(completer);
    // The completer writes the chosen word into the input after its signal; a queued call sees it
    // there and clears it.
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this,
            &ChipEditor::addTyped, Qt::QueuedConnection);
    connect(m_input, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (text.contains(u','))
            addTyped();
    });
    connect(m_input, &FieldLine::undoRequested, this, [this] {
        if (m_input->text().isEmpty())
            Q_EMIT undoRequested();
        else
            m_input->QLineEdit::undo();
    });
    connect(m_input, &FieldLine::redoRequested, this, &ChipEditor::redoRequested);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QLineEdit *ChipEditor::input() const
{
    return m_input;
}

void ChipEditor::setChips(const QStringList &chips)
{
    if (chips == m_chips)
        return;
    m_chips = chips;
    rebuild();
}

void ChipEditor::setSuggestions(const QStringList &words)
{
    m_suggestions = words;
    offerSuggestions();
}

void ChipEditor::offerSuggestions()
{
    QStringList offered;
    std::ranges::copy_if(m_suggestions, std::back_inserter(offered),
                         [this](const QString &word) { return !m_chips.contains(word); });
    m_completions->setStringList(offered);
}

void ChipEditor::addTyped()
{
    static const QRegularExpression separators(u"[,\\n]"_s);
    const QStringList words = m_input->text().split(separators);
    m_input->clear();
    addWords(words);
}

void ChipEditor::addWords(const QStringList &words)
{
    const qsizetype before = m_chips.size();
    for (const QString &word : words)
        if (const QString trimmed = word.trimmed();
            !trimmed.isEmpty() && !m_chips.contains(trimmed))
            m_chips.append(trimmed);
    if (m_chips.size() == before)
        return;
    rebuild();
    Q_EMIT chipsChanged(m_chips);
}

void ChipEditor::removeAt(int index)
{
    m_chips.removeAt(index);
    rebuild();
    if (m_chips.isEmpty())
        m_input->setFocus();
    else
        focusChip(qMin(index, static_cast<int>(m_chips.size()) - 1));
    Q_EMIT chipsChanged(m_chips);
}

void ChipEditor::rebuild()
{
    while (m_layout->count() > 1) { // the input stays
        const std::unique_ptr<QLayoutItem> item(m_layout->takeAt(0));
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was clicked
    }
    for (int index = 0; index < m_chips.size(); ++index) {
        auto *chip = new Chip(m_theme, m_chips.at(index), this);
        chip->installEventFilter(this);
        connect(chip, &QAbstractButton::clicked, this, [this, chip] { removeAt(indexOf(chip)); });
        m_layout->insertWidget(index, chip);
        chip->show();
    }
    m_input->setPlaceholderText(m_chips.isEmpty() ? m_placeholder : QString());
    offerSuggestions();
    updateGeometry();
}

QWidget *ChipEditor::chipAt(int index) const
{
    return m_layout->itemAt(index)->widget();
}

int ChipEditor::indexOf(const QObject *chip) const
{
    for (int index = 0; index < m_chips.size(); ++index)
        if (chipAt(index) == chip)
            return index;
    return -1;
}

void ChipEditor::focusChip(int index)
{
    if (index >= 0 && index < m_chips.size())
        chipAt(index)->setFocus(Qt::OtherFocusReason);
    else if (index >= m_chips.size())
        m_input->setFocus(Qt::OtherFocusReason);
}

bool ChipEditor::inputKey(int key)
{
    const bool rightToLeft = layoutDirection() == Qt::RightToLeft;
    const int backwards = rightToLeft ? Qt::Key_Right : Qt::Key_Left;
    const int last = static_cast<int>(m_chips.size()) - 1;
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        if (m_input->text().trimmed().isEmpty())
            return false; // a dialog's own Enter
        addTyped();
        return true;
    }
    if (m_input->cursorPosition() > 0 || m_input->hasSelectedText() || last < 0)
        return false;
    if (key == backwards) {
        focusChip(last);
        return true;
    }
    if (key == Qt::Key_Backspace && m_input->text().isEmpty()) {
        removeAt(last);
        m_input->setFocus();
        return true;
    }
    return false;
}

bool ChipEditor::chipKey(int index, const QKeyEvent &event)
{
    if (event.matches(QKeySequence::Undo)) {
        Q_EMIT undoRequested();
        return true;
    }
    if (event.matches(QKeySequence::Redo)) {
        Q_EMIT redoRequested();
        return true;
    }
    const int step = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event.key()) {
    case Qt::Key_Left:
        focusChip(index - step);
        return true;
    case Qt::Key_Right:
        focusChip(index + step);
        return true;
    case Qt::Key_Home:
        focusChip(0);
        return true;
    case Qt::Key_End:
        focusChip(static_cast<int>(m_chips.size()));
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        removeAt(index);
        return true;
    default:
        return false;
    }
}

bool ChipEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (watched == m_input)
            return inputKey(key->key());
        if (const int index = indexOf(watched); index >= 0)
            return chipKey(index, *key);
    }
    if (watched == m_input && event->type() == QEvent::FocusOut
        && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
        addTyped(); // what was typed is not lost by going elsewhere
    if (watched == m_input
        && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut))
        update();
    return QFrame::eventFilter(watched, event);
}

void ChipEditor::mousePressEvent(QMouseEvent *)
{
    m_input->setFocus(Qt::MouseFocusReason);
}

void ChipEditor::paintEvent(QPaintEvent *)
{
    const ThemeColors &colors = m_theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_input->hasFocus() ? colors.accent : colors.line);
    painter.setBrush(isEnabled() ? colors.edit : colors.background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius,
                            space::radius);
}

} // namespace hermes::widgets
