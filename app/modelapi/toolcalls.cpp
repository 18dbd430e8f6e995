#include "modelapi/toolcalls.h"

#include <QSet>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

/// Positions of the results that belong to the calls of one turn, in the order of the calls.
using Results = QList<std::optional<qsizetype>>;

std::optional<qsizetype> callOf(const Turn &result, const QList<ToolCall> &calls,
                                const Results &taken)
{
    std::optional<qsizetype> ofOtherName;
    for (qsizetype i = 0; i < calls.size(); ++i) {
        if (taken.at(i) || calls.at(i).id != result.toolCallId) {
            continue;
        }
        if (calls.at(i).name == result.toolName) {
            return i;
        }
        ofOtherName = ofOtherName.value_or(i);
    }
    return ofOtherName;
}

Results resultsOf(const QList<Turn> &turns, qsizetype position)
{
    const QList<ToolCall> &calls = turns.at(position).toolCalls;
    Results results(calls.size());
    for (qsizetype i = position + 1; i < turns.size() && turns.at(i).role == Turn::Role::ToolResult;
         ++i) {
        if (const auto call = callOf(turns.at(i), calls, results)) {
            results[*call] = i;
        }
    }
    return results;
}

} // namespace

std::optional<ToolCall> unansweredCall(const QList<Turn> &turns)
{
    for (qsizetype i = 0; i < turns.size(); ++i) {
        if (const qsizetype open = resultsOf(turns, i).indexOf(std::nullopt); open >= 0) {
            return turns.at(i).toolCalls.at(open);
        }
    }
    return {};
}

QList<Turn> withCallIds(QList<Turn> turns)
{
    QSet<QString> given;
    for (const Turn &turn : std::as_const(turns)) {
        for (const ToolCall &call : turn.toolCalls) {
            given.insert(call.id);
        }
    }
    if (!given.contains(QString())) {
        return turns;
    }
    qsizetype number = 0;
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const Results results = resultsOf(turns, i);
        for (qsizetype call = 0; call < results.size(); ++call) {
            if (!turns.at(i).toolCalls.at(call).id.isEmpty()) {
                continue;
            }
            QString id;
            do {
                id = u"call_%1"_s.arg(++number);
            } while (given.contains(id));
            turns[i].toolCalls[call].id = id;
            if (const auto result = results.at(call)) {
                turns[*result].toolCallId = id;
            }
        }
    }
    return turns;
}

} // namespace hermes::modelapi
