#include "bundle/archive.h"
#include "bundle/limits.h"
#include "bundle/zipformat.h"
#include "samples.h"

#include <QTest>
#include <QtEndian>

#include <zlib.h>

using namespace hermes::bundle;
using namespace hermes::core;
using hermes::test::patched;
using namespace Qt::StringLiterals;

namespace {

// Offsets of fields within a row of the central directory; the shared ones are 2 bytes earlier in a
// local header.
constexpr qsizetype rowFlags = 8;
constexpr qsizetype rowMethod = 10;
constexpr qsizetype rowPackedSize = 20;
constexpr qsizetype rowSize = 24;
constexpr qsizetype rowExternalAttributes = 38;
constexpr qsizetype localIsEarlierBy = 2;

template <typename Number>
QByteArray littleEndian(Number value)
{
    QByteArray bytes(sizeof(Number), '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

ArchiveFile file(const QString &path, const QByteArray &content = "x")
{
    return ArchiveFile{path, content};
}

/// Where the first row of the central directory begins.
qsizetype firstRow(const QByteArray &archive)
{
    return archive.indexOf(littleEndian(zip::centralSignature));
}

/// An archive of one file whose field has another value, both in the directory and in the local
/// header.
QByteArray withField(const QByteArray &archive, qsizetype field, const QByteArray &value)
{
    return patched(patched(archive, firstRow(archive) + field, value), field - localIsEarlierBy,
                   value);
}

QByteArray deflated(const QByteArray &content)
{
    QByteArray out(static_cast<qsizetype>(::compressBound(static_cast<uLong>(content.size()))),
                   '\0');
    z_stream stream{};
    QByteArray input = content;
    if (::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY)
        != Z_OK) {
        qFatal("deflateInit2");
    }
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) {
        qFatal("deflate");
    }
    out.truncate(static_cast<qsizetype>(stream.total_out));
    ::deflateEnd(&stream);
    return out;
}

/// An archive of one deflated file. `size`: what it says about the unpacked size.
QByteArray deflatedArchive(const QByteArray &content, quint32 size)
{
    const QByteArray packed = deflated(content);
    QByteArray archive = archiveBytes({file(u"a"_s, packed)});
    const auto crc =
        static_cast<quint32>(::crc32(0, reinterpret_cast<const Bytef *>(content.constData()),
                                     static_cast<uInt>(content.size())));
    archive = withField(archive, rowMethod, littleEndian(zip::methodDeflated));
    archive = withField(archive, rowPackedSize - 4, littleEndian(crc));
    return withField(archive, rowSize, littleEndian(size));
}

} // namespace

class ArchiveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheseBytes();
    void givesBackWhatWasPacked();
    void tellsItsSizeBeforehand();
    void refusesPathsThatCouldEscapeOrClash_data();
    void refusesPathsThatCouldEscapeOrClash();
    void refusesWhatIsNoPlainFile_data();
    void refusesWhatIsNoPlainFile();
    void refusesHeadersThatDisagree_data();
    void refusesHeadersThatDisagree();
    void refusesGarbageAroundTheArchive_data();
    void refusesGarbageAroundTheArchive();
    void refusesEveryTruncation();
    void readsDeflatedFiles();
    void refusesDeflatedFilesOfAnotherSize_data();
    void refusesDeflatedFilesOfAnotherSize();
    void refusesMoreThanTheLimits();
    void refusesBombs();
};

