#pragma once

#include "commandline/commandline.h"
#include "modelapi/tokencountcall.h"
#include "registry/modelfacts.h"
#include "workspace/contentref.h"
#include "workspace/promptassembly.h"
#include "workspace/prompttarget.h"
#include "workspace/toldwindows.h"

#include <QCommandLineParser>

namespace hermes::commandline {

/// How a command tells what it has to tell.
enum class OutputForm
{
    Text,
    Json
};

/// A parsed command line: the options that all commands share, and the rest.
struct Invocation
{
    QString registryRoot; ///< Absolute.
    OutputForm form = OutputForm::Text;
    QStringList arguments; ///< Positional, without the command's name.
    const QCommandLineParser *parser =
        nullptr; ///< For the command's own options; outlives the call.
    const Streams *streams = nullptr; ///< Outlives the call.
    const ModelsReader *readModels =
        nullptr; ///< Outlives the call. Reads once, and tells on standard error why the user's own
                 ///< catalog does not count.
};

/// An entry of the registry that an argument names.
[[nodiscard]] core::Result<registry::EntrySummary> findEntry(const Invocation &invocation,
                                                             const QString &argument);

/// A state of an entry by its name; empty = what is saved.
[[nodiscard]] core::Result<workspace::ContentRef>
stateNamed(const Invocation &invocation, const registry::EntrySummary &entry, const QString &name);
/// The one that `--at` names.
[[nodiscard]] core::Result<workspace::ContentRef> chosenState(const Invocation &invocation,
                                                              const registry::EntrySummary &entry);

// reading.cpp
[[nodiscard]] Outcome listEntries(const Invocation &invocation);
[[nodiscard]] Outcome showEntry(const Invocation &invocation);
[[nodiscard]] Outcome compareStates(const Invocation &invocation);
[[nodiscard]] Outcome showHistory(const Invocation &invocation);

// assembling.cpp
/// A prompt as a model receives it, and the definition that it was assembled from.
struct AssembledEntry
{
    registry::Definition definition;
    workspace::PromptAssembly assembled;
    QString state; ///< For people: "Saved", "v1.1.0".
};
/// What a model receives of an entry in a state, as stateNamed() names it.
[[nodiscard]] core::Result<AssembledEntry> assembledEntry(const Invocation &invocation,
                                                          const QString &argument,
                                                          const QString &state,
                                                          const workspace::ValueChoice &choice);
/// The same with the values of --profile and --set. Errors: as that, and InvalidArgument for values
/// that are none or of no variable.
[[nodiscard]] core::Result<AssembledEntry>
assembledAsAsked(const Invocation &invocation, const QString &argument, const QString &state);
/// A prompt as a program takes it.
struct TakenPrompt
{
    workspace::TargetPrompt prompt;
    tokens::CountingMethod counting;
    qint64 contextTokens = 0; ///< Window of the entry's model; 0 = unknown.
};
/// What `--target` and `--context` ask for; as written without them. Errors: InvalidArgument;
/// NotReadable for a file.
[[nodiscard]] core::Result<TakenPrompt> takenAsAsked(const Invocation &invocation,
                                                     const AssembledEntry &entry);
/// What is told beside the bytes: what is wrong, where they go, and how full the window is.
[[nodiscard]] QByteArray takenLines(const TakenPrompt &taken);
[[nodiscard]] bool hasErrors(const QList<core::Problem> &problems);
/// One line each: severity, what is wrong, where.
[[nodiscard]] QByteArray problemLines(const QList<core::Problem> &problems);
[[nodiscard]] Outcome assemblePrompt(const Invocation &invocation);

// counting.cpp
/// Of the registry's own catalog, the user's, and the one that the program carries.
/// `seller`: see registry::factsOf().
[[nodiscard]] std::optional<registry::ModelFacts>
factsOf(const Invocation &invocation, const QString &modelId,
        const std::optional<QString> &seller = std::nullopt);
[[nodiscard]] Outcome countTokens(const Invocation &invocation);

// running.cpp
/// What the provider of a connection counted.
struct CountAtConnection
{
    modelapi::TokenCountReply reply;
    QString modelId; ///< That counted.
    std::optional<workspace::NamedWindow> window; ///< That its server told of the model.
};
/// Has the provider of `--count-at`, one of the window's connections, count a prompt, by the model
/// of `--model`, else by the connection's own. `modelId`: for a connection without a model.
[[nodiscard]] core::Result<CountAtConnection>
countedAtConnection(const Invocation &invocation, const QByteArray &prompt, const QString &modelId);
[[nodiscard]] Outcome runPrompt(const Invocation &invocation);

// searching.cpp
[[nodiscard]] Outcome findEntries(const Invocation &invocation);

// editing.cpp
[[nodiscard]] Outcome createEntry(const Invocation &invocation);
[[nodiscard]] Outcome renameEntry(const Invocation &invocation);
[[nodiscard]] Outcome deleteEntries(const Invocation &invocation);
[[nodiscard]] Outcome editEntries(const Invocation &invocation);
[[nodiscard]] Outcome replaceText(const Invocation &invocation);
[[nodiscard]] Outcome undoLastChange(const Invocation &invocation);

// publishing.cpp
[[nodiscard]] Outcome releaseVersion(const Invocation &invocation);
[[nodiscard]] Outcome exportBundle(const Invocation &invocation);
[[nodiscard]] Outcome verifyBundle(const Invocation &invocation);
[[nodiscard]] Outcome writeIndex(const Invocation &invocation);

} // namespace hermes::commandline
