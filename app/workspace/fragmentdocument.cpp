#include "workspace/fragmentdocument.h"

#include "check/checkfragment.h"
#include "vcs/versionhistory.h"
#include "workspace/draftsource.h"
#include "workspace/fragmentuses.h"
#include "workspace/overlaysource.h"
#include "workspace/templatefiles.h"

#include <QCoreApplication>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Fragments)
};

const QString idStart = u"studio/fragments/"_s;

bool needsOthers(const Problem &problem)
{
    return problem.rule == "template.undefined-variable"_L1
        || problem.rule == "template.missing-value"_L1;
}

/// That a value is missing is said with why none is taken.
void tellDiffering(PromptAssembly &made, const QByteArray &text,
                   const SurroundingVariable &variable)
{
    const QList<TemplateUse> uses = usesOfVariableIn(made.sourceFile, text, variable.variable.name);
    for (Problem &problem : made.assembly.problems) {
        const bool isOfIt = std::ranges::any_of(uses, [&problem](const TemplateUse &use) {
            return problem.rule == "template.missing-value"_L1 && problem.file == use.file
                && problem.line == use.line && problem.column == use.column;
        });
        if (isOfIt) {
            problem.severity = Problem::Severity::Note;
            problem.message =
                Messages::tr("The prompts around this fragment give “%1” different values: %2. "
                             "Give it one under Values to see it here.")
                    .arg(variable.variable.name, variable.differing.join(u", "_s));
        }
    }
}

/// What the prompts around a fragment declare and it or what it includes uses.
QList<SurroundingVariable> usedAround(const TemplateFiles &all, const RepoPath &file)
{
    QList<const TemplateText *> texts{all.find(file)};
    for (const QSet<QString> names = all.includedBy(file); const QString &name : names) {
        const Result<RepoPath> included = fragmentFileOf(name);
        texts.append(included ? all.find(*included) : nullptr);
    }
    texts.removeAll(nullptr);
    QList<SurroundingVariable> around = variablesAround(all, fragmentNameOf(file));
    around.removeIf([&texts](const SurroundingVariable &each) {
        return std::ranges::all_of(texts, [&each](const TemplateText *text) {
            return usesOfVariableIn(text->file, text->text, each.variable.name).isEmpty();
        });
    });
    return around;
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

Result<PromptAssembly> assembleAmidPrompts(const FileSource &files, const QString &registryRoot,
                                           const RepoPath &file, const QByteArray &text,
                                           const ValueChoice &choice)
{
    Result<PromptAssembly> alone = assembleFragment(files, registryRoot, file, text, choice, {});
    if (!alone) {
        return alone;
    }
    const auto isGivenFromOutside = [&](const QString &name) {
        return !std::ranges::contains(alone->variables, name, &registry::Variable::name);
    };
    if (std::ranges::none_of(alone->assembly.problems, needsOthers)
        && std::ranges::none_of(choice.given.keys(), isGivenFromOutside)) {
        return alone;
    }
    const OverlaySource withText(files, {{file, text}});
    const QList<SurroundingVariable> around = usedAround(TemplateFiles::read(withText, {}), file);
    return assembleFragment(files, registryRoot, file, text, choice, around)
        .transform([&](PromptAssembly made) {
            for (const SurroundingVariable &variable : around) {
                if (!variable.differing.isEmpty()) {
                    tellDiffering(made, text, variable);
                }
            }
            return made;
        });
}

QList<Problem> checkFragment(const Draft &draft)
{
    const QByteArray text = draft.prompt.bytes();
    const QList<Problem> ofText = check::checkFragmentText(text, draft.promptFile);
    const DraftSource files(draft.registryRoot, draft.unsavedFragments);
    const auto problemsWith = [&](const QList<SurroundingVariable> &around) {
        return assembleFragment(files, draft.registryRoot, draft.promptFile, text, {}, around)
            .transform([](const PromptAssembly &made) { return made.assembly.problems; })
            .value_or(QList<Problem>());
    };
    QList<Problem> problems = problemsWith({});
    if (std::ranges::any_of(problems, needsOthers)) {
        QList<SurroundingVariable> around =
            variablesAround(TemplateFiles::read(files, {}), fragmentNameOf(draft.promptFile));
        for (SurroundingVariable &each : around) {
            each.variable.isRequired = false; // who includes it sees to that
        }
        problems = problemsWith(around);
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
