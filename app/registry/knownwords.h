#pragma once

#include <QStringList>

namespace hermes::registry {

/// Tools that agents commonly name, sorted; for completion, not for judging.
[[nodiscard]] const QStringList &knownTools();
/// Permissions that manifests name, sorted; for completion, not for judging.
[[nodiscard]] const QStringList &knownPermissions();

} // namespace hermes::registry
