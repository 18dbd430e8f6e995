#include "main/actionavailability.h"

#include "main/actioncatalog.h"
#include "main/repositorynotice.h"
#include "workspace/fragmentdocument.h"
#include "workspace/workspace.h"

namespace hermes::mainwindow {

namespace {

/// What is done with entries alone, and why not with this.
void forbidForFragment(ActionCatalog &actions)
{
    for (const ActionId id : {ActionId::TestSend, ActionId::ShowRuns}) {
        actions.setAvailable(id, false,
                             QObject::tr("A fragment is sent with the prompts that include it."));
    }
    actions.setAvailable(
        ActionId::Release, false,
        QObject::tr("A fragment is released with the prompts that include it. Its own version is "
                    "what its front matter says."));
    for (const ActionId id : {ActionId::ShowManifest, ActionId::Duplicate, ActionId::Rename}) {
        actions.setAvailable(id, false,
                             QObject::tr("This is a fragment: it is no entry and has no "
                                         "manifest."));
    }
}

} // namespace

void setAvailability(ActionCatalog &actions, const workspace::Workspace &workspace,
                     const workspace::DefinitionDocument *document)
{
    const bool isOpen = workspace.status() == workspace::Workspace::Status::Ready;
    const bool isReady =
        document != nullptr && document->state() == workspace::DefinitionDocument::State::Ready;
    const QString &held = workspace.heldElsewhere();
    const QString obstacle = held.isEmpty() ? releaseObstacle(workspace.repository()) : held;
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
    const bool hasPrompt = isReady && !document->location().promptFile.isRoot();
    for (const ActionId id : {ActionId::TestSend, ActionId::ShowRuns}) {
        actions.setAvailable(id, hasPrompt, QObject::tr("There is no prompt to send."));
    }
    for (const ActionId id :
         {ActionId::ChooseValues, ActionId::AddContext, ActionId::CountTokens}) {
        actions.setAvailable(id, hasPrompt, QObject::tr("There is no prompt."));
    }
    const bool isFragment = document != nullptr && !workspace::fragmentOf(document->id()).isEmpty();
    actions.setAvailable(ActionId::Release, isReady && obstacle.isEmpty(), obstacle);
    actions.setAvailable(ActionId::Export, isOpen && !workspace.repository().isFilesOnly(),
                         workspace.repository().reason.message);
    actions.action(ActionId::CloseRegistry)->setEnabled(isOpen);
    actions.action(ActionId::CompareSelected)->setEnabled(isOpen);
    for (const ActionId id : {ActionId::NewAgent, ActionId::ReplaceInRegistry, ActionId::EditShown,
                              ActionId::EditSelected, ActionId::UndoOperation}) {
        actions.setAvailable(id, isOpen && held.isEmpty(), held);
    }
    actions.action(ActionId::WhereUsed)->setEnabled(isOpen);
    for (const ActionId id :
         {ActionId::Duplicate, ActionId::Rename, ActionId::Delete, ActionId::ExtractFragment,
          ActionId::InlineFragment, ActionId::RenameFragment}) {
        actions.setAvailable(id, isReady && held.isEmpty(), held);
    }
    for (const ActionId id : {ActionId::RenameVariable, ActionId::FollowTag}) {
        actions.setAvailable(id, isReady, {});
    }
    actions.setAvailable(ActionId::WritePrompts, isReady && isFragment && held.isEmpty(),
                         isFragment ? held
                                    : QObject::tr("It is for fragments: open one to write the "
                                                  "prompts that use it."));
    if (isFragment) {
        forbidForFragment(actions);
    }
    actions.setAvailable(ActionId::RepairLocks,
                         !workspace.repository().locks.isEmpty() && held.isEmpty(), held);
}

} // namespace hermes::mainwindow
