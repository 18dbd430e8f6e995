#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"

#include <QImage>

namespace hermes::workspace {

/// An attached picture, made for the screen.
struct ShownPicture
{
    QImage image;
    QSize size; ///< Of the whole picture, pixels.
};

/// A picture no larger than `most` pixels, and never enlarged; of several images in it the first.
///
/// Errors: NotReadable for what is no picture of its type, or is no longer kept; TooLarge where to
/// decode it would take hundreds of megabytes, whatever its file has. Thread: any; a picture of the
/// largest kind takes a second.
[[nodiscard]] core::Result<ShownPicture> shownPicture(const modelapi::Image &picture,
                                                      const QSize &most);

} // namespace hermes::workspace
