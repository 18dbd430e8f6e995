#include "modelapi/servercheck.h"

#include "modelapi/answerdialect.h"
#include "modelapi/httpjob.h"
#include "modelapi/modelapitr.h"
#include "modelapi/requests.h"

#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::modelapi {

namespace {

constexpr qsizetype mostPages = 50; ///< Of a thousand models each.

/// A test is over soon, however long an answer of the model may take.
TimeOuts testTimeOuts(const TimeOuts &usual)
{
    return {std::min(usual.connect, std::chrono::milliseconds(10s)),
            std::min(usual.firstByte, std::chrono::milliseconds(20s)),
            std::min(usual.idle, std::chrono::milliseconds(20s)),
            std::min(usual.total, std::chrono::milliseconds(60s))};
}

/// Whether the address is unknown there, or what answers is no API.
bool isOfAddress(const Failure &failure)
{
    return failure.status == 404 || failure.status == 405 || failure.status == 501
        || (failure.kind == FailureKind::Protocol && failure.status >= 200 && failure.status < 300);
}

/// Whether sending now would fail, too, by what a request without content met.
bool isOfServer(const Failure &failure)
{
    switch (failure.kind) {
    case FailureKind::Billing:
    case FailureKind::RateLimited:
    case FailureKind::Overloaded:
    case FailureKind::Proxy:
    case FailureKind::Redirected:
        return true;
    default:
        return failure.status == 0 || failure.status == 502 || failure.status == 504;
    }
}

QString said(const Failure &failure)
{
    const auto error = serverErrorIn(QJsonDocument::fromJson(failure.body).object());
    const QString text = error ? shownServerText(error->message, {}) : QString();
    return text.isEmpty() ? QString() : u' ' + ModelApiTr::tr("The server says: “%1”").arg(text);
}

/// Names to choose from: those that are like it, else the first ones.
QStringList namesLike(const QList<ModelEntry> &models, const QString &id)
{
    constexpr qsizetype most = 3;
    QStringList like;
    for (const ModelEntry &entry : models) {
        if (like.size() < most
            && (entry.id.contains(id, Qt::CaseInsensitive)
                || id.contains(entry.id, Qt::CaseInsensitive))) {
            like.append(entry.id);
        }
    }
    for (qsizetype i = 0; like.isEmpty() && i < std::min(most, models.size()); ++i) {
        like.append(models[i].id);
    }
    for (QString &name : like) {
        name = u"“%1”"_s.arg(shownServerText(name, {}).left(100));
    }
    return like;
}

} // namespace

ServerCheck::ServerCheck(const ConnectionSettings &settings) : m_settings(settings)
{
    m_settings.timeOuts = testTimeOuts(settings.timeOuts);
}

ServerCheck::~ServerCheck()
{
    m_key.fill('\0');
}

QString ServerCheck::server() const
{
    return serverName(effectiveBaseUrl(m_settings));
}

void ServerCheck::start(QByteArrayView key)
{
    m_key = QByteArray(key.data(), key.size());
    ask(modelsRequest(m_settings, {}), &ServerCheck::takeList);
}

void ServerCheck::cancel()
{
    end(makeFailure(FailureKind::Cancelled, ErrorCode::Cancelled, ModelApiTr::tr("Stopped.")), {});
}

void ServerCheck::ask(const Result<HttpRequest> &request, Taker take)
{
    if (!request) {
        end(makeFailure(FailureKind::BadRequest, request.error().code, request.error().message),
            {});
        return;
    }
    m_call = std::make_unique<JsonCall>(m_settings, *request);
    connect(m_call.get(), &JsonCall::finished, this, [this, take](const JsonReply &reply) {
        // It is the sender of what is being handled.
        m_call.release()->deleteLater();
        (this->*take)(reply);
    });
    m_call->start(m_key);
}

void ServerCheck::takeList(const JsonReply &reply)
{
    if (reply.failure && !isOfAddress(*reply.failure)) {
        const Failure &failure = *reply.failure;
        end(failure.kind == FailureKind::Authentication ? keyFailure(failure) : failure, {});
        return;
    }
    const auto page = reply.failure ? std::nullopt : modelPageIn(reply.json);
    if (page) {
        m_listForm = page->form;
        m_program = page->program;
        m_report.models += page->models;
        if (!page->nextPage.isEmpty() && !m_pages.contains(page->nextPage)
            && m_pages.size() < mostPages) {
            m_pages.insert(page->nextPage);
            ask(modelsRequest(m_settings, page->nextPage), &ServerCheck::takeList);
            return;
        }
    }
    askAnswerAddress();
}

