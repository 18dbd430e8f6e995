#include "patterns.h"
#include "tokens/splitter.h"

#include <QTest>

using namespace hermes;
using tokens::Encoding;

namespace {

QList<qsizetype> endsIn(Encoding encoding, const QByteArray &text)
{
    QList<qsizetype> ends;
    for (qsizetype place = 0; place < text.size(); place = ends.constLast()) {
        ends.append(tokens::nextPiece(encoding, text, place).end);
    }
    return ends;
}

QByteArrayList piecesOf(Encoding encoding, const QByteArray &text)
{
    QByteArrayList pieces;
    qsizetype start = 0;
    for (const auto ends = endsIn(encoding, text); const qsizetype end : ends) {
        pieces.append(text.sliced(start, end - start));
        start = end;
    }
    return pieces;
}

} // namespace

class TestSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsAsThePatternSays_data();
    void cutsAsThePatternSays();
    void cutsAsQwenAndDeepSeekSay_data();
    void cutsAsQwenAndDeepSeekSay();
    void anyTextIsCutAsByTheRegularExpression_data();
    void anyTextIsCutAsByTheRegularExpression();
    void whatComesAfterWhatWasSeenChangesNothing_data();
    void whatComesAfterWhatWasSeenChangesNothing();
    void bytesThatAreNoTextAreSigns();
};

void TestSplitter::cutsAsThePatternSays_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("o200k");
    QTest::addColumn<QByteArrayList>("cl100k");
    QTest::newRow("words") << QByteArray("HTMLparser isn't 12345")
                           << QByteArrayList{"HTMLparser", " isn't", " ", "123", "45"}
                           << QByteArrayList{"HTMLparser", " isn", "'t", " ", "123", "45"};
    QTest::newRow("capitalsWithin")
        << QByteArray("someName") << QByteArrayList{"some", "Name"} << QByteArrayList{"someName"};
    QTest::newRow("lettersWithoutCaseBeforeCapitals")
        << QByteArray("日AB") << QByteArrayList{"日", "AB"} << QByteArrayList{"日AB"};
    QTest::newRow("slashesBehindLineEnds") << QByteArray("!\n/\nx") << QByteArrayList{"!\n/\n", "x"}
                                           << QByteArrayList{"!\n", "/\n", "x"};
    QTest::newRow("spacesAtTheEnd")
        << QByteArray(" \n  ") << QByteArrayList{" \n", "  "} << QByteArrayList{" \n  "};
    QTest::newRow("spacesBeforeAWord") << QByteArray("a   b") << QByteArrayList{"a", "  ", " b"}
                                       << QByteArrayList{"a", "  ", " b"};
    QTest::newRow("spaceBeforeANumber") << QByteArray("a  1") << QByteArrayList{"a", " ", " ", "1"}
                                        << QByteArrayList{"a", " ", " ", "1"};
    QTest::newRow("markBeforeCapitals")
        << QByteArray("\u0301AB") << QByteArrayList{"\u0301", "AB"} << QByteArrayList{"\u0301AB"};
    QTest::newRow("longS") << QByteArray("a'\u017f'x") << QByteArrayList{"a'\u017f", "'x"}
                           << QByteArrayList{"a", "'\u017f", "'x"};
}

void TestSplitter::cutsAsThePatternSays()
{
    QFETCH(QByteArray, text);
    QTEST(piecesOf(Encoding::O200kBase, text), "o200k");
    QTEST(piecesOf(Encoding::Cl100kBase, text), "cl100k");
}

