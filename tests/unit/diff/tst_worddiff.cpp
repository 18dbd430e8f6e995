#include "diff/linediff.h"
#include "diff/words.h"
#include "editedpair.h"

#include <QTest>
#include <QTextBoundaryFinder>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

/// The text with its marks in brackets.
QString bracketed(const QString &text, const QList<diff::TextSpan> &marks)
{
    QString result = text;
    for (qsizetype i = marks.size(); i-- > 0;) {
        result.insert(marks[i].start + marks[i].length, u']');
        result.insert(marks[i].start, u'[');
    }
    return result;
}

QString withoutMarks(const QString &text, const QList<diff::TextSpan> &marks)
{
    QString result = text;
    for (qsizetype i = marks.size(); i-- > 0;) {
        result.remove(marks[i].start, marks[i].length);
    }
    return result;
}

QSet<qsizetype> wordBoundaries(const QString &text)
{
    QSet<qsizetype> places{0};
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    while (finder.toNextBoundary() >= 0) {
        places.insert(finder.position());
    }
    return places;
}

QString paragraph(std::mt19937 &random, QStringView alphabet)
{
    QString text;
    for (qsizetype left = 1 + below(random, 60); left > 0; --left) {
        text += alphabet[below(random, alphabet.size())];
    }
    return text;
}

constexpr QStringView asciiAlphabet = u"ab1 2_  .,;:'\"!-(\t\r\nZ";
constexpr QStringView mixedAlphabet = u"aé1 語字 .’'-\u0301\u200dß\u00a0";

} // namespace

class TestWordDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksChangedWords_data();
    void marksChangedWords();
    void cutsLikeTheBoundaryFinder();
    void marksNeverBeginOrEndInsideAWord_data();
    void marksNeverBeginOrEndInsideAWord();
    void longParagraphsAreCompared();
};

void TestWordDiff::marksChangedWords_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("marked");
    QTest::newRow("bothEmpty") << u""_s << u""_s << u"|"_s;
    QTest::newRow("identical") << u"the same"_s << u"the same"_s << u"the same|the same"_s;
    QTest::newRow("leftEmpty") << u""_s << u"new words"_s << u"|[new words]"_s;
    QTest::newRow("wholeWordForOneLetter") << u"it performs well"_s << u"it reforms well"_s
                                           << u"it [performs] well|it [reforms] well"_s;
    QTest::newRow("lastWordGrows")
        << u"run test"_s << u"run tests"_s << u"run [test]|run [tests]"_s;
    QTest::newRow("joinedOverOneSpace") << u"a red house here"_s << u"a blue boat here"_s
                                        << u"a [red house] here|a [blue boat] here"_s;
    QTest::newRow("notJoinedOverWords")
        << u"one two three"_s << u"1 two 3"_s << u"[one] two [three]|[1] two [3]"_s;
    QTest::newRow("punctuation") << u"Stop. Then go."_s << u"Stop, then go."_s
                                 << u"Stop[. Then] go.|Stop[, then] go."_s;
    QTest::newRow("insertedWord") << u"keep it"_s << u"keep all it"_s << u"keep it|keep [all ]it"_s;
    QTest::newRow("apostropheIsInTheWord")
        << u"I don't know"_s << u"I won't know"_s << u"I [don't] know|I [won't] know"_s;
    QTest::newRow("accentIsInTheWord")
        << u"un cafe\u0301 noir"_s << u"un cafe noir"_s << u"un [cafe\u0301] noir|un [cafe] noir"_s;
    QTest::newRow("emojiStaysWhole") << u"ok \U0001F44D\U0001F3FD go"_s << u"ok \U0001F44D go"_s
                                     << u"ok [\U0001F44D\U0001F3FD] go|ok [\U0001F44D] go"_s;
    QTest::newRow("onlySpaces") << u"a  b"_s << u"a b"_s << u"a[  ]b|a[ ]b"_s;
}

void TestWordDiff::marksChangedWords()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QString, marked);
    const diff::WordDiff words = diff::diffWords(left, right);
    QCOMPARE(bracketed(left, words.left) + u'|' + bracketed(right, words.right), marked);
}

void TestWordDiff::cutsLikeTheBoundaryFinder()
{
    std::mt19937 random(11);
    for (int round = 0; round < 5000; ++round) {
        const QString text = paragraph(random, asciiAlphabet);
        QSet<qsizetype> places{0};
        for (const QStringView piece : diff::wordsAndGaps(text)) {
            places.insert(piece.data() + piece.size() - text.constData());
        }
        QVERIFY2(places == wordBoundaries(text), qPrintable(text));
    }
}

void TestWordDiff::marksNeverBeginOrEndInsideAWord_data()
{
    QTest::addColumn<QString>("alphabet");
    QTest::newRow("ascii") << asciiAlphabet.toString();
    QTest::newRow("otherScripts") << mixedAlphabet.toString();
}

void TestWordDiff::marksNeverBeginOrEndInsideAWord()
{
    QFETCH(QString, alphabet);
    std::mt19937 random(12);
    for (int round = 0; round < 3000; ++round) {
        const QString left = paragraph(random, alphabet);
        QString right = left;
        const qsizetype at = below(random, left.size());
        right.replace(at, below(random, left.size() - at + 1), paragraph(random, alphabet).left(5));
        const diff::WordDiff words = diff::diffWords(left, right);
        const auto areWhole = [](const QString &text, const QList<diff::TextSpan> &marks) {
            const QSet<qsizetype> places = wordBoundaries(text);
            return std::ranges::all_of(marks, [&](diff::TextSpan mark) {
                return mark.length > 0 && places.contains(mark.start)
                    && places.contains(mark.start + mark.length);
            });
        };
        QVERIFY2(areWhole(left, words.left), qPrintable(bracketed(left, words.left)));
        QVERIFY2(areWhole(right, words.right), qPrintable(bracketed(right, words.right)));
        // A space inside a joined mark is the only thing that may be marked on one side alone
        // though equal.
        QCOMPARE(withoutMarks(left, words.left).remove(u' '),
                 withoutMarks(right, words.right).remove(u' '));
    }
}

void TestWordDiff::longParagraphsAreCompared()
{
    const QString left = promptLines(200'000, 13).join(u' ');
    QString right = left;
    right.replace(left.indexOf(u' ', 100'000), 1, u" unheardof "_s);
    const diff::WordDiff words = diff::diffWords(left, right);
    QVERIFY(words.left.isEmpty());
    QCOMPARE(words.right.size(), 1);
    QCOMPARE(
        right.sliced(words.right.constFirst().start, words.right.constFirst().length).trimmed(),
        u"unheardof"_s);
}

QTEST_GUILESS_MAIN(TestWordDiff)
#include "tst_worddiff.moc"
