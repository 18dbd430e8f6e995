#pragma once

#include <QByteArray>
#include <QStringList>

namespace hermes::commandline {

/// Exit codes; `hermesctl --help` explains them.
enum ExitCode
{
    Success = 0,
    Different = 1, ///< `diff` found differences, `index --check` found rows that are not up to
                   ///< date, `show` and `assemble`
                   ///< found errors or a stale prompt, `find` or `replace` found nothing.
    WrongUsage = 2,
    Failed = 3, ///< Something could not be read or written.
    Refused = 4, ///< A bundle does not verify; a release is not allowed.
};

struct Outcome
{
    int exitCode = Success;
    QByteArray output; ///< For standard output; exact bytes.
    QByteArray errors; ///< For standard error.
};

/// Runs `hermesctl` with these arguments (without the program's name). Thread: any; blocks.
[[nodiscard]] Outcome run(const QStringList &arguments);

} // namespace hermes::commandline
