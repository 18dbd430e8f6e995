#pragma once

#include "workspace/programlock.h"

#include <QString>

#include <optional>
#include <utility>

namespace hermes::workspace {

/// A user of a machine, for telling others who has a registry open.
struct RegistryUser
{
    qint64 userId = 0;
    QString user;
    QString host;
    QString machine; ///< Of machines that are called alike.

    bool operator==(const RegistryUser &) const = default;
    /// Who runs this program, and where.
    [[nodiscard]] static RegistryUser current();
};

/// The right to change a registry's files, which one user on one host has at a time. Other programs
/// of the same user there do not stand in the way: each save compares what it overwrites.
///
/// It is a file beside the registry's own (in `.git`, or hidden in a folder without git), locked as
/// long as the program lives: what a dead program left is free at once, whatever killed it. Where
/// the file cannot be made or locked, nobody is known to hold the registry. Thread: any, one at a
/// time; blocks on disk.
class RegistryHold
{
public:
    /// Looks at nothing yet.
    explicit RegistryHold(QString registryRoot) : m_root(std::move(registryRoot)) { }
    /// On behalf of somebody else than the user of this process.
    RegistryHold(QString registryRoot, RegistryUser self)
        : m_root(std::move(registryRoot)), m_self(std::move(self))
    {
    }

    /// Takes it if it is free. True if it is held by this program afterwards.
    bool take();
    /// Empty = files may be changed; else who holds the registry, as a sentence.
    [[nodiscard]] const QString &obstacle() const { return m_obstacle; }
    /// Whether it may become ours later.
    [[nodiscard]] bool isWaiting() const;

private:
    void writeUser() const;
    [[nodiscard]] QString obstacleNow() const;

    QString m_root;
    QString m_path; ///< Empty before the first take().
    std::optional<RegistryUser> m_self; ///< Unset before the first take() unless it was given.
    ProgramLock m_lock;
    QString m_obstacle;
};

} // namespace hermes::workspace
