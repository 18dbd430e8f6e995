#include "editor/prompteditor.h"
#include "editor/replacepreview.h"
#include "editor/textsearch.h"
#include "pagefixture.h"
#include "windowchecks.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;
using test::PageFixture;

class TestFindReplace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typingFindsAtOnceFromTheCaretOn();
    void enterAndShiftEnterGoRound();
    void keysAreTakenBeforeTheMatchesAreThere();
    void escapeGivesTheTextItsFocusBack();
    void selectedTextIsWhatIsSought();
    void caseWordsAndExpressions();
    void aWrongExpressionIsToldInTheBar();
    void findsWithinTheSelectionAlone();
    void matchesFollowWhatIsTyped();
    void undoMovesMatchesBack();
    void charactersThatADocumentCannotHoldAreFound();
    void rightToLeftTextIsFound();
    void matchesAreMarked();
    void replacesOneAfterTheOther();
    void groupsComeIntoTheReplacement();
    void replaceAllShowsEveryReplacementFirst();
    void replaceAllCancelledLeavesTheText();
    void replaceAllIsOneUndoStep();
    void replaceKeepsTheFilesLineEnds();
    void aReadOnlyTextIsSearchedOnly();
    void findNextWorksWithoutTheBar();
    void looksGood();

private:
    static editor::ReplacePreview *preview(PageFixture &fixture)
    {
        return fixture.page().findChild<editor::ReplacePreview *>();
    }
    /// Whether the preview is there and takes keys.
    static bool isPreviewOpen(PageFixture &fixture)
    {
        return preview(fixture) != nullptr && preview(fixture)->isActiveWindow();
    }
};

void TestFindReplace::typingFindsAtOnceFromTheCaretOn()
{
    PageFixture fixture("one two\nThree one\nfour ONE\n");
    fixture.placeCaret(5);
    fixture.page().perform(EditCommand::Find);
    QVERIFY(fixture.field(u"Find"_s)->hasFocus());
    fixture.type(u"one"_s);
    QTRY_VERIFY(fixture.shows(u"2 of 3"_s));
    QCOMPARE(fixture.selectedText(), u"one"_s);
    QCOMPARE(fixture.caret(), 17);
    fixture.type(u"x"_s);
    QTRY_VERIFY(fixture.shows(u"No match"_s));
}

void TestFindReplace::enterAndShiftEnterGoRound()
{
    PageFixture fixture("a b a b a\n");
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"a"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 3"_s));
    fixture.press(Qt::Key_Return);
    QVERIFY(fixture.shows(u"2 of 3"_s));
    fixture.press(Qt::Key_Enter, Qt::KeypadModifier);
    fixture.press(Qt::Key_Return);
    QVERIFY(fixture.shows(u"1 of 3"_s));
    fixture.press(Qt::Key_Return, Qt::ShiftModifier);
    QVERIFY(fixture.shows(u"3 of 3"_s));
    QCOMPARE(fixture.caret(), 9);
}

void TestFindReplace::keysAreTakenBeforeTheMatchesAreThere()
{
    PageFixture fixture("a b a b a\n");
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"a"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 3"_s));
    fixture.type(u" "_s); // "a ": no event is handled before the next key
    fixture.press(Qt::Key_Return);
    QTRY_VERIFY(fixture.shows(u"2 of 2"_s));
}

void TestFindReplace::escapeGivesTheTextItsFocusBack()
{
    PageFixture fixture("one two\n");
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"two"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 1"_s));
    fixture.press(Qt::Key_Escape);
    QVERIFY(fixture.editor().hasFocus());
    QVERIFY(fixture.field(u"Find"_s) == nullptr);
    fixture.type(u"x"_s);
    QCOMPARE(fixture.bytes(), "one x\n");
}

