#pragma once

#include <QHash>
#include <QString>

#include <optional>

namespace hermes::core {

/// Longest path, in bytes of UTF-8, that every system takes below a folder of usual depth.
inline constexpr qsizetype maxPathBytes = 240;

/// Why other systems cannot hold a file of this path, as a sentence; nullopt if all can.
///
/// A path is relative, has `/` between its parts, is NFC and at most maxPathBytes long as UTF-8. No
/// part is empty, `.` or `..`, ends in a dot or space, is a Windows device name (with or without
/// extension), or holds one of `\ : * ? " < > |`, a control character or an invisible one (bidi,
/// zero width).
[[nodiscard]] std::optional<QString> portablePathProblem(const QString &path);

/// A path as messages show it: quoted, with control and invisible characters spelled out, shortened
/// if very long.
[[nodiscard]] QString displayedPath(const QString &path);

/// Paths that can stand side by side on a system that ignores case.
class PathSet
{
public:
    /// Adds a path. A sentence if it stands in the way of an earlier one: the same path, one that
    /// differs in case alone (as a whole or in a folder's name), or a file where the other needs a
    /// folder.
    [[nodiscard]] std::optional<QString> add(const QString &path);

private:
    struct Node
    {
        QString spelling;
        bool isFile = false;
    };
    QHash<QString, Node> m_nodes; ///< By case-folded path, folders included.
};

} // namespace hermes::core
