#include "modelapi/failure.h"

#include "modelapi/answerdialect.h"
#include "modelapi/modelapitr.h"
#include "modelapi/retry.h"
#include "modelapi/utf8text.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qsizetype keptBody = 2048;

QString tr(const char *text)
{
    return ModelApiTr::tr(text);
}

/// The error's names as words between underscores: types, codes and states of all providers are
/// different words, written `rate_limit_error`, `RESOURCE_EXHAUSTED` or `NotFoundError`.
QString namesOf(const ServerError &error)
{
    static const QRegularExpression wordStart(u"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"_s);
    static const QRegularExpression between(u"[^A-Za-z0-9]+"_s);
    QString names = u'_' + error.type + u'_' + error.code + u'_';
    return names.replace(wordStart, u"_"_s).replace(between, u"_"_s).toLower();
}

bool saysAny(const QString &names, std::initializer_list<QLatin1StringView> words)
{
    return std::ranges::any_of(
        words, [&names](QLatin1StringView word) { return names.contains(u'_' + word + u'_'); });
}

std::optional<FailureKind> kindByName(const ServerError &error)
{
    const QString names = namesOf(error);
    if (saysAny(names,
                {"insufficient_quota"_L1, "credit_balance"_L1, "billing"_L1, "spend"_L1,
                 "spending"_L1})) {
        return FailureKind::Billing;
    }
    if (saysAny(names,
                {"context_length_exceeded"_L1, "exceed_context_size"_L1, "request_too_large"_L1,
                 "model_context_window_exceeded"_L1})) {
        return FailureKind::TooLong;
    }
    if (saysAny(names,
                {"content_filter"_L1, "content_policy"_L1, "responsible_ai_policy_violation"_L1,
                 "moderation"_L1})) {
        return FailureKind::Refused;
    }
    if (saysAny(names,
                {"api_key_invalid"_L1, "authentication_error"_L1, "permission"_L1,
                 "invalid_api_key"_L1, "unauthenticated"_L1})) {
        return FailureKind::Authentication;
    }
    if (saysAny(names, {"overloaded"_L1, "unavailable"_L1, "slow_down"_L1})) {
        return FailureKind::Overloaded;
    }
    if (saysAny(names, {"rate_limit"_L1, "resource_exhausted"_L1})) {
        return FailureKind::RateLimited;
    }
    if (saysAny(names, {"not_found"_L1})) {
        return FailureKind::NotFound;
    }
    if (saysAny(names, {"timeout"_L1, "deadline"_L1})) {
        return FailureKind::TimedOut;
    }
    return {};
}

FailureKind kindByStatus(int status)
{
    switch (status) {
    case 401:
    case 403:
        return FailureKind::Authentication;
    case 402:
        return FailureKind::Billing;
    case 404:
        return FailureKind::NotFound;
    case 407:
        return FailureKind::Proxy;
    case 408:
    case 504:
        return FailureKind::TimedOut;
    case 413:
        return FailureKind::TooLong;
    case 429:
        return FailureKind::RateLimited;
    case 503:
    case 529:
        return FailureKind::Overloaded;
    default:
        return status >= 500 ? FailureKind::Server
            : status >= 400  ? FailureKind::BadRequest
                             : FailureKind::Protocol;
    }
}

/// Servers that have said 200 put the status that they would have sent into the error's code.
std::optional<FailureKind> kindByCode(const ServerError &error)
{
    const int code = error.code.toInt();
    return code >= 400 && code <= 599 ? std::optional(kindByStatus(code)) : std::nullopt;
}

/// What happened and what to do about it; %1 is the server.
QString sentence(FailureKind kind)
{
    switch (kind) {
    case FailureKind::Authentication:
        return tr("%1 does not accept the key, or does not let it use this model. Check the "
                  "connection's key and its address.");
    case FailureKind::Billing:
        return tr("%1 says that there is no credit left, or a spend limit is reached. Look at the "
                  "account's billing page; sending again does not help.");
    case FailureKind::NotFound:
        return tr("%1 does not know the model or the address. Choose a model from its list, and "
                  "check the connection's address.");
    case FailureKind::TooLong:
        return tr("The prompt and the messages are too long for this model, says %1. Shorten them, "
                  "or choose a model with a larger window.");
    case FailureKind::BadRequest:
        return tr("%1 does not accept the request. Change the connection's parameters or the "
                  "messages.");
    case FailureKind::Refused:
        return tr("%1 refuses this content by its rules. Change the prompt or the messages; "
                  "sending the same again does not help.");
    case FailureKind::RateLimited:
        return tr("%1 has had too many requests. Wait, then send again.");
    case FailureKind::Overloaded:
        return tr("%1 is overloaded. Wait, then send again.");
    case FailureKind::TimedOut:
        return tr("%1 took too long and gave up. Send again.");
    case FailureKind::Proxy:
        return tr("The proxy on the way to %1 asks for a password. Set a proxy that needs none, "
                  "or put user and password into the environment's https_proxy and have the "
                  "connection take its proxy from there.");
    case FailureKind::Protocol:
        return tr("%1 sent something that this API does not promise. Check the connection's type "
                  "and address.");
    default:
        return tr("%1 failed. Send again later.");
    }
}

bool isMendedByTime(FailureKind kind)
{
    return kind == FailureKind::RateLimited || kind == FailureKind::Overloaded
        || kind == FailureKind::Server || kind == FailureKind::TimedOut;
}

