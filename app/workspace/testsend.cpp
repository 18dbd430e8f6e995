#include "workspace/testsend.h"

#include "core/onworker.h"
#include "keys/keystore.h"
#include "modelapi/proxyroute.h"
#include "modelapi/requests.h"
#include "runs/runhistory.h"
#include "workspace/keystatetext.h"
#include "workspace/modelquestion.h"
#include "workspace/neededkey.h"
#include "workspace/testsendrun.h"

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto betweenKeeping = 1s;

using modelapi::Failure;
using modelapi::FailureKind;

/// What a worker makes before anything goes.
struct Made
{
    core::Result<modelapi::HttpRequest> request;
    QStringList fileDigests;
};

} // namespace

QString shownServer(const modelapi::ConnectionSettings &settings)
{
    const QUrl url = modelapi::effectiveBaseUrl(settings);
    const QString host = modelapi::serverName(url);
    return url.scheme() == u"https" ? host : url.scheme() + u"://"_s + host;
}

QString proxyOnTheWay(const modelapi::ConnectionSettings &settings,
                      const QProcessEnvironment &environment)
{
    const auto route =
        modelapi::proxyRoute(settings.proxy, modelapi::effectiveBaseUrl(settings), environment);
    return route ? modelapi::shownProxy(*route) : QString();
}

QString way(const QString &server, const QString &proxy)
{
    return proxy.isEmpty() ? server : server + u" <- "_s + proxy;
}

TestSend::TestSend(TestSendRequest request, keys::KeyStore &keys, runs::RunHistory &history,
                   const modelapi::ExchangeOptions &options, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_keys(keys)
    , m_history(history)
    , m_options(options)
    , m_settings(m_request.connection.settings)
{
    if (!m_request.modelId.isEmpty()) {
        m_settings.modelId = m_request.modelId;
    }
    m_keeping.setInterval(betweenKeeping);
    connect(&m_keeping, &QTimer::timeout, this, &TestSend::keepRun);
}

TestSend::~TestSend()
{
    if (!m_isEnded && m_exchange != nullptr) {
        note(m_result.run, m_answer);
        m_result.run.outcome = runs::Run::Outcome::Stopped;
        (void)m_history.put(m_result.run);
    }
}

void TestSend::start()
{
    m_result.run = begunRun(m_request, m_settings);
    const modelapi::ModelRequest asked =
        wholeQuestion(m_settings, m_request.systemPrompt, m_request.turns, m_request.tools,
                      m_request.facts, m_request.countedInput.value_or(0));
    // Attached files make it tens of megabytes.
    core::whenDone(core::onWorker([settings = m_settings, asked, turns = m_request.turns] {
                       return Made{modelapi::answerRequest(settings, asked),
                                   runs::fileDigestsOf(turns)};
                   }),
                   this, [this](const Made &made) {
                       m_result.run.fileDigests = made.fileDigests;
                       takeRequest(made.request);
                   });
}

void TestSend::takeRequest(const core::Result<modelapi::HttpRequest> &made)
{
    if (m_isEnded) { // stopped meanwhile
        return;
    }
    if (!made) {
        Failure failure;
        failure.kind = FailureKind::BadRequest;
        failure.error = made.error();
        endWith(failure);
        return;
    }
    m_result.request = *made;
    const keys::KeyQuestion question{m_request.connection.id, m_request.connection.keyStoredIn};
    if (question.storedIn != keys::Keyring::None || m_keys.hasSessionKey(question.connectionId)) {
        m_keys.read(question, this, [this](const keys::KeyReply &reply, const keys::Secret &key) {
            takeKey(reply, key);
        });
    } else if (needsKey(m_settings)) {
        endWith(modelapi::makeFailure(
            FailureKind::Authentication, core::ErrorCode::InvalidArgument,
            tr("The connection “%1” has no key. Nothing was sent. Open Connections "
               "and enter the key.")
                .arg(m_request.connection.name)));
    } else {
        send({});
    }
}

void TestSend::takeKey(const keys::KeyReply &reply, const keys::Secret &key)
{
    using keys::KeyState;
    if (m_isEnded || m_exchange != nullptr) {
        return;
    }
    if (reply.state == KeyState::Stored || reply.state == KeyState::ThisSession) {
        send(key);
    } else if (reply.state == KeyState::Unanswered) {
        Q_EMIT awaitingKeyring(reply.keyringName);
    } else {
        endWith(modelapi::makeFailure(FailureKind::Authentication, core::ErrorCode::NotFound,
                                      tr("Nothing was sent: there is no key for “%1”. %2")
                                          .arg(m_request.connection.name, keyStateText(reply)),
                                      reply.detail));
    }
}

void TestSend::send(const keys::Secret &key)
{
    m_exchange =
        std::make_unique<modelapi::Exchange>(m_settings, m_result.request, m_options, nullptr);
    connect(m_exchange.get(), &modelapi::Exchange::eventsArrived, this,
            [this](const QList<modelapi::AnswerEvent> &events) {
                for (const modelapi::AnswerEvent &event : events) {
                    m_answer.take(event);
                }
                Q_EMIT grew();
            });
    connect(m_exchange.get(), &modelapi::Exchange::waiting, this, &TestSend::waiting);
    connect(m_exchange.get(), &modelapi::Exchange::finished, this, &TestSend::takeOutcome);
    keepRun();
    m_keeping.start();
    m_exchange->start(key.reveal());
}

void TestSend::stop()
{
    m_isStopped = true;
    if (m_exchange != nullptr) {
        m_exchange->cancel();
    } else if (!m_isEnded) {
        endWith(modelapi::makeFailure(FailureKind::Cancelled, core::ErrorCode::Cancelled,
                                      tr("Stopped before anything was sent.")));
    }
}

void TestSend::takeOutcome(const modelapi::ExchangeOutcome &outcome)
{
    m_answer = outcome.answer;
    m_result.failure = outcome.failure;
    m_result.head = outcome.head;
    m_result.received = outcome.received;
    m_result.run.firstToken = outcome.firstToken;
    m_result.run.total = outcome.total;
    m_result.run.attempts = outcome.attempts;
    end();
}

void TestSend::endWith(const Failure &failure)
{
    m_isEnded = true;
    m_result.failure = failure;
    // Never from inside start() or stop().
    QMetaObject::invokeMethod(this, &TestSend::end, Qt::QueuedConnection);
}

void TestSend::end()
{
    m_isEnded = true;
    m_keeping.stop();
    m_result.answer = m_answer;
    noteEnd(m_result.run, m_answer, m_result.failure, m_isStopped ? EndedBy::User : EndedBy::Itself,
            m_request.facts);
    if (m_exchange != nullptr) { // else nothing was sent
        keepRun();
    }
    Q_EMIT finished(m_result);
}

void TestSend::keepRun()
{
    note(m_result.run, m_answer);
    m_history.put(m_result.run).then(this, [this](const core::Result<void> &kept) {
        if (!kept) {
            Q_EMIT notKept(kept.error());
        }
    });
}

} // namespace hermes::workspace
