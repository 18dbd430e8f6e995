#pragma once

#include "core/entryid.h"
#include "find/searchsession.h"
#include "search/query.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QActionGroup;
class QLabel;
class QListView;
class QMenu;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class FilterField;
class IconButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::find {

class FacetChips;
class ResultsModel;

/// A search under a name.
struct NamedSearch
{
    QString name;
    QString query;
};

/// Full-text search of the registry: a query, what is found as it is found, facets to narrow it,
/// saved searches. Thread: UI.
class SearchPane final : public QWidget
{
    Q_OBJECT

public:
    explicit SearchPane(const widgets::Theme &theme, QWidget *parent = nullptr);
    ~SearchPane() override;

    void setSearch(search::RegistrySearch *search); ///< nullptr: there is nothing to search.
    void setSavedSearches(const QList<NamedSearch> &searches);
    [[nodiscard]] QString query() const;
    void setQuery(const QString &query);
    void focusField();

Q_SIGNALS:
    void entryChosen(const hermes::core::EntryId &id);
    /// 1-based, in UTF-16 code units of the prompt's line.
    void placeChosen(const hermes::core::EntryId &id, int line, int column, int length);
    void closeRequested();
    void saveRequested(const QString &query); ///< Under a name that is to be asked for.
    void replaceRequested(const QString &query); ///< What it looks for, in the whole registry.
    void removeRequested(const QString &name); ///< Of a saved search.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void layOut();
    void joinSignals();
    QMenu *makeOrderMenu();
    void fillSavedMenu();
    void readQuery();
    void startSearch();
    void showProblem(const QString &message);
    void show(const QList<ResultRow> &rows, bool hasMore, const ResultsSummary &summary);
    void showIndexing();
    void showHint();
    [[nodiscard]] QString summaryText(const ResultsSummary &summary) const;
    void choose(const QModelIndex &index);
    void takeTheme();

    const widgets::Theme &m_theme;
    QPointer<search::RegistrySearch> m_search;
    search::Query m_query; ///< The newest one without problems.
    QList<NamedSearch> m_saved;
    SearchSession m_session;
    QTimer m_again; ///< After the registry has changed.
    widgets::FilterField *m_field;
    widgets::IconButton *m_replaceButton;
    widgets::IconButton *m_savedButton;
    widgets::IconButton *m_orderButton;
    widgets::IconButton *m_closeButton;
    QLabel *m_problem;
    FacetChips *m_facets;
    QLabel *m_summary;
    QLabel *m_indexing;
    QStackedWidget *m_pages;
    QListView *m_list;
    ResultsModel *m_results;
    widgets::EmptyState *m_empty;
    QActionGroup *m_sortActions = nullptr;
    QActionGroup *m_groupActions = nullptr;
    bool m_isOutdated = false; ///< The registry changed while the pane was not seen.
};

} // namespace hermes::find
