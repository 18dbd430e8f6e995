#include "find/markedtext.h"

#include <QFontMetrics>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using find::MarkedText;

namespace {

MarkedText marked(const QString &text, const QString &mark)
{
    MarkedText line;
    line.text = text;
    line.marks = {{text.indexOf(mark), mark.size()}};
    line.font = QGuiApplication::font();
    line.color = Qt::black;
    line.markColor = Qt::black;
    return line;
}

QString markOf(const MarkedText &line)
{
    return line.text.mid(line.marks.first().start, line.marks.first().length);
}

} // namespace

class TestMarkedText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighbouringLettersAreOneRange()
    {
        const auto ranges = find::rangesOf({0, 1, 4, 6, 7});
        QCOMPARE(ranges.size(), 3);
        QCOMPARE(ranges.at(0).start, 0);
        QCOMPARE(ranges.at(0).length, 2);
        QCOMPARE(ranges.at(2).start, 6);
        QVERIFY(find::rangesOf({}).isEmpty());
    }

    void aMarkFarBehindComesIntoSight()
    {
        const MarkedText line =
            marked(u"  - "_s + u"word "_s.repeated(40) + u"needle and more"_s, u"needle"_s);
        const int width = 200;
        const MarkedText seen = find::withMarkInSight(line, width);
        QCOMPARE(markOf(seen), u"needle"_s);
        QVERIFY2(seen.text.startsWith(u'…'), qPrintable(seen.text));
        const QFontMetrics metrics(seen.font);
        const qsizetype end = seen.marks.first().start + seen.marks.first().length;
        QVERIFY(metrics.horizontalAdvance(seen.text.first(end)) < width);
    }

    void aLineWithoutBlanksIsCutAtItsMark()
    {
        const MarkedText line =
            marked(QString(300, u'x') + u"needle"_s + QString(300, u'y'), u"needle"_s);
        const MarkedText seen = find::withMarkInSight(line, 150);
        QCOMPARE(markOf(seen), u"needle"_s);
        QCOMPARE(seen.marks.first().start, 1);
    }

    void whatIsSeenStaysAsItIs()
    {
        const MarkedText line = marked(u"a needle"_s, u"needle"_s);
        QCOMPARE(find::withMarkInSight(line, 500).text, line.text);
        QCOMPARE(find::withMarkInSight(marked(u"\t a needle"_s, u"needle"_s), 500).text, line.text);
        MarkedText plain = line;
        plain.marks.clear();
        QCOMPARE(find::withMarkInSight(plain, 1).text, line.text);
    }

    void drawsAtTheLeadingEdge_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::addColumn<QString>("text");
        QTest::newRow("left to right") << Qt::LeftToRight << u"mmmm"_s;
        QTest::newRow("right to left") << Qt::RightToLeft << u"mmmm"_s;
        QTest::newRow("hebrew in a left-to-right row") << Qt::LeftToRight << u"שלום"_s;
        QTest::newRow("hebrew") << Qt::RightToLeft << u"שלום"_s;
    }

    void drawsAtTheLeadingEdge()
    {
        QFETCH(const Qt::LayoutDirection, direction);
        QFETCH(const QString, text);
        QImage image(400, 30, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        find::drawMarkedText(painter, image.rect(), direction, marked(text, text.left(1)));
        painter.end();
        const auto isInked = [&image](int from, int to) {
            for (int x = from; x < to; ++x) {
                for (int y = 0; y < image.height(); ++y) {
                    if (qGray(image.pixel(x, y)) < 200) {
                        return true;
                    }
                }
            }
            return false;
        };
        QCOMPARE(isInked(0, 100), direction == Qt::LeftToRight);
        QCOMPARE(isInked(300, 400), direction == Qt::RightToLeft);
    }
};

QTEST_MAIN(TestMarkedText)
#include "tst_markedtext.moc"
