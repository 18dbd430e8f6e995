#pragma once

#include "modelapi/failure.h"
#include "registry/modelfacts.h"
#include "runs/run.h"

namespace hermes::workspace {

/// What an answer cost: what the server says, else by the model's prices. nullopt where neither is
/// known, or no tokens are.
[[nodiscard]] std::optional<runs::Cost> costOf(const std::optional<registry::ModelFacts> &facts,
                                               const modelapi::Usage &usage);

/// What is told of an answer as billed.
struct BilledFigures
{
    modelapi::Usage usage;
    std::optional<runs::Cost> cost;
};
/// Of an answer that broke off no tokens, since more were charged than it told of, and no cost but
/// what its server says. `failure`: how it broke off, if it did.
[[nodiscard]] BilledFigures billedFigures(const std::optional<registry::ModelFacts> &facts,
                                          const modelapi::Usage &usage,
                                          const std::optional<modelapi::Failure> &failure);

/// What so much input costs at least: nothing of it cached, no answer yet.
[[nodiscard]] std::optional<runs::Cost>
costOfInput(const std::optional<registry::ModelFacts> &facts, qint64 tokens);

/// `$0.0048`, `12.50 EUR`; small amounts keep two digits that say something.
[[nodiscard]] QString shownAmount(const runs::Cost &cost);
/// The same with the date of the prices: `$0.0048 (prices of 2026-11-01)`.
[[nodiscard]] QString shownCost(const runs::Cost &cost);

} // namespace hermes::workspace
