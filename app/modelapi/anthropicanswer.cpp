#include "modelapi/answerdialect.h"

#include <QHash>
#include <QJsonArray>

#include <map>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

Stop stopOf(const QJsonObject &json)
{
    Stop stop;
    stop.name = json.value("stop_reason"_L1).toString();
    stop.detail = json.value("stop_details"_L1).toObject().value("category"_L1).toString();
    static const QHash<QString, Stop::Reason> reasons{
        {u"end_turn"_s, Stop::Reason::EndOfTurn},
        {u"max_tokens"_s, Stop::Reason::OutputLimit},
        {u"stop_sequence"_s, Stop::Reason::StopSequence},
        {u"tool_use"_s, Stop::Reason::ToolCalls},
        {u"pause_turn"_s, Stop::Reason::Paused},
        {u"refusal"_s, Stop::Reason::Refusal},
        {u"model_context_window_exceeded"_s, Stop::Reason::ContextFull},
    };
    stop.reason = reasons.value(stop.name, Stop::Reason::Other);
    return stop;
}

/// Its counts are cumulative, each said when it is known.
class UsageCounts
{
public:
    void take(const QJsonObject &json)
    {
        const auto read = [&json](std::optional<qint64> &into, QLatin1StringView name) {
            if (const auto number = count(json, name)) {
                into = number;
            }
        };
        read(m_fresh, "input_tokens"_L1);
        read(m_usage.cacheRead, "cache_read_input_tokens"_L1);
        read(m_usage.cacheWrite, "cache_creation_input_tokens"_L1);
        read(m_usage.output, "output_tokens"_L1);
        if (const auto thinking =
                count(json.value("output_tokens_details"_L1).toObject(), "thinking_tokens"_L1)) {
            m_usage.thinking = thinking;
        }
        if (m_fresh) {
            m_usage.input =
                *m_fresh + m_usage.cacheRead.value_or(0) + m_usage.cacheWrite.value_or(0);
        }
    }
    [[nodiscard]] const Usage &usage() const { return m_usage; }

private:
    std::optional<qint64> m_fresh;
    Usage m_usage;
};

struct Block
{
    QString type;
    ToolCall call;
    QByteArray input;
    ThinkingBlock thinking;
};

class AnthropicDialect final : public AnswerDialect
{
public:
    void take(const QByteArray &name, const QJsonObject &json, AnswerEvents &events) override
    {
        const QString type = eventType(name, json);
        if (type == "message_start"_L1) {
            takeUsage(json.value("message"_L1).toObject().value("usage"_L1).toObject(), events);
        } else if (type == "content_block_start"_L1) {
            startBlock(json, events);
        } else if (type == "content_block_delta"_L1) {
            takeDelta(json, events);
        } else if (type == "content_block_stop"_L1) {
            endBlock(json.value("index"_L1).toInteger(), events);
        } else if (type == "message_delta"_L1) {
            takeMessageDelta(json, events);
        } else if (type == "message_stop"_L1) {
            endOpenBlocks(events);
            setComplete();
        } else if (type == "error"_L1) {
            events.append(serverErrorIn(json).value_or(ServerError{}));
        }
    }

    void takeWhole(const QJsonObject &json, AnswerEvents &events) override
    {
        qint64 index = 0;
        for (const QJsonArray content = json.value("content"_L1).toArray();
             const auto &value : content) {
            startBlock({{u"index"_s, index}, {u"content_block"_s, value}}, events);
            endBlock(index++, events);
        }
        takeUsage(json.value("usage"_L1).toObject(), events);
        if (json.value("stop_reason"_L1).isString()) {
            events.append(stopOf(json));
            setComplete();
        }
    }

private:
    void startBlock(const QJsonObject &json, AnswerEvents &events)
    {
        const QJsonObject content = json.value("content_block"_L1).toObject();
        Block block;
        block.type = content.value("type"_L1).toString();
        block.call.id = content.value("id"_L1).toString();
        block.call.name = content.value("name"_L1).toString();
        if (const QJsonObject input = content.value("input"_L1).toObject(); !input.isEmpty()) {
            block.input = argumentsText(input);
        }
        block.thinking.text = content.value("thinking"_L1).toString();
        block.thinking.signature = content.value("signature"_L1).toString();
        block.thinking.redacted = content.value("data"_L1).toString();
        if (block.type == "text"_L1) {
            appendText(events, content.value("text"_L1).toString());
        }
        appendThinking(events, block.thinking.text);
        addCollected(blockCost + block.input.size() + block.thinking.text.size());
        m_blocks.insert_or_assign(json.value("index"_L1).toInteger(), block);
    }

    void takeDelta(const QJsonObject &json, AnswerEvents &events)
    {
        Block &block = m_blocks[json.value("index"_L1).toInteger()];
        const QJsonObject delta = json.value("delta"_L1).toObject();
        const QString type = delta.value("type"_L1).toString();
        if (type == "text_delta"_L1) {
            appendText(events, delta.value("text"_L1).toString());
        } else if (type == "thinking_delta"_L1) {
            const QString text = delta.value("thinking"_L1).toString();
            block.type = u"thinking"_s;
            block.thinking.text += text;
            addCollected(text.size());
            appendThinking(events, text);
        } else if (type == "signature_delta"_L1) {
            const QString text = delta.value("signature"_L1).toString();
            block.thinking.signature += text;
            addCollected(text.size());
        } else if (type == "input_json_delta"_L1) {
            const QByteArray text = delta.value("partial_json"_L1).toString().toUtf8();
            block.input += text;
            addCollected(text.size());
        }
    }

    void endBlock(qint64 index, AnswerEvents &events)
    {
        const auto node = m_blocks.extract(index);
        if (node.empty()) {
            return;
        }
        const Block &block = node.mapped();
        if (block.type == "tool_use"_L1) {
            ToolCall call = block.call;
            call.arguments = block.input.isEmpty() ? QByteArrayLiteral("{}") : block.input;
            events.append(call);
        } else if (block.type == "thinking"_L1 || block.type == "redacted_thinking"_L1) {
            events.append(block.thinking);
        }
    }

    void endOpenBlocks(AnswerEvents &events)
    {
        while (!m_blocks.empty()) {
            endBlock(m_blocks.begin()->first, events);
        }
    }

    void takeMessageDelta(const QJsonObject &json, AnswerEvents &events)
    {
        takeUsage(json.value("usage"_L1).toObject(), events);
        const QJsonObject delta = json.value("delta"_L1).toObject();
        if (delta.value("stop_reason"_L1).isString()) {
            endOpenBlocks(events);
            events.append(stopOf(delta));
        }
    }

    void takeUsage(const QJsonObject &json, AnswerEvents &events)
    {
        if (!json.isEmpty()) {
            m_counts.take(json);
            events.append(m_counts.usage());
        }
    }

    std::map<qint64, Block> m_blocks;
    UsageCounts m_counts;
};

} // namespace

std::unique_ptr<AnswerDialect> makeAnthropicDialect()
{
    return std::make_unique<AnthropicDialect>();
}

} // namespace hermes::modelapi
