#include "assembly/target.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::assembly {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Target)
};

// As Hermes Agent reckons: characters by token, and the part of the window that one file may take.
constexpr double charactersPerToken = 4;
constexpr double windowPart = 0.06;
constexpr qint64 hermesAgentCeiling = 500'000;
constexpr double keptHead = 0.7;
constexpr double keptTail = 0.2;

bool beginsCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// Byte at which a character begins, counted from 0; the end for what lies behind it.
qint64 byteOfCharacter(QByteArrayView text, qint64 character)
{
    qint64 at = 0;
    for (; at < text.size(); ++at) {
        if (beginsCharacter(text.at(at)) && character-- == 0) {
            return at;
        }
    }
    return at;
}

core::Problem problemOf(core::Problem::Severity severity, const QString &rule,
                        const QString &message, const core::RepoPath &file)
{
    core::Problem problem;
    problem.severity = severity;
    problem.rule = rule;
    problem.message = message;
    problem.file = file;
    return problem;
}

/// Hermes Agent keeps the beginning and the end.
void cutMiddle(const Assembly &assembly, TargetText &result, const core::RepoPath &promptFile)
{
    const auto head = static_cast<qint64>(static_cast<double>(result.limit) * keptHead);
    const auto tail = static_cast<qint64>(static_cast<double>(result.limit) * keptTail);
    const qint64 headEnd = byteOfCharacter(assembly.text, head);
    const qint64 tailStart = byteOfCharacter(assembly.text, result.characters - tail);
    result.kept = {{0, headEnd}, {tailStart, assembly.text.size() - tailStart}};
    result.keptCharacters = head + tail;
    const QLocale locale;
    result.problems.append(problemOf(
        core::Problem::Severity::Warning, u"target.cut"_s,
        Messages::tr("Hermes Agent takes %1 characters here and this prompt has %2: it keeps the "
                     "first %3 and the last %4, and drops what lies between.")
            .arg(locale.toString(result.limit), locale.toString(result.characters),
                 locale.toString(head), locale.toString(tail)),
        promptFile));
}

} // namespace

QString targetName(Target target)
{
    switch (target) {
    case Target::AsWritten:
        return u"as-written"_s;
    case Target::HermesAgent:
        return u"hermes-agent"_s;
    case Target::ClaudeCode:
        return u"claude-code"_s;
    case Target::Copilot:
        return u"copilot"_s;
    }
    Q_UNREACHABLE();
}

std::optional<Target> targetFromName(const QString &name)
{
    const auto *found = std::ranges::find(allTargets, name, targetName);
    return found == allTargets.end() ? std::nullopt : std::optional(*found);
}

QString targetLabel(Target target)
{
    switch (target) {
    case Target::AsWritten:
        return Messages::tr("As written");
    case Target::HermesAgent:
        return u"Hermes Agent"_s;
    case Target::ClaudeCode:
        return u"Claude Code"_s;
    case Target::Copilot:
        return u"GitHub Copilot"_s;
    }
    Q_UNREACHABLE();
}

QString ownAdditions(Target target)
{
    switch (target) {
    case Target::AsWritten:
        return {};
    case Target::HermesAgent:
        return Messages::tr("What Hermes Agent adds itself is not included: headings, guidance "
                            "about tools, memory, the list of skills.");
    case Target::ClaudeCode:
        return Messages::tr("What Claude Code adds itself is not included. CLAUDE.md stands below "
                            "the prompt here; there it comes with the first message.");
    case Target::Copilot:
        return Messages::tr("What GitHub Copilot adds itself is not included.");
    }
    Q_UNREACHABLE();
}

QList<ByteRange> TargetText::dropped(const Assembly &assembly) const
{
    QList<ByteRange> ranges;
    qint64 done = 0;
    for (const ByteRange &range : kept) {
        if (done < range.start) {
            ranges.append({done, range.start - done});
        }
        done = range.start + range.length;
    }
    if (done < assembly.text.size()) {
        ranges.append({done, assembly.text.size() - done});
    }
    return ranges;
}

QByteArray TargetText::text(const Assembly &assembly) const
{
    QByteArray text;
    for (const ByteRange &range : kept) {
        text += QByteArrayView(assembly.text).sliced(range.start, range.length);
    }
    return text;
}

Assembly TargetText::assembly(const Assembly &whole) const
{
    Assembly result;
    for (const ByteRange &range : kept) {
        for (const Segment &segment : whole.segments) {
            const qint64 start = std::max(segment.start, range.start);
            const qint64 end = std::min(segment.start + segment.length, range.start + range.length);
            if (start >= end) {
                continue;
            }
            Segment part = segment;
            part.start = result.text.size() + start - range.start;
            part.length = end - start;
            if (segment.origin.kind != Origin::Kind::Variable) {
                part.origin.start += start - segment.start;
            }
            if (segment.origin.kind == Origin::Kind::Prompt) {
                part.inPrompt = {segment.inPrompt.start + start - segment.start, part.length};
            }
            result.segments.append(part);
        }
        result.text += QByteArrayView(whole.text).sliced(range.start, range.length);
    }
    result.problems = whole.problems + problems;
    return result;
}

qint64 hermesAgentLimit(qint64 contextTokens)
{
    const auto ofWindow =
        static_cast<qint64>(static_cast<double>(contextTokens) * charactersPerToken * windowPart);
    return std::max(hermesAgentCharacters, std::min(ofWindow, hermesAgentCeiling));
}

TargetText forTarget(const Assembly &assembly, Target target, qint64 contextTokens,
                     const core::RepoPath &promptFile)
{
    TargetText result;
    result.kept = {{0, assembly.text.size()}};
    result.characters = std::ranges::count_if(assembly.text, beginsCharacter);
    result.keptCharacters = result.characters;
    switch (target) {
    case Target::AsWritten:
        break;
    case Target::HermesAgent:
        result.place = Messages::tr("SOUL.md, slot 1 of the system prompt");
        result.limit = hermesAgentLimit(contextTokens);
        if (result.characters > result.limit) {
            cutMiddle(assembly, result, promptFile);
        }
        break;
    case Target::ClaudeCode:
        result.place = Messages::tr(".claude/agents: the system prompt below the front matter");
        break;
    case Target::Copilot:
        result.place = Messages::tr(".github/agents: the body of the .agent.md file");
        result.limit = copilotCharacters;
        if (result.characters > result.limit) {
            const QLocale locale;
            result.problems.append(problemOf(
                core::Problem::Severity::Error, u"target.too-long"_s,
                Messages::tr("GitHub Copilot takes at most %1 characters; this prompt has %2.")
                    .arg(locale.toString(result.limit), locale.toString(result.characters)),
                promptFile));
        }
        break;
    }
    return result;
}

} // namespace hermes::assembly
