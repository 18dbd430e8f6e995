#include "workspace/fragmentdocument.h"

#include "check/checkfragment.h"
#include "vcs/versionhistory.h"
#include "workspace/draftsource.h"
#include "workspace/fragmentuses.h"
#include "workspace/templatefiles.h"

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

const QString idStart = u"studio/fragments/"_s;

bool needsOthers(const Problem &problem)
{
    return problem.rule == "template.undefined-variable"_L1
        || problem.rule == "template.missing-value"_L1;
}

/// What the prompts and fragments around one declare. That they must be given a value is their
/// affair.
QList<registry::Variable> declaredAround(const FileSource &files, const QString &fragment)
{
    QList<registry::Variable> variables;
    const TemplateFiles all = TemplateFiles::read(files, {});
    for (const QList<const TemplateText *> around = all.includersOf(fragment);
         const TemplateText *each : around) {
        for (registry::Variable variable : each->head.variables) {
            variable.isRequired = false;
            variables.append(variable);
        }
    }
    return variables;
}

} // namespace

EntryId fragmentId(const QString &name)
{
    return {EntryKind::Skill, idStart + name};
}

QString fragmentOf(const EntryId &id)
{
    return id.kind == EntryKind::Skill && id.id.startsWith(idStart) ? id.id.sliced(idStart.size())
                                                                    : QString();
}

QString shownId(const EntryId &id)
{
    return fragmentOf(id).isEmpty() ? id.toString() : id.id + u".md"_s;
}

Result<DefinitionLocation> fragmentLocation(const QString &registryRoot, const QString &name)
{
    return fragmentFileOf(name).transform([&](const RepoPath &file) {
        return DefinitionLocation{registryRoot, fragmentId(name), file.parent(), {}, file};
    });
}

QList<Problem> checkFragment(const Draft &draft)
{
    const QByteArray text = draft.prompt.bytes();
    const QList<Problem> ofText = check::checkFragmentText(text, draft.promptFile);
    const DraftSource files(draft.registryRoot, draft.unsavedFragments);
    const auto problemsWith = [&](const QList<registry::Variable> &around) {
        return assembleFragment(files, draft.registryRoot, draft.promptFile, text, {}, around)
            .transform([](const PromptAssembly &made) { return made.assembly.problems; })
            .value_or(QList<Problem>());
    };
    QList<Problem> problems = problemsWith({});
    if (std::ranges::any_of(problems, needsOthers)) {
        problems = problemsWith(declaredAround(files, fragmentNameOf(draft.promptFile)));
    }
    return problems + ofText;
}

Result<registry::Definition> readFragment(const QString &registryRoot, const RepoPath &file,
                                          const ContentRef &reference)
{
    return filesOf(registryRoot, reference)
        .and_then([&file](const std::unique_ptr<FileSource> &files) {
            return files->read(file, maximumPromptBytes);
        })
        .transform([&](const QByteArray &text) {
            const Result<DefinitionLocation> location =
                fragmentLocation(registryRoot, fragmentNameOf(file));
            registry::Definition fragment;
            fragment.id = location ? location->id : EntryId();
            fragment.folder = file.parent();
            fragment.manifest = registry::readSkillFrontMatter(text, file).manifest;
            fragment.manifestFile = file;
            fragment.promptFile = file;
            fragment.promptText = text;
            return fragment;
        });
}

Result<DefinitionHistory> loadFragmentHistory(const QString &registryRoot, const RepoPath &file,
                                              const CancelFlag &cancel)
{
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const Result<vcs::RepositoryState> state = repository->state();
    if (!state) {
        return std::unexpected(state.error());
    }
    DefinitionHistory history{fragmentId(fragmentNameOf(file)), {}, {}};
    if (state->head == vcs::RepositoryState::Head::Unborn) {
        return history;
    }
    const QString prefix = versionTagPrefix(history.id);
    auto entries = vcs::definitionHistory(
        *repository, state->commit, file, file, prefix,
        [&file](const QByteArray &text) { return registry::readSourceHead(text, file).version; },
        cancel);
    if (!entries) {
        return std::unexpected(entries.error());
    }
    history.versions = vcs::versionsOf(*entries, {}, prefix);
    history.entries = std::move(*entries);
    return history;
}

} // namespace hermes::workspace
