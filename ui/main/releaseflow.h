#pragma once

#include "core/entryid.h"
#include "workspace/release.h"

#include <QObject>

namespace hermes::widgets {
class Theme;
}

namespace hermes::workspace {
class Workspace;
}

namespace hermes::mainwindow {

/// From the click on Release to the new version: plan, dialog, release. One at a time.
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
    void carryOut(const workspace::ReleaseRequest &request);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    QWidget *m_window;
    bool m_isRunning = false;
};

} // namespace hermes::mainwindow
