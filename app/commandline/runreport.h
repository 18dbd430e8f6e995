#pragma once

#include "modelapi/exchange.h"
#include "runs/run.h"
#include "workspace/prompttarget.h"

#include <QJsonObject>

namespace hermes::commandline {

/// A tool call, and what the user said that the tool gives.
struct AnsweredCall
{
    modelapi::ToolCall call;
    QString result;
};

/// What a run was, for its report.
struct RunReport
{
    QString modelId;
    QString server; ///< Host and port.
    QStringList leftOut; ///< Parameters that the model does not take.
    workspace::TargetPrompt prompt; ///< That was sent.
    std::optional<runs::Cost> cost;
    QList<AnsweredCall> answeredCalls;
    modelapi::ExchangeOutcome outcome; ///< Of the last exchange, with the figures of all.
};

/// Tokens, times, cost and how it ended, in lines for people.
[[nodiscard]] QString runText(const RunReport &report);
/// The same with the answer.
[[nodiscard]] QJsonObject runJson(const RunReport &report);

} // namespace hermes::commandline
