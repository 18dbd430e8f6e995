#include "workspace/providercount.h"

#include "keys/keystore.h"
#include "modelapi/requests.h"
#include "workspace/keystatetext.h"
#include "workspace/neededkey.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

modelapi::ConnectionSettings withModel(modelapi::ConnectionSettings settings,
                                       const QString &modelId)
{
    if (settings.modelId.isEmpty()) {
        settings.modelId = modelId;
    }
    return settings;
}

Connection withModel(Connection connection, const QString &modelId)
{
    connection.settings = withModel(std::move(connection.settings), modelId);
    return connection;
}

} // namespace

MeasuredError errorOf(const QList<MeasuredCount> &counts)
{
    double own = 0;
    double provider = 0;
    QDate last;
    for (const MeasuredCount &count : counts) {
        own += static_cast<double>(count.own);
        provider += static_cast<double>(count.provider);
        last = last.isNull() ? count.day : std::max(last, count.day);
    }
    return provider > 0 ? MeasuredError{counts.size(), 100 * (own - provider) / provider, last}
                        : MeasuredError();
}

bool countsTokens(modelapi::ConnectionType type)
{
    using modelapi::ConnectionType;
    return type != ConnectionType::Ollama && type != ConnectionType::Azure;
}

modelapi::ModelRequest countedRequest(const modelapi::ConnectionSettings &settings,
                                      const QByteArray &prompt,
                                      const QList<modelapi::ToolDefinition> &tools)
{
    modelapi::Turn turn;
    turn.text = u"."_s;
    modelapi::ModelRequest request = modelapi::requestFor(settings, prompt, {turn});
    request.tools = tools;
    return request;
}

modelapi::ModelRequest countedRequest(const modelapi::ConnectionSettings &settings,
                                      const QByteArray &prompt)
{
    return countedRequest(settings, prompt, {});
}

ProviderCount::ProviderCount(const Connection &connection, const Counted &what,
                             keys::KeyStore &keys, QObject *parent)
    : QObject(parent)
    , m_connection(withModel(connection, what.modelId))
    , m_keys(keys)
    , m_call(m_connection.settings, countedRequest(m_connection.settings, what.prompt, what.tools))
{
    connect(&m_call, &modelapi::TokenCountCall::finished, this,
            [this](const modelapi::TokenCountReply &reply) {
                if (reply.failure) {
                    Q_EMIT failed(reply.failure->error);
                } else {
                    Q_EMIT counted(reply.inputTokens, reply.scope);
                }
            });
}

void ProviderCount::start()
{
    const keys::KeyQuestion question{m_connection.id, m_connection.keyStoredIn};
    if (question.storedIn != keys::Keyring::None || m_keys.hasSessionKey(question.connectionId)) {
        m_keys.read(question, this, [this](const keys::KeyReply &reply, const keys::Secret &key) {
            takeKey(reply, key);
        });
    } else if (needsKey(m_connection.settings)) {
        refuse({core::ErrorCode::InvalidArgument,
                tr("The connection “%1” has no key. Nothing was sent. Open Connections and enter "
                   "the key.")
                    .arg(m_connection.name),
                {}});
    } else {
        m_isAsked = true;
        m_call.start({});
    }
}

void ProviderCount::takeKey(const keys::KeyReply &reply, const keys::Secret &key)
{
    using keys::KeyState;
    if (m_isAsked || reply.state == KeyState::Unanswered) {
        return; // its prompt is open
    }
    m_isAsked = true;
    if (reply.state == KeyState::Stored || reply.state == KeyState::ThisSession) {
        m_call.start(key.reveal());
    } else {
        refuse({core::ErrorCode::NotFound,
                tr("Nothing was sent: there is no key for “%1”. %2")
                    .arg(m_connection.name, keyStateText(reply)),
                reply.detail});
    }
}

void ProviderCount::refuse(const core::Error &error)
{
    // Never from inside start().
    QMetaObject::invokeMethod(this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
}

} // namespace hermes::workspace
