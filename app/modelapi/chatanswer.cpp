#include "modelapi/answerdialect.h"

#include <QHash>
#include <QJsonArray>

#include <map>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

Stop stopOf(const QString &name)
{
    static const QHash<QString, Stop::Reason> reasons{
        {u"stop"_s, Stop::Reason::EndOfTurn},         {u"length"_s, Stop::Reason::OutputLimit},
        {u"tool_calls"_s, Stop::Reason::ToolCalls},   {u"function_call"_s, Stop::Reason::ToolCalls},
        {u"content_filter"_s, Stop::Reason::Refusal},
    };
    return {reasons.value(name, Stop::Reason::Other), name, {}};
}

class ChatDialect final : public AnswerDialect
{
public:
    void take(const QByteArray & /*name*/, const QJsonObject &json, AnswerEvents &events) override
    {
        if (auto error = serverErrorIn(json)) {
            events.append(*error);
            return;
        }
        for (const QJsonArray choices = json.value("choices"_L1).toArray();
             const auto &value : choices) {
            const QJsonObject choice = value.toObject();
            if (choice.value("index"_L1).toInteger() == 0) { // we ask for one
                takeChoice(choice, events);
            }
        }
        takeUsage(json.value("usage"_L1).toObject(), events);
    }

    void takeWhole(const QJsonObject &json, AnswerEvents &events) override
    {
        take({}, json, events);
        if (m_hasStopped) {
            setComplete();
        }
    }

    void takeDone(AnswerEvents &events) override
    {
        endCalls(events);
        setComplete();
    }

private:
    void takeChoice(const QJsonObject &choice, AnswerEvents &events)
    {
        const QJsonValue delta = choice.value("delta"_L1);
        const QJsonObject message =
            (delta.isObject() ? delta : choice.value("message"_L1)).toObject();
        const QJsonValue reasoning = message.value("reasoning_content"_L1);
        appendThinking(events,
                       reasoning.isString() ? reasoning.toString()
                                            : message.value("reasoning"_L1).toString());
        appendText(events, message.value("content"_L1).toString());
        if (const QString refusal = message.value("refusal"_L1).toString(); !refusal.isEmpty()) {
            m_hasRefused = true;
            appendText(events, refusal);
        }
        for (const QJsonArray calls = message.value("tool_calls"_L1).toArray();
             const auto &value : calls) {
            takeCall(value.toObject());
        }
        if (const QString reason = choice.value("finish_reason"_L1).toString();
            !reason.isEmpty() && !m_hasStopped) {
            endCalls(events);
            Stop stop = stopOf(reason);
            if (m_hasRefused) {
                stop.reason = Stop::Reason::Refusal;
            }
            stop.detail = choice.value("native_finish_reason"_L1).toString();
            events.append(stop);
            m_hasStopped = true;
        }
    }

    void takeCall(const QJsonObject &json)
    {
        // A server that sends whole calls may leave the index out.
        const qint64 index = count(json, "index"_L1).value_or(static_cast<qint64>(m_calls.size()));
        const auto [place, isNew] = m_calls.try_emplace(index);
        addCollected(isNew ? blockCost : 0);
        ToolCall &call = place->second;
        const QJsonObject function = json.value("function"_L1).toObject();
        if (const QString id = json.value("id"_L1).toString(); !id.isEmpty()) {
            call.id = id;
        }
        if (const QString name = function.value("name"_L1).toString(); !name.isEmpty()) {
            call.name = name;
        }
        const QJsonValue arguments = function.value("arguments"_L1);
        const QByteArray text = arguments.isObject() ? argumentsText(arguments.toObject())
                                                     : arguments.toString().toUtf8();
        call.arguments += text;
        addCollected(text.size());
    }

    void endCalls(AnswerEvents &events)
    {
        for (auto &[index, call] : m_calls) {
            if (call.arguments.isEmpty()) {
                call.arguments = "{}";
            }
            events.append(call);
        }
        m_calls.clear();
    }

    static void takeUsage(const QJsonObject &json, AnswerEvents &events)
    {
        if (json.isEmpty()) {
            return;
        }
        const QJsonObject input = json.value("prompt_tokens_details"_L1).toObject();
        const QJsonObject output = json.value("completion_tokens_details"_L1).toObject();
        Usage usage;
        usage.input = count(json, "prompt_tokens"_L1);
        usage.output = count(json, "completion_tokens"_L1);
        usage.cacheRead = count(input, "cached_tokens"_L1);
        usage.cacheWrite = count(input, "cache_write_tokens"_L1);
        usage.thinking = count(output, "reasoning_tokens"_L1);
        if (const QJsonValue cost = json.value("cost"_L1); cost.isDouble()) {
            usage.cost = cost.toDouble();
        }
        events.append(usage);
    }

    std::map<qint64, ToolCall> m_calls;
    bool m_hasStopped = false;
    bool m_hasRefused = false;
};

} // namespace

std::unique_ptr<AnswerDialect> makeChatDialect()
{
    return std::make_unique<ChatDialect>();
}

} // namespace hermes::modelapi
