#pragma once

#include "core/repopath.h"

#include <QMetaType>
#include <QString>

namespace hermes::core {

/// One finding of a check, with severity, place and, where possible, a fix.
struct Problem
{
    enum class Severity
    {
        Error,
        Warning,
        Note
    };

    /// A change of one place in one file that would remove the problem.
    struct Fix
    {
        QString label; ///< For a button: "Use claude-sonnet-4.6".
        qint64 start = 0; ///< Byte offset in the file.
        qint64 length = 0; ///< Bytes replaced.
        QByteArray replacement;

        bool operator==(const Fix &) const = default;
    };

    Severity severity = Severity::Error;
    QString rule; ///< Stable id for scripts, such as `manifest.version`.
    QString message; ///< For people.
    RepoPath file;
    int line = 0; ///< 1-based; 0 = the whole file.
    int column = 0; ///< 1-based, in UTF-16 code units; 0 = the whole line.
    QString field; ///< The manifest's field if it is about one: `model`.
    QList<Fix> fixes;

    bool operator==(const Problem &) const = default;
};

} // namespace hermes::core

Q_DECLARE_METATYPE(hermes::core::Problem)
