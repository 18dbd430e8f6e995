#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"

#include <optional>

QT_BEGIN_NAMESPACE
class QImage;
QT_END_NAMESPACE

namespace hermes::workspace {

constexpr qint64 largestPicture = 5LL * 1024 * 1024; ///< Bytes.
constexpr qint64 largestAttachedText = 256LL * 1024; ///< Bytes.
constexpr qsizetype mostAttachments = 10; ///< To one question.

/// A file that goes with a question: a picture as such, any other text within the question.
struct Attachment
{
    QString name; ///< Of the file.
    std::optional<modelapi::Image> image;
    QString text; ///< Of a file that is no picture.

    bool operator==(const Attachment &) const = default;
};

/// Errors: NotReadable, NotText for what is neither a picture that models take (PNG, JPEG, GIF,
/// WebP) nor UTF-8, TooLarge above the limits. Thread: any; blocks.
[[nodiscard]] core::Result<Attachment> readAttachment(const QString &path);
/// A picture without a file, as PNG. Errors: TooLarge. Thread: any.
[[nodiscard]] core::Result<Attachment> pastedPicture(const QImage &image);

/// The question with the texts of its attachments, each between fences under its name.
[[nodiscard]] QString questionWith(const QString &question, const QList<Attachment> &attachments);
[[nodiscard]] QList<modelapi::Image> imagesOf(const QList<Attachment> &attachments);

} // namespace hermes::workspace
