#include "browser/outlinelist.h"
#include "editor/prompteditor.h"
#include "registryfixture.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;
using test::WindowFixture;

/// That the window's keys and menus reach the text.
class TestWindowEditing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void keysFindInTheTextThatIsShown()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        fixture.prompt()->setFocus();
        fixture.type(u"quokka one quokka two "_s);
        press(Qt::Key_Home, Qt::ControlModifier);
        press(Qt::Key_F, Qt::ControlModifier);
        const auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(field != nullptr);
        QTest::keyClicks(QApplication::focusWidget(), u"quokka"_s);
        QTRY_COMPARE(fixture.prompt()->textCursor().selectedText(), u"quokka"_s);
        const int first = fixture.prompt()->textCursor().position();
        press(Qt::Key_F3);
        QTRY_COMPARE(fixture.prompt()->textCursor().position(), first + 11);
        press(Qt::Key_F3, Qt::ShiftModifier);
        QTRY_COMPARE(fixture.prompt()->textCursor().position(), first);
        press(Qt::Key_H, Qt::ControlModifier);
        press(Qt::Key_Escape);
        QVERIFY(fixture.prompt()->hasFocus());
    }

    void controlDTypesAtSeveralPlaces()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        workspace::DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        fixture.prompt()->setFocus();
        fixture.type(u"quokka one quokka two "_s);
        press(Qt::Key_Home, Qt::ControlModifier);
        press(Qt::Key_D, Qt::ControlModifier);
        press(Qt::Key_D, Qt::ControlModifier);
        fixture.type(u"emu"_s);
        QVERIFY(document->prompt()->bytes().startsWith("emu one emu two "));
    }

    void theStatusLineTellsTheCaretOfEachDocument()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        QVERIFY2(fixture.shownTexts().contains(u"Ln 1, Col 1"_s), qPrintable(fixture.shownTexts()));
        fixture.prompt()->setFocus();
        press(Qt::Key_Down);
        QVERIFY(fixture.shownTexts().contains(u"Ln 2, Col 1"_s));
        QVERIFY(fixture.openEntry({core::EntryKind::Agent, u"reader"_s}));
        QVERIFY2(fixture.shownTexts().contains(u"Ln 1, Col 1"_s), qPrintable(fixture.shownTexts()));
    }

    void theLookOfTextsIsKept()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.action(mainwindow::ActionId::ShowRuler)->trigger();
        fixture.restart();
        QVERIFY(fixture.action(mainwindow::ActionId::ShowRuler)->isChecked());
        QVERIFY(!fixture.action(mainwindow::ActionId::ShowWhiteSpace)->isChecked());
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        const auto picture = [&fixture] { return fixture.prompt()->viewport()->grab().toImage(); };
        const QImage ruled = picture();
        fixture.action(mainwindow::ActionId::ShowRuler)->trigger();
        QVERIFY(picture() != ruled);
    }

    void noKeysBelongToTwoActions()
    {
        const mainwindow::ActionCatalog catalog(m_theme, this);
        QHash<QKeySequence, QString> owners;
        for (const auto actions = catalog.all(); const QAction *action : actions) {
            for (const auto keyss = action->shortcuts(); const QKeySequence &keys : keyss) {
                QVERIFY2(!owners.contains(keys),
                         qPrintable(u"%1: %2, %3"_s.arg(keys.toString(), owners.value(keys),
                                                        action->text())));
                owners.insert(keys, action->text());
            }
        }
    }

    void theOutlineRenamesAndMovesSections()
    {
        const RegistryFixture registry;
        const QByteArray before = "# A\r\n\r\na\r\n\r\n# B\r\n\r\nb\r\n";
        registry.writePrompt(before);
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        workspace::DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        auto *list = fixture.window().findChild<browser::OutlineList *>();
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        list->setCurrentIndex(list->model()->index(1, 0));
        press(Qt::Key_Return);
        QVERIFY(fixture.prompt()->hasFocus());
        QCOMPARE(fixture.prompt()->caretLine(), 5);
        list->setFocus();
        press(Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(document->prompt()->bytes(), "# B\r\n\r\nb\r\n\r\n# A\r\n\r\na\r\n");
        QCOMPARE(fixture.prompt()->caretLine(), 1); // went along
        QTRY_COMPARE(list->currentIndex().row(), 0);
        press(Qt::Key_F2);
        QTest::keyClicks(QApplication::focusWidget(), u"Rules"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(document->prompt()->bytes().startsWith("# Rules\r\n"));
        document->prompt()->undo();
        document->prompt()->undo();
        QCOMPARE(document->prompt()->bytes(), before);
        QVERIFY(!document->prompt()->canUndo());
    }

    void findingInTheFormGoesToThePrompt()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        fixture.action(mainwindow::ActionId::ShowManifest)->trigger();
        QVERIFY(fixture.prompt() == nullptr || !fixture.prompt()->isVisible());
        press(Qt::Key_F, Qt::ControlModifier);
        QVERIFY(fixture.prompt()->isVisible());
        QVERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()) != nullptr);
    }

private:
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }

    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowEditing)
#include "tst_window_editing.moc"
