#include "changes/habits.h"

#include "changes/writecollector.h"
#include "registry/definition.h"
#include "text/sections.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

using namespace hermes::core;

namespace hermes::changes {

namespace {

/// Enough to tell what is usual; reading more says the same for longer.
constexpr qsizetype agentsLookedAt = 300;
/// A section is usual if one agent in so many has it, and two at least.
constexpr int usualShare = 3;

/// How often each value occurs; the winner is the most frequent, the first of equals.
template <typename T>
class Votes
{
public:
    void add(const T &value)
    {
        if (value != T()) {
            const auto known = std::ranges::find(m_votes, value, &Vote::value);
            (known == m_votes.end() ? m_votes.emplaceBack(value, 0) : *known).count += 1;
        }
    }
    [[nodiscard]] T winner() const
    {
        const auto best = std::ranges::max_element(m_votes, {}, &Vote::count);
        return best == m_votes.end() ? T() : best->value;
    }

private:
    struct Vote
    {
        T value;
        int count = 0;
    };
    QList<Vote> m_votes;
};

struct SectionTally
{
    int agents = 0;
    std::map<int, int> levels;
    double places = 0; ///< Sum of relative positions, 0 = first.
};

class Observer
{
public:
    void look(const registry::Definition &definition)
    {
        ++m_agents;
        m_authors.add(definition.manifest.author.value_or(registry::Author()));
        m_licenses.add(definition.manifest.license);
        m_models.add(definition.manifest.model);
        m_compatibilities.add(
            definition.manifest.compatibility.value_or(registry::Compatibility()));
        const QList<text::Section> sections = text::sections(definition.promptText);
        QStringList seen;
        for (qsizetype i = 0; i < sections.size(); ++i) {
            const text::Section &section = sections.at(i);
            // The first heading of the first level is the agent's name.
            if ((i == 0 && section.level == 1) || seen.contains(section.title)) {
                continue;
            }
            seen.append(section.title);
            SectionTally &tally = m_sections[section.title];
            ++tally.agents;
            ++tally.levels[section.level];
            tally.places += static_cast<double>(i) / static_cast<double>(sections.size());
        }
    }

    [[nodiscard]] Habits habits() const
    {
        return {m_agents,           usualSections(),
                m_authors.winner(), m_licenses.winner(),
                m_models.winner(),  m_compatibilities.winner()};
    }

private:
    [[nodiscard]] QList<UsualSection> usualSections() const
    {
        struct Placed
        {
            UsualSection section;
            double place = 0;
        };
        QList<Placed> found;
        for (const auto &[title, tally] : m_sections) {
            if (tally.agents >= 2 && tally.agents * usualShare >= m_agents) {
                const int level = std::ranges::max_element(tally.levels, {}, [](const auto &l) {
                                      return l.second;
                                  })->first;
                found.append({{title, level, tally.agents}, tally.places / tally.agents});
            }
        }
        std::ranges::stable_sort(found, {}, &Placed::place);
        QList<UsualSection> sections;
        for (const Placed &placed : std::as_const(found)) {
            sections.append(placed.section);
        }
        return sections;
    }

    int m_agents = 0;
    Votes<registry::Author> m_authors;
    Votes<QString> m_licenses;
    Votes<QString> m_models;
    Votes<registry::Compatibility> m_compatibilities;
    std::map<QString, SectionTally> m_sections;
};

} // namespace

Habits habitsOf(const FileSource &source, const registry::Catalog &catalog,
                const CancelFlag &cancel)
{
    QList<RepoPath> folders;
    for (const registry::EntrySummary &entry : catalog.entries) {
        if (entry.id.kind == EntryKind::Agent) {
            folders.append(entry.folder);
        }
    }
    Observer observer;
    const qsizetype wanted = std::min(folders.size(), agentsLookedAt);
    for (qsizetype i = 0; i < wanted && !cancel.isCancelled(); ++i) {
        const auto definition = registry::loadDefinition(source, EntryKind::Agent,
                                                         folders.at(i * folders.size() / wanted),
                                                         maximumOperationBytes);
        if (definition) {
            observer.look(*definition);
        }
    }
    return observer.habits();
}

} // namespace hermes::changes
