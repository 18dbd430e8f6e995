#include "preview/textview.h"

#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace hermes;
using preview::OriginRole;
using preview::TextSegment;
using preview::TextView;

namespace {

QString numberedLines(int count)
{
    QString text;
    for (int line = 1; line <= count; ++line) {
        text += u"line %1\n"_s.arg(line);
    }
    return text;
}

assembly::Origin origin(assembly::Origin::Kind kind, const QString &name)
{
    assembly::Origin made;
    made.kind = kind;
    made.name = name;
    return made;
}

/// The prompt's own text, a fragment in a line of its own, a variable within a line.
struct Mixed
{
    QString text = u"own words\nof a fragment\na VALUE here\n"_s;
    QList<TextSegment> segments{
        {0, 10, OriginRole::Prompt, {}},
        {10, 14, OriginRole::Fragment, origin(assembly::Origin::Kind::Fragment, u"tone"_s)},
        {24, 2, OriginRole::Prompt, {}},
        {26, 5, OriginRole::Variable, origin(assembly::Origin::Kind::Variable, u"what"_s)},
        {31, 6, OriginRole::Prompt, {}}};
};

/// The view in a shown window; firstVisibleBlock() is protected.
struct Fixture
{
    Fixture()
    {
        view.resize(300, 400);
        view.show();
        view.activateWindow();
    }

    void showMixed()
    {
        view.setText(Mixed().text);
        view.setSegments(Mixed().segments);
    }
    /// Of the characters from one place to another, in one line.
    [[nodiscard]] QRect rectOf(int from, int to) const
    {
        QTextCursor cursor(view.document());
        cursor.setPosition(from);
        const QRect first = view.cursorRect(cursor);
        cursor.setPosition(to);
        return first.united(view.cursorRect(cursor)).adjusted(1, 1, -1, -1);
    }
    [[nodiscard]] QPoint centerOf(int place) const { return rectOf(place, place + 1).center(); }

    [[nodiscard]] QString topLine() const { return view.cursorForPosition({4, 8}).block().text(); }

    void scrollToLine(int line) { view.verticalScrollBar()->setValue(line - 1); }

    widgets::Theme theme{*qApp};
    TextView view{theme};
};

/// How many of the pixels there have the colour.
int pixelsOf(const QImage &image, const QRect &area, const QColor &color)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            count += image.pixelColor(x, y) == color ? 1 : 0;
        }
    }
    return count;
}

} // namespace

