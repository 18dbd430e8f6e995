#include "main/textlook.h"

#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "workspace/settings.h"

#include <array>

namespace hermes::mainwindow {

namespace {

using Look = workspace::Settings::TextLook;

struct Choice
{
    ActionId action;
    bool Look::*part;
};

constexpr std::array choices{Choice{ActionId::ShowRuler, &Look::hasRuler},
                             Choice{ActionId::ShowWhiteSpace, &Look::showsWhiteSpace},
                             Choice{ActionId::ShowBreadcrumbs, &Look::hasBreadcrumbs}};

} // namespace

void connectTextLook(const ActionCatalog &actions, workspace::Settings &settings,
                     DocumentArea &documents)
{
    for (const Choice &choice : choices) {
        QObject::connect(actions.action(choice.action), &QAction::toggled, &documents,
                         [&settings, &documents, choice](bool isOn) {
                             Look look = settings.textLook();
                             look.*choice.part = isOn;
                             settings.setTextLook(look);
                             documents.setTextLook(look);
                         });
    }
    showTextLook(actions, settings);
    documents.setTextLook(settings.textLook());
}

void showTextLook(const ActionCatalog &actions, const workspace::Settings &settings)
{
    const Look look = settings.textLook();
    for (const Choice &choice : choices) {
        actions.action(choice.action)->setChecked(look.*choice.part);
    }
}

} // namespace hermes::mainwindow
