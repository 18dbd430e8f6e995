#include "gitfixture.h"

#include <QFile>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::FileNode;
using core::FileType;

namespace {

constexpr qint64 enough = 1000;

std::unique_ptr<core::FileSource> filesOf(const ScratchFolder &folder)
{
    return valueOf(openIn(folder).files(headOf(folder)));
}

} // namespace

class TreeFileSourceTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

private Q_SLOTS:
    void everyKindOfEntryIsListed()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a/b"_s, "1");
        folder.write(u"a-b"_s, "1");
        folder.write(u"run"_s, "1");
        QVERIFY(QFile::setPermissions(folder.path(u"run"_s),
                                      QFile::permissions(folder.path(u"run"_s)) | QFile::ExeOwner));
        QVERIFY(QFile::link(u"/etc/passwd"_s, folder.path(u"link"_s)));
        folder.git({u"init"_s, u"-q"_s, u"module"_s});
        folder.git(
            {u"-C"_s, u"module"_s, u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"x"_s});
        folder.git({u"config"_s, u"advice.addEmbeddedRepo"_s, u"false"_s});
        folder.commitAll(u"first"_s);
        const auto files = filesOf(folder);
        QCOMPARE(valueOf(files->list({})),
                 (QList<FileNode>{
                     {u"a"_s, FileType::Folder, -1},
                     {u"a-b"_s, FileType::File, -1},
                     {u"link"_s, FileType::SymbolicLink, -1},
                     {u"module"_s, FileType::Submodule, -1},
                     {u"run"_s, FileType::ExecutableFile, -1},
                 }));
        QCOMPARE(valueOf(files->list(at(u"a"_s))), (QList<FileNode>{{u"b"_s, FileType::File, -1}}));
        QCOMPARE(valueOf(files->node(at(u"a/b"_s))), (FileNode{u"b"_s, FileType::File, -1}));
        QCOMPARE(valueOf(files->node({})).type, FileType::Folder);
        QCOMPARE(valueOf(files->node(at(u"link"_s))).type, FileType::SymbolicLink);
        QVERIFY(!files->isThreadSafe());
    }

    void onlyRegularFilesAreRead()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"d/a"_s, "1");
        QVERIFY(QFile::link(u"/etc"_s, folder.path(u"etc"_s)));
        folder.commitAll(u"first"_s);
        const auto files = filesOf(folder);
        QCOMPARE(codeOf(files->read(at(u"etc"_s), enough)), ErrorCode::NotAFile);
        QCOMPARE(codeOf(files->read(at(u"etc/passwd"_s), enough)), ErrorCode::NotAFile);
        QCOMPARE(codeOf(files->node(at(u"etc/passwd"_s))), ErrorCode::OutsideRegistry);
        QCOMPARE(codeOf(files->read(at(u"d"_s), enough)), ErrorCode::NotAFile);
        QCOMPARE(codeOf(files->read({}, enough)), ErrorCode::NotAFile);
        QCOMPARE(codeOf(files->list(at(u"etc"_s))), ErrorCode::NotAFile);
        QCOMPARE(codeOf(files->list(at(u"d/a"_s))), ErrorCode::NotAFile);
        QCOMPARE(codeOf(files->read(at(u"gone"_s), enough)), ErrorCode::NotFound);
        QCOMPARE(codeOf(files->list(at(u"gone"_s))), ErrorCode::NotFound);
        QCOMPARE(codeOf(files->node(at(u"gone/x"_s))), ErrorCode::NotFound);
    }

    void contentIsTheCommittedBytes()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u".gitattributes"_s, "*.txt text eol=crlf\n");
        folder.write(u"a.txt"_s, "1\r\n2\r\n");
        folder.write(u"empty"_s, "");
        folder.write(u"binary"_s, QByteArray("\0\xff\r\n", 4));
        const vcs::ObjectId commit = idOf(folder.commitAll(u"first"_s));
        folder.write(u"a.txt"_s, "changed since");
        const auto files = filesOf(folder);
        QCOMPARE(valueOf(files->read(at(u"a.txt"_s), enough)), QByteArray("1\n2\n"));
        QCOMPARE(valueOf(files->read(at(u"empty"_s), 0)), QByteArray());
        QCOMPARE(valueOf(files->read(at(u"binary"_s), 4)), QByteArray("\0\xff\r\n", 4));
        QCOMPARE(codeOf(files->read(at(u"binary"_s), 3)), ErrorCode::TooLarge);
        const vcs::Repository repository = openIn(folder);
        QCOMPARE(valueOf(repository.fileAt(commit, at(u"a.txt"_s), enough)), QByteArray("1\n2\n"));
        QCOMPARE(codeOf(repository.fileAt(commit, at(u"a.txt"_s), 3)), ErrorCode::TooLarge);
        QCOMPARE(codeOf(repository.fileAt(commit, at(u"gone"_s), enough)), ErrorCode::NotFound);
    }

    void damagedFileIsNamedAndTheOthersStayReadable_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("zeros") << QByteArray(64, '\0');
        QTest::newRow("missing") << QByteArray("missing");
        QTest::newRow("other content") << QByteArray("other");
    }

    void damagedFileIsNamedAndTheOthersStayReadable()
    {
        QFETCH(QByteArray, content);
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"good"_s, "good");
        folder.write(u"bad"_s, "bad");
        folder.write(u"d/x"_s, "x");
        const vcs::ObjectId commit = idOf(folder.commitAll(u"first"_s));
        const QString file = looseObject(folder, folder.git({u"rev-parse"_s, u"HEAD:bad"_s}));
        if (content == "missing") {
            QVERIFY(QFile::remove(file));
        } else if (content == "other") { // well formed, but not what its name says
            QFile other(looseObject(folder, folder.git({u"rev-parse"_s, u"HEAD:good"_s})));
            QVERIFY(other.open(QIODevice::ReadOnly));
            damage(file, other.readAll());
        } else {
            damage(file, content);
        }
        const auto files = filesOf(folder);
        const auto bad = files->read(at(u"bad"_s), enough);
        QCOMPARE(codeOf(bad), ErrorCode::RepositoryDamaged);
        QVERIFY(bad.error().message.contains(u"bad"_s));
        QCOMPARE(valueOf(files->read(at(u"good"_s), enough)), QByteArray("good"));
        QCOMPARE(valueOf(files->list({})).size(), 3);

        damage(looseObject(folder, folder.git({u"rev-parse"_s, u"HEAD:d"_s})), "x");
        QCOMPARE(codeOf(filesOf(folder)->list(at(u"d"_s))), ErrorCode::RepositoryDamaged);
        QCOMPARE(codeOf(filesOf(folder)->read(at(u"d/x"_s), enough)), ErrorCode::RepositoryDamaged);
        damage(looseObject(folder, folder.git({u"rev-parse"_s, u"HEAD^{tree}"_s})), "x");
        QCOMPARE(codeOf(openIn(folder).files(commit)), ErrorCode::RepositoryDamaged);
    }

    void craftedNamesLeadNowhere()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"good"_s, "1");
        folder.commitAll(u"first"_s);
        const QByteArray blob = QByteArray::fromHex(folder.git({u"rev-parse"_s, u"HEAD:good"_s}));
        QByteArray tree;
        for (const QByteArray &name : {QByteArray(".."), QByteArray(".git"), QByteArray("a/b"),
                                       QByteArray("good"), QByteArray("not\xff")}) {
            tree += "100644 " + name + '\0' + blob;
        }
        folder.write(u"tree"_s, tree);
        const QByteArray id = folder.git(
            {u"hash-object"_s, u"-t"_s, u"tree"_s, u"-w"_s, u"--literally"_s, u"tree"_s});
        const vcs::ObjectId commit =
            idOf(folder.git({u"commit-tree"_s, u"-m"_s, u"crafted"_s, QString::fromLatin1(id)}));
        const QList<FileNode> nodes = valueOf(valueOf(openIn(folder).files(commit))->list({}));
        QCOMPARE(nodes.size(), 2);
        QCOMPARE(nodes[0].name, u"good"_s);
        QCOMPARE(nodes[1].type, FileType::Other);
    }
};

QTEST_GUILESS_MAIN(TreeFileSourceTest)
#include "tst_vcs_treefilesource.moc"
