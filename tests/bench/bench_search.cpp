// Searches a generated registry and compares with peers on the same files, in turns, on a warm
// cache: texts and regular expressions with `rg -l`, words with SQLite's FTS5, fuzzy finding with
// `fzf --filter`. Prints medians and ratios.
//
// Usage: bench_search [AGENTS [FOLDER]]   (default 50000; FOLDER is kept, and used if it is there)

#include "core/directoryfilesource.h"
#include "search/anythingfinder.h"
#include "search/excerpts.h"
#include "search/facets.h"
#include "search/fieldmatch.h"
#include "search/packbuild.h"
#include "search/textsearch.h"
#include "searchload.h"

#include "timing.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <functional>
#include <limits>
#include <malloc.h>
#include <numeric>
#include <sqlite3.h>
#include <vector>

using namespace hermes;
using namespace Qt::StringLiterals;

using bench::median;
using bench::milliseconds;

namespace {

constexpr int rounds = 7;
constexpr int bestAtOnce = 50;

QString shown(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : 0);
}

QByteArray output(const QString &folder, const QString &program, const QStringList &arguments,
                  const QString &input)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    if (!input.isEmpty()) {
        process.setStandardInputFile(input);
    }
    process.start(program, arguments);
    if (!process.waitForFinished(-1) || process.exitCode() > 1) {
        qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    }
    return process.readAllStandardOutput();
}

/// Bytes of this process that are its own and in memory.
qint64 privateBytes()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    qint64 sum = 0;
    if (file.open(QIODevice::ReadOnly)) {
        for (const auto lines = file.readAll().split('\n'); const QByteArray &line : lines) {
            if (line.startsWith("Private_")) {
                sum += line.simplified().split(' ').value(1).toLongLong() * 1024;
            }
        }
    }
    return sum;
}

/// The peer that indexes words: unicode61, with contents, as the documentation sets it up.
class WordIndex
{
public:
    explicit WordIndex(const QString &file) : m_file(file)
    {
        run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
            "CREATE VIRTUAL TABLE texts USING fts5(body);");
    }
    ~WordIndex() { sqlite3_close(m_database); }
    Q_DISABLE_COPY_MOVE(WordIndex)

    void add(const QByteArray &text)
    {
        if (m_insert == nullptr) {
            sqlite3_prepare_v2(m_database, "INSERT INTO texts VALUES(?)", -1, &m_insert, nullptr);
        }
        sqlite3_bind_text(m_insert, 1, text.constData(), static_cast<int>(text.size()),
                          SQLITE_TRANSIENT);
        sqlite3_step(m_insert);
        sqlite3_reset(m_insert);
    }
    void finish()
    {
        sqlite3_finalize(m_insert);
        run("COMMIT");
    }
    /// The 50 best with their snippets.
    int best(const QString &match)
    {
        sqlite3_stmt *query = nullptr;
        sqlite3_prepare_v2(m_database,
                           "SELECT rowid, snippet(texts,0,'[',']','…',12) FROM texts WHERE texts "
                           "MATCH ? ORDER BY rank LIMIT 50",
                           -1, &query, nullptr);
        const QByteArray text = match.toUtf8();
        sqlite3_bind_text(query, 1, text.constData(), -1, SQLITE_TRANSIENT);
        int count = 0;
        while (sqlite3_step(query) == SQLITE_ROW) {
            ++count;
        }
        sqlite3_finalize(query);
        return count;
    }

private:
    void run(const char *statements)
    {
        if (m_database == nullptr
            && sqlite3_open(m_file.toUtf8().constData(), &m_database) != SQLITE_OK) {
            qFatal("no database");
        }
        if (sqlite3_exec(m_database, statements, nullptr, nullptr, nullptr) != SQLITE_OK) {
            qFatal("%s", sqlite3_errmsg(m_database));
        }
    }

    QString m_file;
    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_insert = nullptr;
};

struct Contest
{
    QString name;
    QString query; ///< Ours.
    QString pattern; ///< rg's.
    QString match; ///< FTS5's; empty = it cannot.
};

