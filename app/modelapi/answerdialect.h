#pragma once

#include "modelapi/answerevent.h"

#include <QJsonObject>

#include <memory>

namespace hermes::modelapi {

using AnswerEvents = QList<AnswerEvent>;

/// What a call or a block needs besides its texts, in bytes.
inline constexpr qsizetype blockCost = 512;

/// What one API's JSON means. One for each answer, since most of it makes sense only in order.
class AnswerDialect
{
public:
    virtual ~AnswerDialect() = default;

    /// One event of a stream. `name` is the stream's own name of it.
    virtual void take(const QByteArray &name, const QJsonObject &json, AnswerEvents &events) = 0;
    /// An answer that came whole.
    virtual void takeWhole(const QJsonObject &json, AnswerEvents &events) = 0;
    /// The stream's `[DONE]`.
    virtual void takeDone(AnswerEvents & /*events*/) { }

    /// Bytes that came for calls and blocks and were no event at once; it never sinks.
    [[nodiscard]] qsizetype collected() const { return m_collected; }
    /// Whether the API's own end mark came.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

protected:
    AnswerDialect() = default;
    Q_DISABLE_COPY_MOVE(AnswerDialect)

    void setComplete() { m_isComplete = true; }
    void addCollected(qsizetype bytes) { m_collected += bytes; }

private:
    qsizetype m_collected = 0;
    bool m_isComplete = false;
};

[[nodiscard]] std::unique_ptr<AnswerDialect> makeAnthropicDialect();
[[nodiscard]] std::unique_ptr<AnswerDialect> makeChatDialect();
[[nodiscard]] std::unique_ptr<AnswerDialect> makeResponsesDialect();
[[nodiscard]] std::unique_ptr<AnswerDialect> makeGeminiDialect();
[[nodiscard]] std::unique_ptr<AnswerDialect> makeOllamaDialect();

/// What an event is: as its data say, else as the stream names it.
[[nodiscard]] QString eventType(const QByteArray &name, const QJsonObject &json);
/// A whole number, if it is there.
[[nodiscard]] std::optional<qint64> count(const QJsonObject &json, QLatin1StringView name);
/// Nothing where there is no text.
void appendText(AnswerEvents &events, const QString &text);
void appendThinking(AnswerEvents &events, const QString &text);
/// Arguments as a text, `{}` if there are none.
[[nodiscard]] QByteArray argumentsText(const QJsonObject &arguments);

/// What an error object of any provider says, or nothing if `json` is none.
[[nodiscard]] std::optional<ServerError> serverErrorIn(const QJsonObject &json);

} // namespace hermes::modelapi
