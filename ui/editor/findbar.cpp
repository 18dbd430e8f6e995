#include "editor/findbar.h"

#include "widgets/buttons.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace space = widgets::space;

namespace {

constexpr int smallestField = 120; ///< Width in pixels.

QToolButton *toggle(const widgets::Theme &theme, const QString &icon, const QString &name)
{
    auto *button = new widgets::IconButton(theme, icon, name);
    button->setCheckable(true);
    return button;
}

} // namespace

FindBar::FindBar(const widgets::Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_pattern(new QLineEdit)
    , m_replacement(new QLineEdit)
    , m_case(toggle(theme, u"case-sensitive"_s, tr("Upper and lower case differ (Alt+C)")))
    , m_words(toggle(theme, u"whole-word"_s, tr("Whole words (Alt+W)")))
    , m_expression(toggle(theme, u"regex"_s, tr("Regular expression (Alt+R)")))
    , m_inSelection(toggle(theme, u"text-select"_s, tr("In the selection (Alt+L)")))
    , m_status(new QLabel)
    , m_previous(new widgets::IconButton(theme, u"chevron-up"_s, tr("Previous match (Shift+F3)")))
    , m_next(new widgets::IconButton(theme, u"chevron-down"_s, tr("Next match (F3)")))
    , m_close(new widgets::IconButton(theme, u"x"_s, tr("Close (Esc)")))
    , m_replaceRow(new QWidget)
    , m_replace(new QPushButton(tr("Replace")))
    , m_replaceAll(new QPushButton(tr("Replace all…")))
    , m_error(new QLabel)
{
    setAccessibleName(tr("Find and replace"));
    m_pattern->setPlaceholderText(tr("Find"));
    m_pattern->setAccessibleName(tr("Find"));
    m_pattern->addAction(widgets::themedIcon(theme, u"search"_s), QLineEdit::LeadingPosition);
    m_pattern->setClearButtonEnabled(true);
    m_replacement->setPlaceholderText(tr("Replace by"));
    m_replacement->setAccessibleName(tr("Replace by"));
    m_replacement->addAction(widgets::themedIcon(theme, u"pencil"_s), QLineEdit::LeadingPosition);
    m_replace->setToolTip(tr("Replace this match and go to the next (Enter)"));
    m_replaceAll->setToolTip(tr("Show all replacements, then make them (Ctrl+Enter)"));
    for (QLineEdit *field : {m_pattern, m_replacement}) {
        field->setMinimumWidth(smallestField);
        field->installEventFilter(this);
    }
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->hide();
    layOut(theme);
    joinSignals();
    hide();
}

void FindBar::layOut(const widgets::Theme &theme)
{
    auto *findRow = new QHBoxLayout;
    findRow->setSpacing(space::tiny);
    findRow->addWidget(m_pattern, 1);
    for (QToolButton *button : {m_case, m_words, m_expression, m_inSelection}) {
        findRow->addWidget(button);
    }
    findRow->addWidget(m_status);
    for (QToolButton *button : {m_previous, m_next, m_close}) {
        findRow->addWidget(button);
    }
    auto *replaceRow = new QHBoxLayout(m_replaceRow);
    replaceRow->setContentsMargins({});
    replaceRow->setSpacing(space::tiny);
    replaceRow->addWidget(m_replacement, 1);
    replaceRow->addWidget(m_replace);
    replaceRow->addWidget(m_replaceAll);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::tiny, space::small, space::tiny);
    column->setSpacing(space::tiny);
    column->addLayout(findRow);
    column->addWidget(m_replaceRow);
    column->addWidget(m_error);
    const auto takeTheme = [this, &theme] {
        QPalette colors = m_error->palette();
        colors.setColor(QPalette::WindowText, theme.colors().error);
        m_error->setPalette(colors);
        colors.setColor(QPalette::WindowText, theme.colors().muted);
        m_status->setPalette(colors);
    };
    connect(&theme, &widgets::Theme::changed, this, takeTheme);
    takeTheme();
}

void FindBar::joinSignals()
{
    connect(m_pattern, &QLineEdit::textChanged, this, &FindBar::queryChanged);
    for (QToolButton *button : {m_case, m_words, m_expression}) {
        connect(button, &QToolButton::toggled, this, &FindBar::queryChanged);
    }
    connect(m_inSelection, &QToolButton::toggled, this, &FindBar::inSelectionChanged);
    connect(m_replacement, &QLineEdit::textChanged, this, &FindBar::replacementChanged);
    connect(m_next, &QToolButton::clicked, this, &FindBar::nextRequested);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::previousRequested);
    connect(m_replace, &QPushButton::clicked, this, &FindBar::replaceRequested);
    connect(m_replaceAll, &QPushButton::clicked, this, &FindBar::replaceAllRequested);
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
}

void FindBar::open(Mode mode, const QString &pattern)
{
    m_replaceRow->setVisible(mode == Mode::Replace);
    show();
    if (!pattern.isEmpty()) {
        m_pattern->setText(pattern);
    }
    m_pattern->selectAll();
    m_pattern->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::close()
{
    hide();
    Q_EMIT closed();
}

text::SearchQuery FindBar::query() const
{
    return {m_pattern->text(),
            m_expression->isChecked() ? text::SearchQuery::Syntax::RegularExpression
                                      : text::SearchQuery::Syntax::Literal,
            m_case->isChecked() ? Qt::CaseSensitive : Qt::CaseInsensitive, m_words->isChecked()};
}

QString FindBar::replacement() const
{
    return m_replacement->text();
}

void FindBar::setInSelection(bool isInSelection)
{
    const QSignalBlocker quiet(m_inSelection);
    m_inSelection->setChecked(isInSelection);
}

void FindBar::showStatus(const QString &status, const QString &error)
{
    if (m_status->text() != status) {
        m_status->setText(status);
        m_status->setVisible(!status.isEmpty());
        QAccessibleEvent changed(m_status, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&changed);
    }
    if (m_error->text() != error) {
        m_error->setText(error);
        m_error->setVisible(!error.isEmpty());
        QAccessibleEvent alert(m_error, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void FindBar::setCanReplace(bool canReplace)
{
    m_replace->setEnabled(canReplace);
    m_replaceAll->setEnabled(canReplace);
}

// --- keys
// -------------------------------------------------------------------------------------------------------------------

QAbstractButton *FindBar::buttonOf(const QKeyEvent &event, bool isReplacement) const
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    switch (event.key()) {
    case Qt::Key_Escape:
        return m_close;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return modifiers == Qt::ShiftModifier  ? m_previous
            : modifiers == Qt::ControlModifier ? static_cast<QAbstractButton *>(m_replaceAll)
            : isReplacement                    ? static_cast<QAbstractButton *>(m_replace)
                                               : m_next;
    default:
        break;
    }
    if (modifiers != Qt::AltModifier) {
        return nullptr;
    }
    switch (event.key()) {
    case Qt::Key_C:
        return m_case;
    case Qt::Key_W:
        return m_words;
    case Qt::Key_R:
        return m_expression;
    case Qt::Key_L:
        return m_inSelection;
    default:
        return nullptr;
    }
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) {
        return QFrame::eventFilter(watched, event);
    }
    QAbstractButton *button = buttonOf(*static_cast<QKeyEvent *>(event), watched == m_replacement);
    if (button == nullptr) {
        return QFrame::eventFilter(watched, event);
    }
    event->accept();
    if (event->type() == QEvent::KeyPress && button->isEnabled()) {
        button->click();
    }
    return true;
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace hermes::editor
