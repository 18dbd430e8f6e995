#pragma once

#include <QObject>

namespace hermes::workspace {
class LiveModels;
class Workspace;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class Notices;

/// Tells, once a registry is open, why the user's own catalog of models does not count, and offers
/// to read it again. Thread: UI.
class ModelsNotice final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives this.
    ModelsNotice(const workspace::Workspace &workspace, workspace::LiveModels &models,
                 Notices &notices, QObject *parent);

private:
    void update();

    const workspace::Workspace &m_workspace;
    workspace::LiveModels &m_models;
    Notices &m_notices;
    bool m_isToldFault = false;
};

} // namespace hermes::mainwindow
