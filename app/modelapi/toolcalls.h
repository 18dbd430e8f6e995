#pragma once

#include "modelapi/modelrequest.h"

namespace hermes::modelapi {

/// The first call that has no result in the turns right behind its own; nullopt if all have one.
///
/// A result belongs to the call of its id, and without ids to the first one of its name that has
/// none yet.
[[nodiscard]] std::optional<ToolCall> unansweredCall(const QList<Turn> &turns);

/// The turns with an id for each call that has none, and for its result: `call_1`, `call_2` and so
/// on in the order of the calls, but for those that a server has given. What is there already
/// stays, so that a call is known by one id as the talk goes on.
[[nodiscard]] QList<Turn> withCallIds(QList<Turn> turns);

} // namespace hermes::modelapi
