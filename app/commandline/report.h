#pragma once

#include "commandline/commandline.h"
#include "core/error.h"
#include "core/problem.h"
#include "tokens/countingmethod.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hermes::commandline {

/// Text of files for a terminal: control, bidi and other invisible characters are written as \u{…},
/// so that no text of a registry can move the cursor or reorder a line. Line feeds and tabs stay.
[[nodiscard]] QString shown(const QString &text);

[[nodiscard]] Outcome succeeded(const QString &text);
[[nodiscard]] Outcome succeededWith(const QJsonObject &json);
[[nodiscard]] Outcome succeededWith(const QJsonArray &json);
/// The exit code follows the error's code.
[[nodiscard]] Outcome failedWith(const core::Error &error);
[[nodiscard]] Outcome wrongUsage(const QString &message);

[[nodiscard]] QString severityName(core::Problem::Severity severity);
[[nodiscard]] QJsonObject problemJson(const core::Problem &problem);
/// `studio/fragments/tone.md:3`, or the file alone.
[[nodiscard]] QString placeOf(const core::Problem &problem);

/// Number, vocabulary, whether it is exact, and what it is worth in words.
[[nodiscard]] QJsonObject countJson(const tokens::TokenCount &count);

/// Columns padded to the same width, two spaces between them.
[[nodiscard]] QString table(const QList<QStringList> &rows);

} // namespace hermes::commandline
