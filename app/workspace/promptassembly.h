#pragma once

#include "assembly/templateassembly.h"
#include "workspace/contentref.h"
#include "workspace/valuechoice.h"

#include <memory>

namespace hermes::workspace {

/// Fragments of a registry as one state of it has them, and their versions as its history has them:
/// `studio/fragments/<name>.md`, whose front matter tells its version.
///
/// Thread: one, any. Blocks.
class RegistryFragments final : public assembly::FragmentSource
{
public:
    /// `files`: that state; outlives this.
    RegistryFragments(const core::FileSource &files, QString registryRoot);
    ~RegistryFragments() override;

    [[nodiscard]] core::Result<assembly::TemplateFile>
    fragment(const QString &name, const QString &version) const override;
    /// Files of those that were given as they are now; each once.
    [[nodiscard]] const QList<core::RepoPath> &given() const { return m_given; }

private:
    struct History;
    [[nodiscard]] core::Result<assembly::TemplateFile>
    fromHistory(const core::RepoPath &file, const QString &name, const QString &version) const;

    const core::FileSource &m_files;
    QString m_registryRoot;
    mutable std::unique_ptr<History> m_history; ///< Opened when a version is asked for.
    mutable QList<core::RepoPath> m_given;
};

struct PromptAssembly
{
    assembly::Assembly assembly;
    core::RepoPath sourceFile; ///< Root = the prompt is its own source.
    QList<registry::Variable> variables; ///< That the source declares.
    /// The same and those of its fragments, with their values; a name counts once.
    QList<VariableUse> uses;
    QStringList profiles; ///< That there are, sorted.
    /// Files of the fragments that were taken as they are now, not from the history; each once.
    QList<core::RepoPath> fragments;

    bool operator==(const PromptAssembly &) const = default;
};

/// Assembles the prompt of a definition: from its source (`studio/sources/agents/<id>.md`) if the
/// same state of the registry has one, else as it is written.
/// Errors: NotFound for a profile that is not there, naming those that are; NotReadable. Thread:
/// any; blocks.
[[nodiscard]] core::Result<PromptAssembly> assemblePrompt(const core::FileSource &files,
                                                          const QString &registryRoot,
                                                          const registry::Definition &definition,
                                                          const ValueChoice &choice);
/// What is to be said of a prompt that is not what its source gives: one warning, with what would
/// mend it. Nothing of a prompt without a source, or one whose source cannot be read. Thread: any;
/// blocks.
[[nodiscard]] QList<core::Problem> checkAgainstSource(const core::FileSource &files,
                                                      const QString &registryRoot,
                                                      const registry::Definition &definition);
/// Assembles a source under edit.
[[nodiscard]] core::Result<PromptAssembly> assembleSource(const core::FileSource &files,
                                                          const QString &registryRoot,
                                                          const core::RepoPath &sourceFile,
                                                          const QByteArray &source,
                                                          const ValueChoice &choice);

} // namespace hermes::workspace
