#pragma once

#include <QString>

namespace hermes::test {

/// The checkout that the tests were built from, for files that tests read. A function and not a
/// compile definition: with the path on its command line no test would be found in the compiler
/// cache by another checkout.
[[nodiscard]] QString sourceFolder();

} // namespace hermes::test
