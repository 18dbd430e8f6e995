#include "workspace/promptassembly.h"

#include "changes/references.h"
#include "vcs/repository.h"
#include "workspace/fragmentdocument.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(PromptAssembly)
};

constexpr qint64 maximumValueBytes = qint64(1) << 20;
const QString profileEnding = u".json"_s;

RepoPath fragmentFolder()
{
    return RepoPath::fromLiteral(u"studio/fragments"_s);
}

RepoPath profileFolder()
{
    return RepoPath::fromLiteral(u"studio/profiles"_s);
}

/// A name as a file in a folder; it cannot lead out of it.
Result<RepoPath> fileNamed(const RepoPath &folder, const QString &name, const QString &ending)
{
    return RepoPath::parse(folder.text() + u'/' + name + ending);
}

/// Takes the values of a file over those that are there; a file that is not there has none.
Result<void> addValues(const FileSource &files, const RepoPath &file,
                       registry::VariableValues &values, QList<Problem> &problems)
{
    const Result<QByteArray> text = files.read(file, maximumValueBytes);
    if (!text) {
        return std::unexpected(text.error());
    }
    registry::ValueFile read = registry::readValueFile(*text, file);
    values.insert(read.values);
    problems += read.problems;
    return {};
}

/// Names of the profiles that there are, sorted.
QStringList profileNames(const FileSource &files)
{
    QStringList names;
    for (const auto nodes = files.list(profileFolder()).value_or(QList<FileNode>());
         const FileNode &node : nodes) {
        if (node.isFile() && node.name.endsWith(profileEnding)) {
            names.append(node.name.chopped(profileEnding.size()));
        }
    }
    return names;
}

} // namespace

namespace {

/// Fragments, and what they and the source declare.
class DeclarationsOf final : public assembly::FragmentSource
{
public:
    DeclarationsOf(const assembly::TemplateFile &source, const assembly::FragmentSource &fragments)
        : m_fragments(fragments)
    {
        add(source);
    }

    [[nodiscard]] Result<assembly::TemplateFile> fragment(const QString &name,
                                                          const QString &version) const override
    {
        Result<assembly::TemplateFile> file = m_fragments.fragment(name, version);
        if (file) {
            add(*file);
        }
        return file;
    }
    [[nodiscard]] QList<VariableUse> uses(const LayeredValues &values) const
    {
        QList<VariableUse> all;
        for (const auto &[variable, file] : std::as_const(m_declared)) {
            all.append(useOf(variable, file, values));
        }
        return all;
    }

private:
    void add(const assembly::TemplateFile &file) const
    {
        for (const registry::Variable &variable : file.head.variables) {
            const auto known = std::ranges::find(m_declared, variable.name,
                                                 [](const auto &pair) { return pair.first.name; });
            if (known == m_declared.end()) {
                m_declared.append({variable, file.file});
            } else {
                known->first.isRequired |= variable.isRequired;
            }
        }
    }

    const assembly::FragmentSource &m_fragments;
    mutable QList<std::pair<registry::Variable, RepoPath>> m_declared;
};

} // namespace

/// The repository, opened once, and the commits that changed each fragment.
struct RegistryFragments::History
{
    Result<vcs::Repository> repository;
    QHash<RepoPath, QList<vcs::CommitInfo>> commits;
};

RegistryFragments::RegistryFragments(const FileSource &files, QString registryRoot)
    : m_files(files), m_registryRoot(std::move(registryRoot))
{
}

RegistryFragments::~RegistryFragments() = default;

Result<assembly::TemplateFile> RegistryFragments::fragment(const QString &name,
                                                           const QString &version) const
{
    const Result<RepoPath> file = fileNamed(fragmentFolder(), name, u".md"_s);
    if (!file) {
        return std::unexpected(file.error());
    }
    const Result<QByteArray> text = m_files.read(*file, maximumPromptBytes);
    if (text) {
        registry::SourceHead head = registry::readSourceHead(*text, *file);
        if (version.isEmpty() || head.version == version) {
            if (!m_given.contains(*file)) {
                m_given.append(*file);
            }
            return assembly::TemplateFile{*file, *text, std::move(head)};
        }
    } else if (text.error().code != ErrorCode::NotFound) {
        return std::unexpected(text.error());
    }
    if (version.isEmpty()) {
        return failure(ErrorCode::NotFound,
                       Messages::tr("There is no fragment “%1” (%2). The tag stays as it is "
                                    "written.")
                           .arg(name, file->text()));
    }
    return fromHistory(*file, name, version);
}

