#include "editor/invisiblecharacters.h"
#include "textfixture.h"
#include "widgets/themecolors.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::InvisibleCharacter;
using test::TextFixture;

namespace {

struct CodePoints
{
    char32_t first;
    char32_t last;
};

QList<CodePoints> single(std::initializer_list<char32_t> characters)
{
    QList<CodePoints> points;
    for (const char32_t each : characters) {
        points.append({each, each});
    }
    return points;
}

/// Where pixels of a colour are within a part of a picture.
QRect placeOf(const QImage &image, const QColor &color, const QRect &part)
{
    QRect place;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x) {
            if (image.rect().contains(x, y) && image.pixel(x, y) == color.rgb()) {
                place |= QRect(x, y, 1, 1);
            }
        }
    }
    return place;
}

/// Pixels of a label: darker than the box it stands in.
int inkIn(const QImage &image, const QColor &box, const QRect &part)
{
    int ink = 0;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x) {
            ink += qGray(image.pixel(x, y)) < qGray(box.rgb()) - 40 ? 1 : 0;
        }
    }
    return ink;
}

} // namespace

Q_DECLARE_METATYPE(QList<CodePoints>)

class TestInvisibleMarks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachStandsInALabelledBox_data();
    void eachStandsInALabelledBox();
    void oneAtTheStartOfALineIsABar();
    void thoseAtWorkAreNotMarked_data();
    void thoseAtWorkAreNotMarked();
    void labelsSayWhatIsThere_data();
    void labelsSayWhatIsThere();
    void markedTextIsEditedAsItIs();
};

void TestInvisibleMarks::eachStandsInALabelledBox_data()
{
    QTest::addColumn<QList<CodePoints>>("points");
    QTest::newRow("bidi") << QList<CodePoints>{
        {0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}};
    QTest::newRow("zeroWidth") << QList<CodePoints>{
        {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x180B, 0x180F}, {0x200B, 0x200D},
        {0x2060, 0x2064}, {0x206A, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}};
    QTest::newRow("fillers") << single({0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0});
    QTest::newRow("musicalControls") << QList<CodePoints>{{0x1D173, 0x1D17A}};
    QTest::newRow("tags") << QList<CodePoints>{{0xE0000, 0xE007F}};
    QTest::newRow("selectors") << QList<CodePoints>{{0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}};
    QTest::newRow("controls") << QList<CodePoints>{
        {0x0001, 0x0008}, {0x000B, 0x000C}, {0x000E, 0x001F}, {0x007F, 0x009F}};
    QTest::newRow("blanks") << QList<CodePoints>{
        {0x00A0, 0x00A0}, {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}};
    QTest::newRow("separators") << single({0x2028, 0x2029});
    QTest::newRow("nonCharacters") << single({0xFDD0, 0xFDD1});
}
void TestInvisibleMarks::eachStandsInALabelledBox()
{
    QFETCH(QList<CodePoints>, points);
    TextFixture fixture("x\n");
    const QColor box = fixture.theme().colors().removedSoft;
    for (const CodePoints &range : points) {
        for (char32_t character = range.first; character <= range.last; ++character) {
            QString text = u"first\nab"_s;
            text += QChar::fromUcs4(character);
            text += u"cd\n"_s;
            QVERIFY(fixture.text().setBytes(text.toUtf8()));
            fixture.placeCaret(0);
            const QImage image = fixture.picture();
            const int left = fixture.pointOf(7).x();
            const int y = fixture.pointOf(7).y();
            // A line separator breaks the line, so what follows it is no border.
            const bool breaksLine = character == 0x2028;
            const int right = breaksLine
                ? image.width() - 1
                : fixture.pointOf(fixture.document()->characterCount() - 4).x();
            const QRect place =
                placeOf(image, box, QRect(QPoint(left, y - 9), QPoint(right, y + 9)));
            const QByteArray name = QByteArray::number(character, 16);
            QVERIFY2(place.width() >= 10 && place.height() >= 10, name + " has no box");
            QVERIFY2(inkIn(image, box, place) >= 15, name + " has no label");
            QVERIFY2(place.right() <= right, name + " covers what follows");
            QCOMPARE(fixture.bytes(), text.toUtf8());
        }
    }
}

/// What has no width gets its room from the character before it; here there is none.
void TestInvisibleMarks::oneAtTheStartOfALineIsABar()
{
    TextFixture fixture("first\n\xE2\x80\x8B"
                        "ab\n");
    const QImage image = fixture.picture();
    const QPoint start = fixture.pointOf(6);
    const QRect place = placeOf(image, fixture.theme().colors().error,
                                QRect(start - QPoint(2, 9), start + QPoint(4, 9)));
    QVERIFY(place.height() >= 8);
}

