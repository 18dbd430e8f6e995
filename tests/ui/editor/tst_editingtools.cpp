#include "editor/documentlines.h"
#include "editor/editingtools.h"
#include "markedtext.h"
#include "textfixture.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;
using editor::EditingTools;
using test::TextFixture;

namespace {

/// A prompt editor with its tools on a marked text.
class Bench
{
public:
    explicit Bench(const QString &marked,
                   EditingTools::Language language = EditingTools::Language::Markdown)
        : m_fixture(test::unmarked(marked).text.toUtf8())
        , m_tools(new EditingTools(&m_fixture.editor(), language))
    {
        const text::Selection selection = test::unmarked(marked).selections.first();
        m_fixture.select(static_cast<int>(selection.anchor), static_cast<int>(selection.caret));
    }

    void type(const QString &keys) { QTest::keyClicks(&m_fixture.editor(), keys); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&m_fixture.editor(), key, modifiers);
    }
    [[nodiscard]] QString shown() const
    {
        return test::marked(QString::fromUtf8(m_fixture.bytes()), m_tools->selections());
    }
    [[nodiscard]] EditingTools &tools() { return *m_tools; }
    [[nodiscard]] TextFixture &fixture() { return m_fixture; }

private:
    TextFixture m_fixture;
    EditingTools *m_tools; // the editor's child
};

} // namespace

Q_DECLARE_METATYPE(hermes::editor::EditCommand)

class TestEditingTools final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterGoesOnWithTheList();
    void shiftEnterStaysInTheItem();
    void enterKeepsTheFilesLineEnds();
    void tabMovesTheItem();
    void tabElsewhereIndents();
    void homeGoesToTheTextFirst();
    void homeInAWrappedLineGoesToItsStart();
    void bracketsComeInPairsAndGetOutOfTheWay();
    void pairsAreForgottenElsewhere();
    void jsonHasBracketsAndNoLists();
    void commandsAreOneUndoStep_data();
    void commandsAreOneUndoStep();
    void windowsKeysReachTheWindow_data();
    void windowsKeysReachTheWindow();
    void readOnlyTextStays();
    void aLongReflowRunsBesideTyping();
    void sectionsMoveBesideTyping();
    void pastesPagesAsMarkdown();
    void charactersThatADocumentCannotHoldSurvive();
    void linesAreClassifiedAsTheyChange();
};

void TestEditingTools::enterGoesOnWithTheList()
{
    Bench bench(u"1. one‸\n2. two\n"_s);
    bench.press(Qt::Key_Return);
    bench.type(u"new"_s);
    QCOMPARE(bench.shown(), u"1. one\n2. new‸\n3. two\n"_s);
    bench.press(Qt::Key_Enter, Qt::KeypadModifier);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.shown(), u"1. one\n2. new\n\n‸\n4. two\n"_s);
}

void TestEditingTools::shiftEnterStaysInTheItem()
{
    Bench bench(u"- one‸\n"_s);
    bench.press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(bench.shown(), u"- one\n  ‸\n"_s);
}

void TestEditingTools::enterKeepsTheFilesLineEnds()
{
    TextFixture fixture("- a\r\n- b\r\n");
    new EditingTools(&fixture.editor(), EditingTools::Language::Markdown);
    fixture.placeCaret(3);
    QTest::keyClick(&fixture.editor(), Qt::Key_Return);
    QTest::keyClicks(&fixture.editor(), u"x"_s);
    QCOMPARE(fixture.bytes(), "- a\r\n- x\r\n- b\r\n");
}

void TestEditingTools::tabMovesTheItem()
{
    Bench bench(u"- one\n- two‸\n  more\n"_s);
    bench.press(Qt::Key_Tab);
    QCOMPARE(bench.shown(), u"- one\n  - two‸\n    more\n"_s);
    bench.press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(bench.shown(), u"- one\n- two‸\n  more\n"_s);
    QVERIFY(bench.fixture().editor().hasFocus());
}

