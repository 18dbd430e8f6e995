#include "check/checkfragment.h"

#include "check/promptrules.h"

using namespace Qt::StringLiterals;

namespace hermes::check {

QList<core::Problem> checkFragmentText(const QByteArray &text, const core::RepoPath &file)
{
    registry::Definition fragment;
    fragment.id.kind = core::EntryKind::Agent;
    fragment.promptFile = file;
    fragment.promptText = text;
    QList<core::Problem> problems = checkPrompt(fragment);
    problems.removeIf(
        [](const core::Problem &problem) { return problem.rule == "prompt.length"_L1; });
    return problems;
}

} // namespace hermes::check
