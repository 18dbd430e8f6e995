#pragma once

#include <QString>

#include <optional>

namespace hermes::workspace {

/// A file that one program holds, for as long as it lives: the system lets go of it when the
/// program ends, however it ends. No clock and no process number is asked.
///
/// Works across users, and across hosts where the file system passes locks on. Thread: any.
class ProgramLock
{
public:
    enum class State
    {
        Free, ///< Not tried, or let go.
        Held,
        HeldByAnother,
        Impossible ///< The file cannot be made, or the file system knows no locks.
    };

    ProgramLock() = default;
    explicit ProgramLock(const QString &path) : m_path(path) { }
    ~ProgramLock();
    ProgramLock(ProgramLock &&other) noexcept;
    ProgramLock &operator=(ProgramLock &&other) noexcept;
    Q_DISABLE_COPY(ProgramLock)

    /// Makes the file if need be. Does not wait.
    State take();
    /// Removes the file as well.
    void release();
    [[nodiscard]] State state() const { return m_state; }

    /// Whether a living program holds a file; no file, no holder.
    [[nodiscard]] static bool isHeld(const QString &path);

private:
    QString m_path;
    int m_descriptor = -1;
    State m_state = State::Free;
};

} // namespace hermes::workspace