void TestFindReplace::selectedTextIsWhatIsSought()
{
    PageFixture fixture("one two one\n");
    fixture.select(0, 3);
    fixture.page().perform(EditCommand::Find);
    QCOMPARE(fixture.field(u"Find"_s)->text(), u"one"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
}

void TestFindReplace::caseWordsAndExpressions()
{
    PageFixture fixture("Tool toolbox tool\nTOOL\n");
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"tool"_s);
    QTRY_VERIFY(fixture.shows(u" of 4"_s));
    fixture.press(Qt::Key_C, Qt::AltModifier);
    QTRY_VERIFY(fixture.shows(u" of 2"_s));
    fixture.press(Qt::Key_W, Qt::AltModifier);
    QTRY_VERIFY(fixture.shows(u" of 1"_s));
    QCOMPARE(fixture.caret(), 17);
    fixture.press(Qt::Key_W, Qt::AltModifier);
    fixture.press(Qt::Key_R, Qt::AltModifier);
    fixture.field(u"Find"_s)->clear();
    fixture.type(u"^T.*$"_s);
    QTRY_VERIFY(fixture.shows(u" of 2"_s));
    QVERIFY(fixture.toggle(u"Regular expression"_s)->isChecked());
    QTest::mouseClick(fixture.toggle(u"Regular expression"_s), Qt::LeftButton);
    QTRY_VERIFY(fixture.shows(u"No match"_s));
}

void TestFindReplace::aWrongExpressionIsToldInTheBar()
{
    PageFixture fixture("a (b\n");
    fixture.page().perform(EditCommand::Find);
    fixture.press(Qt::Key_R, Qt::AltModifier);
    fixture.type(u"(b"_s);
    QTRY_VERIFY(fixture.shows(u"The regular expression is wrong at character"_s));
    fixture.press(Qt::Key_Return);
    fixture.press(Qt::Key_R, Qt::AltModifier);
    QTRY_VERIFY(fixture.shows(u"1 of 1"_s));
    QVERIFY(!fixture.shows(u"wrong"_s));
}