void ArchiveTest::writesTheseBytes()
{
    // Written down from APPNOTE.TXT and the rules of the format, not from what the program gave.
    const QByteArray expected = QByteArray::fromHex("504b0304"
                                                    "1400"
                                                    "0000"
                                                    "0000"
                                                    "0000"
                                                    "2100"
                                                    "ac2a93d8"
                                                    "02000000"
                                                    "02000000"
                                                    "0100"
                                                    "0000"
                                                    "61"
                                                    "6869"
                                                    "504b0304"
                                                    "1400"
                                                    "0008"
                                                    "0000"
                                                    "0000"
                                                    "2100"
                                                    "00000000"
                                                    "00000000"
                                                    "00000000"
                                                    "0200"
                                                    "0000"
                                                    "c3b6"
                                                    "504b0102"
                                                    "1403"
                                                    "1400"
                                                    "0000"
                                                    "0000"
                                                    "0000"
                                                    "2100"
                                                    "ac2a93d8"
                                                    "02000000"
                                                    "02000000"
                                                    "0100"
                                                    "0000"
                                                    "0000"
                                                    "0000"
                                                    "0000"
                                                    "0000a481"
                                                    "00000000"
                                                    "61"
                                                    "504b0102"
                                                    "1403"
                                                    "1400"
                                                    "0008"
                                                    "0000"
                                                    "0000"
                                                    "2100"
                                                    "00000000"
                                                    "00000000"
                                                    "00000000"
                                                    "0200"
                                                    "0000"
                                                    "0000"
                                                    "0000"
                                                    "0000"
                                                    "0000ed81"
                                                    "21000000"
                                                    "c3b6"
                                                    "504b0506"
                                                    "0000"
                                                    "0000"
                                                    "0200"
                                                    "0200"
                                                    "5f000000"
                                                    "41000000"
                                                    "0000");
    const QList<ArchiveFile> files{file(u"a"_s, "hi"),
                                   ArchiveFile{u"ö"_s, {}, FileMode::Executable}};
    QCOMPARE(archiveBytes(files).toHex(), expected.toHex());
}

void ArchiveTest::givesBackWhatWasPacked()
{
    const QList<ArchiveFile> files{file(u"b"_s, QByteArray("\0\r\n\xff", 4)), file(u"a/ö"_s, {}),
                                   ArchiveFile{u"run.sh"_s, "#!/bin/sh\n", FileMode::Executable}};
    const Result<OpenedArchive> opened = openArchive(archiveBytes(files));
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
    QCOMPARE(opened->files, files);
    QVERIFY(opened->isStored);
    QVERIFY(opened->tellsModes);
    QCOMPARE(openArchive(archiveBytes({})).value().files, QList<ArchiveFile>());
}

void ArchiveTest::tellsItsSizeBeforehand()
{
    const QList<ArchiveFile> files{file(u"ö/設計"_s, "content"), file(u"a"_s, {})};
    QCOMPARE(archiveSize(files), archiveBytes(files).size());
}

void ArchiveTest::refusesPathsThatCouldEscapeOrClash_data()
{
    QTest::addColumn<QStringList>("paths");
    QTest::newRow("parent") << QStringList{u"../x"_s};
    QTest::newRow("parent inside") << QStringList{u"registry/../../x"_s};
    QTest::newRow("absolute") << QStringList{u"/etc/passwd"_s};
    QTest::newRow("drive") << QStringList{u"C:\\x"_s};
    QTest::newRow("backslash") << QStringList{u"..\\x"_s};
    QTest::newRow("dot part") << QStringList{u"a/./b"_s};
    QTest::newRow("case") << QStringList{u"A.md"_s, u"a.md"_s};
    QTest::newRow("device") << QStringList{u"CON.md"_s};
    QTest::newRow("duplicate") << QStringList{u"x"_s, u"x"_s};
    QTest::newRow("file and folder") << QStringList{u"x"_s, u"x/y"_s};
    QTest::newRow("folder entry") << QStringList{u"x/"_s};
    QTest::newRow("no name") << QStringList{u""_s};
    QTest::newRow("bidi") << QStringList{u"a\u202Eb"_s};
    QTest::newRow("decomposed") << QStringList{u"o\u0308"_s};
    QTest::newRow("too long") << QStringList{QString(241, u'a')};
}

void ArchiveTest::refusesPathsThatCouldEscapeOrClash()
{
    QFETCH(QStringList, paths);
    QList<ArchiveFile> files;
    for (const QString &path : paths) {
        files.append(file(path));
    }
    const Result<OpenedArchive> opened = openArchive(archiveBytes(files));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::BundleRefused);
}

