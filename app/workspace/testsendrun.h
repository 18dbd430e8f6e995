#pragma once

#include "modelapi/exchange.h"
#include "registry/modelfacts.h"
#include "runs/run.h"

namespace hermes::workspace {

struct TestSendRequest;

/// The run of a test-send as it is before anything came. `settings`: with the model that is asked.
[[nodiscard]] runs::Run begunRun(const TestSendRequest &request,
                                 const modelapi::ConnectionSettings &settings);
/// What came so far; of a text without measure its first 2 Mi characters, and a mark that says so:
/// a record is in memory several times over while it is written.
void note(runs::Run &run, const modelapi::Answer &answer);

enum class EndedBy
{
    Itself,
    User ///< Which is no failure.
};
/// How it ended, and its cost by the model's facts.
void noteEnd(runs::Run &run, const modelapi::Answer &answer,
             const std::optional<modelapi::Failure> &failure, EndedBy endedBy,
             const std::optional<registry::ModelFacts> &facts);

} // namespace hermes::workspace