void TestEditingTools::tabElsewhereIndents()
{
    Bench bench(u"one‸\n"_s);
    bench.press(Qt::Key_Tab);
    QCOMPARE(bench.shown(), u"one  ‸\n"_s);
}

void TestEditingTools::homeGoesToTheTextFirst()
{
    Bench bench(u"  - [ ] one‸\n"_s);
    bench.press(Qt::Key_Home);
    QCOMPARE(bench.shown(), u"  - [ ] ‸one\n"_s);
    bench.press(Qt::Key_Home);
    QCOMPARE(bench.shown(), u"‸  - [ ] one\n"_s);
    bench.press(Qt::Key_Home, Qt::ShiftModifier);
    QCOMPARE(bench.shown(), u"«  - [ ] »one\n"_s);
}

void TestEditingTools::homeInAWrappedLineGoesToItsStart()
{
    const QString line = u"word "_s.repeated(60);
    Bench bench(line + u"‸\n"_s);
    bench.press(Qt::Key_Home);
    const qsizetype caret = bench.tools().selections().first().caret;
    QVERIFY2(caret > 0 && caret < line.size(), qPrintable(QString::number(caret)));
    bench.press(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(bench.tools().selections().first().caret, 0);
}

void TestEditingTools::bracketsComeInPairsAndGetOutOfTheWay()
{
    Bench bench(u"‸"_s);
    bench.type(u"a (b [c"_s);
    QCOMPARE(bench.shown(), u"a (b [c‸])"_s);
    bench.type(u"]) **d**"_s);
    QCOMPARE(bench.shown(), u"a (b [c]) **d**‸"_s);
    bench.type(u" ("_s);
    bench.press(Qt::Key_Backspace);
    QCOMPARE(bench.shown(), u"a (b [c]) **d** ‸"_s);
    bench.type(u"don't {{x}}"_s);
    QCOMPARE(bench.shown(), u"a (b [c]) **d** don't {{x}}‸"_s);
}

void TestEditingTools::pairsAreForgottenElsewhere()
{
    Bench bench(u"‸\nx"_s);
    bench.type(u"("_s);
    bench.press(Qt::Key_Down);
    bench.press(Qt::Key_Up);
    bench.press(Qt::Key_End);
    bench.press(Qt::Key_Left);
    bench.type(u")"_s);
    QCOMPARE(bench.shown(), u"()‸)\nx"_s);
}

void TestEditingTools::jsonHasBracketsAndNoLists()
{
    Bench bench(u"{\n  ‸\n}\n"_s, EditingTools::Language::Json);
    bench.type(u"\"- a\": [*"_s);
    QCOMPARE(bench.shown(), u"{\n  \"- a\": [*‸]\n}\n"_s);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.shown(), u"{\n  \"- a\": [*\n  ‸]\n}\n"_s);
    QVERIFY(!bench.tools().canPerform(EditCommand::Bold));
    QVERIFY(bench.tools().canPerform(EditCommand::DeleteLines));
}

