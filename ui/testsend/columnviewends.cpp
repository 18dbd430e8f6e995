#include "modelapi/retry.h"
#include "modelapi/stopwords.h"
#include "testsend/answerblock.h"
#include "testsend/columnview.h"
#include "widgets/buttons.h"
#include "widgets/messagebar.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using hermes::workspace::TestSendColumn;

// How a column tells of the end of an answer, and what follows from there.

namespace hermes::testsend {

namespace {

constexpr std::chrono::milliseconds longestSleep = 20s; ///< The computer may sleep for longer.

/// Whether the failure is about the connection rather than the question.
bool isAboutConnection(modelapi::FailureKind kind)
{
    using modelapi::FailureKind;
    return kind == FailureKind::Authentication || kind == FailureKind::NotFound
        || kind == FailureKind::Certificate || kind == FailureKind::Proxy
        || kind == FailureKind::Network || kind == FailureKind::KeyWithheld
        || kind == FailureKind::Redirected || kind == FailureKind::Billing;
}

/// The message, and what the provider's support asks for.
QString failureInWords(const modelapi::Failure &failure)
{
    const core::Error &error = failure.error;
    return error.detail.isEmpty() ? error.message : error.message + u" ("_s + error.detail + u')';
}

} // namespace

void ColumnView::showFailure()
{
    using Severity = widgets::MessageBar::Severity;
    const auto &result = m_column.lastResult();
    if (m_column.state() == TestSendColumn::State::Waiting) {
        m_message->showMessage(
            Severity::Warning,
            tr("%1 It is tried again by itself.").arg(m_column.waitedFor().error.message));
        return;
    }
    if (m_column.state() != TestSendColumn::State::Idle || !result) {
        m_message->dismiss();
        return;
    }
    if (!result->failure) {
        showEmptyAnswer(result->answer);
        return;
    }
    const modelapi::Failure &failure = *result->failure;
    if (m_retryAt.isValid()) {
        showLaterRetry();
        return;
    }
    if (failure.kind == modelapi::FailureKind::Cancelled) {
        m_message->showMessage(Severity::Info, tr("Stopped. What came is kept."));
    } else {
        m_message->showMessage(Severity::Error, failureInWords(failure));
    }
    if (isAboutConnection(failure.kind)) {
        connect(m_message->addButton(tr("Connections…")), &QPushButton::clicked, this,
                &ColumnView::connectionsRequested);
    }
    if (failure.retryAt.isValid()) {
        const QString time =
            modelapi::shownRetryTime(failure.retryAt, QDateTime::currentDateTime());
        connect(m_message->addButton(tr("Retry at %1").arg(time)), &QPushButton::clicked, this,
                [this, moment = failure.retryAt] { retryLater(moment); });
    }
    addRetry();
}

void ColumnView::addRetry()
{
    connect(m_message->addButton(tr("Retry")), &QPushButton::clicked, this,
            [this] { whenFree([this] { retry(); }); });
}

void ColumnView::retryLater(const QDateTime &moment)
{
    const qint64 left = QDateTime::currentDateTimeUtc().msecsTo(moment);
    if (left <= 0) {
        m_retryAt = moment;
        whenFree([this, moment] {
            if (m_retryAt == moment) { // else the user does not want it any more
                m_retryAt = {};
                retry();
            }
        });
        return;
    }
    m_later.start(std::min(longestSleep, std::chrono::milliseconds(left)));
    if (m_retryAt != moment) {
        m_retryAt = moment;
        showColumn();
    }
}

void ColumnView::showLaterRetry()
{
    m_message->showMessage(
        widgets::MessageBar::Severity::Info,
        tr("It is sent again at %1, as long as this definition is open.")
            .arg(modelapi::shownRetryTime(m_retryAt, QDateTime::currentDateTime())));
    connect(m_message->addButton(tr("Do not retry")), &QPushButton::clicked, this, [this] {
        m_retryAt = {};
        m_later.stop();
        showColumn();
    });
}

/// An answer without words is no turn of the conversation: it is told of here.
void ColumnView::showEmptyAnswer(const modelapi::Answer &answer)
{
    if (!answer.text.isEmpty() || !answer.toolCalls.isEmpty()) {
        m_message->dismiss();
        return;
    }
    const QString why = answer.stop ? modelapi::stopInWords(*answer.stop) : QString();
    m_message->showMessage(widgets::MessageBar::Severity::Warning,
                           why.isEmpty() ? tr("The model answered without a word.") : why);
    addRetry();
}

void ColumnView::retry()
{
    const workspace::Conversation &conversation = m_column.conversation();
    retryFrom(conversation.isEmpty() || conversation.isAwaitingAnswer() ? conversation.size()
                                                                        : conversation.size() - 1);
}

void ColumnView::retryFrom(qsizetype position)
{
    // Another answer takes the place of what came, which stays as a branch.
    workspace::Conversation conversation = m_column.conversation();
    conversation.retryFrom(position);
    resend(conversation);
}

void ColumnView::resend(const workspace::Conversation &conversation)
{
    QWidget *focused = QApplication::focusWidget();
    const QPointer<QWidget> before = isAncestorOf(focused) ? focused : nullptr;
    m_place.reset();
    m_column.setConversation(conversation);
    Q_EMIT resendRequested();
    if (before != nullptr && !before->hasFocus()) {
        Q_EMIT focusLost();
    }
}

// --- one after the other

void ColumnView::setHeld(bool isHeld)
{
    if (isHeld == m_isHeld) {
        return;
    }
    m_isHeld = isHeld;
    m_remove->setEnabled(!isHeld);
    showTools();
    if (!isHeld && m_waiting) {
        // What it was held for goes first.
        QMetaObject::invokeMethod(this, &ColumnView::performWaiting, Qt::QueuedConnection);
    }
}

void ColumnView::forgetWaiting()
{
    m_waiting = {};
}

void ColumnView::focusOpenCall()
{
    m_exchangeButton->setChecked(false);
    for (const Shown &shown : std::as_const(m_shown)) {
        const auto *answer = qobject_cast<AnswerBlock *>(shown.view);
        if (QWidget *field = answer != nullptr ? answer->awaitedField() : nullptr) {
            m_scroll->ensureWidgetVisible(field);
            field->setFocus();
        }
    }
}

void ColumnView::whenFree(const std::function<void()> &action)
{
    if (m_isHeld || m_waiting) {
        m_waiting = action;
    } else {
        action();
    }
}

void ColumnView::performWaiting()
{
    if (m_isHeld || !m_waiting) {
        return;
    }
    const auto action = std::exchange(m_waiting, {});
    if (m_column.state() == TestSendColumn::State::Idle) {
        action();
    }
}

} // namespace hermes::testsend
