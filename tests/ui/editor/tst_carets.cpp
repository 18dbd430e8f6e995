#include "editor/carets.h"
#include "editor/editingtools.h"
#include "markedtext.h"
#include "textfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;
using editor::EditingTools;
using test::TextFixture;

namespace {

/// An editor with its tools on a marked text, with as many carets as are marked.
class Bench
{
public:
    explicit Bench(const QString &marked)
        : m_fixture(test::unmarked(marked).text.toUtf8())
        , m_tools(new EditingTools(&m_fixture.editor(), EditingTools::Language::Markdown))
    {
        m_fixture.editor().carets().set(test::unmarked(marked).selections);
    }

    void type(const QString &keys) { QTest::keyClicks(&m_fixture.editor(), keys); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&m_fixture.editor(), key, modifiers);
    }
    void perform(EditCommand command) { m_tools->perform(command); }
    [[nodiscard]] QString shown() const
    {
        return test::marked(QString::fromUtf8(m_fixture.bytes()), m_tools->selections());
    }
    [[nodiscard]] TextFixture &fixture() { return m_fixture; }

private:
    TextFixture m_fixture;
    EditingTools *m_tools; // the editor's child
};

} // namespace

class TestCarets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nextOccurrenceTakesTheWordThenTheNext();
    void allOccurrencesAreSelected();
    void occurrencesFarAwayAreSelectedToo();
    void typingGoesToAll();
    void aTypedRunIsOneUndoStep();
    void undoBringsOneCaretBack();
    void keysErase();
    void arrowsMoveAll();
    void caretsThatMeetAreOne();
    void bracketsComeInPairsAtAll();
    void commandsTakeAll();
    void copiesALineForEachAndPastesThemBack();
    void escapeAndClicksLeaveOne();
    void altAndAClickAddsACaret();
    void anAltDragSelectsAColumn();
    void caretsAboveAndBelow();
    void anInputMethodTypesAtAll();
    void lineEndsOfTheFileStay();
    void othersArePainted();
    void aReadOnlyTextStays();
};

void TestCarets::nextOccurrenceTakesTheWordThenTheNext()
{
    Bench bench(u"the co‸at, coat\ncoats and coat\n"_s);
    bench.perform(EditCommand::NextOccurrence);
    QCOMPARE(bench.shown(), u"the «coat», coat\ncoats and coat\n"_s);
    bench.perform(EditCommand::NextOccurrence);
    bench.perform(EditCommand::NextOccurrence);
    QCOMPARE(bench.shown(), u"the «coat», «coat»\ncoats and «coat»\n"_s);
    bench.perform(EditCommand::NextOccurrence);
    QCOMPARE(bench.shown(), u"the «coat», «coat»\ncoats and «coat»\n"_s);
    bench.type(u"hat"_s);
    QCOMPARE(bench.shown(), u"the hat‸, hat‸\ncoats and hat‸\n"_s);
}

void TestCarets::allOccurrencesAreSelected()
{
    Bench bench(u"a «b» b bb\n"_s);
    bench.perform(EditCommand::AllOccurrences);
    QCOMPARE(bench.shown(), u"a «b» «b» «b»«b»\n"_s);
}

