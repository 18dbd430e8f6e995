#pragma once

#include <QString>
#include <QStringList>

namespace hermes::test {

/// A folder whose disk answers slowly, as one on a network does: every call of the system that
/// names something below it takes a while, on whichever thread. Which of them the main thread makes
/// is recorded.
///
/// Works in a process that was started with the library `slowfolder` in LD_PRELOAD; one object at a
/// time.
class SlowFolder
{
public:
    SlowFolder(const QString &folder, int milliseconds);
    ~SlowFolder();
    Q_DISABLE_COPY_MOVE(SlowFolder)

    /// False if the library is not loaded.
    [[nodiscard]] static bool isPossible();
    /// As "statx /registry/agents", each once, in the order of their first call.
    [[nodiscard]] static QStringList callsOfMainThread();
    /// How many calls were slow so far, of all threads.
    [[nodiscard]] static int slowCalls();
};

} // namespace hermes::test
