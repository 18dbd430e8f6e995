#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"

#include <optional>

namespace hermes::workspace {

/// A file that goes with a question: a picture as such, any other text within the question.
struct Attachment
{
    QString name; ///< Of the file.
    std::optional<modelapi::Image> image;
    QString text; ///< Of a file that is no picture.

    bool operator==(const Attachment &) const = default;
};

/// Errors: NotReadable, NotText for what is neither a picture that models take (PNG, JPEG, GIF,
/// WebP) nor UTF-8, TooLarge above 5 MiB for a picture and 256 KiB for a text. Thread: any; blocks.
[[nodiscard]] core::Result<Attachment> readAttachment(const QString &path);

/// The question with the texts of its attachments, each between fences under its name.
[[nodiscard]] QString questionWith(const QString &question, const QList<Attachment> &attachments);
[[nodiscard]] QList<modelapi::Image> imagesOf(const QList<Attachment> &attachments);

} // namespace hermes::workspace