void TestCarets::occurrencesFarAwayAreSelectedToo()
{
    Bench bench(u"«quokka»\n"_s + u"line\n"_s.repeated(5'000) + u"quokka\n"_s);
    const auto count = [&bench] { return bench.fixture().editor().carets().all().size(); };
    bench.perform(EditCommand::NextOccurrence);
    QTRY_COMPARE(count(), 2);
    QCOMPARE(bench.fixture().editor().caretLine(), 5'002);
    bench.fixture().editor().carets().clear();
    bench.perform(EditCommand::AllOccurrences);
    QTRY_COMPARE(count(), 2);
    bench.type(u"emu"_s);
    QVERIFY(bench.fixture().bytes().startsWith("emu\n"));
    QVERIFY(bench.fixture().bytes().endsWith("\nemu\n"));
}

void TestCarets::typingGoesToAll()
{
    Bench bench(u"a‸\nb‸\n«c»\n"_s);
    bench.type(u"x y"_s);
    QCOMPARE(bench.shown(), u"ax y‸\nbx y‸\nx y‸\n"_s);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.shown(), u"ax y\n‸\nbx y\n‸\nx y\n‸\n"_s);
    bench.press(Qt::Key_Tab);
    QCOMPARE(bench.shown(), u"ax y\n  ‸\nbx y\n  ‸\nx y\n  ‸\n"_s);
}

void TestCarets::aTypedRunIsOneUndoStep()
{
    Bench bench(u"«a»\nlong line between\n«b»\n"_s);
    bench.type(u"xyz"_s);
    QCOMPARE(bench.fixture().bytes(), "xyz\nlong line between\nxyz\n");
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.fixture().bytes(), "a\nlong line between\nb\n");
    QVERIFY(!bench.fixture().text().canUndo());
    bench.press(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(bench.fixture().bytes(), "xyz\nlong line between\nxyz\n");
}

void TestCarets::undoBringsOneCaretBack()
{
    Bench bench(u"a‸\nb‸\n"_s);
    bench.type(u"x"_s);
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!bench.fixture().editor().carets().isSeveral());
    bench.type(u"1"_s);
    QCOMPARE(bench.fixture().bytes().count('1'), 1);
}

void TestCarets::keysErase()
{
    Bench bench(u"one two‸\nthree four‸\n"_s);
    bench.press(Qt::Key_Backspace);
    QCOMPARE(bench.shown(), u"one tw‸\nthree fou‸\n"_s);
    bench.press(Qt::Key_Backspace, Qt::ControlModifier);
    QCOMPARE(bench.shown(), u"one ‸\nthree ‸\n"_s);
    bench.press(Qt::Key_Delete);
    QCOMPARE(bench.shown(), u"one ‸three ‸"_s);
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.fixture().bytes(), "one \nthree \n");
}

