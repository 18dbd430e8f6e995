#include "text/inlinespans.h"

#include "text/wordbreaks.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

using Kind = InlineSpan::Kind;

/// Emphasis is looked for among so many runs of its signs: what is longer is no prose.
constexpr qsizetype mostDelimiters = 2'000;

bool isWhite(QChar character)
{
    return character.isSpace();
}

bool isPunctuation(char32_t character)
{
    return QChar::isPunct(character) || QChar::isSymbol(character);
}

bool isAsciiPunctuation(QChar character)
{
    return character.unicode() < 0x80 && isPunctuation(character.unicode());
}

qsizetype runLength(QStringView text, qsizetype start)
{
    qsizetype end = start;
    while (end < text.size() && text.at(end) == text.at(start)) {
        ++end;
    }
    return end - start;
}

/// A run of `*`, `_` or `~` that may open or close a span.
struct Delimiter
{
    QChar sign;
    qsizetype start = 0; ///< Of what is left of the run.
    qsizetype count = 0;
    qsizetype length = 0; ///< Of the whole run.
    bool canOpen = false;
    bool canClose = false;
};

/// A `[` or `![` that waits for its end.
struct Bracket
{
    qsizetype start = 0;
    qsizetype contentStart = 0;
    qsizetype delimiters = 0; ///< Delimiters that stood before it.
    bool isImage = false;
    bool isActive = true; ///< False within another link.
};

class Scanner
{
public:
    explicit Scanner(QStringView text) : m_text(text) { }

    QList<InlineSpan> run();

private:
    void step();
    void readCode();
    void readAngle();
    void readDelimiters();
    void readClosingBracket();
    [[nodiscard]] std::optional<qsizetype> linkEnd(qsizetype open) const;
    [[nodiscard]] std::optional<qsizetype> destinationEnd(qsizetype at) const;
    [[nodiscard]] std::optional<qsizetype> titleEnd(qsizetype at) const;
    [[nodiscard]] qsizetype skipWhite(qsizetype at) const;
    void matchDelimiters(qsizetype from);
    [[nodiscard]] qsizetype openerOf(qsizetype closer, qsizetype from) const;
    void join(qsizetype opener, qsizetype closer);
    void add(Kind kind, qsizetype start, qsizetype end, qsizetype marker);
    [[nodiscard]] char32_t before(qsizetype at) const;
    [[nodiscard]] char32_t after(qsizetype at) const;

    QStringView m_text;
    qsizetype m_at = 0;
    QList<Delimiter> m_delimiters;
    QList<Bracket> m_brackets;
    QList<InlineSpan> m_spans;
    QSet<qsizetype> m_unclosed; ///< Lengths of backtick runs that no run of the rest closes.
};

QList<InlineSpan> Scanner::run()
{
    while (m_at < m_text.size()) {
        step();
    }
    matchDelimiters(0);
    std::ranges::stable_sort(m_spans, [](const InlineSpan &a, const InlineSpan &b) {
        return a.start != b.start ? a.start < b.start : a.end > b.end;
    });
    return m_spans;
}

void Scanner::step()
{
    switch (m_text.at(m_at).unicode()) {
    case u'\\':
        m_at += m_at + 1 < m_text.size() && isAsciiPunctuation(m_text.at(m_at + 1)) ? 2 : 1;
        break;
    case u'`':
        readCode();
        break;
    case u'<':
        readAngle();
        break;
    case u'*':
    case u'_':
    case u'~':
        readDelimiters();
        break;
    case u'!':
        if (m_at + 1 < m_text.size() && m_text.at(m_at + 1) == u'[') {
            m_brackets.append({m_at, m_at + 2, m_delimiters.size(), true, true});
            ++m_at;
        }
        ++m_at;
        break;
    case u'[':
        m_brackets.append({m_at, m_at + 1, m_delimiters.size(), false, true});
        ++m_at;
        break;
    case u']':
        readClosingBracket();
        break;
    default:
        ++m_at;
    }
}

void Scanner::readCode()
{
    const qsizetype length = runLength(m_text, m_at);
    qsizetype at = m_at + length;
    while (at < m_text.size() && !m_unclosed.contains(length)) {
        at = m_text.indexOf(u'`', at);
        if (at < 0) {
            break;
        }
        const qsizetype closing = runLength(m_text, at);
        if (closing == length) {
            add(Kind::Code, m_at, at + closing, length);
            m_at = at + closing;
            return;
        }
        at += closing;
    }
    m_unclosed.insert(length);
    m_at += length;
}

