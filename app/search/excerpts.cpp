#include "search/excerpts.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::search {

namespace {

constexpr int mostMatches = 1000; ///< Of a term in a text.
constexpr qsizetype longestExcerpt = 240; ///< Characters.
constexpr int leadIn = 60; ///< Characters of a long line before the first match.

struct Found
{
    qsizetype start = 0; ///< Bytes.
    qsizetype end = 0;
    quint32 term = 0; ///< Its bit.
};

struct Line
{
    qsizetype start = 0; ///< Bytes.
    qsizetype end = 0; ///< Without the line's end.
    int number = 0;
    std::vector<Found> found;

    [[nodiscard]] int termCount() const
    {
        quint32 terms = 0;
        for (const Found &match : found) {
            terms |= match.term;
        }
        return std::popcount(terms);
    }
};

/// Walks through a text's lines, forwards only.
class LineWalk
{
public:
    explicit LineWalk(QByteArrayView text) : m_text(text) { m_line.end = endFrom(0); }

    /// The line in which `offset` lies; a line end belongs to the line before it.
    [[nodiscard]] Line lineAt(qsizetype offset)
    {
        while (true) {
            const qsizetype next = behindEnd(m_line.end);
            if (offset < next || next == m_line.end) {
                return {m_line.start, m_line.end, m_line.number + 1, {}};
            }
            m_line.start = next;
            m_line.end = endFrom(next);
            ++m_line.number;
        }
    }

private:
    [[nodiscard]] qsizetype endFrom(qsizetype start) const
    {
        const qsizetype lineFeed = m_text.indexOf('\n', start);
        const qsizetype end = lineFeed < 0 ? m_text.size() : lineFeed;
        const qsizetype carriageReturn = m_text.first(end).indexOf('\r', start);
        return carriageReturn < 0 ? end : carriageReturn;
    }
    [[nodiscard]] qsizetype behindEnd(qsizetype end) const
    {
        if (end >= m_text.size()) {
            return end;
        }
        const bool isPair =
            m_text[end] == '\r' && end + 1 < m_text.size() && m_text[end + 1] == '\n';
        return end + (isPair ? 2 : 1);
    }

    QByteArrayView m_text;
    Line m_line;
};

bool continuesCharacter(char c)
{
    return (static_cast<uchar>(c) & 0xC0) == 0x80;
}

qsizetype lengthInUtf16(QByteArrayView utf8)
{
    qsizetype length = 0;
    for (const char c : utf8) {
        length += (continuesCharacter(c) ? 0 : 1) + (static_cast<uchar>(c) >= 0xF0 ? 1 : 0);
    }
    return length;
}

/// The part of a line that is shown: all of it, or what is around its first match.
std::pair<qsizetype, qsizetype> shownPart(QByteArrayView text, const Line &line, qsizetype match)
{
    if (line.end - line.start <= longestExcerpt) {
        return {line.start, line.end};
    }
    qsizetype start = std::min(match, line.end);
    for (int i = 0; i < leadIn && start > line.start; ++i) {
        do {
            --start;
        } while (start > line.start && continuesCharacter(text[start]));
    }
    qsizetype end = start;
    for (int i = 0; i < longestExcerpt && end < line.end; ++i) {
        do {
            ++end;
        } while (end < line.end && continuesCharacter(text[end]));
    }
    return {start, end};
}

Excerpt excerptOf(QByteArrayView text, Line line)
{
    std::ranges::sort(line.found, {}, &Found::start);
    const auto [start, end] = shownPart(text, line, line.found.front().start);
    const QString before = start > line.start ? u"…"_s : QString();
    const QString behind = end < line.end ? u"…"_s : QString();
    const auto positionOf = [&, from = start](qsizetype offset) {
        return before.size() + lengthInUtf16(text.sliced(from, offset - from));
    };
    Excerpt excerpt;
    excerpt.line = line.number;
    excerpt.column =
        static_cast<int>(lengthInUtf16(text.sliced(
                             line.start, std::min(line.found.front().start, line.end) - line.start))
                         + 1);
    excerpt.text = before + QString::fromUtf8(text.sliced(start, end - start)) + behind;
    qsizetype shown = start;
    for (const Found &match : line.found) {
        const qsizetype from = std::max(match.start, shown);
        const qsizetype to = std::min(match.end, end);
        const bool isInside = to < from || (to == from && match.end > match.start);
        if (!isInside) {
            excerpt.ranges.append({positionOf(from), positionOf(to) - positionOf(from)});
            shown = to;
        }
    }
    return excerpt;
}

} // namespace

