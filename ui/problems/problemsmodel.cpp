#include "problems/problemsmodel.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace hermes::problems {

namespace {

bool precedes(const core::Problem &left, const core::Problem &right)
{
    return std::tie(left.severity, left.file, left.line, left.column, left.field, left.message)
        < std::tie(right.severity, right.file, right.line, right.column, right.field,
                   right.message);
}

} // namespace

void ProblemsModel::setProblems(const QList<core::Problem> &problems)
{
    QList<core::Problem> sorted = problems;
    std::ranges::stable_sort(sorted, precedes);
    removeGone(sorted);
    for (int row = 0; row < sorted.size(); ++row) {
        if (row < m_problems.size() && m_problems.at(row) == sorted.at(row)) {
            continue;
        }
        beginInsertRows({}, row, row);
        m_problems.insert(row, sorted.at(row));
        endInsertRows();
    }
}

// Leaves the rows that `sorted` has too, each as often as there.
void ProblemsModel::removeGone(const QList<core::Problem> &sorted)
{
    QList<core::Problem> left = sorted;
    for (int row = 0; row < m_problems.size();) {
        if (left.removeOne(m_problems.at(row))) {
            ++row;
            continue;
        }
        beginRemoveRows({}, row, row);
        m_problems.removeAt(row);
        endRemoveRows();
    }
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const core::Problem &problem = m_problems.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return problem.message;
    case Qt::ToolTipRole:
        return u"<p>%1</p><p>%2</p>"_s.arg(problem.message.toHtmlEscaped(),
                                           problem.file.text().toHtmlEscaped());
    case Qt::AccessibleTextRole:
        return tr("%1: %2 (%3)")
            .arg(severityText(problem.severity), problem.message, placeText(problem));
    case SeverityRole:
        return QVariant::fromValue(problem.severity);
    case PlaceRole:
        return placeText(problem);
    case FixRole:
        return problem.fixes.isEmpty() ? QString() : problem.fixes.front().label;
    default:
        return {};
    }
}

QString severityText(core::Problem::Severity severity)
{
    switch (severity) {
    case core::Problem::Severity::Error:
        return ProblemsModel::tr("Error");
    case core::Problem::Severity::Warning:
        return ProblemsModel::tr("Warning");
    case core::Problem::Severity::Note:
        return ProblemsModel::tr("Note");
    }
    Q_UNREACHABLE();
}

QString placeText(const core::Problem &problem)
{
    if (!problem.field.isEmpty()) {
        return ProblemsModel::tr("manifest · %1").arg(problem.field);
    }
    if (problem.line == 0) {
        return problem.file.fileName();
    }
    const bool isManifest = problem.file.fileName() == u"manifest.json"_s;
    return isManifest ? ProblemsModel::tr("manifest · line %1").arg(problem.line)
                      : ProblemsModel::tr("line %1").arg(problem.line);
}

} // namespace hermes::problems
