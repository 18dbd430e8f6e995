#include "workspace/testsendfiles.h"

#include "modelapi/filelimits.h"
#include "modelapi/httprequest.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using modelapi::ConnectionType;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(TestSend)
};

bool isKnownToTakeDocuments(const AskedModel &asked)
{
    return asked.facts && asked.facts->takesDocuments == true;
}

/// Why no document can go there; empty if one can.
QString noFormForDocuments(const AskedModel &asked)
{
    if (!modelapi::hasDocumentForm(asked.settings.type)) {
        return Tr::tr("%1 takes no PDFs. Attach the text or pictures of the pages instead, or ask "
                      "another server; a conversation that has a PDF must begin anew.")
            .arg(modelapi::apiName(asked.settings.type));
    }
    // OpenRouter has OpenAI's form; what else speaks Chat Completions answers it with an error.
    if (asked.settings.type == ConnectionType::OpenAiCompatible
        && modelapi::providerAt(asked.settings) != "openrouter"_L1
        && !isKnownToTakeDocuments(asked)) {
        return Tr::tr("%1 takes no PDFs, as far as is known. Attach the text or pictures of the "
                      "pages instead, or ask another server; a conversation that has a PDF must "
                      "begin anew. If the model does take them, your own models.json can say so: "
                      "\"input_modalities\": [\"text\", \"pdf\"].")
            .arg(modelapi::serverName(modelapi::effectiveBaseUrl(asked.settings)));
    }
    return {};
}

bool takesNoDocuments(const AskedModel &asked)
{
    if (!asked.facts || asked.facts->takesDocuments != false) {
        return false;
    }
    // At OpenAI whatever takes pictures reads PDFs; the catalog says so of a few models only.
    const bool isOpenAi = asked.settings.type == ConnectionType::OpenAiChat
        || asked.settings.type == ConnectionType::OpenAiResponses;
    return !isOpenAi || asked.facts->takesPictures != true;
}

qint64 sizeOf(const modelapi::Turn &turn)
{
    qint64 size = turn.text.size();
    for (const modelapi::Image &image : turn.images) {
        size += modelapi::encodedSize(image.bytes.size());
    }
    for (const modelapi::Document &document : turn.documents) {
        size += modelapi::encodedSize(document.bytes.size());
    }
    return size;
}

/// That the request is larger than the provider takes; empty if it is not, or has no files.
QString excessOf(const AskedModel &asked, const QByteArray &systemPrompt,
                 const QList<modelapi::Turn> &turns)
{
    const qint64 most = modelapi::largestRequest(asked.settings.type);
    qint64 size = systemPrompt.size();
    for (const modelapi::Turn &turn : turns) {
        size += sizeOf(turn);
    }
    if (most == 0 || size <= most || !std::ranges::any_of(turns, &modelapi::Turn::hasFiles)) {
        return {};
    }
    const QLocale locale;
    const auto shown = [&locale](qint64 bytes) {
        return locale.formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
    };
    return Tr::tr("%1 takes requests of up to %2, and with its files this one has %3: it will be "
                  "refused. Attach less, or begin a new conversation.")
        .arg(modelapi::apiName(asked.settings.type), shown(most), shown(size));
}

} // namespace

FileObjection objectionToFiles(const AskedModel &asked, const QByteArray &systemPrompt,
                               const QList<modelapi::Turn> &earlier, const modelapi::Turn &question)
{
    const QList<modelapi::Turn> turns = earlier + QList{question};
    const bool hasDocuments = std::ranges::any_of(
        turns, [](const modelapi::Turn &turn) { return !turn.documents.isEmpty(); });
    if (hasDocuments) {
        if (const QString reason = noFormForDocuments(asked); !reason.isEmpty()) {
            return {reason, true};
        }
    }
    QStringList objections;
    const ConnectionType type = asked.settings.type;
    const bool hasGif =
        std::ranges::contains(question.images, u"image/gif"_s, &modelapi::Image::mediaType);
    if (!question.images.isEmpty() && asked.facts && asked.facts->takesPictures == false) {
        objections.append(Tr::tr("%1 takes no pictures, as far as is known.").arg(asked.modelId));
    } else if (hasGif && (type == ConnectionType::Gemini || type == ConnectionType::Ollama)) {
        objections.append(Tr::tr("%1 takes no GIF.").arg(modelapi::apiName(type)));
    }
    if (!question.documents.isEmpty() && takesNoDocuments(asked)) {
        objections.append(Tr::tr("%1 takes no PDFs, as far as is known.").arg(asked.modelId));
    }
    if (const QString excess = excessOf(asked, systemPrompt, turns); !excess.isEmpty()) {
        objections.append(excess);
    }
    return {objections.join(u' '), false};
}

} // namespace hermes::workspace