void Scanner::readAngle()
{
    static const QRegularExpression autolink(
        uR"(<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+)>)"_s);
    static const QRegularExpression html(
        uR"(<(?:!--(?:>|->|.*?-->)|\?.*?\?>|![A-Za-z][^>]*>|!\[CDATA\[.*?\]\]>|/[A-Za-z][A-Za-z0-9-]*\s*>|[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*/?>))"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const auto readBy = [this](const QRegularExpression &pattern, Kind kind) {
        const QRegularExpressionMatch match =
            pattern.matchView(m_text, m_at, QRegularExpression::NormalMatch,
                              QRegularExpression::AnchorAtOffsetMatchOption);
        if (match.hasMatch()) {
            add(kind, m_at, match.capturedEnd(), 1);
            m_at = match.capturedEnd();
        }
        return match.hasMatch();
    };
    if (!readBy(autolink, Kind::Autolink) && !readBy(html, Kind::Html)) {
        ++m_at;
    }
}

char32_t Scanner::before(qsizetype at) const
{
    return at > 0 ? characterBefore(m_text, at) : U' ';
}

char32_t Scanner::after(qsizetype at) const
{
    return at < m_text.size() ? characterAt(m_text, at) : U' ';
}

void Scanner::readDelimiters()
{
    const qsizetype length = runLength(m_text, m_at);
    const char32_t previous = before(m_at);
    const char32_t next = after(m_at + length);
    const bool spaceBefore = QChar::isSpace(previous);
    const bool spaceAfter = QChar::isSpace(next);
    const bool signBefore = isPunctuation(previous);
    const bool signAfter = isPunctuation(next);
    const bool isLeft = !spaceAfter && (!signAfter || spaceBefore || signBefore);
    const bool isRight = !spaceBefore && (!signBefore || spaceAfter || signAfter);
    Delimiter delimiter{m_text.at(m_at), m_at, length, length, isLeft, isRight};
    if (delimiter.sign == u'_') {
        delimiter.canOpen = isLeft && (!isRight || signBefore);
        delimiter.canClose = isRight && (!isLeft || signAfter);
    }
    const bool isStruck = delimiter.sign == u'~';
    if (isStruck) {
        delimiter.canOpen = !spaceAfter;
        delimiter.canClose = !spaceBefore;
    }
    if ((!isStruck || length <= 2) && m_delimiters.size() < mostDelimiters) {
        m_delimiters.append(delimiter);
    }
    m_at += length;
}

qsizetype Scanner::skipWhite(qsizetype at) const
{
    while (at < m_text.size() && isWhite(m_text.at(at))) {
        ++at;
    }
    return at;
}

std::optional<qsizetype> Scanner::destinationEnd(qsizetype at) const
{
    if (at < m_text.size() && m_text.at(at) == u'<') {
        for (++at; at < m_text.size() && m_text.at(at) != u'<' && m_text.at(at) != u'\n'; ++at) {
            if (m_text.at(at) == u'>') {
                return at + 1;
            }
            at += m_text.at(at) == u'\\' ? 1 : 0;
        }
        return std::nullopt;
    }
    int depth = 0;
    for (; at < m_text.size() && !isWhite(m_text.at(at)); ++at) {
        const QChar character = m_text.at(at);
        if (character == u'\\' && at + 1 < m_text.size() && isAsciiPunctuation(m_text.at(at + 1))) {
            ++at;
        } else if (character == u'(') {
            ++depth;
        } else if (character == u')' && depth-- == 0) {
            return at;
        }
    }
    return depth == 0 ? std::optional(at) : std::nullopt;
}

std::optional<qsizetype> Scanner::titleEnd(qsizetype at) const
{
    const QChar opening = m_text.at(at);
    const QChar closing = opening == u'(' ? u')' : opening;
    if (opening != u'"' && opening != u'\'' && opening != u'(') {
        return std::nullopt;
    }
    for (++at; at < m_text.size(); ++at) {
        if (m_text.at(at) == closing) {
            return at + 1;
        }
        at += m_text.at(at) == u'\\' ? 1 : 0;
    }
    return std::nullopt;
}

/// Where an inline link that has its `(` at `open` ends.
std::optional<qsizetype> Scanner::linkEnd(qsizetype open) const
{
    const std::optional<qsizetype> destination = destinationEnd(skipWhite(open + 1));
    if (!destination) {
        return std::nullopt;
    }
    qsizetype at = skipWhite(*destination);
    if (at > *destination && at < m_text.size() && m_text.at(at) != u')') {
        const std::optional<qsizetype> title = titleEnd(at);
        if (!title) {
            return std::nullopt;
        }
        at = skipWhite(*title);
    }
    return at < m_text.size() && m_text.at(at) == u')' ? std::optional(at + 1) : std::nullopt;
}

void Scanner::readClosingBracket()
{
    const qsizetype close = m_at++;
    if (m_brackets.isEmpty()) {
        return;
    }
    const Bracket open = m_brackets.takeLast();
    if (!open.isActive || m_at >= m_text.size() || m_text.at(m_at) != u'(') {
        return;
    }
    const std::optional<qsizetype> end = linkEnd(m_at);
    if (!end) {
        return;
    }
    m_spans.append(
        {open.isImage ? Kind::Image : Kind::Link, open.start, *end, open.contentStart, close});
    m_at = *end;
    matchDelimiters(open.delimiters);
    if (!open.isImage) {
        for (Bracket &outer : m_brackets) {
            outer.isActive = outer.isActive && outer.isImage;
        }
    }
}

void Scanner::add(Kind kind, qsizetype start, qsizetype end, qsizetype marker)
{
    m_spans.append({kind, start, end, start + marker, end - marker});
}

/// Index of the delimiter that opens what `closer` closes; -1 if there is none.
qsizetype Scanner::openerOf(qsizetype closer, qsizetype from) const
{
    const Delimiter &end = m_delimiters.at(closer);
    for (qsizetype i = closer - 1; i >= from; --i) {
        const Delimiter &start = m_delimiters.at(i);
        if (start.sign != end.sign || !start.canOpen || start.count == 0) {
            continue;
        }
        if (end.sign == u'~') {
            if (start.count == end.count) {
                return i;
            }
            continue;
        }
        const bool isBoth = start.canClose || end.canOpen;
        const bool isOdd = isBoth && (start.length + end.length) % 3 == 0
            && !(start.length % 3 == 0 && end.length % 3 == 0);
        if (!isOdd) {
            return i;
        }
    }
    return -1;
}

void Scanner::join(qsizetype opener, qsizetype closer)
{
    Delimiter &start = m_delimiters[opener];
    Delimiter &end = m_delimiters[closer];
    const bool isStruck = start.sign == u'~';
    const qsizetype used = isStruck ? start.count : start.count >= 2 && end.count >= 2 ? 2 : 1;
    add(isStruck        ? Kind::Strikethrough
            : used == 2 ? Kind::Strong
                        : Kind::Emphasis,
        start.start + start.count - used, end.start + used, used);
    start.count -= used;
    end.start += used;
    end.count -= used;
    // What stands between can no longer match anything outside.
    m_delimiters.remove(opener + 1, closer - opener - 1);
}

/// Makes spans of the delimiters from an index on, which are then gone.
void Scanner::matchDelimiters(qsizetype from)
{
    qsizetype closer = from;
    while (closer < m_delimiters.size()) {
        const qsizetype opener =
            m_delimiters.at(closer).canClose && m_delimiters.at(closer).count > 0
            ? openerOf(closer, from)
            : -1;
        if (opener < 0) {
            ++closer;
            continue;
        }
        join(opener, closer);
        closer = opener + 1;
    }
    m_delimiters.resize(std::min(from, m_delimiters.size()));
}

} // namespace

QList<InlineSpan> inlineSpans(QStringView paragraph)
{
    return Scanner(paragraph).run();
}

QList<InlineSpan> verbatimSpans(const QList<InlineSpan> &spans)
{
    QList<InlineSpan> result;
    for (InlineSpan span : spans) {
        switch (span.kind) {
        case Kind::Link:
        case Kind::Image:
            span.start = span.contentStart = span.contentEnd;
            span.contentEnd = span.end;
            [[fallthrough]];
        case Kind::Code:
        case Kind::Autolink:
        case Kind::Html:
            result.append(span);
            break;
        default:
            break;
        }
    }
    std::ranges::stable_sort(result, {}, &InlineSpan::start);
    return result;
}

} // namespace hermes::text
