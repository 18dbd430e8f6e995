#pragma once

#include "core/problem.h"

#include <QAbstractListModel>

namespace hermes::problems {

/// Problems as rows, errors first, then warnings, then notes; within a severity by file and place.
/// Thread: UI.
class ProblemsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        SeverityRole = Qt::UserRole, ///< core::Problem::Severity
        PlaceRole, ///< "manifest · model", "line 6".
        FixRole, ///< Label of the first fix; empty = none.
    };

    using QAbstractListModel::QAbstractListModel;

    /// Rows whose problem is still there are kept wherever its line is now, so that the selection
    /// survives a new check. Costs time in proportion to the problems.
    void setProblems(const QList<core::Problem> &problems);
    [[nodiscard]] const core::Problem &problem(int row) const { return m_problems.at(row); }
    [[nodiscard]] int count() const { return static_cast<int>(m_problems.size()); }

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<core::Problem> m_problems;
};

/// True if both are the same finding, wherever it stands now.
[[nodiscard]] bool isSameFinding(const core::Problem &left, const core::Problem &right);
/// "Error", "Warning", "Note".
[[nodiscard]] QString severityText(core::Problem::Severity severity);
/// Where a problem is, as short as it can be understood: "manifest · model", "line 6", "AGENT.md".
[[nodiscard]] QString placeText(const core::Problem &problem);

} // namespace hermes::problems
