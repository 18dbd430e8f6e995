#include "testsend/runsmodel.h"

#include "modelapi/stopwords.h"
#include "testsend/runwords.h"
#include "workspace/testsendcost.h"

#include <QLocale>
#include <QSet>

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

/// No price without its date; what a server told has none, and needs none.
QString amountOf(const runs::Cost &cost)
{
    const QString amount = workspace::shownAmount(cost);
    return cost.pricesFrom.isNull() ? amount
                                    : RunsModel::tr("%1 (%2)", "amount, date of the prices")
                                          .arg(amount, cost.pricesFrom.toString(Qt::ISODate));
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
        return outcomeInWords(run);
    case RunsModel::Tokens:
        return isBilled(run) ? RunsModel::tr("%1 + %2").arg(locale.toString(*run.usage.input),
                                                            locale.toString(*run.usage.output))
                             : QString();
    case RunsModel::Amount:
        return run.cost ? amountOf(*run.cost) : QString();
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
    lines.append(tokensInWords(run));
    if (!run.contextFiles.isEmpty()) {
        lines.append(contextInWords(run));
    }
    if (run.cost) {
        lines.append(workspace::shownCost(*run.cost));
    }
    if (run.stop) {
        lines.append(modelapi::stopInWords(*run.stop));
    }
    if (!run.failure.isEmpty()) {
        lines.append(run.failure);
    }
    lines.removeAll(QString());
    return lines.join(u'\n').toHtmlEscaped().replace(u'\n', u"<br>"_s);
}

} // namespace

void RunsModel::setRuns(const QList<Run> &runs, qsizetype total)
{
    // Both lists are in the order of time: what is in both keeps its selection.
    removeMissing(runs);
    insertNew(runs);
    m_total = total;
    for (int row = 0; row < m_runs.size(); ++row) {
        if (!(m_runs.at(row) == runs.at(row))) {
            m_runs[row] = runs.at(row);
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

void RunsModel::removeMissing(const QList<Run> &runs)
{
    QSet<QString> ids;
    for (const Run &run : runs) {
        ids.insert(run.id);
    }
    auto end = static_cast<int>(m_runs.size());
    while (end > 0) {
        int first = end;
        while (first > 0 && !ids.contains(m_runs.at(first - 1).id)) {
            --first;
        }
        if (first < end) {
            beginRemoveRows({}, first, end - 1);
            m_runs.remove(first, end - first);
            endRemoveRows();
        }
        end = first - 1; // that one stays
    }
}

void RunsModel::insertNew(const QList<Run> &runs)
{
    for (int row = 0; row < runs.size(); ++row) {
        const QString next = row < m_runs.size() ? m_runs.at(row).id : QString();
        int end = row;
        while (end < runs.size() && runs.at(end).id != next) {
            ++end;
        }
        if (end > row) {
            beginInsertRows({}, row, end - 1);
            m_runs = m_runs.first(row) + runs.sliced(row, end - row) + m_runs.sliced(row);
            endInsertRows();
            row = end - 1;
        }
    }
}

void RunsModel::append(const QList<Run> &runs)
{
    if (!runs.isEmpty()) {
        const auto row = static_cast<int>(m_runs.size());
        beginInsertRows({}, row, row + static_cast<int>(runs.size()) - 1);
        m_runs += runs;
        endInsertRows();
    }
}

bool RunsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_runs.size() < m_total;
}

void RunsModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent)) {
        Q_EMIT moreWanted();
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
