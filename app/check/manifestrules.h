#pragma once

#include "check/checkdefinition.h"

namespace hermes::check {

/// What there is to say about the fields: those of the registry's JSON schemas, the model, the
/// version against the last release. Nothing about a manifest that could not be parsed. Internal to
/// this folder.
[[nodiscard]] QList<core::Problem> checkManifest(const registry::Definition &definition,
                                                 const CheckContext &context);

} // namespace hermes::check
