#pragma once

#include "core/error.h"

#include <QString>

#include <utility>

namespace hermes::workspace {

/// The right of one holder at a time, for as long as the object or its process lives.
///
/// The system lets go of it when the process dies at whatever moment, so it is never stale
/// (QLockFile is, for ever, if its maker dies between making and filling it). The file itself stays
/// and means nothing. Thread: one.
class FileLock
{
public:
    /// `heldMessage`: the error's if somebody else holds it. Errors: RepositoryLocked, NotWritable,
    /// ReadOnly.
    [[nodiscard]] static core::Result<FileLock> acquire(const QString &path,
                                                        const QString &heldMessage);

    FileLock(FileLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) { }
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();
    Q_DISABLE_COPY(FileLock)

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) { }
    int m_descriptor = -1;
};

} // namespace hermes::workspace
