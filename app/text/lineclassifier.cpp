#include "text/lineclassifier.h"

#include "text/blockstarts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

constexpr int tabStop = 4;
constexpr int codeIndent = 4; ///< Columns that make a line code.

bool isWhite(QChar character)
{
    return character == u' ' || character == u'\t';
}

/// Reads a line from left to right in columns: a tab can belong to two indents.
class ColumnReader
{
public:
    explicit ColumnReader(QStringView line) : m_line(line) { }

    [[nodiscard]] qsizetype at() const { return m_at; }
    [[nodiscard]] int column() const { return m_column; }
    /// Index of the next character that is no white space.
    [[nodiscard]] qsizetype inkAt() const
    {
        qsizetype at = m_at;
        while (at < m_line.size() && isWhite(m_line.at(at))) {
            ++at;
        }
        return at;
    }
    [[nodiscard]] QStringView ink() const { return m_line.sliced(inkAt()); }
    [[nodiscard]] bool isBlank() const { return inkAt() == m_line.size(); }
    /// Columns of white space from here.
    [[nodiscard]] int indent() const
    {
        return columnAfter(m_line.sliced(m_at, inkAt() - m_at), m_column) - m_column;
    }
    void skipIndent()
    {
        m_column += indent();
        m_at = inkAt();
    }
    void skipColumns(int columns)
    {
        while (columns > 0 && m_at < m_line.size() && isWhite(m_line.at(m_at))) {
            const int toStop = m_line.at(m_at) == u'\t' ? tabStop - m_column % tabStop : 1;
            const int skipped = std::min(columns, toStop);
            m_column += skipped;
            columns -= skipped;
            m_at += skipped == toStop ? 1 : 0;
        }
    }
    /// Past characters that are one column each.
    void skip(qsizetype characters)
    {
        m_at += characters;
        m_column += static_cast<int>(characters);
    }

private:
    QStringView m_line;
    qsizetype m_at = 0;
    int m_column = 0;
};

class Classification
{
public:
    Classification(QStringView line, const LineState &before)
        : m_line(line), m_before(before), m_reader(line)
    {
        m_info.after = before;
    }

    LineInfo run();

private:
    using Leaf = LineState::Leaf;

    [[nodiscard]] bool readFrontMatter();
    void matchContainers();
    [[nodiscard]] bool matches(const Container &container);
    [[nodiscard]] bool continueVerbatim();
    [[nodiscard]] bool openContainer();
    void openQuote();
    void openItem(const MarkerStart &start);
    void readTask(ListMarker &marker) const;
    [[nodiscard]] bool openLeaf();
    void openFence(const FenceStart &fence);
    void openHtml(int kind);
    void readText();
    void readParagraph();
    void closeUnmatched();
    void finish(LineKind kind, Leaf leaf);

    /// A paragraph is open that this line would continue if it began nothing else.
    [[nodiscard]] bool isParagraphOpen() const
    {
        return !m_hasOpened
            && (m_before.leaf == Leaf::Paragraph || m_before.leaf == Leaf::Definition);
    }
    /// The same, not counting a lazy line.
    [[nodiscard]] bool isParagraphHere() const { return isParagraphOpen() && isAllMatched(); }
    [[nodiscard]] bool isAllMatched() const { return m_matched == m_before.containers.size(); }

    QStringView m_line;
    const LineState &m_before;
    ColumnReader m_reader;
    LineInfo m_info;
    qsizetype m_matched = 0;
    bool m_hasOpened = false; ///< A container was opened on this line.
};

LineInfo Classification::run()
{
    if (readFrontMatter()) {
        return m_info;
    }
    matchContainers();
    if (isAllMatched() && continueVerbatim()) {
        return m_info;
    }
    while (m_reader.indent() < codeIndent && !m_reader.isBlank()) {
        if (openLeaf()) {
            return m_info;
        }
        if (!openContainer()) {
            break;
        }
    }
    readText();
    return m_info;
}

bool Classification::readFrontMatter()
{
    QStringView line = m_line;
    while (!line.isEmpty() && isWhite(line.back())) {
        line.chop(1);
    }
    const bool isRuler = line == "---"_L1;
    if (m_before.leaf == Leaf::Start && isRuler) {
        finish(LineKind::FrontMatter, Leaf::FrontMatter);
        return true;
    }
    if (m_before.leaf != Leaf::FrontMatter
        || (!isRuler && line != "..."_L1 && !looksLikeFrontMatter(line))) {
        return false;
    }
    const bool isEnd = isRuler || line == "..."_L1;
    finish(LineKind::FrontMatter, isEnd ? Leaf::None : Leaf::FrontMatter);
    return true;
}

