#include "bundle/bundle.h"
#include "commandline/commands.h"
#include "commandline/report.h"
#include "core/directoryfilesource.h"
#include "registry/definition.h"
#include "workspace/bundleexport.h"
#include "workspace/filesave.h"
#include "workspace/release.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <limits>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

QJsonObject planJson(const workspace::ReleasePlan &plan)
{
    QJsonArray files;
    for (const RepoPath &file : plan.files) {
        files.append(file.text());
    }
    QJsonArray secrets;
    for (const workspace::SecretPlace &secret : plan.secrets) {
        secrets.append(QJsonObject{
            {u"file"_s, secret.text}, {u"line"_s, secret.line}, {u"what"_s, secret.what}});
    }
    return {{u"entry"_s, plan.id.toString()},
            {u"secrets"_s, secrets},
            {u"currentVersion"_s, plan.currentVersion},
            {u"proposedVersion"_s, plan.proposal.version.toString()},
            {u"reasons"_s, QJsonArray::fromStringList(plan.proposal.reasons)},
            {u"branch"_s, plan.branch},
            {u"files"_s, files}};
}

Outcome planReport(const Invocation &invocation, const workspace::ReleasePlan &plan)
{
    if (invocation.form == OutputForm::Json) {
        return succeededWith(planJson(plan));
    }
    QList<QStringList> rows{{u"current"_s, plan.currentVersion},
                            {u"proposed"_s, plan.proposal.version.toString()},
                            {u"branch"_s, plan.branch}};
    for (const QString &reason : plan.proposal.reasons) {
        rows.append({u"because"_s, shown(reason)});
    }
    for (const RepoPath &file : plan.files) {
        rows.append({u"file"_s, shown(file.text())});
    }
    for (const workspace::SecretPlace &secret : plan.secrets) {
        rows.append(
            {u"secret"_s,
             u"%1:%2: %3"_s.arg(shown(secret.text), QString::number(secret.line), secret.what)});
    }
    return succeeded(table(rows));
}

QJsonObject bundleJson(const bundle::BundleSummary &summary)
{
    QJsonArray entries;
    for (const bundle::BundleEntry &entry : summary.entries) {
        entries.append(QJsonObject{{u"id"_s, entry.id.toString()},
                                   {u"version"_s, entry.version},
                                   {u"digest"_s, entry.digest},
                                   {u"files"_s, entry.files}});
    }
    return {{u"name"_s, summary.name},         {u"version"_s, summary.version},
            {u"identity"_s, summary.identity}, {u"bytes"_s, summary.bytes},
            {u"commit"_s, summary.commit},     {u"entries"_s, entries}};
}

Outcome bundleReport(const Invocation &invocation, const Result<bundle::BundleSummary> &summary)
{
    if (!summary) {
        return failedWith(summary.error());
    }
    if (invocation.form == OutputForm::Json) {
        return succeededWith(bundleJson(*summary));
    }
    QList<QStringList> rows{{u"bundle"_s, shown(summary->name) + u' ' + shown(summary->version)},
                            {u"identity"_s, summary->identity},
                            {u"commit"_s, summary->commit}};
    for (const bundle::BundleEntry &entry : summary->entries) {
        rows.append({shown(entry.id.toString()), shown(entry.version) + u"  "_s + entry.digest});
    }
    return succeeded(table(rows));
}

/// The catalog of the kinds that `--kind` names, all without it.
Result<registry::Catalog> chosenCatalog(const Invocation &invocation, const FileSource &source)
{
    Result<registry::Catalog> catalog = registry::loadCatalog(source, {});
    const QStringList kinds = invocation.parser->values(u"kind"_s);
    if (catalog && !kinds.isEmpty()) {
        catalog->entries.removeIf([&](const registry::EntrySummary &entry) {
            return !kinds.contains(kindName(entry.id.kind));
        });
    }
    return catalog;
}

/// Rows that `index.json` lacks or has otherwise, by entry.
Result<QStringList> outdatedRows(const FileSource &source, const registry::Catalog &catalog,
                                 const QByteArray &index)
{
    QStringList outdated;
    for (const registry::EntrySummary &entry : catalog.entries) {
        const Result<QByteArray> row = registry::indexRow(source, entry);
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!index.contains('\n' + *row + ",\n") && !index.contains('\n' + *row + "\n")) {
            outdated.append(entry.id.toString());
        }
    }
    return outdated;
}

Outcome checkIndex(const Invocation &invocation, const FileSource &source,
                   const registry::Catalog &catalog)
{
    const Result<QByteArray> index =
        source.read(RepoPath::fromLiteral(u"index.json"_s), std::numeric_limits<qint64>::max());
    const auto outdated =
        index.and_then([&](const QByteArray &text) { return outdatedRows(source, catalog, text); });
    if (!outdated) {
        return failedWith(outdated.error());
    }
    const qsizetype same = catalog.entries.size() - outdated->size();
    Outcome outcome = invocation.form == OutputForm::Json
        ? succeededWith(QJsonObject{{u"upToDate"_s, same},
                                    {u"outdated"_s, QJsonArray::fromStringList(*outdated)}})
        : succeeded(
              outdated->join(u'\n') + (outdated->isEmpty() ? u""_s : u"\n"_s)
              + translated("%1 rows are up to date, %2 are not.").arg(same).arg(outdated->size())
              + u'\n');
    outcome.exitCode = outdated->isEmpty() ? Success : Different;
    return outcome;
}

