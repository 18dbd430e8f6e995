#pragma once

#include "changes/habits.h"

namespace hermes::changes {

/// A definition to begin a new agent with.
struct Starter
{
    QString key; ///< Stable, for scripts: `reviewer`.
    QString title; ///< For people.
    QString summary; ///< One sentence: for what kind of agent.
    QByteArray manifestText;
    QByteArray promptText; ///< `{{name}}` and `{{description}}` are filled in once, at creation.

    bool operator==(const Starter &) const = default;
};

/// The starters that come with the program, the most used ones first, the blank one last. Each is
/// a definition without problems.
[[nodiscard]] QList<Starter> builtInStarters();

/// The sections that the registry's own agents usually have, as a starter with the key `usual`;
/// nullopt if they have none in common.
[[nodiscard]] std::optional<Starter> usualStarter(const Habits &habits);

} // namespace hermes::changes
