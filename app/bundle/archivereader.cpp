#include "bundle/archive.h"
#include "bundle/bundletr.h"
#include "bundle/limits.h"
#include "bundle/zipformat.h"
#include "core/portablepath.h"

#include <QStringDecoder>
#include <QtEndian>

#include <zlib.h>

namespace hermes::bundle {

using core::Result;

namespace {

/// Reads little-endian numbers one after another. The caller has checked that they are there.
class Cursor
{
public:
    explicit Cursor(QByteArrayView bytes) : m_bytes(bytes) { }
    template <typename Number>
    Number take()
    {
        const auto value = qFromLittleEndian<Number>(m_bytes.first(sizeof(Number)).data());
        m_bytes = m_bytes.sliced(sizeof(Number));
        return value;
    }
    zip::SharedFields takeSharedFields()
    {
        zip::SharedFields fields;
        fields.needed = take<quint16>();
        fields.flags = take<quint16>();
        fields.method = take<quint16>();
        fields.time = take<quint16>();
        fields.date = take<quint16>();
        fields.crc = take<quint32>();
        fields.packedSize = take<quint32>();
        fields.size = take<quint32>();
        fields.nameLength = take<quint16>();
        fields.extraLength = take<quint16>();
        return fields;
    }

private:
    QByteArrayView m_bytes;
};

struct EndRecord
{
    qsizetype count = 0;
    qsizetype directoryOffset = 0;
};

struct DirectoryRow
{
    zip::SharedFields fields;
    QByteArray name; ///< As in the archive: bytes that local header and directory must both have.
    QString path;
    quint16 madeBy = 0;
    quint32 externalAttributes = 0;
    qsizetype offset = 0; ///< Of the local header.
};

Result<EndRecord> readEndRecord(QByteArrayView archive)
{
    if (archive.size() < zip::endRecordBytes) {
        return refusal(Tr::tr("The file is too short to be a zip archive."));
    }
    Cursor cursor(archive.last(zip::endRecordBytes));
    const bool isEnd = cursor.take<quint32>() == zip::endSignature;
    const auto thisDisk = cursor.take<quint16>();
    const auto directoryDisk = cursor.take<quint16>();
    const auto countHere = cursor.take<quint16>();
    const auto count = cursor.take<quint16>();
    const qint64 directoryBytes = cursor.take<quint32>();
    const qint64 directoryOffset = cursor.take<quint32>();
    const auto commentLength = cursor.take<quint16>();
    if (!isEnd || commentLength != 0) {
        return refusal(Tr::tr("The file does not end as a zip archive does: it is cut off, has a "
                              "comment, or something follows it."));
    }
    if (thisDisk != 0 || directoryDisk != 0 || countHere != count
        || directoryOffset + directoryBytes != archive.size() - zip::endRecordBytes) {
        return refusal(Tr::tr("The end record of the archive contradicts the archive."));
    }
    if (count > maxFiles) {
        return refusal(Tr::tr("The archive has more than %1 files.").arg(maxFiles));
    }
    return EndRecord{count, directoryOffset};
}

Result<QString> decodedName(const QByteArray &name, quint16 flags)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString path = decoder.decode(name);
    const bool isAscii = path.size() == name.size();
    if (decoder.hasError() || path.toUtf8() != name || (!isAscii && (flags & zip::flagUtf8) == 0)) {
        return refusal(Tr::tr("The name %1 is not marked as UTF-8, or is not.")
                           .arg(core::displayedPath(path)));
    }
    return path;
}

/// Everything that one row says, apart from its relation to others.
Result<void> checkRow(const DirectoryRow &row)
{
    const QString shown = core::displayedPath(row.path);
    if (const std::optional<QString> problem = core::portablePathProblem(row.path)) {
        return refusal(*problem);
    }
    if ((row.fields.flags & zip::flagEncrypted) != 0) {
        return refusal(Tr::tr("%1 is encrypted.").arg(shown));
    }
    constexpr quint16 known = zip::flagUtf8 | zip::flagsDeflateLevel;
    if ((row.fields.flags & ~known) != 0) {
        return refusal(
            Tr::tr("%1 uses features of the zip format that bundles do not have.").arg(shown));
    }
    const bool isStored = row.fields.method == zip::methodStored;
    if (!isStored && row.fields.method != zip::methodDeflated) {
        return refusal(Tr::tr("%1 is compressed in an unknown way (method %2).")
                           .arg(shown, QString::number(row.fields.method)));
    }
    if (row.fields.size > maxFileBytes || (isStored && row.fields.packedSize != row.fields.size)) {
        return refusal(Tr::tr("%1 is larger than %2 MiB, or its two sizes differ.")
                           .arg(shown, QString::number(maxFileBytes / 1024 / 1024)));
    }
    const quint32 type = row.externalAttributes >> 16 & zip::unixTypeMask;
    if ((type != 0 && type != zip::unixRegularFile)
        || (row.externalAttributes & zip::dosDirectory) != 0) {
        return refusal(Tr::tr("%1 is a link, a folder or a special file.").arg(shown));
    }
    return {};
}

Result<DirectoryRow> readRow(QByteArrayView directory)
{
    const auto damaged = [] { return refusal(Tr::tr("The directory of the archive is damaged.")); };
    if (directory.size() < zip::centralHeaderBytes) {
        return damaged();
    }
    Cursor cursor(directory);
    DirectoryRow row;
    const auto signature = cursor.take<quint32>();
    row.madeBy = cursor.take<quint16>();
    row.fields = cursor.takeSharedFields();
    const auto commentLength = cursor.take<quint16>();
    const auto disk = cursor.take<quint16>();
    cursor.take<quint16>(); // internal attributes: whether the packer took it for text
    row.externalAttributes = cursor.take<quint32>();
    row.offset = cursor.take<quint32>();
    if (signature != zip::centralSignature || disk != 0
        || directory.size() < zip::centralHeaderBytes + row.fields.nameLength) {
        return damaged();
    }
    if (commentLength != 0 || row.fields.extraLength != 0) {
        return refusal(Tr::tr(
            "A file of the archive has a comment or extra fields, which bundles do not have."));
    }
    row.name = directory.sliced(zip::centralHeaderBytes, row.fields.nameLength).toByteArray();
    Result<QString> path = decodedName(row.name, row.fields.flags);
    if (!path) {
        return std::unexpected(path.error());
    }
    row.path = *std::move(path);
    return checkRow(row).transform([&row] { return std::move(row); });
}

Result<QList<DirectoryRow>> readDirectory(QByteArrayView archive, const EndRecord &end)
{
    QByteArrayView rest = archive.sliced(end.directoryOffset).chopped(zip::endRecordBytes);
    QList<DirectoryRow> rows;
    core::PathSet paths;
    qint64 unpacked = 0;
    for (qsizetype i = 0; i < end.count; ++i) {
        Result<DirectoryRow> row = readRow(rest);
        if (!row) {
            return std::unexpected(row.error());
        }
        if (const std::optional<QString> clash = paths.add(row->path)) {
            return refusal(*clash);
        }
        rest = rest.sliced(zip::centralHeaderBytes + row->name.size());
        unpacked += row->fields.size;
        rows.append(*std::move(row));
    }
    if (!rest.isEmpty()) {
        return refusal(
            Tr::tr("Something stands between the directory of the archive and its end."));
    }
    // Declared sizes count: a file that unpacks to another size is refused before it grows beyond
    // them.
    if (unpacked > maxArchiveBytes || unpacked > maxRatio * archive.size()) {
        return refusal(
            Tr::tr(
                "The archive would unpack to more than %1 MiB, or to more than %2 times its size.")
                .arg(maxArchiveBytes / 1024 / 1024)
                .arg(maxRatio));
    }
    return rows;
}

/// The content of a deflated file; nullopt if it is damaged or does not have exactly `size` bytes.
std::optional<QByteArray> inflated(const QByteArray &packed, quint32 size)
{
    QByteArray out(qsizetype(size) + 1, Qt::Uninitialized); // one more, so that an excess is seen
    z_stream stream{};
    if (::inflateInit2(&stream, -MAX_WBITS)
        != Z_OK) { // negative: a bare stream without zlib's own header
        return std::nullopt;
    }
    QByteArray input = packed; // zlib's interface wants it writable and leaves it alone
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = ::inflate(&stream, Z_FINISH);
    const bool isComplete = result == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 1;
    ::inflateEnd(&stream);
    if (!isComplete) {
        return std::nullopt;
    }
    out.truncate(size);
    return out;
}

/// Reads the file that must begin at `offset`, which moves to the end of its bytes.
Result<ArchiveFile> readFile(QByteArrayView archive, const DirectoryRow &row, qsizetype limit,
                             qsizetype &offset)
{
    const QString shown = core::displayedPath(row.path);
    const qsizetype contentOffset = offset + zip::localHeaderBytes + row.name.size();
    if (row.offset != offset || limit - contentOffset < qsizetype(row.fields.packedSize)) {
        return refusal(Tr::tr("%1 does not lie where the archive's directory says.").arg(shown));
    }
    Cursor cursor(archive.sliced(offset));
    const auto signature = cursor.take<quint32>();
    if (signature != zip::localSignature || cursor.takeSharedFields() != row.fields
        || archive.sliced(offset + zip::localHeaderBytes, row.name.size()) != row.name) {
        return refusal(
            Tr::tr("%1: its header and the archive's directory say different things.").arg(shown));
    }
    const QByteArray packed = archive.sliced(contentOffset, row.fields.packedSize).toByteArray();
    offset = contentOffset + packed.size();
    const std::optional<QByteArray> content =
        row.fields.method == zip::methodStored ? packed : inflated(packed, row.fields.size);
    if (!content) {
        return refusal(
            Tr::tr("%1 is damaged, or is not of the size that the archive says.").arg(shown));
    }
    const auto crc = ::crc32(0, reinterpret_cast<const Bytef *>(content->constData()),
                             static_cast<uInt>(content->size()));
    if (crc != row.fields.crc) {
        return refusal(Tr::tr("%1 is damaged: its checksum in the archive is another.").arg(shown));
    }
    const bool isExecutable = (row.externalAttributes >> 16 & zip::unixExecutable) != 0;
    return ArchiveFile{row.path, *content, isExecutable ? FileMode::Executable : FileMode::Regular};
}

} // namespace

