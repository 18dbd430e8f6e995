#include "workspace/testsend.h"

#include "keys/keystore.h"
#include "modelapi/requests.h"
#include "runs/runhistory.h"
#include "workspace/keystatetext.h"
#include "workspace/modelquestion.h"
#include "workspace/testsendcost.h"

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto betweenKeeping = 1s;

using modelapi::ConnectionType;
using modelapi::Failure;
using modelapi::FailureKind;

modelapi::Failure ownFailure(FailureKind kind, core::ErrorCode code, const QString &message,
                             const QString &detail = {})
{
    Failure failure;
    failure.kind = kind;
    failure.error = {code, message, detail};
    return failure;
}

/// Providers that answer nobody without a key.
bool needsKey(const modelapi::ConnectionSettings &settings)
{
    return settings.type != ConnectionType::OpenAiCompatible
        && settings.type != ConnectionType::Ollama
        && !modelapi::isLoopback(modelapi::effectiveBaseUrl(settings));
}

/// The run as it is before anything came.
runs::Run begun(const TestSendRequest &request, const modelapi::ConnectionSettings &settings)
{
    runs::Run run;
    run.id = runs::newRunId();
    run.started = QDateTime::fromMSecsSinceEpoch(QDateTime::currentMSecsSinceEpoch());
    run.entry = request.entry;
    run.registry = request.registry;
    run.version = request.version;
    run.promptDigest = runs::digestOf(request.systemPrompt);
    if (request.target.target != assembly::Target::AsWritten) {
        run.target = assembly::targetName(request.target.target);
    }
    for (const ContextFile &file : request.target.context) {
        if (file.fault.isEmpty()) {
            run.contextFiles.append(file.path);
        }
    }
    run.connectionName = request.connection.name;
    run.provider = modelapi::connectionTypeName(settings.type);
    run.host = shownServer(settings);
    run.modelId = settings.modelId;
    run.parameters = settings.parameters;
    run.turns = request.turns;
    run.countedInput = request.countedInput;
    return run;
}

} // namespace

QString shownServer(const modelapi::ConnectionSettings &settings)
{
    const QUrl url = modelapi::effectiveBaseUrl(settings);
    const QString host = modelapi::serverName(url);
    return url.scheme() == u"https" ? host : url.scheme() + u"://"_s + host;
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
        noteAnswer();
        m_result.run.outcome = runs::Run::Outcome::Stopped;
        (void)m_history.put(m_result.run);
    }
}

void TestSend::start()
{
    m_result.run = begun(m_request, m_settings);
    if (!makeRequest()) {
        return;
    }
    const keys::KeyQuestion question{m_request.connection.id, m_request.connection.keyStoredIn};
    if (question.storedIn != keys::Keyring::None || m_keys.hasSessionKey(question.connectionId)) {
        m_keys.read(question, this, [this](const keys::KeyReply &reply, const keys::Secret &key) {
            takeKey(reply, key);
        });
    } else if (needsKey(m_settings)) {
        endWith(ownFailure(FailureKind::Authentication, core::ErrorCode::InvalidArgument,
                           tr("The connection “%1” has no key. Nothing was sent. Open Connections "
                              "and enter the key.")
                               .arg(m_request.connection.name)));
    } else {
        send({});
    }
}

bool TestSend::makeRequest()
{
    modelapi::ModelRequest request =
        modelQuestion(m_settings, m_request.systemPrompt, m_request.turns, m_request.facts);
    request.tools = m_request.tools;
    makeRoom(request, m_settings.type, m_request.countedInput.value_or(0), m_request.facts);
    const auto made = modelapi::answerRequest(m_settings, request);
    if (!made) {
        Failure failure;
        failure.kind = FailureKind::BadRequest;
        failure.error = made.error();
        endWith(failure);
        return false;
    }
    m_result.request = *made;
    return true;
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
        endWith(ownFailure(FailureKind::Authentication, core::ErrorCode::NotFound,
                           tr("Nothing was sent: there is no key for “%1”. %2")
                               .arg(m_request.connection.name, keyStateText(reply)),
                           reply.detail));
    }
}

void TestSend::send(const keys::Secret &key)
{
    m_key = key.clone();
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
    m_exchange->start(m_key.reveal());
}

void TestSend::stop()
{
    m_isStopped = true;
    if (m_exchange != nullptr) {
        m_exchange->cancel();
    } else if (!m_isEnded) {
        endWith(ownFailure(FailureKind::Cancelled, core::ErrorCode::Cancelled,
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
    noteAnswer();
    m_result.answer = m_answer;
    m_result.run.cost = costOf(m_request.facts, m_answer.usage);
    m_result.run.outcome = !m_result.failure ? runs::Run::Outcome::Complete
        : m_isStopped                        ? runs::Run::Outcome::Stopped
                                             : runs::Run::Outcome::Failed;
    if (m_result.failure && !m_isStopped) {
        m_result.run.failure = m_result.failure->error.message;
    }
    if (m_exchange != nullptr) { // else nothing was sent
        keepRun();
    }
    m_key = {};
    Q_EMIT finished(m_result);
}

void TestSend::noteAnswer()
{
    const auto harmless = [this](const QString &text) {
        return QString::fromUtf8(modelapi::withoutKey(text.toUtf8(), m_key.reveal()));
    };
    m_result.run.answer = harmless(m_answer.text);
    m_result.run.thinking = harmless(m_answer.thinking);
    m_result.run.toolCalls = m_answer.toolCalls;
    for (modelapi::ToolCall &call : m_result.run.toolCalls) {
        call.arguments = modelapi::withoutKey(call.arguments, m_key.reveal());
    }
    m_result.run.usage = m_answer.usage;
}

void TestSend::keepRun()
{
    noteAnswer();
    m_history.put(m_result.run).then(this, [this](const core::Result<void> &kept) {
        if (!kept) {
            Q_EMIT notKept(kept.error());
        }
    });
}

} // namespace hermes::workspace
