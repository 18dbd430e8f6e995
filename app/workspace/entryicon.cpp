#include "workspace/entryicon.h"

#include "core/directoryfilesource.h"
#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QXmlStreamReader>
#include <QtEndian>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr QByteArrayView pngBegin("\x89PNG\r\n\x1a\n");
constexpr qsizetype pngHead = 24; ///< Bytes up to the end of width and height.

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(EntryIcon)
};

std::unexpected<Error> noIcon(const QString &message)
{
    return failure(ErrorCode::InvalidFormat, message);
}

Result<void> judgeSize(const QByteArray &content, qint64 most)
{
    if (content.size() <= most) {
        return {};
    }
    const QLocale locale;
    return failure(
        ErrorCode::TooLarge,
        Messages::tr("The picture has %1; an icon may have %2.")
            .arg(locale.formattedDataSize(content.size()), locale.formattedDataSize(most)));
}

/// Nothing in it may run, or be fetched from elsewhere.
bool isInert(const QXmlStreamReader &reader)
{
    const auto name = reader.name();
    if (name == u"script" || name == u"foreignObject") {
        return false;
    }
    const QXmlStreamAttributes attributes = reader.attributes();
    return std::ranges::none_of(attributes, [](const QXmlStreamAttribute &attribute) {
        const bool isReference = attribute.name() == u"href" && !attribute.value().startsWith(u'#')
            && !attribute.value().startsWith(u"data:image/");
        return isReference || attribute.name().startsWith(u"on", Qt::CaseInsensitive);
    });
}

bool isSquare(const QXmlStreamAttributes &root)
{
    const QStringList box = root.value(u"viewBox").toString().simplified().split(u' ');
    return box.size() != 4 || box.at(2).toDouble() == box.at(3).toDouble();
}

Result<void> judgeSvg(const QByteArray &content)
{
    QXmlStreamReader reader(content);
    if (!reader.readNextStartElement() || reader.name() != u"svg") {
        return noIcon(Messages::tr("The file is not an SVG picture."));
    }
    if (!isSquare(reader.attributes())) {
        return noIcon(Messages::tr("The picture is not square."));
    }
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && !isInert(reader)) {
            return noIcon(
                Messages::tr("The picture holds a script or refers to something outside of it."));
        }
    }
    return reader.hasError() ? noIcon(Messages::tr("The file is not an SVG picture."))
                             : Result<void>();
}

Result<void> judgePng(const QByteArray &content)
{
    if (!content.startsWith(pngBegin) || content.size() < pngHead) {
        return noIcon(Messages::tr("The file is not a PNG picture."));
    }
    const auto width = qFromBigEndian<quint32>(content.constData() + 16);
    const auto height = qFromBigEndian<quint32>(content.constData() + 20);
    if (width != height) {
        return noIcon(
            Messages::tr("The picture is not square: %1 × %2 pixels.").arg(width).arg(height));
    }
    return width < smallestPngIcon
        ? noIcon(Messages::tr("The picture has %1 × %1 pixels; an icon needs %2 × %2 or more.")
                     .arg(width)
                     .arg(smallestPngIcon))
        : Result<void>();
}

} // namespace

Result<void> judgeIcon(const QString &fileName, const QByteArray &content)
{
    if (fileName.endsWith(u".svg")) {
        return judgeSize(content, maximumSvgIconBytes).and_then([&] { return judgeSvg(content); });
    }
    if (fileName.endsWith(u".png")) {
        return judgeSize(content, maximumPngIconBytes).and_then([&] { return judgePng(content); });
    }
    return noIcon(Messages::tr("An icon is an SVG or PNG file."));
}

Result<QByteArray> readIcon(const DefinitionLocation &location, const QString &name)
{
    const Result<RepoPath> file = RepoPath::parse(name);
    if (!file || file->parts().size() != 1) {
        return failure(ErrorCode::InvalidArgument,
                       Messages::tr("An icon is a file in the entry's own folder, such as "
                                    "icon.svg."));
    }
    const DirectoryFileSource source(location.registryRoot);
    const Result<QByteArray> content =
        source.read(location.folder.child(name), maximumPngIconBytes + 1);
    if (!content && content.error().code == ErrorCode::NotFound) {
        return failure(ErrorCode::NotFound,
                       Messages::tr("%1 is not in the entry's folder.").arg(name));
    }
    return content.and_then([&](const QByteArray &bytes) {
        return judgeIcon(name, bytes).transform([&bytes] { return bytes; });
    });
}

Result<QString> adoptIcon(const DefinitionLocation &location, const QString &path)
{
    const QFileInfo info(path);
    const QString ending = u'.' + info.suffix().toLower();
    const Result<RepoPath> name = RepoPath::parse(info.fileName());
    if (!name) {
        return std::unexpected(name.error());
    }
    const Result<QByteArray> content =
        DirectoryFileSource(info.absolutePath()).read(*name, maximumPngIconBytes + 1);
    const Result<void> judged = content.and_then(
        [&](const QByteArray &bytes) { return judgeIcon(u"icon"_s + ending, bytes); });
    if (!judged) {
        return std::unexpected(judged.error());
    }
    const DirectoryFileSource registry(location.registryRoot);
    for (int number = 1;; ++number) {
        QString free = number == 1 ? u"icon"_s + ending : u"icon-%1%2"_s.arg(number).arg(ending);
        const RepoPath file = location.folder.child(free);
        if (registry.read(file, maximumPngIconBytes + 1) == content) {
            return free; // it is there already
        }
        const Result<void> saved = saveFile({location.registryRoot, file, *content, std::nullopt});
        if (saved) {
            return free;
        }
        const bool isTaken = saved.error().code == ErrorCode::ChangedOutside
            || saved.error().code == ErrorCode::NotAFile;
        if (!isTaken) {
            return std::unexpected(saved.error());
        }
    }
}

} // namespace hermes::workspace
