#pragma once

#include <QString>
#include <QStringList>

namespace hermes::workspace {

/// Stop sequences as they are typed in one line: with a comma between them, and `\n`, `\t`, `\r`,
/// `\,`, `\\` and, at the ends of one, `\s` for a blank.
[[nodiscard]] QString stopText(const QStringList &stops);

/// What such a line says; blanks around a sequence are none of it, and an empty one is left out. A
/// backslash before anything else is itself. Of what stopText() makes it gives the same again.
[[nodiscard]] QStringList stopsFrom(const QString &text);

/// How a line of stop sequences is typed, in a sentence.
[[nodiscard]] QString stopTextRules();

} // namespace hermes::workspace
