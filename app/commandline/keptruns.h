#pragma once

#include "commandline/commands.h"
#include "runs/run.h"
#include "workspace/testsend.h"

#include <memory>

namespace hermes::runs {
class RunHistory;
}

namespace hermes::commandline {

/// What `run` sends and gets, in the user's history of runs, which is the window's: each request
/// from its beginning on, so that one that is broken off is there, too.
class KeptRuns
{
public:
    /// Nothing is kept where `--no-history` says so.
    explicit KeptRuns(const Invocation &invocation);
    ~KeptRuns();
    Q_DISABLE_COPY_MOVE(KeptRuns)

    /// The run of a request that is about to be sent. `settings`: with the model that is asked.
    [[nodiscard]] runs::Run begun(const workspace::TestSendRequest &request,
                                  const modelapi::ConnectionSettings &settings);
    void ended(runs::Run run, const modelapi::ExchangeOutcome &outcome,
               const std::optional<registry::ModelFacts> &facts);

private:
    void put(const runs::Run &run);

    const Streams &m_streams;
    std::unique_ptr<runs::RunHistory> m_history; ///< nullptr: nothing is kept.
};

} // namespace hermes::commandline
