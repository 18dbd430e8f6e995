#include "search/textsearch.h"

#include "search/fieldmatch.h"
#include "search/utf8.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QMutex>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

using namespace hermes::core;

namespace hermes::search {

namespace {

constexpr int enoughMatches = 100; ///< Of a term in a text; more say nothing new.
constexpr int looksAtMatches = 8; ///< How many are looked at for where they stand.
constexpr size_t looseRowsPerTask = 16;
constexpr qint64 batchInterval = 30; ///< Milliseconds.
constexpr qsizetype mostErrors = 20;

/// What a term's matches in a text amount to.
struct Tally
{
    int count = 0;
    bool isWhole = false; ///< Not a part of a longer word.
    bool isInHeading = false;
};

bool isWholeWord(QByteArrayView text, TextScanner::Match match)
{
    const char *begin = text.data();
    const char *end = begin + text.size();
    const char *start = begin + match.start;
    const char *stop = begin + match.end;
    return (start == begin || !isWordCharacter(characterBefore(start, begin).codePoint))
        && (stop == end || !isWordCharacter(characterAt(stop, end).codePoint));
}

bool isHeadingAt(QByteArrayView text, qsizetype offset)
{
    const auto *before =
        static_cast<const char *>(memrchr(text.data(), '\n', static_cast<size_t>(offset)));
    return text[before == nullptr ? 0 : before + 1 - text.data()] == '#';
}

float scoreOf(const Tally &tally, qsizetype textSize, bool isInFields, bool isInName)
{
    // As in BM25: more matches count less and less, and in a long text less than in a short one.
    constexpr float usualSize = 5000;
    constexpr float saturation = 1.2F;
    constexpr float lengthWeight = 0.5F;
    const auto count = static_cast<float>(tally.count);
    const float length = 1 - lengthWeight + lengthWeight * static_cast<float>(textSize) / usualSize;
    return count / (count + saturation * length) + (tally.isWhole ? 0.3F : 0)
        + (tally.isInHeading ? 0.4F : 0) + (isInFields ? 0.5F : 0) + (isInName ? 1.5F : 0);
}

/// One search: what its threads share.
class Search
{
public:
    Search(const Snapshot &snapshot, const SearchOptions &options, TextTerms terms,
           FieldAnswers answers)
        : m_snapshot(snapshot)
        , m_options(options)
        , m_terms(std::move(terms))
        , m_answers(std::move(answers))
    {
        for (size_t i = 0; i < m_terms.terms.size(); ++i) {
            (m_terms.terms[i].isNegated ? m_negated : m_wanted) |= quint32(1) << i;
        }
    }

    Result<SearchResults> run()
    {
        m_clock.start();
        plan();
        std::vector<std::jthread> helpers;
        const auto useful = static_cast<int>(std::min<size_t>(m_tasks.size(), 64));
        for (int i = 1; i < std::min(m_options.threads, useful); ++i) {
            helpers.emplace_back([this] { work(); });
        }
        work();
        helpers.clear();
        if (m_options.cancel.isCancelled()) {
            return failure(ErrorCode::Cancelled,
                           QCoreApplication::translate("Search", "The search was cancelled."));
        }
        std::ranges::sort(m_results.hits, [](const Hit &left, const Hit &right) {
            return left.score != right.score ? left.score > right.score : left.row < right.row;
        });
        return std::move(m_results);
    }

private:
    struct Task
    {
        int block = -1; ///< Of the pack; -1: rows whose texts lie elsewhere.
        std::vector<int> rows; ///< Of a block: each with its text in `texts`.
        std::vector<int> texts;
    };

    /// What a thread has of its own.
    struct Worker
    {
        explicit Worker(const TextTerms &terms) : scanner(terms) { }

        TextScanner scanner;
        BlockBuffer buffer;
        QList<Hit> hits;
        QList<EntryId> incomplete;
        QList<Error> unreadable;
    };

    [[nodiscard]] quint32 inFields(int row) const
    {
        return m_options.scope == SearchOptions::Scope::Prompts || m_answers.texts.empty()
            ? 0
            : m_answers.texts[static_cast<size_t>(row)];
    }