void TestCarets::arrowsMoveAll()
{
    Bench bench(u"a‸b\nc‸d\n"_s);
    bench.press(Qt::Key_Right);
    QCOMPARE(bench.shown(), u"ab‸\ncd‸\n"_s);
    bench.press(Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(bench.shown(), u"a»b«\nc»d«\n"_s);
    bench.press(Qt::Key_Home);
    QCOMPARE(bench.shown(), u"‸ab\n‸cd\n"_s);
    bench.press(Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(bench.shown(), u"«ab»\n«cd»\n"_s);
    bench.press(Qt::Key_Down);
    QCOMPARE(bench.shown(), u"ab\ncd‸\n‸"_s);
}

void TestCarets::caretsThatMeetAreOne()
{
    Bench bench(u"‸a‸b\n"_s);
    bench.press(Qt::Key_Home);
    QCOMPARE(bench.shown(), u"‸ab\n"_s);
    QVERIFY(!bench.fixture().editor().carets().isSeveral());
}

void TestCarets::bracketsComeInPairsAtAll()
{
    Bench bench(u"a ‸\nb ‸\n"_s);
    bench.type(u"(x)"_s);
    QCOMPARE(bench.shown(), u"a (x)‸\nb (x)‸\n"_s);
}

void TestCarets::commandsTakeAll()
{
    Bench bench(u"«one» two «three»\n"_s);
    bench.perform(EditCommand::Bold);
    QCOMPARE(bench.shown(), u"**«one»** two **«three»**\n"_s);
    bench.type(u"x"_s);
    QCOMPARE(bench.shown(), u"**x‸** two **x‸**\n"_s);
}

void TestCarets::copiesALineForEachAndPastesThemBack()
{
    Bench bench(u"«one» two «three»\n"_s);
    bench.press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"one\nthree"_s);
    bench.press(Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(bench.shown(), u"‸ two ‸\n"_s);
    bench.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(bench.shown(), u"one‸ two three‸\n"_s);
    QGuiApplication::clipboard()->setText(u"-"_s);
    bench.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(bench.shown(), u"one-‸ two three-‸\n"_s);
}

void TestCarets::escapeAndClicksLeaveOne()
{
    Bench bench(u"a‸\nb‸\n"_s);
    bench.press(Qt::Key_Escape);
    QCOMPARE(bench.shown(), u"a\nb‸\n"_s);
    bench.fixture().editor().carets().set({{0, 0}, {2, 2}});
    QTest::mouseClick(bench.fixture().editor().viewport(), Qt::LeftButton, {},
                      bench.fixture().pointOf(1));
    QCOMPARE(bench.shown(), u"a‸\nb\n"_s);
    bench.fixture().editor().carets().set({{0, 0}, {2, 2}});
    bench.press(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(bench.shown(), u"a\nb\n‸"_s);
}

void TestCarets::altAndAClickAddsACaret()
{
    Bench bench(u"abc‸\nabc\n"_s);
    QTest::mouseClick(bench.fixture().editor().viewport(), Qt::LeftButton, Qt::AltModifier,
                      bench.fixture().pointOf(6));
    QCOMPARE(bench.shown(), u"abc‸\nab‸c\n"_s);
}

void TestCarets::anAltDragSelectsAColumn()
{
    Bench bench(u"‸abcd\na\nabcd\n"_s);
    QWidget *viewport = bench.fixture().editor().viewport();
    QTest::mousePress(viewport, Qt::LeftButton, Qt::AltModifier, bench.fixture().pointOf(1));
    QMouseEvent move(QEvent::MouseMove, bench.fixture().pointOf(10),
                     viewport->mapToGlobal(bench.fixture().pointOf(10)), Qt::NoButton,
                     Qt::LeftButton, Qt::AltModifier);
    QApplication::sendEvent(viewport, &move);
    QTest::mouseRelease(viewport, Qt::LeftButton, Qt::AltModifier, bench.fixture().pointOf(10));
    QCOMPARE(bench.shown(), u"a«bc»d\na\na«bc»d\n"_s);
    bench.press(Qt::Key_Delete);
    QCOMPARE(bench.shown(), u"a‸d\na\na‸d\n"_s);
}

void TestCarets::caretsAboveAndBelow()
{
    Bench bench(u"ab\na‸b\nab\n"_s);
    bench.perform(EditCommand::CaretBelow);
    bench.perform(EditCommand::CaretAbove);
    bench.type(u"-"_s);
    QCOMPARE(bench.shown(), u"a-‸b\na-‸b\na-‸b\n"_s);
}

void TestCarets::anInputMethodTypesAtAll()
{
    Bench bench(u"a‸\nb‸\n"_s);
    QInputMethodEvent event;
    event.setCommitString(u"日本"_s);
    QApplication::sendEvent(&bench.fixture().editor(), &event);
    QCOMPARE(bench.shown(), u"a日本‸\nb日本‸\n"_s);
}

void TestCarets::lineEndsOfTheFileStay()
{
    TextFixture fixture("a\r\nb\nc\r\n");
    new EditingTools(&fixture.editor(), EditingTools::Language::Markdown);
    fixture.editor().carets().set({{1, 1}, {3, 3}, {5, 5}});
    QTest::keyClicks(&fixture.editor(), u"xy"_s);
    QCOMPARE(fixture.bytes(), "axy\r\nbxy\ncxy\r\n");
    fixture.text().undo();
    QCOMPARE(fixture.bytes(), "a\r\nb\nc\r\n");
}

void TestCarets::othersArePainted()
{
    TextFixture fixture("one one\n");
    const QImage before = fixture.picture();
    fixture.editor().carets().set({{4, 7}, {0, 3}});
    const QImage after = fixture.picture();
    const QPoint second = fixture.pointOf(5);
    QVERIFY(before.pixelColor(second.x(), second.y() + 9)
            != after.pixelColor(second.x(), second.y() + 9));
    fixture.editor().carets().clear();
    fixture.placeCaret(0);
    QCOMPARE(fixture.picture().pixelColor(second.x(), second.y() + 9),
             before.pixelColor(second.x(), second.y() + 9));
}

void TestCarets::aReadOnlyTextStays()
{
    Bench bench(u"a‸\nb‸\n"_s);
    bench.fixture().editor().setAccess(editor::PromptEditor::Access::ReadOnly);
    bench.type(u"x"_s);
    bench.press(Qt::Key_Delete);
    bench.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(bench.fixture().bytes(), "a\nb\n");
}

QTEST_MAIN(TestCarets)
#include "tst_carets.moc"
