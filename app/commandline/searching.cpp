#include "commandline/commands.h"
#include "commandline/report.h"
#include "search/excerpts.h"
#include "search/kinds.h"
#include "search/packbuild.h"
#include "search/textsearch.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentsummaries.h"
#include "workspace/livesearch.h"
#include "workspace/registrystate.h"
#include "workspace/settings.h"

#include <QCoreApplication>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

constexpr int excerptsPerHit = 3; // as many as the window shows

/// What the window would search: entries, how git sees them, and the index it has made, as far as
/// that is current.
search::Snapshot snapshotOf(const QString &root, const registry::Catalog &catalog)
{
    search::Snapshot snapshot;
    snapshot.entries = search::EntryTable(
        catalog.entries
        + workspace::entriesOf(workspace::fragmentSummaries(DirectoryFileSource(root))));
    snapshot.registryRoot = root;
    snapshot = search::opened(snapshot);
    const workspace::RepositoryReading repository =
        workspace::readRepository(root, workspace::FolderIndex(catalog.entries));
    const auto &state = repository.overview.state;
    const auto facts = workspace::searchFacts(
        workspace::committedFacts(root, state ? state->commit : vcs::ObjectId(), catalog.entries,
                                  {}),
        repository.entryStates);
    for (int row = 0; row < snapshot.entries.rowCount(); ++row) {
        const auto fact = facts.constFind(snapshot.entries.entry(row).id);
        if (fact != facts.cend()) {
            snapshot.entries.setFacts(row, *fact);
        }
    }
    if (const auto pack = search::Pack::open(search::packFile(workspace::cacheFolder(), root))) {
        snapshot.pack = *pack;
        snapshot.rowOfText = std::make_shared<std::vector<qint32>>(search::matchTexts(
            **pack, *snapshot.files, snapshot.entries, search::Currency::ByStamps, {}));
    }
    return snapshot;
}

QJsonObject hitJson(const search::Hit &hit, const search::EntryTable::Entry &entry,
                    const QList<search::Excerpt> &excerpts)
{
    QJsonArray lines;
    for (const search::Excerpt &excerpt : excerpts) {
        QJsonArray ranges;
        for (const search::Excerpt::Range &range : excerpt.ranges) {
            ranges.append(QJsonObject{{u"start"_s, range.start}, {u"length"_s, range.length}});
        }
        lines.append(QJsonObject{{u"line"_s, excerpt.line},
                                 {u"column"_s, excerpt.column},
                                 {u"text"_s, excerpt.text},
                                 {u"ranges"_s, ranges}});
    }
    const QString fragment = workspace::fragmentOf(hit.id);
    return {{u"kind"_s, search::kindWords().at(static_cast<qsizetype>(search::kindOf(entry)))},
            {u"id"_s, fragment.isEmpty() ? hit.id.id : fragment},
            {u"name"_s, entry.name},
            {u"version"_s, entry.version},
            {u"path"_s, hit.promptFile.text()},
            {u"matches"_s, hit.matches},
            {u"hasMoreMatches"_s, hit.hasMoreMatches},
            {u"inFields"_s, hit.isInFields},
            {u"excerpts"_s, lines}};
}

QString hitText(const search::Hit &hit, const QList<search::Excerpt> &excerpts)
{
    QString text = u"%1\n"_s.arg(shown(workspace::shownId(hit.id)));
    for (const search::Excerpt &excerpt : excerpts) {
        text += u"  %1: %2\n"_s.arg(excerpt.line).arg(shown(excerpt.text.trimmed()));
    }
    return text;
}

QString notes(const search::SearchResults &results)
{
    QString text;
    for (const Error &error : results.unreadable) {
        text += u"hermesctl: %1\n"_s.arg(shown(error.message));
    }
    for (const EntryId &id : results.incomplete) {
        text += u"hermesctl: %1\n"_s.arg(
            QCoreApplication::translate("hermesctl",
                                        "The expression was given up in %1: too costly.")
                .arg(shown(id.toString())));
    }
    return text;
}

} // namespace

Outcome findEntries(const Invocation &invocation)
{
    const auto query = search::Query::parse(invocation.arguments.join(u' '));
    if (!query.problems().isEmpty()) {
        return wrongUsage(query.problems().first().message);
    }
    bool isNumber = true;
    const int limit = invocation.parser->isSet(u"limit"_s)
        ? invocation.parser->value(u"limit"_s).toInt(&isNumber)
        : 0;
    if (!isNumber || limit < 0) {
        return wrongUsage(QCoreApplication::translate("hermesctl", "--limit takes a number."));
    }
    const auto catalog = registry::loadCatalog(DirectoryFileSource(invocation.registryRoot), {});
    if (!catalog) {
        return failedWith(catalog.error());
    }
    const search::Snapshot snapshot = snapshotOf(invocation.registryRoot, *catalog);
    const auto results = search::search(snapshot, query, {});
    const auto excerpts = search::ExcerptReader::create(snapshot, query, {});
    if (!results || !excerpts) {
        return failedWith(results ? excerpts.error() : results.error());
    }
    const QList<search::Hit> hits = limit > 0
        ? results->hits.first(std::min(results->hits.size(), qsizetype(limit)))
        : results->hits;
    QJsonArray json;
    QString text;
    for (const search::Hit &hit : hits) {
        const QList<search::Excerpt> lines = (*excerpts)->read(hit.row, excerptsPerHit);
        if (invocation.form == OutputForm::Json) {
            json.append(hitJson(hit, snapshot.entries.entry(hit.row), lines));
        } else {
            text += hitText(hit, lines);
        }
    }
    Outcome outcome = invocation.form == OutputForm::Json ? succeededWith(json) : succeeded(text);
    outcome.exitCode = hits.isEmpty() ? Different : Success;
    outcome.errors = notes(*results).toUtf8();
    return outcome;
}

} // namespace hermes::commandline
