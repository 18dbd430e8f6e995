#include "text/linestyle.h"

#include "text/lineselection.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

constexpr int highestLevel = 6;

bool isBlankSign(QChar character)
{
    return character == u' ' || character == u'\t';
}

/// Start of the `#` signs that close a heading, with the blanks before them; the line's size if it
/// has none.
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

/// Level of the heading that a line begins; 0 if it is none. A setext heading of one line counts.
int levelOf(const Lines &lines, qsizetype line, const LineInfo &info)
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

class HeadingEdits
{
public:
    explicit HeadingEdits(const Lines &lines) : m_lines(lines) { }

    void setLevel(qsizetype line, int level);
    [[nodiscard]] QList<Edit> edits() const { return arranged(m_edits); }

private:
    void changeSigns(qsizetype line, const LineInfo &info, int level);
    void begin(qsizetype line, const LineInfo &info, int level);
    void removeUnderline(qsizetype line);
    void replace(qsizetype line, qsizetype from, qsizetype to, const QString &text)
    {
        m_edits.append({m_lines.start(line) + from, to - from, text});
    }

    const Lines &m_lines;
    QList<Edit> m_edits;
};

void HeadingEdits::setLevel(qsizetype line, int level)
{
    const LineInfo info = m_lines.info(line);
    if (info.kind == LineKind::Heading) {
        changeSigns(line, info, level);
    } else if (info.kind == LineKind::Paragraph || info.kind == LineKind::Blank) {
        if (levelOf(m_lines, line, info) > 0) {
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

/// The selected lines that are text or headings; blank ones only if nothing else is selected.
QList<qsizetype> headingLines(const Lines &lines, const QList<Selection> &selections)
{
    QList<qsizetype> found;
    for (const LineRange &range : selectedLines(lines, selections)) {
        for (qsizetype line = range.first; line <= range.last; ++line) {
            const LineKind kind = lines.info(line).kind;
            const bool isText = kind == LineKind::Paragraph || kind == LineKind::Heading;
            if (isText || (kind == LineKind::Blank && range.count() == 1)) {
                found.append(line);
            } else if (kind == LineKind::SetextUnderline && range.count() == 1 && line > 0) {
                found.append(line - 1);
            }
        }
    }
    return found;
}

Change changeOf(const HeadingEdits &edits, const QList<Selection> &selections)
{
    return {edits.edits(), moved(selections, edits.edits())};
}

} // namespace

Change setHeadingLevel(const Lines &lines, const QList<Selection> &selections, int level)
{
    const QList<qsizetype> found = headingLines(lines, selections);
    const bool isOn = std::ranges::all_of(
        found, [&](qsizetype line) { return levelOf(lines, line, lines.info(line)) == level; });
    HeadingEdits edits(lines);
    for (const qsizetype line : found) {
        edits.setLevel(line, isOn ? 0 : level);
    }
    return changeOf(edits, selections);
}

Change shiftHeadingLevel(const Lines &lines, const QList<Selection> &selections, int by)
{
    HeadingEdits edits(lines);
    for (const qsizetype line : headingLines(lines, selections)) {
        if (const int level = levelOf(lines, line, lines.info(line)); level > 0) {
            edits.setLevel(line, std::clamp(level + by, 1, highestLevel));
        }
    }
    return changeOf(edits, selections);
}

} // namespace hermes::text
