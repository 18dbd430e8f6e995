#include "assembly/links.h"
#include "testsend/attachmentbar.h"
#include "testsend/columnview.h"
#include "testsend/plannedwords.h"
#include "testsend/questioninput.h"
#include "testsend/runspane.h"
#include "widgets/messagebar.h"
#include "widgets/userdialogs.h"
#include "workspace/testsendfiles.h"

#include <QLocale>
#include <QPushButton>
#include <QUrl>

#include <utility>

// From a question to its test-send, and what the user is asked on the way.

using namespace Qt::StringLiterals;
using hermes::workspace::SendPlan;
using hermes::workspace::TestSendColumn;

namespace hermes::testsend {

namespace {

constexpr int goOn = 1; ///< The button of a question; 0 is the safe one.

/// What the prompts cannot do without, and where it is missing; empty = nothing.
QString objectionToPrompt(const SendPlan &plan)
{
    QStringList objections;
    for (const SendPlan::Part &part : plan.parts) {
        for (const core::Problem &error : part.errors) {
            objections.append(
                error.line > 0
                    ? RunsPane::tr("%1, line %2: %3", "file, line, what is wrong")
                          .arg(error.file.text(), QLocale().toString(error.line), error.message)
                    : RunsPane::tr("%1: %2", "file, what is wrong")
                          .arg(error.file.text(), error.message));
        }
    }
    objections.removeDuplicates();
    return objections.join(u'\n');
}

} // namespace

void RunsPane::ask()
{
    if (!m_send->isEnabled()) {
        return;
    }
    if (const QString held = openCallsInWords(); hasQuestion() && !held.isEmpty()) {
        m_message->showMessage(widgets::MessageBar::Severity::Info, held);
        m_views.at(m_session->columnsWithOpenCalls().first())->focusOpenCall();
        return;
    }
    if (m_attachments->isReading()) {
        m_asking = Asking::ReadingFiles;
        showState();
        return;
    }
    prepareQuestion();
}

bool RunsPane::hasQuestion() const
{
    return !m_question->toPlainText().trimmed().isEmpty() || !m_attachments->attachments().isEmpty()
        || m_attachments->isReading();
}

QString RunsPane::openCallsInWords() const
{
    const QList<qsizetype> calling = m_session->columnsWithOpenCalls();
    if (calling.isEmpty()) {
        return {};
    }
    if (m_session->columnCount() == 1) {
        return tr("Answer the tool calls first.");
    }
    QStringList columns;
    for (const qsizetype index : calling) {
        const TestSendColumn &column = m_session->column(index);
        columns.append(tr("column %1 (%2 · %3)")
                           .arg(QLocale().toString(index + 1), column.content().label,
                                m_session->modelOf(column)));
    }
    return tr("Answer the tool calls first, in %1.").arg(columns.join(u", "_s));
}

void RunsPane::prepareQuestion()
{
    m_asking = Asking::Preparing;
    showState();
    m_askedWith = m_attachments->attachments();
    m_asked = m_question->toPlainText();
    m_session->prepare(*m_asked, m_askedWith);
}

void RunsPane::takeAttachments()
{
    m_estimateDelay.start();
    const bool isRead = m_asking == Asking::ReadingFiles && !m_attachments->isReading();
    if (isRead && !m_attachments->attachments().isEmpty()) {
        prepareQuestion();
        return;
    }
    if (isRead) {
        m_asking = Asking::Nothing; // they were taken away
    }
    showState();
}

void RunsPane::resend(qsizetype column)
{
    m_asking = Asking::Preparing;
    m_asked.reset();
    showState();
    m_session->prepareColumn(column);
}

void RunsPane::refuse()
{
    m_asking = Asking::Nothing;
    for (qsizetype index = 0; index < m_session->columnCount(); ++index) {
        if (m_session->column(index).state() == TestSendColumn::State::Idle) {
            m_session->column(index).showRest(); // of an answer that was to be replaced
        }
    }
    showState();
}

void RunsPane::takePlan(const SendPlan &plan)
{
    if (m_asking != Asking::Preparing) {
        return; // stopped meanwhile
    }
    if (plan.parts.isEmpty()) { // the connection went
        refuse();
        return;
    }
    if (const auto objection = objectionToFiles(plan, plan.question); objection.isFinal) {
        m_message->showMessage(widgets::MessageBar::Severity::Error,
                               tr("%1 Nothing was sent.").arg(objection.message));
        refuse();
        return;
    }
    if (plan.secrets.isEmpty()) {
        confirmPrompt(plan);
        return;
    }
    warn(tr("Send a secret?"),
         tr("%1\n\nNothing was sent. Take it out, or send it to %2 as it is. You are not asked "
            "again about the same one and the same server until this is closed.")
             .arg(workspace::secretsInWords(plan.secrets), serversInWords(plan)),
         [this, plan] {
             m_session->acceptSecrets(plan);
             confirmPrompt(plan);
         });
}

void RunsPane::confirmPrompt(const SendPlan &plan)
{
    const QString objection = objectionToPrompt(plan);
    if (objection.isEmpty()) {
        confirmTarget(plan);
        return;
    }
    warn(tr("Send an incomplete prompt?"),
         tr("%1\n\nNothing was sent. Mend it in the editor or give the values beside the preview, "
            "or send what there is.")
             .arg(objection),
         [this, plan] { confirmTarget(plan); });
}

void RunsPane::confirmTarget(const SendPlan &plan)
{
    const QString objection = objectionToTarget(plan);
    if (objection.isEmpty()) {
        confirmFiles(plan);
        return;
    }
    warn(tr("Send it like this?"),
         tr("%1\n\nNothing was sent. Choose another program or other files beside the preview, or "
            "send what there is.")
             .arg(objection),
         [this, plan] { confirmFiles(plan); });
}

void RunsPane::warn(const QString &title, const QString &text, std::function<void()> send)
{
    m_dialogs.choose(this, {title, text, {tr("Do not send"), tr("Send it all the same")}, 0},
                     [this, send = std::move(send)](int button) {
                         if (m_asking != Asking::Preparing) {
                             return; // another run was opened meanwhile
                         }
                         if (button == goOn) {
                             send();
                         } else {
                             refuse();
                         }
                     });
}

void RunsPane::confirmFiles(const SendPlan &plan)
{
    const QString objection = objectionToFiles(plan, plan.question).message;
    if (objection.isEmpty()) {
        confirmServers(plan);
        return;
    }
    warn(tr("Send these files?"),
         tr("%1\n\nNothing was sent. Take the files away, or ask another model.").arg(objection),
         [this, plan] { confirmServers(plan); });
}

void RunsPane::confirmServers(const SendPlan &plan)
{
    if (m_session->isAgreed(plan)) {
        send(plan);
        return;
    }
    m_dialogs.choose(this,
                     {tr("Send to %1?").arg(serversInWords(plan)),
                      planInWords(plan),
                      {tr("Do not send"), tr("Send")},
                      0},
                     [this, plan](int button) {
                         if (m_asking != Asking::Preparing) {
                             return;
                         }
                         if (button != goOn) {
                             refuse();
                             return;
                         }
                         m_session->agree(plan);
                         send(plan);
                     });
}

void RunsPane::send(const SendPlan &plan)
{
    m_asking = Asking::Nothing;
    m_message->dismiss();
    if (std::exchange(m_asked, std::nullopt) == m_question->toPlainText()) {
        m_question->clear();
        m_attachments->remove(m_askedWith);
    }
    m_askedWith.clear();
    m_session->send(plan);
    showState();
}

void RunsPane::askModel(qsizetype index)
{
    TestSendColumn &column = m_session->column(index);
    m_dialogs.askText(this,
                      {tr("Another model"), tr("Model id; empty takes the connection's own"),
                       m_session->modelOf(column)},
                      [this, &column](const QString &modelId) {
                          if (!modelId.isNull()) {
                              column.setModelId(modelId.trimmed());
                              m_estimateDelay.start();
                          }
                      });
}

void RunsPane::askLink(const QUrl &link)
{
    if (!assembly::mayLeave(link)) {
        m_message->showMessage(widgets::MessageBar::Severity::Info,
                               tr("The answer links to %1, which is not opened: only web and mail "
                                  "addresses are.")
                                   .arg(link.toDisplayString()));
        return;
    }
    m_dialogs.choose(this,
                     {tr("Open this link?"),
                      QString::fromLatin1(link.toEncoded()),
                      {tr("Do not open"), tr("Open")},
                      0},
                     [this, link](int button) {
                         if (button == goOn) {
                             Q_EMIT linkConfirmed(link);
                         }
                     });
}

} // namespace hermes::testsend
