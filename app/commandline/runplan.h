#pragma once

#include "commandline/commands.h"
#include "modelapi/httprequest.h"
#include "modelapi/modelrequest.h"
#include "workspace/connectionstore.h"
#include "workspace/testsend.h"

#include <expected>

namespace hermes::commandline {

/// Where a prompt is sent.
struct RunTarget
{
    modelapi::ConnectionSettings settings; ///< With the model and parameters that were asked for.
    std::optional<workspace::Connection> stored; ///< Of the window's.
};

/// All of a run that is known before a key is.
struct RunPlan
{
    RunTarget target;
    modelapi::ModelRequest asked;
    modelapi::HttpRequest request;
    std::optional<registry::ModelFacts> facts; ///< Of the model.
    workspace::TestSendRequest kept; ///< As it is kept; without what is asked.
    QString name; ///< For people: the state of the prompt, where it goes, the model.
    QString state; ///< Of the prompt, for people.
    QByteArray notes; ///< About the prompt, for standard error.
};

/// As many as the window has columns for.
inline constexpr qsizetype mostRuns = 8;

/// A connection of the window, by its name. Errors: NotFound; those of readConnections().
[[nodiscard]] core::Result<RunTarget> connectionNamed(const QString &name);

/// What is to be run: each state that `--at` names, at each place that `--connection` (or `--type`)
/// and `--model` name; one message for all. Nothing is read of keys, nothing is sent. What cannot
/// be run is told by the outcome.
[[nodiscard]] std::expected<QList<RunPlan>, Outcome> chosenPlans(const Invocation &invocation);

/// The requests as they would be sent, without their keys.
[[nodiscard]] Outcome shownPlans(const Invocation &invocation, const QList<RunPlan> &plans);

} // namespace hermes::commandline