/// The time in the catalog's header: that of the commit it is generated from, so that the same
/// state gives the same bytes.
QString generatedTime(const QString &root)
{
    const auto repository = vcs::Repository::open(root);
    const auto commit = repository.and_then([](const vcs::Repository &open) {
        return open.resolve(u"HEAD"_s).and_then(
            [&](const vcs::ObjectId &id) { return open.commit(id); });
    });
    return commit ? commit->committer.when.toString(Qt::ISODate)
                  : QDateTime::currentDateTime().toOffsetFromUtc(0).toString(Qt::ISODate);
}

} // namespace

Outcome releaseVersion(const Invocation &invocation)
{
    const auto entry = findEntry(invocation, invocation.arguments.first());
    const auto draft = entry.and_then([&](const registry::EntrySummary &found) {
        return workspace::readContent(invocation.registryRoot, found.id.kind, found.folder,
                                      workspace::ContentRef::saved());
    });
    const auto plan = draft.and_then([&](const registry::Definition &definition) {
        return workspace::planRelease(invocation.registryRoot, definition);
    });
    if (!plan) {
        return failedWith(plan.error());
    }
    if (invocation.parser->isSet(u"dry-run"_s)) {
        workspace::ReleasePlan planned = *plan;
        planned.secrets += workspace::secretsInChangelog(invocation.parser->value(u"changelog"_s));
        return planReport(invocation, planned);
    }
    const QString wanted = invocation.parser->value(u"set-version"_s);
    const auto version = wanted.isEmpty() ? plan->proposal.version : SemanticVersion::parse(wanted);
    const auto author = vcs::Repository::open(invocation.registryRoot)
                            .and_then([](const vcs::Repository &repository) {
                                return repository.configuredSignature();
                            });
    if (!version || !author) {
        return failedWith(version ? author.error() : version.error());
    }
    workspace::ReleaseRequest request;
    request.id = plan->id;
    request.folder = plan->folder;
    request.manifestText = draft->manifestText;
    request.promptText = draft->promptText;
    request.manifestFingerprint = workspace::fingerprint(draft->manifestText);
    request.promptFingerprint = workspace::fingerprint(draft->promptText);
    request.version = *version;
    request.changelog = invocation.parser->value(u"changelog"_s);
    if (invocation.parser->isSet(u"allow-secrets"_s)) {
        request.acceptedSecrets = plan->secrets + workspace::secretsInChangelog(request.changelog);
    }
    request.expectedHead = plan->head;
    request.author = *author;
    const auto result = workspace::performRelease(invocation.registryRoot, request);
    if (!result) {
        return failedWith(result.error());
    }
    if (invocation.form == OutputForm::Json) {
        return succeededWith(QJsonObject{{u"entry"_s, result->id.toString()},
                                         {u"version"_s, result->version.toString()},
                                         {u"commit"_s, result->commit.toString()},
                                         {u"tag"_s, result->tag}});
    }
    return succeeded(result->tag + u' ' + result->commit.toString() + u'\n');
}

Outcome exportBundle(const Invocation &invocation)
{
    workspace::ExportRequest request;
    request.registryRoot = invocation.registryRoot;
    for (const QString &argument : invocation.arguments) {
        const Result<EntryId> id = EntryId::parse(argument);
        if (!id) {
            return failedWith(id.error());
        }
        request.ids.append(*id);
    }
    const QCommandLineParser &parser = *invocation.parser;
    request.name =
        parser.isSet(u"name"_s) ? parser.value(u"name"_s) : QDir(invocation.registryRoot).dirName();
    request.version = parser.isSet(u"set-version"_s) ? parser.value(u"set-version"_s) : u"1.0.0"_s;
    const QString path = parser.isSet(u"output"_s)
        ? parser.value(u"output"_s)
        : workspace::bundleFileName(request.name, request.version);
    const bool mayHoldSecrets = parser.isSet(u"allow-secrets"_s);
    const auto written =
        workspace::exportSource(request.registryRoot, parser.value(u"at"_s))
            .and_then([&](const workspace::ExportSource &source) {
                request.source = source;
                return workspace::prepareExport(request, {});
            })
            .and_then([&](const workspace::PreparedBundle &bundle) {
                return bundle.write(
                    path, mayHoldSecrets ? bundle.secrets() : QList<workspace::SecretPlace>());
            });
    return bundleReport(invocation, written);
}

Outcome verifyBundle(const Invocation &invocation)
{
    return bundleReport(invocation, bundle::verifyBundle(invocation.arguments.first()));
}

Outcome writeIndex(const Invocation &invocation)
{
    const DirectoryFileSource source(invocation.registryRoot);
    const auto catalog = chosenCatalog(invocation, source);
    if (!catalog) {
        return failedWith(catalog.error());
    }
    if (invocation.parser->isSet(u"check"_s)) {
        return checkIndex(invocation, source, *catalog);
    }
    const auto index =
        registry::renderIndex(source, *catalog, generatedTime(invocation.registryRoot));
    if (!index) {
        return failedWith(index.error());
    }
    if (!invocation.parser->isSet(u"write"_s)) {
        return {index->problems.isEmpty() ? Success : Different, index->text, {}};
    }
    const RepoPath file = RepoPath::fromLiteral(u"index.json"_s);
    const auto before = source.read(file, std::numeric_limits<qint64>::max());
    const auto expected = before ? std::optional(workspace::fingerprint(*before)) : std::nullopt;
    const auto saved = workspace::saveFile({invocation.registryRoot, file, index->text, expected});
    return saved
        ? succeeded(translated("%1 entries written to index.json.").arg(catalog->entries.size())
                    + u'\n')
        : failedWith(saved.error());
}

} // namespace hermes::commandline
