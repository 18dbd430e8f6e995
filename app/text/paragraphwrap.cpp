#include "text/paragraphwrap.h"

#include "text/inlinespans.h"
#include "text/lineselection.h"
#include "text/reflow.h"
#include "text/wordbreaks.h"

#include <QBitArray>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isBlankSign(QChar character)
{
    return character == u' ' || character == u'\t' || character == u'\n';
}

/// A section, partial, comment or delimiter tag alone on its line takes the line with it.
bool isTagAlone(QStringView line)
{
    static const QRegularExpression tag(uR"(^\s*\{\{\{?\s*[#^/!>&=][^{}]*\}?\}\}\s*$)"_s);
    return tag.matchView(line).hasMatch();
}

bool endsWithBackslash(QStringView text)
{
    qsizetype count = 0;
    while (count < text.size() && text.at(text.size() - 1 - count) == u'\\') {
        ++count;
    }
    return count % 2 == 1;
}

/// The line must end where it ends, whatever the width.
bool isForcedEnd(const QString &text, const QString &tail, const QString &next)
{
    static const QRegularExpression kept(uR"(<br\s*/?>$|^\[![A-Za-z]+\]$)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return tail.size() >= 2 || endsWithBackslash(text) || isTagAlone(text) || isTagAlone(next)
        || next.startsWith(": "_L1) || kept.match(text).hasMatch();
}

/// Places of a paragraph where no line may end: within code, addresses, HTML and variables.
QBitArray unbreakable(const QString &text)
{
    QBitArray kept(text.size());
    for (const auto spans = verbatimSpans(inlineSpans(text)); const InlineSpan &span : spans) {
        kept.fill(true, span.start + 1, span.end);
    }
    static const QRegularExpression variable(uR"(\{\{\{?[^{}]*\}?\}\}|\$\{[^{}]*\})"_s);
    for (const QRegularExpressionMatch &match : variable.globalMatch(text)) {
        kept.fill(true, match.capturedStart() + 1, match.capturedEnd());
    }
    return kept;
}

int widthOf(QStringView text)
{
    int width = 0;
    for (qsizetype at = 0; at < text.size();) {
        const char32_t character = characterAt(text, at);
        width += columnsOf(character);
        at += character > 0xFFFF ? 2 : 1;
    }
    return width;
}

} // namespace

/// What lies between two places where a line may end.
struct WrappedParagraph::Piece
{
    enum class Before
    {
        Nothing, ///< The first piece.
        Gap, ///< The line may end here; `gap` stands here if it does not.
        Glue, ///< Stays with the piece before it.
        LineEnd ///< The line must end here.
    };
    Before before = Before::Nothing;
    QString gap;
    QString text;
};

WrappedParagraph::WrappedParagraph(const QStringList &lines, qsizetype first,
                                   const LineState &before)
    : m_lines{lines.at(first)}, m_before(before)
{
    LineInfo info = classify(lines.at(first), before);
    m_inside = info.after;
    if (info.kind != LineKind::Paragraph || info.continuesParagraph) {
        return;
    }
    m_firstPrefix = lines.at(first).first(info.textStart);
    m_nextPrefix = continuationPrefix(lines.at(first), info);
    LineState state = info.after;
    for (qsizetype line = first;;) {
        const QString text = lines.at(line).sliced(info.textStart);
        qsizetype end = text.size();
        while (end > 0 && isBlankSign(text.at(end - 1))) {
            --end;
        }
        m_texts.append(text.first(end));
        m_tails.append(text.sliced(end));
        state = info.after;
        if (++line >= lines.size()) {
            break;
        }
        info = classify(lines.at(line), state);
        if (!info.continuesParagraph) {
            break;
        }
        m_lines.append(lines.at(line));
    }
    m_isWrappable = isWrappable(lines, first, state);
}

/// False for what is a paragraph only until the line below it is read.
bool WrappedParagraph::isWrappable(const QStringList &lines, qsizetype first,
                                   const LineState &after) const
{
    const qsizetype below = first + m_lines.size();
    if (below >= lines.size()) {
        return true;
    }
    const LineKind kind = classify(lines.at(below), after).kind;
    return kind != LineKind::SetextUnderline && kind != LineKind::Table;
}

/// Cuts the text of a paragraph where its lines may end.
class WrappedParagraph::PieceReader
{
public:
    explicit PieceReader(const WrappedParagraph &paragraph)
        : m_paragraph(paragraph), m_text(paragraph.m_texts.join(u'\n')), m_kept(unbreakable(m_text))
    {
    }

    /// Nothing if a line end that must stay is part of something that must not be cut.
    [[nodiscard]] QList<Piece> run()
    {
        while (m_at < m_text.size() && !m_isHopeless) {
            if (m_text.at(m_at) == u'\n') {
                readLineEnd();
            } else if (isBlankSign(m_text.at(m_at))) {
                readBlanks();
            } else {
                readCharacter();
            }
        }
        return m_isHopeless ? QList<Piece>() : m_pieces;
    }

private:
    void readLineEnd()
    {
        const QStringList &texts = m_paragraph.m_texts;
        const QString tail = m_paragraph.m_tails.at(m_line);
        const bool isKept = m_kept.testBit(m_at);
        if (isForcedEnd(texts.at(m_line), tail, texts.at(m_line + 1))) {
            m_isHopeless = isKept;
            m_pieces.append({Piece::Before::LineEnd, tail, {}});
        } else if (isKept) {
            m_pieces.last().text += u' ';
        } else {
            const bool hasBlank =
                needsBlankBetween(characterBefore(m_text, m_at), characterAt(m_text, m_at + 1));
            m_pieces.append({Piece::Before::Gap, hasBlank ? u" "_s : QString(), {}});
        }
        ++m_line;
        ++m_at;
    }

