#include "core/directoryfilesource.h"
#include "scratchfolder.h"

#include <QFile>
#include <QTest>

#include <sys/stat.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::FileType;

/// Run twice: with the kernel's openat2 and, as where that is missing, without.
class TestDirectoryFileSource final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_folder.write(u"registry/a/b/file"_s, "content");
        m_folder.write(u"outside/file"_s, "secret");
        QVERIFY(QFile::link(u"../outside"_s, m_folder.path(u"registry/linkedFolder"_s)));
        QVERIFY(QFile::link(u"b/file"_s, m_folder.path(u"registry/a/linkedFile"_s)));
        QVERIFY(QFile::link(u"b"_s, m_folder.path(u"registry/a/linkedInside"_s)));
        QVERIFY(QFile::link(u"registry"_s, m_folder.path(u"linkedRegistry"_s)));
        QVERIFY(::mkfifo(QFile::encodeName(m_folder.path(u"registry/a/fifo"_s)).constData(), 0600)
                == 0);
    }

    void reads_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<std::optional<ErrorCode>>("error");
        const auto row = [](const QString &path, std::optional<ErrorCode> error) {
            QTest::newRow(qPrintable(path)) << path << error;
        };
        row(u"a/b/file"_s, std::nullopt);
        row(u"a/absent"_s, ErrorCode::NotFound);
        row(u"absent/file"_s, ErrorCode::NotFound);
        row(u"a/b/file/x"_s, ErrorCode::NotAFile);
        row(u"a/b"_s, ErrorCode::NotAFile);
        row(u"a/fifo"_s, ErrorCode::NotAFile);
        row(u"a/linkedFile"_s, ErrorCode::NotAFile);
        row(u"a/linkedInside/file"_s, ErrorCode::NotAFile);
        row(u"linkedFolder/file"_s, ErrorCode::NotAFile);
    }
    void reads()
    {
        QFETCH(QString, path);
        QFETCH(std::optional<ErrorCode>, error);
        for (const QString &root : {u"registry"_s, u"linkedRegistry"_s}) {
            const core::DirectoryFileSource source(m_folder.path(root));
            const auto bytes = source.read(core::RepoPath::fromLiteral(path), 100);
            QCOMPARE(bytes ? std::nullopt : std::optional(bytes.error().code), error);
            QCOMPARE(bytes.value_or("content"), "content");
        }
    }

    void listsAndLooks()
    {
        const core::DirectoryFileSource source(m_folder.path(u"registry"_s));
        const auto nodes = source.list(core::RepoPath::fromLiteral(u"a"_s));
        QVERIFY(nodes);
        QCOMPARE(nodes->size(), 4);
        QCOMPARE(nodes->at(0).type, FileType::Folder);
        QCOMPARE(nodes->at(1).type, FileType::Other);
        QCOMPARE(nodes->at(2).type, FileType::SymbolicLink);
        QCOMPARE(source.list({}).value_or(QList<core::FileNode>()).size(), 2);
        const auto linked = source.list(core::RepoPath::fromLiteral(u"linkedFolder"_s));
        QVERIFY(!linked);
        QCOMPARE(linked.error().code, ErrorCode::NotAFile);
        const auto behind = source.node(core::RepoPath::fromLiteral(u"linkedFolder/file"_s));
        QVERIFY(!behind);
        QCOMPARE(behind.error().code, ErrorCode::OutsideRegistry);
        const auto file = source.node(core::RepoPath::fromLiteral(u"a/b/file"_s));
        QVERIFY(file);
        QCOMPARE(file->size, 7);
    }

    void tooLargeIsNotRead()
    {
        const core::DirectoryFileSource source(m_folder.path(u"registry"_s));
        const auto bytes = source.read(core::RepoPath::fromLiteral(u"a/b/file"_s), 6);
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().code, ErrorCode::TooLarge);
        // The name stays as it is, whatever stands in it.
        m_folder.write(u"registry/100%2"_s, "content");
        const auto named = source.read(core::RepoPath::fromLiteral(u"100%2"_s), 6);
        QVERIFY(!named);
        QVERIFY2(named.error().message.startsWith(u"100%2 is larger than 6 bytes"),
                 qPrintable(named.error().message));
        QVERIFY(QFile::remove(m_folder.path(u"registry/100%2"_s)));
    }

private:
    test::ScratchFolder m_folder;
};

QTEST_GUILESS_MAIN(TestDirectoryFileSource)
#include "tst_directoryfilesource.moc"
