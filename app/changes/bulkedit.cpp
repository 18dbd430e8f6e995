#include "changes/bulkedit.h"

#include "changes/entrynames.h"
#include "changes/entrytext.h"
#include "changes/writecollector.h"
#include "core/semanticversion.h"
#include "registry/entryfiles.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(BulkEdit)
};

class BulkEditor
{
public:
    BulkEditor(const FileSource &source, const registry::Catalog &catalog, const BulkEdit &edit)
        : m_source(source), m_catalog(catalog), m_edit(edit), m_collector(source)
    {
    }

    Result<ChangeSet> edit(const QList<EntryId> &ids)
    {
        if (const Result<void> valid = checkRequest(); !valid) {
            return std::unexpected(valid.error());
        }
        for (const EntryId &id : ids) {
            const registry::EntrySummary *entry = m_catalog.find(id);
            if (entry == nullptr) {
                remark(id, Messages::tr("It is not in this registry."));
                continue;
            }
            editManifest(*entry);
            moveToCategory(*entry);
        }
        m_changes.title = Messages::tr("Edit %n entries", nullptr, static_cast<int>(ids.size()));
        m_changes.writes = m_collector.writes(m_changes.moves);
        return m_changes;
    }

private:
    [[nodiscard]] Result<void> checkRequest() const
    {
        if (m_edit.category) {
            if (const auto problem = categoryProblem(*m_edit.category)) {
                return failure(ErrorCode::InvalidArgument, *problem);
            }
        }
        if (std::ranges::any_of(m_edit.addedTags,
                                [](const QString &tag) { return tag.trimmed().isEmpty(); })) {
            return failure(ErrorCode::InvalidArgument, Messages::tr("A tag cannot be empty."));
        }
        return {};
    }

    void editManifest(const registry::EntrySummary &entry)
    {
        const RepoPath file = registry::manifestFileOf(entry.id.kind, entry.folder);
        const Result<QByteArray> text = m_collector.read(file);
        Result<EntryText> manifest = text.and_then(
            [&](const QByteArray &bytes) { return EntryText::parse(entry.id.kind, bytes); });
        const Result<void> done = manifest
            ? editTags(*manifest)
                  .and_then([&] { return setModel(*manifest, entry.id); })
                  .and_then([&] { return setAuthor(*manifest, entry.id.kind); })
                  .and_then(
                      [&] { return setOrRemove(*manifest, EntryField::License, m_edit.license); })
                  .and_then([&] { return bumpVersion(*manifest, entry.id); })
            : std::unexpected(manifest.error());
        if (done) {
            m_collector.write(file, manifest->text());
        } else {
            remark(entry.id, Messages::tr("Left as it is: %1").arg(done.error().message));
        }
    }

    Result<void> editTags(EntryText &manifest) const
    {
        const QJsonArray before = manifest.value(EntryField::Tags).toArray();
        QJsonArray tags;
        for (const auto &tag : before) {
            if (!m_edit.removedTags.contains(tag.toString())) {
                tags.append(tag);
            }
        }
        for (const QString &tag : m_edit.addedTags) {
            if (!tags.contains(tag.trimmed())) {
                tags.append(tag.trimmed());
            }
        }
        return tags == before ? Result<void>() : manifest.set(EntryField::Tags, tags);
    }

    Result<void> setModel(EntryText &manifest, const EntryId &id)
    {
        if (m_edit.model && id.kind != EntryKind::Agent && id.kind != EntryKind::Skill) {
            remark(id, Messages::tr("Entries of type %1 have no model.").arg(kindName(id.kind)));
            return {};
        }
        return setOrRemove(manifest, EntryField::Model, m_edit.model);
    }

    static Result<void> setOrRemove(EntryText &manifest, EntryField field,
                                    const std::optional<QString> &value)
    {
        if (!value) {
            return {};
        }
        return value->trimmed().isEmpty() ? manifest.remove(field)
                                          : manifest.set(field, value->trimmed());
    }

    Result<void> setAuthor(EntryText &manifest, EntryKind kind) const
    {
        if (!m_edit.author) {
            return {};
        }
        const registry::Author &author = *m_edit.author;
        if (author.name.trimmed().isEmpty()) {
            return manifest.remove(EntryField::Author);
        }
        const QJsonValue before = manifest.value(EntryField::Author);
        if (kind == EntryKind::Skill || (before.isString() && author.url.isEmpty())) {
            return manifest.set(EntryField::Author, author.name.trimmed());
        }
        QJsonObject object = before.toObject();
        object.remove(u"url"_s); // the address was the other author's
        object.insert(u"name"_s, author.name.trimmed());
        if (!author.url.isEmpty()) {
            object.insert(u"url"_s, author.url);
        }
        return manifest.set(EntryField::Author, object);
    }

    Result<void> bumpVersion(EntryText &manifest, const EntryId &id)
    {
        if (m_edit.bump == VersionBump::None) {
            return {};
        }
        const QString before = manifest.value(EntryField::Version).toString();
        const Result<SemanticVersion> version = SemanticVersion::parse(before);
        if (!version) {
            remark(id, Messages::tr("Its version “%1” cannot be raised.").arg(before));
            return {};
        }
        const SemanticVersion next = m_edit.bump == VersionBump::Major ? version->nextMajor()
            : m_edit.bump == VersionBump::Minor                        ? version->nextMinor()
                                                                       : version->nextPatch();
        return manifest.set(EntryField::Version, next.toString());
    }

    void moveToCategory(const registry::EntrySummary &entry)
    {
        if (!m_edit.category || entry.category == *m_edit.category) {
            return;
        }
        if (entry.id.kind != EntryKind::Skill) {
            remark(entry.id, Messages::tr("Only skills have a category."));
            return;
        }
        const RepoPath to = RepoPath()
                                .child(kindFolder(EntryKind::Skill))
                                .child(*m_edit.category)
                                .child(entry.folder.fileName());
        const bool isTaken = m_source.node(to).has_value()
            || std::ranges::any_of(m_changes.moves,
                                   [&](const PathMove &move) { return move.to == to; });
        const Result<PathMove> move = moveOf(m_source, entry.folder, to);
        if (isTaken || !move) {
            remark(entry.id,
                   isTaken ? Messages::tr("%1 is taken already.").arg(to.text())
                           : move.error().message);
            return;
        }
        m_changes.moves.append(*move);
    }

    void remark(const EntryId &id, const QString &text) { m_changes.remarks.append({id, text}); }

    const FileSource &m_source;
    const registry::Catalog &m_catalog;
    const BulkEdit &m_edit;
    WriteCollector m_collector;
    ChangeSet m_changes;
};

} // namespace

Result<ChangeSet> bulkEdit(const FileSource &source, const registry::Catalog &catalog,
                           const QList<EntryId> &ids, const BulkEdit &edit)
{
    return BulkEditor(source, catalog, edit).edit(ids);
}

} // namespace hermes::changes
