#include "modelapi/answerdialect.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

QString textOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

/// Google's `26s` or `0.5s`.
std::optional<std::chrono::milliseconds> durationOf(const QString &text)
{
    bool isNumber = false;
    const double seconds = text.endsWith(u's') ? text.chopped(1).toDouble(&isNumber) : 0;
    if (!isNumber || !(seconds >= 0) || seconds > 1e9) {
        return {};
    }
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

void readDetails(ServerError &error, const QJsonValue &details)
{
    for (const QJsonArray array = details.toArray(); const auto &value : array) {
        const QJsonObject detail = value.toObject();
        if (const QString reason = detail.value("reason"_L1).toString(); !reason.isEmpty()) {
            error.code = reason;
        }
        if (const auto delay = durationOf(detail.value("retryDelay"_L1).toString())) {
            error.retryAfter = delay;
        }
    }
    if (details.isObject() && error.code.isEmpty()) {
        error.code = details.toObject().value("error_code"_L1).toString();
    }
}

} // namespace

QString eventType(const QByteArray &name, const QJsonObject &json)
{
    const QString told = json.value("type"_L1).toString();
    return told.isEmpty() ? QString::fromUtf8(name) : told;
}

std::optional<qint64> count(const QJsonObject &json, QLatin1StringView name)
{
    const QJsonValue value = json.value(name);
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

void appendText(AnswerEvents &events, const QString &text)
{
    if (!text.isEmpty()) {
        events.append(TextDelta{text});
    }
}

void appendThinking(AnswerEvents &events, const QString &text)
{
    if (!text.isEmpty()) {
        events.append(ThinkingDelta{text});
    }
}

QByteArray argumentsText(const QJsonObject &arguments)
{
    return QJsonDocument(arguments).toJson(QJsonDocument::Compact);
}

std::optional<ServerError> serverErrorIn(const QJsonObject &json)
{
    const QJsonValue value = json.value("error"_L1);
    ServerError error;
    if (value.isString()) {
        error.message = value.toString();
        return error;
    }
    const bool isError =
        json.value("object"_L1) == "error"_L1 || json.value("type"_L1) == "error"_L1;
    if (!value.isObject() && !isError) {
        return {};
    }
    const QJsonObject inside = value.isObject() ? value.toObject() : json;
    error.message = inside.value("message"_L1).toString();
    error.type = inside.value("type"_L1).toString();
    error.code = textOf(inside.value("code"_L1));
    error.parameter = inside.value("param"_L1).toString();
    if (const QString status = inside.value("status"_L1).toString(); !status.isEmpty()) {
        error.type = status;
    }
    readDetails(error, inside.value("details"_L1));
    if (inside.value("metadata"_L1).toObject().contains("flagged_input"_L1)) {
        error.type = u"moderation"_s; // OpenRouter, which gives it no name
    }
    return error;
}

} // namespace hermes::modelapi
