#pragma once

#include "registry/catalog.h"

#include <QDate>
#include <QMap>

namespace hermes::registry {

/// Dearer prices of long requests, per million tokens.
struct PriceTier
{
    qint64 aboveTokens = 0; ///< Of input, from which on all of the request costs this.
    double input = 0;
    double output = 0;

    bool operator==(const PriceTier &) const = default;
};

/// What is known of a model. ModelInfo::pricesFrom is that of all prices: never show one without
/// the other.
struct ModelFacts
{
    ModelInfo model;
    qint64 maxInputTokens = 0; ///< 0 = whatever the output leaves of the context.
    std::optional<double> cacheReadPrice; ///< Per million tokens, in the currency of model.price.
    std::optional<double> cacheWritePrice;
    QList<PriceTier> tiers; ///< Ascending.
    std::optional<bool> takesPictures = std::nullopt; ///< nullopt = not told.
    std::optional<bool> takesDocuments = std::nullopt; ///< PDFs. nullopt = not told.
    std::optional<bool> takesTemperature = std::nullopt; ///< And top-p and top-k; else it fails.
    /// Words for how much it thinks; of a model that does not think none. nullopt = not told.
    std::optional<QStringList> efforts = std::nullopt;

    bool operator==(const ModelFacts &) const = default;
    /// What so much input costs, nothing of it cached; nullopt if no price is known.
    [[nodiscard]] std::optional<double> costOfInput(qint64 tokens) const;
};

/// A catalog of models, such as the program carries: limits and prices of a day.
struct ModelTable
{
    QDate date;
    QString source; ///< Where it is from, and its licence, in the words of the file.
    /// By id; of a model that several providers have, each one's, in the order of their names.
    QMap<QString, QList<ModelFacts>> models;

    bool operator==(const ModelTable &) const = default;
};

/// Errors: InvalidFormat if it is no such catalog or tells no date, NotText; the message is a
/// clause with the line ("line 3: …").
[[nodiscard]] core::Result<ModelTable> readModelTable(const QByteArray &json);

/// Reads the catalog that the program carries, which takes some ms. Thread: any.
[[nodiscard]] ModelTable shippedModels();

/// Two catalogs as one: `own`, and `below` for what it leaves out. A price keeps its date.
[[nodiscard]] ModelTable overlaid(const ModelTable &own, const ModelTable &below);

/// What a registry's own catalog tells of a model; what it leaves out is taken from `table`, and so
/// is a price that it tells without a date. The id may name its provider (`openai/gpt-4o`). nullopt
/// if neither knows the model.
///
/// `seller`: whose server is asked, as the tables name providers, or its host; prices of others do
/// not hold there. nullopt: no server is chosen, and the first provider's hold.
[[nodiscard]] std::optional<ModelFacts>
factsOf(const QString &modelId, const QList<ModelInfo> &ofRegistry, const ModelTable &table,
        const std::optional<QString> &seller = std::nullopt);

} // namespace hermes::registry
