#include "textfixture.h"

#include <QGuiApplication>
#include <QStyleHints>
#include <QTest>
#include <QTimer>
#include <QWindow>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::TextFixture;

/// On a screen: the offscreen platform has no drag and drop.
class TestTextDrag final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesTheBytesOfTheSelection();
    void copiesThemWithControl();
    void leavesAReadOnlyTextAsItIs();

private:
    static void drag(TextFixture &fixture, const QPoint &from, const QPoint &to,
                     Qt::KeyboardModifiers modifiers)
    {
        QWidget *viewport = fixture.editor().viewport();
        QTest::mousePress(viewport, Qt::LeftButton, modifiers, from);
        bool isDone = false;
        // The drag runs an event loop of its own within the move that begins it.
        QTimer::singleShot(0, viewport, [&isDone, viewport, to, modifiers] {
            QWindow *window = viewport->window()->windowHandle();
            const QPoint place = viewport->mapTo(viewport->window(), to);
            QTest::mouseMove(window, place);
            QTest::mouseRelease(window, Qt::LeftButton, modifiers, place);
            isDone = true;
        });
        const int enough = QGuiApplication::styleHints()->startDragDistance() + 2;
        QTest::mouseMove(viewport, from + QPoint(enough, 0));
        QTRY_VERIFY(isDone);
    }
};

void TestTextDrag::movesTheBytesOfTheSelection()
{
    const QByteArray before = "one \xC2\xA0two\r\nthree\n\xE2\x80\xA8last\r\n";
    TextFixture fixture(before);
    fixture.select(0, 9); // the first line with its CRLF
    drag(fixture, fixture.pointOf(2), fixture.pointOf(17), {});
    QTRY_COMPARE(fixture.bytes(), "three\n\xE2\x80\xA8lone \xC2\xA0two\r\nast\r\n");
    fixture.text().undo();
    QCOMPARE(fixture.bytes(), before);
    QVERIFY(!fixture.text().canUndo());
}

void TestTextDrag::copiesThemWithControl()
{
    TextFixture fixture("one\r\ntwo\nthree\n");
    fixture.select(0, 3);
    drag(fixture, fixture.pointOf(1), fixture.pointOf(11), Qt::ControlModifier);
    QTRY_COMPARE(fixture.bytes(), "one\r\ntwo\nthroneee\n");
}

void TestTextDrag::leavesAReadOnlyTextAsItIs()
{
    TextFixture fixture("one\r\ntwo\nthree\n");
    fixture.editor().setAccess(editor::PromptEditor::Access::ReadOnly);
    fixture.select(0, 3);
    drag(fixture, fixture.pointOf(1), fixture.pointOf(11), {});
    QCOMPARE(fixture.bytes(), "one\r\ntwo\nthree\n");
    QVERIFY(!fixture.text().canUndo());
}

QTEST_MAIN(TestTextDrag)
#include "tst_textdrag.moc"
