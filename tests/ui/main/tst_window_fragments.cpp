#include "browser/fragmentlist.h"
#include "browser/outlinelist.h"
#include "editor/prompteditor.h"
#include "entries/deletefragmentdialog.h"
#include "entries/fragmentdialog.h"
#include "entries/usesdialog.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"
#include "workspace/fragmentdocument.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::EntryId;
using mainwindow::ActionId;
using test::RegistryFixture;

namespace {

const EntryId &writer = RegistryFixture::writer;
const QString sourceFile = u"studio/sources/agents/writer.md"_s;
const QString fragmentFile = u"studio/fragments/tone.md"_s;
const QByteArray prompt = "# Writer\n\nYou write.\n\n## Output\n\nText.\n";

} // namespace

/// Sources and fragments in the real window over a real registry.
class TestWindowFragments final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_fixture = std::make_unique<test::WindowFixture>(m_theme);
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void theEditorShowsTheSourceAndSavesBoth()
    {
        write(sourceFile, "# Writer\n\n{{> tone}}\n");
        write(fragmentFile, "Be mild.\n");
        m_registry->writePrompt("# Writer\n\nBe mild.\n");
        m_fixture->open(m_registry->root());
        workspace::DefinitionDocument *document = m_fixture->openEntry(writer);
        QVERIFY(document && document->hasSource());
        QCOMPARE(m_fixture->prompt()->toPlainText(), u"# Writer\n\n{{> tone}}\n"_s);
        QVERIFY2(m_fixture->shownTexts().contains(u"source"_s),
                 qPrintable(m_fixture->shownTexts()));
        moveToEnd();
        m_fixture->type(u"Short."_s);
        m_fixture->action(ActionId::Save)->trigger();
        QTRY_COMPARE(read(sourceFile), "# Writer\n\n{{> tone}}\nShort.");
        QTRY_COMPARE(m_registry->prompt(), "# Writer\n\nBe mild.\nShort.");
        QTRY_VERIFY(!document->isModified());
    }

    void aSelectionBecomesAFragmentAndIsTakenBack()
    {
        m_fixture->open(m_registry->root());
        workspace::DefinitionDocument *document = m_fixture->openEntry(writer);
        QVERIFY(document && !document->hasSource());
        select(u"You write."_s);
        m_fixture->action(ActionId::ExtractFragment)->trigger();
        nameFragment(u"tone"_s);
        QTRY_COMPARE(read(fragmentFile), "You write.\n");
        QTRY_VERIFY(document->hasSource());
        QCOMPARE(read(sourceFile), QByteArray(prompt).replace("You write.", "{{> tone}}"));
        QCOMPARE(m_registry->prompt(), prompt);
        QTRY_COMPARE(document->prompt()->bytes(), read(sourceFile));
        QVERIFY(!document->isModified());
        // What is typed from now on goes into the source.
        moveToEnd();
        m_fixture->type(u"More."_s);
        m_fixture->action(ActionId::Save)->trigger();
        QTRY_COMPARE(m_registry->prompt(), prompt + "More.");
        QTRY_VERIFY(!document->isSaving());
        QTest::keyClick(m_fixture->prompt(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(document->prompt()->bytes(), read(sourceFile).replace("More.", ""));
        m_fixture->action(ActionId::Save)->trigger();
        QTRY_COMPARE(m_registry->prompt(), prompt);
        QTRY_VERIFY(!document->isSaving());
        m_fixture->action(ActionId::UndoOperation)->trigger();
        QTRY_VERIFY(!QFile::exists(m_registry->folder().path(sourceFile)));
        QTRY_VERIFY(!document->hasSource());
        QTRY_COMPARE(document->prompt()->bytes(), prompt);
        QVERIFY(!QFile::exists(m_registry->folder().path(fragmentFile)));
    }

    void aSectionOfTheOutlineBecomesAFragment_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QByteArray>("section");
        QTest::newRow("with what is nested in it")
            << u"One"_s << QByteArray("## One\n\na\n\n### Inner\n\nb\n\n");
        QTest::newRow("the nested one alone") << u"Inner"_s << QByteArray("### Inner\n\nb\n\n");
        QTest::newRow("the last") << u"Two"_s << QByteArray("## Two\n\nc");
    }
    void aSectionOfTheOutlineBecomesAFragment()
    {
        QFETCH(QString, title);
        QFETCH(QByteArray, section);
        const QByteArray body = "# Writer\n\n## One\n\na\n\n### Inner\n\nb\n\n## Two\n\nc";
        const QByteArray head = "---\nvariables:\n  who: you\n---\n";
        write(sourceFile, head + body);
        m_registry->writePrompt(body);
        m_fixture->open(m_registry->root());
        const workspace::DefinitionDocument *document = m_fixture->openEntry(writer);
        QVERIFY(document && document->hasSource());
        openMenuOfSection(title);
        nameFragment({}); // as it is proposed
        const QString file = u"studio/fragments/%1.md"_s.arg(title.toLower());
        QTRY_COMPARE(read(file), section);
        const QByteArray tag = "{{> " + title.toLower().toUtf8() + "}}";
        QTRY_VERIFY2(read(sourceFile).contains(tag), read(sourceFile));
        QVERIFY(read(sourceFile).startsWith(head) && !read(sourceFile).contains(section));
        QCOMPARE(m_registry->prompt(), body);
    }

    void unsavedTextIsSavedBeforeItIsExtracted()
    {
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(writer));
        moveToEnd();
        m_fixture->type(u"Fresh."_s);
        select(u"Fresh."_s);
        m_fixture->action(ActionId::ExtractFragment)->trigger();
        nameFragment(u"tone"_s);
        QTRY_COMPARE(read(fragmentFile), "Fresh.");
        QTRY_COMPARE(m_registry->prompt(), prompt + "Fresh.");
        QTRY_COMPARE(read(sourceFile), prompt + "{{> tone}}");
    }

    void aTagIsInlinedAtTheCaret()
    {
        write(sourceFile, "# Writer\n\n{{> tone}}\n");
        write(fragmentFile, "Be mild.\n");
        m_registry->writePrompt("# Writer\n\nBe mild.\n");
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(writer));
        select(u"tone"_s);
        m_fixture->action(ActionId::InlineFragment)->trigger();
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"# Writer\n\nBe mild.\n"_s);
        QCOMPARE(m_registry->prompt(), "# Writer\n\nBe mild.\n");
        QCOMPARE(read(fragmentFile), "Be mild.\n");
    }

    void aFragmentIsRenamedWhereverItIsIncluded()
    {
        write(sourceFile, "{{> tone}}\n");
        write(u"studio/sources/agents/reader.md"_s, "say {{> tone}}\n");
        write(fragmentFile, "Be mild.\n");
        m_registry->writePrompt("Be mild.\n");
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(writer));
        select(u"tone"_s);
        m_fixture->action(ActionId::RenameFragment)->trigger();
        nameFragment(u"manner"_s);
        QTRY_COMPARE(read(sourceFile), "{{> manner}}\n");
        QTRY_COMPARE(read(u"studio/sources/agents/reader.md"_s), "say {{> manner}}\n");
        QTRY_VERIFY(!QFile::exists(m_registry->folder().path(fragmentFile)));
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"{{> manner}}\n"_s);
    }

    void whereUsedLeadsToThePlace()
    {
        write(sourceFile, "x\n");
        write(u"studio/sources/agents/reader.md"_s, "one\ntwo {{> tone}}\n");
        write(fragmentFile, "Be mild.\n");
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(writer));
        m_fixture->action(ActionId::WhereUsed)->trigger();
        entries::UsesDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::UsesDialog *>()));
        auto *list = dialog->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 1);
        QVERIFY2(list->item(0)->text().contains(u"agent/reader:2"_s),
                 qPrintable(list->item(0)->text()));
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_VERIFY(m_fixture->prompt() != nullptr
                    && m_fixture->prompt()->toPlainText().startsWith(u"one"_s));
        QTRY_COMPARE(m_fixture->prompt()->caretLine(), 2);
    }

    void aSelectionInAFragmentBecomesAnother()
    {
        openTone("One.\nTwo.\n");
        select(u"Two."_s);
        m_fixture->action(ActionId::ExtractFragment)->trigger();
        nameFragment(u"second"_s);
        QTRY_COMPARE(read(u"studio/fragments/second.md"_s), "Two.\n");
        QTRY_COMPARE(read(fragmentFile), "One.\n{{> second}}\n");
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"One.\n{{> second}}\n"_s);
        QCOMPARE(m_registry->prompt(), "# Writer\n\nOne.\nTwo.\n");
        // And back, at the tag.
        select(u"second"_s);
        m_fixture->action(ActionId::InlineFragment)->trigger();
        QTRY_COMPARE(read(fragmentFile), "One.\nTwo.\n");
        QCOMPARE(m_registry->prompt(), "# Writer\n\nOne.\nTwo.\n");
    }

    void anUnsavedFragmentIsExtractedFromInItsDraft()
    {
        openTone("One.\n");
        moveToEnd();
        m_fixture->type(u"Two."_s);
        select(u"Two."_s);
        m_fixture->action(ActionId::ExtractFragment)->trigger();
        nameFragment(u"second"_s);
        QTRY_COMPARE(read(u"studio/fragments/second.md"_s), "Two.");
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"One.\n{{> second}}"_s);
        QCOMPARE(read(fragmentFile), "One.\n");
        QCOMPARE(m_registry->prompt(), "# Writer\n\nOne.\n");
    }

    void theListDeletesOneThatNothingIncludes()
    {
        openTone("One.\n");
        write(u"studio/fragments/unused.md"_s, "Nothing.\n");
        QListView *list = fragmentList();
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"Nothing.\n"_s);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        const QString path = m_registry->folder().path(u"studio/fragments/unused.md"_s);
        QTRY_VERIFY(!QFile::exists(path));
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QTRY_VERIFY(m_fixture->workspace().openDocument(workspace::fragmentId(u"unused"_s))
                    == nullptr);
        m_fixture->click(m_fixture->bar(u"Delete the fragment “unused”"_s), u"Take back"_s);
        QTRY_COMPARE(read(u"studio/fragments/unused.md"_s), "Nothing.\n");
        QTRY_COMPARE(list->model()->rowCount(), 2);
    }

    void oneThatIsIncludedIsInlinedFirst()
    {
        openTone("One.\n");
        m_fixture->action(ActionId::Delete)->trigger();
        entries::DeleteFragmentDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::DeleteFragmentDialog *>()));
        QTest::keyClick(dialog, Qt::Key_Escape); // nothing is done unasked
        QTRY_VERIFY(m_fixture->window().findChild<entries::DeleteFragmentDialog *>() == nullptr);
        QCOMPARE(read(fragmentFile), "One.\n");
        openMenuOfTheFirst();
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::DeleteFragmentDialog *>()));
        QPushButton *agree = defaultButton(dialog);
        QVERIFY(agree != nullptr && agree->isEnabled());
        QTest::keyClick(agree, Qt::Key_Space);
        QTRY_VERIFY(!QFile::exists(m_registry->folder().path(fragmentFile)));
        QCOMPARE(read(sourceFile), "# Writer\n\nOne.\n");
        QCOMPARE(m_registry->prompt(), "# Writer\n\nOne.\n");
        QTRY_VERIFY(m_fixture->workspace().openDocument(workspace::fragmentId(u"tone"_s))
                    == nullptr);
        m_fixture->action(ActionId::UndoOperation)->trigger();
        QTRY_COMPARE(read(fragmentFile), "One.\n");
        QTRY_COMPARE(read(sourceFile), "# Writer\n\n{{> tone}}\n");
    }

