#include "workspace/textplaces.h"

#include "workspace/editabletext.h"

#include <QTest>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::TextPlaces;

namespace {

/// The text as a document has it; each position of it is that of a byte, and back.
void comparePlaces(const QByteArray &utf8)
{
    const TextPlaces places(utf8);
    QTextDocument document;
    document.setPlainText(workspace::EditableText::documentText(QString::fromUtf8(utf8)));
    QCOMPARE(places.placeOf(utf8.size()), document.characterCount() - 1);
    for (qint64 offset = 0; offset < utf8.size(); ++offset) {
        if ((static_cast<unsigned char>(utf8.at(offset)) & 0xC0) == 0x80
            || (utf8.at(offset) == '\n' && offset > 0 && utf8.at(offset - 1) == '\r')) {
            continue; // within a character, or a line break
        }
        const qsizetype place = places.placeOf(offset);
        QTextDocument before;
        before.setPlainText(
            workspace::EditableText::documentText(QString::fromUtf8(utf8.first(offset))));
        QCOMPARE(place, before.characterCount() - 1);
        QCOMPARE(places.offsetOf(place), offset);
    }
}

} // namespace

class TestTextPlaces final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arePlacesOfTheDocument_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("lines") << QByteArray("a\nb\n\nc");
        QTest::newRow("line breaks of two bytes") << QByteArray("a\r\nb\r\n\r\nc\rd\n");
        QTest::newRow("characters of several bytes") << u"\u00e9\u4f60\U0001F600!"_s.toUtf8();
        QTest::newRow("stand-ins")
            << QByteArray("a\u2029b\ufdd0c\U000AFFFEd\U000DFFFEe\u2028f\u00a0");
    }
    void arePlacesOfTheDocument()
    {
        QFETCH(QByteArray, text);
        comparePlaces(text);
    }

    void farBehindTheBeginning()
    {
        const QByteArray line = u"l\u00ednea \U0001F600\r\n"_s.toUtf8();
        const QByteArray text = line.repeated(3000);
        const TextPlaces places(text);
        for (const qint64 index : {0, 1, 500, 1234, 2999}) {
            const qsizetype place = index * 9; // units a line
            QCOMPARE(places.placeOf(index * line.size()), place);
            QCOMPARE(places.offsetOf(place), index * line.size());
        }
    }

    void outsideIsAnEnd()
    {
        const TextPlaces places("abc");
        QCOMPARE(places.placeOf(-1), 0);
        QCOMPARE(places.placeOf(99), 3);
        QCOMPARE(places.offsetOf(-1), 0);
        QCOMPARE(places.offsetOf(99), 3);
        QCOMPARE(TextPlaces().offsetOf(5), 0);
    }
};

QTEST_MAIN(TestTextPlaces)
#include "tst_textplaces.moc"
