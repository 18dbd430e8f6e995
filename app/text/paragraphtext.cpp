#include "text/paragraphtext.h"

#include <algorithm>

namespace hermes::text {

namespace {

/// How far a paragraph is followed up and down, in lines.
constexpr qsizetype reach = 500;

bool hasInlineText(LineKind kind)
{
    return kind == LineKind::Paragraph || kind == LineKind::Heading || kind == LineKind::Table;
}

/// Index behind the text of a heading: its closing `#` signs are no text.
qsizetype headingEnd(const QString &line, qsizetype textStart)
{
    qsizetype end = line.size();
    const auto skip = [&](auto matches) {
        while (end > textStart && matches(line.at(end - 1))) {
            --end;
        }
    };
    const auto isBlank = [](QChar c) { return c == u' ' || c == u'\t'; };
    skip(isBlank);
    const qsizetype text = end;
    skip([](QChar c) { return c == u'#'; });
    if (end > textStart && !isBlank(line.at(end - 1))) {
        return text;
    }
    skip(isBlank);
    return end;
}

} // namespace

ParagraphText::ParagraphText(const Lines &lines, qsizetype line)
{
    LineInfo info = lines.info(line);
    if (!hasInlineText(info.kind)) {
        return;
    }
    m_firstLine = line;
    while (info.continuesParagraph && m_firstLine > 0 && line - m_firstLine < reach) {
        info = lines.info(--m_firstLine);
    }
    add(lines.line(m_firstLine), lines.start(m_firstLine), info);
    qsizetype next = m_firstLine + 1;
    while (info.kind == LineKind::Paragraph && next < lines.count() && next - line <= reach) {
        info = classify(lines.line(next), info.after);
        if (!info.continuesParagraph) {
            break;
        }
        add(lines.line(next), lines.start(next), info);
        ++next;
    }
    m_spans = inlineSpans(m_text);
}

void ParagraphText::add(const QString &line, qsizetype position, const LineInfo &info)
{
    if (!m_parts.isEmpty()) {
        m_text += u'\n';
    }
    const qsizetype end =
        info.kind == LineKind::Heading ? headingEnd(line, info.textStart) : line.size();
    m_parts.append({m_text.size(), position + info.textStart, end - info.textStart});
    m_text += QStringView(line).sliced(info.textStart, end - info.textStart);
}

qsizetype ParagraphText::toDocument(qsizetype offset) const
{
    const auto after = std::ranges::upper_bound(m_parts, offset, {}, &Part::offset);
    const Part &part = *std::prev(after);
    return part.position + std::min(offset - part.offset, part.length);
}

qsizetype ParagraphText::fromDocument(qsizetype position) const
{
    const auto after = std::ranges::upper_bound(m_parts, position, {}, &Part::position);
    if (after == m_parts.begin()) {
        return 0;
    }
    const Part &part = *std::prev(after);
    return part.offset + std::clamp<qsizetype>(position - part.position, 0, part.length);
}

} // namespace hermes::text
