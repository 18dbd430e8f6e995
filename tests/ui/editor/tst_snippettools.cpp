#include "editor/snippetchooser.h"
#include "editor/snippettools.h"
#include "pagefixture.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;
using test::PageFixture;

namespace {

QList<text::Snippet> snippets()
{
    return {{u"pair"_s, u"Pair"_s, u"One and two"_s, u"a ${1:one} b ${2:two}\n$0end"_s},
            {u"tag"_s, u"Tag"_s, u"Around"_s, u"<${1:x}>${SELECTION:$2}</$1>$0"_s},
            {u"pick"_s, u"Pick"_s, u"Of three"_s, u"in ${1|Markdown,JSON,text|}, ${2:soon}"_s},
            {u"plain"_s, u"Plain"_s, u"No places"_s, u"just text"_s}};
}

class Fixture : public PageFixture
{
public:
    explicit Fixture(const QByteArray &bytes) : PageFixture(bytes)
    {
        page().setSnippets(snippets());
        select(0, 0);
    }
    [[nodiscard]] bool isFilling()
    {
        return page().findChild<editor::SnippetTools *>()->isFilling();
    }
};

} // namespace

class TestSnippetTools final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tabPutsOneInAndGoesThroughItsPlaces()
    {
        Fixture fixture("");
        fixture.type(u"pair"_s);
        fixture.press(Qt::Key_Tab);
        QCOMPARE(fixture.bytes(), "a one b two\nend");
        QCOMPARE(fixture.selectedText(), u"one"_s);
        fixture.type(u"first"_s);
        fixture.press(Qt::Key_Tab);
        QCOMPARE(fixture.selectedText(), u"two"_s);
        fixture.press(Qt::Key_Backtab);
        QCOMPARE(fixture.selectedText(), u"first"_s);
        fixture.press(Qt::Key_Tab);
        fixture.press(Qt::Key_Tab);
        QCOMPARE(fixture.bytes(), "a first b two\nend");
        QCOMPARE(fixture.caret(), 14);
        QVERIFY(!fixture.isFilling());
    }

    void oneUndoTakesItBack()
    {
        Fixture fixture("");
        fixture.type(u"pair"_s);
        fixture.press(Qt::Key_Tab);
        fixture.editor().undo();
        QCOMPARE(fixture.bytes(), "pair");
        QVERIFY(!fixture.isFilling());
    }

    void mirrorsAreTypedAtOnceAndUndoneTogether()
    {
        Fixture fixture("");
        fixture.type(u"tag"_s);
        fixture.press(Qt::Key_Tab);
        QCOMPARE(fixture.bytes(), "<x></x>");
        fixture.type(u"r"_s);
        QCOMPARE(fixture.bytes(), "<r></r>");
        fixture.type(u"ole"_s);
        QCOMPARE(fixture.bytes(), "<role></role>");
        fixture.press(Qt::Key_Backspace);
        QCOMPARE(fixture.bytes(), "<rol></rol>");
        fixture.press(Qt::Key_Tab);
        fixture.type(u"in"_s);
        QCOMPARE(fixture.bytes(), "<rol>in</rol>");
        while (fixture.bytes() != "tag" && fixture.text().canUndo()) {
            fixture.text().undo();
            const QByteArray now = fixture.bytes();
            const qsizetype name = now.indexOf('>') - 1;
            QVERIFY2(now == "tag" || now.endsWith("</" + now.mid(1, name) + ">"), now.constData());
        }
        QCOMPARE(fixture.bytes(), "tag");
    }

    void escapeLeavesIt()
    {
        Fixture fixture("");
        fixture.type(u"pair"_s);
        fixture.press(Qt::Key_Tab);
        fixture.press(Qt::Key_Escape);
        QVERIFY(!fixture.isFilling());
        fixture.press(Qt::Key_End);
        fixture.press(Qt::Key_Tab);
        QVERIFY2(fixture.bytes().startsWith("a one b two "), fixture.bytes().constData());
    }

    void aCaretElsewhereLeavesIt()
    {
        Fixture fixture("");
        fixture.type(u"pair"_s);
        fixture.press(Qt::Key_Tab);
        fixture.press(Qt::Key_End, Qt::ControlModifier);
        QVERIFY(!fixture.isFilling());
    }

    void withinASentenceTabIsTab()
    {
        Fixture fixture("");
        fixture.type(u"see the pair"_s);
        fixture.press(Qt::Key_Tab);
        QVERIFY2(fixture.bytes().startsWith("see the pair "), fixture.bytes().constData());
        fixture.press(Qt::Key_Return);
        fixture.type(u"nothing"_s);
        fixture.press(Qt::Key_Tab);
        QVERIFY2(fixture.bytes().contains("\nnothing "), fixture.bytes().constData());
    }

    void furtherLinesStandInTheQuote()
    {
        Fixture fixture("> ");
        fixture.placeCaret(2);
        fixture.type(u"pair"_s);
        fixture.press(Qt::Key_Tab);
        QCOMPARE(fixture.bytes(), "> a one b two\n> end");
    }

    void choicesAreListed()
    {
        Fixture fixture("");
        fixture.type(u"pick"_s);
        fixture.press(Qt::Key_Tab);
        QCOMPARE(fixture.bytes(), "in Markdown, soon");
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu != nullptr);
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(fixture.bytes(), "in JSON, soon");
        QCOMPARE(fixture.selectedText(), u"soon"_s);
    }

    void theListPutsOneAroundTheSelection()
    {
        Fixture fixture("some words here\n");
        fixture.select(5, 10);
        fixture.page().perform(EditCommand::InsertSnippet);
        auto *chooser = fixture.page().findChild<editor::SnippetChooser *>();
        QVERIFY(chooser != nullptr);
        auto *field = chooser->findChild<QLineEdit *>();
        QVERIFY(!field->accessibleName().isEmpty());
        QTest::keyClicks(field, u"around"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(fixture.bytes(), "some <x>words</x> here\n");
        QCOMPARE(fixture.selectedText(), u"x"_s);
        fixture.editor().undo();
        QCOMPARE(fixture.bytes(), "some words here\n");
    }

    void aListWithoutAMatchPutsNothingIn()
    {
        Fixture fixture("");
        fixture.page().perform(EditCommand::InsertSnippet);
        auto *field =
            fixture.page().findChild<editor::SnippetChooser *>()->findChild<QLineEdit *>();
        QTest::keyClicks(field, u"zzz"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(fixture.bytes(), "");
        QTRY_VERIFY(fixture.page().findChild<editor::SnippetChooser *>() == nullptr);
    }

    void oneWithoutPlacesIsOverAtOnce()
    {
        Fixture fixture("");
        fixture.type(u"plain"_s);
        fixture.press(Qt::Key_Tab);
        QCOMPARE(fixture.bytes(), "just text");
        QCOMPARE(fixture.caret(), 9);
        QVERIFY(!fixture.isFilling());
    }

    void aReadOnlyTextStaysAsItIs()
    {
        Fixture fixture("pair");
        fixture.placeCaret(4);
        fixture.page().setAccess(editor::PromptEditor::Access::ReadOnly);
        QTest::keyClick(&fixture.editor(), Qt::Key_Tab);
        fixture.page().perform(EditCommand::InsertSnippet);
        QVERIFY(fixture.page().findChild<editor::SnippetChooser *>() == nullptr);
        QCOMPARE(fixture.bytes(), "pair");
    }
};

QTEST_MAIN(TestSnippetTools)
#include "tst_snippettools.moc"
