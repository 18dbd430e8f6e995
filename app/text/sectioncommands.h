#pragma once

#include "core/error.h"
#include "text/edit.h"
#include "text/linecommands.h"

namespace hermes::text {

// Commands about the section that a caret stands in. Thread: any; they cost a parse of the text.

/// Moves the section, with all that belongs to it, past the one above or below it of the same
/// section around them. The caret goes with it.
///
/// Errors: InvalidArgument if there is no section or none to move past, or as
/// SectionTree::moved().
[[nodiscard]] core::Result<Change> movedSection(const QString &text, qsizetype caret,
                                                Direction direction);

/// Makes the headings of the section and of all within it deeper (1) or higher (-1).
///
/// Errors: InvalidArgument if there is no section, or as SectionTree::relevelled().
[[nodiscard]] core::Result<Change> relevelledSection(const QString &text, qsizetype caret, int by);

} // namespace hermes::text
