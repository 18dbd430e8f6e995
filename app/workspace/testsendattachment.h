#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"

#include <optional>

QT_BEGIN_NAMESPACE
class QImage;
QT_END_NAMESPACE

namespace hermes::workspace {

constexpr qint64 largestPicture = 5LL * 1024 * 1024; ///< Bytes.
constexpr qint64 largestDocument = 32LL * 1024 * 1024; ///< Bytes.
constexpr qint64 largestAttachedText = 256LL * 1024; ///< Bytes.
constexpr qsizetype mostAttachments = 10; ///< To one question.
constexpr qint64 largestAttachments = 50LL * 1024 * 1024; ///< Bytes of all to one question.

/// A file that goes with a question: a picture or a PDF as such, any other text within the
/// question.
struct Attachment
{
    QString name; ///< Of the file.
    std::optional<modelapi::Image> image = std::nullopt;
    std::optional<modelapi::Document> document = std::nullopt;
    QString text; ///< Of a file that is neither.

    bool operator==(const Attachment &) const = default;
};

/// Errors: NotReadable, NotText for what is neither a picture that models take (PNG, JPEG, GIF,
/// WebP) nor a PDF nor UTF-8, TooLarge above the limits. Thread: any; blocks.
[[nodiscard]] core::Result<Attachment> readAttachment(const QString &path);
/// A picture without a file, as PNG. Errors: NotReadable for none, TooLarge. Thread: any.
[[nodiscard]] core::Result<Attachment> pastedPicture(const QImage &image);
/// Whether one more may go with these. Errors: TooLarge, by their number or their size.
[[nodiscard]] core::Result<void> checkRoomFor(const Attachment &more,
                                              const QList<Attachment> &attachments);

/// What is asked: the question with the texts of its attachments, each between fences under its
/// name, and its pictures and documents.
[[nodiscard]] modelapi::Turn questionWith(const QString &question,
                                          const QList<Attachment> &attachments);
/// A document as people are told of it: "report.pdf (1.2 MiB)".
[[nodiscard]] QString shownDocument(const modelapi::Document &document);

} // namespace hermes::workspace
