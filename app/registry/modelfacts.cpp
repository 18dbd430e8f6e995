#include "registry/modelfacts.h"

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
    const QJsonObject all = QJsonDocument::fromJson(json).object();
    ModelTable table;
    table.source = all.value(u"source").toString();
    table.date = QDate::fromString(day.match(table.source).captured(), Qt::ISODate);
    const QJsonValue providers = all.value(u"providers");
    if (all.value(u"format").toInt() != knownFormat || !providers.isObject()
        || !table.date.isValid()) {
        return core::failure(
            ErrorCode::InvalidFormat,
            QCoreApplication::translate("Registry", "This is no catalog of models with its date."));
    }
    const QJsonObject byProvider = providers.toObject();
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

const ModelTable &shippedModels()
{
    static const ModelTable table = [] {
        initializeModels();
        const auto read = readModelTable(QResource(u":/models/catalog.json"_s).uncompressedData());
        Q_ASSERT(read);
        return *read;
    }();
    return table;
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
