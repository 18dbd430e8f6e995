#include "changes/bulkedit.h"
#include "changes/creation.h"
#include "changes/deletion.h"
#include "changes/renaming.h"
#include "changes/shownchange.h"
#include "commandline/commands.h"
#include "commandline/report.h"
#include "core/directoryfilesource.h"
#include "workspace/performchanges.h"
#include "workspace/registryreplace.h"
#include "workspace/settings.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

using changes::ChangeSet;
using changes::ShownChange;

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

/// A registry as commands that change it need it: its files and its catalog.
struct OpenRegistry
{
    explicit OpenRegistry(const QString &root) : source(root) { }

    DirectoryFileSource source;
    registry::Catalog catalog;
};

Result<std::unique_ptr<OpenRegistry>> openRegistry(const Invocation &invocation)
{
    auto open = std::make_unique<OpenRegistry>(invocation.registryRoot);
    Result<registry::Catalog> catalog = registry::loadCatalog(open->source, {});
    if (!catalog) {
        return std::unexpected(catalog.error());
    }
    open->catalog = std::move(*catalog);
    return open;
}

Result<registry::EntrySummary> entryNamed(const OpenRegistry &registry, const QString &text)
{
    return EntryId::parse(text).and_then([&](const EntryId &id) -> Result<registry::EntrySummary> {
        if (const registry::EntrySummary *entry = registry.catalog.find(id)) {
            return *entry;
        }
        return failure(ErrorCode::NotFound,
                       translated("%1 is not in this registry. `hermesctl list` shows what is.")
                           .arg(id.toString()));
    });
}

