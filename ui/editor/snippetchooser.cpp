#include "editor/snippetchooser.h"

#include "widgets/theme.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace space = widgets::space;

namespace {

constexpr QSize usualSize(360, 300);

} // namespace

SnippetChooser::SnippetChooser(const QList<text::Snippet> &snippets, const widgets::Theme &theme,
                               QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_snippets(snippets)
    , m_field(new QLineEdit)
    , m_list(new QListWidget)
    , m_description(new QLabel)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Insert a snippet"));
    m_field->setPlaceholderText(tr("Insert a snippet"));
    m_field->setAccessibleName(tr("Filter snippets"));
    m_field->installEventFilter(this);
    m_list->setAccessibleName(tr("Snippets"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_description->setWordWrap(true);
    m_description->setTextFormat(Qt::PlainText);
    m_description->setForegroundRole(QPalette::PlaceholderText);
    widgets::keepFont(*m_description, theme, &widgets::Theme::labelFont);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::small, space::small, space::small, space::small);
    column->setSpacing(space::small);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    column->addWidget(m_description);
    setFocusProxy(m_field);
    connect(m_field, &QLineEdit::textChanged, this, &SnippetChooser::filter);
    connect(m_list, &QListWidget::itemClicked, this, &SnippetChooser::choose);
    connect(m_list, &QListWidget::currentRowChanged, this, &SnippetChooser::showDescription);
    for (const text::Snippet &snippet : std::as_const(m_snippets)) {
        auto *item = new QListWidgetItem(tr("%1  ·  %2").arg(snippet.name, snippet.prefix), m_list);
        item->setData(
            Qt::AccessibleTextRole,
            tr("%1, by typing %2: %3").arg(snippet.name, snippet.prefix, snippet.description));
    }
    filter();
}

void SnippetChooser::openAt(const QPoint &globalPosition)
{
    resize(usualSize);
    const QRect room = parentWidget()->screen()->availableGeometry();
    move(
        std::clamp(globalPosition.x(), room.left(), std::max(room.left(), room.right() - width())),
        std::clamp(globalPosition.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void SnippetChooser::filter()
{
    const QString words = m_field->text().simplified();
    int first = -1;
    for (int row = 0; row < m_list->count(); ++row) {
        const text::Snippet &snippet = m_snippets.at(row);
        const QString all = u"%1 %2 %3"_s.arg(snippet.prefix, snippet.name, snippet.description);
        const bool isShown = all.contains(words, Qt::CaseInsensitive);
        m_list->item(row)->setHidden(!isShown);
        first = isShown && first < 0 ? row : first;
    }
    m_list->setCurrentRow(first);
    showDescription();
}

void SnippetChooser::showDescription()
{
    const int row = m_list->currentRow();
    m_description->setText(row < 0 ? tr("No snippet has these words.")
                                   : m_snippets.at(row).description);
}

void SnippetChooser::choose()
{
    const int row = m_list->currentRow();
    if (row < 0) {
        return;
    }
    const text::Snippet snippet = m_snippets.at(row);
    close();
    Q_EMIT chosen(snippet);
}

bool SnippetChooser::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace hermes::editor
