#include "modelapi/answerdialect.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

Usage usageOf(const QJsonObject &json)
{
    const QJsonObject input = json.value("input_tokens_details"_L1).toObject();
    Usage usage;
    usage.input = count(json, "input_tokens"_L1);
    usage.output = count(json, "output_tokens"_L1);
    usage.cacheRead = count(input, "cached_tokens"_L1);
    usage.cacheWrite = count(input, "cache_write_tokens"_L1);
    usage.thinking =
        count(json.value("output_tokens_details"_L1).toObject(), "reasoning_tokens"_L1);
    return usage;
}

class ResponsesDialect final : public AnswerDialect
{
public:
    void take(const QByteArray &name, const QJsonObject &json, AnswerEvents &events) override
    {
        const QString type = eventType(name, json);
        if (type == "response.output_text.delta"_L1) {
            m_hasText = true;
            appendText(events, json.value("delta"_L1).toString());
        } else if (type == "response.refusal.delta"_L1) {
            m_hasText = m_hasRefused = true;
            appendText(events, json.value("delta"_L1).toString());
        } else if (type == "response.reasoning_summary_text.delta"_L1
                   || type == "response.reasoning_text.delta"_L1) {
            m_hasThinking = true;
            appendThinking(events, json.value("delta"_L1).toString());
        } else if (type == "response.output_item.done"_L1) {
            takeItem(json.value("item"_L1).toObject(), events);
        } else if (type == "response.completed"_L1 || type == "response.incomplete"_L1
                   || type == "response.failed"_L1) {
            takeEnd(json.value("response"_L1).toObject(), events);
        } else if (auto error = serverErrorIn(json); type == "error"_L1 || error) {
            events.append(error.value_or(ServerError{}));
        }
    }

    void takeWhole(const QJsonObject &json, AnswerEvents &events) override
    {
        takeEnd(json, events);
    }

private:
    /// An item that is complete; its text is taken only if it did not come in pieces.
    void takeItem(const QJsonObject &item, AnswerEvents &events)
    {
        const QString type = item.value("type"_L1).toString();
        if (type == "function_call"_L1) {
            ++m_calls;
            const QString arguments = item.value("arguments"_L1).toString();
            events.append(
                ToolCall{item.value("call_id"_L1).toString(),
                         item.value("name"_L1).toString(),
                         arguments.isEmpty() ? QByteArrayLiteral("{}") : arguments.toUtf8(),
                         {}});
        } else if (type == "reasoning"_L1 && !m_hasThinking) {
            for (const QJsonArray summary = item.value("summary"_L1).toArray();
                 const auto &part : summary) {
                appendThinking(events, part.toObject().value("text"_L1).toString());
            }
        } else if (type == "message"_L1 && !m_hasText) {
            for (const QJsonArray content = item.value("content"_L1).toArray();
                 const auto &part : content) {
                const QString refusal = part.toObject().value("refusal"_L1).toString();
                m_hasRefused = m_hasRefused || !refusal.isEmpty();
                appendText(events, part.toObject().value("text"_L1).toString() + refusal);
            }
        }
    }

    void takeEnd(const QJsonObject &response, AnswerEvents &events)
    {
        if (const auto error = serverErrorIn(response)) {
            events.append(*error);
            return;
        }
        if (!m_hasText && !m_hasThinking && m_calls == 0) {
            for (const QJsonArray output = response.value("output"_L1).toArray();
                 const auto &item : output) {
                takeItem(item.toObject(), events);
            }
        }
        if (const QJsonObject usage = response.value("usage"_L1).toObject(); !usage.isEmpty()) {
            events.append(usageOf(usage));
        }
        const QString status = response.value("status"_L1).toString();
        if (status == "failed"_L1) {
            events.append(ServerError{});
        } else if (status == "completed"_L1 || status == "incomplete"_L1) {
            events.append(stopOf(response, status));
            setComplete();
        }
    }

    [[nodiscard]] Stop stopOf(const QJsonObject &response, const QString &status) const
    {
        const QString reason =
            response.value("incomplete_details"_L1).toObject().value("reason"_L1).toString();
        Stop stop{Stop::Reason::EndOfTurn, status, reason};
        if (m_hasRefused || reason == "content_filter"_L1) {
            stop.reason = Stop::Reason::Refusal;
        } else if (reason == "max_output_tokens"_L1) {
            stop.reason = Stop::Reason::OutputLimit;
        } else if (status == "incomplete"_L1) {
            stop.reason = Stop::Reason::Other;
        } else if (m_calls > 0) {
            stop.reason = Stop::Reason::ToolCalls;
        }
        return stop;
    }

    int m_calls = 0;
    bool m_hasText = false;
    bool m_hasThinking = false;
    bool m_hasRefused = false;
};

} // namespace

std::unique_ptr<AnswerDialect> makeResponsesDialect()
{
    return std::make_unique<ResponsesDialect>();
}

} // namespace hermes::modelapi