void Classification::matchContainers()
{
    for (const Container &container : m_before.containers) {
        if (!matches(container)) {
            break;
        }
        ++m_matched;
        m_info.quoteDepth += container.kind == Container::Kind::Quote ? 1 : 0;
        m_info.itemDepth += container.kind == Container::Kind::Item ? 1 : 0;
    }
    m_info.prefixEnd = m_reader.at();
}

bool Classification::matches(const Container &container)
{
    if (container.kind == Container::Kind::Quote) {
        if (m_reader.indent() >= codeIndent || !m_reader.ink().startsWith(u'>')) {
            return false;
        }
        m_reader.skipIndent();
        m_reader.skip(1);
        m_reader.skipColumns(1);
        return true;
    }
    if (m_reader.isBlank()) {
        return !container.isEmpty;
    }
    if (m_reader.indent() < container.indent) {
        return false;
    }
    m_reader.skipColumns(container.indent);
    return true;
}

/// A line within fenced code or HTML.
bool Classification::continueVerbatim()
{
    const QStringView ink = m_reader.ink();
    if (m_before.leaf == Leaf::Fence) {
        const bool isClosing = m_reader.indent() < codeIndent
            && closesFence(ink, {m_before.fenceSign, m_before.fenceLength});
        finish(isClosing ? LineKind::Fence : LineKind::FencedCode,
               isClosing ? Leaf::None : Leaf::Fence);
        return true;
    }
    if (m_before.leaf != Leaf::Html || (m_before.htmlKind >= 6 && ink.isEmpty())) {
        return false;
    }
    const bool isEnd = endsHtml(m_line.sliced(m_reader.at()), m_before.htmlKind);
    finish(LineKind::Html, isEnd ? Leaf::None : Leaf::Html);
    return true;
}

bool Classification::openContainer()
{
    const QStringView ink = m_reader.ink();
    if (ink.startsWith(u'>')) {
        openQuote();
        return true;
    }
    const std::optional<MarkerStart> marker = markerStart(ink);
    if (!marker) {
        return false;
    }
    const bool isEmpty = std::ranges::all_of(ink.sliced(marker->length), isWhite);
    const bool mayInterrupt = !isEmpty && (!marker->isOrdered || marker->number == 1);
    if (isParagraphHere() && !mayInterrupt) {
        return false;
    }
    openItem(*marker);
    return true;
}

void Classification::openQuote()
{
    closeUnmatched();
    m_reader.skipIndent();
    m_reader.skip(1);
    m_reader.skipColumns(1);
    m_info.after.containers.append({Container::Kind::Quote, false, 0});
    ++m_info.quoteDepth;
    m_info.prefixEnd = m_reader.at();
    m_hasOpened = true;
}

void Classification::openItem(const MarkerStart &start)
{
    closeUnmatched();
    const int indent = m_reader.indent();
    m_reader.skipIndent();
    ListMarker marker;
    marker.isOrdered = start.isOrdered;
    marker.sign = start.sign;
    marker.number = start.number;
    marker.start = m_reader.at();
    marker.length = start.length;
    marker.column = m_reader.column();
    m_reader.skip(start.length);
    const bool isEmpty = m_reader.isBlank();
    const int blanks = m_reader.indent();
    const int padding = isEmpty || blanks > codeIndent ? 1 : blanks;
    const int markerWidth = static_cast<int>(start.length);
    marker.contentColumn = marker.column + markerWidth + padding;
    m_reader.skipColumns(padding);
    marker.contentStart = m_reader.at();
    readTask(marker);
    m_info.after.containers.append(
        {Container::Kind::Item, isEmpty, static_cast<qint16>(indent + markerWidth + padding)});
    m_info.markers.append(marker);
    ++m_info.itemDepth;
    m_info.prefixEnd = m_reader.at();
    m_hasOpened = true;
}

void Classification::readTask(ListMarker &marker) const
{
    const QStringView content = m_line.sliced(marker.contentStart);
    const bool isBox = content.size() >= 3 && content.at(0) == u'[' && content.at(2) == u']'
        && u" xX"_s.contains(content.at(1)) && (content.size() == 3 || isWhite(content.at(3)));
    if (isBox) {
        marker.task = content.at(1);
    }
}