void TestSplitter::cutsAsQwenAndDeepSeekSay_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("qwen");
    QTest::addColumn<QByteArrayList>("deepSeek");
    QTest::newRow("digits") << QByteArray("a 1234") << QByteArrayList{"a", " ", "1", "2", "3", "4"}
                            << QByteArrayList{"a", " ", "123", "4"};
    QTest::newRow("contraction") << QByteArray("isn't it") << QByteArrayList{"isn", "'t", " it"}
                                 << QByteArrayList{"isn", "'t", " it"};
    QTest::newRow("letterBeyondAsciiBehindASign")
        << QByteArray("'ab\u00e9 '\u00e9") << QByteArrayList{"'ab\u00e9", " '", "\u00e9"}
        << QByteArrayList{"'ab", "\u00e9", " '", "\u00e9"};
    QTest::newRow("spacesBeforeANumber") << QByteArray("a  1") << QByteArrayList{"a", " ", " ", "1"}
                                         << QByteArrayList{"a", "  ", "1"};
    QTest::newRow("kanaAndIdeographs")
        << QByteArray("a\u65e5\u30ab\u30fb\u30bfb ")
        << QByteArrayList{"a\u65e5\u30ab", "\u30fb\u30bfb", " "}
        << QByteArrayList{"a", "\u65e5\u30ab", "\u30fb", "\u30bf", "b", " "};
    QTest::newRow("spacesBeforeAnIdeograph")
        << QByteArray("a  \u65e5") << QByteArrayList{"a", " ", " \u65e5"}
        << QByteArrayList{"a", "  ", "\u65e5"};
    QTest::newRow("unseenBeforeAWord")
        << QByteArray("\u200b\u200b\u200bab") << QByteArrayList{"\u200b\u200b\u200b", "ab"}
        << QByteArrayList{"\u200b\u200b", "\u200bab"};
    QTest::newRow("unseenBeforeASign") << QByteArray("a\u200b!") << QByteArrayList{"a", "\u200b!"}
                                       << QByteArrayList{"a", "\u200b", "!"};
    QTest::newRow("marks") << QByteArray("e\u0301\u0302") << QByteArrayList{"e", "\u0301\u0302"}
                           << QByteArrayList{"e\u0301\u0302"};
    QTest::newRow("spacesAtTheEnd")
        << QByteArray(" \n  ") << QByteArrayList{" \n", "  "} << QByteArrayList{" \n", "  "};
}

void TestSplitter::cutsAsQwenAndDeepSeekSay()
{
    QFETCH(QByteArray, text);
    QTEST(piecesOf(Encoding::Qwen2, text), "qwen");
    QTEST(piecesOf(Encoding::DeepSeekV3, text), "deepSeek");
}

void TestSplitter::anyTextIsCutAsByTheRegularExpression_data()
{
    QTest::addColumn<Encoding>("encoding");
    for (const Encoding encoding : tokens::allEncodings) {
        QTest::newRow(qPrintable(nameOf(encoding))) << encoding;
    }
}

void TestSplitter::anyTextIsCutAsByTheRegularExpression()
{
    QFETCH(Encoding, encoding);
    std::mt19937 random(20);
    for (int round = 0; round < 3000; ++round) {
        const QByteArray text = test::awkwardText(random, 1 + round % 40);
        if (endsIn(encoding, text) != test::endsByPattern(encoding, text)) {
            QFAIL(qPrintable(QString::fromLatin1(text.toPercentEncoding())));
        }
    }
}

void TestSplitter::whatComesAfterWhatWasSeenChangesNothing_data()
{
    anyTextIsCutAsByTheRegularExpression_data();
}

void TestSplitter::whatComesAfterWhatWasSeenChangesNothing()
{
    QFETCH(Encoding, encoding);
    std::mt19937 random(21);
    for (int round = 0; round < 3000; ++round) {
        const QByteArray text = test::awkwardText(random, 24);
        const tokens::Piece piece = tokens::nextPiece(encoding, text, 0);
        QVERIFY(piece.seen > piece.end);
        if (piece.seen > text.size()) {
            continue;
        }
        const QByteArray seen = text.first(piece.seen);
        QCOMPARE(tokens::nextPiece(encoding, seen, 0).end, piece.end);
        QCOMPARE(tokens::nextPiece(encoding, seen + test::awkwardText(random, 5), 0).end,
                 piece.end);
    }
}

void TestSplitter::bytesThatAreNoTextAreSigns()
{
    const QByteArrayList broken{"\x80",    "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf5\x80\x80\x80",
                                "\xc0\x80"};
    for (const QByteArray &bytes : broken) {
        const QByteArray text = "ab" + bytes + "!";
        QCOMPARE(piecesOf(Encoding::O200kBase, text), (QByteArrayList{"ab", bytes + "!"}));
        QCOMPARE(piecesOf(Encoding::Cl100kBase, text), (QByteArrayList{"ab", bytes + "!"}));
        QCOMPARE(piecesOf(Encoding::Qwen2, text), (QByteArrayList{"ab", bytes + "!"}));
        QCOMPARE(piecesOf(Encoding::DeepSeekV3, text), (QByteArrayList{"ab", bytes + "!"}));
    }
}

QTEST_GUILESS_MAIN(TestSplitter)
#include "tst_splitter.moc"
