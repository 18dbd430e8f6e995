#include "changes/mentions.h"

#include "changes/writecollector.h"

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

namespace {

constexpr qsizetype excerptBefore = 40; ///< Bytes.
constexpr qsizetype excerptAfter = 80; ///< Bytes.

bool isIdCharacter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9') || character == '-' || character == '_'
        || (static_cast<unsigned char>(character) & 0x80U) != 0;
}

/// A dot or slash belongs to an id only if more of one follows.
bool isWord(const QByteArray &text, qsizetype start, qsizetype end)
{
    const auto at = [&text](qsizetype i) { return i >= 0 && i < text.size() ? text.at(i) : ' '; };
    const bool begins =
        !isIdCharacter(at(start - 1)) && !(at(start - 1) == '.' && isIdCharacter(at(start - 2)));
    const bool ends = !isIdCharacter(at(end)) && at(end) != '/'
        && !(at(end) == '.' && isIdCharacter(at(end + 1)));
    return begins && ends;
}

QString excerptOf(const QByteArray &text, qsizetype start, qsizetype end)
{
    qsizetype from = text.lastIndexOf('\n', std::max<qsizetype>(start - 1, 0)) + 1;
    from = start == 0 ? 0 : from;
    qsizetype to = text.indexOf('\n', end);
    to = to < 0 ? text.size() : to;
    const auto isInside = [&text](qsizetype at) {
        return at > 0 && at < text.size()
            && (static_cast<unsigned char>(text.at(at)) & 0xC0U) == 0x80U;
    };
    const bool cutsBefore = start - from > excerptBefore;
    const bool cutsAfter = to - end > excerptAfter;
    from = cutsBefore ? start - excerptBefore : from;
    to = cutsAfter ? end + excerptAfter : to;
    while (isInside(from)) {
        ++from;
    }
    while (isInside(to)) {
        --to;
    }
    return (cutsBefore ? u"…"_s : QString())
        + QString::fromUtf8(text.sliced(from, to - from)).trimmed()
        + (cutsAfter ? u"…"_s : QString());
}

QList<RepoPath> promptFiles(const FileSource &source, const registry::Catalog &catalog)
{
    QList<RepoPath> files;
    for (const registry::EntrySummary &entry : catalog.entries) {
        const bool isPrompt =
            entry.id.kind == EntryKind::Agent || entry.id.kind == EntryKind::Skill;
        if (isPrompt && !entry.promptFile.isRoot()) {
            files.append(entry.promptFile);
        }
    }
    for (const QString &folder : {u"studio/fragments"_s, u"studio/sources"_s}) {
        for (const auto allFiles =
                 filesBelow(source, RepoPath::fromLiteral(folder)).value_or(QList<RepoPath>());
             const RepoPath &file : allFiles) {
            if (file.fileName().endsWith(u".md")) {
                files.append(file);
            }
        }
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

Mentions mentionsOf(const FileSource &source, const registry::Catalog &catalog, const EntryId &id,
                    const CancelFlag &cancel)
{
    Mentions mentions;
    const QByteArray word = id.id.toUtf8();
    for (const auto allFiles = promptFiles(source, catalog); const RepoPath &file : allFiles) {
        if (cancel.isCancelled()) {
            break;
        }
        const QByteArray text = source.read(file, maximumOperationBytes).value_or(QByteArray());
        int line = 1;
        qsizetype counted = 0;
        // What a skill's front matter says is a field, not a mention.
        const qint64 body = file.fileName() == u"SKILL.md" ? registry::frontMatterEnd(text) : 0;
        for (qsizetype at = text.indexOf(word, body); at >= 0; at = text.indexOf(word, at + 1)) {
            if (!isWord(text, at, at + word.size())) {
                continue;
            }
            ++mentions.total;
            if (mentions.list.size() < maximumMentions) {
                line += static_cast<int>(
                    QByteArrayView(text).sliced(counted, at - counted).count('\n'));
                counted = at;
                mentions.list.append({file, line, at, excerptOf(text, at, at + word.size())});
            }
        }
    }
    return mentions;
}

} // namespace hermes::changes
