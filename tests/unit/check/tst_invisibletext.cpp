#include "check/invisibletext.h"

#include <QTest>

using namespace hermes::check;
using namespace Qt::StringLiterals;
using Kind = InvisibleText::Kind;

class InvisibleTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodePointIsFound_data();
    void everyCodePointIsFound();
    void properUseIsQuiet_data();
    void properUseIsQuiet();
    void hiddenTextIsDecoded();
    void placesAreBytes();
    void selectorRunIsOnePlace();
};

void InvisibleTextTest::everyCodePointIsFound_data()
{
    QTest::addColumn<char32_t>("first");
    QTest::addColumn<char32_t>("last");
    QTest::addColumn<int>("kind");
    const auto row = [](char32_t first, char32_t last, Kind kind) {
        QTest::newRow(QByteArray::number(static_cast<uint>(first), 16).constData())
            << first << last << static_cast<int>(kind);
    };
    for (const char32_t direction : {U'\u061C', U'\u200E', U'\u200F'}) {
        row(direction, direction, Kind::Direction);
    }
    row(0x202A, 0x202E, Kind::Direction);
    row(0x2066, 0x2069, Kind::Direction);
    for (const char32_t hidden : {0xADU, 0x34FU, 0x3164U, 0xFEFFU, 0xFFA0U}) {
        row(hidden, hidden, Kind::Hidden);
    }
    row(0x115F, 0x1160, Kind::Hidden);
    row(0x17B4, 0x17B5, Kind::Hidden);
    row(0x180B, 0x180F, Kind::Hidden);
    row(0x200B, 0x200D, Kind::Hidden);
    row(0x2060, 0x2064, Kind::Hidden);
    row(0x206A, 0x206F, Kind::Hidden);
    row(0xFFF9, 0xFFFB, Kind::Hidden);
    row(0x1D173, 0x1D17A, Kind::Hidden);
    row(0xE0000, 0xE007F, Kind::Tags);
    row(0xFE00, 0xFE0F, Kind::Selector);
    row(0xE0100, 0xE01EF, Kind::Selector);
    row(0xA0, 0xA0, Kind::Space);
    row(0x0, 0x8, Kind::Control);
    row(0x1B, 0x1B, Kind::Control);
    row(0x7F, 0x9F, Kind::Control);
}

void InvisibleTextTest::everyCodePointIsFound()
{
    QFETCH(const char32_t, first);
    QFETCH(const char32_t, last);
    QFETCH(const int, kind);
    for (char32_t character = first; character <= last; ++character) {
        const QByteArray text = (u"ab"_s).append(QChar::fromUcs4(character)).append(u'c').toUtf8();
        const QList<InvisibleText> found = findInvisibleText(text);
        QCOMPARE(found.size(), 1);
        QCOMPARE(static_cast<int>(found.first().kind), kind);
        QCOMPARE(found.first().start, 2);
        QCOMPARE(found.first().length, text.size() - 3);
        QCOMPARE(found.first().character, character);
    }
}

void InvisibleTextTest::properUseIsQuiet_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"Tabs\tand\r\nlines, ümlauts — “quotes” 日本語"_s;
    QTest::newRow("byteOrderMark") << u"\uFEFFtext"_s;
    QTest::newRow("family") << u"👨\u200D👩\u200D👧"_s;
    QTest::newRow("rainbowFlag") << u"🏳\uFE0F\u200D🌈"_s;
    QTest::newRow("warningSign") << u"⚠\uFE0F"_s;
    QTest::newRow("skinTone") << u"👩🏽\u200D💻"_s;
    QTest::newRow("keycap") << u"1\uFE0F\u20E3"_s;
    QTest::newRow("scotland")
        << u"🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"_s;
    QTest::newRow("persian") << u"می\u200Cخواهم"_s;
    QTest::newRow("hindi") << u"क्\u200Dष"_s;
}

void InvisibleTextTest::properUseIsQuiet()
{
    QFETCH(const QString, text);
    QCOMPARE(findInvisibleText(text.toUtf8()), QList<InvisibleText>());
}

void InvisibleTextTest::hiddenTextIsDecoded()
{
    QString text = u"a"_s;
    for (const char letter : QByteArrayView("Ignore all")) {
        const char32_t tag = 0xE0000U + static_cast<unsigned char>(letter);
        text += QString::fromUcs4(&tag, 1);
    }
    const QList<InvisibleText> found = findInvisibleText(text.toUtf8());
    QCOMPARE(found, (QList<InvisibleText>{{Kind::Tags, 1, 40, 0xE0049, u"Ignore all"_s}}));
}

void InvisibleTextTest::placesAreBytes()
{
    const QList<InvisibleText> found = findInvisibleText(u"ä😀\u00A0x\u200B"_s.toUtf8());
    QCOMPARE(
        found,
        (QList<InvisibleText>{{Kind::Space, 6, 2, 0xA0, {}}, {Kind::Hidden, 9, 3, 0x200B, {}}}));
}

void InvisibleTextTest::selectorRunIsOnePlace()
{
    const QList<InvisibleText> found = findInvisibleText(u"⚠\uFE0F\uFE01\uFE02"_s.toUtf8());
    QCOMPARE(found, (QList<InvisibleText>{{Kind::Selector, 3, 9, 0xFE0F, {}}}));
}

QTEST_GUILESS_MAIN(InvisibleTextTest)
#include "tst_invisibletext.moc"
