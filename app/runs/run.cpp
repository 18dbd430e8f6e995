#include "runs/run.h"

#include "modelapi/stopwords.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::runs {

namespace {

using modelapi::Turn;

constexpr std::array outcomeNames{"unfinished"_L1, "complete"_L1, "stopped"_L1, "failed"_L1};
constexpr std::array roleNames{"user"_L1, "assistant"_L1, "tool"_L1};

template <typename Enum, typename Names>
QString nameOf(Enum value, const Names &names)
{
    return names.at(static_cast<size_t>(value));
}

template <typename Enum, typename Names>
std::optional<Enum> named(const QJsonValue &name, const Names &names)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (name.toString() == names.at(i)) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

void put(QJsonObject &json, QLatin1StringView name, const QString &text)
{
    if (!text.isEmpty()) {
        json.insert(name, text);
    }
}

void put(QJsonObject &json, QLatin1StringView name, const std::optional<qint64> &number)
{
    if (number) {
        json.insert(name, *number);
    }
}

std::optional<qint64> number(const QJsonObject &json, QLatin1StringView name)
{
    const QJsonValue value = json.value(name);
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

QJsonArray toJson(const QList<modelapi::ToolCall> &calls)
{
    QJsonArray array;
    for (const modelapi::ToolCall &call : calls) {
        QJsonObject json;
        put(json, "id"_L1, call.id);
        put(json, "name"_L1, call.name);
        put(json, "arguments"_L1, QString::fromUtf8(call.arguments));
        put(json, "signature"_L1, call.signature);
        array.append(json);
    }
    return array;
}

QList<modelapi::ToolCall> callsFromJson(const QJsonValue &value)
{
    QList<modelapi::ToolCall> calls;
    for (const QJsonArray array = value.toArray(); const auto &json : array) {
        calls.append({json["id"_L1].toString(), json["name"_L1].toString(),
                      json["arguments"_L1].toString().toUtf8(), json["signature"_L1].toString()});
    }
    return calls;
}

QJsonArray toJson(const QList<modelapi::ThinkingBlock> &blocks)
{
    QJsonArray array;
    for (const modelapi::ThinkingBlock &block : blocks) {
        QJsonObject json;
        put(json, "text"_L1, block.text);
        put(json, "signature"_L1, block.signature);
        put(json, "redacted"_L1, block.redacted);
        array.append(json);
    }
    return array;
}

QList<modelapi::ThinkingBlock> blocksFromJson(const QJsonValue &value)
{
    QList<modelapi::ThinkingBlock> blocks;
    for (const QJsonArray array = value.toArray(); const auto &json : array) {
        blocks.append({json["text"_L1].toString(), json["signature"_L1].toString(),
                       json["redacted"_L1].toString()});
    }
    return blocks;
}

QStringList textsFromJson(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonArray array = value.toArray(); const auto &json : array) {
        texts.append(json.toString());
    }
    return texts;
}

QJsonObject toJson(const Turn &turn)
{
    QJsonObject json{{u"role"_s, nameOf(turn.role, roleNames)}, {u"text"_s, turn.text}};
    QJsonArray images;
    for (const modelapi::Image &image : turn.images) {
        images.append(image.mediaType);
    }
    QJsonArray documents;
    for (const modelapi::Document &document : turn.documents) {
        QJsonObject part;
        put(part, "name"_L1, document.name);
        put(part, "mediaType"_L1, document.mediaType);
        documents.append(part);
    }
    for (const auto &[name, array] :
         {std::pair{u"images"_s, images}, std::pair{u"documents"_s, documents},
          std::pair{u"thinking"_s, toJson(turn.thinking)},
          std::pair{u"toolCalls"_s, toJson(turn.toolCalls)}}) {
        if (!array.isEmpty()) {
            json.insert(name, array);
        }
    }
    put(json, "toolCallId"_L1, turn.toolCallId);
    put(json, "toolName"_L1, turn.toolName);
    return json;
}

std::optional<Turn> turnFromJson(const QJsonObject &json)
{
    const auto role = named<Turn::Role>(json.value("role"_L1), roleNames);
    if (!role) {
        return std::nullopt;
    }
    Turn turn;
    turn.role = *role;
    turn.text = json.value("text"_L1).toString();
    for (const QJsonArray images = json.value("images"_L1).toArray(); const auto &image : images) {
        turn.images.append({image.toString(), {}});
    }
    for (const QJsonArray documents = json.value("documents"_L1).toArray();
         const auto &document : documents) {
        turn.documents.append(
            {document["name"_L1].toString(), document["mediaType"_L1].toString(), {}});
    }
    turn.thinking = blocksFromJson(json.value("thinking"_L1));
    turn.toolCalls = callsFromJson(json.value("toolCalls"_L1));
    turn.toolCallId = json.value("toolCallId"_L1).toString();
    turn.toolName = json.value("toolName"_L1).toString();
    return turn;
}

QJsonObject toJson(const modelapi::Usage &usage)
{
    QJsonObject json;
    put(json, "input"_L1, usage.input);
    put(json, "cacheRead"_L1, usage.cacheRead);
    put(json, "cacheWrite"_L1, usage.cacheWrite);
    put(json, "output"_L1, usage.output);
    put(json, "thinking"_L1, usage.thinking);
    if (usage.cost) {
        json.insert("cost"_L1, *usage.cost);
    }
    return json;
}

modelapi::Usage usageFromJson(const QJsonObject &json)
{
    const QJsonValue cost = json.value("cost"_L1);
    return {number(json, "input"_L1),
            number(json, "cacheRead"_L1),
            number(json, "cacheWrite"_L1),
            number(json, "output"_L1),
            number(json, "thinking"_L1),
            cost.isDouble() ? std::optional(cost.toDouble()) : std::nullopt};
}

QJsonObject toJson(const modelapi::Stop &stop)
{
    QJsonObject json{{u"reason"_s, modelapi::stopName(stop.reason)}};
    put(json, "name"_L1, stop.name);
    put(json, "detail"_L1, stop.detail);
    return json;
}

std::optional<modelapi::Stop> stopFromJson(const QJsonValue &json)
{
    // What a newer program knows by a name of its own is another reason to this one.
    return json.isObject()
        ? std::optional(modelapi::Stop{modelapi::stopNamed(json["reason"_L1].toString())
                                           .value_or(modelapi::Stop::Reason::Other),
                                       json["name"_L1].toString(), json["detail"_L1].toString()})
        : std::nullopt;
}

QJsonObject toJson(const Cost &cost)
{
    QJsonObject json{{u"amount"_s, cost.amount}};
    put(json, "currency"_L1, cost.currency);
    put(json, "pricesFrom"_L1, cost.pricesFrom.toString(Qt::ISODate));
    return json;
}

void putTexts(QJsonObject &json, const Run &run)
{
    put(json, "registry"_L1, run.registry);
    put(json, "version"_L1, run.version);
    put(json, "promptDigest"_L1, run.promptDigest);
    put(json, "target"_L1, run.target);
    put(json, "connection"_L1, run.connectionName);
    put(json, "provider"_L1, run.provider);
    put(json, "host"_L1, run.host);
    put(json, "model"_L1, run.modelId);
    put(json, "answer"_L1, run.answer);
    put(json, "thinking"_L1, run.thinking);
    put(json, "failure"_L1, run.failure);
}

void takeTexts(Run &run, const QJsonObject &json)
{
    const auto text = [&json](QLatin1StringView name) { return json.value(name).toString(); };
    run.registry = text("registry"_L1);
    run.version = text("version"_L1);
    run.promptDigest = text("promptDigest"_L1);
    run.target = text("target"_L1);
    run.connectionName = text("connection"_L1);
    run.provider = text("provider"_L1);
    run.host = text("host"_L1);
    run.modelId = text("model"_L1);
    run.answer = text("answer"_L1);
    run.thinking = text("thinking"_L1);
    run.failure = text("failure"_L1);
}

} // namespace

