#include "comparisons.h"
#include "diff/diffcanvas.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using namespace hermes::diffview;
using Kind = DisplayRow::Kind;

namespace {

constexpr QSize usualSize(640, 400);

/// Pixels of an area that are near a colour: text of that colour has some, whatever is beside it.
int pixelsLike(const QImage &image, const QRect &area, const QColor &color)
{
    constexpr int near = 24;
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - color.red()) < near
                    && std::abs(pixel.green() - color.green()) < near
                    && std::abs(pixel.blue() - color.blue()) < near
                ? 1
                : 0;
        }
    }
    return count;
}

QRect leftHalf(const QRect &area)
{
    return {area.left(), area.top(), area.width() / 2, area.height()};
}

QRect rightHalf(const QRect &area)
{
    return {area.left() + area.width() / 2, area.top(), area.width() / 2, area.height()};
}

/// The canvas in a shown window, on the difference of two prompts.
struct Fixture
{
    Fixture(const widgets::Theme &theme, const QByteArray &left, const QByteArray &right)
        : canvas(theme)
    {
        canvas.resize(usualSize);
        canvas.setDiff(test::comparePrompts(left, right).prompt);
        canvas.show();
        canvas.activateWindow();
        canvas.setFocus();
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&canvas, key, modifiers);
    }

    void click(QPoint place) { QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, place); }

    [[nodiscard]] QString copied()
    {
        QGuiApplication::clipboard()->clear();
        QTest::keySequence(&canvas, QKeySequence::Copy);
        return QGuiApplication::clipboard()->text();
    }

    [[nodiscard]] QImage picture() { return canvas.viewport()->grab().toImage(); }

    [[nodiscard]] int rowOf(Kind kind) const
    {
        const auto found = std::ranges::find(canvas.rows(), kind, &DisplayRow::kind);
        return found == canvas.rows().end() ? -1 : static_cast<int>(found - canvas.rows().begin());
    }

    DiffCanvas canvas;
};

} // namespace

