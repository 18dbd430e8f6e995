#include "search/folding.h"
#include "search/literalfinder.h"
#include "search/utf8.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hermes::search;
using namespace Qt::StringLiterals;

namespace {

QString foldedText(const QString &text, Folding folding = Folding::CaseAndAccents)
{
    return QString::fromUtf8(folded(text, folding));
}

/// The first occurrence, found place by place.
qsizetype naiveFind(const QByteArray &text, const QByteArray &needle,
                    LiteralFinder::Letters letters, qsizetype from)
{
    const QByteArray where = letters == LiteralFinder::Letters::Exact ? text : text.toLower();
    return needle.isEmpty() ? -1 : where.indexOf(needle, from);
}

} // namespace

class TestSearchFolding final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldsCaseAccentsWidthAndSpaces_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("ascii") << u"Backend Engineer"_s << u"backend engineer"_s;
        QTest::newRow("composed") << u"Résumé"_s << u"resume"_s;
        QTest::newRow("decomposed") << u"Re\u0301sume\u0301"_s << u"resume"_s;
        QTest::newRow("sharp s") << u"Straße STRAẞE"_s << u"strasse strasse"_s;
        QTest::newRow("ligature") << u"ﬁne"_s << u"fine"_s;
        QTest::newRow("wide letters") << u"ＡＰＩ"_s << u"api"_s;
        QTest::newRow("no-break space") << u"a\u00a0b\u2003c"_s << u"a b c"_s;
        QTest::newRow("zero width") << u"ig\u200bno\u00adre"_s << u"ignore"_s;
        QTest::newRow("tags") << u"a\U000E0061b"_s << u"ab"_s;
        QTest::newRow("greek") << u"ΣΊΣΥΦΟΣ ς"_s << u"σισυφοσ σ"_s;
        QTest::newRow("cyrillic") << u"Йод"_s << u"иод"_s;
        QTest::newRow("arabic with vowels") << u"كِتَابٌ"_s << u"كتاب"_s;
        QTest::newRow("arabic hamza") << u"أحمد"_s << u"احمد"_s;
        QTest::newRow("hangul") << u"한"_s << u"\u1112\u1161\u11ab"_s;
        QTest::newRow("han") << u"検索 搜索"_s << u"検索 搜索"_s;
        QTest::newRow("punctuation stays") << u"“a” — b…"_s << u"“a” — b…"_s;
        QTest::newRow("emoji stays") << u"⚠\ufe0f ok"_s << u"⚠\ufe0f ok"_s;
    }
    void foldsCaseAccentsWidthAndSpaces()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(foldedText(text), expected);
        QCOMPARE(foldedText(expected), expected); // once is enough
    }

    void keepsCaseWhenOnlyAccentsAreFolded()
    {
        QCOMPARE(foldedText(u"Éa ÉÀ ß"_s, Folding::Accents), u"Ea EA ß"_s);
    }

    void lettersThatDifferByCaseFoldToTheSame()
    {
        for (char32_t c = 1; c < 0x20000; ++c) {
            if (QChar::isSurrogate(c)) {
                continue;
            }
            const QString self = QString::fromUcs4(&c, 1);
            for (const char32_t other :
                 {QChar::toLower(c), QChar::toUpper(c), QChar::toCaseFolded(c)}) {
                const QByteArray message = QByteArray::number(c, 16);
                QVERIFY2(foldedText(QString::fromUcs4(&other, 1)) == foldedText(self),
                         message.constData());
            }
        }
    }

    void composedAndDecomposedFoldToTheSame()
    {
        for (char32_t c = 0x80; c < 0x20000; ++c) {
            if (QChar::isSurrogate(c) || !QChar::isLetterOrNumber(c)) {
                continue;
            }
            const QString self = QString::fromUcs4(&c, 1);
            const QByteArray message = QByteArray::number(c, 16);
            QVERIFY2(foldedText(self.normalized(QString::NormalizationForm_D)) == foldedText(self),
                     message.constData());
        }
    }

    void classesSayWhatFoldingCanChange()
    {
        QCOMPARE(classify("Plain ASCII, UPPER too"), TextClass::Ascii);
        QCOMPARE(classify("dash — arrow → 検索 \xff ⚠\ufe0f"), TextClass::Plain);
        QCOMPARE(classify("one é"), TextClass::Foldable);
        QCOMPARE(classify("a Cyrillic capital Ж"), TextClass::Foldable);
        QCOMPARE(classify("한"), TextClass::Foldable);
    }

    void plainTextsFoldByAsciiAlone()
    {
        for (char32_t c = 0; c < 0x110000; ++c) {
            const QByteArray self = QString::fromUcs4(&c, 1).toUtf8();
            if (!QChar::isSurrogate(c) && classify(self) != TextClass::Foldable) {
                const QByteArray message = QByteArray::number(c, 16);
                QVERIFY2(folded(self, Folding::CaseAndAccents) == self.toLower(),
                         message.constData());
                QVERIFY2(folded(self, Folding::Accents) == self, message.constData());
            }
        }
    }

    void everyFoldedByteKnowsItsOrigin()
    {
        const QByteArray text = u"a\u00e9b e\u0301c ß ﬁ \u200bx한"_s.toUtf8() + "\xff!";
        FoldedText mapped;
        mapped.assign(text, Folding::CaseAndAccents);
        const auto origin = [&](QByteArrayView part) {
            const qsizetype start = mapped.bytes().indexOf(part);
            const qsizetype from = mapped.originalStart(start);
            return text.sliced(from, mapped.originalEnd(start + part.size()) - from);
        };
        QCOMPARE(origin("eb"), "\u00e9b"_ba);
        QCOMPARE(origin(" e"), " e\u0301"_ba); // with its mark
        QCOMPARE(origin("c ss"), "c ß"_ba);
        QCOMPARE(origin("s f"), "ß ﬁ"_ba); // whole characters
        QCOMPARE(origin("i x"), "ﬁ \u200bx"_ba);
        QCOMPARE(origin("\xff!"), "\xff!"_ba);
        QCOMPARE(mapped.originalEnd(mapped.bytes().size()), text.size());
    }

    void decodesStrictly()
    {
        const auto valid = [](QByteArrayView bytes) {
            const Utf8Character character = characterAt(bytes.data(), bytes.data() + bytes.size());
            return character.codePoint != Utf8Character::invalid
                && character.length == bytes.size();
        };
        for (const char *text :
             {"a", "é", "\u07ff", "\u0800", "\uffff", "\U00010000", "\U0010ffff"}) {
            QVERIFY2(valid(text), text);
        }
        for (const char *text : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                                 "\xf4\x90\x80\x80", "\xc3", "\xe2\x82", "\xf8\x88\x80\x80\x80"}) {
            QVERIFY2(!valid(text), text);
        }
    }

    void aWordEndsWhereItsScriptSaysSo()
    {
        QVERIFY(isWordCharacter('a') && isWordCharacter('_') && isWordCharacter(U'é'));
        QVERIFY(!isWordCharacter('-') && !isWordCharacter(U'—') && !isWordCharacter(U'検'));
    }

    void findsStringsAsAPlainSearchDoes()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 3000; ++round) {
            QByteArray text;
            const int alphabet = random.bounded(2, 6);
            for (int i = random.bounded(300); i > 0; --i) {
                const char c = static_cast<char>('a' + random.bounded(alphabet));
                text += random.bounded(4) == 0 ? static_cast<char>(c - 32) : c;
            }
            QByteArray needle;
            for (int i = random.bounded(0, 5); i > 0; --i) {
                needle += static_cast<char>('a' + random.bounded(alphabet));
            }
            for (const auto letters :
                 {LiteralFinder::Letters::Exact, LiteralFinder::Letters::AsciiFolded}) {
                const LiteralFinder finder(needle, letters);
                const char *begin = text.constData();
                const char *end = begin + text.size();
                qsizetype expected = naiveFind(text, needle, letters, 0);
                const char *found = finder.find(begin, end);
                while (expected >= 0) {
                    QVERIFY2(found == begin + expected, (text + " | " + needle).constData());
                    expected = naiveFind(text, needle, letters, expected + 1);
                    found = finder.find(found + 1, end);
                }
                QVERIFY2(found == nullptr, (text + " | " + needle).constData());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSearchFolding)
#include "tst_search_folding.moc"