ErrorCode codeOf(FailureKind kind)
{
    switch (kind) {
    case FailureKind::NotFound:
        return ErrorCode::NotFound;
    case FailureKind::TooLong:
        return ErrorCode::TooLarge;
    case FailureKind::Protocol:
        return ErrorCode::InvalidFormat;
    case FailureKind::BadRequest:
    case FailureKind::Refused:
        return ErrorCode::InvalidArgument;
    default:
        return ErrorCode::NotReadable;
    }
}

std::optional<std::chrono::milliseconds> toldWait(const AnswerHead &head, const QDateTime &now)
{
    using std::chrono::milliseconds;
    bool isNumber = false;
    if (const double count = head.value("retry-after-ms").toDouble(&isNumber);
        isNumber && count >= 0 && count < 1e12) {
        return milliseconds(static_cast<qint64>(count));
    }
    const QByteArray told = head.value("retry-after");
    if (const double seconds = told.toDouble(&isNumber);
        isNumber && seconds >= 0 && seconds < 1e9) {
        return milliseconds(static_cast<qint64>(seconds * 1000));
    }
    QString text = QString::fromLatin1(told); // Qt knows no names of zones there
    const QDateTime date =
        QDateTime::fromString(text.replace("GMT"_L1, "+0000"_L1), Qt::RFC2822Date);
    if (!date.isValid()) {
        return {};
    }
    return milliseconds(std::max<qint64>(now.msecsTo(date), 0));
}

QString requestIdOf(const AnswerHead &head, QByteArrayView key)
{
    for (const char *name : {"request-id", "x-request-id", "x-generation-id", "apim-request-id"}) {
        if (const QByteArray id = head.value(name); !id.isEmpty()) {
            return shownServerText(QString::fromLatin1(id), key).left(200);
        }
    }
    return {};
}

Error errorOf(const Failure &failure, const QString &host, const QString &serverText)
{
    QString message = sentence(failure.kind).arg(host);
    if (!serverText.isEmpty()) {
        message += u' ' + tr("The server says: “%1”").arg(serverText);
    }
    if (!failure.parameter.isEmpty()) {
        message += u' ' + tr("It is about the parameter “%1”.").arg(failure.parameter);
    }
    QString detail;
    if (failure.status != 0) {
        detail = u"HTTP %1"_s.arg(failure.status);
    }
    if (!failure.requestId.isEmpty()) {
        detail += u", request "_s + failure.requestId;
    }
    return {codeOf(failure.kind), message, detail};
}

} // namespace

QByteArray AnswerHead::value(QByteArrayView name) const
{
    const auto found = std::ranges::find_if(headers, [name](const HttpHeader &header) {
        return QByteArrayView(header.name).compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == headers.end() ? QByteArray() : found->value;
}

Failure makeFailure(FailureKind kind, ErrorCode code, const QString &message, const QString &detail)
{
    Failure failure;
    failure.kind = kind;
    failure.error = {code, message, detail};
    return failure;
}

Failure failureOfAnswer(const QString &host, const AnswerHead &head, const QByteArray &body,
                        QByteArrayView key, const QDateTime &now)
{
    QJsonDocument json = QJsonDocument::fromJson(validUtf8(body));
    if (json.isArray()) { // Gemini's stream without alt=sse
        json = QJsonDocument(json.array().at(0).toObject());
    }
    const auto told = serverErrorIn(json.object());
    Failure failure;
    failure.status = head.status;
    failure.requestId = requestIdOf(head, key);
    failure.kind = kindByStatus(head.status);
    if (told && head.status >= 400) {
        failure.kind = kindByName(*told).value_or(failure.kind);
    }
    failure.retryAfter = toldWait(head, now);
    if (!failure.retryAfter && told) {
        failure.retryAfter = told->retryAfter;
    }
    if (failure.retryAfter && *failure.retryAfter > longestOwnWait
        && isMendedByTime(failure.kind)) {
        failure.retryAt = now.addDuration(*failure.retryAfter);
    }
    if (const QByteArray word = head.value("x-should-retry"); word == "true" || word == "false") {
        failure.shouldRetry = word == "true";
    }
    failure.body = withoutKey(body, key).left(keptBody);
    failure.parameter = told ? shownServerText(told->parameter, key) : QString();
    const QString text = told && !told->message.isEmpty() ? told->message : QString::fromUtf8(body);
    failure.error = errorOf(failure, host, shownServerText(text, key));
    if (failure.retryAt.isValid()) {
        failure.error.message += u' '
            + tr("It wants to be asked again at %1.").arg(shownRetryTime(failure.retryAt, now));
    }
    return failure;
}

Failure failureOfEvent(const QString &host, const AnswerHead &head, const ServerError &error,
                       QByteArrayView key)
{
    Failure failure;
    failure.status = head.status;
    failure.requestId = requestIdOf(head, key);
    if (error.isUndecodable) {
        failure.kind = FailureKind::Protocol;
    } else if (const auto named = kindByName(error)) {
        failure.kind = *named;
    } else {
        failure.kind = kindByCode(error).value_or(FailureKind::Server);
    }
    failure.retryAfter = error.retryAfter;
    failure.parameter = shownServerText(error.parameter, key);
    failure.error = errorOf(failure, host, shownServerText(error.message, key));
    failure.error.message += u' ' + tr("What came before was kept.");
    return failure;
}

} // namespace hermes::modelapi
