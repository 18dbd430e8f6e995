#include "main/actionavailability.h"

#include "main/actioncatalog.h"
#include "main/repositorynotice.h"
#include "workspace/workspace.h"

namespace hermes::mainwindow {

void setAvailability(ActionCatalog &actions, const workspace::Workspace &workspace,
                     const workspace::DefinitionDocument *document)
{
    const bool isOpen = workspace.status() == workspace::Workspace::Status::Ready;
    const bool isReady =
        document != nullptr && document->state() == workspace::DefinitionDocument::State::Ready;
    const QString obstacle = releaseObstacle(workspace.repository());
    for (const ActionId id :
         {ActionId::Save, ActionId::CloseDocument, ActionId::ShowPrompt, ActionId::ShowManifest,
          ActionId::NextDocument, ActionId::PreviousDocument, ActionId::ZoomIn, ActionId::ZoomOut,
          ActionId::ZoomReset}) {
        actions.action(id)->setEnabled(document != nullptr);
    }
    for (const auto commands = actions.editCommands();
         const editor::EditCommand command : commands) {
        actions.action(command)->setEnabled(isReady);
    }
    actions.action(ActionId::Compare)->setEnabled(isReady);
    actions.action(ActionId::ShowComparison)->setEnabled(isReady);
    actions.setAvailable(ActionId::Release, isReady && obstacle.isEmpty(), obstacle);
    actions.setAvailable(ActionId::Export, isOpen && !workspace.repository().isFilesOnly(),
                         workspace.repository().reason.message);
    actions.action(ActionId::CloseRegistry)->setEnabled(isOpen);
    for (const ActionId id :
         {ActionId::NewAgent, ActionId::ReplaceInRegistry, ActionId::EditShown,
          ActionId::EditSelected, ActionId::CompareSelected, ActionId::UndoOperation}) {
        actions.action(id)->setEnabled(isOpen);
    }
    for (const ActionId id : {ActionId::Duplicate, ActionId::Rename, ActionId::Delete}) {
        actions.action(id)->setEnabled(isReady);
    }
    actions.action(ActionId::RepairLocks)->setEnabled(!workspace.repository().locks.isEmpty());
}

} // namespace hermes::mainwindow
