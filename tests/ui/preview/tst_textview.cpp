#include "preview/textview.h"

#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

using namespace Qt::StringLiterals;
using hermes::preview::TextView;

namespace {

QString numberedLines(int count)
{
    QString text;
    for (int line = 1; line <= count; ++line) {
        text += u"line %1\n"_s.arg(line);
    }
    return text;
}

/// The view in a shown window; firstVisibleBlock() is protected.
struct Fixture
{
    Fixture()
    {
        view.resize(300, 400);
        view.show();
        view.activateWindow();
    }

    [[nodiscard]] QString topLine() const { return view.cursorForPosition({4, 8}).block().text(); }

    void scrollToLine(int line) { view.verticalScrollBar()->setValue(line - 1); }

    TextView view;
};

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

    void selectionStaysWhenOtherTextChanges()
    {
        Fixture fixture;
        fixture.view.setText(u"first\nsecond\nthird\n"_s);
        QTextCursor cursor = fixture.view.document()->find(u"second"_s);
        fixture.view.setTextCursor(cursor);
        fixture.view.setText(u"FIRST\nsecond\nthird\n"_s);
        QCOMPARE(fixture.view.textCursor().selectedText(), u"second"_s);
    }

    void enterAndDoubleClickTellTheLine()
    {
        Fixture fixture;
        fixture.view.setText(numberedLines(10));
        const QSignalSpy activated(&fixture.view, &TextView::lineActivated);
        fixture.view.setFocus();
        QTest::keyClick(&fixture.view, Qt::Key_Down);
        QTest::keyClick(&fixture.view, Qt::Key_Down);
        QTest::keyClick(&fixture.view, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.last().first().toInt(), 2);
        const QTextCursor fifth(fixture.view.document()->findBlockByNumber(4));
        QTest::mouseDClick(fixture.view.viewport(), Qt::LeftButton, {},
                           fixture.view.cursorRect(fifth).center() + QPoint(6, 0));
        QCOMPARE(activated.size(), 2);
        QCOMPARE(activated.last().first().toInt(), 4);
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
