#include "testsend/runsmodel.h"

#include "assembly/target.h"
#include "workspace/testsendcost.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::runs::Run;

namespace hermes::testsend {

namespace {

/// The question that was asked last, on one line.
QString questionOf(const Run &run)
{
    constexpr qsizetype mostShown = 200;
    for (auto turn = run.turns.crbegin(); turn != run.turns.crend(); ++turn) {
        if (turn->role == modelapi::Turn::Role::User) {
            return turn->text.first(std::min(turn->text.size(), mostShown)).simplified();
        }
    }
    return {};
}

QString shown(const Run &run, int column)
{
    const QLocale locale;
    switch (column) {
    case RunsModel::Started:
        return locale.toString(run.started.toLocalTime(), QLocale::ShortFormat);
    case RunsModel::Question:
        return questionOf(run);
    case RunsModel::State:
        return stateInWords(run);
    case RunsModel::Model:
        return run.modelId;
    case RunsModel::Outcome:
        return outcomeInWords(run.outcome);
    case RunsModel::Tokens:
        return run.usage.input && run.usage.output
            ? RunsModel::tr("%1 + %2").arg(locale.toString(*run.usage.input),
                                           locale.toString(*run.usage.output))
            : QString();
    case RunsModel::Amount:
        return run.cost ? workspace::shownAmount(*run.cost) : QString();
    default:
        return {};
    }
}

QString tip(const Run &run)
{
    QStringList lines{run.connectionName.isEmpty()
                          ? run.host
                          : RunsModel::tr("%1 at %2").arg(run.connectionName, run.host),
                      run.promptDigest};
    if (!run.contextFiles.isEmpty()) {
        lines.append(contextInWords(run));
    }
    if (run.cost) {
        lines.append(workspace::shownCost(*run.cost));
    }
    if (!run.failure.isEmpty()) {
        lines.append(run.failure);
    }
    return lines.join(u'\n').toHtmlEscaped().replace(u'\n', u"<br>"_s);
}

} // namespace

QString outcomeInWords(Run::Outcome outcome)
{
    switch (outcome) {
    case Run::Outcome::Complete:
        return RunsModel::tr("Complete");
    case Run::Outcome::Stopped:
        return RunsModel::tr("Stopped");
    case Run::Outcome::Failed:
        return RunsModel::tr("Failed");
    case Run::Outcome::Unfinished:
        break;
    }
    return RunsModel::tr("Unfinished");
}

QString stateInWords(const Run &run)
{
    const QString state = run.version.isEmpty() ? RunsModel::tr("Draft") : u'v' + run.version;
    if (run.target.isEmpty()) {
        return state;
    }
    const auto target = assembly::targetFromName(run.target);
    return RunsModel::tr("%1 for %2", "state, program")
        .arg(state, target ? assembly::targetLabel(*target) : run.target);
}

QString contextInWords(const Run &run)
{
    return RunsModel::tr("Beside the prompt: %1").arg(run.contextFiles.join(u", "_s));
}

void RunsModel::setRuns(const QList<Run> &runs)
{
    // Runs are added at the top and change there; what stays below keeps its selection.
    const qsizetype fewest = std::min(runs.size(), m_runs.size());
    qsizetype same = 0;
    while (same < fewest
           && runs.at(runs.size() - 1 - same).id == m_runs.at(m_runs.size() - 1 - same).id) {
        ++same;
    }
    if (const auto gone = static_cast<int>(m_runs.size() - same); gone > 0) {
        beginRemoveRows({}, 0, gone - 1);
        m_runs.remove(0, gone);
        endRemoveRows();
    }
    if (const auto added = static_cast<int>(runs.size() - same); added > 0) {
        beginInsertRows({}, 0, added - 1);
        m_runs = runs.first(added) + m_runs;
        endInsertRows();
    }
    for (int row = 0; row < m_runs.size(); ++row) {
        if (!(m_runs.at(row) == runs.at(row))) {
            m_runs[row] = runs.at(row);
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

int RunsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return shown(run(index.row()), index.column());
    case Qt::ToolTipRole:
        return tip(run(index.row()));
    case Qt::TextAlignmentRole:
        return index.column() >= Tokens ? QVariant(Qt::AlignTrailing | Qt::AlignVCenter)
                                        : QVariant();
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Started:
        return tr("Sent");
    case Question:
        return tr("Question");
    case State:
        return tr("State");
    case Model:
        return tr("Model");
    case Outcome:
        return tr("Outcome");
    case Tokens:
        return tr("Tokens");
    case Amount:
        return tr("Cost");
    default:
        return {};
    }
}

} // namespace hermes::testsend
