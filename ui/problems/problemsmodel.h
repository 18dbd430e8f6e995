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

    /// Rows that are still there are kept, so that the selection survives a new check.
    void setProblems(const QList<core::Problem> &problems);
    [[nodiscard]] const core::Problem &problem(int row) const { return m_problems.at(row); }
    [[nodiscard]] int count() const { return static_cast<int>(m_problems.size()); }

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    void removeGone(const QList<core::Problem> &sorted);

    QList<core::Problem> m_problems;
};

/// "Error", "Warning", "Note".
[[nodiscard]] QString severityText(core::Problem::Severity severity);
/// Where a problem is, as short as it can be understood: "manifest · model", "line 6", "AGENT.md".
[[nodiscard]] QString placeText(const core::Problem &problem);

} // namespace hermes::problems
