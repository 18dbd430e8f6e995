#include "scratchfolder.h"
#include "workspace/registrywords.h"

#include <QFile>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestRegistryWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRegistryWithoutAListHasNoWords()
    {
        const test::ScratchFolder folder;
        QCOMPARE(workspace::registryWords(folder.path()).value(), QStringList());
    }

    void wordsAreAddedAtTheirPlace()
    {
        const test::ScratchFolder folder;
        QVERIFY(workspace::addRegistryWord(folder.path(), u"quokka"_s));
        QVERIFY(workspace::addRegistryWord(folder.path(), u"Hermes"_s));
        QVERIFY(workspace::addRegistryWord(folder.path(), u"quokka"_s));
        QCOMPARE(folder.read(u"studio/words.txt"_s), "Hermes\nquokka\n");
        QCOMPARE(workspace::registryWords(folder.path()).value(),
                 (QStringList{u"Hermes"_s, u"quokka"_s}));
    }

    void otherBytesOfTheListStay()
    {
        const test::ScratchFolder folder;
        folder.write(u"studio/words.txt"_s, "# ours\r\nzebra\r\n");
        QVERIFY(workspace::addRegistryWord(folder.path(), u"ape"_s));
        QCOMPARE(folder.read(u"studio/words.txt"_s), "# ours\r\nape\r\nzebra\r\n");
    }

    void aLinkIsNotFollowed()
    {
        const test::ScratchFolder folder;
        folder.write(u"elsewhere.txt"_s, "secret\n");
        folder.write(u"studio/other.txt"_s, "");
        QVERIFY(QFile::link(folder.path() + u"/elsewhere.txt"_s,
                            folder.path() + u"/studio/words.txt"_s));
        QVERIFY(!workspace::registryWords(folder.path()));
        QVERIFY(!workspace::addRegistryWord(folder.path(), u"ape"_s));
        QCOMPARE(folder.read(u"elsewhere.txt"_s), "secret\n");
    }
};

QTEST_GUILESS_MAIN(TestRegistryWords)
#include "tst_registrywords.moc"