QString kindText(ShownChange::Kind kind)
{
    switch (kind) {
    case ShownChange::Kind::Added:
        return u"add"_s;
    case ShownChange::Kind::Changed:
        return u"change"_s;
    case ShownChange::Kind::Removed:
        return u"remove"_s;
    case ShownChange::Kind::Moved:
    case ShownChange::Kind::MovedAndChanged:
        return u"move"_s;
    case ShownChange::Kind::Deleted:
        return u"trash"_s;
    case ShownChange::Kind::Restored:
        return u"restore"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject changesJson(const ChangeSet &changes)
{
    QJsonArray files;
    for (const auto allChanges = changes::shownChanges(changes);
         const ShownChange &change : allChanges) {
        QJsonObject file{{u"change"_s, kindText(change.kind)}};
        if (!change.before.isRoot()) {
            file.insert(u"before"_s, change.before.text());
        }
        if (!change.after.isRoot()) {
            file.insert(u"after"_s, change.after.text());
        }
        files.append(file);
    }
    QJsonArray remarks;
    for (const changes::Remark &remark : changes.remarks) {
        remarks.append(
            QJsonObject{{u"entry"_s, remark.entry.toString()}, {u"text"_s, remark.text}});
    }
    return {{u"title"_s, changes.title}, {u"files"_s, files}, {u"remarks"_s, remarks}};
}

QString fileLines(const ChangeSet &changes)
{
    QList<QStringList> rows;
    for (const auto allChanges = changes::shownChanges(changes);
         const ShownChange &change : allChanges) {
        const bool isMove =
            !change.before.isRoot() && !change.after.isRoot() && change.before != change.after;
        rows.append({kindText(change.kind),
                     isMove
                         ? shown(change.before.text()) + u" -> "_s + shown(change.after.text())
                         : shown((change.after.isRoot() ? change.before : change.after).text())});
    }
    return table(rows);
}

QByteArray remarkLines(const ChangeSet &changes)
{
    QString text;
    for (const changes::Remark &remark : changes.remarks) {
        text += u"%1: %2\n"_s.arg(shown(remark.entry.toString()), shown(remark.text));
    }
    return text.toUtf8();
}

workspace::ChangePlace placeOf(const Invocation &invocation)
{
    return {invocation.registryRoot, workspace::stateFolder()};
}

/// The patch, for `git apply`; its text is exact. What goes into the trash is listed.
Outcome dryRun(const Invocation &invocation, const ChangeSet &changes)
{
    const QByteArray patch = changes::patchOf(changes);
    if (invocation.form == OutputForm::Json) {
        QJsonObject json = changesJson(changes);
        json.insert(u"dryRun"_s, true);
        json.insert(u"patch"_s, QString::fromUtf8(patch));
        return succeededWith(json);
    }
    ChangeSet trashed;
    trashed.deletions = changes.deletions;
    trashed.restorations = changes.restorations;
    return {Success, fileLines(trashed).toUtf8() + patch, remarkLines(changes)};
}

Outcome performed(const Invocation &invocation, const ChangeSet &changes)
{
    QJsonObject json = changesJson(changes);
    if (!changes.isEmpty()) {
        const auto done = workspace::performChanges(placeOf(invocation), changes);
        if (!done) {
            return failedWith(done.error());
        }
        json.insert(u"record"_s, done->name);
    }
    if (invocation.form == OutputForm::Json) {
        return succeededWith(json);
    }
    return {
        Success,
        (changes.isEmpty() ? translated("There is nothing to change.") + u'\n' : fileLines(changes))
            .toUtf8(),
        remarkLines(changes)};
}

/// Shows or performs what was thought out.
Outcome conclude(const Invocation &invocation, const Result<ChangeSet> &changes)
{
    if (!changes) {
        return failedWith(changes.error());
    }
    return invocation.parser->isSet(u"dry-run"_s) ? dryRun(invocation, *changes)
                                                  : performed(invocation, *changes);
}

Result<changes::Starter> starterNamed(const QString &key, const changes::Habits &habits)
{
    QList<changes::Starter> starters = changes::builtInStarters();
    if (const auto usual = changes::usualStarter(habits)) {
        starters.prepend(*usual);
    }
    QStringList keys;
    for (const changes::Starter &starter : std::as_const(starters)) {
        if (starter.key == key) {
            return starter;
        }
        keys.append(starter.key);
    }
    return failure(ErrorCode::InvalidArgument,
                   translated("“%1” is neither a starter (%2) nor an entry of this registry.")
                       .arg(key, keys.join(u", "_s)));
}

Result<ChangeSet> agentFromStarter(const Invocation &invocation, const OpenRegistry &open,
                                   const QString &key)
{
    const QCommandLineParser &parser = *invocation.parser;
    const changes::Habits habits = changes::habitsOf(open.source, open.catalog, {});
    const auto given = [&parser](const QString &option, const QString &usual) {
        return parser.isSet(option) ? parser.value(option) : usual;
    };
    const QString id = invocation.arguments.first();
    changes::NewAgent agent;
    agent.id = id;
    agent.name = given(u"name"_s, EntryId{EntryKind::Agent, id}.namePart());
    agent.description = parser.value(u"description"_s);
    agent.version = given(u"set-version"_s, u"0.1.0"_s);
    agent.author = parser.isSet(u"author"_s)
        ? registry::Author{parser.value(u"author"_s), QString()}
        : habits.author;
    agent.license = given(u"license"_s, habits.license);
    agent.model = given(u"model"_s, habits.model);
    agent.compatibility = habits.compatibility;
    return starterNamed(key, habits).and_then([&](const changes::Starter &starter) {
        return changes::createAgent(open.catalog, starter, agent);
    });
}

std::optional<changes::VersionBump> bumpNamed(const QString &text)
{
    using enum changes::VersionBump;
    return text.isEmpty()    ? std::optional(None)
        : text == u"patch"_s ? std::optional(Patch)
        : text == u"minor"_s ? std::optional(Minor)
        : text == u"major"_s ? std::optional(Major)
                             : std::nullopt;
}

changes::BulkEdit editAskedFor(const QCommandLineParser &parser)
{
    const auto given = [&parser](const QString &option) {
        return parser.isSet(option) ? std::optional(parser.value(option)) : std::nullopt;
    };
    changes::BulkEdit edit;
    edit.addedTags = parser.values(u"add-tag"_s);
    edit.removedTags = parser.values(u"remove-tag"_s);
    edit.model = given(u"model"_s);
    edit.license = given(u"license"_s);
    edit.category = given(u"category"_s);
    edit.author = given(u"author"_s).transform([](const QString &name) {
        return registry::Author{name, QString()};
    });
    return edit;
}

/// The entries that the arguments name, or all of the kinds that `--kind` names.
Result<QList<EntryId>> chosenEntries(const Invocation &invocation, const OpenRegistry &open)
{
    QList<EntryId> ids;
    for (const QString &argument : invocation.arguments) {
        const Result<registry::EntrySummary> entry = entryNamed(open, argument);
        if (!entry) {
            return std::unexpected(entry.error());
        }
        ids.append(entry->id);
    }
    const QStringList kinds = invocation.parser->values(u"kind"_s);
    for (const registry::EntrySummary &entry : open.catalog.entries) {
        if (kinds.contains(kindName(entry.id.kind)) && !ids.contains(entry.id)) {
            ids.append(entry.id);
        }
    }
    if (ids.isEmpty()) {
        return failure(ErrorCode::InvalidArgument,
                       translated("Name entries, or a kind with --kind."));
    }
    return ids;
}

workspace::ReplaceRequest replacementAskedFor(const Invocation &invocation)
{
    using Scope = workspace::ReplaceRequest::Scope;
    using Syntax = text::SearchQuery::Syntax;
    const QCommandLineParser &parser = *invocation.parser;
    workspace::ReplaceRequest request;
    request.find = {invocation.arguments.first(),
                    parser.isSet(u"regex"_s) ? Syntax::RegularExpression : Syntax::Literal,
                    parser.isSet(u"ignore-case"_s) ? Qt::CaseInsensitive : Qt::CaseSensitive,
                    parser.isSet(u"words"_s)};
    request.replacement = invocation.arguments.at(1);
    request.scope = parser.isSet(u"manifests"_s) ? Scope::PromptsAndManifests : Scope::Prompts;
    return request;
}

/// The entries that are named, or the whole registry if none are.
Result<workspace::ReplacePlaces> placesAskedFor(const Invocation &invocation,
                                                const OpenRegistry &open)
{
    Invocation rest = invocation;
    rest.arguments = invocation.arguments.sliced(2);
    if (rest.arguments.isEmpty() && !invocation.parser->isSet(u"kind"_s)) {
        return workspace::ReplacePlaces{open.catalog.entries, true};
    }
    return chosenEntries(rest, open).transform([&](const QList<EntryId> &ids) {
        workspace::ReplacePlaces places;
        for (const EntryId &id : ids) {
            places.entries.append(*open.catalog.find(id));
        }
        return places;
    });
}

QByteArray mentionLines(const changes::Mentions &mentions, const EntryId &id)
{
    if (mentions.total == 0) {
        return {};
    }
    QString text =
        translated("Prompts mention %1; --mentions renames these too:").arg(id.id) + u'\n';
    for (const changes::Mention &mention : mentions.list) {
        text += u"  %1:%2: %3\n"_s.arg(shown(mention.file.text()), QString::number(mention.line),
                                       shown(mention.excerpt));
    }
    if (mentions.total > mentions.list.size()) {
        text += u"  … %1\n"_s.arg(mentions.total - mentions.list.size());
    }
    return text.toUtf8();
}

} // namespace

Outcome createEntry(const Invocation &invocation)
{
    const auto open = openRegistry(invocation);
    if (!open) {
        return failedWith(open.error());
    }
    const QCommandLineParser &parser = *invocation.parser;
    const QString from = parser.isSet(u"from"_s) ? parser.value(u"from"_s) : u"blank"_s;
    const Result<registry::EntrySummary> original = entryNamed(**open, from);
    if (!original) {
        return conclude(invocation, agentFromStarter(invocation, **open, from));
    }
    const QString id = invocation.arguments.first();
    const changes::CopyName copy{
        id,
        parser.isSet(u"name"_s) ? parser.value(u"name"_s)
                                : EntryId{original->id.kind, id}.namePart(),
        parser.isSet(u"set-version"_s) ? parser.value(u"set-version"_s) : u"0.1.0"_s};
    return conclude(invocation,
                    changes::duplicateEntry((*open)->source, (*open)->catalog, *original, copy));
}

Outcome renameEntry(const Invocation &invocation)
{
    const auto open = openRegistry(invocation);
    const auto entry = open.and_then([&](const std::unique_ptr<OpenRegistry> &registry) {
        return entryNamed(*registry, invocation.arguments.first());
    });
    if (!entry) {
        return failedWith(entry.error());
    }
    const OpenRegistry &registry = **open;
    const changes::Mentions mentions =
        changes::mentionsOf(registry.source, registry.catalog, entry->id, {});
    const bool withMentions = invocation.parser->isSet(u"mentions"_s);
    changes::Renaming renaming{invocation.arguments.at(1), invocation.parser->value(u"name"_s),
                               withMentions ? mentions.list : QList<changes::Mention>()};
    Outcome outcome = conclude(
        invocation, changes::renameEntry(registry.source, registry.catalog, *entry, renaming));
    if (outcome.exitCode == Success && !withMentions && invocation.form == OutputForm::Text) {
        outcome.errors += mentionLines(mentions, entry->id);
    }
    return outcome;
}

Outcome deleteEntries(const Invocation &invocation)
{
    const auto open = openRegistry(invocation);
    const auto ids = open.and_then([&](const std::unique_ptr<OpenRegistry> &registry) {
        return chosenEntries(invocation, *registry);
    });
    return conclude(invocation, ids.and_then([&](const QList<EntryId> &chosen) {
        return changes::deleteEntries((*open)->source, (*open)->catalog, chosen);
    }));
}

Outcome editEntries(const Invocation &invocation)
{
    const auto bump = bumpNamed(invocation.parser->value(u"bump"_s));
    changes::BulkEdit edit = editAskedFor(*invocation.parser);
    edit.bump = bump.value_or(changes::VersionBump::None);
    if (!bump || edit == changes::BulkEdit()) {
        return wrongUsage(!bump ? translated("--bump takes patch, minor or major.")
                                : translated("Say what to edit: --add-tag, --remove-tag, --model, "
                                             "--bump, --author, --license or --category."));
    }
    const auto open = openRegistry(invocation);
    const auto ids = open.and_then([&](const std::unique_ptr<OpenRegistry> &registry) {
        return chosenEntries(invocation, *registry);
    });
    return conclude(invocation, ids.and_then([&](const QList<EntryId> &chosen) {
        return changes::bulkEdit((*open)->source, (*open)->catalog, chosen, edit);
    }));
}

Outcome replaceText(const Invocation &invocation)
{
    if (invocation.arguments.first().isEmpty()) {
        return wrongUsage(translated("Say what is to be replaced."));
    }
    const auto open = openRegistry(invocation);
    const auto places = open.and_then([&](const std::unique_ptr<OpenRegistry> &registry) {
        return placesAskedFor(invocation, *registry);
    });
    const auto changes = places.and_then([&](const workspace::ReplacePlaces &where) {
        return workspace::findReplacements((*open)->source, where, replacementAskedFor(invocation),
                                           {})
            .and_then(workspace::changesOf);
    });
    if (!changes) {
        return failedWith(changes.error());
    }
    Outcome outcome = invocation.parser->isSet(u"write"_s) ? performed(invocation, *changes)
                                                           : dryRun(invocation, *changes);
    if (outcome.exitCode == Success && changes->isEmpty()) {
        outcome.exitCode = Different;
    }
    return outcome;
}

Outcome undoLastChange(const Invocation &invocation)
{
    const workspace::ChangePlace place = placeOf(invocation);
    const QList<workspace::ChangeRecord> records = workspace::performedChanges(place);
    if (records.isEmpty()) {
        return failedWith({ErrorCode::NotFound,
                           translated("No change of this registry's entries is recorded here."),
                           {}});
    }
    if (invocation.parser->isSet(u"dry-run"_s)) {
        return dryRun(invocation,
                      changes::inverse(records.first().changes, records.first().trashed));
    }
    const auto undone = workspace::undoChanges(place, records.first().name);
    if (!undone) {
        return failedWith(undone.error());
    }
    return invocation.form == OutputForm::Json
        ? succeededWith(changesJson(undone->changes))
        : succeeded(undone->changes.title + u'\n' + fileLines(undone->changes));
}

} // namespace hermes::commandline
