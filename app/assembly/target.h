#pragma once

#include "assembly/assembly.h"

#include <QList>

#include <array>
#include <optional>

namespace hermes::assembly {

/// For whom a prompt is assembled: the program that will give it to a model.
enum class Target
{
    AsWritten, ///< The whole assembly, and nothing else.
    HermesAgent, ///< `SOUL.md`, slot 1 of its system prompt.
    ClaudeCode, ///< A subagent's file: front matter, then the system prompt.
    Copilot, ///< A custom agent's file on GitHub.
};

/// In the order in which they are offered.
inline constexpr std::array allTargets{Target::AsWritten, Target::HermesAgent, Target::ClaudeCode,
                                       Target::Copilot};

/// `as-written`, `hermes-agent`, `claude-code`, `copilot`: the words of the command line and of
/// settings.
[[nodiscard]] QString targetName(Target target);
[[nodiscard]] std::optional<Target> targetFromName(const QString &name);
/// What people read.
[[nodiscard]] QString targetLabel(Target target);

/// What a target adds of its own and nobody else has: a sentence. Empty where it adds nothing.
[[nodiscard]] QString ownAdditions(Target target);

/// The prompt as a target takes it.
struct TargetText
{
    QString
        place; ///< Where it goes there: "SOUL.md, slot 1 of the system prompt". Empty = nowhere.
    /// What of the assembly the model receives, in order; together less than all where the target
    /// cuts. Bytes of Assembly::text.
    QList<ByteRange> kept;
    qint64 characters = 0; ///< Unicode code points of the assembly.
    qint64 keptCharacters = 0; ///< Of them.
    qint64 limit = 0; ///< That the target takes; 0 = it knows none.
    QList<core::Problem> problems; ///< In the prompt's file: what is cut or refused.

    bool operator==(const TargetText &) const = default;

    [[nodiscard]] bool isWhole(const Assembly &assembly) const
    {
        return kept.size() == 1 && kept.constFirst().length == assembly.text.size();
    }
    /// What lies between and behind the pieces that are kept.
    [[nodiscard]] QList<ByteRange> dropped(const Assembly &assembly) const;
    /// The bytes that are kept, one piece after the other.
    [[nodiscard]] QByteArray text(const Assembly &assembly) const;
    /// The segments of what is kept, with their places in text().
    [[nodiscard]] Assembly assembly(const Assembly &whole) const;
};

/// Hermes Agent cuts a longer SOUL.md: of what it takes, seven tenths are the beginning and two the
/// end, and the middle is dropped. With a large context window it takes more.
inline constexpr qint64 hermesAgentCharacters = 20'000;
/// GitHub refuses a longer body of a Copilot agent.
inline constexpr qint64 copilotCharacters = 30'000;

/// How many characters Hermes Agent takes with a model's context window, in tokens; 0 = unknown.
[[nodiscard]] qint64 hermesAgentLimit(qint64 contextTokens);

/// How a target takes an assembly. Cost is linear. Thread: any.
/// `contextTokens`: window of the model; 0 = unknown. `promptFile`: where problems are told.
[[nodiscard]] TargetText forTarget(const Assembly &assembly, Target target, qint64 contextTokens,
                                   const core::RepoPath &promptFile);

} // namespace hermes::assembly
