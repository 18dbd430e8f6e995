#include "workspace/livemodels.h"

#include "core/onworker.h"

#include <utility>

namespace hermes::workspace {

LiveModels::LiveModels(QString ownFile, QObject *parent)
    : QObject(parent)
    , m_ownFile(std::move(ownFile))
    , m_task(this, [this](const KnownModels &known) {
        NamedWindows told = std::move(m_known.told);
        m_known = known;
        m_known.told = std::move(told);
        Q_EMIT changed();
    })
{
    readAgain();
}

void LiveModels::readAgain()
{
    m_task.request([file = m_ownFile](const core::CancelFlag & /*unused*/) {
        return core::onWorker([file] { return readKnownModels(file); });
    });
}

void LiveModels::takeConnections(const QList<Connection> &connections)
{
    NamedWindows told = smallestWindows(connections);
    if (told != m_known.told) {
        m_known.told = std::move(told);
        Q_EMIT changed();
    }
}

} // namespace hermes::workspace
