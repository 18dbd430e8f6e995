#include "main/exportflow.h"

#include "export/exportdialog.h"
#include "workspace/bundleexport.h"
#include "workspace/fragmentdocument.h"
#include "workspace/workspace.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>
#include <QWidget>
#include <QtConcurrentRun>

namespace hermes::mainwindow {

namespace {

struct Attempt
{
    QList<workspace::SecretPlace> secrets; ///< Not empty = nothing was written because of them.
    core::Result<bundle::BundleSummary> made;
};

Attempt attempt(const workspace::ExportRequest &request, const bundleexport::ExportChoice &choice,
                const core::CancelFlag &cancel)
{
    const auto bundle = workspace::prepareExport(request, cancel);
    if (!bundle) {
        return {{}, std::unexpected(bundle.error())};
    }
    if (!workspace::secretsBeyond(bundle->secrets(), choice.acceptedSecrets).isEmpty()) {
        return {bundle->secrets(), {}};
    }
    return {{}, bundle->write(choice.path, choice.acceptedSecrets)};
}

} // namespace

ExportFlow::ExportFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
                       widgets::UserDialogs &dialogs, QWidget *window)
    : QObject(window), m_workspace(workspace), m_theme(theme), m_dialogs(dialogs), m_window(window)
{
}

void ExportFlow::start(const QList<core::EntryId> &chosen)
{
    if (m_dialog) {
        return;
    }
    const auto &state = m_workspace.repository().state;
    if (!state) {
        Q_EMIT failed(m_workspace.repository().reason);
        return;
    }
    m_dialog = new bundleexport::ExportDialog(m_theme, m_dialogs, offer(*state, chosen), m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &bundleexport::ExportDialog::exportRequested, this,
            [this, root = m_workspace.root(), source = workspace::checkedOut(*state)] {
                write(root, source);
            });
    connect(m_dialog, &bundleexport::ExportDialog::cancelRequested, this,
            [this] { m_cancel.cancel(); });
    connect(m_dialog, &bundleexport::ExportDialog::revealRequested, this, [](const QString &path) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).path()));
    });
    m_dialog->open();
}

bundleexport::ExportOffer ExportFlow::offer(const vcs::RepositoryState &state,
                                            const QList<core::EntryId> &chosen) const
{
    bundleexport::ExportOffer offer;
    offer.entries = m_workspace.catalog().entries;
    offer.states = m_workspace.entryStates();
    for (const auto allDocuments = m_workspace.documents();
         const workspace::DefinitionDocument *document : allDocuments) {
        if (document->isModified() && !offer.states.contains(document->id())) {
            offer.states.insert(document->id(), workspace::EntryState::Modified);
        }
    }
    offer.states.removeIf([](const auto &entry) {
        return !workspace::fragmentOf(entry.key()).isEmpty(); // no entry, and in no bundle
    });
    offer.chosen = chosen;
    offer.registryName = m_workspace.name();
    offer.folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    offer.source = state.branch.isEmpty()
        ? state.commit.shortText()
        : tr("%1 at %2").arg(state.branch, state.commit.shortText());
    return offer;
}

void ExportFlow::write(const QString &root, const workspace::ExportSource &source)
{
    const bundleexport::ExportChoice choice = m_dialog->choice();
    const workspace::ExportRequest request{root, source, choice.ids, choice.name, choice.version};
    m_dialog->showRunning();
    m_cancel = {};
    QtConcurrent::run([request, choice, cancel = m_cancel] {
        return attempt(request, choice, cancel);
    }).then(m_dialog, [this, path = choice.path](const Attempt &attempt) {
        if (!attempt.secrets.isEmpty()) {
            m_dialog->showSecrets(attempt.secrets);
        } else if (attempt.made) {
            m_dialog->showResult(*attempt.made, path);
        } else {
            m_dialog->showFailure(attempt.made.error());
        }
    });
}

} // namespace hermes::mainwindow