void ServerCheck::askAnswerAddress()
{
    // Gemini's and Azure's addresses hold the name of a model.
    if (m_settings.modelId.isEmpty() && !m_report.models.isEmpty()) {
        ConnectionSettings settings = m_settings;
        settings.modelId = m_report.models.constFirst().id;
        ask(emptyRequest(settings), &ServerCheck::takeAnswerAddress);
        return;
    }
    ask(emptyRequest(m_settings), &ServerCheck::takeAnswerAddress);
}

void ServerCheck::takeAnswerAddress(const JsonReply &reply)
{
    const WireForm ours = wireForm(m_settings.type);
    // llama.cpp has Ollama's addresses, and answers there in OpenAI's way.
    const bool isOther =
        m_listForm && *m_listForm != ours && (ours == WireForm::Ollama || ours == WireForm::Gemini);
    if (!reply.failure && !isOther) {
        askDetails();
        return;
    }
    const Failure failure = reply.failure.value_or(
        makeFailure(FailureKind::Protocol, ErrorCode::InvalidFormat, QString()));
    const bool isOfModel = failure.status == 404
        && (ours == WireForm::Gemini || m_settings.type == ConnectionType::Azure)
        && m_listForm == ours && !m_settings.modelId.isEmpty();
    if (failure.kind == FailureKind::Authentication) {
        end(keyFailure(failure), {});
    } else if (isOfModel) {
        Failure missing = failure;
        missing.error.message =
            ModelApiTr::tr("%1 does not know the model “%2”. Choose one of its own.")
                .arg(server(), m_settings.modelId)
            + said(failure);
        end(missing, {});
    } else if (!isOther && reply.failure && isOfServer(failure)) {
        end(failure, {});
    } else if (isOther || isOfAddress(failure) || (!m_listForm && !formOfError(failure.body))) {
        guess(failure);
    } else {
        askDetails();
    }
}

void ServerCheck::askDetails()
{
    QUrl url = effectiveBaseUrl(m_settings);
    if (m_settings.type == ConnectionType::Ollama && !m_settings.modelId.isEmpty()) {
        url.setPath(url.path() + (url.path().endsWith(u'/') ? u"api/show"_s : u"/api/show"_s));
        HttpRequest request = requestTo(m_settings, "POST", url);
        request.body = QJsonDocument(QJsonObject{{u"model"_s, m_settings.modelId}})
                           .toJson(QJsonDocument::Compact);
        ask(request, &ServerCheck::takeDetails);
    } else if (m_program == "llama.cpp"_L1) {
        const QString path = url.path();
        url.setPath((path.endsWith("/v1"_L1) ? path.chopped(3) : path) + u"/props"_s);
        ask(requestTo(m_settings, "GET", url), &ServerCheck::takeDetails);
    } else {
        judgeModel();
    }
}

void ServerCheck::takeDetails(const JsonReply &reply)
{
    const QJsonObject info = reply.json.value("model_info"_L1).toObject();
    for (auto each = info.begin(); each != info.end(); ++each) {
        if (!each.key().endsWith(".context_length"_L1)) {
            continue;
        }
        for (ModelEntry &entry : m_report.models) {
            if (&entry == modelNamed(m_report.models, m_settings.modelId)) {
                entry.contextTokens = each.value().toInteger();
            }
        }
    }
    const auto window =
        count(reply.json.value("default_generation_settings"_L1).toObject(), "n_ctx"_L1);
    if (window && m_report.models.size() == 1) {
        m_report.models.front().contextTokens = window;
    }
    judgeModel();
}

void ServerCheck::guess(const Failure &failure)
{
    m_guess = std::make_unique<ServerGuess>(m_settings);
    connect(
        m_guess.get(), &ServerGuess::finished, this,
        [this, failure](const std::optional<FoundServer> &found) { takeGuess(failure, found); });
    m_guess->start();
}

void ServerCheck::takeGuess(const Failure &failure, const std::optional<FoundServer> &found)
{
    const QUrl here = effectiveBaseUrl(m_settings);
    QString message;
    if (!found) {
        message = ModelApiTr::tr("%1 answers, but not as %2, and as no other API that is known "
                                 "here. Check the connection's type and the path of its address.")
                      .arg(server(), apiName(m_settings.type));
    } else if (wireForm(found->type) != wireForm(m_settings.type)) {
        message = ModelApiTr::tr("%1 answers, but not as %2: it is %3. Choose that type, with the "
                                 "address %4.")
                      .arg(server(), apiName(m_settings.type), found->name, found->baseUrl);
        m_report.suggestion = found;
    } else if (QUrl(found->baseUrl).path() != here.path()) {
        message = ModelApiTr::tr("%1 answers, but not as %2 at this path. Did you mean %3?")
                      .arg(server(), apiName(m_settings.type), found->baseUrl);
        m_report.suggestion = found;
        m_report.suggestion->type = m_settings.type;
    } else {
        message = ModelApiTr::tr("%1 lists models, but does not speak %2. Choose another type.")
                      .arg(server(), apiName(m_settings.type));
    }
    Failure wrong = failure;
    wrong.kind = FailureKind::NotFound;
    wrong.error.code = ErrorCode::NotFound;
    wrong.error.message = message;
    end(wrong, {});
}