    /// For each block of the pack the terms that it may have.
    [[nodiscard]] std::vector<quint32> termsOfBlocks() const
    {
        std::vector<quint32> result(static_cast<size_t>(m_snapshot.pack->blockCount()));
        for (size_t term = 0; term < m_terms.terms.size(); ++term) {
            QBitArray blocks(m_snapshot.pack->blockCount(), true);
            for (const auto alternativess = necessaryStrings(m_terms.terms[term]);
                 const RequiredLiterals &alternatives : alternativess) {
                QBitArray any(m_snapshot.pack->blockCount());
                for (const QByteArray &literal : alternatives) {
                    any |= m_snapshot.pack->blocksWith(literal);
                }
                blocks &= any;
            }
            for (size_t block = 0; block < result.size(); ++block) {
                result[block] |= quint32(blocks.testBit(static_cast<qsizetype>(block))) << term;
            }
        }
        return result;
    }

    void plan()
    {
        std::vector<bool> isPacked(static_cast<size_t>(m_snapshot.entries.rowCount()));
        std::vector<Task> blocks;
        if (m_snapshot.pack && m_snapshot.rowOfText && !m_terms.terms.empty()) {
            const std::vector<quint32> terms = termsOfBlocks();
            for (int block = 0; block < m_snapshot.pack->blockCount(); ++block) {
                planBlock(block, terms[static_cast<size_t>(block)], isPacked, blocks);
            }
        }
        for (int row = 0; row < m_snapshot.entries.rowCount(); ++row) {
            if (!isPacked[static_cast<size_t>(row)] && m_answers.isSuch.testBit(row)
                && (inFields(row) & m_negated) == 0) {
                planLoose(row);
            }
        }
        std::ranges::move(blocks, std::back_inserter(m_tasks));
    }

    void planBlock(int block, quint32 terms, std::vector<bool> &isPacked, std::vector<Task> &tasks)
    {
        Task task{block, {}, {}};
        for (const qint32 text : m_snapshot.pack->textsOf(block)) {
            const int row = (*m_snapshot.rowOfText)[static_cast<size_t>(text)];
            if (row < 0) {
                continue;
            }
            isPacked[static_cast<size_t>(row)] = true;
            const quint32 fields = inFields(row);
            if (!m_answers.isSuch.testBit(row) || (fields & m_negated) != 0
                || (m_wanted & ~fields & ~terms) != 0) {
                continue;
            }
            if (terms == 0) {
                m_fieldHits.push_back(row); // the text has nothing to add
            } else {
                task.rows.push_back(row);
                task.texts.push_back(text);
            }
        }
        if (!task.rows.empty()) {
            tasks.push_back(std::move(task));
        }
    }

    void planLoose(int row)
    {
        if (m_terms.terms.empty() || m_snapshot.entries.entry(row).promptFile.isRoot()) {
            if ((m_wanted & ~inFields(row)) == 0) {
                m_fieldHits.push_back(row);
            }
            return;
        }
        if (m_tasks.empty() || m_tasks.back().rows.size() == looseRowsPerTask) {
            m_tasks.emplace_back();
        }
        m_tasks.back().rows.push_back(row);
    }

    void work()
    {
        Worker worker(m_terms);
        if (!m_areFieldHitsTaken.exchange(true)) {
            for (const int row : m_fieldHits) {
                judge(worker, row, {});
            }
            deliver(worker);
        }
        for (size_t index = m_nextTask++; index < m_tasks.size(); index = m_nextTask++) {
            if (m_options.cancel.isCancelled()) {
                return;
            }
            perform(worker, m_tasks[index]);
            if (!worker.hits.isEmpty() && isTimeToDeliver()) {
                deliver(worker);
            }
        }
        deliver(worker);
    }

    void perform(Worker &worker, const Task &task)
    {
        if (task.block >= 0 && m_snapshot.pack->readBlock(task.block, worker.buffer)) {
            for (size_t i = 0; i < task.rows.size(); ++i) {
                const int text = task.texts[i];
                judge(worker, task.rows[i],
                      {m_snapshot.pack->textIn(worker.buffer, text),
                       m_snapshot.pack->text(text).textClass});
            }
            return;
        }
        for (const int row : task.rows) { // elsewhere, or in a block that is damaged
            const Result<RowText> text = looseText(m_snapshot, row);
            if (text) {
                judge(worker, row, {text->bytes, text->textClass});
                continue;
            }
            // That a prompt is missing is told elsewhere; here it has no words.
            if (text.error().code != ErrorCode::NotFound) {
                worker.unreadable.append(text.error());
            }
            judge(worker, row, {});
        }
    }

