#include "editor/linenumbers.h"
#include "editor/linespacing.h"
#include "textfixture.h"
#include "widgets/themecolors.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QWheelEvent>

#include <cmath>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::PromptEditor;
using test::TextFixture;

class TestPromptEditor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typedTextIsInTheFile();
    void enterEndsALineAsTheFileDoes_data();
    void enterEndsALineAsTheFileDoes();
    void textFromAnInputMethodIsInTheFile();
    void undoAndRedoByKeys();
    void tabIndentsAtTheCaret_data();
    void tabIndentsAtTheCaret();
    void tabMovesSelectedLinesIn();
    void backtabMovesLinesOut_data();
    void backtabMovesLinesOut();
    void shiftArrowsSelectAndTypingReplaces();
    void doubleClickSelectsAWord();
    void aClickBetweenTwoLinesHitsTheNearerOne();
    void wheelWithControlZooms();
    void zoomHasBounds();
    void goToShowsThePlace();
    void goToIsClippedToTheText();
    void twoEditorsShowOneText();
    void aReadOnlyTextCannotBeChanged();
    void aVeryLongLineIsNotWrappedAndCanBeEdited();
    void theCaretLineIsMarked();
    void theTextHasTheThemesColours();
    void selectedLineEndsAreMarked();
    void wrappedRowsOfAnItemStandBelowItsText_data();
    void wrappedRowsOfAnItemStandBelowItsText();
    void rowsThatAreWrappedOtherwiseAreReached();
    void thePairAtTheCaretIsFramed();
    void theRulerAndWhiteSpaceAreDrawnOnDemand();

    void lineNumbersCountTheLines();
    void aClickOnANumberSelectsTheLine();
    void aDragOverNumbersSelectsLines();
    void shiftAndAClickOnANumberExtendsToIt();
    void lineNumbersStandOnTheRightInRightToLeft();

private:
    static editor::LineNumbers *numbersOf(TextFixture &fixture)
    {
        return fixture.editor().findChild<editor::LineNumbers *>();
    }
    static QPoint numberOfLine(TextFixture &fixture, int line)
    {
        const QTextBlock block = fixture.document()->findBlockByNumber(line - 1);
        return {numbersOf(fixture)->width() / 2, fixture.pointOf(block.position()).y()};
    }
};

void TestPromptEditor::typedTextIsInTheFile()
{
    TextFixture fixture("# A\n");
    fixture.placeCaret(4);
    QTest::keyClicks(&fixture.editor(), u"You write."_s);
    QCOMPARE(fixture.bytes(), "# A\nYou write.");
    QVERIFY(fixture.text().isModified());
}

void TestPromptEditor::enterEndsALineAsTheFileDoes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("lf") << QByteArray("a\nb") << QByteArray("a\n\n\nb");
    QTest::newRow("crlf") << QByteArray("a\r\nb") << QByteArray("a\r\n\r\n\r\nb");
    QTest::newRow("cr") << QByteArray("a\rb") << QByteArray("a\r\r\rb");
}
void TestPromptEditor::enterEndsALineAsTheFileDoes()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    TextFixture fixture(before);
    fixture.placeCaret(1);
    QTest::keyClick(&fixture.editor(), Qt::Key_Return);
    QTest::keyClick(&fixture.editor(), Qt::Key_Return, Qt::ShiftModifier); // not U+2028
    QCOMPARE(fixture.bytes(), after);
}

void TestPromptEditor::textFromAnInputMethodIsInTheFile()
{
    TextFixture fixture("a\n");
    fixture.placeCaret(1);
    QInputMethodEvent preedit(u"にほ"_s, {});
    QCoreApplication::sendEvent(&fixture.editor(), &preedit);
    QCOMPARE(fixture.bytes(), "a\n"); // not yet
    QInputMethodEvent commit;
    commit.setCommitString(u"日本\u00A0"_s);
    QCoreApplication::sendEvent(&fixture.editor(), &commit);
    QCOMPARE(fixture.bytes(), u"a日本\u00A0\n"_s.toUtf8());
}

