#include "editor/documentlines.h"
#include "editor/folding.h"
#include "editor/linenumbers.h"
#include "editor/prompteditor.h"
#include "pagefixture.h"

#include <QScrollBar>
#include <QTest>
#include <QTextBlock>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;
using test::PageFixture;

namespace {

constexpr auto sample = "# One\na\n## Two\nb\nc\n## Three\nd\n# Four\ne\n";

/// The lines that show, without their ends.
QString shown(PageFixture &fixture)
{
    QStringList lines;
    for (QTextBlock block = fixture.editor().document()->firstBlock(); block.isValid();
         block = block.next()) {
        if (block.isVisible()) {
            lines.append(block.text());
        }
    }
    return lines.join(u'|');
}

void placeCaretInLine(PageFixture &fixture, int line)
{
    fixture.editor().goTo(line, 1);
}

} // namespace

class TestFolding final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSectionIsFoldedWithWhatIsBelowIt();
    void foldingTwiceFoldsTheSectionAround();
    void foldsWithinFoldsStay();
    void theCaretGoesToTheHeading();
    void arrowsGoRoundWhatIsFolded();
    void keysEndWhereAllBelowIsFolded();
    void goingThereUnfolds();
    void findingUnfolds();
    void foldsSurviveEditsElsewhere();
    void editsOfTheHeadingKeepTheFoldWhileItIsOne();
    void anEditInAFoldOpensIt();
    void undoOpensWhatItChanges();
    void aFenceAboveOpensWhatIsNoHeadingAnyMore();
    void underlinedHeadingsFold();
    void foldAllAndUnfoldAll();
    void foldAllLeavesOneTitleOfALongText();
    void theArrowFolds();
    void theMarkUnfolds();
    void scrollingKnowsWhatIsFolded();
    void focusShowsOneSection();
    void bytesStayAsTheyAre();
};

void TestFolding::aSectionIsFoldedWithWhatIsBelowIt()
{
    PageFixture fixture(sample);
    placeCaretInLine(fixture, 5);
    fixture.page().perform(EditCommand::Fold);
    QCOMPARE(shown(fixture), u"# One|a|## Two|## Three|d|# Four|e|"_s);
    QVERIFY(fixture.editor().folding().isFolded(2));
    QCOMPARE(fixture.editor().folding().hiddenLines(2), 2);
    fixture.page().perform(EditCommand::Unfold);
    QCOMPARE(shown(fixture), u"# One|a|## Two|b|c|## Three|d|# Four|e|"_s);
    placeCaretInLine(fixture, 1);
    fixture.page().perform(EditCommand::Fold);
    QCOMPARE(shown(fixture), u"# One|# Four|e|"_s);
}

void TestFolding::foldingTwiceFoldsTheSectionAround()
{
    PageFixture fixture(sample);
    placeCaretInLine(fixture, 4);
    fixture.page().perform(EditCommand::Fold);
    fixture.page().perform(EditCommand::Fold);
    QCOMPARE(shown(fixture), u"# One|# Four|e|"_s);
    QCOMPARE(fixture.editor().caretLine(), 1);
    fixture.page().perform(EditCommand::Fold);
    QCOMPARE(shown(fixture), u"# One|# Four|e|"_s);
}

void TestFolding::foldsWithinFoldsStay()
{
    PageFixture fixture(sample);
    fixture.editor().folding().toggle(2);
    fixture.editor().folding().toggle(0);
    fixture.editor().folding().toggle(0);
    QCOMPARE(shown(fixture), u"# One|a|## Two|## Three|d|# Four|e|"_s);
}

void TestFolding::theCaretGoesToTheHeading()
{
    PageFixture fixture(sample);
    placeCaretInLine(fixture, 5);
    fixture.page().perform(EditCommand::Fold);
    QCOMPARE(fixture.editor().caretLine(), 3);
    fixture.type(u"x"_s);
    QVERIFY(fixture.bytes().contains("## Twox\n"));
}

void TestFolding::arrowsGoRoundWhatIsFolded()
{
    PageFixture fixture(sample);
    placeCaretInLine(fixture, 3);
    fixture.page().perform(EditCommand::Fold);
    fixture.press(Qt::Key_Down);
    QCOMPARE(fixture.editor().caretLine(), 6);
    fixture.press(Qt::Key_Up);
    QCOMPARE(fixture.editor().caretLine(), 3);
    fixture.press(Qt::Key_End);
    fixture.press(Qt::Key_Right);
    QCOMPARE(fixture.editor().caretLine(), 6);
    fixture.press(Qt::Key_Left);
    QCOMPARE(fixture.editor().caretLine(), 3);
    QVERIFY(fixture.editor().folding().isFolded(2));
}

