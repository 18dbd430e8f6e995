#pragma once

#include "core/entryid.h"
#include "workspace/release.h"

#include <QObject>
#include <QPointer>

namespace hermes::release {
class ReleaseDialog;
}

namespace hermes::widgets {
class Theme;
}

namespace hermes::workspace {
class Workspace;
}

namespace hermes::mainwindow {

/// From the click on Release to the new version: plan, dialog, release. One at a time. A release
/// that fails is told in the dialog, with a new plan, so that it can be tried again.
class ReleaseFlow final : public QObject
{
    Q_OBJECT

public:
    ReleaseFlow(workspace::Workspace &workspace, const widgets::Theme &theme, QWidget *window);

    void start(const core::EntryId &id);

Q_SIGNALS:
    void told(const QString &text);
    void failed(const hermes::core::Error &error);

private:
    void ask(const workspace::ReleasePlan &plan);
    void carryOut();
    void showFailure(const core::Error &error);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    QWidget *m_window;
    workspace::ReleasePlan m_plan;
    QPointer<release::ReleaseDialog> m_dialog;
    bool m_isRunning = false; ///< From the click to the end of the dialog.
};

} // namespace hermes::mainwindow