const QList<Contest> contests{
    {u"a word in one prompt"_s, u"zyxquartz-needle"_s, u"zyxquartz-needle"_s,
     u"\"zyxquartz needle\""_s},
    {u"a word in 1 %"_s, u"quokka-protocol"_s, u"quokka-protocol"_s, u"\"quokka protocol\""_s},
    {u"a word in most"_s, u"idempotent"_s, u"idempotent"_s, u"idempotent"_s},
    {u"a word in all, often"_s, u"the"_s, u"the"_s, u"the"_s},
    {u"part of a word"_s, u"dempoten"_s, u"dempoten"_s, {}},
    {u"a phrase"_s, u"\"the service retries\""_s, u"the service retries"_s,
     u"\"the service retries\""_s},
    {u"regex with a literal"_s, u"/id[a-z]+nt op/"_s, u"id[a-z]+nt op"_s, {}},
    {u"regex, alternatives"_s, u"/(timeouts|quokka)/"_s, u"(timeouts|quokka)"_s, {}},
    {u"regex without a literal"_s, u"/[0-9]{4}-[0-9]{2}/"_s, u"[0-9]{4}-[0-9]{2}"_s, {}},
    {u"regex on every word"_s, u"/\\w+ing\\b/"_s, u"\\w+ing\\b"_s, {}},
};

class Bench
{
public:
    Bench(int agents, const QString &folder) : m_agents(agents), m_folder(folder)
    {
        bench::writeLoad(folder, agents);
        for (int i = 0; i < agents; ++i) {
            m_entries.append(bench::loadEntry(i));
        }
        m_snapshot.files = std::make_shared<core::DirectoryFileSource>(folder);
    }

    void run()
    {
        const qint64 before = privateBytes();
        m_snapshot.entries = search::EntryTable(m_entries);
        build();
        compareSearches();
        compareFinding();
        measureOwn();
        ::malloc_trim(0);
        m_out << u"private memory of entries, index and finder: "_s
              << (privateBytes() - before) / 1'000'000 << u" MB"_s << Qt::endl;
    }

private:
    void build()
    {
        QList<core::RepoPath> prompts;
        for (const registry::EntrySummary &entry : std::as_const(m_entries)) {
            prompts.append(entry.promptFile);
        }
        const QString file = m_scratch.filePath(u"pack"_s);
        std::shared_ptr<const search::Pack> pack;
        const double ours = milliseconds([&] {
            const auto built = search::buildPack(*m_snapshot.files, prompts, file, {});
            if (!built) {
                qFatal("%s", qPrintable(built.error().message));
            }
            pack = *built;
        });
        const double peer = milliseconds([&] {
            for (int i = 0; i < m_agents; ++i) {
                m_words.add(
                    *m_snapshot.files->read(prompts.at(i), std::numeric_limits<int>::max()));
            }
            m_words.finish();
        });
        const auto text = static_cast<double>(pack->textBytes());
        m_out
            << u"%1 agents, %2 MB of text\nindex: built in %3 ms, FTS5 %4 ms, ratio %5; size %6 of "
               "the text, FTS5 %7\n"_s.arg(m_agents)
                   .arg(shown(text / 1e6), shown(ours), shown(peer), shown(ours / peer),
                        shown(static_cast<double>(QFileInfo(file).size()) / text),
                        shown(static_cast<double>(QFileInfo(m_scratch.filePath(u"words"_s)).size())
                              / text));
        const double opened = milliseconds([&] { pack = *search::Pack::open(file); });
        const double matched = milliseconds([&] {
            m_snapshot.rowOfText = std::make_shared<std::vector<qint32>>(search::matchTexts(
                *pack, *m_snapshot.files, m_snapshot.entries, search::Currency::ByStamps, {}));
        });
        m_out << u"opened in %1 ms, every file's stamp checked in %2 ms"_s.arg(shown(opened),
                                                                               shown(matched))
              << Qt::endl;
        m_snapshot.rowOfText = std::make_shared<std::vector<qint32>>(search::matchTexts(
            *pack, *m_snapshot.files, m_snapshot.entries, search::Currency::AsBuilt, {}));
        m_snapshot.pack = pack;
    }

    void compareSearches()
    {
        for (const Contest &contest : contests) {
            compare(contest);
        }
    }

