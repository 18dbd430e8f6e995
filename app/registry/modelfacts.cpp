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

std::optional<QStringList> effortsIn(const QJsonObject &fields)
{
    for (const QJsonArray options = fields.value(u"reasoning_options").toArray();
         const auto &value : options) {
        const QJsonObject option = value.toObject();
        if (option.value(u"type") == u"effort"_s) {
            QStringList efforts;
            for (const QJsonArray words = option.value(u"values").toArray();
                 const auto &word : words) {
                efforts.append(word.toString());
            }
            return efforts;
        }
    }
    const QJsonValue thinks = fields.value(u"reasoning");
    return thinks.isBool() && !thinks.toBool() ? std::optional(QStringList()) : std::nullopt;
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
        facts.takesDocuments = kinds.contains(u"pdf"_s);
    }
    if (const QJsonValue taken = fields.value(u"temperature"); taken.isBool()) {
        facts.takesTemperature = taken.toBool();
    }
    facts.efforts = effortsIn(fields);
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

QList<ModelFacts>::const_iterator offerOf(const QList<ModelFacts> &offers, const QString &provider)
{
    return std::ranges::find_if(offers, [&provider](const ModelFacts &facts) {
        return facts.model.provider.compare(provider, Qt::CaseInsensitive) == 0;
    });
}

ModelFacts filledIn(ModelFacts facts, const ModelFacts &known)
{
    if (facts.model.contextTokens == 0) {
        facts.model.contextTokens = known.model.contextTokens;
        facts.maxInputTokens = known.maxInputTokens;
    }
    if (facts.model.maxOutputTokens == 0) {
        facts.model.maxOutputTokens = known.model.maxOutputTokens;
    }
    if (!facts.takesPictures) {
        facts.takesPictures = known.takesPictures;
    }
    if (!facts.takesDocuments) {
        facts.takesDocuments = known.takesDocuments;
    }
    if (!facts.takesTemperature) {
        facts.takesTemperature = known.takesTemperature;
    }
    if (!facts.efforts) {
        facts.efforts = known.efforts;
    }
    if (!facts.model.price) {
        facts.model.price = known.model.price;
        facts.model.pricesFrom = known.model.pricesFrom;
        facts.cacheReadPrice = known.cacheReadPrice;
        facts.cacheWritePrice = known.cacheWritePrice;
        facts.tiers = known.tiers;
    }
    return facts;
}

ModelFacts withoutPrice(ModelFacts facts)
{
    facts.model.price.reset();
    facts.model.pricesFrom = {};
    facts.cacheReadPrice.reset();
    facts.cacheWritePrice.reset();
    facts.tiers.clear();
    return facts;
}

/// What a table tells of a model at a seller. Limits are the model's own, wherever it runs.
std::optional<ModelFacts> shippedFacts(const QString &modelId, const ModelTable &table,
                                       const std::optional<QString> &seller)
{
    QList<ModelFacts> offers = table.models.value(modelId);
    if (const qsizetype slash = modelId.indexOf(u'/'); offers.isEmpty() && slash > 0) {
        const QList<ModelFacts> bare = table.models.value(modelId.sliced(slash + 1));
        if (const auto named = offerOf(bare, modelId.first(slash)); named != bare.cend()) {
            offers.append(*named);
        }
    }
    if (offers.isEmpty()) {
        return std::nullopt;
    }
    if (!seller) {
        // Who tells no price leaves that to the next.
        const auto priced = std::ranges::find_if(
            offers, [](const ModelFacts &offer) { return offer.model.price.has_value(); });
        return priced == offers.cend() ? offers.first() : filledIn(offers.first(), *priced);
    }
    const auto sold = offerOf(offers, *seller);
    return sold == offers.cend() ? withoutPrice(offers.first()) : *sold;
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
            table.models[model.key()].append(
                factsFrom(model.key(), provider.key(), model.value().toObject(), table.date));
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
    for (const auto &[id, offers] : own.models.asKeyValueRange()) {
        const QList<ModelFacts> known = below.models.value(id);
        QList<ModelFacts> merged;
        for (const ModelFacts &facts : offers) {
            const auto same = offerOf(known, facts.model.provider);
            merged.append(known.isEmpty()            ? facts
                              : same == known.cend() ? filledIn(facts, withoutPrice(known.first()))
                                                     : filledIn(facts, *same));
        }
        for (const ModelFacts &facts : known) {
            if (offerOf(offers, facts.model.provider) == offers.cend()) {
                merged.append(facts);
            }
        }
        table.models.insert(id, merged);
    }
    return table;
}

std::optional<ModelFacts> factsOf(const QString &modelId, const QList<ModelInfo> &ofRegistry,
                                  const ModelTable &table, const std::optional<QString> &seller)
{
    const auto own = std::ranges::find(ofRegistry, modelId, &ModelInfo::id);
    std::optional<ModelFacts> shipped = shippedFacts(modelId, table, seller);
    if (own == ofRegistry.cend()) {
        return shipped;
    }
    ModelFacts facts = shipped.value_or(ModelFacts());
    const ModelInfo known = std::exchange(facts.model, *own);
    if (facts.model.contextTokens == 0) {
        facts.model.contextTokens = known.contextTokens;
    } else {
        facts.maxInputTokens = 0; // of another context
    }
    if (facts.model.maxOutputTokens == 0) {
        facts.model.maxOutputTokens = known.maxOutputTokens;
    }
    const bool isSold = facts.model.price && !facts.model.pricesFrom.isNull()
        && (!seller || facts.model.provider.compare(*seller, Qt::CaseInsensitive) == 0);
    if (!isSold) {
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