void TestEditingTools::commandsAreOneUndoStep_data()
{
    QTest::addColumn<EditCommand>("command");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, EditCommand command, const QString &before,
                        const QString &after) {
        QTest::newRow(name) << command << before << after;
    };
    row("bold", EditCommand::Bold, u"a «b» c"_s, u"a **«b»** c"_s);
    row("italic", EditCommand::Italic, u"a «b» c"_s, u"a *«b»* c"_s);
    row("code", EditCommand::Code, u"a «b» c"_s, u"a `«b»` c"_s);
    row("strikethrough", EditCommand::Strikethrough, u"«a»"_s, u"~~«a»~~"_s);
    row("heading", EditCommand::Heading3, u"a‸"_s, u"### a‸"_s);
    row("headingHigher", EditCommand::HeadingHigher, u"## a‸"_s, u"# a‸"_s);
    row("headingDeeper", EditCommand::HeadingDeeper, u"## a‸"_s, u"### a‸"_s);
    row("bullets", EditCommand::BulletList, u"«a\nb»"_s, u"«- a\n- b»"_s);
    row("numbers", EditCommand::OrderedList, u"«a\nb»"_s, u"«1. a\n2. b»"_s);
    row("tasks", EditCommand::TaskList, u"a‸"_s, u"- [ ] a‸"_s);
    row("tick", EditCommand::TaskDone, u"- [ ] a‸"_s, u"- [x] a‸"_s);
    row("quote", EditCommand::Quote, u"«a\nb»"_s, u"«> a\n> b»"_s);
    row("renumber", EditCommand::RenumberLists, u"1. a‸\n7. b"_s, u"1. a‸\n2. b"_s);
    row("up", EditCommand::MoveLinesUp, u"a\nb‸"_s, u"b‸\na"_s);
    row("down", EditCommand::MoveLinesDown, u"a‸\nb\nc"_s, u"b\na‸\nc"_s);
    row("copyUp", EditCommand::CopyLinesUp, u"a‸\nb"_s, u"a‸\na\nb"_s);
    row("copyDown", EditCommand::CopyLinesDown, u"a‸\nb"_s, u"a\na‸\nb"_s);
    row("join", EditCommand::JoinLines, u"a‸\nb"_s, u"a‸ b"_s);
    row("delete", EditCommand::DeleteLines, u"a\nb‸\nc"_s, u"a\nc‸"_s);
    row("below", EditCommand::LineBelow, u"a‸b\nc"_s, u"ab\n‸\nc"_s);
    row("above", EditCommand::LineAbove, u"a\nb‸c"_s, u"a\n‸\nbc"_s);
    row("unwrap", EditCommand::Unwrap, u"a‸\nb\n\nc\nd"_s, u"a‸ b\n\nc\nd"_s);
}

void TestEditingTools::commandsAreOneUndoStep()
{
    QFETCH(EditCommand, command);
    QFETCH(QString, before);
    Bench bench(before);
    bench.tools().perform(command);
    QTEST(bench.shown(), "expected");
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.shown().remove(u'‸').remove(u'«').remove(u'»'),
             QString(before).remove(u'‸').remove(u'«').remove(u'»'));
    QVERIFY(!bench.fixture().text().canUndo());
}

void TestEditingTools::windowsKeysReachTheWindow_data()
{
    QTest::addColumn<QKeySequence>("keys");
    for (const char *keys : {"Ctrl+B", "Ctrl+D", "Ctrl+E", "Ctrl+K", "Ctrl+L", "Ctrl+U",
                             "Ctrl+Shift+K", "Alt+Up", "Alt+Q", "Ctrl+1", "Ctrl+Shift+V"}) {
        QTest::newRow(keys) << QKeySequence(QString::fromLatin1(keys));
    }
}

void TestEditingTools::windowsKeysReachTheWindow()
{
    QFETCH(QKeySequence, keys);
    Bench bench(u"abc‸ def\n"_s);
    QAction action;
    action.setShortcut(keys);
    bench.fixture().editor().window()->addAction(&action);
    const QSignalSpy triggered(&action, &QAction::triggered);
    bench.press(static_cast<Qt::Key>(keys[0].key()), keys[0].keyboardModifiers());
    QCOMPARE(triggered.size(), 1);
    QCOMPARE(bench.shown(), u"abc‸ def\n"_s);
}

void TestEditingTools::readOnlyTextStays()
{
    Bench bench(u"- a‸\n"_s);
    bench.fixture().editor().setAccess(editor::PromptEditor::Access::ReadOnly);
    bench.press(Qt::Key_Return);
    bench.type(u"("_s);
    bench.tools().perform(EditCommand::Bold);
    QCOMPARE(bench.fixture().bytes(), "- a\n");
}

