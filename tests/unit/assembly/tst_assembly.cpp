#include "assembly/assembly.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestAssembly : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsExactlyThePrompt_data();
    void textIsExactlyThePrompt();
    void segmentTellsItsOrigin();
    void segmentAtFindsByOffset();
};

void TestAssembly::textIsExactlyThePrompt_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<qint64>("bodyStart");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray() << 0LL << QByteArray();
    QTest::newRow("whole") << QByteArray("# A\r\n{{x}} {{> y}}\n") << 0LL
                           << QByteArray("# A\r\n{{x}} {{> y}}\n");
    QTest::newRow("byteOrderMark") << QByteArray("\xef\xbb\xbf# A\n") << 0LL << QByteArray("# A\n");
    QTest::newRow("onlyAByteOrderMark") << QByteArray("\xef\xbb\xbf") << 0LL << QByteArray();
    QTest::newRow("frontMatter") << QByteArray("---\nname: x\n---\nBody\n") << 16LL
                                 << QByteArray("Body\n");
    QTest::newRow("markLaterInTheText")
        << QByteArray("a\xef\xbb\xbf") << 1LL << QByteArray("\xef\xbb\xbf");
    QTest::newRow("nothingAfterFrontMatter") << QByteArray("---\n---\n") << 8LL << QByteArray();
    QTest::newRow("startBeyondTheEnd") << QByteArray("abc") << 9LL << QByteArray();
    QTest::newRow("invalidBytes") << QByteArray("a\xff\0b", 4) << 0LL << QByteArray("a\xff\0b", 4);
}

void TestAssembly::textIsExactlyThePrompt()
{
    QFETCH(QByteArray, file);
    QFETCH(qint64, bodyStart);
    QFETCH(QByteArray, text);
    const assembly::Assembly result = assembly::assemble({core::RepoPath(), file, bodyStart});
    QCOMPARE(result.text, text);
    QCOMPARE(result.segments.size(), text.isEmpty() ? 0 : 1);
    QVERIFY(result.problems.isEmpty());
}

void TestAssembly::segmentTellsItsOrigin()
{
    const core::RepoPath path = core::RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);
    const assembly::Assembly result = assembly::assemble({path, "\xef\xbb\xbfText\n", 0});
    assembly::Origin origin;
    origin.file = path;
    origin.start = 3;
    QCOMPARE(result.segments, (QList<assembly::Segment>{{0, 5, origin, {3, 5}}}));
}

void TestAssembly::segmentAtFindsByOffset()
{
    assembly::Assembly result;
    result.text = "abcdef";
    result.segments = {{0, 2, {}, {}}, {2, 4, {}, {}}};
    QCOMPARE(result.segmentAt(-1), nullptr);
    QCOMPARE(result.segmentAt(0), &result.segments.at(0));
    QCOMPARE(result.segmentAt(1), &result.segments.at(0));
    QCOMPARE(result.segmentAt(2), &result.segments.at(1));
    QCOMPARE(result.segmentAt(5), &result.segments.at(1));
    QCOMPARE(result.segmentAt(6), nullptr);
    QCOMPARE(assembly::Assembly().segmentAt(0), nullptr);
}

QTEST_GUILESS_MAIN(TestAssembly)
#include "tst_assembly.moc"
