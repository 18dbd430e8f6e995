#include "registry/modelfacts.h"

#include "registry/manifestparser.h"
#include "registry/place.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QResource>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

/// A library's resources are not there by themselves. The macro wants no namespace around it.
static void initializeModels()
{
    Q_INIT_RESOURCE(models);
}

namespace hermes::registry {

using core::ErrorCode;

namespace {

constexpr int knownFormat = 1;
constexpr double million = 1e6;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(ModelFacts)
};

/// A value that is not what it must be.
struct Fault
{
    QStringList path;
    QString mustBe; ///< "must be a number"
};

std::optional<double> amount(const QJsonObject &prices, QStringView name)
{
    const QJsonValue value = prices.value(name);
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

ModelFacts factsFrom(const QString &id, const QString &provider, const QJsonObject &fields,
                     const QDate &date)
{
    ModelFacts facts;
    facts.model = {id,
                   provider,
                   fields.value(u"name").toString(),
                   fields.value(u"context").toInteger(),
                   fields.value(u"output").toInteger(),
                   fields.value(u"status").toString() == u"deprecated"};
    facts.maxInputTokens = fields.value(u"input").toInteger();
    if (const QJsonArray kinds = fields.value(u"input_modalities").toArray(); !kinds.isEmpty()) {
        facts.takesPictures = kinds.contains(u"image"_s);
    }
    const QJsonObject prices = fields.value(u"cost").toObject();
    const auto input = amount(prices, u"input");
    const auto output = amount(prices, u"output");
    if (!input || !output) {
        return facts;
    }
    facts.model.price = ModelPrice{*input, *output, u"USD"_s};
    facts.model.pricesFrom = date;
    facts.cacheReadPrice = amount(prices, u"cache_read");
    facts.cacheWritePrice = amount(prices, u"cache_write");
    for (const QJsonArray tiers = prices.value(u"tiers").toArray(); const auto &value : tiers) {
        const QJsonObject tier = value.toObject();
        const qint64 size = tier.value(u"tier").toObject().value(u"size").toInteger();
        if (size > 0) {
            facts.tiers.append({size, amount(tier, u"input").value_or(*input),
                                amount(tier, u"output").value_or(*output)});
        }
    }
    std::ranges::sort(facts.tiers, {}, &PriceTier::aboveTokens);
    return facts;
}

bool isNumberOrAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isDouble();
}

/// Of one model: what is there has its type.
std::optional<Fault> faultOfModel(const QStringList &path, const QJsonValue &model)
{
    const QString object = Messages::tr("must be an object");
    const QString number = Messages::tr("must be a number");
    if (!model.isObject()) {
        return Fault{path, object};
    }
    for (const QString &name : {u"context"_s, u"output"_s, u"input"_s}) {
        if (!isNumberOrAbsent(model[name])) {
            return Fault{path + QStringList{name}, number};
        }
    }
    const QJsonValue cost = model[u"cost"];
    if (!cost.isUndefined() && !cost.isObject()) {
        return Fault{path + QStringList{u"cost"_s}, object};
    }
    for (const QString &name : {u"input"_s, u"output"_s, u"cache_read"_s, u"cache_write"_s}) {
        if (!isNumberOrAbsent(cost[name])) {
            return Fault{path + QStringList{u"cost"_s, name}, number};
        }
    }
    return std::nullopt;
}

std::optional<Fault> faultOf(const QJsonObject &all, const QDate &date)
{
    if (all.value(u"format").toInt() != knownFormat) {
        return Fault{{u"format"_s}, Messages::tr("must be 1")};
    }
    if (!date.isValid()) {
        return Fault{{u"source"_s},
                     Messages::tr("must hold the date of the prices, such as 2026-07-01")};
    }
    const QString object = Messages::tr("must be an object");
    if (!all.value(u"providers").isObject()) {
        return Fault{{u"providers"_s}, object};
    }
    const QJsonObject providers = all.value(u"providers").toObject();
    for (auto provider = providers.begin(); provider != providers.end(); ++provider) {
        const QStringList path{u"providers"_s, provider.key(), u"models"_s};
        const QJsonValue models = provider.value()[u"models"];
        if (!models.isUndefined() && !models.isObject()) {
            return Fault{path, object};
        }
        const QJsonObject byId = models.toObject();
        for (auto model = byId.begin(); model != byId.end(); ++model) {
            if (auto fault = faultOfModel(path + QStringList{model.key()}, model.value())) {
                return fault;
            }
        }
    }
    return std::nullopt;
}

/// The fault with its line: that of the value, or of the nearest one around it.
core::Error toldFault(const QByteArray &json, const Fault &fault)
{
    qint64 offset = 0;
    if (const auto text = ManifestParser::parse(json)) {
        for (QStringList path = fault.path; !path.isEmpty(); path.removeLast()) {
            if (const auto span = text->span(path)) {
                offset = span->keyStart;
                break;
            }
        }
    }
    return {ErrorCode::InvalidFormat,
            Messages::tr("line %1: “%2” %3.")
                .arg(placeOf(json, offset).line)
                .arg(fault.path.join(u'.'), fault.mustBe),
            {}};
}

/// Why a text is no JSON object.
core::Error toldSyntax(const QByteArray &json)
{
    const auto parsed = ManifestParser::parse(json);
    const Place place = placeOf(json, parsed ? 0 : parsed.error().offset);
    return {ErrorCode::InvalidFormat,
            Messages::tr("line %1, column %2: %3.")
                .arg(place.line)
                .arg(place.column)
                .arg(parsed ? Messages::tr("an object is expected") : parsed.error().reason),
            {}};
}

} // namespace

