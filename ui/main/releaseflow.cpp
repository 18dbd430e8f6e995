#include "main/releaseflow.h"

#include "release/releasedialog.h"
#include "workspace/workspace.h"

#include <QWidget>

namespace hermes::mainwindow {

namespace {

/// What would be released is what the dialog shows.
bool isAsPlanned(const workspace::ReleaseRequest &request, const workspace::ReleasePlan &plan)
{
    return request.promptText == plan.promptText
        && (request.source ? request.source->text : request.promptText) == plan.editedText
        && request.manifestText == plan.changes.manifestText->rightText.toUtf8();
}

} // namespace

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
    m_plan = plan;
    m_dialog = new release::ReleaseDialog(m_theme, plan,
                                          author ? std::optional(*author) : std::nullopt, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::finished, this, [this] { m_isRunning = false; });
    connect(m_dialog, &release::ReleaseDialog::releaseRequested, this, &ReleaseFlow::carryOut);
    m_dialog->open();
}

void ReleaseFlow::carryOut()
{
    std::optional<workspace::ReleaseRequest> request = m_workspace.releaseRequest(m_plan);
    if (!request) {
        m_dialog->showFailure({core::ErrorCode::NotFound,
                               tr("%1 is no longer open. Nothing was released; open it and release "
                                  "it again.")
                                   .arg(m_plan.id.id),
                               {}});
        return;
    }
    if (!isAsPlanned(*request, m_plan)) {
        m_dialog->showRunning();
        showFailure({core::ErrorCode::ChangedOutside,
                     tr("%1 has changed since this dialog was opened. Nothing was released; look "
                        "at the changes again.")
                         .arg(m_plan.id.id),
                     {}});
        return;
    }
    const release::ReleaseChoice choice = m_dialog->choice();
    request->version = choice.version;
    request->changelog = choice.changelog;
    request->acceptedSecrets = choice.acceptedSecrets;
    request->author = {choice.authorName, choice.authorEmail, QDateTime::currentDateTime()};
    m_dialog->showRunning();
    m_workspace.release(*request).then(
        this, [this](const core::Result<workspace::ReleaseResult> &result) {
            if (!result) {
                showFailure(result.error());
                return;
            }
            if (m_dialog) {
                m_dialog->accept();
            }
            Q_EMIT told(tr("%1 is released: commit %2, tag %3.")
                            .arg(result->id.id, result->commit.shortText(), result->tag));
        });
}

void ReleaseFlow::showFailure(const core::Error &error)
{
    // What failed may be out of date: another commit, another text on disk.
    m_workspace.planRelease(m_plan.id).then(
        this, [this, error](const core::Result<workspace::ReleasePlan> &plan) {
            if (!m_dialog) {
                Q_EMIT failed(error);
                return;
            }
            if (plan) {
                m_plan = *plan;
                m_dialog->setPlan(*plan);
            }
            m_dialog->showFailure(error);
        });
}

} // namespace hermes::mainwindow
