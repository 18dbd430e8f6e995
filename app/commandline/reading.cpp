#include "check/checkdefinition.h"
#include "commandline/commands.h"
#include "commandline/report.h"
#include "core/directoryfilesource.h"
#include "registry/definition.h"
#include "workspace/comparison.h"
#include "workspace/definitionhistory.h"
#include "workspace/promptassembly.h"
#include "workspace/registrystate.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

constexpr int patchContext = 3; // lines

QString stateName(workspace::EntryState state)
{
    switch (state) {
    case workspace::EntryState::Clean:
        return u"clean"_s;
    case workspace::EntryState::Modified:
        return u"modified"_s;
    case workspace::EntryState::Added:
        return u"added"_s;
    case workspace::EntryState::Conflicted:
        return u"conflicted"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject entryJson(const registry::EntrySummary &entry, workspace::EntryState state)
{
    return {{u"id"_s, entry.id.id},
            {u"kind"_s, kindName(entry.id.kind)},
            {u"name"_s, entry.name},
            {u"version"_s, entry.version},
            {u"category"_s, entry.category},
            {u"description"_s, entry.description},
            {u"path"_s, entry.folder.text()},
            {u"model"_s, entry.model},
            {u"tools"_s, QJsonArray::fromStringList(entry.tools)},
            {u"tags"_s, QJsonArray::fromStringList(entry.tags)},
            {u"author"_s, entry.author},
            {u"state"_s, stateName(state)},
            {u"problems"_s, entry.problems.size()}};
}

/// The definition in the state that `--at` names; the work tree without it.
Result<registry::Definition> definitionAt(const Invocation &invocation,
                                          const registry::EntrySummary &entry)
{
    return chosenState(invocation, entry).and_then([&](const workspace::ContentRef &reference) {
        return workspace::readContent(invocation.registryRoot, entry.id.kind, entry.folder,
                                      reference);
    });
}

QJsonObject commitJson(const vcs::HistoryEntry &entry)
{
    return {{u"commit"_s, entry.commit.id.toString()},
            {u"date"_s, entry.commit.author.when.toString(Qt::ISODate)},
            {u"author"_s, entry.commit.author.name},
            {u"summary"_s, entry.commit.summary},
            {u"version"_s, entry.version},
            {u"isVersion"_s, entry.isVersion},
            {u"tags"_s, QJsonArray::fromStringList(entry.tags)}};
}

QString fieldLines(const QList<workspace::FieldChange> &changes)
{
    QString text;
    for (const workspace::FieldChange &change : changes) {
        text += u"manifest %1: %2 -> %3\n"_s.arg(
            shown(change.field), change.before.isEmpty() ? u"(none)"_s : shown(change.before),
            change.after.isEmpty() ? u"(none)"_s : shown(change.after));
    }
    return text;
}

Outcome comparisonReport(const Invocation &invocation, const workspace::Comparison &comparison)
{
    const int exitCode = comparison.isEmpty() ? Success : Different;
    const QString patch = workspace::patchOf(comparison, patchContext);
    if (invocation.form == OutputForm::Text) {
        // The patch is for `patch` and `git apply`: its text is exact.
        return {exitCode, fieldLines(comparison.manifest).toUtf8() + patch.toUtf8(), {}};
    }
    QJsonArray fields;
    for (const workspace::FieldChange &change : comparison.manifest) {
        fields.append(QJsonObject{
            {u"field"_s, change.field}, {u"before"_s, change.before}, {u"after"_s, change.after}});
    }
    Outcome outcome =
        succeededWith(QJsonObject{{u"left"_s, comparison.left.label},
                                  {u"right"_s, comparison.right.label},
                                  {u"hunks"_s, comparison.prompt->hunks.size()},
                                  {u"wordsAdded"_s, comparison.prompt->wordsAdded},
                                  {u"wordsRemoved"_s, comparison.prompt->wordsRemoved},
                                  {u"tokensBefore"_s, countJson(comparison.tokensBefore)},
                                  {u"tokensAfter"_s, countJson(comparison.tokensAfter)},
                                  {u"manifest"_s, fields},
                                  {u"patch"_s, patch}});
    outcome.exitCode = exitCode;
    return outcome;
}

} // namespace

Outcome listEntries(const Invocation &invocation)
{
    const DirectoryFileSource source(invocation.registryRoot);
    const Result<registry::Catalog> catalog = registry::loadCatalog(source, {});
    if (!catalog) {
        return failedWith(catalog.error());
    }
    const QStringList kinds = invocation.parser->values(u"kind"_s);
    const workspace::RepositoryReading reading = workspace::readRepository(
        invocation.registryRoot, workspace::FolderIndex(catalog->entries));
    QList<QStringList> rows;
    QJsonArray json;
    for (const registry::EntrySummary &entry : catalog->entries) {
        if (!kinds.isEmpty() && !kinds.contains(kindName(entry.id.kind))) {
            continue;
        }
        const workspace::EntryState state =
            reading.entryStates.value(entry.id, workspace::EntryState::Clean);
        rows.append({shown(entry.id.toString()), shown(entry.version), stateName(state),
                     shown(entry.name)});
        json.append(entryJson(entry, state));
    }
    return invocation.form == OutputForm::Json ? succeededWith(json) : succeeded(table(rows));
}

Outcome showEntry(const Invocation &invocation)
{
    const Result<registry::EntrySummary> entry =
        findEntry(invocation, invocation.arguments.first());
    if (!entry) {
        return failedWith(entry.error());
    }
    const DirectoryFileSource source(invocation.registryRoot);
    const auto definition = definitionAt(invocation, *entry);
    const auto checksum = registry::folderChecksum(source, entry->folder);
    if (!definition || !checksum) {
        return failedWith(definition ? checksum.error() : definition.error());
    }
    QList<Problem> ignored;
    QList<Problem> problems =
        check::checkDefinition(*definition, {registry::loadModels(source, &ignored), {}, false});
    if (!invocation.parser->isSet(u"at"_s)) {
        problems += workspace::checkAgainstSource(source, invocation.registryRoot, *definition);
    }
    const bool hasErrors = std::ranges::any_of(
        problems, [](const Problem &p) { return p.severity == Problem::Severity::Error; });

    QJsonObject json = entryJson(*entry, workspace::EntryState::Clean);
    json.remove(u"state"_s);
    json.insert(u"checksum"_s, *checksum);
    QJsonArray problemList;
    QList<QStringList> rows{{u"id"_s, shown(entry->id.toString())},
                            {u"name"_s, shown(entry->name)},
                            {u"version"_s, shown(entry->version)},
                            {u"description"_s, shown(entry->description)},
                            {u"model"_s, shown(entry->model)},
                            {u"tools"_s, shown(entry->tools.join(u", "))},
                            {u"tags"_s, shown(entry->tags.join(u", "))},
                            {u"path"_s, shown(entry->folder.text())},
                            {u"checksum"_s, *checksum}};
    for (const Problem &problem : std::as_const(problems)) {
        problemList.append(problemJson(problem));
        rows.append({severityName(problem.severity),
                     shown(problem.message) + u" ("_s + shown(placeOf(problem)) + u')'});
    }
    json.insert(u"problems"_s, problemList);
    Outcome outcome =
        invocation.form == OutputForm::Json ? succeededWith(json) : succeeded(table(rows));
    outcome.exitCode = hasErrors ? Different : Success;
    return outcome;
}

Outcome compareStates(const Invocation &invocation)
{
    const Result<registry::EntrySummary> entry =
        findEntry(invocation, invocation.arguments.first());
    if (!entry) {
        return failedWith(entry.error());
    }
    const Result<workspace::DefinitionHistory> history =
        workspace::loadHistory(invocation.registryRoot, entry->id, entry->folder, {});
    if (!history) {
        return failedWith(history.error());
    }
    if (invocation.arguments.size() < 2 && history->versions.isEmpty()) {
        return failedWith(
            {ErrorCode::NotFound,
             QCoreApplication::translate("hermesctl", "%1 has no version yet to compare with.")
                 .arg(entry->id.toString()),
             {}});
    }
    const auto side = [&](qsizetype index, const QString &fallback) {
        return workspace::contentNamed(invocation.registryRoot, *history,
                                       invocation.arguments.value(index, fallback));
    };
    const auto left =
        side(1, history->versions.isEmpty() ? QString() : history->versions.first().version);
    const auto right = side(2, u"saved"_s);
    if (!left || !right) {
        return failedWith(left ? right.error() : left.error());
    }
    const auto before =
        workspace::readContent(invocation.registryRoot, entry->id.kind, entry->folder, *left);
    const auto after =
        workspace::readContent(invocation.registryRoot, entry->id.kind, entry->folder, *right);
    if (!before || !after) {
        return failedWith(before ? after.error() : before.error());
    }
    workspace::Comparison comparison = workspace::compareDefinitions(*before, *after);
    comparison.left = *left;
    comparison.right = *right;
    return comparisonReport(invocation, comparison);
}

Outcome showHistory(const Invocation &invocation)
{
    const auto history =
        findEntry(invocation, invocation.arguments.first())
            .and_then([&](const registry::EntrySummary &entry) {
                return workspace::loadHistory(invocation.registryRoot, entry.id, entry.folder, {});
            });
    if (!history) {
        return failedWith(history.error());
    }
    QJsonArray commits;
    QList<QStringList> rows;
    for (const vcs::HistoryEntry &entry : history->entries) {
        commits.append(commitJson(entry));
        rows.append({entry.commit.id.shortText(),
                     entry.commit.author.when.toString(u"yyyy-MM-dd"_s),
                     entry.isVersion ? u'v' + shown(entry.version) : QString(),
                     shown(entry.commit.summary)});
    }
    QJsonArray versions;
    for (const vcs::Version &version : history->versions) {
        versions.append(QJsonObject{{u"version"_s, version.version},
                                    {u"commit"_s, version.commit.id.toString()},
                                    {u"tag"_s, version.tag},
                                    {u"changelog"_s, version.changelog}});
    }
    return invocation.form == OutputForm::Json
        ? succeededWith(QJsonObject{{u"versions"_s, versions}, {u"commits"_s, commits}})
        : succeeded(table(rows));
}

} // namespace hermes::commandline
