#pragma once

#include "core/entryid.h"
#include "find/markedtext.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>

namespace hermes::find {

/// A row of the results of a search.
struct ResultRow
{
    enum class Type
    {
        Group,
        Entry,
        Excerpt ///< A line of the prompt of the entry above.
    };
    Type type = Type::Entry;
    QString text; ///< Title, name or line.
    QList<MarkedRange> marks;
    QString note;
    core::EntryId id;
    /// Where it leads: 1-based, in UTF-16 code units; line 0 = to the entry itself.
    int line = 0;
    int column = 0;
    int length = 0;
};

/// The results as far as they are read; more are asked for when someone comes to their end. Thread:
/// UI.
class ResultsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit ResultsModel(QObject *parent = nullptr);

    /// Other results.
    void setRows(const QList<ResultRow> &rows, bool hasMore);
    void addRows(const QList<ResultRow> &rows, bool hasMore);
    [[nodiscard]] const ResultRow &row(int index) const { return m_rows.at(index); }
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted();

private:
    QList<ResultRow> m_rows;
    bool m_hasMore = false;
    bool m_isAsked = false;
};

} // namespace hermes::find
