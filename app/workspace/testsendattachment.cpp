#include "workspace/testsendattachment.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QLocale>
#include <QStringDecoder>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(TestSend)
};

/// By its first bytes: a name says nothing. Empty = no picture that models take.
QString imageType(const QByteArray &bytes)
{
    using Signature = std::pair<QByteArrayView, QLatin1StringView>;
    static constexpr std::array<Signature, 4> signatures{
        Signature{"\x89PNG\r\n\x1a\n", "image/png"_L1}, Signature{"\xff\xd8\xff", "image/jpeg"_L1},
        Signature{"GIF87a", "image/gif"_L1}, Signature{"GIF89a", "image/gif"_L1}};
    for (const auto &[start, type] : signatures) {
        if (bytes.startsWith(start)) {
            return type;
        }
    }
    constexpr qsizetype formAt = 8;
    return bytes.startsWith("RIFF") && bytes.sliced(formAt).startsWith("WEBP") ? u"image/webp"_s
                                                                               : QString();
}

core::Result<QString> textOf(const QByteArray &bytes, const QString &path)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(bytes);
    if (decoder.hasError() || bytes.contains('\0')) {
        return core::failure(
            core::ErrorCode::NotText,
            Tr::tr("%1 is neither a picture that models take (PNG, JPEG, GIF, WebP) nor a text in "
                   "UTF-8. It was not attached.")
                .arg(path));
    }
    return text;
}

std::unexpected<core::Error> tooLarge(const QString &path, qint64 limit)
{
    return core::failure(core::ErrorCode::TooLarge,
                         Tr::tr("%1 is larger than %2. It was not attached.")
                             .arg(path, QLocale().formattedDataSize(limit, 0)));
}

} // namespace

core::Result<Attachment> readAttachment(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        return core::failure(core::ErrorCode::NotReadable,
                             Tr::tr("%1 could not be read. It was not attached.").arg(path),
                             file.errorString());
    }
    const QByteArray bytes = file.read(largestPicture + 1);
    Attachment attachment;
    attachment.name = QFileInfo(path).fileName();
    const QString type = bytes.size() > 12 ? imageType(bytes) : QString();
    if (bytes.size() > (type.isEmpty() ? largestAttachedText : largestPicture)) {
        return tooLarge(path, type.isEmpty() ? largestAttachedText : largestPicture);
    }
    if (!type.isEmpty()) {
        attachment.image = modelapi::Image{type, bytes};
        return attachment;
    }
    return textOf(bytes, path).transform([&attachment](const QString &text) {
        attachment.text = text;
        return attachment;
    });
}

core::Result<Attachment> pastedPicture(const QImage &image)
{
    Attachment attachment;
    attachment.name = Tr::tr("Pasted picture, %1 × %2").arg(image.width()).arg(image.height());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    if (bytes.size() > largestPicture) {
        return tooLarge(attachment.name, largestPicture);
    }
    attachment.image = modelapi::Image{u"image/png"_s, bytes};
    return attachment;
}

namespace {

/// A fence of backticks that a text does not have in it.
QString fenceAround(QStringView text)
{
    qsizetype longest = 2; // a fence has three at least
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return QString(longest + 1, u'`');
}

} // namespace

QString questionWith(const QString &question, const QList<Attachment> &attachments)
{
    QString whole = question;
    for (const Attachment &attachment : attachments) {
        if (attachment.image) {
            continue;
        }
        const QString fence = fenceAround(attachment.text);
        whole +=
            u"\n\n%1:\n\n%2\n%3%4%2\n"_s.arg(attachment.name, fence, attachment.text,
                                             attachment.text.endsWith(u'\n') ? QString() : u"\n"_s);
    }
    return whole;
}

QList<modelapi::Image> imagesOf(const QList<Attachment> &attachments)
{
    QList<modelapi::Image> images;
    for (const Attachment &attachment : attachments) {
        if (attachment.image) {
            images.append(*attachment.image);
        }
    }
    return images;
}

} // namespace hermes::workspace
