#pragma once

#include <QByteArray>
#include <QStringList>

#include <functional>

namespace hermes::workspace {
struct KnownModels;
}

namespace hermes::commandline {

/// Exit codes; `hermesctl --help` explains them.
enum ExitCode
{
    Success = 0,
    Different = 1, ///< `diff` found differences, `index --check` found rows that are not up to
                   ///< date, `show` and `assemble`
                   ///< found errors or a stale prompt, `find` or `replace` found nothing, `run`
                   ///< found errors in the prompt, or calls of tools that nobody answers.
    WrongUsage = 2,
    Failed = 3, ///< Something could not be read or written, or no whole answer came.
    Refused = 4, ///< A bundle does not verify; a release is not allowed.
};

/// How a command ended, and what it has still to print: what it streamed is not in it.
struct Outcome
{
    int exitCode = Success;
    QByteArray output; ///< For standard output; exact bytes.
    QByteArray errors; ///< For standard error.
};

/// Where a command writes while it still runs; what an Outcome holds follows.
struct Streams
{
    std::function<void(const QByteArray &)> output;
    std::function<void(const QByteArray &)> errors;
    bool isTerminal = false; ///< A person reads the output.
};

/// Reads what is known of models beside a registry's own catalog. Blocks.
using ModelsReader = std::function<workspace::KnownModels()>;

/// Runs `hermesctl` with these arguments (without the program's name). Blocks. Thread: that of the
/// application object; `run` has an event loop of its own meanwhile. `readModels`: for the commands
/// that tell of windows and prices; called at most once.
[[nodiscard]] Outcome run(const QStringList &arguments, const Streams &streams,
                          const ModelsReader &readModels);

} // namespace hermes::commandline
