#pragma once

#include "registry/catalog.h"

#include <QString>

namespace hermes::bench {

/// Writes the prompts of so many agents below `folder`, about 5 KB each and always the same, unless
/// they are there. Of them exactly one says `zyxquartz-needle`, one in a hundred `quokka-protocol`,
/// most `idempotent`. Ends the program if it cannot.
void writeLoad(const QString &folder, int agents);

/// What a manifest would say of the agent with this number.
[[nodiscard]] registry::EntrySummary loadEntry(int number);

} // namespace hermes::bench