void ArchiveTest::refusesWhatIsNoPlainFile_data()
{
    QTest::addColumn<qsizetype>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("symbolic link") << rowExternalAttributes << littleEndian(quint32(0120777) << 16);
    QTest::newRow("FIFO") << rowExternalAttributes << littleEndian(quint32(0010644) << 16);
    QTest::newRow("folder") << rowExternalAttributes << littleEndian(quint32(0040755) << 16);
    QTest::newRow("DOS folder") << rowExternalAttributes << littleEndian(zip::dosDirectory);
}

void ArchiveTest::refusesWhatIsNoPlainFile()
{
    QFETCH(qsizetype, field);
    QFETCH(QByteArray, value);
    const QByteArray archive = archiveBytes({file(u"a"_s)});
    const Result<OpenedArchive> opened =
        openArchive(patched(archive, firstRow(archive) + field, value));
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(u"“a”"_s), qPrintable(opened.error().message));
}

void ArchiveTest::refusesHeadersThatDisagree_data()
{
    QTest::addColumn<QByteArray>("archive");
    const QByteArray good = archiveBytes({file(u"abc"_s, "content")});
    const qsizetype row = firstRow(good);
    QTest::newRow("size lie in both") << withField(good, rowSize, littleEndian(quint32(3)));
    QTest::newRow("both sizes lie in both")
        << withField(withField(good, rowSize, littleEndian(quint32(3))), rowPackedSize,
                     littleEndian(quint32(3)));
    QTest::newRow("size lie in the directory")
        << patched(good, row + rowSize, littleEndian(quint32(3)));
    QTest::newRow("huge size") << withField(good, rowPackedSize, littleEndian(quint32(0xffffffff)));
    QTest::newRow("name in the local header") << patched(good, zip::localHeaderBytes, "x");
    QTest::newRow("name in the directory") << patched(good, row + zip::centralHeaderBytes, "x");
    QTest::newRow("encrypted") << withField(good, rowFlags, littleEndian(zip::flagEncrypted));
    QTest::newRow("sizes after the data")
        << withField(good, rowFlags, littleEndian(zip::flagSizesFollow));
    QTest::newRow("unknown method") << withField(good, rowMethod, littleEndian(quint16(12)));
    QTest::newRow("another file's data") << patched(good, row + 42, littleEndian(quint32(1)));
    QTest::newRow("content") << patched(good, zip::localHeaderBytes + 3, "C");
    QTest::newRow("extra field") << patched(good, row + 30, littleEndian(quint16(1)));
    QTest::newRow("comment") << patched(good, row + 32, littleEndian(quint16(1)));
    const QByteArray named = archiveBytes({file(u"ö"_s)});
    QTest::newRow("name not marked as UTF-8")
        << withField(named, rowFlags, littleEndian(quint16(0)));
    QByteArray latin = archiveBytes({file(u"abc"_s)}).replace("abc", "\xf6\xf6\xf6");
    QTest::newRow("name not UTF-8") << withField(latin, rowFlags, littleEndian(zip::flagUtf8));
}

void ArchiveTest::refusesHeadersThatDisagree()
{
    QFETCH(QByteArray, archive);
    const Result<OpenedArchive> opened = openArchive(archive);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::BundleRefused);
}

void ArchiveTest::refusesGarbageAroundTheArchive_data()
{
    QTest::addColumn<QByteArray>("archive");
    const QByteArray good = archiveBytes({file(u"abc"_s, "content")});
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray(1000, 'x');
    QTest::newRow("before") << "x" + good;
    QTest::newRow("after") << good + '\0';
    QTest::newRow("archive after archive") << good + good;
    QTest::newRow("between files and directory") << QByteArray(good).insert(firstRow(good), 'x');
    QTest::newRow("between directory and end")
        << QByteArray(good).insert(good.size() - zip::endRecordBytes, 'x');
    QTest::newRow("comment") << patched(good, good.size() - 2, littleEndian(quint16(3))) + "abc";
    QTest::newRow("one file fewer in the end record")
        << patched(good, good.size() - 14, littleEndian(quint16(0)) + littleEndian(quint16(0)));
    QTest::newRow("one file more in the end record")
        << patched(good, good.size() - 14, littleEndian(quint16(2)) + littleEndian(quint16(2)));
    QTest::newRow("a second disk") << patched(good, good.size() - 18, littleEndian(quint16(1)));
}

