#include "text/sectiontree.h"

#include "text/headingedits.h"
#include "text/sections.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes::core;

namespace hermes::text {

namespace {

constexpr int highestLevel = 1;
constexpr int deepestLevel = 6;

QString tr(const char *text)
{
    return QCoreApplication::translate("SectionTree", text);
}

} // namespace

SectionTree::SectionTree(const QString &text) : m_text(text), m_lines(text)
{
    qsizetype first = 0;
    while (first < m_lines.count() && m_lines.info(first).kind == LineKind::FrontMatter) {
        ++first;
    }
    m_start = first == m_lines.count() ? text.size() : m_lines.start(first);
    const QByteArray body = QStringView(text).sliced(m_start).toUtf8();
    QList<qsizetype> open; // sections that are not over yet
    const auto closeFrom = [&](int level, qsizetype line) {
        while (!open.isEmpty() && m_sections.at(open.last()).level >= level) {
            m_sections[open.takeLast()].end = line;
        }
    };
    for (const auto allSections = text::sections(body); const Section &section : allSections) {
        if (section.isNested) {
            continue;
        }
        const qsizetype line = first + section.line - 1;
        closeFrom(section.level, line);
        SectionNode node{section.level, section.title,   line,
                         line + 1,      m_lines.count(), open.isEmpty() ? -1 : open.last()};
        for (qsizetype i = line;
             m_lines.info(i).kind == LineKind::Paragraph && node.bodyLine < m_lines.count();) {
            i = node.bodyLine++;
        }
        open.append(m_sections.size());
        m_sections.append(node);
    }
}

qsizetype SectionTree::sectionAt(qsizetype line) const
{
    const auto after = std::ranges::upper_bound(m_sections, line, {}, &SectionNode::line);
    return after - m_sections.begin() - 1;
}

bool SectionTree::isSetext(const SectionNode &section) const
{
    return m_lines.info(section.line).kind != LineKind::Heading;
}

Edit SectionTree::titleOf(qsizetype section) const
{
    const SectionNode &node = m_sections.at(section);
    const QString line = m_lines.line(node.line);
    const LineInfo info = m_lines.info(node.line);
    const qsizetype start = m_lines.start(node.line) + info.textStart;
    qsizetype end = isSetext(node) ? m_lines.end(node.bodyLine - 2)
                                   : m_lines.start(node.line) + closingSigns(line, info.textStart);
    while (end > start && m_text.at(end - 1).isSpace()) {
        --end;
    }
    return {start, end - start, m_text.sliced(start, end - start)};
}

QList<Edit> SectionTree::renamed(qsizetype section, const QString &title) const
{
    const Edit now = titleOf(section);
    QString text = title.simplified();
    const QString line = m_lines.line(m_sections.at(section).line);
    if (now.length == 0 && !text.isEmpty() && line.endsWith(u'#')) {
        text.prepend(u' '); // a heading without text may lack the blank
    }
    return smallest({now.start, now.length, text}, now.replacement);
}

/// The line behind the last that is not blank.
qsizetype SectionTree::contentEnd(qsizetype from, qsizetype end) const
{
    while (end > from && QStringView(m_lines.line(end - 1)).trimmed().isEmpty()) {
        --end;
    }
    return end;
}

void SectionTree::addLevel(QList<Edit> &edits, const SectionNode &section, int level) const
{
    constexpr int deepestSetext = 2;
    if (!isSetext(section)) {
        HeadingEdits heading(m_lines);
        heading.setLevel(section.line, level);
        edits += heading.edits();
        return;
    }
    const qsizetype underline = section.bodyLine - 1;
    const qsizetype start = m_lines.start(underline);
    if (level <= deepestSetext) {
        QString line = m_lines.line(underline);
        line.replace(u'=', u'-');
        line.replace(u'-', level == 1 ? u'=' : u'-');
        edits += smallest({start, line.size(), line}, m_lines.line(underline));
        return;
    }
    const qsizetype text = m_lines.start(section.line) + m_lines.info(section.line).textStart;
    edits.append({text, 0, QString(level, u'#') + u' '});
    for (qsizetype line = section.line; line + 1 < underline; ++line) {
        edits.append({m_lines.end(line), 1, u" "_s});
    }
    edits.append({start - 1, m_lines.end(underline) - start + 1, {}});
}

Result<QList<Edit>> SectionTree::levelEdits(qsizetype section, int by) const
{
    QList<Edit> edits;
    for (qsizetype i = section;
         i < m_sections.size() && m_sections.at(i).line < m_sections.at(section).end; ++i) {
        const SectionNode &node = m_sections.at(i);
        const int level = node.level + by;
        if (level < highestLevel || level > deepestLevel) {
            return failure(ErrorCode::InvalidArgument,
                           tr("The heading “%1” would be on level %2. There are levels 1 to 6; "
                              "nothing was changed.")
                               .arg(node.title, QString::number(level)));
        }
        if (by != 0) {
            addLevel(edits, node, level);
        }
    }
    return edits;
}

Result<QList<Edit>> SectionTree::relevelled(qsizetype section, int by) const
{
    return levelEdits(section, by);
}

/// A section as a piece of text, and what separates it from its neighbours.
struct SectionTree::Cut
{
    qsizetype start = 0; ///< Of the content.
    qsizetype end = 0;
    QString separator; ///< Line ends between the section and what is beside it.
    Edit removal;
};

SectionTree::Cut SectionTree::cutOf(const SectionNode &section) const
{
    const qsizetype contentLines = contentEnd(section.line, section.end);
    Cut cut;
    cut.start = m_lines.start(section.line);
    cut.end = m_lines.end(contentLines - 1);
    if (section.end < m_lines.count()) {
        const qsizetype next = m_lines.start(section.end);
        cut.separator = m_text.sliced(cut.end, next - cut.end);
        cut.removal = {cut.start, next - cut.start, {}};
        return cut;
    }
    // The end of the text stays its end.
    const qsizetype above = contentEnd(0, section.line);
    const qsizetype from = above > 0 ? m_lines.end(above - 1) : 0;
    cut.separator = m_text.sliced(from, cut.start - from);
    cut.removal = {from, cut.end - from, {}};
    return cut;
}

/// True if a heading right below a line would not begin a section there.
bool SectionTree::reachesDown(qsizetype line, qsizetype heading) const
{
    if (line < 0) {
        return false;
    }
    const LineInfo info = m_lines.info(line);
    const bool isText = info.kind != LineKind::Blank && info.kind != LineKind::Heading;
    return info.kind == LineKind::Html
        || (isText && m_lines.info(heading).kind == LineKind::Paragraph);
}

/// The edits that take a section to the start of a line, or to the end of the text.
QList<Edit> SectionTree::moveEdits(const SectionNode &section, qsizetype line,
                                   const QList<Edit> &levels) const
{
    const Cut cut = cutOf(section);
    QList<Edit> local;
    for (const Edit &edit : levels) {
        local.append({edit.start - cut.start, edit.length, edit.replacement});
    }
    const QString content = applied(m_text.sliced(cut.start, cut.end - cut.start), local);
    const bool isWide = cut.separator.count(u'\n') > 1;
    const QString separator = cut.separator.isEmpty() ? u"\n\n"_s : cut.separator;
    const QString blank = u"\n"_s;
    const qsizetype last = contentEnd(section.line, section.end) - 1;
    Edit insertion;
    if (line == m_lines.count()) {
        const qsizetype end = contentEnd(0, line);
        const bool needsBlank = !isWide && reachesDown(end - 1, section.line);
        insertion = {m_lines.end(end - 1), 0,
                     separator + (needsBlank ? blank : QString()) + content};
    } else {
        const bool needsBlank = !isWide && reachesDown(last, line);
        const bool needsBlankAbove = reachesDown(line - 1, section.line);
        insertion = {m_lines.start(line), 0,
                     (needsBlankAbove ? blank : QString()) + content + separator
                         + (needsBlank ? blank : QString())};
    }
    Edit removal = cut.removal;
    if (section.end < m_lines.count() && reachesDown(section.line - 1, section.end)) {
        removal.replacement = blank;
    }
    return arranged({insertion, removal});
}

/// Levels and titles in the order in which they stand after a move.
QList<std::pair<int, QString>> SectionTree::expectedAfter(qsizetype section, qsizetype line,
                                                          int by) const
{
    QList<std::pair<int, QString>> before;
    QList<std::pair<int, QString>> moving;
    QList<std::pair<int, QString>> behind;
    const SectionNode &node = m_sections.at(section);
    for (const SectionNode &each : m_sections) {
        const bool isMoving = each.line >= node.line && each.line < node.end;
        auto &list = isMoving ? moving : each.line < line ? before : behind;
        list.append({each.level + (isMoving ? by : 0), each.title});
    }
    return before + moving + behind;
}

Result<QList<Edit>> SectionTree::moved(qsizetype section, qsizetype target, Place place) const
{
    const SectionNode &node = m_sections.at(section);
    const SectionNode &there = m_sections.at(target);
    if (there.line >= node.line && there.line < node.end) {
        return failure(
            ErrorCode::InvalidArgument,
            tr("“%1” belongs to the section that is moved. Nothing was changed.").arg(there.title));
    }
    const int by = there.level + (place == Place::Into ? 1 : 0) - node.level;
    const Result<QList<Edit>> levels = levelEdits(section, by);
    if (!levels) {
        return levels;
    }
    const qsizetype line = place == Place::Before ? there.line : there.end;
    const bool isThere = line == node.line || line == node.end;
    QList<Edit> edits = isThere ? *levels : moveEdits(node, line, *levels);
    const SectionTree after(applied(m_text, edits));
    QList<std::pair<int, QString>> found;
    for (const SectionNode &each : after.sections()) {
        found.append({each.level, each.title});
    }
    if (found != expectedAfter(section, line, by)) {
        return failure(ErrorCode::InvalidArgument,
                       tr("“%1” cannot be moved there: something in it does not end with it, for "
                          "instance a code fence. Nothing was changed.")
                           .arg(node.title));
    }
    return edits;
}

} // namespace hermes::text