void TestPromptEditor::undoAndRedoByKeys()
{
    TextFixture fixture("a\n");
    QTest::keyClicks(&fixture.editor(), u"xy"_s);
    QTest::keyClick(&fixture.editor(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(fixture.bytes(), "a\n");
    QVERIFY(!fixture.text().isModified());
    QTest::keyClick(&fixture.editor(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(fixture.bytes(), "xya\n");
}

void TestPromptEditor::tabIndentsAtTheCaret_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("blanks") << QByteArray("- a\n  b\n") << QByteArray("-   a\n  b\n");
    QTest::newRow("tabs") << QByteArray("- a\n\tb\n") << QByteArray("-\t a\n\tb\n");
}
void TestPromptEditor::tabIndentsAtTheCaret()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    TextFixture fixture(before);
    fixture.placeCaret(1);
    QTest::keyClick(&fixture.editor(), Qt::Key_Tab);
    QCOMPARE(fixture.bytes(), after);
    QVERIFY(fixture.editor().hasFocus());
}

void TestPromptEditor::tabMovesSelectedLinesIn()
{
    TextFixture fixture("a\r\nb\n\nc\nd\n");
    fixture.select(0, 5); // from a's start to c's: c itself is not touched
    QTest::keyClick(&fixture.editor(), Qt::Key_Tab);
    QCOMPARE(fixture.bytes(), "  a\r\n  b\n\nc\nd\n");
    fixture.text().undo();
    QCOMPARE(fixture.bytes(), "a\r\nb\n\nc\nd\n");
    QVERIFY(!fixture.text().canUndo());
}

void TestPromptEditor::backtabMovesLinesOut_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("blanks") << QByteArray("    a\n  b\n c\n") << QByteArray("  a\nb\nc\n");
    QTest::newRow("tabs") << QByteArray("\t\ta\n\tb\n") << QByteArray("\ta\nb\n");
    QTest::newRow("nothingToTake") << QByteArray("a\n\nb\n") << QByteArray("a\n\nb\n");
}
void TestPromptEditor::backtabMovesLinesOut()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    TextFixture fixture(before);
    QTest::keyClick(&fixture.editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&fixture.editor(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(fixture.bytes(), after);
    QCOMPARE(fixture.text().isModified(), before != after);
}

void TestPromptEditor::shiftArrowsSelectAndTypingReplaces()
{
    TextFixture fixture("one\r\ntwo\nthree\n");
    fixture.placeCaret(2);
    QTest::keyClick(&fixture.editor(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&fixture.editor(), Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(fixture.selectedText(), u"e\u2029t"_s);
    QTest::keyClick(&fixture.editor(), Qt::Key_X);
    QCOMPARE(fixture.bytes(), "onxwo\nthree\n");
}

void TestPromptEditor::doubleClickSelectsAWord()
{
    TextFixture fixture("some words here\n");
    QTest::mouseDClick(fixture.editor().viewport(), Qt::LeftButton, {}, fixture.pointOf(7));
    QCOMPARE(fixture.selectedText(), u"words"_s);
}

void TestPromptEditor::aClickBetweenTwoLinesHitsTheNearerOne()
{
    TextFixture fixture("long first line\nsecond line\nthird\n");
    const qreal pitch = fixture.editor().spacing().pitch();
    for (int line = 0; line < 3; ++line) {
        const QTextBlock block = fixture.document()->findBlockByNumber(line);
        const QPoint middle = fixture.pointOf(block.position() + 3);
        for (const qreal share : {-0.4, 0.0, 0.4}) {
            const QPoint point(middle.x(), static_cast<int>(middle.y() + share * pitch));
            QTest::mouseClick(fixture.editor().viewport(), Qt::LeftButton, {}, point);
            QCOMPARE(fixture.caret(), block.position() + 3);
        }
    }
}

void TestPromptEditor::wheelWithControlZooms()
{
    TextFixture fixture("a\n");
    QSignalSpy zoomed(&fixture.editor(), &PromptEditor::zoomChanged);
    const int before = fixture.editor().fontInfo().pixelSize();
    const int widthBefore = numbersOf(fixture)->width();
    const auto turn = [&](int eighths) {
        QWheelEvent event(QPointF(10, 10), fixture.editor().mapToGlobal(QPointF(10, 10)), {},
                          {0, eighths}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(fixture.editor().viewport(), &event);
    };
    turn(60); // half a notch of a fine wheel
    QVERIFY(zoomed.isEmpty());
    turn(60);
    QCOMPARE(fixture.editor().zoom(), 1);
    turn(360);
    QCOMPARE(fixture.editor().zoom(), 4);
    QVERIFY(fixture.editor().fontInfo().pixelSize() > before);
    QVERIFY(numbersOf(fixture)->width() > widthBefore);
    fixture.editor().setZoom(0);
    QCOMPARE(fixture.editor().fontInfo().pixelSize(), before);
    fixture.editor().setZoom(-1000);
    QVERIFY(fixture.editor().fontInfo().pixelSize() >= 6);
}

void TestPromptEditor::zoomHasBounds()
{
    TextFixture fixture("a\n");
    const double usual = fixture.editor().fontInfo().pixelSize();
    fixture.editor().setZoom(1'000);
    QVERIFY(fixture.editor().fontInfo().pixelSize() <= 4 * usual);
    const int most = fixture.editor().zoom();
    fixture.editor().setZoom(most - 1);
    QVERIFY2(fixture.editor().zoom() == most - 1, "a step back is seen at once");
    fixture.editor().setZoom(-1'000);
    QVERIFY(fixture.editor().fontInfo().pixelSize() >= usual / 2 - 1);
    QVERIFY(fixture.editor().fontInfo().pixelSize() < usual);
    fixture.editor().setZoom(0);
    QCOMPARE(fixture.editor().fontInfo().pixelSize(), usual);
}

void TestPromptEditor::goToShowsThePlace()
{
    TextFixture fixture(QByteArray("line of text\n").repeated(500));
    QSignalSpy moved(&fixture.editor(), &PromptEditor::caretMoved);
    fixture.editor().goTo(400, 6);
    QCOMPARE(moved.last(), (QVariantList{400, 6}));
    QCOMPARE(fixture.editor().caretLine(), 400);
    QCOMPARE(fixture.editor().caretColumn(), 6);
    QVERIFY(fixture.editor().viewport()->rect().contains(fixture.editor().cursorRect()));
    const QRect place = fixture.editor().cursorRect();
    QVERIFY(place.top() > 100 && place.bottom() < fixture.editor().viewport()->height() - 100);
    const int scrolled = fixture.editor().verticalScrollBar()->value();
    fixture.editor().goTo(401, 1); // in sight already
    QCOMPARE(fixture.editor().verticalScrollBar()->value(), scrolled);
}

void TestPromptEditor::goToIsClippedToTheText()
{
    TextFixture fixture("ab\ncd");
    fixture.editor().goTo(99, 99);
    QCOMPARE(fixture.caret(), 5);
    fixture.editor().goTo(0, 0);
    QCOMPARE(fixture.caret(), 0);
}

void TestPromptEditor::twoEditorsShowOneText()
{
    TextFixture fixture("a\n");
    PromptEditor second(fixture.theme());
    second.showText(&fixture.text());
    second.show();
    QTest::keyClicks(&second, u"xy"_s);
    QCOMPARE(fixture.bytes(), "xya\n");
    QTest::keyClick(&fixture.editor(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(second.toPlainText(), u"a\n"_s);
}

void TestPromptEditor::aReadOnlyTextCannotBeChanged()
{
    TextFixture fixture("keep  me\n");
    fixture.editor().setAccess(PromptEditor::Access::ReadOnly);
    QGuiApplication::clipboard()->setText(u"new"_s);
    fixture.select(0, 4);
    for (const Qt::Key key : {Qt::Key_X, Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_Return}) {
        QTest::keyClick(&fixture.editor(), key);
    }
    for (const Qt::Key key : {Qt::Key_V, Qt::Key_X, Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_Z}) {
        QTest::keyClick(&fixture.editor(), key, Qt::ControlModifier);
    }
    QTest::keyClick(&fixture.editor(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(&fixture.editor(), Qt::Key_Backtab, Qt::ShiftModifier);
    QTest::keyClick(&fixture.editor(), Qt::Key_Tab);
    QCOMPARE(fixture.bytes(), "keep  me\n");
    QVERIFY(!fixture.text().canUndo());

    fixture.editor().setFocus();
    fixture.select(0, 4);
    QTest::keyClick(&fixture.editor(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"keep"_s);
    fixture.placeCaret(0);
    QTest::keyClick(&fixture.editor(), Qt::Key_End, Qt::ShiftModifier); // a caret to select with
    QCOMPARE(fixture.selectedText(), u"keep  me"_s);

    fixture.editor().setAccess(PromptEditor::Access::Editable);
    QTest::keyClick(&fixture.editor(), Qt::Key_X);
    QCOMPARE(fixture.bytes(), "x\n");
}

void TestPromptEditor::aVeryLongLineIsNotWrappedAndCanBeEdited()
{
    const QByteArray line = QByteArray("word ").repeated(210'000); // 1 MB
    TextFixture fixture("# A\n" + line + "\nend\n");
    QCOMPARE(fixture.editor().lineWrapMode(), QPlainTextEdit::NoWrap);
    fixture.placeCaret(4 + 500'000);
    QTest::keyClicks(&fixture.editor(), u"xyz"_s);
    QCOMPARE(fixture.bytes(),
             "# A\n" + line.first(500'000) + "xyz" + line.sliced(500'000) + "\nend\n");
    QVERIFY(fixture.editor().viewport()->rect().intersects(fixture.editor().cursorRect()));
}

void TestPromptEditor::theTextHasTheThemesColours()
{
    TextFixture fixture("one\n\n\n\n");
    const auto corner = [&fixture] {
        const QImage picture = fixture.picture();
        return picture.pixelColor(picture.width() - 2, picture.height() - 2);
    };
    QCOMPARE(corner(), fixture.theme().colors().edit);
    fixture.setScheme(widgets::Theme::Scheme::Dark);
    QCOMPARE(corner(), fixture.theme().colors().edit);
    fixture.setScheme(widgets::Theme::Scheme::Light);
    QCOMPARE(corner(), fixture.theme().colors().edit);
}

void TestPromptEditor::theCaretLineIsMarked()
{
    TextFixture fixture("a\nb\nc\n");
    fixture.placeCaret(2);
    const QImage image = fixture.picture();
    const int right = image.width() - 10;
    const QColor base = fixture.theme().colors().edit;
    const auto at = [&](int position) {
        return image.pixelColor(
            right, static_cast<int>(fixture.pointOf(position).y() * image.devicePixelRatio()));
    };
    QCOMPARE(at(0), base);
    QVERIFY(at(2) != base);
    QCOMPARE(at(4), base);
}

void TestPromptEditor::selectedLineEndsAreMarked()
{
    TextFixture fixture("ab\n\ncd\n");
    fixture.select(1, 5);
    const QImage image = fixture.picture();
    const QColor highlight =
        fixture.editor().palette().color(QPalette::Active, QPalette::Highlight);
    const QPoint empty = fixture.pointOf(3); // the empty line: its end is all there is
    QCOMPARE(image.pixelColor(empty + QPoint(4, 0)), highlight);
    const auto pitch = static_cast<int>(fixture.editor().spacing().pitch());
    QCOMPARE(image.pixelColor(empty + QPoint(4, pitch / 2 - 1)), highlight); // no gap below
}

void TestPromptEditor::wrappedRowsOfAnItemStandBelowItsText_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::newRow("bullet") << u"- "_s;
    QTest::newRow("task") << u"  1. [x] "_s;
    QTest::newRow("quote") << u"> "_s;
    QTest::newRow("indented") << u"    "_s;
}

void TestPromptEditor::wrappedRowsOfAnItemStandBelowItsText()
{
    QFETCH(const QString, prefix);
    TextFixture fixture(
        (prefix + u"word "_s.repeated(60) + u"\n"_s + u"plain "_s.repeated(60)).toUtf8());
    (void)fixture.picture();
    const QTextBlock item = fixture.document()->firstBlock();
    const QTextLayout *layout = item.layout();
    QVERIFY(layout->lineCount() > 2);
    QCOMPARE(item.lineCount(), layout->lineCount());
    const qreal textStart = layout->lineAt(0).cursorToX(static_cast<int>(prefix.size()));
    QCOMPARE(layout->lineAt(0).x(), fixture.document()->documentMargin());
    QCOMPARE(layout->lineAt(1).x(), textStart);
    QCOMPARE(layout->lineAt(2).x(), textStart);
    const QTextLayout *plain = item.next().layout();
    QVERIFY(plain->lineCount() > 1);
    QCOMPARE(plain->lineAt(1).x(), plain->lineAt(0).x());
    for (int i = 0; i < layout->lineCount(); ++i) {
        const QTextLine row = layout->lineAt(i);
        QVERIFY(row.x() + row.naturalTextWidth() <= fixture.editor().viewport()->width());
    }
}

void TestPromptEditor::rowsThatAreWrappedOtherwiseAreReached()
{
    TextFixture fixture(QByteArray("- ") + QByteArray("word ").repeated(4'000) + "end");
    const auto rows = [&] { return fixture.document()->firstBlock().layout()->lineCount(); };
    (void)fixture.picture();
    const int before = rows();
    QTest::keyClick(&fixture.editor(), Qt::Key_End, Qt::ControlModifier);
    QVERIFY(fixture.editor().viewport()->rect().contains(fixture.editor().cursorRect()));
    QTest::keyClicks(&fixture.editor(), u" more words at the end of it all, and some more"_s);
    QTest::keyClick(&fixture.editor(), Qt::Key_Up);
    QTest::keyClick(&fixture.editor(), Qt::Key_Down);
    QVERIFY(fixture.editor().viewport()->rect().contains(fixture.editor().cursorRect()));
    fixture.editor().resize(360, 420);
    (void)fixture.picture();
    QVERIFY(rows() > before);
    QVERIFY(fixture.document()->firstBlock().layout()->lineAt(rows() - 1).x()
            > fixture.document()->documentMargin());
}

void TestPromptEditor::thePairAtTheCaretIsFramed()
{
    TextFixture fixture("a (b) c\n");
    fixture.placeCaret(0);
    const QImage before = fixture.picture();
    fixture.placeCaret(5);
    const QImage after = fixture.picture();
    const auto frame = [&](const QImage &picture, int position) {
        const QPoint place = fixture.pointOf(position);
        int found = 0;
        for (int y = place.y() - 9; y <= place.y() + 9; ++y) {
            found += picture.pixelColor(place.x(), y) == fixture.theme().colors().muted ? 1 : 0;
        }
        return found;
    };
    QCOMPARE(frame(before, 2), 0);
    QVERIFY(frame(after, 2) > 8);
    QVERIFY(frame(after, 4) > 8);
    fixture.placeCaret(0);
    QCOMPARE(frame(fixture.picture(), 2), 0);
}

void TestPromptEditor::theRulerAndWhiteSpaceAreDrawnOnDemand()
{
    TextFixture fixture("a b\tc\n\n\n\n");
    fixture.placeCaret(0);
    const QImage plain = fixture.picture();
    fixture.editor().setRuler(20);
    const QImage ruled = fixture.picture();
    const int left = static_cast<int>(
        std::round(fixture.document()->documentMargin()
                   + QFontMetricsF(fixture.editor().font()).horizontalAdvance(u'0') * 20));
    QCOMPARE(ruled.pixelColor(left, ruled.height() - 5), fixture.theme().colors().line);
    fixture.editor().setRuler(0);
    QCOMPARE(fixture.picture(), plain);
    fixture.editor().setShowsWhiteSpace(true);
    const QImage marked = fixture.picture();
    const QPoint blank = fixture.pointOf(1);
    const QRect place(blank.x(), blank.y() - 9, fixture.pointOf(2).x() - blank.x(), 18);
    QVERIFY(marked.copy(place) != plain.copy(place));
    fixture.editor().setShowsWhiteSpace(false);
    QCOMPARE(fixture.picture(), plain);
}

void TestPromptEditor::lineNumbersCountTheLines()
{
    TextFixture fixture(QByteArray("x\n").repeated(98));
    const int two = numbersOf(fixture)->width();
    QTest::keyClick(&fixture.editor(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClick(&fixture.editor(), Qt::Key_Return);
    QCOMPARE(fixture.document()->blockCount(), 100);
    QCOMPARE(numbersOf(fixture)->width(),
             two + fixture.editor().fontMetrics().horizontalAdvance(u'9'));
    QCOMPARE(fixture.editor().viewport()->x(), numbersOf(fixture)->width());

    // The caret's line has the darker number.
    fixture.editor().goTo(95, 1);
    const auto darkest = [&](int line) {
        const QPoint middle = numberOfLine(fixture, line);
        const QImage image = numbersOf(fixture)->grab().toImage();
        int value = 255;
        for (int y = middle.y() - 6; y < middle.y() + 6; ++y) {
            for (int x = 0; x < image.width(); ++x) {
                value = std::min(value, qGray(image.pixel(x, y)));
            }
        }
        return value;
    };
    QVERIFY(darkest(95) < darkest(94));
    QVERIFY(darkest(94) < 200);
}

void TestPromptEditor::aClickOnANumberSelectsTheLine()
{
    TextFixture fixture("one\ntwo\nthree");
    QTest::mouseClick(numbersOf(fixture), Qt::LeftButton, {}, numberOfLine(fixture, 2));
    QCOMPARE(fixture.selectedText(), u"two\u2029"_s);
    QTest::mouseClick(numbersOf(fixture), Qt::LeftButton, {}, numberOfLine(fixture, 3));
    QCOMPARE(fixture.selectedText(), u"three"_s);
    QVERIFY(fixture.editor().hasFocus());
    QGuiApplication::clipboard()->setText(u"new"_s, QClipboard::Selection);
    QTest::mouseClick(numbersOf(fixture), Qt::MiddleButton, {}, numberOfLine(fixture, 1));
    QCOMPARE(fixture.selectedText(), u"three"_s);
    QCOMPARE(fixture.bytes(), "one\ntwo\nthree");
}

void TestPromptEditor::aDragOverNumbersSelectsLines()
{
    TextFixture fixture("one\ntwo\nthree\nfour\n");
    editor::LineNumbers *numbers = numbersOf(fixture);
    QTest::mousePress(numbers, Qt::LeftButton, {}, numberOfLine(fixture, 3));
    QTest::mouseMove(numbers, numberOfLine(fixture, 2));
    QCOMPARE(fixture.selectedText(), u"two\u2029three\u2029"_s);
    QTest::mouseRelease(numbers, Qt::LeftButton, {}, numberOfLine(fixture, 1));
    QTest::mouseMove(numbers, numberOfLine(fixture, 4)); // no button: nothing is dragged
    QCOMPARE(fixture.selectedText().count(QChar::ParagraphSeparator), 2);
}

void TestPromptEditor::shiftAndAClickOnANumberExtendsToIt()
{
    TextFixture fixture("one\ntwo\nthree\nfour\n");
    fixture.placeCaret(5);
    QTest::mouseClick(numbersOf(fixture), Qt::LeftButton, Qt::ShiftModifier,
                      numberOfLine(fixture, 4));
    QCOMPARE(fixture.selectedText(), u"two\u2029three\u2029four\u2029"_s);
}

void TestPromptEditor::lineNumbersStandOnTheRightInRightToLeft()
{
    TextFixture fixture(u"עברית\n"_s.toUtf8());
    fixture.editor().setLayoutDirection(Qt::RightToLeft);
    QCOMPARE(numbersOf(fixture)->geometry().right(), fixture.editor().contentsRect().right());
    QCOMPARE(fixture.editor().viewport()->x(), 0);
    QTest::keyClick(&fixture.editor(), Qt::Key_End);
    QTest::keyClicks(&fixture.editor(), u"x"_s);
    QCOMPARE(fixture.bytes(), u"עבריתx\n"_s.toUtf8());
}

QTEST_MAIN(TestPromptEditor)
#include "tst_prompteditor.moc"
