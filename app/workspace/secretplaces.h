#pragma once

#include "core/repopath.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace hermes::workspace {

/// A place in a file of the registry that looks like a secret. What stands there is not in it.
struct SecretPlace
{
    core::RepoPath file;
    int line = 0; ///< 1-based.
    QString what; ///< "a key of Anthropic"

    bool operator==(const SecretPlace &) const = default;
};

/// Thread: any.
[[nodiscard]] QList<SecretPlace> secretPlaces(const core::RepoPath &file, QByteArrayView content);
/// One line for each of the first places, then how many more there are. Thread: any.
[[nodiscard]] QString secretsInWords(const QList<SecretPlace> &places);

} // namespace hermes::workspace