void TestInvisibleMarks::thoseAtWorkAreNotMarked_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("family") << u"👨‍👩‍👧 ok"_s;
    QTest::newRow("heart") << u"❤\uFE0F ok"_s;
    QTest::newRow("keycap") << u"1\uFE0F\u20E3 ok"_s;
    QTest::newRow("flagOfEngland") << u"🏴󠁧󠁢󠁥󠁮󠁧󠁿 ok"_s;
    QTest::newRow("persian") << u"می\u200Cخواهم"_s;
    QTest::newRow("arabic") << u"ه\u200Dه"_s;
    QTest::newRow("plain") << u"# Title\tand – “text” …"_s;
}
void TestInvisibleMarks::thoseAtWorkAreNotMarked()
{
    QFETCH(QString, text);
    QVERIFY(editor::invisibleCharacters(text).isEmpty());
    TextFixture fixture("first\n" + text.toUtf8() + '\n');
    const QImage image = fixture.picture();
    QVERIFY(placeOf(image, fixture.theme().colors().removedSoft, image.rect()).isNull());
}

void TestInvisibleMarks::labelsSayWhatIsThere_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("labels");
    QTest::newRow("named") << u"a\u00A0b\u200Bc\u202Ed"_s
                           << QStringList{u"NBSP"_s, u"ZWSP"_s, u"RLO"_s};
    QTest::newRow("alike") << u"a\u200B\u200B\u200Bb"_s << QStringList{u"ZWSP×3"_s};
    QTest::newRow("mixedRun") << u"a\u200B\u2060b"_s << QStringList{u"ZWSP+1"_s};
    QTest::newRow("blanksEach") << u"a\u00A0\u00A0b"_s << QStringList{u"NBSP"_s, u"NBSP"_s};
    QTest::newRow("hiddenText") << QString::fromUcs4(U"a\U000E0068\U000E0069b")
                                << QStringList{u"TAG:hi"_s};
    QTest::newRow("longHiddenText")
        << QString::fromUcs4(U"a\U000E0069\U000E0067\U000E006E\U000E006F\U000E0072\U000E0065"
                             U"\U000E0020\U000E0061\U000E006C\U000E006C\U000E0020\U000E0074"
                             U"\U000E0068\U000E0061\U000E0074\U000E0020\U000E0078")
        << QStringList{u"TAG:ignore all that …"_s};
    QTest::newRow("selectors") << QString::fromUcs4(U"a\uFE00b\U000E0100c")
                               << QStringList{u"VS1"_s, u"VS17"_s};
    QTest::newRow("markInTheMiddle") << u"\uFEFFa"_s << QStringList{u"BOM"_s};
    QTest::newRow("control") << u"a\u001B[0m\u0007"_s << QStringList{u"ESC"_s, u"U+0007"_s};
    QTest::newRow("joinerBetweenLatinLetters") << u"a\u200Db"_s << QStringList{u"ZWJ"_s};
    QTest::newRow("separator") << u"a\u2028b"_s << QStringList{u"LS"_s};
    QTest::newRow("behindPairs") << u"👍\u200B👍\u00A0"_s << QStringList{u"ZWSP"_s, u"NBSP"_s};
}
void TestInvisibleMarks::labelsSayWhatIsThere()
{
    QFETCH(QString, line);
    QFETCH(QStringList, labels);
    QStringList found;
    for (const auto eachs = editor::invisibleCharacters(line);
         const InvisibleCharacter &each : eachs) {
        found.append(each.label);
    }
    QCOMPARE(found, labels);
}

void TestInvisibleMarks::markedTextIsEditedAsItIs()
{
    TextFixture fixture("a\xC2\xA0\xE2\x80\x8B"
                        "b\n");
    fixture.placeCaret(2);
    QTest::keyClick(&fixture.editor(), Qt::Key_X);
    QTest::keyClick(&fixture.editor(), Qt::Key_Delete);
    QCOMPARE(fixture.bytes(), "a\xC2\xA0xb\n");
    QTest::keyClick(&fixture.editor(), Qt::Key_Backspace);
    QTest::keyClick(&fixture.editor(), Qt::Key_Backspace);
    QCOMPARE(fixture.bytes(), "ab\n");
}

QTEST_MAIN(TestInvisibleMarks)
#include "tst_invisiblemarks.moc"
