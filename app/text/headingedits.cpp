#include "text/headingedits.h"

namespace hermes::text {

namespace {

bool isBlankSign(QChar character)
{
    return character == u' ' || character == u'\t';
}

} // namespace

qsizetype closingSigns(QStringView line, qsizetype textStart)
{
    qsizetype end = line.size();
    while (end > textStart && isBlankSign(line.at(end - 1))) {
        --end;
    }
    qsizetype start = end;
    while (start > textStart && line.at(start - 1) == u'#') {
        --start;
    }
    if (start == end || (start > textStart && !isBlankSign(line.at(start - 1)))) {
        return line.size();
    }
    while (start > textStart && isBlankSign(line.at(start - 1))) {
        --start;
    }
    return start;
}

int headingLevelOf(const Lines &lines, qsizetype line, const LineInfo &info)
{
    if (info.kind == LineKind::Heading) {
        return info.headingLevel;
    }
    if (info.kind == LineKind::Paragraph && line + 1 < lines.count()) {
        const LineInfo next = classify(lines.line(line + 1), info.after);
        return next.kind == LineKind::SetextUnderline ? next.headingLevel : 0;
    }
    return 0;
}

void HeadingEdits::setLevel(qsizetype line, int level)
{
    const LineInfo info = m_lines.info(line);
    if (info.kind == LineKind::Heading) {
        changeSigns(line, info, level);
    } else if (info.kind == LineKind::Paragraph || info.kind == LineKind::Blank) {
        if (headingLevelOf(m_lines, line, info) > 0) {
            removeUnderline(line + 1);
        }
        if (level > 0) {
            begin(line, info, level);
        }
    }
}

void HeadingEdits::changeSigns(qsizetype line, const LineInfo &info, int level)
{
    const QString text = m_lines.line(line);
    const qsizetype signs = text.indexOf(u'#', info.prefixEnd);
    const qsizetype closing = closingSigns(text, info.textStart);
    if (level == 0) {
        replace(line, signs, info.textStart, {});
        if (closing < text.size()) {
            replace(line, closing, text.size(), {});
        }
        return;
    }
    const int difference = level - info.headingLevel;
    if (difference > 0) {
        replace(line, signs, signs, QString(difference, u'#'));
    } else if (difference < 0) {
        replace(line, signs, signs - difference, {});
    }
    const QStringView closingText = QStringView(text).sliced(closing);
    if (difference != 0 && closingText.count(u'#') == info.headingLevel) {
        const qsizetype first = text.indexOf(u'#', closing);
        replace(line, first, first + info.headingLevel, QString(level, u'#'));
    }
}

/// A line of text, perhaps of a list, becomes a heading.
void HeadingEdits::begin(qsizetype line, const LineInfo &info, int level)
{
    const qsizetype from = info.markers.isEmpty() ? info.textStart : info.markers.first().start;
    replace(line, from, info.textStart, QString(level, u'#') + u' ');
}

void HeadingEdits::removeUnderline(qsizetype line)
{
    const qsizetype start = m_lines.start(line) - 1;
    m_edits.append({start, m_lines.end(line) - start, {}});
}

} // namespace hermes::text
