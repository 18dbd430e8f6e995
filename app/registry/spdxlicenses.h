#pragma once

#include <QString>
#include <QStringList>

namespace hermes::registry {

/// The identifiers of the SPDX License List (https://spdx.org/licenses), without deprecated ones,
/// sorted without regard to case. Read once. Thread: any.
[[nodiscard]] const QStringList &spdxLicenses();

/// How the list spells an identifier; empty if it has none that differs from it in case alone.
[[nodiscard]] QString spdxSpelling(const QString &license);

/// True for identifiers of the list and expressions of them: `MIT`, `MIT OR Apache-2.0`,
/// `LicenseRef-own`.
[[nodiscard]] bool isSpdxExpression(const QString &license);

} // namespace hermes::registry
