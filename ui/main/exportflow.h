#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/error.h"

#include <QObject>
#include <QPointer>

namespace hermes::bundleexport {
class ExportDialog;
struct ExportOffer;
} // namespace hermes::bundleexport

namespace hermes::vcs {
struct RepositoryState;
}

namespace hermes::widgets {
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::workspace {
class Workspace;
struct ExportSource;
} // namespace hermes::workspace

namespace hermes::mainwindow {

/// From the click on Export to the bundle on disk. The dialog shows how it goes and what came of
/// it.
class ExportFlow final : public QObject
{
    Q_OBJECT

public:
    ExportFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
               widgets::UserDialogs &dialogs, QWidget *window);

    /// `chosen`: entries that are selected to begin with.
    void start(const QList<core::EntryId> &chosen);

Q_SIGNALS:
    void failed(const hermes::core::Error &error); ///< Before there was a dialog.

private:
    [[nodiscard]] bundleexport::ExportOffer offer(const vcs::RepositoryState &state,
                                                  const QList<core::EntryId> &chosen) const;
    /// The commit that the dialog shows is what is written, wherever HEAD is by then.
    void write(const QString &root, const workspace::ExportSource &source);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    QWidget *m_window;
    QPointer<bundleexport::ExportDialog> m_dialog;
    core::CancelFlag m_cancel; ///< Of the bundle that is being written.
};

} // namespace hermes::mainwindow