void TestFolding::keysEndWhereAllBelowIsFolded()
{
    PageFixture fixture("# One\n## Two\na\n## Three\nb\n");
    fixture.editor().folding().foldAll();
    fixture.placeCaret(0);
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_PageDown, Qt::Key_End, Qt::Key_Right}) {
        fixture.press(key);
        QCOMPARE(fixture.editor().caretLine(), 1);
        QCOMPARE(shown(fixture), u"# One"_s);
    }
    for (const Qt::Key key : {Qt::Key_End, Qt::Key_Right, Qt::Key_Home, Qt::Key_Left}) {
        fixture.press(key, Qt::ControlModifier);
        QCOMPARE(fixture.editor().caretLine(), 1);
    }
    fixture.press(Qt::Key_Down, Qt::ShiftModifier);
    fixture.press(Qt::Key_Up);
    QCOMPARE(fixture.editor().caretLine(), 1);
    fixture.page().perform(EditCommand::UnfoldAll);
    fixture.editor().goTo(3, 1);
    fixture.page().perform(EditCommand::FocusSection);
    fixture.press(Qt::Key_Up);
    fixture.press(Qt::Key_Left);
    fixture.press(Qt::Key_Left);
    QCOMPARE(shown(fixture), u"## Two|a"_s);
}

void TestFolding::goingThereUnfolds()
{
    PageFixture fixture(sample);
    fixture.editor().folding().foldAll();
    QCOMPARE(shown(fixture), u"# One|# Four"_s);
    fixture.editor().goTo(4, 1);
    QCOMPARE(shown(fixture), u"# One|a|## Two|b|c|## Three|# Four"_s);
    QVERIFY(fixture.editor().viewport()->rect().contains(fixture.editor().cursorRect()));
}

void TestFolding::findingUnfolds()
{
    PageFixture fixture(sample);
    fixture.editor().folding().foldAll();
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"d"_s);
    QTRY_COMPARE(shown(fixture), u"# One|a|## Two|## Three|d|# Four"_s);
}

void TestFolding::foldsSurviveEditsElsewhere()
{
    PageFixture fixture(sample);
    fixture.editor().folding().toggle(2);
    fixture.placeCaret(0);
    fixture.press(Qt::Key_Return);
    fixture.type(u"new"_s);
    placeCaretInLine(fixture, 9);
    fixture.press(Qt::Key_Return);
    QTRY_VERIFY(editor::DocumentLines::of(fixture.editor().document()).isSettled());
    QVERIFY(fixture.editor().folding().isFolded(3));
    QCOMPARE(shown(fixture), u"|new# One|a|## Two|## Three|d||# Four|e|"_s);
}

void TestFolding::editsOfTheHeadingKeepTheFoldWhileItIsOne()
{
    PageFixture fixture(sample);
    fixture.editor().folding().toggle(2);
    placeCaretInLine(fixture, 3);
    fixture.press(Qt::Key_End);
    fixture.type(u" more"_s);
    QTRY_VERIFY(editor::DocumentLines::of(fixture.editor().document()).isSettled());
    QVERIFY(fixture.editor().folding().isFolded(2));
    // Another level has another section.
    fixture.press(Qt::Key_Home, Qt::ControlModifier);
    placeCaretInLine(fixture, 3);
    fixture.press(Qt::Key_Delete);
    QTRY_COMPARE(shown(fixture), u"# One|a|# Two more|b|c|## Three|d|# Four|e|"_s);
}

void TestFolding::anEditInAFoldOpensIt()
{
    PageFixture fixture(sample);
    fixture.editor().folding().toggle(2);
    QTextCursor elsewhere(fixture.editor().document());
    elsewhere.setPosition(fixture.editor().document()->findBlockByNumber(3).position());
    elsewhere.insertText(u"changed "_s);
    QCOMPARE(shown(fixture), u"# One|a|## Two|changed b|c|## Three|d|# Four|e|"_s);
    // A line behind the heading belongs to the section.
    fixture.editor().folding().toggle(2);
    placeCaretInLine(fixture, 3);
    fixture.press(Qt::Key_End);
    fixture.press(Qt::Key_Return);
    QCOMPARE(shown(fixture), u"# One|a|## Two||changed b|c|## Three|d|# Four|e|"_s);
    // Joining the line below with the fold's last one.
    fixture.editor().folding().toggle(2);
    placeCaretInLine(fixture, 7);
    fixture.press(Qt::Key_Home);
    fixture.press(Qt::Key_Backspace);
    QVERIFY2(shown(fixture).contains(u"c## Three"), qPrintable(shown(fixture)));
}

void TestFolding::undoOpensWhatItChanges()
{
    PageFixture fixture(sample);
    placeCaretInLine(fixture, 4);
    fixture.type(u"x"_s);
    placeCaretInLine(fixture, 3);
    fixture.page().perform(EditCommand::Fold);
    fixture.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(shown(fixture), u"# One|a|## Two|b|c|## Three|d|# Four|e|"_s);
}

void TestFolding::aFenceAboveOpensWhatIsNoHeadingAnyMore()
{
    PageFixture fixture(sample);
    fixture.editor().folding().toggle(2);
    placeCaretInLine(fixture, 2);
    fixture.type(u"```"_s);
    fixture.press(Qt::Key_Return);
    QTRY_VERIFY(!shown(fixture).contains(u"## Two|## Three"_s));
    QVERIFY(shown(fixture).contains(u"## Two|b|c"_s));
}

