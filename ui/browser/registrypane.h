#pragma once

#include "registry/catalog.h"
#include "search/query.h"
#include "workspace/workspace.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QAbstractItemView;
class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class FilterField;
class IconButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::search {
class RegistrySearch;
}

namespace hermes::browser {

class CatalogModel;
class CatalogTable;
class CatalogTree;
class EntryListModel;
class FacetBar;
class FragmentList;
class OutlineView;

/// The registry: filter, entries, fragments, and the outline of the current document. Thread: UI.
class RegistryPane final : public QWidget
{
    Q_OBJECT

public:
    explicit RegistryPane(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// What answers the filter; nullptr: nothing does, and all entries are shown. It knows of
    /// entries before this pane is told of them.
    void setSearch(const search::RegistrySearch *search);
    void showNoRegistry();
    /// Another registry is being read; addEntries() brings what is there so far.
    void startLoading();
    void addEntries(const QList<registry::EntrySummary> &entries);
    void finishLoading(); ///< All there is was added.
    void updateEntry(const registry::EntrySummary &entry); ///< Or adds it.
    void removeEntry(const core::EntryId &id);
    /// Entries that are not named are clean.
    void setEntryStates(const QHash<core::EntryId, workspace::EntryState> &states);
    /// The entry whose document is shown; it is selected as soon as it is there. Says nothing.
    void setCurrentEntry(const std::optional<core::EntryId> &id);

    enum class View
    {
        Tree,
        Table
    };
    void setView(View view);
    [[nodiscard]] View view() const { return m_view; }
    /// Which columns the table has; empty = the usual.
    void setTableColumns(const QByteArray &state);
    [[nodiscard]] QByteArray tableColumns() const;
    /// Those that the user has selected in the view, in its order.
    [[nodiscard]] QList<core::EntryId> selectedEntries() const;

    [[nodiscard]] QString filter() const;
    void setFilter(const QString &filter);
    void focusFilter();
    /// Of the current document, below the entries.
    [[nodiscard]] OutlineView *outline() const { return m_outline; }
    /// Below the entries, if there are any.
    [[nodiscard]] FragmentList *fragments() const { return m_fragments; }
    /// The entries that the filter lets through, in the order of the tree.
    [[nodiscard]] QList<core::EntryId> shownEntries() const;

Q_SIGNALS:
    void entryActivated(const hermes::core::EntryId &id); ///< A click or Enter.
    void openRegistryRequested();
    void newEntryRequested();
    void compareRequested(const hermes::core::EntryId &id);
    void copyIdRequested(const hermes::core::EntryId &id);
    void revealRequested(const hermes::core::EntryId &id); ///< In the system's file manager.
    void exportRequested(const hermes::core::EntryId &id);
    void duplicateRequested(const hermes::core::EntryId &id);
    void renameRequested(const hermes::core::EntryId &id);
    void deleteRequested(const hermes::core::EntryId &id);
    // About entries that are selected.
    void editRequested(const QList<hermes::core::EntryId> &ids);
    void exportManyRequested(const QList<hermes::core::EntryId> &ids);
    void comparePairRequested(const hermes::core::EntryId &left,
                              const hermes::core::EntryId &right);
    void viewChanged(); ///< By the user: view() or tableColumns().

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Content
    {
        NoRegistry,
        Loading,
        Ready
    };

    void arrange();
    void fitOutline();
    void joinSignals();
    void readFilter();
    void showQueryProblem(const QString &message);
    void takeTheme();
    void applyFilter();
    [[nodiscard]] QList<QModelIndex> groups() const; ///< That are shown.
    void expandGroups();
    void rememberExpansion();
    void restoreExpansion();
    void entriesChanged();
    void showContent();
    void reselectCurrent();
    [[nodiscard]] QModelIndex currentEntryIndex() const;
    void openFirst();
    void openMenu(const QModelIndex &index, const QPoint &globalPosition);
    void openMenuOfMany(const QList<core::EntryId> &ids, const QPoint &globalPosition);
    void fillViewMenu();
    void fillTable();
    [[nodiscard]] QAbstractItemView *currentView() const;
    [[nodiscard]] QModelIndex firstEntry() const;

    struct Group
    {
        core::EntryKind kind = core::EntryKind::Agent;
        QString category;
    };

    const widgets::Theme &m_theme;
    Content m_content = Content::NoRegistry;
    std::optional<core::EntryId> m_current;
    QList<Group> m_expanded; ///< Groups that were open before the filter opened all.
    QPointer<const search::RegistrySearch> m_search;
    search::Query m_query; ///< As it is applied: the newest one without problems.
    QTimer m_applyDelay; ///< While entries change.
    View m_view = View::Tree;
    QTimer m_tableDelay; ///< While entries change.
    CatalogModel *m_catalog;
    widgets::FilterField *m_field;
    widgets::IconButton *m_viewButton;
    QLabel *m_queryProblem;
    FacetBar *m_facets;
    QLabel *m_progress;
    QStackedWidget *m_stack;
    CatalogTree *m_tree;
    EntryListModel *m_list;
    CatalogTable *m_table;
    widgets::EmptyState *m_empty;
    FragmentList *m_fragments;
    OutlineView *m_outline;
    QSplitter *m_splitter;
    bool m_hasOwnSplit = false; ///< The user has chosen how high the outline is.
};

} // namespace hermes::browser
