#include "main/modelsnotice.h"

#include "main/notices.h"
#include "workspace/livemodels.h"
#include "workspace/workspace.h"

#include <utility>

namespace hermes::mainwindow {

using workspace::LiveModels;
using workspace::Workspace;

ModelsNotice::ModelsNotice(const Workspace &workspace, LiveModels &models, Notices &notices,
                           QObject *parent)
    : QObject(parent), m_workspace(workspace), m_models(models), m_notices(notices)
{
    connect(&workspace, &Workspace::loaded, this, &ModelsNotice::update);
    connect(&models, &LiveModels::changed, this, &ModelsNotice::update);
}

void ModelsNotice::update()
{
    if (m_workspace.status() != Workspace::Status::Ready) {
        return;
    }
    const bool wasToldFault = std::exchange(m_isToldFault, false);
    if (const auto &fault = m_models.known().fault) {
        m_isToldFault = true;
        m_notices.offerRemedy(*fault, tr("Read it again"), [this] { m_models.readAgain(); });
    } else if (wasToldFault) {
        m_notices.tell(
            tr("%1 was read. What it says of models counts again.").arg(m_models.ownFile()));
    }
}

} // namespace hermes::mainwindow