void TestFolding::underlinedHeadingsFold()
{
    PageFixture fixture("One\n===\na\n\nTwo\n===\nb\n");
    placeCaretInLine(fixture, 3);
    fixture.page().perform(EditCommand::Fold);
    QCOMPARE(shown(fixture), u"One|===|Two|===|b|"_s);
}

void TestFolding::foldAllAndUnfoldAll()
{
    PageFixture fixture(sample);
    fixture.page().perform(EditCommand::FoldAll);
    QCOMPARE(shown(fixture), u"# One|# Four"_s);
    fixture.editor().folding().toggle(0);
    QCOMPARE(shown(fixture), u"# One|a|## Two|## Three|# Four"_s);
    fixture.page().perform(EditCommand::UnfoldAll);
    QCOMPARE(shown(fixture), u"# One|a|## Two|b|c|## Three|d|# Four|e|"_s);
}

void TestFolding::foldAllLeavesOneTitleOfALongText()
{
    QByteArray text = "# The whole\n\n";
    for (int i = 0; i < 100; ++i) {
        text += "## Section " + QByteArray::number(i) + "\n\n" + QByteArray("line\n").repeated(12);
    }
    PageFixture fixture(text);
    for (const int line : {700, 3}) {
        fixture.editor().goTo(line, 1);
        fixture.page().perform(EditCommand::FoldAll);
        QCOMPARE(shown(fixture), u"# The whole"_s);
        QCOMPARE(fixture.editor().caretLine(), 1);
        fixture.page().perform(EditCommand::UnfoldAll);
    }
}

void TestFolding::theArrowFolds()
{
    PageFixture fixture(sample);
    auto *numbers = fixture.editor().findChild<editor::LineNumbers *>();
    QTextCursor heading(fixture.editor().document()->findBlockByNumber(2));
    const QPoint arrow(numbers->width() - 10, fixture.editor().cursorRect(heading).center().y());
    QTest::mouseClick(numbers, Qt::LeftButton, {}, arrow);
    QCOMPARE(shown(fixture), u"# One|a|## Two|## Three|d|# Four|e|"_s);
    QTest::mouseClick(numbers, Qt::LeftButton, {}, arrow);
    QCOMPARE(shown(fixture), u"# One|a|## Two|b|c|## Three|d|# Four|e|"_s);
    QVERIFY2(!fixture.editor().textCursor().hasSelection(), "the line is not selected");
}

void TestFolding::theMarkUnfolds()
{
    PageFixture fixture(sample);
    fixture.editor().folding().toggle(2);
    QTextCursor end(fixture.editor().document()->findBlockByNumber(2));
    end.movePosition(QTextCursor::EndOfBlock);
    const QPoint mark = fixture.editor().cursorRect(end).center() + QPoint(24, 0);
    QTest::mouseClick(fixture.editor().viewport(), Qt::LeftButton, {}, mark);
    QVERIFY(!fixture.editor().folding().isFolded(2));
}

void TestFolding::scrollingKnowsWhatIsFolded()
{
    PageFixture fixture("# One\n" + QByteArray("line\n").repeated(500) + "# Two\n");
    const int whole = fixture.editor().verticalScrollBar()->maximum();
    QVERIFY(whole > 400);
    fixture.placeCaret(0);
    fixture.page().perform(EditCommand::Fold);
    QTRY_COMPARE(fixture.editor().verticalScrollBar()->maximum(), 0);
    fixture.page().perform(EditCommand::Unfold);
    QTRY_COMPARE(fixture.editor().verticalScrollBar()->maximum(), whole);
}

void TestFolding::focusShowsOneSection()
{
    PageFixture fixture(sample);
    placeCaretInLine(fixture, 4);
    fixture.page().perform(EditCommand::FocusSection);
    QCOMPARE(shown(fixture), u"## Two|b|c"_s);
    fixture.press(Qt::Key_End);
    fixture.type(u"x"_s);
    fixture.press(Qt::Key_Return);
    fixture.type(u"y"_s);
    QCOMPARE(shown(fixture), u"## Two|bx|y|c"_s);
    fixture.page().perform(EditCommand::FocusSection);
    QCOMPARE(shown(fixture), u"# One|a|## Two|bx|y|c|## Three|d|# Four|e|"_s);
    fixture.page().perform(EditCommand::FocusSection);
    fixture.editor().goTo(1, 1);
    QVERIFY2(shown(fixture).startsWith(u"# One|a|## Two"_s), qPrintable(shown(fixture)));
}

void TestFolding::bytesStayAsTheyAre()
{
    const QByteArray bytes = QByteArray(sample).replace('\n', "\r\n");
    PageFixture fixture(bytes);
    fixture.page().perform(EditCommand::FoldAll);
    fixture.press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(fixture.bytes(), bytes);
    fixture.press(Qt::Key_C, Qt::ControlModifier);
    fixture.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(fixture.bytes(), bytes);
    QVERIFY(!fixture.text().canUndo());
}

QTEST_MAIN(TestFolding)
#include "tst_folding.moc"
