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

    void setRuns(const QList<runs::Run> &runs);
    [[nodiscard]] const runs::Run &run(int row) const { return m_runs.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    QList<runs::Run> m_runs;
};

/// "Complete", "Stopped", "Failed", "Interrupted".
[[nodiscard]] QString outcomeInWords(runs::Run::Outcome outcome);
/// "Draft", "v1.0.0".
[[nodiscard]] QString stateInWords(const runs::Run &run);
/// The files that stood beside the prompt.
[[nodiscard]] QString contextInWords(const runs::Run &run);

} // namespace hermes::testsend
