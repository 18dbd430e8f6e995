#include "vcs/repository.h"
#include "workspace/definitiondocument.h"
#include "workspace/workspace.h"

#include <QCoreApplication>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextStream>

#include <algorithm>
#include <tuple>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

/// Types into the first agent and says when it is journaled.
void edit(workspace::Workspace &workspace, const QString &text)
{
    const auto &entries = workspace.catalog().entries;
    const auto agent = std::ranges::find_if(entries, [](const registry::EntrySummary &entry) {
        return entry.id.kind == core::EntryKind::Agent;
    });
    workspace::DefinitionDocument *document = workspace.document(agent->id);
    QObject::connect(document, &workspace::DefinitionDocument::journaled, document,
                     [] { say(u"journaled"_s); });
    QObject::connect(document, &workspace::DefinitionDocument::stateChanged, document,
                     [document, text] {
                         if (document->state() == workspace::DefinitionDocument::State::Ready
                             && !document->isModified()) {
                             QTextCursor(document->prompt()->document()).insertText(text);
                         }
                     });
}

} // namespace

/// A program that has a registry open: `holder_process REGISTRY STATE [TEXT]`. Says how it stands
/// to it, a line each, until it is killed; types TEXT into the first agent.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    std::ignore = vcs::initializeLibrary();
    workspace::Workspace workspace(arguments.at(2));
    const auto sayHow = [&workspace] {
        say(workspace.heldElsewhere().isEmpty() ? u"writable"_s : workspace.heldElsewhere());
    };
    QObject::connect(&workspace, &workspace::Workspace::holdChanged, &workspace, sayHow);
    QObject::connect(&workspace, &workspace::Workspace::loaded, &workspace,
                     [&workspace, sayHow, arguments] {
                         sayHow();
                         if (arguments.size() > 3) {
                             edit(workspace, arguments.at(3));
                         }
                     });
    workspace.open(arguments.at(1));
    return QCoreApplication::exec();
}
