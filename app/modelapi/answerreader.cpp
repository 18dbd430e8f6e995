#include "modelapi/answerreader.h"

#include "modelapi/modelapitr.h"
#include "modelapi/utf8text.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

std::unique_ptr<AnswerDialect> dialectOf(ConnectionType type)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return makeAnthropicDialect();
    case ConnectionType::OpenAiResponses:
        return makeResponsesDialect();
    case ConnectionType::OpenAiChat:
    case ConnectionType::OpenAiCompatible:
    case ConnectionType::Azure:
        return makeChatDialect();
    case ConnectionType::Gemini:
        return makeGeminiDialect();
    case ConnectionType::Ollama:
        return makeOllamaDialect();
    }
    Q_UNREACHABLE();
}

ServerError undecodable(const QByteArray &data)
{
    ServerError error;
    error.isUndecodable = true;
    error.message = QString::fromUtf8(data.first(std::min(data.size(), longestUndecodable)));
    return error;
}

qsizetype contentOf(const AnswerEvent &event)
{
    if (const auto *text = std::get_if<TextDelta>(&event)) {
        return text->text.size();
    }
    if (const auto *thinking = std::get_if<ThinkingDelta>(&event)) {
        return thinking->text.size();
    }
    if (const auto *call = std::get_if<ToolCall>(&event)) {
        return blockCost + call->arguments.size() + call->id.size() + call->name.size()
            + call->signature.size();
    }
    if (const auto *block = std::get_if<ThinkingBlock>(&event)) {
        return blockCost + block->text.size() + block->signature.size() + block->redacted.size();
    }
    return 0;
}

} // namespace

AnswerForm answerForm(QByteArrayView contentType)
{
    const QByteArray type = contentType.toByteArray().split(';').constFirst().trimmed().toLower();
    if (type == "text/event-stream") {
        return AnswerForm::Sse;
    }
    if (type == "application/x-ndjson" || type == "application/jsonl"
        || type == "application/ndjson") {
        return AnswerForm::Ndjson;
    }
    return type == "application/json" ? AnswerForm::WholeJson : AnswerForm::Unknown;
}

AnswerReader::AnswerReader(ConnectionType type, AnswerForm form, const StreamLimits &limits)
    : m_dialect(dialectOf(type)), m_form(form), m_limits(limits), m_sse(limits), m_ndjson(limits)
{
}

AnswerEvents AnswerReader::feed(QByteArrayView bytes)
{
    AnswerEvents events;
    m_streamed += bytes.size();
    const bool isTooMuch = m_streamed > m_limits.stream
        || (m_form == AnswerForm::WholeJson && m_streamed > m_limits.event);
    if (m_failure || isTooMuch) {
        m_failure =
            Error{ErrorCode::TooLarge,
                  ModelApiTr::tr("The server sent more than %1 bytes. What came before it "
                                 "was kept.")
                      .arg(m_form == AnswerForm::WholeJson ? m_limits.event : m_limits.stream),
                  {}};
        return events;
    }
    if (m_form == AnswerForm::Sse) {
        for (const auto decoded = m_sse.feed(bytes); const SseEvent &event : decoded) {
            takeEvent(event.name, event.data, events);
        }
    } else if (m_form == AnswerForm::Ndjson) {
        for (const auto lines = m_ndjson.feed(bytes); const QByteArray &line : lines) {
            takeEvent({}, line, events);
        }
    } else {
        m_whole.append(bytes);
    }
    return events;
}

AnswerEvents AnswerReader::finish()
{
    AnswerEvents events;
    if (m_form == AnswerForm::Ndjson) {
        for (const auto lines = m_ndjson.finish(); const QByteArray &line : lines) {
            // A last line that was cut is an interruption, no nonsense.
            if (isReadable(line) && QJsonDocument::fromJson(line).isObject()) {
                takeEvent({}, line, events);
            }
        }
    } else if (m_form == AnswerForm::WholeJson && !failure()) {
        takeWhole(events);
    }
    return events;
}

std::optional<Error> AnswerReader::failure() const
{
    return m_failure ? m_failure : m_form == AnswerForm::Sse ? m_sse.failure() : m_ndjson.failure();
}

void AnswerReader::takeEvent(const QByteArray &name, const QByteArray &data, AnswerEvents &events)
{
    ++m_eventCount;
    const QByteArray text = data.trimmed();
    if (isComplete() || text.isEmpty() || m_failure) {
        return;
    }
    if (text == "[DONE]") {
        m_dialect->takeDone(events);
        return;
    }
    if (!isReadable(data)) {
        return;
    }
    const QJsonDocument json = QJsonDocument::fromJson(data);
    if (json.isObject()) {
        const qsizetype before = events.size();
        m_dialect->take(name, json.object(), events);
        addContent(events, before);
    } else {
        events.append(undecodable(data));
    }
}

bool AnswerReader::isReadable(const QByteArray &json)
{
    if (jsonWeight(json) > m_limits.weight) {
        m_failure = Error{ErrorCode::TooLarge,
                          ModelApiTr::tr("The server sent JSON of more values than are read. What "
                                         "came before it was kept."),
                          {}};
    }
    return !m_failure;
}

void AnswerReader::addContent(AnswerEvents &events, qsizetype first)
{
    for (qsizetype i = first; i < events.size(); ++i) {
        m_content += contentOf(events[i]);
    }
    if (m_content + m_dialect->collected() > m_limits.content) {
        events.remove(first, events.size() - first); // one of them may be megabytes
        m_failure =
            Error{ErrorCode::TooLarge,
                  ModelApiTr::tr("The server sent an answer of more than %1 characters. What came "
                                 "before was kept.")
                      .arg(m_limits.content),
                  {}};
    }
}

void AnswerReader::takeWhole(AnswerEvents &events)
{
    const QByteArray whole = validUtf8(std::exchange(m_whole, {}));
    if (!isReadable(whole)) {
        return;
    }
    const QJsonDocument json = QJsonDocument::fromJson(whole);
    if (json.isArray()) { // Gemini without alt=sse: the stream's objects in one array
        for (const QJsonArray array = json.array(); const auto &value : array) {
            m_dialect->take({}, value.toObject(), events);
        }
    } else if (const auto error = serverErrorIn(json.object())) {
        events.append(*error);
    } else if (json.isObject()) {
        m_dialect->takeWhole(json.object(), events);
    } else {
        events.append(undecodable(whole));
    }
    addContent(events, 0);
    m_eventCount += 1;
}

} // namespace hermes::modelapi
