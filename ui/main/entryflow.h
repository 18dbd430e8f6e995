#pragma once

#include "changes/changeset.h"
#include "changes/habits.h"
#include "core/entryid.h"
#include "core/error.h"
#include "workspace/entryoperations.h"

#include <QObject>

#include <functional>
#include <memory>

namespace hermes::registry {
struct EntrySummary;
}

namespace hermes::search {
class RegistrySearch;
}

namespace hermes::widgets {
class Theme;
}

namespace hermes::workspace {
class Workspace;
}

namespace hermes::mainwindow {

/// From a click to the files: new agents, copies, other ids, deletions and edits of many entries.
/// What an operation would do is shown before; what it did can be taken back. Thread: UI.
class EntryFlow final : public QObject
{
    Q_OBJECT

public:
    EntryFlow(workspace::Workspace &workspace, const widgets::Theme &theme, QWidget *window);

    void createAgent();
    void duplicate(const core::EntryId &id);
    void rename(const core::EntryId &id);
    /// Nothing is asked: it can be undone.
    void remove(const core::EntryId &id);
    void editMany(const QList<core::EntryId> &ids);
    /// Replaces text in the whole registry. `query`: of the search pane; what it looks for is what
    /// is replaced to begin with. `search` knows the entries; nullptr = there is no registry.
    void replace(const QString &query, const search::RegistrySearch *search);
    /// Takes the last operation back.
    void undo();
    /// Makes a change of what prompts are made of, on a worker, and performs it with the prompts
    /// that become others.
    void
    change(const std::function<core::Result<changes::ChangeSet>(const core::FileSource &)> &work);
    void
    change(const std::function<core::Result<changes::ChangeSet>(const core::FileSource &)> &work,
           const std::function<void()> &whenDone);
    /// The registry with its drafts, to show what such a change would do.
    [[nodiscard]] std::shared_ptr<const core::FileSource> files() const
    {
        return m_operations.files();
    }
    /// False, and told, if somebody else has the registry.
    [[nodiscard]] bool mayChange();

Q_SIGNALS:
    /// An operation is done and can be taken back by undo().
    void done(const QString &title);
    void told(const QString &text);
    void failed(const hermes::core::Error &error);
    void entryMade(const hermes::core::EntryId &id);
    void entryRemoved(const hermes::core::EntryId &id);
    /// What undo() would take back; empty = nothing.
    void undoTitleChanged(const QString &title);

private:
    using Made = core::Result<changes::ChangeSet>;

    void tellMade(const core::EntryId &id);
    [[nodiscard]] const registry::EntrySummary *entry(const core::EntryId &id);
    void askForAgent(const changes::Habits &habits);
    /// Makes a change set on a worker and performs it.
    void make(const std::function<Made(const core::FileSource &)> &work,
              const std::function<void()> &whenDone);
    void perform(const Made &changes, const std::function<void()> &whenDone);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    QWidget *m_window;
    workspace::EntryOperations m_operations;
    std::function<void()> m_whenDone; ///< Of the running operation.
    core::EntryId m_awaited; ///< Made, and not in the catalog yet; without an id = none.
};

} // namespace hermes::mainwindow
