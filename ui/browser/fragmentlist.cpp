#include "browser/fragmentlist.h"

#include "browser/rowpainting.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QStringListModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::browser {

namespace {

namespace space = widgets::space;

constexpr int chevronSize = 12;

class FragmentDelegate final : public QStyledItemDelegate
{
public:
    FragmentDelegate(const widgets::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        paintRowBackground(*painter, option, m_theme);
        paintRowTexts(*painter, option,
                      {.title = index.data().toString(),
                       .note = {},
                       .titleFont = option.font,
                       .noteFont = m_theme.labelFont(),
                       .titleColor = m_theme.colors().text,
                       .noteColor = m_theme.colors().muted,
                       .leading = space::large + space::medium,
                       .trailing = space::medium});
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &) const override
    {
        return {0, std::max(space::row - 2, option.fontMetrics.height() + space::small)};
    }

private:
    const widgets::Theme &m_theme;
};

} // namespace

FragmentList::FragmentList(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_heading(new QToolButton(this))
    , m_model(new QStringListModel(this))
    , m_list(new QListView(this))
{
    m_heading->setText(tr("Fragments"));
    m_heading->setAutoRaise(true);
    m_heading->setIconSize({chevronSize, chevronSize});
    m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new FragmentDelegate(theme, m_list));
    m_list->setAccessibleName(tr("Fragments"));
    m_list->setAccessibleDescription(tr("Parts that prompts include. Enter opens one."));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, space::tiny);
    column->setSpacing(0);
    column->addWidget(m_heading);
    column->addWidget(m_list);
    connect(m_list, &QListView::clicked, this, &FragmentList::choose);
    connect(m_list, &QListView::activated, this, &FragmentList::choose);
    auto *remove = new QAction(tr("De&lete"), m_list);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(remove);
    connect(remove, &QAction::triggered, this, [this] {
        if (const QModelIndex index = m_list->currentIndex(); index.isValid()) {
            Q_EMIT deleteRequested(index.data().toString());
        }
    });
    connect(m_heading, &QToolButton::clicked, this, [this] {
        m_isOpen = !m_isOpen;
        fit();
    });
    connect(&theme, &widgets::Theme::changed, this, &FragmentList::takeTheme);
    takeTheme();
    showNames();
}

void FragmentList::takeTheme()
{
    m_heading->setFont(groupLabelFont(m_theme));
    QPalette colors = palette();
    colors.setColor(QPalette::ButtonText, m_theme.colors().muted);
    m_heading->setPalette(colors);
}

void FragmentList::setNames(const QStringList &names)
{
    if (m_names != names) {
        m_names = names;
        showNames();
    }
}

void FragmentList::setFilter(const QString &words)
{
    const QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    if (m_words != parts) {
        m_words = parts;
        showNames();
    }
}

void FragmentList::setCurrent(const QString &name)
{
    m_current = name;
    const auto row = static_cast<int>(m_model->stringList().indexOf(name));
    m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row));
}

void FragmentList::setMostHeight(int height)
{
    m_mostHeight = height;
    fit();
}

void FragmentList::choose(const QModelIndex &index)
{
    Q_EMIT chosen(index.data().toString());
}

/// By the keyboard it is about the current one, wherever the pointer is. What the list does not
/// take itself comes here.
void FragmentList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint at = m_list->viewport()->mapFromGlobal(event->globalPos());
    const QModelIndex index = isByKey ? m_list->currentIndex() : m_list->indexAt(at);
    if (!index.isValid()) {
        return;
    }
    const QString name = index.data().toString();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Open"), this, [this, name] { Q_EMIT chosen(name); });
    menu->addAction(tr("Where &used…"), this, [this, name] { Q_EMIT usesRequested(name); });
    menu->addSeparator();
    menu->addAction(tr("Re&name…"), this, [this, name] { Q_EMIT renameRequested(name); });
    menu->addAction(tr("De&lete"), this, [this, name] { Q_EMIT deleteRequested(name); });
    menu->popup(isByKey ? m_list->viewport()->mapToGlobal(m_list->visualRect(index).center())
                        : event->globalPos());
}

void FragmentList::showNames()
{
    QStringList shown = m_names;
    shown.removeIf([this](const QString &name) {
        return !std::ranges::all_of(m_words, [&name](const QString &word) {
            return name.contains(word, Qt::CaseInsensitive);
        });
    });
    m_model->setStringList(shown);
    setCurrent(m_current);
    setVisible(!shown.isEmpty());
    fit();
}

void FragmentList::fit()
{
    m_heading->setIcon(widgets::themedIcon(m_theme,
                                           m_isOpen              ? u"chevron-down"_s
                                               : isRightToLeft() ? u"chevron-left"_s
                                                                 : u"chevron-right"_s));
    m_heading->setToolTip(m_isOpen ? tr("Hide the fragments") : tr("Show the fragments"));
    m_heading->setAccessibleDescription(m_heading->toolTip());
    m_list->setVisible(m_isOpen);
    const int row = m_list->sizeHintForRow(0);
    if (row > 0) {
        const int rows = (m_mostHeight - m_heading->sizeHint().height()) / row;
        m_list->setFixedHeight(row * std::clamp(rows, 1, std::max(m_model->rowCount(), 1)));
    }
}

} // namespace hermes::browser