Result<OpenedArchive> openArchive(const QByteArray &archive)
{
    if (archive.size() > maxArchiveBytes) {
        return refusal(
            Tr::tr("The file is larger than %1 MiB.").arg(maxArchiveBytes / 1024 / 1024));
    }
    const Result<EndRecord> end = readEndRecord(archive);
    if (!end) {
        return std::unexpected(end.error());
    }
    const Result<QList<DirectoryRow>> rows = readDirectory(archive, *end);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    OpenedArchive opened;
    qsizetype offset = 0;
    for (const DirectoryRow &row : *rows) {
        Result<ArchiveFile> file = readFile(archive, row, end->directoryOffset, offset);
        if (!file) {
            return std::unexpected(file.error());
        }
        opened.isStored = opened.isStored && row.fields.method == zip::methodStored;
        opened.tellsModes = opened.tellsModes && row.madeBy >> 8 == zip::systemUnix;
        opened.files.append(*std::move(file));
    }
    if (offset != end->directoryOffset) {
        return refusal(
            Tr::tr("Something stands between the files of the archive and its directory."));
    }
    return opened;
}

std::unexpected<core::Error> refusal(const QString &reason)
{
    return core::failure(
        core::ErrorCode::BundleRefused,
        Tr::tr("%1 The bundle was refused; nothing was taken from it.").arg(reason));
}

} // namespace hermes::bundle
