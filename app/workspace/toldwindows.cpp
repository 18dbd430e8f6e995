#include "workspace/toldwindows.h"

#include "modelapi/servercheck.h"

#include <algorithm>

namespace hermes::workspace {

namespace {

/// A server of one's own has few models; a seller's list of hundreds is no business of a
/// connection.
constexpr qsizetype mostModels = 20;

QString serverOf(const modelapi::ConnectionSettings &settings)
{
    return modelapi::connectionTypeName(settings.type) + u' '
        + modelapi::effectiveBaseUrl(settings).toString();
}

} // namespace

ToldWindows toldIn(const modelapi::ConnectionSettings &settings,
                   const modelapi::ServerReport &report)
{
    ToldWindows told{serverOf(settings), {}};
    if (report.models.size() <= mostModels) {
        for (const modelapi::ModelEntry &entry : report.models) {
            if (entry.contextTokens) {
                told.tokens.insert(entry.id, *entry.contextTokens);
            }
        }
    }
    if (report.window) {
        told.tokens.insert(settings.modelId, *report.window);
    }
    return told;
}

std::optional<qint64> toldWindow(const Connection &connection, const QString &modelId)
{
    const ToldWindows &told = connection.told;
    if (told.tokens.isEmpty() || told.server != serverOf(connection.settings)) {
        return std::nullopt;
    }
    const qint64 ofAny = told.tokens.value(QString());
    const qint64 tokens = told.tokens.value(modelId, ofAny);
    return tokens > 0 ? std::optional(tokens) : std::nullopt;
}

std::optional<registry::ModelFacts> withWindow(const std::optional<registry::ModelFacts> &facts,
                                               const QString &modelId, std::optional<qint64> told)
{
    if (!told) {
        return facts;
    }
    registry::ModelFacts known = facts.value_or(registry::ModelFacts());
    if (!facts) {
        known.model.id = modelId;
    }
    known.model.contextTokens = *told;
    known.maxInputTokens = std::min(known.maxInputTokens, *told);
    known.model.maxOutputTokens = std::min(known.model.maxOutputTokens, *told);
    return known;
}

std::optional<registry::ModelFacts> factsAt(const Connection &connection, const QString &modelId,
                                            const QList<registry::ModelInfo> &ofRegistry,
                                            const registry::ModelTable &table)
{
    return withWindow(
        registry::factsOf(modelId, ofRegistry, table, modelapi::providerAt(connection.settings)),
        modelId, toldWindow(connection, modelId));
}

NamedWindows smallestWindows(const QList<Connection> &connections)
{
    NamedWindows windows;
    for (const Connection &connection : connections) {
        for (const QString &modelId : connection.told.tokens.keys()) {
            const auto tokens = toldWindow(connection, modelId);
            if (modelId.isEmpty() || !tokens) {
                continue;
            }
            NamedWindow &window = windows[modelId];
            if (window.tokens == 0 || *tokens < window.tokens) {
                window = {*tokens, connection.name};
            }
        }
    }
    return windows;
}

std::optional<NamedWindow> windowInstead(const std::optional<registry::ModelFacts> &facts,
                                         const QString &modelId, const NamedWindows &told)
{
    const auto window = told.constFind(modelId);
    if (window == told.cend()) {
        return std::nullopt;
    }
    const qint64 known = facts ? facts->model.contextTokens : 0;
    return known == 0 || window->tokens < known ? std::optional(*window) : std::nullopt;
}

} // namespace hermes::workspace
