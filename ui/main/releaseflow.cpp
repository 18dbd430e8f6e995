#include "main/releaseflow.h"

#include "release/releasedialog.h"
#include "workspace/workspace.h"

#include <QWidget>

namespace hermes::mainwindow {

ReleaseFlow::ReleaseFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
                         QWidget *window)
    : QObject(window), m_workspace(workspace), m_theme(theme), m_window(window)
{
}

void ReleaseFlow::start(const core::EntryId &id)
{
    if (m_isRunning) {
        return;
    }
    m_isRunning = true;
    m_workspace.planRelease(id).then(this,
                                     [this](const core::Result<workspace::ReleasePlan> &plan) {
                                         if (plan) {
                                             ask(*plan);
                                         } else {
                                             m_isRunning = false;
                                             Q_EMIT failed(plan.error());
                                         }
                                     });
}

void ReleaseFlow::ask(const workspace::ReleasePlan &plan)
{
    const core::Result<vcs::Signature> author = m_workspace.signature();
    auto *dialog = new release::ReleaseDialog(
        m_theme, plan, author ? std::optional(*author) : std::nullopt, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::rejected, this, [this] { m_isRunning = false; });
    connect(dialog, &QDialog::accepted, this, [this, dialog, plan] {
        const release::ReleaseChoice choice = dialog->choice();
        std::optional<workspace::ReleaseRequest> request = m_workspace.releaseRequest(plan);
        if (!request) {
            m_isRunning = false;
            return;
        }
        request->version = choice.version;
        request->changelog = choice.changelog;
        request->author = {choice.authorName, choice.authorEmail, QDateTime::currentDateTime()};
        carryOut(*request);
    });
    dialog->open();
}

void ReleaseFlow::carryOut(const workspace::ReleaseRequest &request)
{
    m_workspace.release(request).then(
        this, [this](const core::Result<workspace::ReleaseResult> &result) {
            m_isRunning = false;
            if (result) {
                Q_EMIT told(tr("%1 is released: commit %2, tag %3.")
                                .arg(result->id.id, result->commit.shortText(), result->tag));
            } else {
                Q_EMIT failed(result.error());
            }
        });
}

} // namespace hermes::mainwindow
