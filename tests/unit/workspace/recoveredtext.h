#pragma once

#include "workspace/editjournal.h"
#include "workspace/filesave.h"

namespace hermes::test {

// The text that runs of one test leave to each other.

inline const QString journaledRegistry = QStringLiteral("/registry");
inline const core::RepoPath journaledFile =
    core::RepoPath::fromLiteral(QStringLiteral("agents/a/AGENT.md"));
inline const QByteArray journaledBytes = "# A\n";

inline workspace::EditJournal::OnDisk journaledOnDisk()
{
    return {journaledBytes, workspace::fingerprint(journaledBytes)};
}

} // namespace hermes::test