private:
    /// The fragment's own text in the editor, with a prompt that includes it.
    void openTone(const QByteArray &text) const
    {
        write(sourceFile, "# Writer\n\n{{> tone}}\n");
        write(fragmentFile, text);
        m_registry->writePrompt("# Writer\n\n" + text);
        m_fixture->open(m_registry->root());
        m_fixture->window().openPath(m_registry->folder().path(fragmentFile));
        QTRY_VERIFY(m_fixture->prompt() != nullptr);
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), QString::fromUtf8(text));
    }
    [[nodiscard]] QListView *fragmentList() const
    {
        return m_fixture->window().findChild<browser::FragmentList *>()->findChild<QListView *>();
    }
    /// By the keyboard, and chooses to delete it.
    void openMenuOfTheFirst() const
    {
        QListView *list = fragmentList();
        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, 0));
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {0, 0}, {0, 0});
        QApplication::sendEvent(list->viewport(), &event);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        QTest::keyClick(menu, Qt::Key_L); // De&lete
    }
    /// By the keyboard, and chooses to extract it.
    void openMenuOfSection(const QString &title) const
    {
        auto *list = m_fixture->window().findChild<browser::OutlineList *>();
        const auto found = [list, &title] {
            return list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, title);
        };
        QTRY_COMPARE(found().size(), 1);
        list->setFocus();
        list->setCurrentIndex(found().first());
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {0, 0}, {0, 0});
        QApplication::sendEvent(list->viewport(), &event);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        QTest::keyClick(menu, Qt::Key_X); // E&xtract
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
    void write(const QString &file, const QByteArray &text) const
    {
        m_registry->folder().write(file, text);
    }
    [[nodiscard]] QByteArray read(const QString &file) const
    {
        QFile opened(m_registry->folder().path(file));
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    void moveToEnd() const { m_fixture->prompt()->moveCursor(QTextCursor::End); }
    void select(const QString &text) const
    {
        const int at = static_cast<int>(m_fixture->prompt()->toPlainText().indexOf(text));
        QVERIFY(at >= 0);
        m_fixture->prompt()->select(at, at + static_cast<int>(text.size()));
    }
    /// Types the name, if there is one, into the dialog that is open, and agrees once the change is
    /// shown.
    void nameFragment(const QString &name) const
    {
        entries::FragmentDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::FragmentDialog *>()));
        auto *field = dialog->findChild<QLineEdit *>();
        if (!name.isEmpty()) {
            field->clear();
            QTest::keyClicks(field, name);
        }
        QPushButton *agree = defaultButton(dialog);
        QVERIFY(agree != nullptr);
        QTRY_VERIFY(agree->isEnabled());
        QTest::keyClick(field, Qt::Key_Return);
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowFragments)
#include "tst_window_fragments.moc"
