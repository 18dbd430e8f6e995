#include "editor/folding.h"

#include "editor/documentlines.h"
#include "editor/headings.h"
#include "editor/linespacing.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <ranges>
#include <utility>

namespace hermes::editor {

namespace {

constexpr int deepestLevel = 6;

int lineOf(const QTextCursor &cursor)
{
    return cursor.block().blockNumber();
}

} // namespace

Folding &Folding::of(QTextDocument *document)
{
    if (auto *folding = document->findChild<Folding *>(Qt::FindDirectChildrenOnly)) {
        return *folding;
    }
    return *new Folding(document);
}

Folding::Folding(QTextDocument *document)
    : QObject(document)
    , m_document(document)
    , m_lines(DocumentLines::of(document))
    , m_headingRevision(m_lines.headingRevision())
{
    connect(&m_lines, &DocumentLines::settled, this, &Folding::checkAll);
}

// --- sections
// ---------------------------------------------------------------------------------------------------------------

Headings Folding::headings() const
{
    return Headings(m_lines);
}

bool Folding::canFold(int line) const
{
    const int level = headings().levelAt(line);
    const int below = headings().levelAt(line + 1);
    return level > 0 && line + 1 < m_document->blockCount() && (below == 0 || below > level);
}

/// Index of the first that does not begin above a line.
qsizetype Folding::indexFrom(int line) const
{
    const int position = m_document->findBlockByNumber(line).position();
    return std::ranges::lower_bound(m_hidden, position, {}, startOf) - m_hidden.begin();
}

qsizetype Folding::indexOf(int heading) const
{
    if (heading < 0 || heading + 1 >= m_document->blockCount()) {
        return -1;
    }
    for (qsizetype i = indexFrom(heading + 1);
         i < m_hidden.size() && lineOf(m_hidden.at(i).first) == heading + 1; ++i) {
        if (m_hidden.at(i).isFold) {
            return i;
        }
    }
    return -1;
}

bool Folding::isFolded(int line) const
{
    return isActive() && indexOf(line) >= 0;
}

int Folding::hiddenLines(int line) const
{
    const qsizetype index = isActive() ? indexOf(line) : -1;
    return index < 0 ? 0 : lineOf(m_hidden.at(index).last) - lineOf(m_hidden.at(index).first) + 1;
}

bool Folding::hasFocus() const
{
    return std::ranges::any_of(m_hidden, [](const Hidden &hidden) { return !hidden.isFold; });
}

int Folding::shownAbove(int line) const
{
    QTextBlock block = m_document->findBlockByNumber(line);
    while (block.isValid() && !block.isVisible()) {
        block = block.previous();
    }
    return std::max(0, block.blockNumber());
}

// --- folding
// ----------------------------------------------------------------------------------------------------------------

bool Folding::fold(int heading)
{
    if (!canFold(heading) || isFolded(heading)) {
        return false;
    }
    hide(heading + 1, headings().sectionEnd(heading) - 1, true);
    return true;
}

void Folding::toggle(int line)
{
    if (const qsizetype index = indexOf(line); index >= 0) {
        remove(index);
    } else if (!fold(line)) {
        return;
    }
    tell();
}

void Folding::foldAround(int line)
{
    int heading = headings().above(line, deepestLevel);
    while (heading >= 0 && !fold(heading)) {
        const int level = headings().levelAt(heading);
        heading = level > 1 ? headings().above(heading - 1, level - 1) : -1;
    }
    if (heading >= 0) {
        tell();
    }
}

void Folding::unfoldAround(int line)
{
    if (const qsizetype index = indexOf(headings().above(line, deepestLevel)); index >= 0) {
        remove(index);
        tell();
    }
}

void Folding::foldAll()
{
    QList<Hidden> added;
    // From below: what a fold hides is hidden by the innermost, and the others pass over it.
    for (const QList<int> lines = headings().all(); const int line : lines | std::views::reverse) {
        if (canFold(line) && !isFolded(line)) {
            const int last = headings().sectionEnd(line) - 1;
            added.append(hidden(line + 1, last, true));
            setVisible(line + 1, last, false);
        }
    }
    m_hidden += added;
    std::ranges::stable_sort(m_hidden, {}, startOf);
    tell();
}

void Folding::unfoldAll()
{
    m_hidden.clear();
    setVisible(0, m_document->blockCount() - 1, true);
    tell();
}

void Folding::reveal(int position)
{
    const QTextBlock block = m_document->findBlock(position);
    if (!block.isValid() || block.isVisible()) {
        return;
    }
    const int line = block.blockNumber();
    for (qsizetype i = m_hidden.size() - 1; i >= 0; --i) {
        if (i < m_hidden.size() && lineOf(m_hidden.at(i).first) <= line
            && lineOf(m_hidden.at(i).last) >= line) {
            remove(i);
        }
    }
    setVisible(line, line, true); // if nothing is known to hide it
    tell();
}

void Folding::toggleFocus(int line)
{
    if (hasFocus()) {
        for (qsizetype i = m_hidden.size() - 1; i >= 0; --i) {
            if (!m_hidden.at(i).isFold) {
                remove(i);
            }
        }
        tell();
        return;
    }
    const int heading = headings().above(line, deepestLevel);
    if (heading < 0) {
        return;
    }
    const int start = headings().textStart(heading);
    const int end = headings().sectionEnd(heading);
    if (const qsizetype index = indexOf(heading); index >= 0) {
        remove(index);
    }
    if (start > 0) {
        hide(0, start - 1, false);
    }
    if (end < m_document->blockCount()) {
        hide(end, m_document->blockCount() - 1, false);
    }
    tell();
}

Folding::Hidden Folding::hidden(int first, int last, bool isFold) const
{
    Hidden hidden{QTextCursor(m_document->findBlockByNumber(first)),
                  QTextCursor(m_document->findBlockByNumber(last)), isFold};
    hidden.first.setKeepPositionOnInsert(true);
    return hidden;
}

void Folding::hide(int first, int last, bool isFold)
{
    m_hidden.insert(indexFrom(first), hidden(first, last, isFold));
    setVisible(first, last, false);
}

int Folding::startOf(const Hidden &hidden)
{
    return hidden.first.position();
}

void Folding::remove(qsizetype index)
{
    const Hidden gone = m_hidden.takeAt(index);
    const int first = lineOf(gone.first);
    const int last = lineOf(gone.last);
    setVisible(first, last, true);
    for (const Hidden &other : std::as_const(m_hidden)) {
        const int from = std::max(first, lineOf(other.first));
        const int to = std::min(last, lineOf(other.last));
        if (from <= to) {
            setVisible(from, to, false);
        }
    }
}

void Folding::setVisible(int first, int last, bool isVisible)
{
    QTextBlock block = m_document->findBlockByNumber(first);
    for (int line = first; line <= last && block.isValid(); ++line, block = block.next()) {
        if (block.isVisible() != isVisible) {
            block.setVisible(isVisible);
            block.setLineCount(isVisible ? std::max(1, block.layout()->lineCount()) : 0);
        }
    }
}

// --- edits
// ------------------------------------------------------------------------------------------------------------------

bool Folding::isSound(const Hidden &hidden) const
{
    const int first = lineOf(hidden.first);
    return !hidden.isFold
        || (headings().levelAt(first - 1) > 0
            && headings().sectionEnd(first - 1) - 1 == lineOf(hidden.last));
}

void Folding::noteEdit(int position, int added)
{
    if (m_hidden.isEmpty()) {
        return;
    }
    const int from = m_document->findBlock(position).blockNumber();
    const QTextBlock lastBlock = m_document->findBlock(position + added);
    const int to = lastBlock.isValid() ? lastBlock.blockNumber() : m_document->blockCount() - 1;
    bool isChanged = false;
    // What lies elsewhere is passed over by positions, which are at hand.
    const int start = m_document->findBlockByNumber(from).position();
    const int above = m_document->findBlockByNumber(std::max(0, from - 1)).position();
    const QTextBlock below = lastBlock.next();
    const int end =
        below.isValid() ? below.position() + below.length() : m_document->characterCount();
    for (qsizetype i = m_hidden.size() - 1; i >= 0; --i) {
        const Hidden &hidden = m_hidden.at(i);
        if (hidden.last.position() < start || hidden.first.position() >= end) {
            const bool endsAbove =
                hidden.last.position() >= above && hidden.last.position() < start;
            m_isSuspect = m_isSuspect || (endsAbove && to > from);
            continue;
        }
        const int first = lineOf(hidden.first);
        const int last = lineOf(hidden.last);
        // New lines behind a heading stand in its section and must not be lost in the fold.
        const bool reachesIn = from <= last && to >= first;
        const bool isNewBelow = hidden.isFold && from < first && to >= first - 1 && to > from;
        if (reachesIn || isNewBelow) {
            remove(i);
            setVisible(from, to, true);
            isChanged = true;
        }
    }
    if (isChanged) {
        tell();
    }
}

/// The lines are known again: folds whose section is another one now are opened.
void Folding::checkAll()
{
    const qint64 checked = std::exchange(m_headingRevision, m_lines.headingRevision());
    if (!std::exchange(m_isSuspect, false) && checked == m_headingRevision) {
        return;
    }
    bool isChanged = false;
    for (qsizetype i = m_hidden.size() - 1; i >= 0; --i) {
        if (!isSound(m_hidden.at(i))) {
            remove(i);
            isChanged = true;
        }
    }
    if (isChanged) {
        tell();
    }
}

void Folding::tell()
{
    if (auto *layout = qobject_cast<LineSpacing *>(m_document->documentLayout())) {
        layout->noteVisibility();
    }
    Q_EMIT changed();
}

} // namespace hermes::editor
