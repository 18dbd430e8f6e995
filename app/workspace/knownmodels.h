#pragma once

#include "core/error.h"
#include "registry/modelfacts.h"
#include "workspace/toldwindows.h"

#include <optional>

namespace hermes::workspace {

/// The user's own catalog of models, of the same format as the one that the program carries: in the
/// user's configuration, `hermes-studio/models.json`. It need not be there.
[[nodiscard]] QString ownModelsFile();

/// What is known of models beside a registry's own catalog.
struct KnownModels
{
    /// The user's own, and below it the one that the program carries.
    registry::ModelTable table;
    std::optional<core::Error> fault; ///< Why the user's own file does not count.
    NamedWindows told; ///< By servers of the user's connections.

    bool operator==(const KnownModels &) const = default;
};

/// Thread: any; blocks on the disk.
[[nodiscard]] KnownModels readKnownModels(const QString &ownFile);

} // namespace hermes::workspace
