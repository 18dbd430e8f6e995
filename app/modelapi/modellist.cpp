#include "modelapi/modellist.h"

#include "modelapi/answerdialect.h"
#include "modelapi/failure.h"
#include "modelapi/modelapitr.h"
#include "modelapi/utf8text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

/// The first of these that is a number above zero.
std::optional<qint64> firstCount(const QJsonObject &json,
                                 std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        if (const auto number = count(json, name); number && *number > 0) {
            return number;
        }
    }
    return {};
}

/// A date as `2026-10-21`, as a time, or in seconds since 1970.
QDate dateIn(const QJsonValue &value)
{
    return value.isDouble()
        ? QDateTime::fromSecsSinceEpoch(value.toInteger(), QTimeZone::UTC).date()
        : QDate::fromString(value.toString().left(10), Qt::ISODate);
}

ModelEntry namedEntry(const QString &id, const QString &displayName)
{
    ModelEntry entry;
    entry.id = id;
    entry.displayName = shownServerText(displayName.isEmpty() ? id : displayName, {});
    return entry;
}

/// Anthropic's own and everything that is shaped as OpenAI's list.
ModelEntry listedEntry(const QJsonObject &json)
{
    QString name = json.value("display_name"_L1).toString();
    if (name.isEmpty()) {
        name = json.value("name"_L1).toString();
    }
    ModelEntry entry = namedEntry(json.value("id"_L1).toString(), name);
    entry.contextTokens =
        firstCount(json,
                   {"max_input_tokens"_L1, "max_model_len"_L1, "context_length"_L1,
                    "context_window"_L1, "max_context_length"_L1});
    if (!entry.contextTokens) {
        entry.contextTokens =
            firstCount(json.value("meta"_L1).toObject(), {"n_ctx"_L1, "n_ctx_train"_L1});
    }
    entry.outputTokens = firstCount(json, {"max_tokens"_L1, "max_completion_tokens"_L1});
    if (!entry.outputTokens) {
        entry.outputTokens =
            firstCount(json.value("top_provider"_L1).toObject(), {"max_completion_tokens"_L1});
    }
    entry.isDeprecated = json.value("lifecycle"_L1) == "deprecated"_L1
        || !json.value("deprecated_at"_L1).toString().isEmpty();
    for (const QLatin1StringView end : {"retires_at"_L1, "shutdown_date"_L1}) {
        entry.endsOn = entry.endsOn.isValid() ? entry.endsOn : dateIn(json.value(end));
    }
    return entry;
}

QString programOf(const QJsonObject &first)
{
    if (first.contains("pricing"_L1)) {
        return u"OpenRouter"_s;
    }
    constexpr std::array owners{
        std::pair{"llamacpp"_L1, "llama.cpp"_L1}, std::pair{"vllm"_L1, "vLLM"_L1},
        std::pair{"organization_owner"_L1, "LM Studio"_L1}, std::pair{"library"_L1, "Ollama"_L1}};
    const QString owner = first.value("owned_by"_L1).toString();
    const auto *row =
        std::ranges::find(owners, owner, [](const auto &pair) { return QString(pair.first); });
    return row == owners.end() ? QString() : QString(row->second);
}

ModelPage pageOfData(const QJsonObject &json)
{
    const QJsonArray data = json.value("data"_L1).toArray();
    const QJsonObject first = data.at(0).toObject();
    ModelPage page;
    page.form = json.contains("has_more"_L1) || first.value("type"_L1) == "model"_L1
        ? WireForm::Anthropic
        : WireForm::OpenAi;
    page.program = programOf(first);
    for (const auto &value : data) {
        if (ModelEntry entry = listedEntry(value.toObject()); !entry.id.isEmpty()) {
            page.models.append(std::move(entry));
        }
    }
    if (page.form == WireForm::Anthropic && json.value("has_more"_L1).toBool()) {
        page.nextPage = json.value("last_id"_L1).toString();
    }
    return page;
}