    void compare(const Contest &contest)
    {
        std::vector<double> ours;
        std::vector<double> first;
        std::vector<double> rg;
        std::vector<double> words;
        qsizetype found = 0;
        qsizetype expected = 0;
        const search::Query query = search::Query::parse(contest.query);
        for (int round = -1; round < rounds; ++round) { // one unmeasured turn
            double firstNow = 0;
            search::SearchOptions options;
            options.scope = search::SearchOptions::Scope::Prompts;
            QElapsedTimer clock;
            clock.start();
            options.onBatch = [&](const QList<search::Hit> &) {
                firstNow =
                    firstNow > 0 ? firstNow : static_cast<double>(clock.nsecsElapsed()) / 1e6;
            };
            const double oursNow = milliseconds(
                [&] { found = search::search(m_snapshot, query, options)->hits.size(); });
            const double rgNow = milliseconds([&] {
                expected = output(m_folder, u"rg"_s,
                                  {u"-l"_s, u"-S"_s, u"--"_s, contest.pattern, u"agents"_s}, {})
                               .count('\n');
            });
            const double wordsNow = contest.match.isEmpty()
                ? 0
                : milliseconds([&] { (void)m_words.best(contest.match); });
            if (round >= 0) {
                ours.push_back(oursNow);
                first.push_back(firstNow);
                rg.push_back(rgNow);
                words.push_back(wordsNow);
            }
        }
        m_out << u"%1: %2 hits, first %3 ms, complete %4 ms; rg %5 ms, ratio %6"_s.arg(contest.name)
                     .arg(found)
                     .arg(shown(median(first)), shown(median(ours)), shown(median(rg)),
                          QString::number(median(ours) / median(rg), 'f', 3));
        if (!contest.match.isEmpty()) {
            m_out << u"; FTS5's 50 best %1 ms"_s.arg(shown(median(words)));
        }
        m_out << (found == expected ? QString() : u"; WRONG: rg finds %1"_s.arg(expected))
              << Qt::endl;
    }

    void compareFinding()
    {
        m_finder = search::AnythingFinder(m_snapshot.entries);
        m_finder.setSections(search::collectSections(m_snapshot, {}));
        QByteArray names;
        for (const registry::EntrySummary &entry : std::as_const(m_entries)) {
            names += entry.name.toUtf8() + '\n';
        }
        const QString list = m_scratch.filePath(u"names"_s);
        QFile file(list);
        if (!file.open(QIODevice::WriteOnly) || file.write(names) != names.size()) {
            qFatal("cannot write the names");
        }
        file.close();
        std::vector<double> ours;
        std::vector<double> fzf;
        double worst = 0;
        for (const QString &typed :
             {u"b"_s, u"be"_s, u"ben"_s, u"beng"_s, u"or"_s, u"coach"_s, u"backend-engineer"_s,
              u"s a e r"_s, u"prvwr"_s, u"meth"_s, u"design network"_s}) {
            std::vector<double> times;
            times.reserve(rounds);
            for (int round = 0; round < rounds; ++round) {
                times.push_back(milliseconds([&] { (void)m_finder.find(typed, bestAtOnce); }));
            }
            ours.push_back(median(times));
            m_out << u"fuzzy find, “%1”: %2 ms"_s.arg(typed, shown(ours.back())) << Qt::endl;
            worst = std::max(worst, median(times));
            fzf.push_back(milliseconds(
                [&] { (void)output(m_folder, u"fzf"_s, {u"--filter"_s, typed}, list); }));
        }
        m_out << u"fuzzy find, a key: %1 ms, at worst %2 ms; fzf %3 ms, ratio %4"_s.arg(
            shown(median(ours)), shown(worst), shown(median(fzf)),
            QString::number(median(ours) / median(fzf), 'f', 3))
              << Qt::endl;
    }

    void measureOwn()
    {
        for (const QString &typed : {u"b"_s, u"backend"_s, u"beng"_s, u"tag:search tool:bash"_s}) {
            const search::Query query = search::Query::parse(typed);
            std::vector<double> times;
            times.reserve(rounds);
            for (int round = 0; round < rounds; ++round) {
                times.push_back(milliseconds([&] {
                    (void)search::matchingRows(m_snapshot.entries, query,
                                               QDateTime::currentDateTime());
                }));
            }
            m_out << u"filter by fields, “%1”: %2 ms"_s.arg(typed, shown(median(times)))
                  << Qt::endl;
        }
        QList<int> rows(m_agents);
        std::iota(rows.begin(), rows.end(), 0);
        m_out << u"facets over all: %1 ms"_s.arg(
            shown(milliseconds([&] { (void)search::countFacets(m_snapshot.entries, rows); })))
              << Qt::endl;
        const auto reader =
            search::ExcerptReader::create(m_snapshot, search::Query::parse(u"idempotent"_s), {});
        m_out << u"excerpts of %1 hits: %2 ms"_s.arg(bestAtOnce).arg(shown(milliseconds([&] {
            for (int i = 0; i < bestAtOnce; ++i) {
                (void)(*reader)->read(i * (m_agents / bestAtOnce), 3);
            }
        }))) << Qt::endl;
    }

    int m_agents;
    QString m_folder;
    QTemporaryDir m_scratch;
    QList<registry::EntrySummary> m_entries;
    search::Snapshot m_snapshot;
    search::AnythingFinder m_finder;
    WordIndex m_words{m_scratch.filePath(u"words"_s)};
    QTextStream m_out{stdout};
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QTemporaryDir scratch;
    Bench(arguments.value(1, u"50000"_s).toInt(), arguments.value(2, scratch.path())).run();
    return 0;
}
