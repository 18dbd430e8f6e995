#include "search/anythingfinder.h"

#include "search/kinds.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace hermes::search {

namespace {

using Found = AnythingFinder::Found;

/// Entries come before sections and tags that are as good.
constexpr int entryBonus = 4;
/// Entries whose sections are looked at when something narrows them.
constexpr int mostEntriesForSections = 500;

/// An id that is its name in small letters is found by the name.
bool saysTheSame(const QString &name, const QString &id)
{
    const auto letters = [](const QString &text) {
        QString result;
        for (const QChar c : text) {
            result += c.isLetterOrNumber() ? c.toLower() : u'-';
        }
        return result;
    };
    return letters(name) == letters(id);
}

void keepBest(QList<Found> &found, int most)
{
    std::ranges::stable_sort(found, std::ranges::greater(), &Found::score);
    found.resize(std::min<qsizetype>(found.size(), most));
}

} // namespace

void SectionList::setHeadings(int row, const QList<Heading> &headings)
{
    if (m_uses.size() <= static_cast<size_t>(row)) {
        m_uses.resize(static_cast<size_t>(row) + 1);
    }
    std::vector<Use> &uses = m_uses[static_cast<size_t>(row)];
    for (const Use &use : uses) {
        std::vector<Place> &places = m_places[static_cast<size_t>(use.title)];
        const auto [first, last] = std::ranges::equal_range(places, row, {}, &Place::row);
        places.erase(first, last);
    }
    uses.clear();
    uses.reserve(static_cast<size_t>(headings.size()));
    for (const Heading &heading : headings) {
        const int title = numberOf(heading.title);
        std::vector<Place> &places = m_places[static_cast<size_t>(title)];
        const auto behind = std::ranges::upper_bound(places, row, {}, &Place::row);
        if (behind == places.begin() || std::prev(behind)->row != row) {
            places.insert(behind, {row, heading.line});
        }
        uses.push_back({title, heading.line});
    }
}

int SectionList::numberOf(const QString &title)
{
    if (const auto known = m_numbers.constFind(title); known != m_numbers.cend()) {
        return *known;
    }
    const int number = m_finder.append(title);
    m_numbers.insert(title, number);
    m_titles.append(title);
    m_places.emplace_back();
    return number;
}

QList<std::pair<int, int>> SectionList::titlesOf(int row) const
{
    QList<std::pair<int, int>> titles;
    if (static_cast<size_t>(row) < m_uses.size()) {
        for (const Use &use : m_uses[static_cast<size_t>(row)]) {
            titles.append({use.title, use.line});
        }
    }
    return titles;
}

SectionList collectSections(const Snapshot &snapshot, const core::CancelFlag &cancel)
{
    SectionList sections;
    std::vector<bool> isDone(static_cast<size_t>(snapshot.entries.rowCount()));
    BlockBuffer buffer;
    for (int block = 0; snapshot.pack && snapshot.rowOfText && block < snapshot.pack->blockCount()
         && !cancel.isCancelled();
         ++block) {
        if (!snapshot.pack->readBlock(block, buffer)) {
            continue;
        }
        for (const qint32 text : snapshot.pack->textsOf(block)) {
            const int row = (*snapshot.rowOfText)[static_cast<size_t>(text)];
            if (row >= 0) {
                sections.setHeadings(row, headingsOf(snapshot.pack->textIn(buffer, text)));
                isDone[static_cast<size_t>(row)] = true;
            }
        }
    }
    for (int row = 0; row < snapshot.entries.rowCount() && !cancel.isCancelled(); ++row) {
        const EntryTable::Entry &entry = snapshot.entries.entry(row);
        if (!isDone[static_cast<size_t>(row)] && !entry.promptFile.isRoot()) {
            sections.setHeadings(row,
                                 headingsOf(looseText(snapshot, row).value_or(RowText()).bytes));
        }
    }
    return sections;
}

AnythingFinder::AnythingFinder(const EntryTable &entries)
{
    for (int row = 0; row < entries.rowCount(); ++row) {
        updateRow(entries, row);
    }
}

void AnythingFinder::addName(int row, const QString &text)
{
    m_names.append(text);
    m_nameItems.push_back({row, text});
    m_itemsOfRow[static_cast<size_t>(row)].push_back(m_names.itemCount() - 1);
}