/// Blocks that a line begins and that hold no others.
bool Classification::openLeaf()
{
    const QStringView ink = m_reader.ink();
    if (const int level = headingLevel(ink); level > 0) {
        closeUnmatched();
        m_info.headingLevel = level;
        finish(LineKind::Heading, Leaf::None);
        return true;
    }
    if (const std::optional<FenceStart> fence = fenceStart(ink)) {
        openFence(*fence);
        return true;
    }
    if (const int kind = htmlStart(ink); kind > 0 && (kind < 7 || !isParagraphOpen())) {
        openHtml(kind);
        return true;
    }
    const bool hasText = isParagraphHere() && m_before.leaf == Leaf::Paragraph;
    if (const int level = setextLevel(ink); level > 0 && hasText) {
        m_info.headingLevel = level;
        finish(LineKind::SetextUnderline, Leaf::None);
        return true;
    }
    if (isThematicBreak(ink)) {
        closeUnmatched();
        finish(LineKind::ThematicBreak, Leaf::None);
        return true;
    }
    if (hasText && m_before.isFirstLine && isTableDelimiter(ink)) {
        finish(LineKind::Table, Leaf::Table);
        return true;
    }
    return false;
}

void Classification::openFence(const FenceStart &fence)
{
    closeUnmatched();
    m_info.after.fenceSign = fence.sign;
    m_info.after.fenceLength = fence.length;
    m_info.after.fenceIndent = m_reader.indent();
    finish(LineKind::Fence, Leaf::Fence);
}

void Classification::openHtml(int kind)
{
    closeUnmatched();
    m_info.after.htmlKind = static_cast<quint8>(kind);
    const bool isEnd = endsHtml(m_reader.ink(), kind);
    finish(LineKind::Html, isEnd ? Leaf::None : Leaf::Html);
}

/// What begins no block.
void Classification::readText()
{
    if (m_reader.isBlank()) {
        closeUnmatched();
        finish(LineKind::Blank, Leaf::None);
    } else if (m_reader.indent() >= codeIndent && !isParagraphOpen()) {
        closeUnmatched();
        finish(LineKind::IndentedCode, Leaf::None);
    } else if (m_before.leaf == Leaf::Table && isAllMatched() && !m_hasOpened) {
        finish(LineKind::Table, Leaf::Table);
    } else {
        readParagraph();
    }
}

void Classification::readParagraph()
{
    const QStringView ink = m_reader.ink();
    const bool afterDefinition = !m_hasOpened && m_before.leaf == Leaf::Definition;
    if (afterDefinition && isDefinitionTitle(ink)) {
        finish(LineKind::LinkDefinition, Leaf::None);
        return;
    }
    if (isParagraphOpen() && !afterDefinition) {
        m_info.continuesParagraph = true; // containers that a lazy line leaves out stay open
        finish(LineKind::Paragraph, Leaf::Paragraph);
        return;
    }
    if (!isParagraphOpen()) {
        closeUnmatched();
    }
    if (isLinkDefinition(ink)) {
        finish(LineKind::LinkDefinition, hasTitle(ink) ? Leaf::None : Leaf::Definition);
        return;
    }
    finish(LineKind::Paragraph, Leaf::Paragraph);
    m_info.after.isFirstLine = true;
}

void Classification::closeUnmatched()
{
    if (!m_hasOpened && m_info.after.containers.size() > m_matched) {
        m_info.after.containers.resize(m_matched);
    }
}

void Classification::finish(LineKind kind, Leaf leaf)
{
    m_info.kind = kind;
    LineState &after = m_info.after;
    after.leaf = leaf;
    after.isFirstLine = false;
    if (leaf != Leaf::Fence) {
        after.fenceSign = '`';
        after.fenceLength = 0;
        after.fenceIndent = 0;
    }
    if (leaf != Leaf::Html) {
        after.htmlKind = 0;
    }
    const bool isItemsFirstText = kind != LineKind::Blank && !after.containers.isEmpty()
        && after.containers.last().isEmpty && !m_hasOpened;
    if (isItemsFirstText) {
        after.containers.last().isEmpty = false;
    }
    m_info.textStart = m_reader.inkAt();
    if (kind == LineKind::Heading) {
        const qsizetype signs = m_info.textStart + m_info.headingLevel;
        m_info.textStart = signs;
        while (m_info.textStart < m_line.size() && isWhite(m_line.at(m_info.textStart))) {
            ++m_info.textStart;
        }
    } else if (!m_info.markers.isEmpty() && m_info.markers.last().task
               && m_info.textStart == m_info.markers.last().contentStart) {
        constexpr qsizetype boxLength = 3;
        m_info.textStart += boxLength;
        while (m_info.textStart < m_line.size() && isWhite(m_line.at(m_info.textStart))) {
            ++m_info.textStart;
        }
    }
}

} // namespace

int columnAfter(QStringView whiteSpace, int column)
{
    for (const QChar character : whiteSpace) {
        column += character == u'\t' ? tabStop - column % tabStop : 1;
    }
    return column;
}

LineInfo classify(QStringView line, const LineState &before)
{
    return Classification(line, before).run();
}

} // namespace hermes::text
