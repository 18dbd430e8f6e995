#include "workspace/testsendattachment.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QLocale>

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

constexpr QByteArrayView pdfStart = "%PDF-";

core::Result<QString> textOf(const QByteArray &bytes, const QString &path)
{
    // A decoder would keep the beginning of a character and wait for the rest of it.
    if (!QUtf8StringView(bytes).isValidUtf8() || bytes.contains('\0')) {
        return core::failure(
            core::ErrorCode::NotText,
            Tr::tr("%1 is neither a picture that models take (PNG, JPEG, GIF, WebP) nor a PDF nor "
                   "a text in UTF-8. It was not attached. Save another document as a PDF.")
                .arg(path));
    }
    return QString::fromUtf8(bytes);
}

std::unexpected<core::Error> notReadable(const QString &path, const QString &detail)
{
    return core::failure(core::ErrorCode::NotReadable,
                         Tr::tr("%1 could not be read. It was not attached.").arg(path), detail);
}

/// What a file is, by its first bytes.
struct Kind
{
    QString imageType; ///< Empty = no picture.
    bool isDocument = false;

    [[nodiscard]] qint64 limit() const
    {
        return isDocument         ? largestDocument
            : imageType.isEmpty() ? largestAttachedText
                                  : largestPicture;
    }
};

Kind kindOf(const QByteArray &start)
{
    constexpr qsizetype leastPicture = 13; ///< Bytes.
    return {start.size() >= leastPicture ? imageType(start) : QString(),
            start.startsWith(pdfStart)};
}

qint64 sizeOf(const Attachment &attachment)
{
    return attachment.image   ? attachment.image->bytes.size()
        : attachment.document ? attachment.document->bytes.size()
                              : attachment.text.size();
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
    constexpr qint64 startSize = 16; // bytes that tell what it is
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        return notReadable(path, file.errorString());
    }
    const Kind kind = kindOf(file.peek(startSize));
    const QByteArray bytes = file.read(kind.limit() + 1);
    if (file.error() != QFileDevice::NoError) {
        return notReadable(path, file.errorString());
    }
    if (bytes.size() > kind.limit()) {
        return tooLarge(path, kind.limit());
    }
    Attachment attachment;
    attachment.name = QFileInfo(path).fileName();
    if (kind.isDocument) {
        attachment.document = modelapi::Document{attachment.name, u"application/pdf"_s, bytes};
        return attachment;
    }
    if (!kind.imageType.isEmpty()) {
        attachment.image = modelapi::Image{kind.imageType, bytes};
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
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG")) {
        return core::failure(core::ErrorCode::NotReadable,
                             Tr::tr("The picture in the clipboard could not be read. It was not "
                                    "attached. Save it as a file and attach that."));
    }
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

core::Result<void> checkRoomFor(const Attachment &more, const QList<Attachment> &attachments)
{
    if (attachments.size() >= mostAttachments) {
        return core::failure(
            core::ErrorCode::TooLarge,
            Tr::tr("%1 was not attached: %2 attachments to one question are the most.")
                .arg(more.name, QLocale().toString(mostAttachments)));
    }
    qint64 size = sizeOf(more);
    for (const Attachment &each : attachments) {
        size += sizeOf(each);
    }
    if (size > largestAttachments) {
        return core::failure(
            core::ErrorCode::TooLarge,
            Tr::tr("%1 was not attached: with it the attachments to this question would be more "
                   "than %2.")
                .arg(more.name, QLocale().formattedDataSize(largestAttachments, 0)));
    }
    return {};
}

modelapi::Turn questionWith(const QString &question, const QList<Attachment> &attachments)
{
    modelapi::Turn turn;
    QString &whole = turn.text;
    whole = question;
    for (const Attachment &attachment : attachments) {
        if (attachment.image) {
            turn.images.append(*attachment.image);
            continue;
        }
        if (attachment.document) {
            turn.documents.append(*attachment.document);
            continue;
        }
        const QString fence = fenceAround(attachment.text);
        whole +=
            u"\n\n%1:\n\n%2\n%3%4%2\n"_s.arg(attachment.name, fence, attachment.text,
                                             attachment.text.endsWith(u'\n') ? QString() : u"\n"_s);
    }
    return turn;
}

QString shownDocument(const modelapi::Document &document)
{
    return Tr::tr("%1 (%2)", "name of a file, its size")
        .arg(document.name, QLocale().formattedDataSize(document.bytes.size(), 1));
}

} // namespace hermes::workspace
