#pragma once

#include "core/repopath.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace hermes::workspace {

/// A place in a text that looks like a secret. What stands there is not in it.
struct SecretPlace
{
    QString text; ///< Which: the path of a file in the registry, "changelog".
    int line = 0; ///< 1-based.
    QString what; ///< "a key of Anthropic"
    /// Tells it from others; kept in memory only.
    QByteArray digest = {}; // NOLINT(readability-redundant-member-init): for {.a = b}

    bool operator==(const SecretPlace &) const = default;
};

/// Thread: any.
[[nodiscard]] QList<SecretPlace> secretPlaces(const QString &text, QByteArrayView content);
[[nodiscard]] QList<SecretPlace> secretPlaces(const core::RepoPath &file, QByteArrayView content);
/// A changelog becomes commit and tag message. Thread: any.
[[nodiscard]] QList<SecretPlace> secretsInChangelog(const QString &changelog);
/// Those of `found` that are none of `known`. What only moved to another line of its text is known.
/// Thread: any.
[[nodiscard]] QList<SecretPlace> secretsBeyond(const QList<SecretPlace> &found,
                                               const QList<SecretPlace> &known);
/// One line for each of the first places, then how many more there are. Thread: any.
[[nodiscard]] QString secretsInWords(const QList<SecretPlace> &places);

} // namespace hermes::workspace
