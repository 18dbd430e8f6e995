#include "problems/problemsmodel.h"

#include <algorithm>
#include <ranges>
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

QString toolTip(const core::Problem &problem)
{
    QString html = u"<p>%1</p><p>%2</p>"_s.arg(problem.message.toHtmlEscaped(),
                                               problem.file.text().toHtmlEscaped());
    if (!problem.fixes.isEmpty()) {
        html += u"<p>%1</p>"_s.arg(
            ProblemsModel::tr("Alt+Enter: %1").arg(problem.fixes.front().label).toHtmlEscaped());
    }
    return html;
}

} // namespace

bool isSameFinding(const core::Problem &left, const core::Problem &right)
{
    return std::tie(left.severity, left.rule, left.message, left.file, left.field)
        == std::tie(right.severity, right.rule, right.message, right.file, right.field);
}

void ProblemsModel::setProblems(const QList<core::Problem> &problems)
{
    QList<core::Problem> sorted = problems;
    std::ranges::stable_sort(sorted, precedes);
    // Between two checks little changes: what both ends have in common stays, the middle goes.
    const auto [oldMiddle, newMiddle] = std::ranges::mismatch(m_problems, sorted, isSameFinding);
    const auto [oldEnd, newEnd] = std::ranges::mismatch(
        std::ranges::subrange(oldMiddle, m_problems.end()) | std::views::reverse,
        std::ranges::subrange(newMiddle, sorted.end()) | std::views::reverse, isSameFinding);
    const auto first = static_cast<int>(oldMiddle - m_problems.begin());
    const auto gone = static_cast<int>(oldEnd.base() - oldMiddle);
    const auto come = static_cast<int>(newEnd.base() - newMiddle);
    if (gone > 0) {
        beginRemoveRows({}, first, first + gone - 1);
        m_problems.remove(first, gone);
        endRemoveRows();
    }
    if (come > 0) {
        beginInsertRows({}, first, first + come - 1);
        m_problems = sorted.first(first + come) + m_problems.sliced(first);
        endInsertRows();
    }
    for (int row = 0; row < count(); ++row) {
        if (m_problems.at(row) != sorted.at(row)) { // it stands elsewhere now
            m_problems[row] = sorted.at(row);
            Q_EMIT dataChanged(index(row), index(row));
        }
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
        return toolTip(problem);
    case Qt::AccessibleTextRole:
        return tr("%1: %2 (%3)")
            .arg(severityText(problem.severity), problem.message, placeText(problem));
    case Qt::AccessibleDescriptionRole:
        return problem.fixes.isEmpty() ? QString()
                                       : tr("Alt+Enter: %1").arg(problem.fixes.front().label);
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
