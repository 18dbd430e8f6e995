#include "searchfixture.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::test {

SearchFixture::SearchFixture()
{
    m_folder.write(u"registry/.keep"_s, {});
}

registry::EntrySummary SearchFixture::entry(const QString &id)
{
    registry::EntrySummary summary;
    summary.id = {core::EntryKind::Agent, id};
    summary.folder = core::RepoPath::fromLiteral(u"agents/"_s + id);
    summary.promptFile = summary.folder.child(u"AGENT.md"_s);
    summary.name = id;
    summary.version = u"1.0.0"_s;
    return summary;
}

void SearchFixture::write(const registry::EntrySummary &summary, const QByteArray &prompt)
{
    if (std::ranges::find(m_entries, summary.id, &registry::EntrySummary::id) == m_entries.end()) {
        m_entries.append(summary);
    }
    if (!summary.promptFile.isRoot()) {
        m_folder.write(u"registry/"_s + summary.promptFile.text(), prompt);
    }
}

void SearchFixture::write(const QString &id, const QByteArray &prompt)
{
    write(entry(id), prompt);
}

search::Snapshot SearchFixture::withPack(const std::shared_ptr<const search::Pack> &pack) const
{
    search::Snapshot snapshot;
    snapshot.entries = search::EntryTable(m_entries);
    snapshot.files = std::make_shared<core::DirectoryFileSource>(root());
    snapshot.pack = pack;
    if (pack) {
        snapshot.rowOfText = std::make_shared<std::vector<qint32>>(search::matchTexts(
            *pack, *snapshot.files, snapshot.entries, search::Currency::AsBuilt, {}));
    }
    return snapshot;
}

search::Snapshot SearchFixture::snapshot(Source source) const
{
    if (source == Source::Files) {
        return withPack(nullptr);
    }
    QList<core::RepoPath> prompts;
    for (const registry::EntrySummary &summary : m_entries) {
        prompts.append(summary.promptFile);
    }
    const auto pack = search::buildPack(core::DirectoryFileSource(root()), prompts, packFile(), {});
    if (!pack) {
        qFatal("%s", qPrintable(pack.error().message));
    }
    return withPack(*pack);
}

search::SearchOptions inPrompts()
{
    search::SearchOptions options;
    options.scope = search::SearchOptions::Scope::Prompts;
    return options;
}

QStringList idsFound(const search::Snapshot &snapshot, const QString &query,
                     const search::SearchOptions &options)
{
    const auto results = search::search(snapshot, search::Query::parse(query), options);
    if (!results) {
        return {u"error: "_s + results.error().message};
    }
    QStringList ids;
    for (const search::Hit &hit : results->hits) {
        ids.append(hit.matches > 0 ? u"%1 ×%2"_s.arg(hit.id.id).arg(hit.matches) : hit.id.id);
    }
    ids.sort();
    return ids;
}

QByteArray randomPrompt(quint32 seed, int words)
{
    static const QByteArrayList vocabulary{"retry",
                                           "Retry",
                                           "retries",
                                           "RETRY",
                                           "timeout",
                                           "time",
                                           "out",
                                           "a",
                                           "the",
                                           "résumé",
                                           "re\xcc\x81sume",
                                           "resume",
                                           "Straße",
                                           "STRASSE",
                                           "كتاب",
                                           "كِتاب",
                                           "検索",
                                           "検索エンジン",
                                           "—",
                                           "“quoted”",
                                           "\xff\xfe",
                                           "",
                                           "id-1",
                                           "ab_cd",
                                           "x2",
                                           "naïve",
                                           "Ångström",
                                           "⚠\xef\xb8\x8f",
                                           "zero\xe2\x80\x8bwidth",
                                           "no\u00a0break",
                                           "한국어",
                                           "ﬁne",
                                           "K",
                                           "\xe2\x84\xaa"};
    static const QByteArrayList separators{" ",    " ",  " ",  "  ",    "\n",
                                           "\r\n", "\t", ", ", ".\n\n", "-"};
    QRandomGenerator random(seed);
    QByteArray text = random.bounded(8) == 0 ? QByteArray("\xef\xbb\xbf") : QByteArray();
    for (int i = 0; i < words; ++i) {
        text += vocabulary.at(random.bounded(static_cast<int>(vocabulary.size())))
            + separators.at(random.bounded(static_cast<int>(separators.size())));
        if (random.bounded(200) == 0) {
            text += '\0';
        }
    }
    return text;
}

} // namespace hermes::test
