#include "browser/fragmentlist.h"
#include "diff/diffview.h"
#include "editor/definitionheader.h"
#include "editor/prompteditor.h"
#include "entries/fragmentdialog.h"
#include "entries/promptsdialog.h"
#include "entries/usesdialog.h"
#include "find/gotoanything.h"
#include "preview/renderedview.h"
#include "problems/problemspane.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"
#include "workspace/fragmentdocument.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTest>
#include <QTextBlock>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::EntryId;
using mainwindow::ActionId;
using test::RegistryFixture;
using workspace::DefinitionDocument;

namespace {

const EntryId &writer = RegistryFixture::writer;
const QString writerSource = u"studio/sources/agents/writer.md"_s;
const QString readerSource = u"studio/sources/agents/reader.md"_s;
const QString readerPrompt = u"agents/reader/AGENT.md"_s;
const QString toneFile = u"studio/fragments/tone.md"_s;

} // namespace

/// Fragments as documents in the real window, over a real registry.
class TestWindowFragmentDocuments final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        write(toneFile,
              "---\nversion: 1.0.0\ndescription: How we speak\n---\n"
              "## Tone\n\nBe mild.\n\n{{> end}}\n");
        write(u"studio/fragments/end.md"_s, "The end of all.\n");
        write(writerSource,
              "---\nvariables:\n  who: you\n---\n# Writer\n\n{{> tone}}\nBe {{who}}.\n");
        write(readerSource, "# Reader\n\n{{> tone}}\n");
        m_registry->writePrompt("# Writer\n\n## Tone\n\nBe mild.\n\nThe end of all.\nBe you.\n");
        write(readerPrompt, "# Reader\n\n## Tone\n\nBe mild.\n\nThe end of all.\n");
        m_registry->folder().commitAll(u"Add sources"_s);
        m_fixture = std::make_unique<test::WindowFixture>(m_theme);
        m_fixture->window().resize(1440, 900);
        m_fixture->open(m_registry->root());
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void theListOfTheRegistryOpensOne()
    {
        auto *list = m_fixture->window().findChild<browser::FragmentList *>();
        auto *view = list->findChild<QListView *>();
        QTRY_COMPARE(view->model()->rowCount(), 2);
        QVERIFY(list->isVisible());
        view->setFocus();
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_Down);
        QTest::keyClick(view, Qt::Key_Return);
        QTRY_VERIFY(shown(u"tone"_s));
        QCOMPARE(m_fixture->prompt()->toPlainText(), QString::fromUtf8(read(toneFile)));
        QTRY_VERIFY(tabTexts().contains(u"tone"_s));
        const QString head =
            m_fixture->window().findChild<editor::DefinitionHeader *>()->plainText();
        QVERIFY2(head.contains(u"Fragment"_s) && head.contains(toneFile)
                     && head.contains(u"v1.0.0"_s) && head.contains(u"How we speak"_s),
                 qPrintable(head));
        QTRY_VERIFY(preview().contains(u"The end of all."_s)); // with what it includes itself
    }

    void aTagLeadsToItsFragmentAndOnToTheNext()
    {
        QVERIFY(m_fixture->openEntry(writer));
        putCaret(u"> tone"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(shown(u"tone"_s));
        putCaret(u"> end"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(shown(u"end"_s));
        // Back in the first, the caret is where it was.
        QVERIFY(m_fixture->openEntry(writer));
        putCaret(u"> tone"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(shown(u"tone"_s));
        QCOMPARE(m_fixture->prompt()->textCursor().block().text(), u"{{> end}}"_s);
    }

    void ctrlAndAClickFollowTheTag()
    {
        QVERIFY(m_fixture->openEntry(writer));
        putCaret(u"tone"_s);
        editor::PromptEditor *prompt = m_fixture->prompt();
        const QPoint place = prompt->cursorRect().center();
        putCaret(u"Writer"_s);
        QTest::mouseClick(prompt->viewport(), Qt::LeftButton, Qt::ControlModifier, place);
        QTRY_VERIFY(shown(u"tone"_s));
        QVERIFY(m_fixture->openEntry(writer));
        const QPoint title = prompt->cursorRect().center() + QPoint(0, -1000);
        QTest::mouseClick(prompt->viewport(), Qt::LeftButton, Qt::ControlModifier,
                          QPoint(title.x(), 8)); // no tag: nothing is said
        QVERIFY(m_fixture->bar(u"cursor"_s) == nullptr);
    }

    void aVariableLeadsToItsDeclaration()
    {
        QVERIFY(m_fixture->openEntry(writer));
        putCaret(u"{who}"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_COMPARE(m_fixture->prompt()->caretLine(), 3);
    }

    void aVariableOfAFragmentLeadsToTheSourceThatDeclaresIt()
    {
        write(toneFile, "Be {{who}}.\n");
        openFragment(u"tone"_s);
        putCaret(u"{who}"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(m_fixture->workspace().openDocument(writer) != nullptr
                    && m_fixture->prompt() != nullptr
                    && m_fixture->prompt()->textCursor().block().text() == u"  who: you");
        // Of one that nobody declares it is told.
        write(u"studio/fragments/end.md"_s, "{{nobody}}\n");
        openFragment(u"end"_s);
        QTRY_VERIFY(m_fixture->prompt()->toPlainText().contains(u"nobody"_s));
        putCaret(u"{nobody}"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(m_fixture->bar(u"Nobody declares"_s) != nullptr);
    }

    void aTagThatNamesNothingSaysSoAndHelps()
    {
        write(writerSource, "{{> nothing}}\n");
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"{{> nothing}}\n"_s);
        putCaret(u"nothing"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(m_fixture->bar(u"no fragment “nothing”"_s) != nullptr);
        m_fixture->click(m_fixture->bar(u"no fragment “nothing”"_s), u"Make it"_s);
        QTRY_VERIFY(shown(u"nothing"_s));
        m_fixture->type(u"Something."_s);
        m_fixture->action(ActionId::Save)->trigger();
        QTRY_COMPARE(read(u"studio/fragments/nothing.md"_s), "Something.");
    }

    void aFragmentThatCouldNotBeMadeIsNotWaitedFor()
    {
        write(writerSource, "{{> nothing}}\n");
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"{{> nothing}}\n"_s);
        putCaret(u"nothing"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(m_fixture->bar(u"no fragment “nothing”"_s) != nullptr);
        const QString folder = m_registry->folder().path(u"studio/fragments"_s);
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
        m_fixture->click(m_fixture->bar(u"no fragment “nothing”"_s), u"Make it"_s);
        QTRY_VERIFY(m_fixture->bar(u"Everything is as it was before"_s) != nullptr);
        QVERIFY(
            QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        // Somebody else makes one.
        write(u"studio/fragments/nothing.md"_s, "Something.\n");
        QTRY_VERIFY(preview().contains(u"Something."_s));
        const auto *names = m_fixture->window().findChild<browser::FragmentList *>();
        QTRY_COMPARE(names->findChild<QListView *>()->model()->rowCount(), 3);
        QVERIFY(document(u"nothing"_s) == nullptr);
    }

    void aClickInThePreviewLeadsIntoTheFragment()
    {
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_VERIFY(preview().contains(u"The end of all."_s));
        auto *view = m_fixture->window().findChild<preview::RenderedView *>();
        QPoint place(-1, -1);
        for (int y = 0; y < view->viewport()->height() && place.y() < 0; ++y) {
            if (view->blockTextAt({20, y}) == u"Be mild.") {
                place = {24, y + 6};
            }
        }
        QVERIFY(place.y() >= 0);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, place);
        QTRY_VERIFY(shown(u"tone"_s));
        QTRY_COMPARE(m_fixture->prompt()->textCursor().block().text(), u"Be mild."_s);
    }

    void aProblemInAFragmentLeadsToItsPlace()
    {
        write(toneFile, "one\nBe {{nobody}} mild.\n");
        QVERIFY(m_fixture->openEntry(writer));
        auto *problems =
            m_fixture->window().findChild<problems::ProblemsPane *>()->findChild<QListView *>();
        const auto rowOf = [problems](const QString &words) {
            for (int row = 0; row < problems->model()->rowCount(); ++row) {
                if (problems->model()->index(row, 0).data().toString().contains(words)) {
                    return row;
                }
            }
            return -1;
        };
        QTRY_VERIFY(rowOf(u"nobody"_s) >= 0);
        problems->setFocus();
        problems->setCurrentIndex(problems->model()->index(rowOf(u"nobody"_s), 0));
        QTest::keyClick(problems, Qt::Key_Return);
        QTRY_VERIFY(shown(u"tone"_s));
        QTRY_COMPARE(m_fixture->prompt()->caretLine(), 2);
        QCOMPARE(m_fixture->prompt()->caretColumn(), 4);
        // It is listed there too.
        QTRY_VERIFY(rowOf(u"nobody"_s) >= 0);
    }

    void goToAnythingFindsIt()
    {
        m_fixture->action(ActionId::GoToAnything)->trigger();
        auto *field =
            m_fixture->window().findChild<find::GoToAnything *>()->findChild<QLineEdit *>();
        QTest::keyClicks(field, u"ton"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(shown(u"tone"_s));
    }

    void pathsOfFragmentsAndSourcesOpen()
    {
        m_fixture->window().openPath(m_registry->folder().path(toneFile));
        QTRY_VERIFY(shown(u"tone"_s));
        m_fixture->window().openPath(m_registry->folder().path(writerSource));
        QTRY_VERIFY(m_fixture->workspace().openDocument(writer) != nullptr);
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), QString::fromUtf8(read(writerSource)));
    }

    void whereUsedLeadsIntoAFragment()
    {
        openFragment(u"end"_s);
        pressKeys(ActionId::WhereUsed);
        entries::UsesDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::UsesDialog *>()));
        auto *list = dialog->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 1); // of the fragment that is shown
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_VERIFY(shown(u"tone"_s));
        QTRY_COMPARE(m_fixture->prompt()->textCursor().block().text(), u"{{> end}}"_s);
    }

    void savingSaysWhichPromptsUseItAndWritesThem()
    {
        const QByteArray writerBefore = m_registry->prompt();
        openFragment(u"tone"_s);
        putCaret(u"mild"_s);
        m_fixture->type(u"not "_s);
        QTest::keyClick(m_fixture->prompt(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(read(toneFile).contains("not "));
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = m_fixture->bar(u"2 "_s)) != nullptr);
        QVERIFY2(bar->text().contains(u"tone"_s), qPrintable(bar->text()));
        QCOMPARE(m_registry->prompt(), writerBefore); // nothing unasked
        m_fixture->click(bar, u"Show what changes…"_s);
        entries::PromptsDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::PromptsDialog *>()));
        agree(dialog);
        QTRY_VERIFY(m_registry->prompt().contains("not "));
        QTRY_VERIFY(read(readerPrompt).contains("not "));
        QCOMPARE(m_registry->prompt(), QByteArray(writerBefore).replace("mild", "minot ld"));
        QTRY_VERIFY((bar = m_fixture->bar(u"Done"_s)) != nullptr);
        m_fixture->click(bar, u"Take back"_s);
        QTRY_COMPARE(m_registry->prompt(), writerBefore);
        QVERIFY(read(toneFile).contains("not ")); // that was saved before
    }

    void aPromptWithADraftIsLeftToItsSave()
    {
        QVERIFY(m_fixture->openEntry(writer));
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"Draft."_s);
        openFragment(u"tone"_s);
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"More."_s);
        m_fixture->action(ActionId::Save)->trigger();
        QTRY_VERIFY(m_fixture->bar(u"2 "_s) != nullptr);
        m_fixture->click(m_fixture->bar(u"2 "_s), u"Show what changes…"_s);
        entries::PromptsDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::PromptsDialog *>()));
        agree(dialog);
        QTRY_VERIFY(read(readerPrompt).contains("More."));
        QVERIFY(!m_registry->prompt().contains("More."));
        QVERIFY(m_fixture->workspace().openDocument(writer)->isModified());
    }

    void unsavedTextAndTheTabComeBack()
    {
        openFragment(u"tone"_s);
        putCaret(u"mild"_s);
        m_fixture->type(u"so "_s);
        const QString text = m_fixture->prompt()->toPlainText();
        m_fixture->restart();
        m_fixture->open(m_registry->root());
        QTRY_VERIFY(m_fixture->prompt() != nullptr);
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), text);
        QVERIFY(document(u"tone"_s)->isModified());
        QTest::keyClick(m_fixture->prompt(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!m_fixture->prompt()->toPlainText().contains(u"so "_s));
    }

    void whatIsForEntriesIsDisabledWithTheReason()
    {
        openFragment(u"tone"_s);
        for (const ActionId id : {ActionId::Release, ActionId::TestSend, ActionId::ShowManifest,
                                  ActionId::Rename, ActionId::Duplicate}) {
            QVERIFY(!m_fixture->action(id)->isEnabled());
            QVERIFY2(m_fixture->action(id)->toolTip().contains(u"fragment"_s),
                     qPrintable(m_fixture->action(id)->toolTip()));
        }
        QVERIFY(m_fixture->action(ActionId::WritePrompts)->isEnabled());
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_VERIFY(m_fixture->action(ActionId::Rename)->isEnabled());
        QVERIFY(!m_fixture->action(ActionId::WritePrompts)->isEnabled());
    }

    void renamingItKeepsTheTabAndTheDraft()
    {
        openFragment(u"tone"_s);
        m_fixture->prompt()->moveCursor(QTextCursor::Start);
        m_fixture->prompt()->moveCursor(QTextCursor::Down);
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"Unsaved."_s);
        m_fixture->action(ActionId::RenameFragment)->trigger();
        giveName(u"manner"_s);
        QTRY_VERIFY(read(writerSource).contains("{{> manner}}"));
        QTRY_VERIFY(tabTexts().contains(u"manner"_s));
        QVERIFY(!tabTexts().contains(u"tone"_s));
        QVERIFY(m_fixture->prompt()->toPlainText().contains(u"Unsaved."_s));
        QVERIFY(document(u"manner"_s)->isModified());
        m_fixture->action(ActionId::Save)->trigger();
        QTRY_VERIFY(read(u"studio/fragments/manner.md"_s).contains("Unsaved."));
        QVERIFY(!QFile::exists(m_registry->folder().path(toneFile)));
    }

    void aRenamingTakenBackGivesTheTabItsNameAgain()
    {
        openFragment(u"tone"_s);
        m_fixture->action(ActionId::RenameFragment)->trigger();
        giveName(u"manner"_s);
        QTRY_VERIFY(tabTexts().contains(u"manner"_s));
        m_fixture->action(ActionId::UndoOperation)->trigger();
        QTRY_VERIFY(tabTexts().contains(u"tone"_s));
        QVERIFY(!tabTexts().contains(u"manner"_s));
        QVERIFY(read(writerSource).contains("{{> tone}}"));
        QTRY_VERIFY(shown(u"tone"_s));
        QCOMPARE(m_fixture->prompt()->toPlainText(), QString::fromUtf8(read(toneFile)));
        QCOMPARE(document(u"tone"_s)->diskState(), DefinitionDocument::DiskState::Same);
    }

    void aVariableIsRenamedByKeysAndTakenBack()
    {
        write(u"studio/values.json"_s, R"({"who": "we"})");
        QVERIFY(m_fixture->openEntry(writer));
        putCaret(u"{who}"_s);
        pressKeys(ActionId::RenameVariable);
        giveName(u"reader"_s);
        QTRY_VERIFY(read(writerSource).contains("Be {{reader}}."));
        QVERIFY(read(writerSource).contains("  reader: you"));
        QTRY_COMPARE(read(u"studio/values.json"_s), R"({"reader": "we"})");
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), QString::fromUtf8(read(writerSource)));
        m_fixture->action(ActionId::UndoOperation)->trigger();
        QTRY_VERIFY(read(writerSource).contains("Be {{who}}."));
        QTRY_COMPARE(read(u"studio/values.json"_s), R"({"who": "we"})");
    }

    void theContextMenuIsAboutTheTag_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("tag") << u"{who}"_s;
        QTest::newRow("declaration") << u"who: you"_s;
    }
    void theContextMenuIsAboutTheTag()
    {
        QFETCH(const QString, place);
        QVERIFY(m_fixture->openEntry(writer));
        putCaret(place);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {0, 0}, {0, 0});
        QApplication::sendEvent(m_fixture->prompt(), &event);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        QAction *rename = nullptr;
        for (const auto actions = menu->actions(); QAction * action : actions) {
            rename = action->text().contains(u"variable"_s) ? action : rename;
        }
        QVERIFY(rename != nullptr && rename->isEnabled());
        rename->trigger();
        menu->close();
        giveName(u"reader"_s);
        QTRY_VERIFY(read(writerSource).contains("Be {{reader}}."));
    }

    void aVersionOfTheHistoryIsShownBesideThePresentOne()
    {
        write(toneFile, "---\nversion: 2.0.0\n---\nBe bold.\n");
        write(writerSource, "{{> tone@1.0.0}}\n{{> tone@2.0.0}}\n{{> tone@9.9.9}}\n");
        m_registry->folder().commitAll(u"Be bold"_s);
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_VERIFY(m_fixture->prompt()->toPlainText().contains(u"9.9.9"_s));
        putCaret(u"1.0.0"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(shown(u"tone"_s) || m_fixture->prompt() == nullptr);
        diffview::DiffView *comparison = nullptr;
        QTRY_VERIFY((comparison = visibleComparison()) != nullptr && comparison->comparison());
        QCOMPARE(comparison->comparison()->left.label, u"v1.0.0"_s);
        // The present version is the document itself.
        QVERIFY(m_fixture->openEntry(writer));
        m_fixture->action(ActionId::ShowPrompt)->trigger();
        putCaret(u"2.0.0"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(visibleComparison() == nullptr && shown(u"tone"_s));
        QVERIFY(m_fixture->openEntry(writer));
        putCaret(u"9.9.9"_s);
        pressKeys(ActionId::FollowTag);
        QTRY_VERIFY(m_fixture->bar(u"9.9.9"_s) != nullptr);
    }

private:
    void write(const QString &file, const QByteArray &text) const
    {
        m_registry->folder().write(file, text);
    }
    [[nodiscard]] QByteArray read(const QString &file) const
    {
        return m_registry->folder().read(file);
    }
    [[nodiscard]] DefinitionDocument *document(const QString &fragment) const
    {
        return m_fixture->workspace().openDocument(workspace::fragmentId(fragment));
    }
    /// Whether the editor that can be seen is the fragment's.
    [[nodiscard]] bool shown(const QString &fragment) const
    {
        DefinitionDocument *open = document(fragment);
        return open != nullptr && open->state() == DefinitionDocument::State::Ready
            && m_fixture->prompt() != nullptr && m_fixture->prompt()->text() == open->prompt();
    }
    void openFragment(const QString &name) const
    {
        m_fixture->window().openPath(
            m_registry->folder().path(u"studio/fragments/%1.md"_s.arg(name)));
        QTRY_VERIFY(shown(name));
    }
    void putCaret(const QString &text) const
    {
        const auto at = m_fixture->prompt()->toPlainText().indexOf(text);
        QVERIFY2(at >= 0, qPrintable(text));
        const int position = static_cast<int>(at) + 2;
        m_fixture->prompt()->select(position, position);
        m_fixture->prompt()->setFocus();
    }
    /// The keys of an action, in the window.
    void pressKeys(ActionId id) const
    {
        const QKeySequence keys = m_fixture->action(id)->shortcut();
        QVERIFY(!keys.isEmpty());
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        QTest::keySequence(m_fixture->prompt(), keys);
    }
    [[nodiscard]] QString preview() const
    {
        return m_fixture->window().findChild<preview::RenderedView *>()->toPlainText();
    }
    [[nodiscard]] QStringList tabTexts() const
    {
        QStringList texts;
        for (const auto bars = m_fixture->window().findChildren<QTabBar *>();
             QTabBar * bar : bars) {
            for (int i = 0; bar->isVisible() && i < bar->count(); ++i) {
                texts.append(bar->tabText(i));
            }
        }
        return texts;
    }
    [[nodiscard]] diffview::DiffView *visibleComparison() const
    {
        for (const auto views = m_fixture->window().findChildren<diffview::DiffView *>();
             auto *view : views) {
            if (view->isVisible()) {
                return view;
            }
        }
        return nullptr;
    }
    static QPushButton *defaultButton(const QDialog *dialog)
    {
        for (const auto buttons = dialog->findChildren<QPushButton *>(); auto *button : buttons) {
            if (button->isDefault()) {
                return button;
            }
        }
        return nullptr;
    }
    static void agree(QDialog *dialog)
    {
        QPushButton *button = defaultButton(dialog);
        QVERIFY(button != nullptr);
        QTRY_VERIFY(button->isEnabled());
        QTest::keyClick(button, Qt::Key_Space);
    }
    void giveName(const QString &name) const
    {
        entries::FragmentDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::FragmentDialog *>()));
        auto *field = dialog->findChild<QLineEdit *>();
        field->clear();
        QTest::keyClicks(field, name);
        QTRY_VERIFY(defaultButton(dialog)->isEnabled());
        QTest::keyClick(field, Qt::Key_Return);
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowFragmentDocuments)
#include "tst_window_fragmentdocuments.moc"
