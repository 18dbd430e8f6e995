#include "changes/references.h"

#include "changes/entrytext.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

using registry::ManifestText;

namespace {

RepoPath below(const RepoPath &folder, const QString &path)
{
    RepoPath result = folder;
    for (const auto parts = path.split(u'/', Qt::SkipEmptyParts); const QString &part : parts) {
        result = result.child(part);
    }
    return result;
}

/// A JSON value with each text exchanged for what `exchange` says of it and the key it stands
/// under.
template <typename Exchange>
QJsonValue exchanged(const QJsonValue &value, const QString &key, const Exchange &exchange)
{
    if (value.isString()) {
        return exchange(key, value.toString());
    }
    if (value.isArray()) {
        QJsonArray array;
        for (const auto elements = value.toArray(); const auto &element : elements) {
            array.append(exchanged(element, key, exchange));
        }
        return array;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            *member = exchanged(*member, member.key(), exchange);
        }
        return object;
    }
    return value;
}

/// Changes the fields of a JSON file in which `exchange(field, key, text)` finds something.
template <typename Exchange>
Result<std::optional<QByteArray>> withExchanged(const QByteArray &text, const Exchange &exchange)
{
    Result<EntryText> manifest = EntryText::parse(EntryKind::Workflow, text);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    const QJsonObject fields = manifest->value(QStringList()).toObject();
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        const QString name = field.key();
        const QJsonValue value =
            exchanged(*field, name, [&](const QString &key, const QString &found) {
                return exchange(name, key, found);
            });
        if (value == *field) {
            continue;
        }
        if (const Result<void> set = manifest->set({name}, value); !set) {
            return std::unexpected(set.error());
        }
    }
    return manifest->text() == text ? std::nullopt : std::optional(manifest->text());
}

Result<std::optional<QByteArray>> skillReferring(const QByteArray &text,
                                                 const ReferenceReader &reader, const EntryId &to)
{
    Result<EntryText> skill = EntryText::parse(EntryKind::Skill, text);
    if (!skill) {
        return std::unexpected(skill.error());
    }
    const QStringList path{u"metadata"_s, u"hermes"_s, u"related_skills"_s};
    const QJsonValue related = skill->value(path);
    const QJsonValue changed = exchanged(related, {}, [&](const QString &, const QString &found) {
        return reader.isTyped(found)                ? to.toString()
            : reader.names(found, EntryKind::Skill) ? to.id
                                                    : found;
    });
    if (changed == related) {
        return std::nullopt;
    }
    return skill->set(path, changed).transform([&] { return std::optional(skill->text()); });
}

/// Members of a channel: their texts, and where they stand.
struct Member
{
    QString key;
    registry::JsonSpan span;
    QByteArray text;
};

Result<QList<Member>> membersOf(const ManifestText &channel)
{
    QList<Member> members;
    for (const auto allKeys = channel.keys({}); const QString &key : allKeys) {
        const Result<registry::JsonSpan> span = channel.span({key});
        if (!span) {
            return std::unexpected(span.error());
        }
        const qint64 end = span->start + span->length;
        members.append({key, *span, channel.text().sliced(span->keyStart, end - span->keyStart)});
    }
    return members;
}

} // namespace

RepoPath sourceFileOf(const EntryId &id)
{
    return below(RepoPath::fromLiteral(u"studio/sources"_s),
                 kindFolder(id.kind) + u'/' + id.id + u".md"_s);
}

RepoPath suiteFileOf(const EntryId &id)
{
    return below(RepoPath::fromLiteral(u"studio/suites"_s), id.id + u".yaml"_s);
}

RepoPath reviewFolderOf(const EntryId &id)
{
    return below(RepoPath::fromLiteral(u"studio/reviews"_s), id.id);
}

ReferenceReader::ReferenceReader(const registry::Catalog &catalog, const EntryId &target)
    : m_target(target)
{
    for (const registry::EntrySummary &entry : catalog.entries) {
        if (entry.id.id == target.id) {
            m_kinds.append(entry.id.kind);
        }
    }
}

bool ReferenceReader::names(const QString &text, EntryKind speaker) const
{
    if (isTyped(text)) {
        return true;
    }
    if (text != m_target.id) {
        return false;
    }
    return m_kinds.contains(speaker) ? speaker == m_target.kind : m_kinds == QList{m_target.kind};
}

