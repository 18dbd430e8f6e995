#pragma once

#include <QUrl>

namespace hermes::assembly {

/// Whether a link of a rendered text may leave the program, when the user agrees: http, https and
/// mailto alone, so nothing that starts another program or opens a local file.
[[nodiscard]] bool mayLeave(const QUrl &link);

} // namespace hermes::assembly
