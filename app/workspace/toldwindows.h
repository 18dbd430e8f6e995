#pragma once

#include "registry/modelfacts.h"
#include "workspace/connectionstore.h"

namespace hermes::modelapi {
struct ServerReport;
}

namespace hermes::workspace {

/// What a test of a connection found of windows, to be kept with it.
[[nodiscard]] ToldWindows toldIn(const modelapi::ConnectionSettings &settings,
                                 const modelapi::ServerReport &report);

/// The context window that the connection's server told of a model; nothing if it told none, or
/// the connection leads to another server now.
[[nodiscard]] std::optional<qint64> toldWindow(const Connection &connection,
                                               const QString &modelId);

/// What is known of a model, with the window that a server told: a llama-server that was started
/// with 4096 tokens takes no more, whatever its model could. Without one, `facts`.
[[nodiscard]] std::optional<registry::ModelFacts>
withWindow(const std::optional<registry::ModelFacts> &facts, const QString &modelId,
           std::optional<qint64> told);

/// What is known of a model where a connection leads: by the registry's own catalog and `table`,
/// at the prices of that server, and with the window that it told.
[[nodiscard]] std::optional<registry::ModelFacts>
factsAt(const Connection &connection, const QString &modelId,
        const QList<registry::ModelInfo> &ofRegistry, const registry::ModelTable &table);

/// A window that a connection's server told.
struct NamedWindow
{
    qint64 tokens = 0;
    QString connection; ///< Its name.

    bool operator==(const NamedWindow &) const = default;
};
/// By model id the smallest that any connection's server told.
using NamedWindows = QMap<QString, NamedWindow>;
[[nodiscard]] NamedWindows smallestWindows(const QList<Connection> &connections);

/// Where no server is chosen: the told window of a model that no catalog knows, or that is smaller
/// than what the catalog says. Nothing otherwise.
[[nodiscard]] std::optional<NamedWindow>
windowInstead(const std::optional<registry::ModelFacts> &facts, const QString &modelId,
              const NamedWindows &told);

} // namespace hermes::workspace