std::optional<double> ModelFacts::costOfInput(qint64 tokens) const
{
    if (!model.price) {
        return std::nullopt;
    }
    double price = model.price->input;
    for (const PriceTier &tier : tiers) {
        if (tokens > tier.aboveTokens) {
            price = tier.input;
        }
    }
    return price * static_cast<double>(tokens) / million;
}

core::Result<ModelTable> readModelTable(const QByteArray &json)
{
    static const QRegularExpression day(u"\\b\\d{4}-\\d{2}-\\d{2}\\b"_s);
    if (!QUtf8StringView(json).isValidUtf8()) {
        return core::failure(ErrorCode::NotText, Messages::tr("it is not UTF-8 text."));
    }
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        return std::unexpected(toldSyntax(json));
    }
    const QJsonObject all = document.object();
    ModelTable table;
    table.source = all.value(u"source").toString();
    table.date = QDate::fromString(day.match(table.source).captured(), Qt::ISODate);
    if (const auto fault = faultOf(all, table.date)) {
        return std::unexpected(toldFault(json, *fault));
    }
    const QJsonObject byProvider = all.value(u"providers").toObject();
    for (auto provider = byProvider.begin(); provider != byProvider.end(); ++provider) {
        const QJsonObject models = provider.value().toObject().value(u"models").toObject();
        for (auto model = models.begin(); model != models.end(); ++model) {
            if (!table.models.contains(model.key())) {
                table.models.insert(
                    model.key(),
                    factsFrom(model.key(), provider.key(), model.value().toObject(), table.date));
            }
        }
    }
    return table;
}

ModelTable shippedModels()
{
    initializeModels();
    auto table = readModelTable(QResource(u":/models/catalog.json"_s).uncompressedData());
    Q_ASSERT(table);
    return std::move(*table);
}

ModelTable overlaid(const ModelTable &own, const ModelTable &below)
{
    ModelTable table = below;
    table.date = own.date;
    table.source = own.source;
    for (const auto &[id, facts] : own.models.asKeyValueRange()) {
        ModelFacts merged = facts;
        if (const auto known = below.models.constFind(id); known != below.models.cend()) {
            if (merged.model.contextTokens == 0) {
                merged.model.contextTokens = known->model.contextTokens;
                merged.maxInputTokens = known->maxInputTokens;
            }
            if (merged.model.maxOutputTokens == 0) {
                merged.model.maxOutputTokens = known->model.maxOutputTokens;
            }
            if (!merged.model.price) {
                merged.model.price = known->model.price;
                merged.model.pricesFrom = known->model.pricesFrom;
                merged.cacheReadPrice = known->cacheReadPrice;
                merged.cacheWritePrice = known->cacheWritePrice;
                merged.tiers = known->tiers;
            }
        }
        table.models.insert(id, merged);
    }
    return table;
}

std::optional<ModelFacts> factsOf(const QString &modelId, const QList<ModelInfo> &ofRegistry,
                                  const ModelTable &table)
{
    const auto own = std::ranges::find(ofRegistry, modelId, &ModelInfo::id);
    auto shipped = table.models.constFind(modelId);
    if (const qsizetype slash = modelId.indexOf(u'/');
        shipped == table.models.cend() && slash > 0) {
        shipped = table.models.constFind(modelId.sliced(slash + 1));
        if (shipped != table.models.cend()
            && shipped->model.provider != QStringView(modelId).first(slash)) {
            shipped = table.models.cend();
        }
    }
    if (own == ofRegistry.cend()) {
        return shipped == table.models.cend() ? std::nullopt : std::optional(*shipped);
    }
    ModelFacts facts;
    if (shipped != table.models.cend()) {
        facts = *shipped;
    }
    const ModelInfo known = std::exchange(facts.model, *own);
    if (facts.model.contextTokens == 0) {
        facts.model.contextTokens = known.contextTokens;
    } else {
        facts.maxInputTokens = 0; // of another context
    }
    if (facts.model.maxOutputTokens == 0) {
        facts.model.maxOutputTokens = known.maxOutputTokens;
    }
    if (!facts.model.price || facts.model.pricesFrom.isNull()) {
        facts.model.price = known.price;
        facts.model.pricesFrom = known.pricesFrom;
    } else {
        facts.cacheReadPrice.reset();
        facts.cacheWritePrice.reset();
        facts.tiers.clear();
    }
    return facts;
}

} // namespace hermes::registry
