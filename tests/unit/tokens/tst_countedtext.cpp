#include "patterns.h"
#include "tokens/countedtext.h"

#include <QTest>

using namespace hermes;
using tokens::CountedText;
using tokens::Encoding;
using tokens::Tokenizer;

class TestCountedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEditCountsAsTheWholeText_data();
    void everyEditCountsAsTheWholeText();
    void anEditCanReachBackOverManyPieces();
    void sharesAddUpToTheWhole_data();
    void sharesAddUpToTheWhole();
    void sharesOfATextThatIsComposedFirst();
    void aTokenBelongsToWhereItBegins();
    void aCopyIsApart();
};

void TestCountedText::everyEditCountsAsTheWholeText_data()
{
    QTest::addColumn<Encoding>("encoding");
    for (const Encoding encoding : tokens::allEncodings) {
        QTest::newRow(qPrintable(nameOf(encoding))) << encoding;
    }
}

void TestCountedText::everyEditCountsAsTheWholeText()
{
    QFETCH(Encoding, encoding);
    std::mt19937 random(7);
    Tokenizer tokenizer(encoding);
    CountedText counted(encoding);
    QByteArray text = test::awkwardText(random, 300);
    for (int round = 0; round < 6000; ++round) {
        const auto below = [&random](qsizetype count) {
            return static_cast<qsizetype>(random() % static_cast<quint32>(count + 1));
        };
        const qsizetype place = below(text.size());
        const qsizetype removed = std::min(below(9), text.size() - place);
        // Bytes, not characters: what lies between two characters' halves must count as well.
        text.replace(place, removed, test::awkwardText(random, below(text.size() < 800 ? 5 : 2)));
        counted.setText(text);
        if (counted.tokens() != tokenizer.count(text)) {
            QFAIL(qPrintable(QStringLiteral("round %1: %2, not %3")
                                 .arg(round)
                                 .arg(counted.tokens())
                                 .arg(tokenizer.count(text))));
        }
    }
}

void TestCountedText::anEditCanReachBackOverManyPieces()
{
    // One small letter makes a word of what were many.
    const QByteArray capitals = QByteArray("\u0301ABC").repeated(100);
    CountedText counted(Encoding::O200kBase);
    Tokenizer tokenizer(Encoding::O200kBase);
    for (const QByteArray &text : {capitals, capitals + 'd', capitals, capitals + ' ',
                                   QByteArray("\n") + QByteArray(50, ' '),
                                   QByteArray("\n") + QByteArray(50, ' ') + '\n', QByteArray()}) {
        counted.setText(text);
        QCOMPARE(counted.tokens(), tokenizer.count(text));
        QCOMPARE(counted.text(), text);
    }
}

void TestCountedText::sharesAddUpToTheWhole_data()
{
    everyEditCountsAsTheWholeText_data();
}

void TestCountedText::sharesAddUpToTheWhole()
{
    QFETCH(Encoding, encoding);
    std::mt19937 random(9);
    // Composed: where the text is another one, what is said of its bytes is not said of tokens.
    const QByteArray text = QString::fromUtf8(test::awkwardText(random, 200))
                                .normalized(QString::NormalizationForm_C)
                                .toUtf8();
    CountedText counted(encoding);
    counted.setText(text);
    QList<qint64> offsets;
    for (qint64 offset = 0; offset <= text.size() + 1; ++offset) {
        offsets.append(offset);
    }
    const QList<qint64> before = counted.tokensBefore(offsets);
    QCOMPARE(before.size(), offsets.size());
    QCOMPARE(before.constFirst(), 0);
    QCOMPARE(before.constLast(), counted.tokens());
    // Each token begins at its own byte, and the ids tell how long each is.
    qsizetype start = 0;
    for (const auto ids = Tokenizer(encoding).encode(text); const quint32 id : ids) {
        QCOMPARE(before.at(start + 1) - before.at(start), 1);
        const qsizetype end = start + tokens::vocabularyOf(encoding).bytesOf(id).size();
        QCOMPARE(before.at(end) - before.at(start), 1);
        start = end;
    }
}

void TestCountedText::sharesOfATextThatIsComposedFirst()
{
    CountedText counted(Encoding::Qwen2);
    const QByteArray text("caf\u0065\u0301 caf\u0065\u0301 x");
    counted.setText(text);
    QCOMPARE(counted.text(), text);
    CountedText composed(Encoding::Qwen2);
    composed.setText("caf\u00e9 caf\u00e9 x");
    QCOMPARE(counted.tokens(), composed.tokens());
    QList<qint64> offsets;
    for (qint64 offset = 0; offset <= text.size() + 1; ++offset) {
        offsets.append(offset);
    }
    const QList<qint64> before = counted.tokensBefore(offsets);
    QVERIFY(std::ranges::is_sorted(before));
    QCOMPARE(before.constLast(), counted.tokens());
    // The second word begins a byte later than where it is composed.
    QCOMPARE(counted.tokensBefore({6, 7}), composed.tokensBefore({5, 6}));
    QCOMPARE(counted.tokensBefore({13, 14}), composed.tokensBefore({11, 12}));
}

void TestCountedText::aTokenBelongsToWhereItBegins()
{
    CountedText counted(Encoding::O200kBase);
    counted.setText("hello world");
    QCOMPARE(counted.tokensBefore({0, 1, 5, 6, 11}), (QList<qint64>{0, 1, 1, 2, 2}));
}

void TestCountedText::aCopyIsApart()
{
    CountedText counted(Encoding::O200kBase);
    counted.setText("hello world");
    CountedText copy = counted;
    copy.setText("hello");
    QCOMPARE(copy.tokens(), 1);
    QCOMPARE(counted.tokens(), 2);
}

QTEST_GUILESS_MAIN(TestCountedText)
#include "tst_countedtext.moc"
