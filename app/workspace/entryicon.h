#pragma once

#include "core/error.h"
#include "workspace/definitionfiles.h"

#include <QByteArray>
#include <QString>

namespace hermes::workspace {

inline constexpr qint64 maximumSvgIconBytes = 50LL * 1024;
inline constexpr qint64 maximumPngIconBytes = 256LL * 1024;
inline constexpr int smallestPngIcon = 256; ///< Pixels.

/// Whether a picture can be an entry's icon: an SVG that is nothing but a drawing, or a square PNG,
/// within the limits above. Errors: InvalidFormat, TooLarge. Thread: any.
[[nodiscard]] core::Result<void> judgeIcon(const QString &fileName, const QByteArray &content);

/// The picture that a manifest names, judged. `name`: of a file in the entry's folder.
/// Errors: as judgeIcon(); NotFound, NotAFile, InvalidArgument. Thread: any; blocks on disk.
[[nodiscard]] core::Result<QByteArray> readIcon(const DefinitionLocation &location,
                                                const QString &name);

/// Copies a picture from anywhere into the entry's folder, beside what is there: nothing is
/// overwritten. The name it got, for the manifest. Errors: as judgeIcon(); why it could not be read
/// or written. Thread: any; blocks on disk.
[[nodiscard]] core::Result<QString> adoptIcon(const DefinitionLocation &location,
                                              const QString &path);

} // namespace hermes::workspace