Failure ServerCheck::keyFailure(const Failure &failure) const
{
    Failure told = failure;
    QString &message = told.error.message;
    if (m_key.isEmpty()) {
        message = ModelApiTr::tr("%1 asks for a key, and the connection has none. Give it one.")
                      .arg(server());
    } else if (failure.status == 403) {
        message = ModelApiTr::tr("%1 knows the key and does not let it do this. Look at the key's "
                                 "rights, and whether the service is offered in your country.")
                      .arg(server());
    } else {
        message = ModelApiTr::tr("%1 refuses the key. Check that it is whole, still valid and for "
                                 "this server.")
                      .arg(server());
    }
    message += said(failure);
    const auto form = formOfError(failure.body);
    if (form && *form != wireForm(m_settings.type)) {
        message += u' '
            + ModelApiTr::tr("It answers as %1: if that is what it is, choose that type.")
                  .arg(wireFormName(*form));
    }
    return told;
}

std::optional<qint64> ServerCheck::windowTold() const
{
    if (const ModelEntry *model = modelNamed(m_report.models, m_settings.modelId)) {
        return model->contextTokens;
    }
    const bool takesAnyName = m_program == "llama.cpp"_L1 && m_report.models.size() == 1;
    return takesAnyName ? m_report.models.constFirst().contextTokens : std::nullopt;
}

void ServerCheck::judgeModel()
{
    m_report.window = windowTold();
    const ModelEntry *model = modelNamed(m_report.models, m_settings.modelId);
    // llama.cpp takes any name for its one model; Azure's names are the customer's own.
    const bool isFree = m_program == "llama.cpp"_L1 || m_settings.type == ConnectionType::Azure;
    if (m_settings.modelId.isEmpty() || model != nullptr || isFree || !m_listForm) {
        end({}, successSummary(model));
        return;
    }
    const QString names = namesLike(m_report.models, m_settings.modelId).join(u", "_s);
    end(makeFailure(
            FailureKind::NotFound, ErrorCode::NotFound,
            names.isEmpty()
                ? ModelApiTr::tr("%1 has no models at all. Install or load one there.")
                      .arg(server())
                : ModelApiTr::tr("%1 does not list the model “%2”. Choose one that it has, such "
                                 "as %3.")
                      .arg(server(), m_settings.modelId, names)),
        {});
}

QString ServerCheck::successSummary(const ModelEntry *model) const
{
    if (!m_listForm) {
        return ModelApiTr::tr("%1 answers as %2 and lists no models: enter the model's name by "
                              "hand.")
            .arg(server(), apiName(m_settings.type));
    }
    const QString what = m_program.isEmpty() ? apiName(m_settings.type)
                                             : m_program + u", "_s + apiName(m_settings.type);
    QStringList sentences{ModelApiTr::tr("%1 answers as %2 and has %n models.", nullptr,
                                         static_cast<int>(m_report.models.size()))
                              .arg(server(), what)};
    if (model == nullptr) {
        return sentences.constFirst();
    }
    const QLocale locale;
    if (model->contextTokens && model->outputTokens) {
        sentences.append(ModelApiTr::tr("“%1” has a window of %2 tokens and answers with up to %3.")
                             .arg(model->displayName, locale.toString(*model->contextTokens),
                                  locale.toString(*model->outputTokens)));
    } else if (model->contextTokens) {
        sentences.append(ModelApiTr::tr("“%1” has a window of %2 tokens.")
                             .arg(model->displayName, locale.toString(*model->contextTokens)));
    }
    if (model->endsOn.isValid()) {
        sentences.append(
            ModelApiTr::tr("“%1” is switched off on %2.")
                .arg(model->displayName, locale.toString(model->endsOn, QLocale::ShortFormat)));
    } else if (model->isDeprecated) {
        sentences.append(
            ModelApiTr::tr("“%1” is deprecated: choose a newer one.").arg(model->displayName));
    }
    return sentences.join(u' ');
}

void ServerCheck::end(const std::optional<Failure> &failure, const QString &summary)
{
    if (std::exchange(m_isOver, true)) {
        return;
    }
    if (m_call) {
        m_call->disconnect(this);
        m_call->cancel();
        m_call.release()->deleteLater();
    }
    if (m_guess) {
        m_guess->disconnect(this);
        m_guess->cancel();
        m_guess.release()->deleteLater();
    }
    m_report.failure = failure;
    m_report.summary = failure ? failure->error.message : summary;
    // By the event loop, so that nobody is called back from inside their own call.
    QMetaObject::invokeMethod(this, [this] { Q_EMIT finished(m_report); }, Qt::QueuedConnection);
}

} // namespace hermes::modelapi
