#pragma once

#include "text/htmltree.h"

#include <optional>

namespace hermes::text {

/// An item of a list as word processors write them: a paragraph that says its level.
struct ListEntry
{
    int level = 1; ///< From 1.
    bool isOrdered = false;
    int number = 1;
    const HtmlNode *content = nullptr;
};

/// The item that a paragraph of Word is.
[[nodiscard]] std::optional<ListEntry> wordListEntry(const HtmlNode &node);
/// True for a list element that holds a piece of a list, as Word on the web writes it: each item
/// says its level.
[[nodiscard]] bool isLeveledList(const HtmlNode &list);
[[nodiscard]] int entryLevel(const HtmlNode &item);

/// Writes a list in Markdown, item by item.
class ListWriter
{
public:
    void add(int level, bool isOrdered, int number, const QStringList &blocks);
    /// What belongs to the last item too; an item of its own if there is none.
    void addToLast(const QStringList &blocks);

    [[nodiscard]] bool isEmpty() const { return m_items.isEmpty(); }
    [[nodiscard]] QString markdown() const;

private:
    struct Item
    {
        int level = 1;
        bool isOrdered = false;
        int number = 1;
        QStringList blocks;
    };
    QList<Item> m_items;
};

} // namespace hermes::text