class TestDiffCanvas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void nothingIsShownWithoutADifference()
    {
        DiffCanvas canvas(*m_theme);
        canvas.resize(usualSize);
        canvas.show();
        QTest::keyClick(&canvas, Qt::Key_Down);
        QTest::keySequence(&canvas, QKeySequence::SelectAll);
        QCOMPARE(canvas.currentRow(), -1);
        QCOMPARE(canvas.selectedText(), QString());
        QVERIFY(!canvas.hasNextChange());
        QVERIFY(!canvas.hasPreviousChange());
    }

    void firstChangeIsCurrentAtOnce()
    {
        const Fixture fixture(*m_theme, test::numberedLines(300, {}),
                              test::numberedLines(300, {200, 250}));
        QCOMPARE(fixture.canvas.rows().at(fixture.canvas.currentRow()).row, 199);
        QVERIFY(fixture.canvas.viewport()->rect().contains(
            fixture.canvas.rowRect(fixture.canvas.currentRow())));
    }

    void changesAreSteppedThrough()
    {
        Fixture fixture(*m_theme, test::numberedLines(300, {}),
                        test::numberedLines(300, {50, 51, 200, 250}));
        const auto currentLine = [&] {
            return fixture.canvas.rows().at(fixture.canvas.currentRow()).row + 1;
        };
        QCOMPARE(currentLine(), 50);
        QVERIFY(!fixture.canvas.hasPreviousChange());
        fixture.canvas.goToNextChange();
        QCOMPARE(currentLine(), 200);
        fixture.canvas.goToNextChange();
        QCOMPARE(currentLine(), 250);
        QVERIFY(!fixture.canvas.hasNextChange());
        fixture.canvas.goToNextChange();
        QCOMPARE(currentLine(), 250);
        fixture.canvas.goToPreviousChange();
        QCOMPARE(currentLine(), 200);
        QVERIFY(fixture.canvas.hasPreviousChange());
    }

    void wordsAreMarkedBesideTheirColour()
    {
        Fixture fixture(*m_theme, "Use timeouts and retries.\n", "Use timeouts and backoff.\n");
        fixture.canvas.setCurrentRow(0);
        const QRect row = fixture.canvas.rowRect(0);
        const QImage image = fixture.picture();
        const widgets::ThemeColors &colors = m_theme->colors();
        QCOMPARE_GT(pixelsLike(image, leftHalf(row), colors.removed), 20);
        QCOMPARE_GT(pixelsLike(image, rightHalf(row), colors.added), 20);
        QCOMPARE(pixelsLike(image, rightHalf(row), colors.removed), 0);
        // A struck word has a line through its middle, an added one below: rows of pixels that are
        // inked almost throughout.
        const auto longestInk = [&](const QRect &area, const QColor &color) {
            int longest = 0;
            for (int y = area.top(); y <= area.bottom(); ++y) {
                longest =
                    std::max(longest, pixelsLike(image, {area.left(), y, area.width(), 1}, color));
            }
            return longest;
        };
        QCOMPARE_GT(longestInk(leftHalf(row), colors.removed), 45);
        QCOMPARE_GT(longestInk(rightHalf(row), colors.added), 45);
    }

    void changedLinesHaveASignInTheirGutter()
    {
        Fixture fixture(*m_theme, "same\nthe old line\n", "same\nthe new line\nmore\n");
        fixture.canvas.setArrangement(Arrangement::Unified);
        const QImage image = fixture.picture();
        const auto signInk = [&](int row, const QColor &color) {
            const QRect area = fixture.canvas.rowRect(row);
            return pixelsLike(image, {0, area.top(), 80, area.height()}, color);
        };
        const int removed = fixture.rowOf(Kind::Left);
        const int added = fixture.rowOf(Kind::Right);
        QCOMPARE_GT(signInk(removed, m_theme->colors().removed), 2);
        QCOMPARE_GT(signInk(added, m_theme->colors().added), 2);
        QCOMPARE(signInk(0, m_theme->colors().removed), 0);
        QCOMPARE(signInk(0, m_theme->colors().added), 0);
    }

    void arrangementKeepsTheCurrentChange()
    {
        Fixture fixture(*m_theme, test::numberedLines(300, {}),
                        test::numberedLines(300, {50, 200}));
        fixture.canvas.goToNextChange();
        fixture.canvas.setArrangement(Arrangement::Unified);
        QCOMPARE(fixture.canvas.rows().at(fixture.canvas.currentRow()).row, 199);
        QVERIFY(fixture.canvas.viewport()->rect().intersects(
            fixture.canvas.rowRect(fixture.canvas.currentRow())));
        fixture.canvas.setArrangement(Arrangement::SideBySide);
        QCOMPARE(fixture.canvas.rows().at(fixture.canvas.currentRow()).row, 199);
    }

    void clickOpensAFold()
    {
        Fixture fixture(*m_theme, test::numberedLines(100, {}), test::numberedLines(100, {60}));
        QCOMPARE(fixture.rowOf(Kind::Fold), 0);
        fixture.canvas.verticalScrollBar()->setValue(0);
        fixture.click(fixture.canvas.rowRect(0).center());
        QVERIFY(fixture.rowOf(Kind::Fold) > 0); // the other one, below the change
        QCOMPARE(fixture.canvas.rows().first(), (DisplayRow{Kind::Both, 0}));
    }

    void enterOpensAFold()
    {
        Fixture fixture(*m_theme, test::numberedLines(100, {}), test::numberedLines(100, {60}));
        fixture.press(Qt::Key_Home);
        QCOMPARE(fixture.canvas.accessibleDescription(), u"… 56 unchanged lines"_s);
        fixture.press(Qt::Key_Return);
        QCOMPARE(fixture.canvas.rows().first(), (DisplayRow{Kind::Both, 0}));
        QCOMPARE(fixture.canvas.currentRow(), 0);
    }

    void unchangedLinesAreShownAndFoldedAgain()
    {
        Fixture fixture(*m_theme, test::numberedLines(100, {}), test::numberedLines(100, {60}));
        fixture.press(Qt::Key_Home);
        fixture.press(Qt::Key_Return);
        fixture.canvas.setUnchanged(Unchanged::Shown);
        QCOMPARE(fixture.canvas.rows().size(), 100);
        fixture.canvas.setUnchanged(Unchanged::Folded);
        QCOMPARE(fixture.canvas.rows().first().kind, Kind::Fold); // the opened one too
    }

    void copyTakesTheSideThatWasClicked()
    {
        Fixture fixture(*m_theme, "a\nthe old line\n", "a\nthe new line\n");
        const QRect row = fixture.canvas.rowRect(1);
        fixture.click(leftHalf(row).center());
        QCOMPARE(fixture.copied(), u"the old line\n"_s);
        fixture.click(rightHalf(row).center());
        QCOMPARE(fixture.copied(), u"the new line\n"_s);
    }

    void copyTakesWhatIsSelectedByKeys()
    {
        Fixture fixture(*m_theme, "a\nb\n\nthe old line\n", "a\nb\n\nthe new line\n");
        fixture.press(Qt::Key_Home);
        fixture.press(Qt::Key_Down);
        fixture.press(Qt::Key_Down, Qt::ShiftModifier);
        fixture.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(fixture.copied(), u"b\n\nthe new line\n"_s);
        QTest::keySequence(&fixture.canvas, QKeySequence::SelectAll);
        QCOMPARE(fixture.copied(), u"a\nb\n\nthe new line\n"_s);
    }

    void copyOfAFoldHasItsLines()
    {
        Fixture fixture(*m_theme, test::numberedLines(30, {}), test::numberedLines(30, {30}));
        fixture.press(Qt::Key_Home);
        QCOMPARE(fixture.copied(), QString::fromUtf8(test::numberedLines(26, {})));
    }

    void menuCopies()
    {
        Fixture fixture(*m_theme, "a\nthe old line\n", "a\nthe new line\n");
        const QPoint place = fixture.canvas.rowRect(1).center();
        QContextMenuEvent ask(QContextMenuEvent::Keyboard, place,
                              fixture.canvas.viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(fixture.canvas.viewport(), &ask);
        auto *menu = fixture.canvas.findChild<QMenu *>();
        QVERIFY(menu);
        QTRY_VERIFY(menu->isVisible());
        QGuiApplication::clipboard()->clear();
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"the new line\n"_s);
    }

    void rightToLeftMirrorsTheSides()
    {
        Fixture fixture(*m_theme, "a\nthe old line\n", "a\nthe new line\n");
        fixture.canvas.setLayoutDirection(Qt::RightToLeft);
        const QRect row = fixture.canvas.rowRect(1);
        fixture.click(rightHalf(row).center());
        QCOMPARE(fixture.copied(), u"the old line\n"_s);
        fixture.click(leftHalf(row).center());
        QCOMPARE(fixture.copied(), u"the new line\n"_s);
        fixture.canvas.setCurrentRow(0);
        const QImage image = fixture.picture();
        QCOMPARE_GT(pixelsLike(image, rightHalf(row), m_theme->colors().removed), 5);
        QCOMPARE(pixelsLike(image, leftHalf(row), m_theme->colors().removed), 0);
    }

    void changesThatAreNotSeenAreNamed_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QString>("name");
        QTest::newRow("space at the end") << "a b\n"_ba << "a b \n"_ba << u"white space only"_s;
        QTest::newRow("tab for spaces") << "    a\n"_ba << "\ta\n"_ba << u"white space only"_s;
        QTest::newRow("line ending") << "a b\n"_ba << "a b\r\n"_ba << u"line ending only"_s;
        QTest::newRow("no final newline") << "a b\n"_ba << "a b"_ba << u"line ending only"_s;
        QTest::newRow("no-break space")
            << "a b\n"_ba << "a\u00a0b\n"_ba << u"invisible characters only: +U+00A0"_s;
        QTest::newRow("zero width")
            << "a\u200bb\n"_ba << "ab\n"_ba << u"invisible characters only: −U+200B"_s;
        QTest::newRow("direction") << "ab\n"_ba << "a\u202eb\u202c\n"_ba
                                   << u"invisible characters only: +U+202E, +U+202C"_s;
        QTest::newRow("byte order mark")
            << "ab\n"_ba << "\ufeffab\n"_ba << u"invisible characters only: +U+FEFF"_s;
        QTest::newRow("tag characters")
            << "ab\n"_ba << "a\U000e0041b\n"_ba << u"invisible characters only: +U+E0041"_s;
    }

    void changesThatAreNotSeenAreNamed()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        QFETCH(QString, name);
        Fixture fixture(*m_theme, left, right);
        QVERIFY2(fixture.canvas.accessibleDescription().contains(name),
                 qPrintable(fixture.canvas.accessibleDescription()));
        // The name has a line of its own below the text, side by side and unified.
        const int lineHeight = fixture.canvas.verticalScrollBar()->singleStep();
        QCOMPARE(fixture.canvas.rowRect(0).height(), 2 * lineHeight);
        fixture.canvas.setArrangement(Arrangement::Unified);
        QCOMPARE(fixture.canvas.rowRect(fixture.rowOf(Kind::Right)).height(), 2 * lineHeight);
    }

    void rowsAreReadAloud()
    {
        Fixture fixture(*m_theme, "same\nold\ngone\n", "same\nnew\n");
        fixture.press(Qt::Key_Home);
        QCOMPARE(fixture.canvas.accessibleDescription(), u"Line 1: same"_s);
        fixture.canvas.setArrangement(Arrangement::Unified);
        fixture.press(Qt::Key_Down);
        QCOMPARE(fixture.canvas.accessibleDescription(), u"Removed, line 2: old"_s);
    }

    void onlyVisibleRowsAreLaidOut()
    {
        QByteArray left;
        QByteArray right;
        for (int line = 0; left.size() < qsizetype(1024) * 1024; ++line) {
            left += "old words of line number " + QByteArray::number(line) + "\n\n";
            right += "new words of line number " + QByteArray::number(line) + "\n\n";
        }
        Fixture fixture(*m_theme, left, right);
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.canvas));
        const int lineHeight = fixture.canvas.verticalScrollBar()->singleStep();
        const qsizetype most = usualSize.height() / lineHeight + 2;
        QCOMPARE_GT(fixture.canvas.rows().size(), 60'000);
        QCOMPARE_LE(fixture.canvas.shapedRowCount(), most);
        fixture.press(Qt::Key_End);
        QCOMPARE(fixture.canvas.currentRow(), fixture.canvas.rows().size() - 1);
        QVERIFY(fixture.canvas.viewport()->rect().contains(
            fixture.canvas.rowRect(fixture.canvas.currentRow())));
        QCOMPARE_LE(fixture.canvas.shapedRowCount(), most);
        QScrollBar *bar = fixture.canvas.verticalScrollBar();
        for (const int share : {1, 2, 3}) {
            bar->setValue(bar->maximum() / 4 * share);
            QCOMPARE_LE(fixture.canvas.shapedRowCount(), most);
            QCOMPARE_GT(fixture.canvas.shapedRowCount(), most / 4);
        }
        fixture.canvas.resize(usualSize.width() / 2, usualSize.height());
        QCOMPARE_LE(fixture.canvas.shapedRowCount(), most);
    }

    void aLineOfAMegabyteIsCutAndSaysSo()
    {
        const QByteArray line = QByteArray("word ").repeated(200'000);
        Fixture fixture(*m_theme, line + "old\n", line + "new\n");
        QCOMPARE_GT(fixture.canvas.verticalScrollBar()->maximum(), 0);
        fixture.canvas.verticalScrollBar()->setValue(fixture.canvas.verticalScrollBar()->maximum());
        QCOMPARE_LT(fixture.canvas.rowRect(0).height(), 20'000);
    }

    void wrappedRowsStayInPlaceOnResize()
    {
        QByteArray left;
        QByteArray right;
        for (int line = 0; line < 200; ++line) {
            const QByteArray number = QByteArray::number(line);
            left +=
                "An old line with enough words to be wrapped in a narrow window " + number + '\n';
            right +=
                "A new line with enough words to be wrapped in a narrow window " + number + '\n';
        }
        Fixture fixture(*m_theme, left, right);
        QScrollBar *bar = fixture.canvas.verticalScrollBar();
        bar->setValue(bar->maximum() / 2);
        const auto topRow = [&] {
            int row = 0;
            while (fixture.canvas.rowRect(row).bottom() < 0) {
                ++row;
            }
            return row;
        };
        const int before = topRow();
        fixture.canvas.resize(500, usualSize.height());
        QCOMPARE_LE(std::abs(topRow() - before), 1);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestDiffCanvas)
#include "tst_diffcanvas.moc"
