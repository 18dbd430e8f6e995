#pragma once

#include "core/directoryfilesource.h"
#include "workspace/changerecord.h"
#include "workspace/trash.h"

#include <variant>

namespace hermes::workspace {

/// The single steps of a change, each done and undone by one system call that matters, so that a
/// process that dies leaves every step either undone or done. Internal to this folder. Thread: any;
/// blocks.
class ChangeSteps
{
public:
    enum class State
    {
        Before,
        After,
        Other, ///< Somebody else changed what the step concerns.
    };

    /// `folder`: of the registry's records. Notes in `record` where the trash keeps what.
    ChangeSteps(const ChangePlace &place, const QString &folder, ChangeRecord &record);

    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_steps.size()); }
    /// Where a step stands, whichever of the steps before it are done.
    [[nodiscard]] State state(qsizetype step) const;
    /// The path that a step concerns, for messages.
    [[nodiscard]] core::RepoPath pathOf(qsizetype step) const;

    /// Does a step; the steps before it are done. Does nothing to one that is done already.
    [[nodiscard]] core::Result<void> perform(qsizetype step);
    /// Undoes a step; the steps behind it are undone. Does nothing to one that is undone already.
    [[nodiscard]] core::Result<void> takeBack(qsizetype step);
    /// Removes what is left behind once all steps are done, or all are undone.
    void clean() const;

private:
    using Step = std::variant<changes::Restoration, changes::PathMove, changes::FileWrite,
                              changes::Deletion>;

    [[nodiscard]] State stateOf(const changes::Restoration &step) const;
    [[nodiscard]] State stateOf(const changes::PathMove &step) const;
    [[nodiscard]] State stateOf(const changes::FileWrite &step) const;
    [[nodiscard]] State stateOf(const changes::Deletion &step) const;
    [[nodiscard]] core::Result<void> perform(const changes::Restoration &step);
    [[nodiscard]] core::Result<void> perform(const changes::PathMove &step);
    [[nodiscard]] core::Result<void> perform(const changes::FileWrite &step);
    [[nodiscard]] core::Result<void> perform(const changes::Deletion &step);
    [[nodiscard]] core::Result<void> takeBack(const changes::Restoration &step);
    [[nodiscard]] core::Result<void> takeBack(const changes::PathMove &step);
    [[nodiscard]] core::Result<void> takeBack(const changes::FileWrite &step);
    [[nodiscard]] core::Result<void> takeBack(const changes::Deletion &step);

    [[nodiscard]] bool isThere(const core::RepoPath &path) const;
    [[nodiscard]] QString absolute(const core::RepoPath &path) const;
    [[nodiscard]] core::Result<void> makeFolder(const core::RepoPath &folder) const;
    void removeEmptyFolders(const core::RepoPath &folder) const;
    [[nodiscard]] core::Result<void> moveAndSync(const core::RepoPath &from,
                                                 const core::RepoPath &to) const;
    [[nodiscard]] core::Result<void> write(const core::RepoPath &file,
                                           const std::optional<QByteArray> &before,
                                           const std::optional<QByteArray> &after,
                                           bool isExecutable) const;

    QString m_root;
    core::DirectoryFileSource m_source;
    ChangeRecord &m_record;
    Trash m_trash;
    std::vector<Step> m_steps;
};

} // namespace hermes::workspace