ModelPage geminiPage(const QJsonObject &json)
{
    ModelPage page;
    page.form = WireForm::Gemini;
    page.nextPage = json.value("nextPageToken"_L1).toString();
    for (const QJsonArray models = json.value("models"_L1).toArray(); const auto &value : models) {
        const QJsonObject model = value.toObject();
        const QJsonArray methods = model.value("supportedGenerationMethods"_L1).toArray();
        if (!methods.isEmpty() && !methods.contains("generateContent"_L1)) {
            continue;
        }
        ModelEntry entry = namedEntry(model.value("name"_L1).toString().section(u'/', -1),
                                      model.value("displayName"_L1).toString());
        entry.contextTokens = firstCount(model, {"inputTokenLimit"_L1});
        entry.outputTokens = firstCount(model, {"outputTokenLimit"_L1});
        page.models.append(std::move(entry));
    }
    return page;
}

ModelPage ollamaPage(const QJsonArray &models)
{
    ModelPage page;
    page.form = WireForm::Ollama;
    page.program = u"Ollama"_s;
    for (const auto &value : models) {
        if (const QString name = value["name"_L1].toString(); !name.isEmpty()) {
            page.models.append(namedEntry(name, {}));
        }
    }
    return page;
}

} // namespace

WireForm wireForm(ConnectionType type)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return WireForm::Anthropic;
    case ConnectionType::Gemini:
        return WireForm::Gemini;
    case ConnectionType::Ollama:
        return WireForm::Ollama;
    case ConnectionType::OpenAiResponses:
    case ConnectionType::OpenAiChat:
    case ConnectionType::OpenAiCompatible:
    case ConnectionType::Azure:
        return WireForm::OpenAi;
    }
    Q_UNREACHABLE();
}

QString wireFormName(WireForm form)
{
    switch (form) {
    case WireForm::Anthropic:
        return ModelApiTr::tr("Anthropic");
    case WireForm::OpenAi:
        return ModelApiTr::tr("OpenAI-compatible");
    case WireForm::Gemini:
        return ModelApiTr::tr("Gemini");
    case WireForm::Ollama:
        return ModelApiTr::tr("Ollama");
    }
    Q_UNREACHABLE();
}

std::optional<ModelPage> modelPageIn(const QJsonObject &json)
{
    // First: llama.cpp answers Ollama's path with both lists, and speaks OpenAI's way.
    if (json.value("data"_L1).isArray()) {
        return pageOfData(json);
    }
    const QJsonValue models = json.value("models"_L1);
    if (models.isArray() && models.toArray().isEmpty()) {
        return ollamaPage({}); // a fresh Ollama; Gemini always has some
    }
    const QString name = models[0]["name"_L1].toString();
    if (name.startsWith("models/"_L1)) {
        return geminiPage(json);
    }
    return name.isEmpty() ? std::nullopt : std::optional(ollamaPage(models.toArray()));
}

std::optional<WireForm> formOfError(const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(validUtf8(body)).object();
    const QJsonValue error = json.value("error"_L1);
    if (json.value("type"_L1) == "error"_L1 && error.isObject()) {
        return WireForm::Anthropic;
    }
    if (error.isString()) {
        return WireForm::Ollama;
    }
    if (!error.isObject()) {
        return {};
    }
    return error["status"_L1].isString() && error["code"_L1].isDouble() ? WireForm::Gemini
                                                                        : WireForm::OpenAi;
}

const ModelEntry *modelNamed(const QList<ModelEntry> &models, const QString &id)
{
    const QString bare = id.startsWith("models/"_L1) ? id.sliced(7) : id;
    const auto isNamed = [&](const ModelEntry &entry) {
        return entry.id == id || entry.id == bare || entry.id == bare + ":latest"_L1;
    };
    auto found = std::ranges::find_if(models, isNamed);
    if (found == models.end()) {
        found = std::ranges::find_if(models, [&bare](const ModelEntry &entry) {
            return entry.id.startsWith(bare + "-20"_L1) && entry.id.size() == bare.size() + 9;
        });
    }
    return found == models.end() ? nullptr : &*found;
}

} // namespace hermes::modelapi