QString newRunId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString digestOf(const QByteArray &bytes)
{
    return u"sha256:"_s
        + QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QStringList fileDigestsOf(const QList<Turn> &turns)
{
    QStringList digests;
    const auto note = [&digests](const QByteArray &bytes) {
        digests.append(bytes.isEmpty() ? QString() : digestOf(bytes));
    };
    for (const Turn &turn : turns) {
        for (const modelapi::Image &image : turn.images) {
            note(image.bytes);
        }
        for (const modelapi::Document &document : turn.documents) {
            note(document.bytes);
        }
    }
    const bool isAnyKnown =
        std::ranges::any_of(digests, [](const QString &digest) { return !digest.isEmpty(); });
    return isAnyKnown ? digests : QStringList();
}

bool answerTheSame(const Run &one, const Run &other)
{
    if (one.entry != other.entry || one.registry != other.registry || one.turns != other.turns) {
        return false;
    }
    qsizetype files = 0;
    for (const Turn &turn : one.turns) {
        files += turn.images.size() + turn.documents.size();
    }
    return one.fileDigests == other.fileDigests && one.fileDigests.size() >= files
        && !one.fileDigests.contains(QString());
}

QJsonObject toJson(const Run &run)
{
    QJsonArray turns;
    for (const Turn &turn : run.turns) {
        turns.append(toJson(turn));
    }
    QJsonObject json{{u"id"_s, run.id},
                     {u"started"_s, run.started.toUTC().toString(Qt::ISODateWithMs)},
                     {u"entry"_s, run.entry.toString()},
                     {u"outcome"_s, nameOf(run.outcome, outcomeNames)},
                     {u"parameters"_s, modelapi::toJson(run.parameters)},
                     {u"turns"_s, turns},
                     {u"usage"_s, toJson(run.usage)},
                     {u"totalMs"_s, qint64(run.total.count())},
                     {u"attempts"_s, run.attempts}};
    putTexts(json, run);
    // Who hands a run over with its files may have had no time to look through them.
    const QStringList digests =
        run.fileDigests.isEmpty() ? fileDigestsOf(run.turns) : run.fileDigests;
    for (const auto &[name, array] :
         {std::pair{u"toolCalls"_s, toJson(run.toolCalls)},
          std::pair{u"thinkingBlocks"_s, toJson(run.thinkingBlocks)},
          std::pair{u"fileDigests"_s, QJsonArray::fromStringList(digests)},
          std::pair{u"contextFiles"_s, QJsonArray::fromStringList(run.contextFiles)}}) {
        if (!array.isEmpty()) {
            json.insert(name, array);
        }
    }
    put(json, "countedInput"_L1, run.countedInput);
    if (run.stop) {
        json.insert(u"stop"_s, toJson(*run.stop));
    }
    if (run.cost) {
        json.insert(u"cost"_s, toJson(*run.cost));
    }
    if (run.firstToken) {
        json.insert(u"firstTokenMs"_s, qint64(run.firstToken->count()));
    }
    return json;
}

core::Result<Run> runFromJson(const QJsonObject &json)
{
    Run run;
    run.id = json.value("id"_L1).toString();
    run.started = QDateTime::fromString(json.value("started"_L1).toString(), Qt::ISODateWithMs);
    const auto entry = core::EntryId::parse(json.value("entry"_L1).toString());
    const auto outcome = named<Run::Outcome>(json.value("outcome"_L1), outcomeNames);
    const auto parameters = modelapi::parametersFromJson(json.value("parameters"_L1).toObject());
    if (run.id.isEmpty() || !run.started.isValid() || !entry || !outcome || !parameters) {
        return core::failure(
            core::ErrorCode::InvalidFormat,
            QCoreApplication::translate("Runs", "A run in the history cannot be understood."));
    }
    run.entry = *entry;
    run.outcome = *outcome;
    run.parameters = *parameters;
    for (const QJsonArray turns = json.value("turns"_L1).toArray(); const auto &value : turns) {
        if (const auto turn = turnFromJson(value.toObject())) {
            run.turns.append(*turn);
        }
    }
    takeTexts(run, json);
    run.usage = usageFromJson(json.value("usage"_L1).toObject());
    run.toolCalls = callsFromJson(json.value("toolCalls"_L1));
    run.thinkingBlocks = blocksFromJson(json.value("thinkingBlocks"_L1));
    run.fileDigests = textsFromJson(json.value("fileDigests"_L1));
    run.contextFiles = textsFromJson(json.value("contextFiles"_L1));
    run.countedInput = number(json, "countedInput"_L1);
    run.stop = stopFromJson(json.value("stop"_L1));
    if (const QJsonObject cost = json.value("cost"_L1).toObject(); !cost.isEmpty()) {
        run.cost = Cost{cost.value("amount"_L1).toDouble(), cost.value("currency"_L1).toString(),
                        QDate::fromString(cost.value("pricesFrom"_L1).toString(), Qt::ISODate)};
    }
    if (const auto first = number(json, "firstTokenMs"_L1)) {
        run.firstToken = std::chrono::milliseconds(*first);
    }
    run.total = std::chrono::milliseconds(json.value("totalMs"_L1).toInteger());
    run.attempts = json.value("attempts"_L1).toInt();
    return run;
}

QByteArray exportedRuns(const QList<Run> &runs)
{
    QJsonArray array;
    for (const Run &run : runs) {
        array.append(toJson(run));
    }
    return QJsonDocument(
               QJsonObject{{u"format"_s, u"hermes-runs"_s}, {u"version"_s, 1}, {u"runs"_s, array}})
        .toJson(QJsonDocument::Indented);
}

} // namespace hermes::runs