    struct Text
    {
        QByteArrayView bytes;
        TextClass textClass = TextClass::Ascii;
    };

    Tally count(Worker &worker, size_t term, const Text &text) const
    {
        Tally tally;
        worker.scanner.find(term, [&](TextScanner::Match match) {
            if (tally.count < looksAtMatches) {
                tally.isWhole = tally.isWhole || isWholeWord(text.bytes, match);
                tally.isInHeading = tally.isInHeading || isHeadingAt(text.bytes, match.start);
            }
            return ++tally.count < enoughMatches;
        });
        return tally;
    }

    /// Adds a row to the hits if it answers the query.
    void judge(Worker &worker, int row, const Text &text) const
    {
        const quint32 fields = inFields(row);
        Hit hit;
        worker.scanner.setText(text.bytes, text.textClass);
        bool isComplete = true;
        for (size_t term = 0; term < m_terms.terms.size(); ++term) {
            const quint32 bit = quint32(1) << term;
            const Tally tally = count(worker, term, text);
            isComplete = isComplete && !worker.scanner.hasGivenUp();
            const bool isFound = tally.count > 0 || (fields & bit) != 0;
            if (isFound == m_terms.terms[term].isNegated) {
                hit.row = -1;
                break;
            }
            if (isFound) {
                const bool isInName =
                    (fields & bit) != 0 && (m_answers.names[static_cast<size_t>(row)] & bit) != 0;
                hit.score += scoreOf(tally, text.bytes.size(), (fields & bit) != 0, isInName);
                hit.matches += tally.count;
                hit.hasMoreMatches = hit.hasMoreMatches || tally.count == enoughMatches;
                hit.isInFields = hit.isInFields || (fields & bit) != 0;
            }
        }
        const EntryTable::Entry &entry = m_snapshot.entries.entry(row);
        if (!isComplete) {
            worker.incomplete.append(entry.id);
        }
        if (hit.row >= 0) {
            hit.row = row;
            hit.id = entry.id;
            hit.promptFile = entry.promptFile;
            worker.hits.append(std::move(hit));
        }
    }

    [[nodiscard]] bool isTimeToDeliver() const
    {
        return m_options.onBatch && m_clock.elapsed() >= m_nextDelivery.load();
    }

    void deliver(Worker &worker)
    {
        const QMutexLocker lock(&m_mutex);
        m_results.hits += worker.hits;
        m_results.incomplete += std::exchange(worker.incomplete, {});
        for (const auto errors = std::exchange(worker.unreadable, {});
             const Error &error : errors) {
            if (m_results.unreadable.size() < mostErrors) {
                m_results.unreadable.append(error);
            }
        }
        if (m_options.onBatch && !worker.hits.isEmpty() && !m_options.cancel.isCancelled()) {
            m_options.onBatch(worker.hits);
            m_nextDelivery = m_clock.elapsed() + batchInterval;
        }
        worker.hits.clear();
    }

    const Snapshot &m_snapshot;
    const SearchOptions &m_options;
    const TextTerms m_terms;
    const FieldAnswers m_answers;
    quint32 m_wanted = 0; ///< Bits of the terms that must be found, and of those that must not.
    quint32 m_negated = 0;
    std::vector<Task> m_tasks;
    std::vector<int> m_fieldHits; ///< Rows whose texts need not be looked at.
    std::atomic_bool m_areFieldHitsTaken = false;
    std::atomic_size_t m_nextTask = 0;
    QElapsedTimer m_clock;
    std::atomic<qint64> m_nextDelivery = 0; ///< Milliseconds of m_clock.
    QMutex m_mutex;
    SearchResults m_results;
};

} // namespace

Result<SearchResults> search(const Snapshot &snapshot, const Query &query,
                             const SearchOptions &options)
{
    Result<FieldAnswers> answers =
        askFields(snapshot.entries, query, options.text.words, Abbreviations::None, options.now);
    if (!answers) {
        return std::unexpected(answers.error());
    }
    Result<TextTerms> terms = TextTerms::of(query, options.text);
    if (!terms) {
        return std::unexpected(terms.error());
    }
    return Search(snapshot, options, *std::move(terms), *std::move(answers)).run();
}

} // namespace hermes::search