    /// Blanks between two words of a line.
    void readBlanks()
    {
        const qsizetype start = m_at;
        while (isBlankSign(m_text.at(m_at)) && m_text.at(m_at) != u'\n') {
            ++m_at;
        }
        const QString gap = m_text.sliced(start, m_at - start);
        // A line end would be no blank between characters of some scripts.
        const bool isBlank = start > 0
            && needsBlankBetween(characterBefore(m_text, start), characterAt(m_text, m_at));
        if (m_kept.testBit(start) || !isBlank) {
            m_pieces.last().text += gap;
        } else {
            m_pieces.append({Piece::Before::Gap, gap, {}});
        }
    }

    void readCharacter()
    {
        const char32_t character = characterAt(m_text, m_at);
        if (m_at > 0 && !m_kept.testBit(m_at) && !m_pieces.last().text.isEmpty()
            && mayBreakBetween(characterBefore(m_text, m_at), character)) {
            m_pieces.append({Piece::Before::Gap, {}, {}});
        }
        const qsizetype size = character > 0xFFFF ? 2 : 1;
        m_pieces.last().text += QStringView(m_text).sliced(m_at, size);
        m_at += size;
    }

    const WrappedParagraph &m_paragraph;
    QString m_text; ///< No line begins or ends with a blank.
    QBitArray m_kept;
    QList<Piece> m_pieces{Piece()};
    qsizetype m_at = 0;
    qsizetype m_line = 0;
    bool m_isHopeless = false;
};

/// True if a line of a paragraph that begins so would be something else.
bool WrappedParagraph::startsBlock(const QString &text) const
{
    if (text.isEmpty() || text.front().isLetter()) {
        return false;
    }
    LineState state = m_inside;
    for (const bool isFirstLine : {true, false}) {
        state.isFirstLine = isFirstLine;
        for (const QString &line : {m_nextPrefix + text, m_nextPrefix + text + u" x"_s}) {
            if (!classify(line, state).continuesParagraph) {
                return true;
            }
        }
    }
    return false;
}

void WrappedParagraph::joinUnsafe(QList<Piece> &pieces) const
{
    for (qsizetype i = 1; i < pieces.size(); ++i) {
        Piece &piece = pieces[i];
        if (piece.before == Piece::Before::Gap
            && (startsBlock(piece.text) || endsWithBackslash(pieces.at(i - 1).text))) {
            piece.before = Piece::Before::Glue;
        }
    }
}

QStringList WrappedParagraph::wrapped(const QList<Piece> &pieces, int width) const
{
    QStringList result;
    QString line = m_firstPrefix;
    int column = widthOf(line);
    for (qsizetype i = 0; i < pieces.size();) {
        const Piece &piece = pieces.at(i);
        QString chunk = piece.text; // with all that stays with it
        qsizetype next = i + 1;
        while (next < pieces.size() && pieces.at(next).before == Piece::Before::Glue) {
            chunk += pieces.at(next).gap + pieces.at(next).text;
            ++next;
        }
        const int chunkWidth = widthOf(chunk);
        const bool isTooWide = width != noWidth && column + widthOf(piece.gap) + chunkWidth > width;
        if (piece.before == Piece::Before::LineEnd
            || (piece.before == Piece::Before::Gap && isTooWide)) {
            if (piece.before == Piece::Before::LineEnd) {
                line += piece.gap;
            }
            result.append(line);
            line = m_nextPrefix + chunk;
            column = widthOf(line);
        } else {
            const QString gap = piece.before == Piece::Before::Gap ? piece.gap : QString();
            line += gap + chunk;
            column += widthOf(gap) + chunkWidth;
        }
        i = next;
    }
    result.append(line + m_tails.last());
    return result;
}

/// The lines are one paragraph, and no tag stands alone that did not before.
bool WrappedParagraph::isParagraph(const QStringList &lines) const
{
    LineState state = m_before;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const LineInfo info = classify(lines.at(i), state);
        if (info.kind != LineKind::Paragraph || info.continuesParagraph != (i > 0)) {
            return false;
        }
        const QString text = lines.at(i).sliced(info.textStart);
        if (isTagAlone(text) && !m_texts.contains(text.trimmed())) {
            return false;
        }
        state = info.after;
    }
    return true;
}

QList<Edit> WrappedParagraph::edits(int width) const
{
    if (!m_isWrappable) {
        return {};
    }
    QList<Piece> pieces = PieceReader(*this).run();
    if (pieces.isEmpty()) {
        return {};
    }
    joinUnsafe(pieces);
    const QStringList lines = wrapped(pieces, width);
    if (!isParagraph(lines)) {
        return {};
    }
    const QString before = m_lines.join(u'\n');
    return smallest({0, before.size(), lines.join(u'\n')}, before);
}

} // namespace hermes::text
