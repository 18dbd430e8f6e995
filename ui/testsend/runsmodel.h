#pragma once

#include "runs/run.h"

#include <QAbstractTableModel>

namespace hermes::testsend {

/// Runs, one a row, the newest first. Thread: UI.
class RunsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Started,
        Question,
        State, ///< "Draft", "v1.0.0".
        Model,
        Outcome,
        Tokens,
        Amount,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// The first of those that were found, of `total`; the rest is asked for by moreWanted().
    void setRuns(const QList<runs::Run> &runs, qsizetype total);
    void append(const QList<runs::Run> &runs);
    [[nodiscard]] qsizetype total() const { return m_total; }
    [[nodiscard]] const runs::Run &run(int row) const { return m_runs.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted();

private:
    void removeMissing(const QList<runs::Run> &runs);
    void insertNew(const QList<runs::Run> &runs);

    QList<runs::Run> m_runs;
    qsizetype m_total = 0;
};

} // namespace hermes::testsend