void AnythingFinder::updateRow(const EntryTable &entries, int row)
{
    if (m_itemsOfRow.size() <= static_cast<size_t>(row)) {
        m_itemsOfRow.resize(static_cast<size_t>(row) + 1);
    }
    const EntryTable::Entry &entry = entries.entry(row);
    QStringList texts;
    if (entry.isRemoved) {
        m_sections.setHeadings(row, {});
    } else if (!isFragment(entry)) { // of those the sections alone
        texts.append(entry.name);
        if (!saysTheSame(entry.name, entry.id.id)) {
            texts.append(entry.id.id);
        }
    }
    const std::vector<int> items = m_itemsOfRow[static_cast<size_t>(row)];
    for (size_t i = 0; i < items.size(); ++i) {
        const QString text = texts.value(static_cast<qsizetype>(i));
        m_names.replace(items[i], text);
        m_nameItems[static_cast<size_t>(items[i])].text = text;
    }
    for (auto i = static_cast<qsizetype>(items.size()); i < texts.size(); ++i) {
        addName(row, texts.at(i));
    }
    const QStringList &tags = entries.values(Facet::Tag);
    for (qsizetype i = m_tagTexts.size(); i < tags.size(); ++i) {
        m_tags.append(tags.at(i));
        m_tagTexts.append(tags.at(i));
    }
}

QList<Found> AnythingFinder::findEntries(const QString &typed, int most) const
{
    QList<Found> found;
    QSet<int> rows;
    // An entry may be found by name and by id.
    for (const auto matches = m_names.find(typed, most * 2); const FuzzyMatch &match : matches) {
        const Name &name = m_nameItems[static_cast<size_t>(match.item)];
        if (!rows.contains(name.row)) {
            rows.insert(name.row);
            found.append({Found::Kind::Entry, name.row, name.text, match.positions, 0, 1,
                          match.score + entryBonus});
        }
    }
    found.resize(std::min<qsizetype>(found.size(), most));
    return found;
}

QList<Found> AnythingFinder::findSections(const QString &typed, int most) const
{
    QList<Found> found;
    for (const auto allMatches = m_sections.titles().find(typed, most);
         const FuzzyMatch &match : allMatches) {
        const std::span<const SectionList::Place> places = m_sections.placesOf(match.item);
        if (!places.empty()) {
            found.append({Found::Kind::Section, places.front().row, m_sections.title(match.item),
                          match.positions, places.front().line, static_cast<int>(places.size()),
                          match.score});
        }
    }
    return found;
}

QList<Found> AnythingFinder::findSectionsOf(const QString &entries, const QString &title,
                                            int most) const
{
    QList<Found> found;
    for (const auto allEntries = findEntries(entries, mostEntriesForSections);
         const Found &entry : allEntries) {
        FuzzyFinder finder;
        const QList<std::pair<int, int>> titles = m_sections.titlesOf(entry.row);
        for (const auto &[index, line] : titles) {
            finder.append(m_sections.title(index));
        }
        if (title.trimmed().isEmpty()) {
            for (const auto &[index, line] : titles) {
                found.append({Found::Kind::Section,
                              entry.row,
                              m_sections.title(index),
                              {},
                              line,
                              1,
                              entry.score});
            }
            continue;
        }
        for (const auto matches = finder.find(title, most); const FuzzyMatch &match : matches) {
            const auto &[index, line] = titles.at(match.item);
            found.append({Found::Kind::Section, entry.row, m_sections.title(index), match.positions,
                          line, 1, entry.score + match.score});
        }
    }
    keepBest(found, most);
    return found;
}

QList<Found> AnythingFinder::find(const QString &typed, int most) const
{
    const qsizetype mark = typed.indexOf(u'#');
    if (mark > 0) {
        return findSectionsOf(typed.first(mark), typed.sliced(mark + 1), most);
    }
    const QString text = typed.sliced(mark + 1);
    QList<Found> found = mark == 0 ? QList<Found>() : findEntries(text, most);
    if (mark < 0) {
        for (const auto allMatches = m_tags.find(text, most);
             const FuzzyMatch &match : allMatches) {
            found.append({Found::Kind::Tag, -1, m_tagTexts.at(match.item), match.positions, 0, 1,
                          match.score});
        }
    }
    found += findSections(text, most);
    keepBest(found, most);
    return found;
}

} // namespace hermes::search
