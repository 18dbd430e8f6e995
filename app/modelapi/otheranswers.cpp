#include "modelapi/answerdialect.h"

#include <QHash>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

class GeminiDialect final : public AnswerDialect
{
public:
    void take(const QByteArray & /*name*/, const QJsonObject &json, AnswerEvents &events) override
    {
        if (const auto error = serverErrorIn(json)) {
            events.append(*error);
            return;
        }
        const QJsonObject candidate = json.value("candidates"_L1).toArray().at(0).toObject();
        for (const QJsonArray parts =
                 candidate.value("content"_L1).toObject().value("parts"_L1).toArray();
             const auto &part : parts) {
            takePart(part.toObject(), events);
        }
        takeUsage(json.value("usageMetadata"_L1).toObject(), events);
        const QString blocked =
            json.value("promptFeedback"_L1).toObject().value("blockReason"_L1).toString();
        const QString reason = candidate.value("finishReason"_L1).toString();
        if (!blocked.isEmpty()) {
            events.append(Stop{Stop::Reason::Refusal, blocked, {}});
            setComplete();
        } else if (!reason.isEmpty()) {
            events.append(stopOf(reason, candidate.value("finishMessage"_L1).toString()));
            setComplete();
        }
    }

    void takeWhole(const QJsonObject &json, AnswerEvents &events) override
    {
        take({}, json, events);
    }

private:
    void takePart(const QJsonObject &part, AnswerEvents &events)
    {
        const QString text = part.value("text"_L1).toString();
        if (part.value("thought"_L1).toBool()) {
            appendThinking(events, text);
        } else {
            appendText(events, text);
        }
        if (const QJsonValue value = part.value("functionCall"_L1); value.isObject()) {
            const QJsonObject call = value.toObject();
            m_hasCalls = true;
            events.append(ToolCall{call.value("id"_L1).toString(), call.value("name"_L1).toString(),
                                   argumentsText(call.value("args"_L1).toObject()),
                                   part.value("thoughtSignature"_L1).toString()});
        }
    }

    static void takeUsage(const QJsonObject &json, AnswerEvents &events)
    {
        if (json.isEmpty()) {
            return;
        }
        Usage usage;
        usage.input = count(json, "promptTokenCount"_L1);
        usage.cacheRead = count(json, "cachedContentTokenCount"_L1);
        usage.thinking = count(json, "thoughtsTokenCount"_L1);
        if (const auto answer = count(json, "candidatesTokenCount"_L1); answer || usage.thinking) {
            usage.output = answer.value_or(0) + usage.thinking.value_or(0);
        }
        events.append(usage);
    }

    [[nodiscard]] Stop stopOf(const QString &name, const QString &message) const
    {
        static const QHash<QString, Stop::Reason> reasons{
            {u"STOP"_s, Stop::Reason::EndOfTurn},
            {u"MAX_TOKENS"_s, Stop::Reason::OutputLimit},
            {u"SAFETY"_s, Stop::Reason::Refusal},
            {u"RECITATION"_s, Stop::Reason::Refusal},
            {u"BLOCKLIST"_s, Stop::Reason::Refusal},
            {u"PROHIBITED_CONTENT"_s, Stop::Reason::Refusal},
            {u"SPII"_s, Stop::Reason::Refusal},
        };
        Stop stop{reasons.value(name, Stop::Reason::Other), name, message};
        if (m_hasCalls && stop.reason == Stop::Reason::EndOfTurn) {
            stop.reason = Stop::Reason::ToolCalls;
        }
        return stop;
    }

    bool m_hasCalls = false;
};

class OllamaDialect final : public AnswerDialect
{
public:
    void take(const QByteArray & /*name*/, const QJsonObject &json, AnswerEvents &events) override
    {
        if (const auto error = serverErrorIn(json)) {
            events.append(*error);
            return;
        }
        const QJsonObject message = json.value("message"_L1).toObject();
        appendThinking(events, message.value("thinking"_L1).toString());
        appendText(events, message.value("content"_L1).toString());
        for (const QJsonArray calls = message.value("tool_calls"_L1).toArray();
             const auto &value : calls) {
            const QJsonObject function = value.toObject().value("function"_L1).toObject();
            m_hasCalls = true;
            events.append(ToolCall{{},
                                   function.value("name"_L1).toString(),
                                   argumentsText(function.value("arguments"_L1).toObject()),
                                   {}});
        }
        if (json.value("done"_L1).toBool()) {
            Usage usage;
            usage.input = count(json, "prompt_eval_count"_L1);
            usage.output = count(json, "eval_count"_L1);
            events.append(usage);
            events.append(stopOf(json.value("done_reason"_L1).toString()));
            setComplete();
        }
    }

    void takeWhole(const QJsonObject &json, AnswerEvents &events) override
    {
        take({}, json, events);
    }

private:
    [[nodiscard]] Stop stopOf(const QString &name) const
    {
        Stop stop{Stop::Reason::Other, name, {}};
        if (name == "length"_L1) {
            stop.reason = Stop::Reason::OutputLimit;
        } else if (name == "stop"_L1 || name.isEmpty()) {
            stop.reason = m_hasCalls ? Stop::Reason::ToolCalls : Stop::Reason::EndOfTurn;
        }
        return stop;
    }

    bool m_hasCalls = false;
};

} // namespace

std::unique_ptr<AnswerDialect> makeGeminiDialect()
{
    return std::make_unique<GeminiDialect>();
}

std::unique_ptr<AnswerDialect> makeOllamaDialect()
{
    return std::make_unique<OllamaDialect>();
}

} // namespace hermes::modelapi
