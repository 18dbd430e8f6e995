#include "text/occurrences.h"

#include "text/lineselection.h"

#include <algorithm>

namespace hermes::text {

namespace {

QString selectedText(const Lines &lines, const Selection &selection)
{
    QStringList parts;
    const qsizetype first = lines.indexAt(selection.start());
    const qsizetype last = lines.indexAt(selection.end());
    for (qsizetype line = first; line <= last; ++line) {
        const qsizetype start = lines.start(line);
        const QString text = lines.line(line);
        const qsizetype from = std::max<qsizetype>(0, selection.start() - start);
        const qsizetype to = std::min(text.size(), selection.end() - start);
        parts.append(text.sliced(from, to - from));
    }
    return parts.join(u'\n');
}

/// Finds a text that may go over several lines, without reading more lines than needed.
class Finder
{
public:
    Finder(const Lines &lines, const QString &wanted, bool isWord)
        : m_lines(lines), m_parts(wanted.split(u'\n')), m_length(wanted.size()), m_isWord(isWord)
    {
    }

    /// The first place from `from` on that starts before `until`; -1 if there is none.
    [[nodiscard]] qsizetype find(qsizetype from, qsizetype until) const
    {
        for (qsizetype line = m_lines.indexAt(from); line < m_lines.count(); ++line) {
            const qsizetype start = m_lines.start(line);
            if (start >= until) {
                break;
            }
            const qsizetype found = findIn(line, std::max<qsizetype>(0, from - start));
            if (found >= 0) {
                return start + found < until ? start + found : -1;
            }
        }
        return -1;
    }

    [[nodiscard]] qsizetype length() const { return m_length; }

private:
    [[nodiscard]] qsizetype findIn(qsizetype line, qsizetype from) const
    {
        const QString text = m_lines.line(line);
        if (m_parts.size() > 1) {
            const qsizetype at = text.size() - m_parts.first().size();
            return at >= from && text.endsWith(m_parts.first()) && goesOn(line) ? at : -1;
        }
        qsizetype at = text.indexOf(m_parts.first(), from);
        while (at >= 0 && m_isWord && !isWholeWord(text, at)) {
            at = text.indexOf(m_parts.first(), at + 1);
        }
        return at;
    }

    [[nodiscard]] bool goesOn(qsizetype line) const
    {
        if (line + m_parts.size() > m_lines.count()) {
            return false;
        }
        for (qsizetype i = 1; i + 1 < m_parts.size(); ++i) {
            if (m_lines.line(line + i) != m_parts.at(i)) {
                return false;
            }
        }
        return m_lines.line(line + m_parts.size() - 1).startsWith(m_parts.last());
    }

    [[nodiscard]] bool isWholeWord(const QString &text, qsizetype at) const
    {
        const auto [start, end] = wordAround(text, at + 1);
        return start == at && end == at + m_length;
    }

    const Lines &m_lines;
    QStringList m_parts;
    qsizetype m_length;
    bool m_isWord;
};

Selection grownToWord(const Lines &lines, const Selection &caret)
{
    const qsizetype line = lines.indexAt(caret.caret);
    const auto [start, end] = wordAround(lines.line(line), caret.caret - lines.start(line));
    return {lines.start(line) + start, lines.start(line) + end};
}

} // namespace

std::optional<Occurrences> addNextOccurrence(const Lines &lines, const Occurrences &now,
                                             qsizetype reach)
{
    const bool hasCaret = std::ranges::any_of(now.selections, &Selection::isEmpty);
    if (hasCaret) {
        Occurrences grown{{}, true};
        for (const Selection &selection : now.selections) {
            grown.selections.append(selection.isEmpty() ? grownToWord(lines, selection)
                                                        : selection);
        }
        const bool isNone = grown.selections.last().isEmpty();
        return isNone ? std::nullopt : std::optional(grown);
    }
    const Selection last = now.selections.last();
    const Finder finder(lines, selectedText(lines, last), now.isWord);
    const auto isTaken = [&now](qsizetype at) {
        return std::ranges::any_of(now.selections,
                                   [at](const Selection &each) { return each.start() == at; });
    };
    const auto findFree = [&](qsizetype from, qsizetype until) {
        qsizetype found = finder.find(from, until);
        while (found >= 0 && isTaken(found)) {
            found = finder.find(found + finder.length(), until);
        }
        return found;
    };
    const qsizetype below = lines.count() - lines.indexAt(last.end());
    const auto startOf = [&lines](qsizetype line) {
        return line < lines.count() ? lines.start(line) : lines.end(lines.count() - 1) + 1;
    };
    qsizetype found = findFree(last.end(), startOf(lines.count() - below + std::min(reach, below)));
    if (found < 0 && reach > below) {
        found = findFree(0, std::min(last.start(), startOf(reach - below)));
    }
    if (found < 0) {
        return std::nullopt;
    }
    Occurrences result = now;
    result.selections.append({found, found + finder.length()});
    return result;
}

Occurrences allOccurrences(const Lines &lines, const Occurrences &now, qsizetype limit)
{
    Occurrences result = now;
    if (result.selections.last().isEmpty()) {
        result = {{grownToWord(lines, result.selections.last())}, true};
    }
    if (result.selections.last().isEmpty()) {
        return now;
    }
    const Finder finder(lines, selectedText(lines, result.selections.last()), result.isWord);
    const qsizetype behindText = lines.end(lines.count() - 1) + 1;
    result.selections.clear();
    for (qsizetype at = finder.find(0, behindText); at >= 0 && result.selections.size() < limit;
         at = finder.find(at + finder.length(), behindText)) {
        result.selections.append({at, at + finder.length()});
    }
    return result;
}

} // namespace hermes::text
