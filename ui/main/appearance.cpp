#include "main/appearance.h"

#include "main/actioncatalog.h"
#include "widgets/theme.h"
#include "workspace/settings.h"

#include <array>

namespace hermes::mainwindow {

namespace {

using Appearance = workspace::Settings::Appearance;
using Scheme = widgets::Theme::Scheme;

struct Choice
{
    ActionId action;
    Appearance appearance;
    Scheme scheme;
};

constexpr std::array choices{
    Choice{ActionId::FollowSystem, Appearance::FollowSystem, Scheme::FollowSystem},
    Choice{ActionId::Light, Appearance::Light, Scheme::Light},
    Choice{ActionId::Dark, Appearance::Dark, Scheme::Dark}};

} // namespace

void connectAppearance(const ActionCatalog &actions, workspace::Settings &settings,
                       widgets::Theme &theme)
{
    for (const Choice &choice : choices) {
        QAction *action = actions.action(choice.action);
        QObject::connect(action, &QAction::triggered, action, [&settings, &theme, choice] {
            settings.setAppearance(choice.appearance);
            theme.setScheme(choice.scheme);
        });
        if (choice.appearance == settings.appearance()) {
            theme.setScheme(choice.scheme);
        }
    }
    showAppearance(actions, settings);
}

void showAppearance(const ActionCatalog &actions, const workspace::Settings &settings)
{
    for (const Choice &choice : choices) {
        if (choice.appearance == settings.appearance()) {
            actions.action(choice.action)->setChecked(true);
        }
    }
}

} // namespace hermes::mainwindow
