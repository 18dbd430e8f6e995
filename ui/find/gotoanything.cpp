#include "find/gotoanything.h"

#include "find/gotodelegate.h"
#include "find/gotomodel.h"
#include "search/registrysearch.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::find {

namespace {

namespace space = widgets::space;

constexpr int mostItems = 50;
constexpr int mostRows = 12; ///< Seen at once.
constexpr int widest = 620;

/// Keys that move through the list or leave it; all others are typing.
bool isOurs(int key)
{
    return key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter
        || key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown
        || key == Qt::Key_PageUp;
}

} // namespace

GoToAnything::GoToAnything(const widgets::Theme &theme, QWidget *window)
    : QFrame(window)
    , m_theme(theme)
    , m_field(
          new widgets::FilterField(theme, tr("Entries, tags, sections, fragments; > for commands")))
    , m_model(new GoToModel(this))
    , m_list(new QListView)
    , m_nothing(new QLabel)
{
    hide();
    setObjectName(u"GoToAnything"_s);
    setAccessibleName(tr("Go to anything"));
    m_field->setAccessibleName(tr("Go to anything"));
    m_list->setAccessibleName(tr("What was found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new GoToDelegate(*m_model, theme, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus); // keys are the field's
    m_nothing->setContentsMargins(space::medium, 0, space::medium, space::small);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setWordWrap(true);
    layOut();
    connect(m_field, &QLineEdit::textChanged, this, &GoToAnything::update);
    connect(m_list, &QListView::clicked, this, &GoToAnything::choose);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &GoToAnything::announce);
}

void GoToAnything::layOut()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, space::small, 1, space::tiny);
    column->setSpacing(space::small);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(space::small, 0, space::small, 0);
    head->addWidget(m_field);
    column->addLayout(head);
    column->addWidget(m_list);
    column->addWidget(m_nothing);
}

void GoToAnything::setSearch(const search::RegistrySearch *search)
{
    m_search = search;
}

void GoToAnything::setCommands(const QList<QAction *> &commands)
{
    m_commands = commands;
}

void GoToAnything::open(const QString &typed, const QList<core::EntryId> &recent, int top)
{
    if (!isVisible()) {
        m_focusBefore = QApplication::focusWidget();
        qApp->installEventFilter(this);
    }
    m_recent = recent;
    m_top = top;
    m_field->setText(typed);
    update();
    show();
    raise();
    m_field->setFocus(Qt::OtherFocusReason); // a shortcut's would select the mark of commands
}

void GoToAnything::update()
{
    const QString typed = m_field->text();
    const bool areCommands = typed.startsWith(commandMark);
    if (areCommands) {
        m_model->setItems(commandItems(m_commands, typed.sliced(1)));
    } else if (m_search == nullptr) {
        m_model->setItems({});
    } else if (typed.trimmed().isEmpty()) {
        m_model->setItems(recentItems(*m_search, m_fragments, m_recent, mostItems));
    } else {
        m_model->setItems(found(typed));
    }
    const bool isEmpty = m_model->items().isEmpty();
    m_nothing->setText(!isEmpty                  ? QString()
                           : areCommands         ? tr("No command is called so.")
                           : m_search == nullptr ? tr("No registry is open. Type > for commands.")
                           : typed.isEmpty()
                           ? tr("This registry has no entries.")
                           : tr("No entry, tag, section or fragment is called so."));
    m_nothing->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
    m_list->setCurrentIndex(m_model->index(0));
    m_list->scrollToTop();
    place();
}

/// Fragments in whose names a word begins so come first, others behind what is found of entries.
QList<GoToItem> GoToAnything::found(const QString &typed) const
{
    QList<GoToItem> fragments = fragmentItems(m_fragments, typed, mostItems);
    const auto others = std::ranges::stable_partition(fragments, [&typed](const GoToItem &item) {
        const auto at = item.text.indexOf(typed.trimmed(), 0, Qt::CaseInsensitive);
        return at == 0 || (at > 0 && !item.text.at(at - 1).isLetterOrNumber());
    });
    const QList<GoToItem> first = fragments.first(others.begin() - fragments.begin());
    QList<GoToItem> items =
        first + itemsFound(*m_search, typed, mostItems) + fragments.sliced(first.size());
    items.resize(std::min<qsizetype>(items.size(), mostItems));
    return items;
}

