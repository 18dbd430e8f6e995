#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "search/fuzzyfinder.h"
#include "search/headings.h"
#include "search/snapshot.h"

#include <QHash>
#include <QList>
#include <QString>

#include <span>
#include <vector>

namespace hermes::search {

/// The headings of all prompts: few titles, many places.
class SectionList
{
public:
    struct Place
    {
        qint32 row = 0;
        qint32 line = 0; ///< 1-based.
    };

    void setHeadings(int row, const QList<Heading> &headings);
    [[nodiscard]] const FuzzyFinder &titles() const { return m_finder; }
    [[nodiscard]] const QString &title(int index) const { return m_titles.at(index); }
    /// Where a title stands first in each prompt that has it, by row.
    [[nodiscard]] std::span<const Place> placesOf(int title) const
    {
        return m_places[static_cast<size_t>(title)];
    }
    /// The titles of a row and their lines.
    [[nodiscard]] QList<std::pair<int, int>> titlesOf(int row) const;

private:
    struct Use
    {
        qint32 title = 0;
        qint32 line = 0;
    };

    int numberOf(const QString &title);

    QStringList m_titles;
    QHash<QString, int> m_numbers;
    FuzzyFinder m_finder;
    std::vector<std::vector<Place>> m_places; ///< By title.
    std::vector<std::vector<Use>> m_uses; ///< By row.
};

/// Reads the headings of every prompt. Cancelled: some are missing. Thread: any; blocks.
[[nodiscard]] SectionList collectSections(const Snapshot &snapshot, const core::CancelFlag &cancel);

/// "Go to anything": entries by name and id, tags, sections, from a few typed letters.
///
/// `#` separates what narrows the entries from what narrows their sections: `beng#meth` finds the
/// section “Method” of “Backend Engineer”. Without it a section is found by its title alone, and
/// told once, however many prompts have it. Thread: one at a time.
class AnythingFinder
{
public:
    struct Found
    {
        enum class Kind
        {
            Entry,
            Tag,
            Section
        };
        Kind kind = Kind::Entry;
        int row = -1; ///< Of the entry, or of the first one with this section; -1 for a tag.
        QString text; ///< Name, id, tag or title: what was found.
        QList<int> positions; ///< Of the letters found, in `text`.
        int line = 0; ///< Of a section's heading, 1-based.
        int count = 1; ///< Entries that have the section.
        int score = 0;

        bool operator==(const Found &) const = default;
    };

    AnythingFinder() = default;
    explicit AnythingFinder(const EntryTable &entries);

    /// A row of the table is new, another or gone.
    void updateRow(const EntryTable &entries, int row);
    void setSections(SectionList sections) { m_sections = std::move(sections); }
    void setHeadings(int row, const QList<Heading> &headings)
    {
        m_sections.setHeadings(row, headings);
    }

    /// The best `most`, best first; one for each entry.
    [[nodiscard]] QList<Found> find(const QString &typed, int most) const;

private:
    struct Name
    {
        int row = 0;
        QString text;
    };
    [[nodiscard]] QList<Found> findEntries(const QString &typed, int most) const;
    [[nodiscard]] QList<Found> findSections(const QString &typed, int most) const;
    [[nodiscard]] QList<Found> findSectionsOf(const QString &entries, const QString &title,
                                              int most) const;
    void addName(int row, const QString &text);

    FuzzyFinder m_names;
    std::vector<Name> m_nameItems; ///< Of each item of m_names.
    std::vector<std::vector<int>> m_itemsOfRow;
    FuzzyFinder m_tags;
    QStringList m_tagTexts;
    SectionList m_sections;
};

} // namespace hermes::search
