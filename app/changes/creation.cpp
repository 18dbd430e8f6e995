#include "changes/creation.h"

#include "changes/entrynames.h"
#include "changes/entrytext.h"
#include "changes/references.h"
#include "changes/writecollector.h"
#include "core/semanticversion.h"
#include "registry/entryfiles.h"

#include <QCoreApplication>
#include <QJsonObject>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Creation)
};

Result<void> checkNames(const registry::Catalog &catalog, const EntryId &id, const QString &name,
                        const QString &version)
{
    if (const auto problem = EntryNames(catalog.entries).problem(id.kind, id.id)) {
        return failure(ErrorCode::InvalidArgument, *problem);
    }
    if (id.kind != EntryKind::Skill && name.trimmed().isEmpty()) {
        return failure(ErrorCode::InvalidArgument, Messages::tr("A name is needed."));
    }
    if (!SemanticVersion::parse(version)) {
        return failure(ErrorCode::InvalidArgument,
                       Messages::tr("%1 is not a version such as 1.0.0.").arg(version));
    }
    return {};
}

QJsonObject authorObject(const registry::Author &author)
{
    QJsonObject object{{u"name"_s, author.name}};
    if (!author.url.isEmpty()) {
        object.insert(u"url"_s, author.url);
    }
    return object;
}

struct Setting
{
    QStringList path;
    QJsonValue value;
};

QList<Setting> settingsOf(const NewAgent &agent)
{
    QList<Setting> settings{{{u"id"_s}, agent.id},
                            {{u"name"_s}, agent.name.trimmed()},
                            {{u"version"_s}, agent.version}};
    const auto addText = [&settings](const QStringList &path, const QString &text) {
        if (!text.trimmed().isEmpty()) {
            settings.append({path, text.trimmed()});
        }
    };
    addText({u"description"_s}, agent.description);
    if (!agent.author.name.isEmpty()) {
        settings.append({{u"author"_s}, authorObject(agent.author)});
    }
    addText({u"license"_s}, agent.license);
    addText({u"compatibility"_s, u"hermes"_s}, agent.compatibility.hermes);
    addText({u"compatibility"_s, u"desktop"_s}, agent.compatibility.desktop);
    addText({u"model"_s}, agent.model);
    return settings;
}

/// The manifest of a copy: only what names it differs.
Result<QByteArray> renamedManifest(const registry::EntrySummary &entry, const QByteArray &text,
                                   const CopyName &copy)
{
    Result<EntryText> manifest = EntryText::parse(entry.id.kind, text);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    Result<void> done = manifest->set(EntryField::Id, copy.id);
    if (done && entry.id.kind != EntryKind::Skill) {
        done = manifest->set(EntryField::Name, copy.name.trimmed());
    }
    if (done) {
        done = manifest->set(EntryField::Version, copy.version);
    }
    return done.transform([&] { return manifest->text(); });
}

} // namespace

Result<ChangeSet> createAgent(const registry::Catalog &catalog, const Starter &starter,
                              const NewAgent &agent)
{
    const EntryId id{EntryKind::Agent, agent.id};
    if (const Result<void> names = checkNames(catalog, id, agent.name, agent.version); !names) {
        return std::unexpected(names.error());
    }
    Result<EntryText> manifest = EntryText::parse(EntryKind::Agent, starter.manifestText);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    for (const auto allSettings = settingsOf(agent); const Setting &setting : allSettings) {
        if (const Result<void> set = manifest->set(setting.path, setting.value); !set) {
            return std::unexpected(set.error());
        }
    }
    QByteArray prompt = starter.promptText;
    prompt.replace("{{name}}", agent.name.trimmed().toUtf8());
    prompt.replace("{{description}}", manifest->value(EntryField::Description).toString().toUtf8());

    const RepoPath folder = RepoPath().child(kindFolder(id.kind)).child(id.namePart());
    ChangeSet changes;
    changes.title = Messages::tr("New agent %1").arg(agent.id);
    changes.writes = {
        {folder.child(manifest->value({u"entry"_s}).toString()), std::nullopt, prompt, false},
        {folder.child(u"manifest.json"_s), std::nullopt, manifest->text(), false}};
    return changes;
}

Result<ChangeSet> duplicateEntry(const FileSource &source, const registry::Catalog &catalog,
                                 const registry::EntrySummary &entry, const CopyName &copy)
{
    const EntryId id{entry.id.kind, copy.id};
    if (const Result<void> names = checkNames(catalog, id, copy.name, copy.version); !names) {
        return std::unexpected(names.error());
    }
    const Result<QList<RepoPath>> files = filesAt(source, entry.folder);
    if (!files) {
        return std::unexpected(files.error());
    }
    const RepoPath folder = entry.folder.parent().child(id.namePart());
    const PathMove place{entry.folder, folder, {}};
    const RepoPath manifestFile = registry::manifestFileOf(id.kind, entry.folder);
    WriteCollector collector(source);
    for (const RepoPath &file : *files) {
        const Result<FileNode> node = source.node(file);
        Result<QByteArray> content = source.read(file, maximumOperationBytes);
        if (content && file == manifestFile) {
            content = renamedManifest(entry, *content, copy);
        }
        if (!node || !content) {
            return std::unexpected(node ? content.error() : node.error());
        }
        collector.create(pathAfterMoves({place}, file), *content,
                         node->type == FileType::ExecutableFile);
    }
    const RepoPath ownSource = sourceFileOf(entry.id);
    if (const Result<QByteArray> text = source.read(ownSource, maximumOperationBytes)) {
        collector.create(sourceFileOf(id), *text, false);
    }
    ChangeSet changes;
    changes.title = Messages::tr("Duplicate %1 as %2").arg(entry.id.toString(), copy.id);
    changes.writes = collector.writes({});
    return changes;
}

} // namespace hermes::changes