void ArchiveTest::refusesGarbageAroundTheArchive()
{
    refusesHeadersThatDisagree();
}

void ArchiveTest::refusesEveryTruncation()
{
    const QByteArray archive = archiveBytes({file(u"abc"_s, "content"), file(u"d"_s)});
    for (qsizetype size = 0; size < archive.size(); ++size) {
        QVERIFY2(!openArchive(archive.first(size)), qPrintable(u"cut to %1 bytes"_s.arg(size)));
        QVERIFY2(!openArchive(archive.sliced(archive.size() - size)),
                 qPrintable(u"last %1 bytes"_s.arg(size)));
    }
}

void ArchiveTest::readsDeflatedFiles()
{
    const QByteArray content = QByteArray("All work and no play. ").repeated(30);
    for (const QByteArray &text : {content, QByteArray()}) {
        const Result<OpenedArchive> opened =
            openArchive(deflatedArchive(text, static_cast<quint32>(text.size())));
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QCOMPARE(opened->files, QList<ArchiveFile>{file(u"a"_s, text)});
        QVERIFY(!opened->isStored);
    }
}

void ArchiveTest::refusesDeflatedFilesOfAnotherSize_data()
{
    QTest::addColumn<QByteArray>("archive");
    const QByteArray text = QByteArray("All work and no play. ").repeated(30);
    const auto size = static_cast<quint32>(text.size());
    QTest::newRow("one byte more than declared") << deflatedArchive(text, size - 1);
    QTest::newRow("much more than declared") << deflatedArchive(text, 1);
    QTest::newRow("one byte fewer than declared") << deflatedArchive(text, size + 1);
    QTest::newRow("nothing declared") << deflatedArchive(text, 0);
    const QByteArray good = deflatedArchive(text, size);
    QTest::newRow("damaged stream") << patched(good, zip::localHeaderBytes + 1, "\xff\xff\xff");
    const QByteArray packed = deflated(text) + "tail";
    QByteArray longer = archiveBytes({file(u"a"_s, packed)});
    longer = withField(longer, rowMethod, littleEndian(zip::methodDeflated));
    longer = withField(longer, rowPackedSize - 4, good.sliced(14, 4));
    QTest::newRow("something after the stream") << withField(longer, rowSize, littleEndian(size));
}

void ArchiveTest::refusesDeflatedFilesOfAnotherSize()
{
    refusesHeadersThatDisagree();
}

void ArchiveTest::refusesMoreThanTheLimits()
{
    QList<ArchiveFile> files;
    for (int i = 0; i < maxFiles; ++i) {
        files.append(file(QString::number(i), {}));
    }
    QVERIFY(openArchive(archiveBytes(files)));
    files.append(file(u"one more"_s, {}));
    QVERIFY(!openArchive(archiveBytes(files)));
    // 70,000 files do not even fit in the end record's 16 bits: their number modulo 65,536
    // contradicts the archive.
    while (files.size() < 70'000) {
        files.append(file(QString::number(files.size()), {}));
    }
    QVERIFY(!openArchive(archiveBytes(files)));

    QVERIFY(openArchive(archiveBytes({file(u"a"_s, QByteArray(maxFileBytes, 'x'))})));
    QVERIFY(!openArchive(archiveBytes({file(u"a"_s, QByteArray(maxFileBytes + 1, 'x'))})));
}

void ArchiveTest::refusesBombs()
{
    // Within the limit of one file, and a thousand times its packed size.
    const QByteArray zeros(qsizetype(8) << 20, '\0');
    const Result<OpenedArchive> opened =
        openArchive(deflatedArchive(zeros, static_cast<quint32>(zeros.size())));
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(u"100"_s), qPrintable(opened.error().message));
}

QTEST_GUILESS_MAIN(ArchiveTest)
#include "tst_archive.moc"