class TestTextView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsExactlyTheText_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("first") << QString() << u"a\nb\n"_s;
        QTest::newRow("same") << u"a\nb\n"_s << u"a\nb\n"_s;
        QTest::newRow("middle") << u"a\nb\nc\n"_s << u"a\nB and more\nc\n"_s;
        QTest::newRow("start") << u"a\nb\n"_s << u"x\na\nb\n"_s;
        QTest::newRow("end") << u"a\nb\n"_s << u"a\nb\nc"_s;
        QTest::newRow("repeated") << u"aaa"_s << u"aaaa"_s;
        QTest::newRow("shortened") << u"aaaa"_s << u"aa"_s;
        QTest::newRow("cleared") << u"a\nb\n"_s << QString();
        QTest::newRow("surrogates") << u"a\U0001F600b"_s << u"a\U0001F601b"_s;
        QTest::newRow("large at once") << QString() << numberedLines(50'000);
        QTest::newRow("large after large") << numberedLines(50'000) << u"x"_s.repeated(200'000);
        QTest::newRow("small in large")
            << numberedLines(50'000) << numberedLines(50'000) + u"end"_s;
    }

    void showsExactlyTheText()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        Fixture fixture;
        fixture.view.setText(before);
        QTRY_COMPARE(fixture.view.toPlainText(), before);
        fixture.view.setText(after);
        QTRY_COMPARE(fixture.view.toPlainText(), after);
    }

    void randomEditsEndAsTheyShould()
    {
        Fixture fixture;
        QString text = numberedLines(40);
        quint32 state = 3;
        const auto next = [&state](qsizetype limit) {
            state = state * 1664525u + 1013904223u;
            return static_cast<qsizetype>((state >> 16) % static_cast<quint32>(limit));
        };
        for (int round = 0; round < 300; ++round) {
            const qsizetype at = next(text.size());
            text.replace(at, std::min(next(20), text.size() - at), u"ab\nc d"_s.first(next(6)));
            text += u"e\n"_s;
            fixture.view.setText(text);
            QCOMPARE(fixture.view.toPlainText(), text);
        }
    }

    void newestWinsWhileALargeOneIsMade()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(50'000));
        fixture.view.setText(numberedLines(50'001));
        fixture.view.setText(u"newest"_s);
        QTRY_COMPARE(fixture.view.toPlainText(), u"newest"_s);
        QTest::qWait(0);
        QCOMPARE(fixture.view.toPlainText(), u"newest"_s);
    }

    void placeStaysWhenTextAboveChanges()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(500));
        fixture.scrollToLine(200);
        const QString top = fixture.topLine();
        QCOMPARE(top, u"line 200"_s);
        fixture.view.setText(u"one\ntwo\n"_s + numberedLines(500));
        QCOMPARE(fixture.topLine(), top);
        fixture.view.setText(numberedLines(500));
        QCOMPARE(fixture.topLine(), top);
    }

    void placeStaysWhenTextBelowChanges()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(500));
        fixture.scrollToLine(200);
        fixture.view.setText(numberedLines(600));
        QCOMPARE(fixture.topLine(), u"line 200"_s);
    }

    void theFirstTextIsReadFromItsBeginning()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(500));
        QCOMPARE(fixture.topLine(), u"line 1"_s);
    }

    void whereTheTopItselfIsReplacedItsBeginningStays()
    {
        Fixture fixture;
        const auto numbered = [](const QString &middle) {
            return numberedLines(100) + middle + numberedLines(100);
        };
        fixture.view.setText(numbered(u"old one\nold two\nold three\n"_s));
        fixture.scrollToLine(102);
        QCOMPARE(fixture.topLine(), u"old two"_s);
        fixture.view.setText(numbered(u"new\n"_s.repeated(200)));
        QCOMPARE(fixture.view.verticalScrollBar()->value(), 100);
    }

    void aPlaceIsShownOnceItsTextIsLaidOut()
    {
        Fixture fixture;
        const QString large = numberedLines(20'000);
        QVERIFY(large.size() > TextView::largestEdit);
        fixture.view.setText(large);
        fixture.view.showPlace(large.indexOf(u"line 15000\n"_s));
        QTRY_COMPARE(fixture.topLine(), u"line 15000"_s);
    }

    void selectionStaysWhenOtherTextChanges()
    {
        Fixture fixture;
        fixture.view.setText(u"first\nsecond\nthird\n"_s);
        QTextCursor cursor = fixture.view.document()->find(u"second"_s);
        fixture.view.setTextCursor(cursor);
        fixture.view.setText(u"FIRST\nsecond\nthird\n"_s);
        QCOMPARE(fixture.view.textCursor().selectedText(), u"second"_s);
    }

    void enterTellsThePlace()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(10));
        const QSignalSpy activated(&fixture.view, &TextView::placeActivated);
        fixture.view.setFocus();
        QTest::keyClick(&fixture.view, Qt::Key_Down);
        QTest::keyClick(&fixture.view, Qt::Key_Down);
        QTest::keyClick(&fixture.view, Qt::Key_Right);
        QTest::keyClick(&fixture.view, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.last().first().toInt(), 15);
    }

    void aClickTellsThePlace()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(10));
        const QSignalSpy activated(&fixture.view, &TextView::placeActivated);
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {}, fixture.centerOf(30));
        QTRY_COMPARE(activated.size(), 1);
        QVERIFY(std::abs(activated.last().first().toInt() - 30) <= 1);
        QTest::mouseClick(fixture.view.viewport(), Qt::RightButton, {}, fixture.centerOf(9));
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, Qt::ShiftModifier,
                          fixture.centerOf(9)); // selects from there to here
        QVERIFY(fixture.view.textCursor().hasSelection());
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {}, fixture.centerOf(9));
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {}, fixture.centerOf(50));
        QTRY_COMPARE(activated.size(), 2); // the last click, no other
        QVERIFY(std::abs(activated.last().first().toInt() - 50) <= 1);
    }

    void selectingByMouseGoesNowhere()
    {
        Fixture fixture;
        fixture.view.setText(u"first words\nmore of them\n"_s);
        const QSignalSpy activated(&fixture.view, &TextView::placeActivated);
        QWidget *viewport = fixture.view.viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, fixture.centerOf(1));
        QTest::mouseMove(viewport, fixture.centerOf(9));
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, fixture.centerOf(9));
        QVERIFY2(fixture.view.textCursor().selectedText().contains(u"irst wo"),
                 qPrintable(fixture.view.textCursor().selectedText()));
        QTest::mouseClick(viewport, Qt::LeftButton, {}, fixture.centerOf(15)); // takes it back
        QVERIFY(!fixture.view.textCursor().hasSelection());
        QTest::mouseClick(viewport, Qt::LeftButton, {}, fixture.centerOf(1));
        QTRY_COMPARE(activated.size(), 1); // this one, no earlier one
        QVERIFY(activated.last().first().toInt() <= 2);
    }

    void aDoubleClickSelectsAWordAndStays()
    {
        Fixture fixture;
        fixture.view.setText(u"first words\nmore of them\n"_s);
        const QSignalSpy activated(&fixture.view, &TextView::placeActivated);
        QWidget *viewport = fixture.view.viewport();
        QTest::mouseDClick(viewport, Qt::LeftButton, {}, fixture.centerOf(14)); // both clicks
        QCOMPARE(fixture.view.textCursor().selectedText(), u"more"_s);
        QTest::mouseClick(viewport, Qt::LeftButton, {}, fixture.centerOf(20)); // takes it back
        QVERIFY(!fixture.view.textCursor().hasSelection());
        QTest::mouseClick(viewport, Qt::LeftButton, {}, fixture.centerOf(1));
        QTRY_COMPARE(activated.size(), 1);
        QVERIFY(activated.last().first().toInt() <= 2);
    }

    void aClickIsForgottenWithItsText()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(10));
        const QSignalSpy activated(&fixture.view, &TextView::placeActivated);
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {}, fixture.centerOf(30));
        fixture.view.setText(u"other\n"_s);
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {}, fixture.centerOf(1));
        QTRY_COMPARE(activated.size(), 1);
        QVERIFY(activated.last().first().toInt() <= 2);
    }

    void segmentsHaveTheColoursOfTheirOrigins_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::newRow("light") << static_cast<int>(widgets::Theme::Scheme::Light);
        QTest::newRow("dark") << static_cast<int>(widgets::Theme::Scheme::Dark);
    }
    void segmentsHaveTheColoursOfTheirOrigins()
    {
        QFETCH(int, scheme);
        Fixture fixture;
        fixture.theme.setScheme(static_cast<widgets::Theme::Scheme>(scheme));
        fixture.showMixed();
        const widgets::ThemeColors &colors = fixture.theme.colors();
        const QImage image = fixture.view.viewport()->grab().toImage();
        const auto stripe = [&](int line) {
            const QRect text = fixture.rectOf(line, line + 1);
            return QRect(4, text.center().y() - 1, 3, 3);
        };
        const auto tintOf = [&](OriginRole role) {
            return widgets::mixed(preview::originColor(colors, role), colors.edit, 0.2);
        };
        using enum OriginRole;
        QVERIFY(pixelsOf(image, stripe(0), preview::originColor(colors, Prompt)) > 0);
        QVERIFY(pixelsOf(image, stripe(10), preview::originColor(colors, Fragment)) > 0);
        QVERIFY(pixelsOf(image, stripe(24), preview::originColor(colors, Prompt)) > 0);
        QCOMPARE(pixelsOf(image, fixture.rectOf(0, 9), tintOf(Fragment)), 0);
        QVERIFY(pixelsOf(image, fixture.rectOf(10, 23), tintOf(Fragment)) > 20);
        QVERIFY(pixelsOf(image, fixture.rectOf(26, 31), tintOf(Variable)) > 10);
        QCOMPARE(pixelsOf(image, fixture.rectOf(32, 36), tintOf(Variable)), 0);
    }

    void originsAreToldInWords()
    {
        Fixture fixture;
        fixture.showMixed();
        const auto told = [&](int place) {
            QHelpEvent help(QEvent::ToolTip, fixture.centerOf(place),
                            fixture.view.viewport()->mapToGlobal(fixture.centerOf(place)));
            QCoreApplication::sendEvent(fixture.view.viewport(), &help);
            return QToolTip::text();
        };
        QVERIFY2(told(15).contains(u"Fragment tone"), qPrintable(told(15)));
        QVERIFY2(told(28).contains(u"Variable what"), qPrintable(told(28)));
        QCOMPARE(fixture.view.originAt(fixture.centerOf(4)), QString());
        fixture.view.setFocus();
        const auto described = [&] {
            return QAccessible::queryAccessibleInterface(&fixture.view)
                ->text(QAccessible::Description);
        };
        QCOMPARE(described(), u"Enter goes to the line's source"_s);
        QTest::keyClick(&fixture.view, Qt::Key_Down);
        QVERIFY2(described().startsWith(u"Fragment tone."), qPrintable(described()));
    }

    void onlyWhatIsSeenIsColoured()
    {
        Fixture fixture;
        QList<TextSegment> segments;
        const QString text = numberedLines(5000);
        for (qsizetype start = 0; start < text.size();) {
            const qsizetype length = text.indexOf(u'\n', start) + 1 - start;
            segments.append({start, length, OriginRole::Variable, {}});
            start += length;
        }
        fixture.view.setText(text);
        fixture.view.setSegments(segments);
        fixture.scrollToLine(3000);
        const auto marks = fixture.view.extraSelections();
        QVERIFY(!marks.isEmpty() && marks.size() < 100);
        QCOMPARE(marks.first().cursor.selectedText(), u"line 3000\u2029"_s);
    }

    void theTopIsToldWhenTheUserScrolls()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(500));
        const QSignalSpy scrolled(&fixture.view, &TextView::scrolledByUser);
        const QString tail = numberedLines(500);
        fixture.view.showPlace(tail.indexOf(u"line 200\n"));
        QCOMPARE(fixture.topLine(), u"line 200"_s);
        fixture.view.setText(u"one\n"_s + tail);
        QCOMPARE(fixture.topLine(), u"line 200"_s);
        QCOMPARE(scrolled.size(), 0); // not by the user
        fixture.view.setFocus();
        QTest::keyClick(&fixture.view, Qt::Key_PageDown);
        fixture.scrollToLine(301);
        QCOMPARE_GT(scrolled.size(), 0);
        QCOMPARE(scrolled.last().first().toInt(), (u"one\n"_s + tail).indexOf(u"line 300\n"));
    }

    void keysDoNotEdit()
    {
        Fixture fixture;
        fixture.view.setText(u"text"_s);
        QTest::keyClicks(&fixture.view, u"more"_s);
        QTest::keyClick(&fixture.view, Qt::Key_Backspace);
        QCOMPARE(fixture.view.toPlainText(), u"text"_s);
    }
};

QTEST_MAIN(TestTextView)
#include "tst_textview.moc"
