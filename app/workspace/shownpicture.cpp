#include "workspace/shownpicture.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(TestSend)
};

// Pixels. A decoder holds all of a PNG at four bytes each before it is made smaller; of a JPEG an
// eighth of its width and height, or, if it is a progressive one, up to six bytes a pixel.
constexpr qint64 mostPixels = 16LL * 1024 * 1024;
constexpr qint64 mostPixelsOfJpeg = 40LL * 1024 * 1024;

std::unexpected<core::Error> notShown(const QString &reason)
{
    return core::failure(core::ErrorCode::NotReadable,
                         Tr::tr("The picture cannot be shown: %1").arg(reason));
}

} // namespace

core::Result<ShownPicture> shownPicture(const modelapi::Image &picture, const QSize &most)
{
    if (picture.bytes.isEmpty()) {
        return notShown(Tr::tr("it is no longer kept."));
    }
    QByteArray bytes = picture.bytes;
    QBuffer buffer(&bytes);
    const QByteArray format = picture.mediaType.section(u'/', 1).toLatin1();
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false); // what it says it is, and no other decoder
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isEmpty()) {
        return notShown(reader.error() == QImageReader::UnknownError ? Tr::tr("it is damaged.")
                                                                     : reader.errorString());
    }
    const qint64 pixels = qint64(size.width()) * size.height();
    if (pixels > (format == "jpeg" ? mostPixelsOfJpeg : mostPixels)) {
        const QLocale locale;
        return core::failure(
            core::ErrorCode::TooLarge,
            Tr::tr("The picture has %1 × %2 pixels and is not shown here. It is "
                   "sent as it is.")
                .arg(locale.toString(size.width()), locale.toString(size.height())));
    }
    const bool isTurned = (reader.transformation() & QImageIOHandler::TransformationRotate90) != 0;
    const QSize bound = isTurned ? most.transposed() : most;
    if (size.width() > bound.width() || size.height() > bound.height()) {
        reader.setScaledSize(size.scaled(bound, Qt::KeepAspectRatio).expandedTo({1, 1}));
    }
    ShownPicture shown{reader.read(), isTurned ? size.transposed() : size};
    if (shown.image.isNull()) {
        return notShown(reader.errorString());
    }
    return shown;
}

} // namespace hermes::workspace
