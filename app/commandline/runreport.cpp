#include "commandline/runreport.h"

#include "commandline/report.h"
#include "modelapi/stopwords.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

double seconds(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// Between the first and the last of them; nothing where it was too short to say.
std::optional<double> tokensPerSecond(const ExchangeOutcome &outcome)
{
    const auto first = outcome.firstToken.value_or(outcome.total);
    const std::optional<qint64> tokens = outcome.answer.usage.output;
    return tokens && outcome.total > first
        ? std::optional(static_cast<double>(*tokens) / seconds(outcome.total - first))
        : std::nullopt;
}

/// Why the answer ended, where that is worth a line, with what does something about it here.
QString stopText(const Stop &stop)
{
    const QString words = stopInWords(stop);
    switch (stop.reason) {
    case Stop::Reason::OutputLimit:
        return translated("%1 --param maxOutputTokens=N sets it.").arg(words);
    case Stop::Reason::ToolCalls:
        return translated("%1 --tool-answer NAME=TEXT or NAME=@FILE says it.").arg(words);
    default:
        return words;
    }
}

QString costText(const runs::Cost &cost)
{
    const QString amount =
        u"%1 %2"_s.arg(shown(cost.currency), QLocale().toString(cost.amount, 'g', 4));
    return cost.pricesFrom.isValid()
        ? translated("%1 (prices of %2)").arg(amount, cost.pricesFrom.toString(Qt::ISODate))
        : amount;
}

void putCount(QJsonObject &json, const QString &name, const std::optional<qint64> &count)
{
    if (count) {
        json.insert(name, *count);
    }
}

QJsonObject usageJson(const Usage &usage)
{
    QJsonObject json;
    putCount(json, u"inputTokens"_s, usage.input);
    putCount(json, u"cacheReadTokens"_s, usage.cacheRead);
    putCount(json, u"cacheWriteTokens"_s, usage.cacheWrite);
    putCount(json, u"outputTokens"_s, usage.output);
    putCount(json, u"thinkingTokens"_s, usage.thinking);
    return json;
}

QJsonObject failureJson(const Failure &failure)
{
    QJsonObject json{{u"message"_s, failure.error.message}};
    if (failure.status != 0) {
        json.insert(u"status"_s, failure.status);
    }
    if (!failure.requestId.isEmpty()) {
        json.insert(u"requestId"_s, failure.requestId);
    }
    if (!failure.parameter.isEmpty()) {
        json.insert(u"parameter"_s, failure.parameter);
    }
    if (failure.retryAfter) {
        json.insert(u"retryAfterMs"_s, static_cast<qint64>(failure.retryAfter->count()));
    }
    if (failure.retryAt.isValid()) {
        json.insert(u"retryAt"_s, failure.retryAt.toUTC().toString(Qt::ISODate));
    }
    return json;
}

QJsonArray callsJson(const QList<ToolCall> &calls)
{
    QJsonArray json;
    for (const ToolCall &call : calls) {
        json.append(QJsonObject{{u"name"_s, call.name},
                                {u"arguments"_s, QString::fromUtf8(call.arguments)}});
    }
    return json;
}

} // namespace

QString runText(const RunReport &report)
{
    const ExchangeOutcome &outcome = report.outcome;
    const Usage &usage = outcome.answer.usage;
    const QLocale locale;
    QStringList parts;
    parts.append(usage.input ? translated("%1 tokens in").arg(locale.toString(*usage.input))
                             : translated("tokens in unknown"));
    parts.append(usage.output ? translated("%1 tokens out").arg(locale.toString(*usage.output))
                              : translated("tokens out unknown"));
    if (outcome.firstToken) {
        parts.append(translated("the first after %1 s")
                         .arg(locale.toString(seconds(*outcome.firstToken), 'f', 2)));
    }
    if (const auto speed = tokensPerSecond(outcome)) {
        parts.append(translated("%1 tokens/s").arg(locale.toString(*speed, 'f', 1)));
    }
    if (const auto &cost = report.cost) {
        parts.append(costText(*cost));
    }
    QString text = translated("%1 at %2: %3.")
                       .arg(shown(report.modelId), shown(report.server), parts.join(u", "_s))
        + u'\n';
    if (!report.leftOut.isEmpty()) {
        text += translated("Left out, since the model or its API does not take it: %1.")
                    .arg(report.leftOut.join(u", "_s))
            + u'\n';
    }
    const QString why = outcome.answer.stop ? stopText(*outcome.answer.stop) : QString();
    return why.isEmpty() ? text : text + why + u'\n';
}

QJsonObject runJson(const RunReport &report)
{
    const ExchangeOutcome &outcome = report.outcome;
    const Answer &answer = outcome.answer;
    QJsonObject json{{u"model"_s, report.modelId},
                     {u"server"_s, report.server},
                     {u"text"_s, answer.text},
                     {u"usage"_s, usageJson(answer.usage)},
                     {u"attempts"_s, outcome.attempts},
                     {u"totalMs"_s, static_cast<qint64>(outcome.total.count())}};
    if (report.prompt.target != assembly::Target::AsWritten) {
        json.insert(u"target"_s, assembly::targetName(report.prompt.target));
        QJsonArray files;
        for (const workspace::ContextFile &file : report.prompt.context) {
            files.append(file.path);
        }
        json.insert(u"contextFiles"_s, files);
    }
    if (!answer.thinking.isEmpty()) {
        json.insert(u"thinking"_s, answer.thinking);
    }
    if (!answer.toolCalls.isEmpty()) {
        json.insert(u"toolCalls"_s, callsJson(answer.toolCalls));
    }
    if (!report.answeredCalls.isEmpty()) {
        QJsonArray calls;
        for (const AnsweredCall &answered : report.answeredCalls) {
            QJsonObject call = callsJson({answered.call}).first().toObject();
            call.insert(u"result"_s, answered.result);
            calls.append(call);
        }
        json.insert(u"answeredCalls"_s, calls);
    }
    if (answer.stop) {
        json.insert(u"stop"_s, stopName(answer.stop->reason));
        json.insert(u"stopName"_s, answer.stop->name);
    }
    if (outcome.firstToken) {
        json.insert(u"firstTokenMs"_s, static_cast<qint64>(outcome.firstToken->count()));
    }
    if (const auto speed = tokensPerSecond(outcome)) {
        json.insert(u"tokensPerSecond"_s, *speed);
    }
    if (const auto &cost = report.cost) {
        json.insert(u"cost"_s, cost->amount);
        json.insert(u"currency"_s, cost->currency);
        json.insert(u"pricesFrom"_s,
                    cost->pricesFrom.isValid() ? cost->pricesFrom.toString(Qt::ISODate)
                                               : QJsonValue());
    }
    if (!report.leftOut.isEmpty()) {
        json.insert(u"leftOut"_s, QJsonArray::fromStringList(report.leftOut));
    }
    if (outcome.failure) {
        json.insert(u"failure"_s, failureJson(*outcome.failure));
    }
    return json;
}

} // namespace hermes::commandline
