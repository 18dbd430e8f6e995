#include "browser/catalogtable.h"
#include "browser/catalogtree.h"
#include "browser/registrypane.h"
#include "diff/diffview.h"
#include "editor/prompteditor.h"
#include "entries/bulkeditdialog.h"
#include "find/gotoanything.h"
#include "findfixture.h"
#include "main/gotofield.h"
#include "main/registrybutton.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"

#include <QAccessible>
#include <QApplication>
#include <QListView>
#include <QSplitter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::EntryId;
using core::EntryKind;
using mainwindow::ActionId;

namespace {

const EntryId backend{EntryKind::Agent, u"backend-engineer"_s};

QStringList announced; // what a screen reader would say

} // namespace

/// Finding and going there, in the real window over a real registry.
class TestWindowFind final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<test::FindFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void aFewLettersAndEnterOpenAnEntry()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        QVERIFY(goTo()->isVisible());
        QTRY_VERIFY(field()->hasFocus());
        QTest::keyClicks(field(), u"beng"_s);
        QCOMPARE(current(), u"Backend Engineer"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(!goTo()->isVisible());
        QTRY_VERIFY(fixture()->prompt() != nullptr && fixture()->prompt()->hasFocus());
        QCOMPARE(fixture()->prompt()->document()->firstBlock().text(), u"# Backend Engineer"_s);
    }

    void aSectionOpensAtItsHeading()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"#expertise"_s);
        QCOMPARE(current(), u"Areas of expertise"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(fixture()->prompt() != nullptr && fixture()->prompt()->hasFocus());
        QCOMPARE(fixture()->prompt()->textCursor().block().text(), u"## Areas of expertise"_s);
        // Of one that is open already, too.
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"backend#meth"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(fixture()->prompt()->textCursor().block().text(), u"## Method"_s);
    }

    void aTagFiltersTheList()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"server"_s);
        QCOMPARE(current(), u"server"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        auto *pane = fixture()->window().findChild<browser::RegistryPane *>();
        QCOMPARE(pane->filter(), u"tag:\"server\""_s);
        QCOMPARE(pane->shownEntries(), QList{backend});
    }

    void escapeGivesTheFocusBack()
    {
        auto *tree = fixture()->window().findChild<browser::CatalogTree *>();
        tree->setFocus();
        press(Qt::Key_P, Qt::ControlModifier);
        QTRY_VERIFY(field()->hasFocus());
        QTest::keyClicks(field(), u"wri"_s);
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(!goTo()->isVisible());
        QVERIFY(tree->hasFocus());
    }

    void aClickElsewhereCloses()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        QVERIFY(goTo()->isVisible());
        QTest::mouseClick(fixture()->window().findChild<browser::CatalogTree *>()->viewport(),
                          Qt::LeftButton);
        QVERIFY(!goTo()->isVisible());
    }

    void theFieldInTheTopBarOpensIt()
    {
        auto *button = fixture()->window().findChild<mainwindow::GoToField *>();
        QVERIFY(button->isVisible() && !button->accessibleName().isEmpty());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(goTo()->isVisible());
        const QRect window = fixture()->window().rect();
        QVERIFY(window.contains(goTo()->geometry()));
        fixture()->window().resize(640, 480);
        QTRY_VERIFY(fixture()->window().rect().contains(goTo()->geometry()));
    }

    void theRegistrysNameKeepsItsRoomBesideTheField()
    {
        auto *registry = fixture()->window().findChild<mainwindow::RegistryButton *>();
        QTRY_VERIFY2(
            registry->width() >= registry->sizeHint().width(),
            qPrintable(u"%1 of %2"_s.arg(registry->width()).arg(registry->sizeHint().width())));
    }

    void arrowsMoveAndWrap()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"method"_s);
        QTest::keyClick(field(), Qt::Key_Up);
        const QString last = current();
        QTest::keyClick(field(), Qt::Key_Down);
        QCOMPARE(list()->currentIndex().row(), 0);
        QTest::keyClick(field(), Qt::Key_Up);
        QCOMPARE(current(), last);
        QCOMPARE(list()->currentIndex().row(), list()->model()->rowCount() - 1);
    }

    void entriesOpenedLatelyComeFirst()
    {
        QVERIFY(fixture()->openEntry({EntryKind::Agent, u"writer"_s}) != nullptr);
        QVERIFY(fixture()->openEntry(backend) != nullptr);
        press(Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(rows(), (QStringList{u"Backend Engineer"_s, u"Writer"_s, u"Architect"_s}));
        QTest::keyClick(field(), Qt::Key_Escape);
        m_fixture->restart();
        press(Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(rows().mid(0, 2), (QStringList{u"Backend Engineer"_s, u"Writer"_s}));
    }

    void commandsAreListedWithTheirKeysAndPerformed()
    {
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(field()->text(), u">"_s);
        QVERIFY(list()->model()->rowCount() > 40);
        QTest::keyClicks(field(), u"keys help"_s);
        QCOMPARE(current(), u"Keys and help"_s);
        QVERIFY(list()->currentIndex().data(Qt::AccessibleTextRole).toString().contains(u"F1"_s));
        QTest::keyClick(field(), Qt::Key_Escape);
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(field(), u"dark"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(fixture()->action(ActionId::Dark)->isChecked());
        fixture()->action(ActionId::FollowSystem)->trigger();
    }

    void aCommandWorksOnWhatHadTheFocus()
    {
        QVERIFY(fixture()->openEntry(backend) != nullptr);
        fixture()->prompt()->setFocus();
        fixture()->type(u"zzz"_s);
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(field(), u"undo"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(!fixture()->prompt()->toPlainText().contains(u"zzz"_s));
        QVERIFY(fixture()->prompt()->hasFocus());
    }

    void whatCannotBeDoneNowIsNotDone()
    {
        QVERIFY(!fixture()->action(ActionId::Save)->isEnabled()); // no document
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(field(), u"save"_s);
        QCOMPARE(current(), u"Save"_s);
        QVERIFY(list()
                    ->currentIndex()
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(u"not available"_s));
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(goTo()->isVisible());
    }

    void withoutARegistryThereAreCommands()
    {
        fixture()->action(ActionId::CloseRegistry)->trigger();
        press(Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(list()->model()->rowCount(), 0);
        QVERIFY(fixture()->shownTexts().contains(u"No registry is open. Type > for commands."_s));
        QTest::keyClicks(field(), u">open"_s);
        QVERIFY(list()->model()->rowCount() > 0);
    }

    void twoSelectedEntriesAreCompared()
    {
        selectTwo();
        fixture()->action(ActionId::CompareSelected)->trigger();
        auto *view = fixture()->window().findChild<diffview::DiffView *>();
        QTRY_VERIFY(view != nullptr && view->comparison().has_value());
        const auto comparison = view->comparison().value_or(workspace::Comparison{});
        QCOMPARE(comparison.left.label, u"Architect"_s);
        QVERIFY(!comparison.prompt->hunks.isEmpty());
        QCOMPARE(fixture()->workspace().documents().first()->id(), backend);
    }

    void selectedEntriesAreEditedTogether()
    {
        selectTwo();
        fixture()->action(ActionId::EditSelected)->trigger();
        auto *dialog = fixture()->window().findChild<entries::BulkEditDialog *>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        dialog->reject();
    }

    void theTableIsRememberedAndTakesRoom()
    {
        auto *columns = fixture()->window().findChild<QSplitter *>();
        const int before = columns->sizes().constFirst();
        press(Qt::Key_T, Qt::ControlModifier | Qt::AltModifier);
        auto *table = fixture()->window().findChild<browser::CatalogTable *>();
        QVERIFY(table->isVisible());
        QVERIFY(columns->sizes().constFirst() > before);
        QTRY_COMPARE(table->model()->rowCount(), 3);
        m_fixture->restart();
        QVERIFY(fixture()->window().findChild<browser::CatalogTable *>()->isVisible());
        fixture()->action(ActionId::ShowTable)->trigger();
        QVERIFY(!fixture()->window().findChild<browser::CatalogTable *>()->isVisible());
    }

    void theRowThatEnterTakesIsAnnounced()
    {
        announced.clear();
        QAccessible::setActive(true);
        QAccessible::installUpdateHandler([](QAccessibleEvent *event) {
            if (event->type() == QAccessible::Announcement) {
                announced.append(static_cast<QAccessibleAnnouncementEvent *>(event)->message());
            }
        });
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"beng"_s);
        QCOMPARE(announced.last(), u"Backend Engineer, Agent, backend-engineer"_s);
        QAccessible::installUpdateHandler(nullptr);
        QAccessible::setActive(false);
    }

private:
    [[nodiscard]] test::FindFixture &fixture() { return *m_fixture; }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers) { m_fixture->press(key, modifiers); }

    /// Architect and Backend Engineer, in the tree, by the keyboard.
    void selectTwo()
    {
        auto *tree = fixture()->window().findChild<browser::CatalogTree *>();
        tree->setFocus();
        tree->setCurrentIndex(tree->model()->index(0, 0, tree->model()->index(0, 0)));
        QTest::keyClick(tree, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(tree->selectedEntries().size(), 2);
    }

    find::GoToAnything *goTo() { return fixture()->window().findChild<find::GoToAnything *>(); }
    widgets::FilterField *field() { return goTo()->findChild<widgets::FilterField *>(); }
    QListView *list() { return goTo()->findChild<QListView *>(); }
    QString current() { return list()->currentIndex().data().toString(); }
    QStringList rows()
    {
        QStringList texts;
        for (int row = 0; row < list()->model()->rowCount(); ++row) {
            texts.append(list()->model()->index(row, 0).data().toString());
        }
        return texts;
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<test::FindFixture> m_fixture;
};

QTEST_MAIN(TestWindowFind)
#include "tst_window_find.moc"
