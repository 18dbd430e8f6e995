#include "workspace/testsendcost.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr double million = 1e6;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(TestSend)
};

double outputPrice(const registry::ModelFacts &facts, double usual, qint64 inputTokens)
{
    double price = usual;
    for (const registry::PriceTier &tier : facts.tiers) {
        if (inputTokens > tier.aboveTokens) {
            price = tier.output;
        }
    }
    return price;
}

} // namespace

std::optional<runs::Cost> costOf(const std::optional<registry::ModelFacts> &facts,
                                 const modelapi::Usage &usage)
{
    if (usage.cost) {
        return runs::Cost{*usage.cost, u"USD"_s, {}};
    }
    if (!facts || !facts->model.price || !usage.input || !usage.output) {
        return std::nullopt;
    }
    const qint64 read = usage.cacheRead.value_or(0);
    const qint64 written = usage.cacheWrite.value_or(0);
    const double usual = facts->costOfInput(*usage.input).value_or(0);
    const double perToken = *usage.input > 0 ? usual / static_cast<double>(*usage.input) : 0;
    const auto part = [perToken](qint64 tokens, const std::optional<double> &price) {
        return static_cast<double>(tokens) * (price ? *price / million : perToken);
    };
    const double amount =
        static_cast<double>(std::max<qint64>(*usage.input - read - written, 0)) * perToken
        + part(read, facts->cacheReadPrice) + part(written, facts->cacheWritePrice)
        + static_cast<double>(*usage.output)
            * outputPrice(*facts, facts->model.price->output, *usage.input) / million;
    return runs::Cost{amount, facts->model.price->currency, facts->model.pricesFrom};
}

BilledFigures billedFigures(const std::optional<registry::ModelFacts> &facts,
                            const modelapi::Usage &usage,
                            const std::optional<modelapi::Failure> &failure)
{
    if (!failure) {
        return {usage, costOf(facts, usage)};
    }
    modelapi::Usage told;
    told.cost = usage.cost;
    return {told, costOf({}, told)};
}

std::optional<runs::Cost> costOfInput(const std::optional<registry::ModelFacts> &facts,
                                      qint64 tokens)
{
    const auto amount = facts ? facts->costOfInput(tokens) : std::nullopt;
    return amount && facts && facts->model.price
        ? std::optional(runs::Cost{*amount, facts->model.price->currency, facts->model.pricesFrom})
        : std::nullopt;
}

QString shownAmount(const runs::Cost &cost)
{
    constexpr int usualDigits = 2;
    constexpr int mostDigits = 6;
    int digits = usualDigits;
    if (cost.amount > 0 && cost.amount < 1) {
        digits = std::clamp(1 - static_cast<int>(std::floor(std::log10(cost.amount))), usualDigits,
                            mostDigits);
    }
    const QString number = QLocale().toString(cost.amount, 'f', digits);
    return cost.currency == u"USD" || cost.currency.isEmpty() ? u'$' + number
                                                              : number + u' ' + cost.currency;
}

QString shownCost(const runs::Cost &cost)
{
    return cost.pricesFrom.isNull()
        ? shownAmount(cost)
        : Tr::tr("%1 (prices of %2)").arg(shownAmount(cost), cost.pricesFrom.toString(Qt::ISODate));
}

} // namespace hermes::workspace
