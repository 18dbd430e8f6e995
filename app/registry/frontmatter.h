#pragma once

#include "registry/place.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <expected>

namespace hermes::registry {

/// Where a Markdown file's front matter lies. Byte offsets. Internal to this folder.
struct FrontMatterSpan
{
    enum class State
    {
        Missing,
        Unterminated,
        Complete
    };
    State state = State::Missing;
    qint64 blockStart = 0; ///< After the opening line.
    qint64 blockEnd = 0; ///< At the closing line.
    qint64 bodyStart = 0; ///< After the closing line; 0 unless Complete.
};
/// The block between a first line `---` and the next line `---`; white space may follow the dashes,
/// a BOM precede them.
[[nodiscard]] FrontMatterSpan frontMatterSpan(QByteArrayView text);

/// The mapping of a YAML block as JSON. Numbers stay texts as written (a version `1.10` is no
/// number); null and booleans are read as YAML 1.2's core schema has them.
struct YamlMapping
{
    QJsonObject fields;
    QHash<QString, qint64> keyOffsets; ///< Of the top level's keys, bytes in the block.
    QStringList duplicateKeys; ///< Of the top level; the last one counts.
};
struct YamlFault
{
    qint64 offset = 0; ///< Bytes in the block.
    QString reason; ///< yaml-cpp's English words, or ours, translated.
};
/// Reads one mapping strictly. Refuses more than 1 MiB, depth 32 and 100 nodes brought in by
/// aliases.
[[nodiscard]] std::expected<YamlMapping, YamlFault> readYamlMapping(QByteArrayView block);

struct RepairedMapping
{
    YamlMapping mapping;
    QStringList repairedKeys; ///< Whose value was taken as plain text.
};
/// Reads a block that is no strict YAML key by key: it is cut at lines that begin with a known key
/// not seen before; a piece that is no YAML either is the text after its colon, literally.
[[nodiscard]] RepairedMapping repairYamlMapping(QByteArrayView block, const QStringList &knownKeys);

} // namespace hermes::registry
