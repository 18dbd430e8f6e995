#include "modelapi/serverguess.h"

#include "modelapi/requests.h"

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

/// The path of an address without what the APIs themselves put at its end.
QString prefixOf(const QUrl &url)
{
    QString path = url.path();
    while (path.endsWith(u'/')) {
        path.chop(1);
    }
    for (const QLatin1StringView end : {"/chat/completions"_L1, "/responses"_L1, "/messages"_L1,
                                        "/models"_L1, "/v1beta"_L1, "/v1"_L1}) {
        if (path.endsWith(end)) {
            path.chop(end.size());
        }
    }
    return path;
}

ConnectionType typeOf(WireForm form, const QUrl &url)
{
    switch (form) {
    case WireForm::Anthropic:
        return ConnectionType::Anthropic;
    case WireForm::Gemini:
        return ConnectionType::Gemini;
    case WireForm::Ollama:
        return ConnectionType::Ollama;
    case WireForm::OpenAi:
        break;
    }
    const QString host = url.host();
    return host == "api.openai.com"_L1   ? ConnectionType::OpenAiChat
        : host.endsWith(".azure.com"_L1) ? ConnectionType::Azure
                                         : ConnectionType::OpenAiCompatible;
}

} // namespace

ServerGuess::ServerGuess(const ConnectionSettings &settings) : m_settings(settings)
{
    const QString prefix = prefixOf(effectiveBaseUrl(settings));
    m_places = {{u"/v1"_s, u"/models"_s, WireForm::OpenAi},
                {{}, u"/api/tags"_s, WireForm::Ollama},
                {{}, u"/v1beta/models"_s, WireForm::Gemini},
                {u"/openai/v1"_s, u"/models"_s, WireForm::OpenAi},
                {u"/api/v1"_s, u"/models"_s, WireForm::OpenAi}};
    if (!prefix.isEmpty()) {
        m_places.prepend({prefix + u"/v1"_s, u"/models"_s, WireForm::OpenAi});
    }
}

void ServerGuess::start()
{
    ask();
}

void ServerGuess::cancel()
{
    if (m_call) {
        m_call->disconnect(this);
        m_call->cancel();
    }
}

void ServerGuess::ask()
{
    const Place &place = m_places.constFirst();
    QUrl url = effectiveBaseUrl(m_settings);
    url.setPath(place.base + place.list);
    url.setQuery(QString());
    m_call = std::make_unique<JsonCall>(m_settings, requestTo(m_settings, "GET", url));
    connect(m_call.get(), &JsonCall::finished, this, &ServerGuess::take);
    m_call->start({});
}

void ServerGuess::take(const JsonReply &reply)
{
    // It is the sender of what is being handled.
    m_call.release()->deleteLater();
    const auto page = reply.failure ? std::nullopt : modelPageIn(reply.json);
    if (page) {
        Q_EMIT finished(serverOf(page->form, *page));
        return;
    }
    const bool asksForKey = reply.failure && reply.failure->kind == FailureKind::Authentication;
    const auto form = asksForKey ? formOfError(reply.failure->body) : std::nullopt;
    const Place &place = m_places.constFirst();
    // Of several, the usual place is the most likely.
    if (form && (!m_locked || place.base == "/v1"_L1)
        && (form == place.form || (form == WireForm::Anthropic && place.base.endsWith("/v1"_L1)))) {
        // Some ask for a key at every address, whether it is one or not: a list would say more.
        m_locked = serverOf(*form, {});
        m_locked->asksForKey = true;
    }
    m_places.removeFirst();
    const bool isNobodyThere =
        reply.failure && reply.failure->status == 0 && reply.failure->kind != FailureKind::Protocol;
    if (isNobodyThere || m_places.isEmpty()) {
        Q_EMIT finished(m_locked);
        return;
    }
    ask();
}

FoundServer ServerGuess::serverOf(WireForm form, const ModelPage &page) const
{
    QString path = m_places.constFirst().base;
    if (form == WireForm::OpenAi && path.isEmpty()) {
        path = u"/v1"_s; // llama.cpp, by Ollama's list
    } else if (form != WireForm::OpenAi && path.endsWith("/v1"_L1)) {
        path.chop(3);
    }
    QUrl url = effectiveBaseUrl(m_settings);
    url.setPath(path);
    url.setQuery(QString());
    return {typeOf(form, url), url.toString(),
            page.program.isEmpty() ? wireFormName(form) : page.program, page.models, false};
}

} // namespace hermes::modelapi
