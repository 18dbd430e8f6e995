#pragma once

#include "core/entryid.h"

#include <QAction>
#include <QList>
#include <QPointer>
#include <QString>

namespace hermes::search {
class RegistrySearch;
}

namespace hermes::find {

/// Something one can go to.
struct GoToItem
{
    enum class Kind
    {
        Entry,
        Section,
        Tag,
        Fragment,
        Command
    };
    Kind kind = Kind::Entry;
    QString text; ///< What is found.
    QList<int> positions; ///< Of the letters found, in `text`.
    QString note; ///< What else tells it from others.
    QString spoken; ///< For screen readers.
    core::EntryId id; ///< Of an Entry, and of the first one that has a Section.
    int line = 0; ///< Of a Section's heading, 1-based.
    QPointer<QAction> command;
    bool isAvailable = true;
};

/// Commands come instead of what is in the registry if this begins what is typed.
inline constexpr QChar commandMark = u'>';

/// Entries, tags and sections that a few letters mean, best first.
[[nodiscard]] QList<GoToItem> itemsFound(const search::RegistrySearch &search, const QString &typed,
                                         int most);
/// Fragments that a few letters mean, best first; their texts are their names.
[[nodiscard]] QList<GoToItem> fragmentItems(const QStringList &fragments, const QString &typed,
                                            int most);
/// Entries and fragments that were opened lately, then other entries, for when nothing is typed.
[[nodiscard]] QList<GoToItem> recentItems(const search::RegistrySearch &search,
                                          const QStringList &fragments,
                                          const QList<core::EntryId> &recent, int most);
/// Commands by their texts, with their keys; all if nothing is typed. What cannot be done now comes
/// last.
[[nodiscard]] QList<GoToItem> commandItems(const QList<QAction *> &commands, const QString &typed);

} // namespace hermes::find
