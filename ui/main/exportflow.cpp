#include "main/exportflow.h"

#include "export/exportdialog.h"
#include "workspace/bundleexport.h"
#include "workspace/workspace.h"

#include <QStandardPaths>
#include <QWidget>
#include <QtConcurrentRun>

namespace hermes::mainwindow {

ExportFlow::ExportFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
                       widgets::UserDialogs &dialogs, QWidget *window)
    : QObject(window), m_workspace(workspace), m_theme(theme), m_dialogs(dialogs), m_window(window)
{
}

void ExportFlow::start(const QList<core::EntryId> &chosen)
{
    const auto &state = m_workspace.repository().state;
    if (!state) {
        Q_EMIT failed(m_workspace.repository().reason);
        return;
    }
    bundleexport::ExportOffer offer;
    offer.entries = m_workspace.catalog().entries;
    offer.chosen = chosen;
    offer.registryName = m_workspace.name();
    offer.folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    offer.source = state->branch.isEmpty()
        ? state->commit.shortText()
        : tr("%1 at %2").arg(state->branch, state->commit.shortText());
    offer.drafts = static_cast<int>(m_workspace.entryStates().size());
    auto *dialog = new bundleexport::ExportDialog(m_theme, m_dialogs, offer, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const bundleexport::ExportChoice choice = dialog->choice();
        write({m_workspace.root(), choice.ids, {}, choice.name, choice.version, choice.path});
    });
    dialog->open();
}

void ExportFlow::write(const workspace::ExportRequest &request)
{
    QtConcurrent::run([request, cancel = m_cancel] {
        return workspace::exportBundle(request, cancel);
    }).then(this, [this, path = request.path](const core::Result<bundle::BundleSummary> &summary) {
        if (summary) {
            Q_EMIT told(tr("%n definition(s) in %1. Identity %2.", nullptr,
                           static_cast<int>(summary->entries.size()))
                            .arg(path, summary->identity));
        } else {
            Q_EMIT failed(summary.error());
        }
    });
}

} // namespace hermes::mainwindow