Result<assembly::TemplateFile> RegistryFragments::fromHistory(const RepoPath &file,
                                                              const QString &name,
                                                              const QString &version) const
{
    const auto missing = [&] {
        return failure(ErrorCode::NotFound,
                       Messages::tr("The fragment “%1” has no version %2, neither in %3 nor in its "
                                    "history. The tag stays as it is written.")
                           .arg(name, version, file.text()));
    };
    if (!m_history) {
        m_history = std::make_unique<History>(History{vcs::Repository::open(m_registryRoot), {}});
    }
    if (!m_history->repository) {
        return missing();
    }
    const vcs::Repository &repository = *m_history->repository;
    auto commits = m_history->commits.find(file);
    if (commits == m_history->commits.end()) {
        const auto found = repository.state().and_then([&](const vcs::RepositoryState &state) {
            return repository.history(state.commit, file, 0, CancelFlag());
        });
        if (!found) {
            return missing();
        }
        commits = m_history->commits.insert(file, *found);
    }
    for (const vcs::CommitInfo &commit : std::as_const(*commits)) {
        const Result<QByteArray> text = repository.fileAt(commit.id, file, maximumPromptBytes);
        if (!text) {
            continue; // the commit that removed it
        }
        registry::SourceHead head = registry::readSourceHead(*text, file);
        if (head.version == version) {
            return assembly::TemplateFile{file, *text, std::move(head)};
        }
    }
    return missing();
}

namespace {

/// Values by who gives them, and the profiles that there are.
struct ChosenValues
{
    LayeredValues layers;
    QStringList profiles;
    QList<Problem> problems; ///< Of the files of values.
};

Result<ChosenValues> valuesOf(const FileSource &files, const ValueChoice &choice)
{
    ChosenValues values;
    const Result<void> ofRegistry = addValues(files, RepoPath::fromLiteral(u"studio/values.json"_s),
                                              values.layers.registry, values.problems);
    if (!ofRegistry && ofRegistry.error().code != ErrorCode::NotFound) {
        return std::unexpected(ofRegistry.error());
    }
    values.profiles = profileNames(files);
    if (!choice.profile.isEmpty()) {
        const Result<void> ofProfile =
            fileNamed(profileFolder(), choice.profile, profileEnding)
                .and_then([&](const RepoPath &file) {
                    return addValues(files, file, values.layers.profile, values.problems);
                });
        if (!ofProfile) {
            return failure(ofProfile.error().code,
                           Messages::tr("The profile “%1” could not be read: %2 There are: %3.")
                               .arg(choice.profile, ofProfile.error().message,
                                    values.profiles.isEmpty() ? Messages::tr("none")
                                                              : values.profiles.join(u", "_s)));
        }
    }
    values.layers.given = choice.given;
    return values;
}

PromptAssembly assembled(const FileSource &files, const QString &registryRoot,
                         const assembly::TemplateFile &file, const ChosenValues &values)
{
    const RegistryFragments fragments(files, registryRoot);
    const DeclarationsOf declarations(file, fragments);
    PromptAssembly result;
    result.assembly = assembly::assembleTemplate(file, values.layers.all(), declarations);
    result.assembly.problems = values.problems + result.assembly.problems;
    result.sourceFile = file.file;
    result.variables = file.head.variables;
    result.uses = declarations.uses(values.layers);
    result.profiles = values.profiles;
    result.fragments = fragments.given();
    return result;
}

/// Values as variables that nobody needs to have declared.
QList<registry::Variable> declaredBy(const registry::VariableValues &values)
{
    using Type = registry::Variable::Type;
    QList<registry::Variable> variables;
    for (const auto &[name, value] : values.asKeyValueRange()) {
        registry::Variable variable;
        variable.name = name;
        variable.type = value.value.isBool() ? Type::Flag
            : value.value.isArray()          ? Type::List
                                             : Type::Text;
        variables.append(variable);
    }
    return variables;
}

} // namespace

