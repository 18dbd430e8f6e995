#pragma once

#include "core/latesttask.h"
#include "workspace/knownmodels.h"

#include <QObject>

namespace hermes::workspace {

/// What is known of models beside a registry's own catalog: the catalogs, read by a worker when
/// this is made and when it is asked to, and what connections were told. Thread: UI.
class LiveModels final : public QObject
{
    Q_OBJECT

public:
    /// `ownFile`: the user's own catalog; see ownModelsFile().
    explicit LiveModels(QString ownFile, QObject *parent = nullptr);

    /// Of no model until changed() was told.
    [[nodiscard]] const KnownModels &known() const { return m_known; }
    [[nodiscard]] const QString &ownFile() const { return m_ownFile; }
    void readAgain();
    /// What the connections' servers told of windows is known from now on.
    void takeConnections(const QList<Connection> &connections);

Q_SIGNALS:
    /// It was read, or connections told something else. Never from inside readAgain().
    void changed();

private:
    QString m_ownFile;
    KnownModels m_known;
    core::LatestTask<KnownModels> m_task;
};

} // namespace hermes::workspace
