#include "text/htmllists.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

constexpr int deepestLevel = 20;

/// The part of a paragraph of Word that shows its number or bullet.
const HtmlNode *shownMarker(const HtmlNode &node)
{
    for (const auto &child : node.children) {
        if (child->style("mso-list"_L1) == "ignore"_L1) {
            return child.get();
        }
        if (const HtmlNode *inner = shownMarker(*child)) {
            return inner;
        }
    }
    return nullptr;
}

bool isList(const QString &block)
{
    static const QRegularExpression marker(uR"(^(?:[-*+]|\d+[.)])\s)"_s);
    return marker.match(block).hasMatch();
}

} // namespace

std::optional<ListEntry> wordListEntry(const HtmlNode &node)
{
    static const QRegularExpression level(u"level(\\d+)"_s);
    static const QRegularExpression counted(uR"(^\s*\(?(\d+|[A-Za-z]{1,4})[.)])"_s);
    const QRegularExpressionMatch found = level.match(node.style("mso-list"_L1));
    if (!found.hasMatch()) {
        return std::nullopt;
    }
    ListEntry entry;
    entry.level = std::clamp(found.captured(1).toInt(), 1, deepestLevel);
    entry.content = &node;
    if (const HtmlNode *marker = shownMarker(node)) {
        const QRegularExpressionMatch number = counted.match(marker->plainText());
        entry.isOrdered = number.hasMatch();
        entry.number = std::max(1, number.captured(1).toInt());
    }
    return entry;
}

bool isLeveledList(const HtmlNode &list)
{
    return std::ranges::any_of(list.children, [](const auto &child) {
        return child->name == "li"_L1 && child->attributes.contains(u"data-aria-level"_s);
    });
}

int entryLevel(const HtmlNode &item)
{
    return std::clamp(item.attributes.value(u"data-aria-level"_s).toInt(), 1, deepestLevel);
}

void ListWriter::add(int level, bool isOrdered, int number, const QStringList &blocks)
{
    m_items.append({level, isOrdered, number, blocks});
}

void ListWriter::addToLast(const QStringList &blocks)
{
    if (m_items.isEmpty()) {
        m_items.append({1, false, 1, {}});
    }
    m_items.last().blocks += blocks;
}

QString ListWriter::markdown() const
{
    struct Level
    {
        int level = 1;
        bool isOrdered = false;
        int number = 1;
        qsizetype width = 0;
    };
    // With paragraphs in an item the others stand apart as well.
    const bool isLoose = std::ranges::any_of(m_items, [](const Item &item) {
        return std::ranges::count_if(item.blocks, [](const QString &b) { return !isList(b); }) > 1;
    });
    QList<Level> levels;
    QStringList lines;
    for (const Item &item : m_items) {
        while (!levels.isEmpty() && levels.last().level > item.level) {
            levels.removeLast();
        }
        const bool goesOn = !levels.isEmpty() && levels.last().level == item.level
            && levels.last().isOrdered == item.isOrdered;
        if (goesOn) {
            ++levels.last().number;
        } else {
            if (!levels.isEmpty() && levels.last().level == item.level) {
                levels.removeLast();
            }
            levels.append({item.level, item.isOrdered, item.number, 0});
        }
        qsizetype indent = 0;
        for (const Level &level : std::as_const(levels)) {
            indent += &level != &std::as_const(levels).last() ? level.width : 0;
        }
        const QString marker =
            item.isOrdered ? QString::number(levels.last().number) + u". "_s : u"- "_s;
        levels.last().width = marker.size();
        if (isLoose && !lines.isEmpty()) {
            lines.append(QString());
        }
        QString prefix = QString(indent, u' ') + marker;
        const QString further(prefix.size(), u' ');
        for (qsizetype i = 0; i < item.blocks.size(); ++i) {
            if (i > 0 && !isList(item.blocks.at(i))) {
                lines.append(QString());
            }
            for (const auto allLines = item.blocks.at(i).split(u'\n');
                 const QString &line : allLines) {
                lines.append(line.isEmpty() ? QString() : prefix + line);
                prefix = further;
            }
        }
        if (item.blocks.isEmpty()) {
            lines.append(prefix.trimmed().isEmpty() ? prefix : prefix.chopped(1));
        }
    }
    return lines.join(u'\n');
}

} // namespace hermes::text
