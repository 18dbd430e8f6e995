#pragma once

#include "modelapi/jsonwriter.h"
#include "modelapi/modelrequest.h"

namespace hermes::modelapi {

enum class BodyUse
{
    Answer,
    Count ///< Only what counts as input.
};

/// A body as it is written, and what was left out of it.
struct Body
{
    JsonWriter json;
    QStringList leftOut;
};

/// One function for each API: the body of a valid request.
void writeAnthropic(Body &body, const ConnectionSettings &settings, const ModelRequest &request,
                    BodyUse use);
void writeChat(Body &body, const ConnectionSettings &settings, const ModelRequest &request);
void writeResponses(Body &body, const ConnectionSettings &settings, const ModelRequest &request,
                    BodyUse use);
void writeGemini(Body &body, const ConnectionSettings &settings, const ModelRequest &request);
void writeOllama(Body &body, const ConnectionSettings &settings, const ModelRequest &request);

/// Temperature, top-p and top-k under the API's names; an empty name: the API has none.
struct SamplingNames
{
    QByteArrayView temperature;
    QByteArrayView topP;
    QByteArrayView topK;
};
void writeSampling(Body &body, const ConnectionSettings &settings, const ModelRequest &request,
                   const SamplingNames &names);

/// Whether a model of OpenAI's refuses words to stop at. It is documented of the o-series
/// (`StopConfiguration` in github.com/openai/openai-openapi: "not supported with latest reasoning
/// models"), and the GPT-5 family answers the same 400 while it thinks (BerriAI/litellm #15244 and
/// #28662, huggingface/smolagents #1868); its chat models do not think.
[[nodiscard]] bool refusesStops(const ConnectionSettings &settings, const ModelRequest &request);

void writeOptional(JsonWriter &json, QByteArrayView key, std::optional<qint64> value);
void writeTexts(JsonWriter &json, QByteArrayView key, const QStringList &texts);
/// Notes that `name` was set and is not sent.
template <typename Value>
void leaveOut(Body &body, const QString &name, const std::optional<Value> &value)
{
    if (value) {
        body.leftOut.append(name);
    }
}
void leaveOut(Body &body, const QString &name, const QStringList &value);
void leaveOut(Body &body, const QString &name, const QString &value);

/// The effort that is sent, which is empty if none is; one that is not taken is noted.
[[nodiscard]] QString effortFor(Body &body, ConnectionType type, const ModelRequest &request);

/// `data:image/png;base64,…`
[[nodiscard]] QByteArray dataUrl(const QString &mediaType, const QByteArray &bytes);

} // namespace hermes::modelapi