void TestFindReplace::findsWithinTheSelectionAlone()
{
    PageFixture fixture("a a\na a\na a\n");
    fixture.select(2, 6);
    fixture.page().perform(EditCommand::Replace);
    QVERIFY(fixture.toggle(u"In the selection"_s)->isChecked());
    fixture.type(u"a"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    // The range stays while matches are selected and text is typed before it and in it.
    fixture.placeCaret(0);
    fixture.editor().setFocus();
    fixture.type(u"aa"_s);
    fixture.placeCaret(6);
    fixture.type(u"aa"_s);
    QTRY_VERIFY(fixture.shows(u"4 match"_s));
    fixture.field(u"Find"_s)->setFocus();
    fixture.press(Qt::Key_L, Qt::AltModifier);
    QTRY_VERIFY(fixture.shows(u"10 match"_s));
    fixture.placeCaret(0);
    fixture.press(Qt::Key_L, Qt::AltModifier);
    QVERIFY2(!fixture.toggle(u"In the selection"_s)->isChecked(), "nothing is selected");
}

void TestFindReplace::matchesFollowWhatIsTyped()
{
    PageFixture fixture("one one\n");
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"one"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    fixture.placeCaret(0);
    fixture.editor().setFocus();
    fixture.type(u"a one "_s);
    fixture.page().perform(EditCommand::FindNext);
    QTRY_VERIFY(fixture.shows(u"2 of 3"_s));
    QCOMPARE(fixture.caret(), 9);
}

void TestFindReplace::undoMovesMatchesBack()
{
    PageFixture fixture("x one one\n");
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"one"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    fixture.editor().setFocus();
    fixture.select(0, 5);
    fixture.press(Qt::Key_Delete);
    QTRY_VERIFY(fixture.shows(u"1 match"_s));
    fixture.press(Qt::Key_Z, Qt::ControlModifier);
    fixture.page().perform(EditCommand::FindNext);
    QTRY_VERIFY(fixture.shows(u"2 of 2"_s));
    QCOMPARE(fixture.selectedText(), u"one"_s);
}

void TestFindReplace::charactersThatADocumentCannotHoldAreFound()
{
    const QString text = u"a\u2028b \uFDD0 c"_s;
    PageFixture fixture(text.toUtf8());
    fixture.page().perform(EditCommand::Find);
    fixture.field(u"Find"_s)->setText(u"\uFDD0"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 1"_s));
    QCOMPARE(workspace::EditableText::fileText(fixture.selectedText()), u"\uFDD0"_s);
}

void TestFindReplace::rightToLeftTextIsFound()
{
    const QString text = u"abc שלום עולם def\nשלום\n"_s;
    PageFixture fixture(text.toUtf8());
    fixture.page().setLayoutDirection(Qt::RightToLeft);
    fixture.page().perform(EditCommand::Find);
    fixture.field(u"Find"_s)->setText(u"שלום"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    QCOMPARE(fixture.selectedText(), u"שלום"_s);
}

void TestFindReplace::matchesAreMarked()
{
    PageFixture fixture("one two one\n");
    const auto countMarks = [&fixture] {
        const QImage picture = fixture.editor().viewport()->grab().toImage();
        const QRgb mark = fixture.theme().colors().warningSoft.rgb();
        int marked = 0;
        for (int x = 0; x < picture.width(); ++x) {
            for (int y = 0; y < picture.height(); ++y) {
                marked += picture.pixel(x, y) == mark ? 1 : 0;
            }
        }
        return marked;
    };
    QCOMPARE(countMarks(), 0);
    fixture.page().perform(EditCommand::Find);
    fixture.type(u"one"_s);
    QTRY_VERIFY(countMarks() > 50);
    fixture.press(Qt::Key_Escape);
    QTRY_COMPARE(countMarks(), 0);
}

void TestFindReplace::replacesOneAfterTheOther()
{
    PageFixture fixture("one two one one\n");
    fixture.page().perform(EditCommand::Replace);
    fixture.type(u"one"_s);
    fixture.press(Qt::Key_Tab);
    fixture.field(u"Replace by"_s)->setFocus();
    fixture.type(u"1"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 3"_s));
    fixture.press(Qt::Key_Return);
    QTRY_COMPARE(fixture.bytes(), "1 two one one\n");
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    fixture.press(Qt::Key_Return);
    QTRY_COMPARE(fixture.bytes(), "1 two 1 one\n");
    QTRY_VERIFY(fixture.shows(u"1 of 1"_s));
    fixture.text().undo();
    QCOMPARE(fixture.bytes(), "1 two one one\n");
}

void TestFindReplace::groupsComeIntoTheReplacement()
{
    PageFixture fixture("key: value\n");
    fixture.page().perform(EditCommand::Replace);
    fixture.press(Qt::Key_R, Qt::AltModifier);
    fixture.type(u"(\\w+): (\\w+)"_s);
    fixture.field(u"Replace by"_s)->setFocus();
    fixture.type(u"$2\\n\\u$1"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 1"_s));
    fixture.press(Qt::Key_Return);
    QTRY_COMPARE(fixture.bytes(), "value\nKey\n");
}

void TestFindReplace::replaceAllShowsEveryReplacementFirst()
{
    PageFixture fixture("one two\nnothing\none and one\n");
    fixture.page().perform(EditCommand::Replace);
    fixture.type(u"one"_s);
    fixture.field(u"Replace by"_s)->setFocus();
    fixture.type(u"1"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 3"_s));
    fixture.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(isPreviewOpen(fixture));
    const auto *list = preview(fixture)->findChild<QListView *>();
    QCOMPARE(list->model()->rowCount(), 2);
    QCOMPARE(list->model()->index(1, 0).data(Qt::AccessibleTextRole).toString(),
             u"Line 3: one and one becomes 1 and 1"_s);
    QCOMPARE(fixture.bytes(), "one two\nnothing\none and one\n");
    fixture.press(Qt::Key_Return);
    QCOMPARE(fixture.bytes(), "1 two\nnothing\n1 and 1\n");
    QTRY_VERIFY(fixture.shows(u"3 replaced"_s));
}

void TestFindReplace::replaceAllCancelledLeavesTheText()
{
    PageFixture fixture("one one\n");
    fixture.page().perform(EditCommand::Replace);
    fixture.type(u"one"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    fixture.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(isPreviewOpen(fixture));
    QTest::keyClick(preview(fixture), Qt::Key_Escape);
    QTRY_VERIFY(preview(fixture) == nullptr);
    QCOMPARE(fixture.bytes(), "one one\n");
    QVERIFY(!fixture.text().canUndo());
}

void TestFindReplace::replaceAllIsOneUndoStep()
{
    const QByteArray before = QByteArray("one\xc2\xa0two one\nthree\n").repeated(200);
    PageFixture fixture(before);
    fixture.page().perform(EditCommand::Replace);
    fixture.type(u"one"_s);
    fixture.field(u"Replace by"_s)->setFocus();
    fixture.type(u"longer"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 400"_s));
    fixture.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(isPreviewOpen(fixture));
    fixture.press(Qt::Key_Return);
    QCOMPARE(fixture.bytes(), QByteArray(before).replace("one", "longer"));
    fixture.text().undo();
    QCOMPARE(fixture.bytes(), before);
    QVERIFY(!fixture.text().canUndo());
}

void TestFindReplace::replaceKeepsTheFilesLineEnds()
{
    PageFixture fixture("one\r\ntwo\none\r\n");
    fixture.page().perform(EditCommand::Replace);
    fixture.type(u"one"_s);
    fixture.field(u"Replace by"_s)->setFocus();
    fixture.type(u"1"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    fixture.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(isPreviewOpen(fixture));
    fixture.press(Qt::Key_Return);
    QCOMPARE(fixture.bytes(), "1\r\ntwo\n1\r\n");
}

void TestFindReplace::aReadOnlyTextIsSearchedOnly()
{
    PageFixture fixture("one one\n");
    fixture.editor().setAccess(editor::PromptEditor::Access::ReadOnly);
    fixture.page().perform(EditCommand::Replace);
    fixture.type(u"one"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    fixture.field(u"Replace by"_s)->setFocus();
    fixture.press(Qt::Key_Return);
    fixture.press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(fixture.bytes(), "one one\n");
    QVERIFY(preview(fixture) == nullptr);
}

void TestFindReplace::findNextWorksWithoutTheBar()
{
    PageFixture fixture("one two one\n");
    fixture.page().perform(EditCommand::FindNext);
    QVERIFY2(fixture.field(u"Find"_s)->hasFocus(), "nothing to look for: the bar asks");
    fixture.type(u"one"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 2"_s));
    fixture.press(Qt::Key_Escape);
    fixture.page().perform(EditCommand::FindNext);
    QCOMPARE(fixture.caret(), 11);
    fixture.page().perform(EditCommand::FindPrevious);
    QCOMPARE(fixture.caret(), 3);
}

void TestFindReplace::looksGood()
{
    PageFixture fixture("# Role\n\nYou are one of two. One more (one).\n");
    fixture.page().perform(EditCommand::Replace);
    fixture.type(u"one"_s);
    QTRY_VERIFY(fixture.shows(u"1 of 3"_s));
    test::expectGoodLooks(fixture.page(), fixture.theme(), {560, 300}, u"findbar"_s);
    editor::ReplacePreview shown(
        {0,
         {{4, 3, u"1"_s}, {12, 3, u"1"_s}},
         {{2, u"You are one of two."_s, u"You are 1 of two."_s, {{8, 3}}, {{8, 1}}},
          {6, u"וגם one"_s, u"וגם 1"_s, {{4, 3}}, {{4, 1}}}}},
        fixture.theme(), nullptr);
    test::expectGoodLooks(shown, fixture.theme(), {560, 300}, u"replacepreview"_s);
}

QTEST_MAIN(TestFindReplace)
#include "tst_findreplace.moc"
