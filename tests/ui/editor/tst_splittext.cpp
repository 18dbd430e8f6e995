#include "editor/carets.h"
#include "editor/textsearch.h"
#include "pagefixture.h"

#include <QAbstractTextDocumentLayout>
#include <QLineEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QTest>
#include <QTextBlock>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;
using editor::PromptEditor;
using test::PageFixture;

namespace {

/// The editors that show, the upper or left one first.
QList<PromptEditor *> halves(PageFixture &fixture)
{
    QList<PromptEditor *> shown;
    const auto *splitter = fixture.page().findChild<QSplitter *>();
    for (int i = 0; i < splitter->count(); ++i) {
        auto *editor = qobject_cast<PromptEditor *>(splitter->widget(i));
        if (editor != nullptr && editor->isVisible()) {
            shown.append(editor);
        }
    }
    return shown;
}

/// Of the text as it is laid out.
int widthOf(PageFixture &fixture)
{
    return static_cast<int>(fixture.editor().document()->documentLayout()->documentSize().width());
}

QByteArray manyLines()
{
    QByteArray text;
    for (int i = 0; i < 300; ++i) {
        text += "line " + QByteArray::number(i)
            + " with some more words so that it is wrapped where there is little room for it\n";
    }
    return text;
}

} // namespace

class TestSplitText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothShowTheTextAndHaveTheirOwnCarets()
    {
        PageFixture fixture("one\ntwo\n");
        fixture.placeCaret(2);
        fixture.page().perform(EditCommand::SplitBelow);
        QCOMPARE(halves(fixture).size(), 2);
        PromptEditor *first = halves(fixture).constFirst();
        PromptEditor *second = halves(fixture).constLast();
        QVERIFY(second->hasFocus());
        QCOMPARE(second->textCursor().position(), 2);
        QTest::keyClick(second, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(second, u"three"_s);
        QCOMPARE(fixture.bytes(), "one\ntwo\nthree");
        QCOMPARE(first->toPlainText(), u"one\ntwo\nthree"_s);
        QCOMPARE(first->textCursor().position(), 2);
        second->undo();
        QCOMPARE(fixture.bytes(), "one\ntwo\n");
    }

    void theSameCommandClosesIt()
    {
        PageFixture fixture(manyLines());
        fixture.placeCaret(0);
        const PromptEditor *first = &fixture.editor();
        for (const EditCommand command : {EditCommand::SplitBelow, EditCommand::SplitBeside}) {
            fixture.page().perform(command);
            PromptEditor *second = halves(fixture).constLast();
            second->goTo(250, 3);
            fixture.page().perform(command);
            QCOMPARE(halves(fixture), QList<PromptEditor *>{const_cast<PromptEditor *>(first)});
            QVERIFY(first->hasFocus());
            QCOMPARE(first->caretLine(), 250); // of the half that was in use
            QVERIFY(first->viewport()->rect().contains(first->cursorRect().center()));
        }
        QTest::qWait(0);
        QCOMPARE(fixture.page().findChildren<PromptEditor *>().size(), 1);
    }

    void theOtherCommandTurnsIt()
    {
        PageFixture fixture("one\n");
        fixture.page().perform(EditCommand::SplitBelow);
        QTRY_VERIFY(halves(fixture).constLast()->y() > halves(fixture).constFirst()->y());
        fixture.page().perform(EditCommand::SplitBeside);
        QCOMPARE(halves(fixture).size(), 2);
        QTRY_VERIFY(halves(fixture).constLast()->x() > halves(fixture).constFirst()->x());
    }

    void bothHaveTheSameRoomForALine()
    {
        PageFixture fixture(manyLines());
        for (const EditCommand command : {EditCommand::SplitBelow, EditCommand::SplitBeside}) {
            fixture.page().perform(command);
            for (const int width : {700, 741, 500}) {
                fixture.page().resize(width, 480);
                QTRY_COMPARE(halves(fixture).constFirst()->viewport()->width(),
                             halves(fixture).constLast()->viewport()->width());
                QTRY_COMPARE(widthOf(fixture), halves(fixture).constLast()->viewport()->width());
                for (const auto both = halves(fixture); PromptEditor * half : both) {
                    QTRY_COMPARE(half->horizontalScrollBar()->maximum(), 0);
                }
            }
        }
        fixture.page().perform(EditCommand::SplitBeside);
        // Lines are as long again as the one editor is wide.
        QTRY_VERIFY(widthOf(fixture) > fixture.editor().viewport()->width() * 3 / 4);
        QVERIFY(widthOf(fixture) <= fixture.editor().viewport()->width());
    }

    void f6GoesToTheOtherHalf()
    {
        PageFixture fixture("one\n");
        fixture.page().perform(EditCommand::OtherHalf); // there is none
        QVERIFY(fixture.editor().hasFocus());
        fixture.page().perform(EditCommand::SplitBelow);
        fixture.page().perform(EditCommand::OtherHalf);
        QVERIFY(halves(fixture).constFirst()->hasFocus());
        QCOMPARE(&fixture.editor(), halves(fixture).constFirst());
        fixture.page().perform(EditCommand::OtherHalf);
        QVERIFY(halves(fixture).constLast()->hasFocus());
    }

    void searchAndCommandsAreAboutTheHalfInUse()
    {
        PageFixture fixture("word one\nword two\nword three\n");
        fixture.placeCaret(0);
        fixture.page().perform(EditCommand::SplitBelow);
        PromptEditor *first = halves(fixture).constFirst();
        PromptEditor *second = halves(fixture).constLast();
        second->goTo(2, 1);
        fixture.page().perform(EditCommand::Find);
        QTest::keyClicks(fixture.field(u"Find"_s), u"word"_s);
        QTRY_COMPARE(second->textCursor().selectedText(), u"word"_s);
        QCOMPARE(second->caretLine(), 2);
        QCOMPARE(first->textCursor().position(), 0);
        QTRY_VERIFY(fixture.shows(u"2 of 3"_s));
        QTest::mouseClick(first->viewport(), Qt::LeftButton, {}, first->cursorRect().center());
        QTRY_COMPARE(fixture.page().search()->matchCount(), 3);
        fixture.page().perform(EditCommand::FindNext);
        QTRY_COMPARE(first->caretLine(), 1);
        QTRY_VERIFY(fixture.shows(u"1 of 3"_s));
        QCOMPARE(second->caretLine(), 2);
        first->setFocus();
        fixture.page().perform(EditCommand::NextOccurrence);
        QCOMPARE(first->carets().all().size(), 2);
        QVERIFY(!second->carets().isSeveral());
    }

    void zoomAndNamesAreThoseOfBoth()
    {
        PageFixture fixture("one\n");
        fixture.page().perform(EditCommand::SplitBelow);
        halves(fixture).constLast()->setZoom(3);
        QCOMPARE(halves(fixture).constFirst()->zoom(), 3);
        QCOMPARE(halves(fixture).constLast()->accessibleName(), u"Prompt"_s);
        QCOMPARE(halves(fixture).constFirst()->font(), halves(fixture).constLast()->font());
    }

    void foldsBelongToTheText()
    {
        PageFixture fixture("# One\na\n# Two\nb\n");
        fixture.page().perform(EditCommand::SplitBelow);
        fixture.page().perform(EditCommand::FoldAll);
        for (const auto both = halves(fixture); PromptEditor * half : both) {
            QVERIFY(!half->document()->findBlockByNumber(1).isVisible());
        }
    }
};

QTEST_MAIN(TestSplitText)
#include "tst_splittext.moc"