void TestEditingTools::aLongReflowRunsBesideTyping()
{
    QString text;
    for (int i = 0; i < 400; ++i) {
        text += u"one\ntwo\n\n"_s;
    }
    Bench bench(u'«' + text + u'»');
    bench.tools().perform(EditCommand::Unwrap);
    QTRY_VERIFY(!bench.fixture().bytes().contains("one\ntwo"));
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.fixture().bytes(), text.toUtf8());
    // What is typed meanwhile wins.
    bench.press(Qt::Key_A, Qt::ControlModifier);
    bench.tools().perform(EditCommand::Unwrap);
    bench.fixture().placeCaret(0);
    bench.type(u"x"_s);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(bench.fixture().bytes(), 'x' + text.toUtf8());
}

void TestEditingTools::sectionsMoveBesideTyping()
{
    Bench bench(u"# A\n\na‸\n\n# B\n\nb\n"_s);
    bench.tools().perform(EditCommand::SectionDown);
    QTRY_COMPARE(bench.shown(), u"# B\n\nb\n\n# A\n\na‸\n"_s);
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.fixture().bytes(), "# A\n\na\n\n# B\n\nb\n");
    QSignalSpy refused(&bench.tools(), &EditingTools::refused);
    bench.tools().perform(EditCommand::PromoteSection);
    QTRY_COMPARE(refused.size(), 1);
    bench.tools().perform(EditCommand::DemoteSection);
    bench.type(u"x"_s); // what is typed meanwhile wins
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(bench.fixture().bytes().contains("# A\n\nax\n"));
}

void TestEditingTools::pastesPagesAsMarkdown()
{
    auto *data = new QMimeData;
    data->setHtml(u"<h2>One</h2><ul><li>a <b>b</b></li></ul>"_s);
    data->setText(u"One\na b"_s);
    QGuiApplication::clipboard()->setMimeData(data);
    Bench bench(u"> «x»\n"_s);
    bench.tools().perform(EditCommand::PasteAsMarkdown);
    QCOMPARE(bench.shown(), u"> ## One\n> \n> - a **b**‸\n"_s);
    bench.press(Qt::Key_V, Qt::ControlModifier); // the plain text is there too
    QCOMPARE(bench.shown(), u"> ## One\n> \n> - a **b**One\na b‸\n"_s);
}

void TestEditingTools::charactersThatADocumentCannotHoldSurvive()
{
    const QString text = u"a\u2029b\uFDD0\u00A0c\n"_s;
    TextFixture fixture(text.toUtf8());
    auto *tools = new EditingTools(&fixture.editor(), EditingTools::Language::Markdown);
    fixture.placeCaret(0);
    tools->perform(EditCommand::CopyLinesDown);
    QCOMPARE(fixture.bytes(), (text + text).toUtf8());
    tools->perform(EditCommand::MoveLinesUp);
    QCOMPARE(fixture.bytes(), (text + text).toUtf8());
}

void TestEditingTools::linesAreClassifiedAsTheyChange()
{
    Bench bench(u"a‸\n# b\n```\n# c\n"_s);
    editor::DocumentLines &lines = editor::DocumentLines::of(bench.fixture().document());
    QTRY_VERIFY(lines.isSettled());
    QCOMPARE(lines.facts(1).headingLevel, 1);
    QCOMPARE(lines.facts(3).headingLevel, 0);
    bench.press(Qt::Key_Return);
    bench.type(u"```"_s);
    QTRY_VERIFY(lines.isSettled());
    QCOMPARE(lines.facts(2).kind, text::LineKind::FencedCode);
    QCOMPARE(lines.facts(4).headingLevel, 1);
    bench.press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(lines.isSettled());
    // The line break is a step of its own.
    QCOMPARE(lines.facts(2).headingLevel, 1);
}

QTEST_MAIN(TestEditingTools)
#include "tst_editingtools.moc"
