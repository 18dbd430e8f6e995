#include "workspace/livemodels.h"

#include "core/onworker.h"

#include <utility>

namespace hermes::workspace {

LiveModels::LiveModels(QString ownFile, QObject *parent)
    : QObject(parent)
    , m_ownFile(std::move(ownFile))
    , m_task(this, [this](const KnownModels &known) {
        m_known = known;
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

} // namespace hermes::workspace
