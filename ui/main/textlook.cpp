#include "main/textlook.h"

#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "workspace/settings.h"

namespace hermes::mainwindow {

namespace {

using Look = workspace::Settings::TextLook;

} // namespace

void connectTextLook(const ActionCatalog &actions, workspace::Settings &settings,
                     DocumentArea &documents)
{
    const auto join = [&](ActionId id, bool Look::*part) {
        QAction *action = actions.action(id);
        action->setChecked(settings.textLook().*part);
        QObject::connect(action, &QAction::toggled, &documents,
                         [&settings, &documents, part](bool isOn) {
                             Look look = settings.textLook();
                             look.*part = isOn;
                             settings.setTextLook(look);
                             documents.setTextLook(look);
                         });
    };
    join(ActionId::ShowRuler, &Look::hasRuler);
    join(ActionId::ShowWhiteSpace, &Look::showsWhiteSpace);
    join(ActionId::ShowBreadcrumbs, &Look::hasBreadcrumbs);
    documents.setTextLook(settings.textLook());
}

} // namespace hermes::mainwindow
