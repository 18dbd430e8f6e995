#pragma once

#include "modelapi/modelrequest.h"

namespace hermes::modelapi {

/// How a model's thinking can be steered, by a catalog or by what is known of the model's name.
struct ThinkingRules
{
    std::optional<QStringList> efforts; ///< Words that it takes; nullopt: any, empty: none.
    bool takesOff = true;
    bool takesOn = true;
    bool takesAdaptive = true; ///< Anthropic: on without a budget.
    bool takesBudget = true;

    bool operator==(const ThinkingRules &) const = default;
};

[[nodiscard]] ThinkingRules thinkingRules(ConnectionType type, const ModelRequest &request);

/// Words to offer for Parameters::effort; empty if the model takes none.
[[nodiscard]] QStringList offeredEfforts(ConnectionType type, const ModelRequest &request);

/// The word that is sent, which is that of the parameters if the model takes it, else empty.
[[nodiscard]] QString takenEffort(ConnectionType type, const ModelRequest &request);

} // namespace hermes::modelapi
