#pragma once

#include "core/error.h"

#include <QHashFunctions>
#include <QString>
#include <QStringList>

#include <compare>

namespace hermes::core {

/// A path inside a registry: relative, `/` between parts, no empty, `.` or `..` part. Empty means
/// the registry's root.
///
/// Such a path cannot leave the registry by its text; symbolic links are the business of
/// FileSource.
class RepoPath
{
public:
    RepoPath() = default;

    /// Errors: InvalidArgument for an absolute path, a `..` part, NUL.
    [[nodiscard]] static Result<RepoPath> parse(const QString &text);
    /// For texts that are known when the program is written; asserts that they are valid.
    [[nodiscard]] static RepoPath fromLiteral(const QString &text);

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QByteArray bytes() const { return m_text.toUtf8(); }
    [[nodiscard]] bool isRoot() const { return m_text.isEmpty(); }
    [[nodiscard]] QStringList parts() const;
    [[nodiscard]] QString fileName() const;
    [[nodiscard]] RepoPath parent() const;
    /// `name` is one part, as FileSource::list() returns it.
    [[nodiscard]] RepoPath child(const QString &name) const;
    /// True for the folder itself and everything below it.
    [[nodiscard]] bool isInside(const RepoPath &folder) const;
    /// This path as seen from `folder`, which it must be inside of.
    [[nodiscard]] QString relativeTo(const RepoPath &folder) const;

    bool operator==(const RepoPath &) const = default;
    /// Part by part, by UTF-8 bytes: the order of the registry's checksums (`a/b` before `a-b`).
    std::strong_ordering operator<=>(const RepoPath &other) const;

    friend size_t qHash(const RepoPath &path, size_t seed = 0) { return qHash(path.m_text, seed); }

private:
    explicit RepoPath(const QString &text) : m_text(text) { }
    QString m_text;
};

} // namespace hermes::core
