#include "editor/definitioneditor.h"

#include "documentfixture.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "vcs/repository.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "windowchecks.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QTextBlock>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::DefinitionEditor;
using editor::PromptEditor;
using test::DocumentFixture;
using test::RegistryFixture;
using workspace::DefinitionDocument;

namespace {

constexpr QSize windowSize(1000, 700);

core::Problem problem(const QString &file, int line, const QString &field)
{
    core::Problem problem;
    problem.file = core::RepoPath::fromLiteral(file);
    problem.line = line;
    problem.column = line > 0 ? 3 : 0;
    problem.field = field;
    return problem;
}

} // namespace

/// The page of a definition: its views are of one document, and its bars are true.
class TestDefinitionEditor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_fixture = std::make_unique<DocumentFixture>();
        m_syntax = std::make_unique<editor::PromptSyntax>(m_fixture->theme());
    }
    void cleanup()
    {
        m_editor.reset();
        m_syntax.reset();
        m_fixture.reset();
    }

    // --- bytes ----------------------------------------------------------------------------------

    void looksAtEveryViewAndSavesEveryByte_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("manifest");
        const QByteArray plain = "{\"id\": \"writer\", \"x\": [1,  2]}";
        QTest::newRow("lf") << QByteArray("# A\nb\n") << plain;
        QTest::newRow("crlf") << QByteArray("# A\r\nb\r\n")
                              << QByteArray("{\r\n\t\"id\":1\r\n}\r\n");
        QTest::newRow("cr") << QByteArray("# A\rb\r") << QByteArray("{\r \"id\" : \"writer\"}\r");
        QTest::newRow("mixed") << QByteArray("a\r\nb\nc\rd") << plain;
        QTest::newRow("byteOrderMark") << QByteArray("\xEF\xBB\xBF# A\n") << "\xEF\xBB\xBF" + plain;
        QTest::newRow("separators") << QByteArray("a\xC2\xA0"
                                                  "b\xE2\x80\xA8"
                                                  "c\xE2\x80\xA9"
                                                  "d")
                                    << QByteArray("{\"name\": \"a\xC2\xA0"
                                                  "b\"}");
        QTest::newRow("noncharacters") << QByteArray("\xEF\xB7\x90\xEF\xB7\x91") << plain;
        QTest::newRow("orderAndUnknown")
            << QByteArray("---\n# a comment\nb: 1\n---\n")
            << QByteArray("{\"zz\": null, \"id\":\"writer\",\"id\": \"writer\" , \"tags\": [ ]}");
    }
    void looksAtEveryViewAndSavesEveryByte()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, manifest);
        m_fixture->registry().writePrompt(prompt);
        m_fixture->writeManifest(manifest);
        show();
        m_editor->showManifest();
        chooseView(u"JSON"_s);
        chooseView(u"Form"_s);
        m_editor->showPrompt();
        QVERIFY(!m_fixture->document().isModified());
        QVERIFY(m_fixture->save());
        QCOMPARE(m_fixture->registry().prompt(), prompt);
        QCOMPARE(m_fixture->registry().manifest(), manifest);
        QTest::keyClicks(m_editor->promptEditor(), u"x"_s);
        QTest::keyClick(m_editor->promptEditor(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_fixture->save());
        QCOMPARE(m_fixture->registry().prompt(), prompt);
    }

    void whatIsNotTextIsShownAsItsBarSays_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::newRow("latin1") << QByteArray("# caf\xE9\nmore\n") << u"# caf\uFFFD\nmore\n"_s;
        QTest::newRow("utf16") << QByteArray("\xFF\xFE#\0 \0a\0", 8) << u"# a"_s;
        QTest::newRow("nul") << QByteArray("a\0b", 3) << u"a\uFFFDb"_s;
    }
    void whatIsNotTextIsShownAsItsBarSays()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, shown);
        m_fixture->registry().writePrompt(bytes);
        show(DefinitionDocument::State::Unreadable);
        QVERIFY(test::shownBar(*m_editor, u"Not UTF-8 text at byte"_s));
        QVERIFY(test::shownBar(*m_editor, u"shown read-only"_s));
        PromptEditor *prompt = m_editor->promptEditor();
        QCOMPARE(prompt->toPlainText(), shown);
        prompt->setFocus();
        QTest::keyClicks(prompt, u"x"_s);
        QTest::keyClick(prompt, Qt::Key_Delete);
        QTest::keyClick(prompt, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(prompt->toPlainText(), shown);
        m_fixture->document().save();
        QVERIFY(!m_fixture->document().isSaving());
        QVERIFY(!m_fixture->document().isModified());
        QCOMPARE(m_fixture->registry().prompt(), bytes);
        m_fixture->changeOutside("# Text again\n");
        QTRY_COMPARE(m_fixture->document().state(), DefinitionDocument::State::Ready);
        QCOMPARE(prompt->toPlainText(), u"# Text again\n"_s);
        QVERIFY(!test::shownBar(*m_editor, u"read-only"_s));
        QTest::keyClicks(prompt, u"x"_s);
        QVERIFY(m_fixture->document().isModified());
    }

    void aFileThatStopsBeingTextIsShownAsItIsNow()
    {
        show();
        m_fixture->changeOutside("# caf\xE9\n");
        QTRY_COMPARE(m_fixture->document().state(), DefinitionDocument::State::Unreadable);
        QTRY_COMPARE(m_editor->promptEditor()->toPlainText(), u"# caf\uFFFD\n"_s);
        QCOMPARE(m_fixture->registry().prompt(), "# caf\xE9\n");
    }

    void aManifestThatIsNotTextIsShownReadOnly()
    {
        const QByteArray bytes = "{\"id\": \"writer\", \"name\": \"caf\xE9\"}\n";
        m_fixture->writeManifest(bytes);
        show(DefinitionDocument::State::Unreadable);
        m_editor->showManifest();
        QVERIFY(!control(u"Name"_s)->isEnabled());
        chooseView(u"JSON"_s);
        QVERIFY(manifestText()->toPlainText().contains(u"caf\uFFFD"_s));
        manifestText()->setFocus();
        QTest::keyClicks(manifestText(), u"x"_s);
        QVERIFY(!manifestText()->toPlainText().contains(u'x'));
        QCOMPARE(m_fixture->registry().manifest(), bytes);
    }

    // --- views ----------------------------------------------------------------------------------

    void aProblemOfAFieldIsShownInTheForm()
    {
        show();
        m_editor->showManifest();
        chooseView(u"JSON"_s);
        m_editor->showPrompt();
        m_editor->goTo(problem(RegistryFixture::manifestFile, 0, u"version"_s));
        QVERIFY(segment(u"Form"_s)->isChecked());
        QVERIFY(!manifestText()->isVisible());
        QCOMPARE(QApplication::focusWidget(), control(u"Version"_s));
    }

    void everyFieldsProblemLeadsToItsField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("control");
        QTest::newRow("id") << u"id"_s << u"ID"_s;
        QTest::newRow("name") << u"name"_s << u"Name"_s;
        QTest::newRow("description") << u"description"_s << u"Description"_s;
        QTest::newRow("model") << u"model"_s << u"Model"_s;
        QTest::newRow("compatibility") << u"compatibility"_s << u"Hermes"_s;
        QTest::newRow("author") << u"author"_s << u"Author"_s;
        QTest::newRow("icon") << u"icon"_s << u"Icon"_s;
        QTest::newRow("tags") << u"tags"_s << u"Add to Tags"_s;
        QTest::newRow("tools") << u"tools"_s << u"Add to Tools"_s;
    }
    void everyFieldsProblemLeadsToItsField()
    {
        QFETCH(QString, field);
        QFETCH(QString, control);
        show();
        m_editor->goTo(problem(RegistryFixture::manifestFile, 0, field));
        QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus);
        const QString name = focus->accessibleName().isEmpty()
            ? focus->parentWidget()->accessibleName()
            : focus->accessibleName();
        QCOMPARE(name, control);
        QVERIFY(!focus->visibleRegion().isEmpty()); // scrolled to
    }

    void aProblemWithALineIsShownInTheText()
    {
        show();
        m_editor->goTo(problem(RegistryFixture::manifestFile, 6, u"version"_s));
        QVERIFY(segment(u"JSON"_s)->isChecked());
        QVERIFY(manifestText()->hasFocus());
        QCOMPARE(manifestText()->caretLine(), 6);
        m_editor->goTo(problem(RegistryFixture::manifestFile, 0, u"name"_s));
        QVERIFY(segment(u"Form"_s)->isChecked());
        QVERIFY(control(u"Name"_s)->hasFocus());
    }

    void aProblemOfWhatTheFormHasNotIsShownInTheText()
    {
        show();
        m_editor->goTo(problem(RegistryFixture::manifestFile, 0, u"schemaVersion"_s));
        QVERIFY(segment(u"JSON"_s)->isChecked());
        QVERIFY(manifestText()->hasFocus());
        QCOMPARE(manifestText()->caretLine(), 2);
    }

    void aProblemOfThePromptIsShownThere()
    {
        show();
        m_editor->showManifest();
        m_editor->goTo(problem(RegistryFixture::promptFile, 5, {}));
        QVERIFY(m_editor->promptEditor()->hasFocus());
        QCOMPARE(m_editor->promptEditor()->caretLine(), 5);
    }

    void formAndTextAreOneDocumentWithOneUndo()
    {
        show();
        const QByteArray before = m_fixture->document().manifest()->bytes();
        m_editor->showManifest();
        control(u"Name"_s)->setFocus();
        QTest::keyClicks(control(u"Name"_s), u"s"_s);
        chooseView(u"JSON"_s);
        QVERIFY(manifestText()->toPlainText().contains(u"\"Writers\""_s));
        manifestText()->goTo(1, 2);
        manifestText()->setFocus();
        QTest::keyClicks(manifestText(), u" "_s);
        QTest::keyClick(manifestText(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(manifestText(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->document().manifest()->bytes(), before);
        chooseView(u"Form"_s);
        QCOMPARE(static_cast<QLineEdit *>(control(u"Name"_s))->text(), u"Writer"_s);
        control(u"Version"_s)->setFocus();
        QTest::keyClick(control(u"Version"_s), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(static_cast<QLineEdit *>(control(u"Name"_s))->text(), u"Writers"_s);
    }

    void theManifestTakesTheFocusInTheViewItIsIn()
    {
        show();
        m_editor->showManifest();
        QCOMPARE(QApplication::focusWidget(), control(u"Name"_s));
        chooseView(u"JSON"_s);
        m_editor->showPrompt();
        m_editor->showManifest();
        QVERIFY(manifestText()->hasFocus());
    }

    void theHeaderFollowsTheForm()
    {
        show();
        m_editor->showManifest();
        control(u"Name"_s)->setFocus();
        QTest::keyClicks(control(u"Name"_s), u"s of prose"_s);
        QVERIFY(m_editor->header()->plainText().contains(u"Writers of prose"_s));
        QVERIFY(m_fixture->save());
        QVERIFY(m_fixture->registry().manifest().contains("\"Writers of prose\""));
    }

    void aMalformedManifestLeadsToItsText()
    {
        m_fixture->writeManifest("{ broken");
        show();
        m_editor->showManifest();
        test::clickButton(*test::shownBar(*m_editor, u"does not parse"_s), u"Edit as text"_s);
        QVERIFY(segment(u"JSON"_s)->isChecked());
        QVERIFY(manifestText()->hasFocus());
    }

    // --- bars -----------------------------------------------------------------------------------

    void copyTextTakesWhatIsEdited()
    {
        m_fixture->registry().writePrompt("a\xC2\xA0"
                                          "b\n");
        QVERIFY(QFile::setPermissions(m_fixture->promptPath(), QFile::ReadOwner));
        show();
        QTest::keyClicks(m_editor->promptEditor(), u"x"_s);
        test::clickButton(*test::shownBar(*m_editor, u"read-only"_s), u"Copy text"_s);
        QCOMPARE(QApplication::clipboard()->text(), u"xa\u00A0b\n"_s);
    }

    void aLargePromptIsNotTypedInto()
    {
        m_fixture->registry().writePrompt(QByteArray("line of text\n").repeated(1'500'000));
        show(DefinitionDocument::State::TooLarge);
        QTest::keyClicks(m_editor->promptEditor(), u"x"_s);
        QVERIFY(!m_fixture->document().isModified());
        QVERIFY(test::shownBar(*m_editor, u"is large"_s));
    }

    void everythingIsNamedAndReachedByKeys()
    {
        show();
        m_editor->showManifest();
        QCOMPARE(test::controlsWithoutName(*m_editor).join(u'\n'), QString());
        QCOMPARE(test::controlsOutOfTabOrder(*m_editor), QStringList());
        chooseView(u"JSON"_s);
        QCOMPARE(test::controlsWithoutName(*m_editor).join(u'\n'), QString());
    }

private:
    void show(DefinitionDocument::State state = DefinitionDocument::State::Ready)
    {
        m_fixture->make();
        m_editor = std::make_unique<DefinitionEditor>(&m_fixture->document(), *m_syntax,
                                                      m_fixture->theme());
        test::activate(*m_editor, windowSize);
        m_fixture->load(state);
        m_editor->showPrompt();
    }
    [[nodiscard]] QWidget *control(const QString &name) const
    {
        return test::control(*m_editor, name);
    }
    [[nodiscard]] QRadioButton *segment(const QString &text) const
    {
        for (const auto segments = m_editor->findChildren<QRadioButton *>();
             auto *segment : segments) {
            if (segment->text() == text) {
                return segment;
            }
        }
        return nullptr;
    }
    void chooseView(const QString &text) const
    {
        QTest::mouseClick(segment(text), Qt::LeftButton);
        QVERIFY(segment(text)->isChecked());
    }
    [[nodiscard]] PromptEditor *manifestText() const
    {
        for (const auto texts = m_editor->findChildren<PromptEditor *>(); auto *text : texts) {
            if (text != m_editor->promptEditor()) {
                return text;
            }
        }
        return nullptr;
    }

    std::unique_ptr<DocumentFixture> m_fixture;
    std::unique_ptr<editor::PromptSyntax> m_syntax;
    std::unique_ptr<DefinitionEditor> m_editor;
};

QTEST_MAIN(TestDefinitionEditor)
#include "tst_definitioneditor.moc"
