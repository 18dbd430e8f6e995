#pragma once

#include "search/query.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::browser {

/// Chips below the filter: entries that are modified, entries with problems. A chip is a word of
/// the filter with a count. Thread: UI.
class FacetBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FacetBar(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// A chip without entries is hidden unless its word is in the filter.
    void setCounts(int modified, int withProblems);
    void setFilter(const QString &filter);

Q_SIGNALS:
    void filterEdited(const QString &filter); ///< The filter with a word added or taken away.

private:
    struct Facet
    {
        search::Query::Term word;
        QPushButton *chip = nullptr;
    };

    [[nodiscard]] QPushButton *addChip(const search::Query::Term &word);
    void toggle(const search::Query::Term &word);
    void update(const Facet &facet, const QString &text, int count);

    const widgets::Theme &m_theme;
    QString m_filter;
    Facet m_modified;
    Facet m_withProblems;
};

} // namespace hermes::browser
