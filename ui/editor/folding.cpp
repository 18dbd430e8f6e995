#include "editor/folding.h"

#include "editor/documentlines.h"
#include "editor/linespacing.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>

namespace hermes::editor {

namespace {

constexpr int deepestLevel = 6;

int firstLine(const QTextCursor &cursor)
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

Folding::Folding(QTextDocument *document) : QObject(document), m_document(document)
{
    connect(&lines(), &DocumentLines::settled, this, &Folding::checkAll);
}

DocumentLines &Folding::lines() const
{
    return DocumentLines::of(m_document);
}

// --- sections
// ---------------------------------------------------------------------------------------------------------------

/// 0 = no heading.
int Folding::levelAt(int line) const
{
    return line >= 0 && line < m_document->blockCount() ? lines().facts(line).headingLevel : 0;
}

/// The next heading at or above a line that is at most so deep; -1 if there is none.
int Folding::headingAbove(int line, int deepest) const
{
    while (line >= 0 && (levelAt(line) == 0 || levelAt(line) > deepest)) {
        --line;
    }
    return line;
}

/// The line behind the last one of a section.
int Folding::sectionEnd(int heading) const
{
    const int level = levelAt(heading);
    int end = heading + 1;
    while (end < m_document->blockCount() && (levelAt(end) == 0 || levelAt(end) > level)) {
        ++end;
    }
    // A heading that is underlined begins with its text.
    if (end < m_document->blockCount()
        && lines().facts(end).kind == text::LineKind::SetextUnderline) {
        while (end > heading + 1 && lines().facts(end - 1).kind == text::LineKind::Paragraph) {
            --end;
        }
    }
    return end;
}

bool Folding::canFold(int line) const
{
    return levelAt(line) > 0 && line + 1 < m_document->blockCount()
        && (levelAt(line + 1) == 0 || levelAt(line + 1) > levelAt(line));
}

int Folding::indexOf(int heading) const
{
    for (int i = 0; i < m_hidden.size(); ++i) {
        if (m_hidden.at(i).isFold && firstLine(m_hidden.at(i).first) == heading + 1) {
            return i;
        }
    }
    return -1;
}

bool Folding::isFolded(int line) const
{
    return indexOf(line) >= 0;
}

int Folding::hiddenLines(int line) const
{
    const int index = indexOf(line);
    return index < 0 ? 0
                     : firstLine(m_hidden.at(index).last) - firstLine(m_hidden.at(index).first) + 1;
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
    hide(heading + 1, sectionEnd(heading) - 1, true);
    return true;
}

void Folding::toggle(int line)
{
    if (const int index = indexOf(line); index >= 0) {
        remove(index);
    } else if (!fold(line)) {
        return;
    }
    tell();
}

void Folding::foldAround(int line)
{
    int heading = headingAbove(line, deepestLevel);
    while (heading >= 0 && !fold(heading)) {
        heading = levelAt(heading) > 1 ? headingAbove(heading - 1, levelAt(heading) - 1) : -1;
    }
    if (heading >= 0) {
        tell();
    }
}

void Folding::unfoldAround(int line)
{
    if (const int index = indexOf(headingAbove(line, deepestLevel)); index >= 0) {
        remove(index);
        tell();
    }
}

void Folding::foldAll()
{
    for (int line = 0; line < m_document->blockCount(); ++line) {
        fold(line);
    }
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
        if (i < m_hidden.size() && firstLine(m_hidden.at(i).first) <= line
            && firstLine(m_hidden.at(i).last) >= line) {
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
    const int heading = headingAbove(line, deepestLevel);
    if (heading < 0) {
        return;
    }
    const int start = lines().facts(heading).kind == text::LineKind::SetextUnderline
        ? std::max(0, heading - 1)
        : heading;
    const int end = sectionEnd(heading);
    if (const int index = indexOf(heading); index >= 0) {
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

void Folding::hide(int first, int last, bool isFold)
{
    Hidden hidden{QTextCursor(m_document->findBlockByNumber(first)),
                  QTextCursor(m_document->findBlockByNumber(last)), isFold};
    hidden.first.setKeepPositionOnInsert(true);
    m_hidden.append(hidden);
    setVisible(first, last, false);
}

void Folding::remove(qsizetype index)
{
    const Hidden gone = m_hidden.takeAt(index);
    const int first = firstLine(gone.first);
    const int last = firstLine(gone.last);
    setVisible(first, last, true);
    for (const Hidden &other : std::as_const(m_hidden)) {
        const int from = std::max(first, firstLine(other.first));
        const int to = std::min(last, firstLine(other.last));
        if (from <= to) {
            setVisible(from, to, false);
        }
    }
}

void Folding::setVisible(int first, int last, bool isVisible)
{
    QTextBlock block = m_document->findBlockByNumber(first);
    for (int line = first; line <= last && block.isValid(); ++line, block = block.next()) {
        block.setVisible(isVisible);
        block.setLineCount(isVisible ? std::max(1, block.layout()->lineCount()) : 0);
    }
}

// --- edits
// ------------------------------------------------------------------------------------------------------------------

bool Folding::isSound(const Hidden &hidden) const
{
    const int first = firstLine(hidden.first);
    return !hidden.isFold
        || (levelAt(first - 1) > 0 && sectionEnd(first - 1) - 1 == firstLine(hidden.last));
}

void Folding::noteEdit(int start, int added)
{
    if (m_hidden.isEmpty()) {
        return;
    }
    const int from = m_document->findBlock(start).blockNumber();
    const QTextBlock lastBlock = m_document->findBlock(start + added);
    const int to = lastBlock.isValid() ? lastBlock.blockNumber() : m_document->blockCount() - 1;
    bool isChanged = false;
    for (qsizetype i = m_hidden.size() - 1; i >= 0; --i) {
        const Hidden &hidden = m_hidden.at(i);
        const int first = firstLine(hidden.first);
        const int last = firstLine(hidden.last);
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