Result<std::optional<QByteArray>> manifestReferring(EntryKind kind, const QByteArray &manifest,
                                                    const ReferenceReader &reader,
                                                    const EntryId &to)
{
    if (kind == EntryKind::Skill) {
        return skillReferring(manifest, reader, to);
    }
    return withExchanged(manifest,
                         [&](const QString &field, const QString &key, const QString &text) {
                             const bool mayBeBare = field == u"requires"
                                 || (field == u"dependencies" && (key == u"id" || key == field));
                             return field == u"id"                       ? text
                                 : reader.isTyped(text)                  ? to.toString()
                                 : mayBeBare && reader.names(text, kind) ? to.id
                                                                         : text;
                         });
}

Result<std::optional<QByteArray>>
workflowReferring(const QByteArray &workflow, const ReferenceReader &reader, const EntryId &to)
{
    return withExchanged(workflow, [&](const QString &, const QString &key, const QString &text) {
        return reader.isTyped(text)                                     ? to.toString()
            : key == u"uses" && reader.names(text, EntryKind::Workflow) ? to.id
                                                                        : text;
    });
}

Result<std::optional<QByteArray>> channelReferring(const QByteArray &channel, const EntryId &from,
                                                   const std::optional<EntryId> &to)
{
    const Result<ManifestText> parsed = ManifestText::parse(channel);
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    const Result<QList<Member>> members = membersOf(*parsed);
    if (!members) {
        return std::unexpected(members.error());
    }
    const auto line = std::ranges::find(*members, from.toString(), &Member::key);
    if (line == members->end()) {
        return std::nullopt;
    }
    if (!to) {
        return parsed->removed({from.toString()}).transform([&](const registry::TextEdit &edit) {
            return std::optional(edit.appliedTo(channel));
        });
    }
    QList<Member> arranged = *members;
    Member &renamed = arranged[std::distance(members->begin(), line)];
    const QByteArrayView head =
        QByteArrayView(line->text).first(line->span.start - line->span.keyStart);
    renamed.key = to->toString();
    renamed.text.replace(0, head.lastIndexOf('"') + 1, '"' + renamed.key.toUtf8() + '"');
    if (std::ranges::is_sorted(*members, {}, &Member::key)) {
        std::ranges::stable_sort(arranged, {}, &Member::key);
    }
    // The places stay, with the commas between them; what stands in them may change.
    QByteArray result = channel;
    for (qsizetype i = members->size() - 1; i >= 0; --i) {
        const Member &place = members->at(i);
        result.replace(place.span.keyStart, place.text.size(), arranged.at(i).text);
    }
    return std::optional(result);
}

std::optional<QByteArray> suiteReferring(const QByteArray &suite, const EntryId &from,
                                         const EntryId &to)
{
    // `key: agent/writer`, `- agent/writer`, and a bare id where the key says that it is one.
    const QString typed = QRegularExpression::escape(from.toString());
    const QString bare = QRegularExpression::escape(from.id);
    const QString end = u"(?=[\"']?[ \\t]*(?:#[^\\r\\n]*)?\\r?$)"_s;
    const QRegularExpression reference(
        u"^(?<lead>[ \\t]*(?:- )?[ \\t]*(?:(?<key>[A-Za-z_]+):[ \\t]+)?[\"']?)(?<id>%1|%2)%3"_s.arg(
            typed, bare, end),
        QRegularExpression::MultilineOption);
    static const QStringList idKeys{u"agent"_s, u"definition"_s, u"entry"_s,
                                    u"mcp"_s,   u"skill"_s,      u"workflow"_s};
    const QString text = QString::fromUtf8(suite);
    QString result;
    qsizetype copied = 0;
    auto matches = reference.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const bool isTyped = match.capturedView(u"id") == from.toString();
        if (isTyped || idKeys.contains(match.captured(u"key"_s))) {
            result += text.sliced(copied, match.capturedStart(u"id"_s) - copied)
                + (isTyped ? to.toString() : to.id);
            copied = match.capturedEnd(u"id"_s);
        }
    }
    if (copied == 0) {
        return std::nullopt;
    }
    return (result + text.sliced(copied)).toUtf8();
}

} // namespace hermes::changes
