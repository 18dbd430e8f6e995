#pragma once

#include <QString>

namespace hermes::test {

/// Fills a folder with a native registry of so many agents, one commit old, always the same for the
/// same number: each with a manifest and a prompt of about 5 KB. Ends the program if it cannot.
void generateRegistry(const QString &folder, int agents);

} // namespace hermes::test