struct ExcerptReader::State
{
    State(const Snapshot &looked, TextTerms wanted)
        : snapshot(looked), terms(std::move(wanted)), scanner(terms)
    {
        if (snapshot.pack && snapshot.rowOfText) {
            textOfRow.assign(static_cast<size_t>(snapshot.entries.rowCount()), -1);
            for (size_t text = 0; text < snapshot.rowOfText->size(); ++text) {
                if (const qint32 row = (*snapshot.rowOfText)[text]; row >= 0) {
                    textOfRow[static_cast<size_t>(row)] = static_cast<qint32>(text);
                }
            }
        }
    }

    /// The text of a row; valid until the next call.
    std::pair<QByteArrayView, TextClass> textOf(int row)
    {
        const int text = textOfRow.empty() ? -1 : textOfRow[static_cast<size_t>(row)];
        if (text >= 0) {
            const TextRecord &record = snapshot.pack->text(text);
            if (block != static_cast<int>(record.block)) {
                block = static_cast<int>(record.block);
                if (!snapshot.pack->readBlock(block, buffer)) {
                    block = -1;
                }
            }
            if (block >= 0) {
                return {snapshot.pack->textIn(buffer, text), record.textClass};
            }
        }
        loose = looseText(snapshot, row).value_or(RowText());
        return {loose.bytes, loose.textClass};
    }

    const Snapshot snapshot;
    const TextTerms terms;
    TextScanner scanner;
    std::vector<qint32> textOfRow; ///< In the pack; -1 = elsewhere.
    BlockBuffer buffer;
    int block = -1; ///< The one in `buffer`.
    RowText loose;
};

ExcerptReader::ExcerptReader(std::unique_ptr<State> state) : m_state(std::move(state)) { }
ExcerptReader::~ExcerptReader() = default;

Result<std::unique_ptr<ExcerptReader>>
ExcerptReader::create(const Snapshot &snapshot, const Query &query, const TextOptions &options)
{
    return TextTerms::of(query, options).transform([&](TextTerms terms) {
        return std::unique_ptr<ExcerptReader>(
            new ExcerptReader(std::make_unique<State>(snapshot, std::move(terms))));
    });
}

QList<Excerpt> ExcerptReader::read(int row, int most)
{
    const auto [text, textClass] = m_state->textOf(row);
    m_state->scanner.setText(text, textClass);
    std::map<qsizetype, Line> lines;
    for (size_t term = 0; term < m_state->terms.terms.size(); ++term) {
        if (m_state->terms.terms[term].isNegated) {
            continue;
        }
        LineWalk walk(text);
        int count = 0;
        m_state->scanner.find(term, [&](TextScanner::Match match) {
            const Line line = walk.lineAt(match.start);
            lines.try_emplace(line.start, line)
                .first->second.found.push_back({match.start, match.end, quint32(1) << term});
            return ++count < mostMatches;
        });
    }
    std::vector<Line> best;
    best.reserve(lines.size());
    for (auto &[start, line] : lines) {
        best.push_back(std::move(line));
    }
    std::ranges::stable_sort(best, std::ranges::greater(), &Line::termCount);
    best.resize(std::min(best.size(), static_cast<size_t>(most)));
    std::ranges::sort(best, {}, &Line::start);
    QList<Excerpt> excerpts;
    for (Line &line : best) {
        excerpts.append(excerptOf(text, std::move(line)));
    }
    return excerpts;
}

} // namespace hermes::search