void GoToAnything::place()
{
    const QWidget *window = parentWidget();
    const int rows = std::min(static_cast<int>(m_model->items().size()), mostRows);
    m_list->setFixedHeight(rows == 0 ? 0 : rows * m_list->sizeHintForRow(0) + 2);
    const int width = std::min(widest, window->width() - 2 * space::large);
    const int height = std::min(layout()->hasHeightForWidth() ? layout()->heightForWidth(width)
                                                              : layout()->sizeHint().height(),
                                window->height() - m_top - space::large);
    setGeometry((window->width() - width) / 2, m_top, width, height);
}

/// The focus is the field's: the row that Enter would take is told beside it.
void GoToAnything::announce(const QModelIndex &current)
{
    if (current.isValid() && isVisible()) {
        QAccessibleAnnouncementEvent announcement(m_list,
                                                  current.data(Qt::AccessibleTextRole).toString());
        QAccessible::updateAccessibility(&announcement);
    }
}

bool GoToAnything::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::ShortcutOverride
        && isOurs(static_cast<QKeyEvent *>(event)->key())) {
        event->accept(); // no shortcut of the window
        return true;
    }
    if (watched == m_field && event->type() == QEvent::KeyPress
        && isOurs(static_cast<QKeyEvent *>(event)->key())) {
        takeKey(static_cast<QKeyEvent *>(event)->key());
        return true;
    }
    const bool isElsewhere = event->type() == QEvent::MouseButtonPress && watched->isWidgetType()
        && watched != this && !isAncestorOf(static_cast<QWidget *>(watched));
    const bool isLeft = event->type() == QEvent::FocusOut && watched == m_field
        && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason
        && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason;
    if (isElsewhere || isLeft) {
        close(Focus::Stays);
    } else if (event->type() == QEvent::Resize && watched == parentWidget()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void GoToAnything::takeKey(int key)
{
    const int rows = static_cast<int>(m_model->items().size());
    const int row = m_list->currentIndex().row();
    const auto goTo = [&](int wanted) {
        m_list->setCurrentIndex(m_model->index(std::clamp(wanted, 0, std::max(rows - 1, 0))));
    };
    switch (key) {
    case Qt::Key_Escape:
        close(Focus::GoesBack);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        break;
    case Qt::Key_Down:
        goTo(row + 1 == rows ? 0 : row + 1);
        break;
    case Qt::Key_Up:
        goTo(row == 0 ? rows - 1 : row - 1);
        break;
    case Qt::Key_PageDown:
        goTo(row + mostRows - 1);
        break;
    case Qt::Key_PageUp:
        goTo(row - mostRows + 1);
        break;
    default:
        break;
    }
}

void GoToAnything::choose(const QModelIndex &index)
{
    if (!index.isValid() || !m_model->item(index.row()).isAvailable) {
        return;
    }
    const GoToItem item = m_model->item(index.row());
    // A command is for what had the focus before.
    close(Focus::GoesBack);
    switch (item.kind) {
    case GoToItem::Kind::Entry:
        Q_EMIT entryChosen(item.id);
        return;
    case GoToItem::Kind::Section:
        Q_EMIT sectionChosen(item.id, item.line);
        return;
    case GoToItem::Kind::Tag:
        Q_EMIT tagChosen(item.text);
        return;
    case GoToItem::Kind::Fragment:
        Q_EMIT fragmentChosen(item.text);
        return;
    case GoToItem::Kind::Command:
        if (item.command != nullptr) {
            item.command->trigger();
        }
        return;
    }
}

void GoToAnything::close(Focus focus)
{
    if (!isVisible()) {
        return;
    }
    const QPointer<QWidget> before = std::exchange(m_focusBefore, nullptr);
    if (focus == Focus::GoesBack && before != nullptr) {
        before->setFocus(Qt::OtherFocusReason); // before hiding would choose another widget
    }
    hide();
}

void GoToAnything::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.colors().line);
    painter.setBrush(m_theme.colors().edit);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius,
                            space::radius);
}

void GoToAnything::hideEvent(QHideEvent *event)
{
    qApp->removeEventFilter(this);
    QFrame::hideEvent(event);
}

} // namespace hermes::find
