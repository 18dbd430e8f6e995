#pragma once

#include "modelapi/exchange.h"
#include "registry/modelfacts.h"

#include <QJsonObject>

namespace hermes::commandline {

/// What a run was, for its report.
struct RunReport
{
    QString modelId;
    QString server; ///< Host and port.
    QStringList leftOut; ///< Parameters that the model does not take.
    std::optional<registry::ModelFacts> facts;
    modelapi::ExchangeOutcome outcome;
};

/// What an answer cost, and from when its prices are.
struct RunCost
{
    double amount = 0;
    QString currency;
    QDate pricesFrom; ///< Invalid: the server's own word.

    bool operator==(const RunCost &) const = default;
};

/// The server's own word, else by the model's prices; nothing where tokens or prices are unknown.
[[nodiscard]] std::optional<RunCost> costOf(const std::optional<registry::ModelFacts> &facts,
                                            const modelapi::Usage &usage);

/// Tokens, times, cost and how it ended, in lines for people.
[[nodiscard]] QString runText(const RunReport &report);
/// The same with the answer.
[[nodiscard]] QJsonObject runJson(const RunReport &report);

} // namespace hermes::commandline