Result<PromptAssembly> assembleSource(const FileSource &files, const QString &registryRoot,
                                      const RepoPath &sourceFile, const QByteArray &source,
                                      const ValueChoice &choice)
{
    return valuesOf(files, choice).transform([&](const ChosenValues &values) {
        const registry::SourceHead head = registry::readSourceHead(source, sourceFile);
        return assembled(files, registryRoot, {sourceFile, source, head}, values);
    });
}

Result<PromptAssembly> assembleFragment(const FileSource &files, const QString &registryRoot,
                                        const RepoPath &file, const QByteArray &text,
                                        const ValueChoice &choice,
                                        const QList<SurroundingVariable> &around)
{
    return valuesOf(files, choice).transform([&](const ChosenValues &values) {
        const registry::SourceHead head = registry::readSourceHead(text, file);
        const auto isOwn = [&head](const QString &name) {
            return std::ranges::contains(head.variables, name, &registry::Variable::name);
        };
        assembly::TemplateFile fragment{file, text, head};
        ChosenValues valued = values;
        QList<VariableUse> uses;
        for (const SurroundingVariable &each : around) {
            registry::Variable variable = each.variable;
            if (isOwn(variable.name)) {
                continue;
            }
            uses.append(useOf(variable, each.file, values.layers));
            if (!variable.defaultValue.isUndefined()
                && !values.layers.all().contains(variable.name)) {
                valued.layers.registry.insert(
                    variable.name, {variable.defaultValue, each.file, variable.declaredAt});
            }
            variable.defaultValue = QJsonValue::Undefined;
            variable.declaredAt = 0; // not in this file
            fragment.head.variables.append(variable);
        }
        for (const QList<registry::Variable> valuedNames = declaredBy(values.layers.all());
             const registry::Variable &variable : valuedNames) {
            if (!std::ranges::contains(fragment.head.variables, variable.name,
                                       &registry::Variable::name)) {
                fragment.head.variables.append(variable);
            }
        }
        PromptAssembly made = assembled(files, registryRoot, fragment, valued);
        made.variables = head.variables;
        made.uses.removeIf([&](const VariableUse &use) { return !isOwn(use.variable.name); });
        made.uses += uses;
        made.assembly.problems.removeIf([](const Problem &problem) {
            return problem.rule == "template.unused-variable"_L1 && problem.line == 1;
        });
        return made;
    });
}

Result<PromptAssembly> assemblePrompt(const FileSource &files, const QString &registryRoot,
                                      const registry::Definition &definition,
                                      const ValueChoice &choice)
{
    if (definition.id.kind == EntryKind::Agent) {
        const RepoPath sourceFile = changes::sourceFileOf(definition.id);
        const Result<QByteArray> source = files.read(sourceFile, maximumPromptBytes);
        if (source) {
            return assembleSource(files, registryRoot, sourceFile, *source, choice);
        }
        if (source.error().code != ErrorCode::NotFound) {
            return std::unexpected(source.error());
        }
    }
    const qint64 bodyStart = definition.id.kind == EntryKind::Skill
        ? registry::frontMatterEnd(definition.promptText)
        : 0;
    PromptAssembly result;
    result.assembly = assembly::assemble({definition.promptFile, definition.promptText, bodyStart});
    return result;
}

QList<Problem> checkAgainstSource(const FileSource &files, const QString &registryRoot,
                                  const registry::Definition &definition)
{
    const auto assembled = assemblePrompt(files, registryRoot, definition, {});
    if (!assembled || assembled->sourceFile.isRoot()
        || assembled->assembly.text == definition.promptText) {
        return {};
    }
    Problem problem;
    problem.severity = Problem::Severity::Warning;
    problem.rule = u"prompt.stale"_s;
    problem.message = Messages::tr("This is not what its source %1 gives; it is lost when the "
                                   "prompt is made anew.")
                          .arg(assembled->sourceFile.text());
    problem.file = definition.promptFile;
    problem.fixes = {{Messages::tr("Take what the source gives"), 0, definition.promptText.size(),
                      assembled->assembly.text}};
    return {problem};
}

} // namespace hermes::workspace
