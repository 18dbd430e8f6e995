#include "find/gotoitems.h"

#include "find/hitorder.h"
#include "search/fuzzyfinder.h"
#include "search/kinds.h"
#include "search/registrysearch.h"
#include "widgets/theme.h"
#include "workspace/fragmentdocument.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::find {

namespace {

using search::AnythingFinder;
using search::EntryTable;

class Tr
{
    Q_DECLARE_TR_FUNCTIONS(GoToAnything)
};

GoToItem entryItem(const EntryTable::Entry &entry, const QString &text, const QList<int> &positions)
{
    GoToItem item;
    item.kind = GoToItem::Kind::Entry;
    item.text = text;
    item.positions = positions;
    item.note = text == entry.id.id ? shownName(entry) : entry.id.id;
    item.spoken = Tr::tr("%1, %2, %3").arg(text, widgets::kindLabel(entry.id.kind), item.note);
    item.id = entry.id;
    return item;
}

GoToItem sectionItem(const AnythingFinder::Found &found, const EntryTable::Entry &entry)
{
    GoToItem item;
    item.kind = GoToItem::Kind::Section;
    item.text = found.text;
    item.positions = found.positions;
    item.note = found.count > 1
        ? Tr::tr("%1 and %n more", nullptr, found.count - 1).arg(shownName(entry))
        : shownName(entry);
    item.spoken = Tr::tr("%1, section of %2").arg(found.text, item.note);
    item.id = entry.id;
    item.line = found.line;
    return item;
}

GoToItem tagItem(const AnythingFinder::Found &found)
{
    GoToItem item;
    item.kind = GoToItem::Kind::Tag;
    item.text = found.text;
    item.positions = found.positions;
    item.note = Tr::tr("tag");
    item.spoken = Tr::tr("%1, tag").arg(found.text);
    return item;
}

GoToItem fragmentItem(const QString &name, const QList<int> &positions)
{
    GoToItem item;
    item.kind = GoToItem::Kind::Fragment;
    item.text = name;
    item.positions = positions;
    item.note = Tr::tr("fragment");
    item.spoken = Tr::tr("%1, fragment").arg(name);
    return item;
}

GoToItem commandItem(QAction *command, const QString &text, const QList<int> &positions)
{
    GoToItem item;
    item.kind = GoToItem::Kind::Command;
    item.text = text;
    item.positions = positions;
    item.note = command->shortcut().toString(QKeySequence::NativeText);
    item.spoken = item.note.isEmpty() ? text : Tr::tr("%1, %2").arg(text, item.note);
    item.isAvailable = command->isEnabled();
    if (!item.isAvailable) {
        item.spoken = Tr::tr("%1, not available now").arg(item.spoken);
    }
    item.command = command;
    return item;
}

QString textOf(const QAction &command)
{
    return command.text().remove(u'&');
}

} // namespace

QList<GoToItem> itemsFound(const search::RegistrySearch &search, const QString &typed, int most)
{
    const EntryTable &entries = search.entries();
    QList<GoToItem> items;
    const QList<AnythingFinder::Found> all = search.find(typed, most);
    for (const AnythingFinder::Found &found : all) {
        switch (found.kind) {
        case AnythingFinder::Found::Kind::Entry:
            items.append(entryItem(entries.entry(found.row), found.text, found.positions));
            break;
        case AnythingFinder::Found::Kind::Section:
            items.append(sectionItem(found, entries.entry(found.row)));
            break;
        case AnythingFinder::Found::Kind::Tag:
            items.append(tagItem(found));
            break;
        }
    }
    return items;
}

QList<GoToItem> fragmentItems(const QStringList &fragments, const QString &typed, int most)
{
    QList<GoToItem> items;
    for (const auto matches = search::FuzzyFinder(fragments).find(typed, most);
         const search::FuzzyMatch &match : matches) {
        items.append(fragmentItem(fragments.at(match.item), match.positions));
    }
    return items;
}

QList<GoToItem> recentItems(const search::RegistrySearch &search, const QStringList &fragments,
                            const QList<core::EntryId> &recent, int most)
{
    const EntryTable &entries = search.entries();
    QList<GoToItem> items;
    for (const core::EntryId &id : recent) {
        if (const QString name = workspace::fragmentOf(id);
            fragments.contains(name) && items.size() < most) {
            items.append(fragmentItem(name, {}));
        }
        const bool isEntry = workspace::fragmentOf(id).isEmpty();
        if (const int row = search.rowOf(id); isEntry && row >= 0 && items.size() < most) {
            items.append(entryItem(entries.entry(row), shownName(entries.entry(row)), {}));
        }
    }
    for (int row = 0; row < entries.rowCount() && items.size() < most; ++row) {
        const EntryTable::Entry &entry = entries.entry(row);
        if (!entry.isRemoved && !search::isFragment(entry) && !recent.contains(entry.id)) {
            items.append(entryItem(entry, shownName(entry), {}));
        }
    }
    return items;
}

QList<GoToItem> commandItems(const QList<QAction *> &commands, const QString &typed)
{
    QList<GoToItem> items;
    if (typed.trimmed().isEmpty()) {
        for (QAction *command : commands) {
            items.append(commandItem(command, textOf(*command), {}));
        }
    } else {
        QStringList texts;
        for (const QAction *command : commands) {
            texts.append(textOf(*command));
        }
        const auto matches =
            search::FuzzyFinder(texts).find(typed, static_cast<int>(commands.size()));
        for (const search::FuzzyMatch &match : matches) {
            items.append(
                commandItem(commands.at(match.item), texts.at(match.item), match.positions));
        }
    }
    std::ranges::stable_partition(items, &GoToItem::isAvailable);
    return items;
}

} // namespace hermes::find
