#include "bundle/archive.h"
#include "bundle/zipformat.h"

#include <QtEndian>

#include <algorithm>
#include <zlib.h>

namespace hermes::bundle {

namespace {

template <typename Number>
void append(QByteArray &out, Number value)
{
    char bytes[sizeof(Number)];
    qToLittleEndian(value, bytes);
    out.append(bytes, sizeof(Number));
}

void append(QByteArray &out, const zip::SharedFields &fields)
{
    append(out, fields.needed);
    append(out, fields.flags);
    append(out, fields.method);
    append(out, fields.time);
    append(out, fields.date);
    append(out, fields.crc);
    append(out, fields.packedSize);
    append(out, fields.size);
    append(out, fields.nameLength);
    append(out, fields.extraLength);
}

zip::SharedFields fieldsOf(const ArchiveFile &file, const QByteArray &name)
{
    const bool isAscii = std::all_of(name.begin(), name.end(),
                                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const auto size = static_cast<quint32>(file.content.size());
    zip::SharedFields fields;
    fields.flags = isAscii ? quint16(0) : zip::flagUtf8;
    fields.crc = static_cast<quint32>(::crc32(
        0, reinterpret_cast<const Bytef *>(file.content.constData()), static_cast<uInt>(size)));
    fields.packedSize = size;
    fields.size = size;
    fields.nameLength = static_cast<quint16>(name.size());
    return fields;
}

void appendDirectoryRow(QByteArray &out, const ArchiveFile &file, const zip::SharedFields &fields,
                        quint32 offset)
{
    const quint32 mode = file.mode == FileMode::Executable ? 0100755 : 0100644;
    append(out, zip::centralSignature);
    append(out, zip::versionMadeBy);
    append(out, fields);
    append(out, quint16(0)); // length of the comment
    append(out, quint16(0)); // disk
    append(out, quint16(0)); // internal attributes
    append(out, mode << 16);
    append(out, offset);
}

void appendEndRecord(QByteArray &out, quint16 count, quint32 directoryBytes,
                     quint32 directoryOffset)
{
    append(out, zip::endSignature);
    append(out, quint16(0)); // this disk
    append(out, quint16(0)); // the directory's disk
    append(out, count);
    append(out, count);
    append(out, directoryBytes);
    append(out, directoryOffset);
    append(out, quint16(0)); // length of the comment
}

} // namespace

QByteArray archiveBytes(const QList<ArchiveFile> &files)
{
    QByteArray out;
    out.reserve(archiveSize(files));
    QByteArray directory;
    for (const ArchiveFile &file : files) {
        const QByteArray name = file.path.toUtf8();
        const zip::SharedFields fields = fieldsOf(file, name);
        appendDirectoryRow(directory, file, fields, static_cast<quint32>(out.size()));
        directory += name;
        append(out, zip::localSignature);
        append(out, fields);
        out += name;
        out += file.content;
    }
    const auto directoryOffset = static_cast<quint32>(out.size());
    out += directory;
    appendEndRecord(out, static_cast<quint16>(files.size()), static_cast<quint32>(directory.size()),
                    directoryOffset);
    return out;
}

qint64 archiveSize(const QList<ArchiveFile> &files)
{
    qint64 size = zip::endRecordBytes;
    for (const ArchiveFile &file : files) {
        size += zip::localHeaderBytes + zip::centralHeaderBytes + 2 * file.path.toUtf8().size()
            + file.content.size();
    }
    return size;
}

bool isBefore(const QString &left, const QString &right)
{
    return left.toUtf8() < right.toUtf8();
}

} // namespace hermes::bundle
