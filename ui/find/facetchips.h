#pragma once

#include "search/facets.h"
#include "search/query.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QMenu;
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class PopupButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::find {

/// What the entries found are: kinds and states as chips, tags, tools, models and authors as menus,
/// each value with its count. A click adds it to the query or takes it away. Thread: UI.
class FacetChips final : public QWidget
{
    Q_OBJECT

public:
    explicit FacetChips(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setQuery(const search::Query &query); ///< As it is asked now; what is edited.
    void setFacets(const search::FacetCounts &facets);

Q_SIGNALS:
    void queryEdited(const hermes::search::Query &query);

private:
    struct Chip
    {
        search::Query::Term term;
        QString label;
        QPushButton *button = nullptr;
    };
    struct Menu
    {
        QString title;
        search::Query::Field field = search::Query::Field::Tag;
        QList<search::FacetCount> search::FacetCounts::*counts = nullptr;
        widgets::PopupButton *button = nullptr;
        QMenu *menu = nullptr;
    };

    void addChip(search::Query::Field field, const QString &value, const QString &label);
    void addMenu(const Menu &menu);
    void showAll();
    void fill(const Menu &menu);
    void toggle(const search::Query::Term &term);

    const widgets::Theme &m_theme;
    search::FacetCounts m_facets;
    search::Query m_query;
    QList<Chip> m_chips;
    QList<Menu> m_menus;
};

} // namespace hermes::find
