#include "modelapi/bodies.h"

#include "modelapi/requests.h"
#include "modelapi/thinking.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

void writeNumber(Body &body, QByteArrayView key, const QString &name,
                 const std::optional<double> &value, bool isRefused)
{
    if (value && !isRefused && !key.isEmpty()) {
        body.json.key(key).number(*value);
    } else {
        leaveOut(body, name, value);
    }
}

} // namespace

void writeSampling(Body &body, const ConnectionSettings &settings, const ModelRequest &request,
                   const SamplingNames &names)
{
    const bool isRefused = refusesSampling(settings, request);
    const Parameters &parameters = request.parameters;
    writeNumber(body, names.temperature, u"temperature"_s, parameters.temperature, isRefused);
    writeNumber(body, names.topP, u"topP"_s, parameters.topP, isRefused);
    if (parameters.topK && !isRefused && !names.topK.isEmpty()) {
        body.json.key(names.topK).integer(*parameters.topK);
    } else {
        leaveOut(body, u"topK"_s, parameters.topK);
    }
}

bool refusesStops(const ConnectionSettings &settings, const ModelRequest &request)
{
    static const QRegularExpression reasoning(u"^(o\\d|gpt-[5-9](?!\\S*-chat))"_s);
    return settings.type == ConnectionType::OpenAiChat
        && takenEffort(settings.type, request) != "none"_L1
        && reasoning.match(request.modelId).hasMatch();
}

void writeOptional(JsonWriter &json, QByteArrayView key, std::optional<qint64> value)
{
    if (value) {
        json.key(key).integer(*value);
    }
}

void writeTexts(JsonWriter &json, QByteArrayView key, const QStringList &texts)
{
    if (texts.isEmpty()) {
        return;
    }
    json.key(key).beginArray();
    for (const QString &text : texts) {
        json.text(text);
    }
    json.endArray();
}

void leaveOut(Body &body, const QString &name, const QStringList &value)
{
    if (!value.isEmpty()) {
        body.leftOut.append(name);
    }
}

void leaveOut(Body &body, const QString &name, const QString &value)
{
    if (!value.isEmpty()) {
        body.leftOut.append(name);
    }
}

QString effortFor(Body &body, ConnectionType type, const ModelRequest &request)
{
    const QString taken = takenEffort(type, request);
    if (taken.isEmpty()) {
        leaveOut(body, u"effort"_s, request.parameters.effort);
    }
    return taken;
}

QByteArray dataUrl(const QString &mediaType, const QByteArray &bytes)
{
    return "data:" + mediaType.toLatin1() + ";base64," + bytes.toBase64();
}

} // namespace hermes::modelapi
