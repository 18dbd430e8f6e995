#include "browser/catalogtree.h"
#include "browser/registrypane.h"
#include "editor/prompteditor.h"
#include "find/gotoanything.h"
#include "main/gotofield.h"
#include "main/registrybutton.h"
#include "search/registrysearch.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"
#include "windowfixture.h"

#include <QAccessible>
#include <QApplication>
#include <QListView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::EntryId;
using core::EntryKind;
using mainwindow::ActionId;
using test::WindowFixture;

namespace {

const EntryId backend{EntryKind::Agent, u"backend-engineer"_s};

QByteArray manifestOf(const QByteArray &id, const QByteArray &name, const QByteArray &tags)
{
    return R"({"schemaVersion": "1", "type": "agent", "id": ")" + id + R"(", "name": ")" + name
        + R"(", "version": "1.0.0", "description": "Works.", "entry": "AGENT.md",
 "compatibility": {"hermes": ">=0.3.0", "desktop": ">=0.6.0"}, "tags": [)"
        + tags + "]}\n";
}

QStringList announced; // what a screen reader would say

} // namespace

/// Finding and going there, in the real window over a real registry.
class TestWindowFind final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        m_folder->initGit();
        write(u"architect"_s, "Architect", R"("design")", "# Architect\n\nYou design.\n");
        write(u"backend-engineer"_s, "Backend Engineer", R"("api", "server")",
              "# Backend Engineer\n\nYou build.\n\n## Areas of expertise\n\nServices.\n\n"
              "## Method\n\nRetry at least once.\n");
        write(u"writer"_s, "Writer", R"("prose")",
              "# Writer\n\nYou write.\n\n## Method\n\nRead.\n");
        m_folder->commitAll(u"Begin"_s);
        m_fixture = std::make_unique<WindowFixture>(m_theme);
        m_fixture->open(m_folder->path());
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        // Headings are read in the background.
        QTRY_VERIFY(!m_fixture->search().search()->find(u"expertise"_s, 1).isEmpty());
    }
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
        QTRY_VERIFY(m_fixture->prompt() != nullptr && m_fixture->prompt()->hasFocus());
        QCOMPARE(m_fixture->prompt()->document()->firstBlock().text(), u"# Backend Engineer"_s);
    }

    void aSectionOpensAtItsHeading()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"#expertise"_s);
        QCOMPARE(current(), u"Areas of expertise"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(m_fixture->prompt() != nullptr && m_fixture->prompt()->hasFocus());
        QCOMPARE(m_fixture->prompt()->textCursor().block().text(), u"## Areas of expertise"_s);
        // Of one that is open already, too.
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"backend#meth"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(m_fixture->prompt()->textCursor().block().text(), u"## Method"_s);
    }

    void aTagFiltersTheList()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        QTest::keyClicks(field(), u"server"_s);
        QCOMPARE(current(), u"server"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        auto *pane = m_fixture->window().findChild<browser::RegistryPane *>();
        QCOMPARE(pane->filter(), u"tag:\"server\""_s);
        QCOMPARE(pane->shownEntries(), QList{backend});
    }

    void escapeGivesTheFocusBack()
    {
        auto *tree = m_fixture->window().findChild<browser::CatalogTree *>();
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
        QTest::mouseClick(m_fixture->window().findChild<browser::CatalogTree *>()->viewport(),
                          Qt::LeftButton);
        QVERIFY(!goTo()->isVisible());
    }

    void theFieldInTheTopBarOpensIt()
    {
        auto *button = m_fixture->window().findChild<mainwindow::GoToField *>();
        QVERIFY(button->isVisible() && !button->accessibleName().isEmpty());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(goTo()->isVisible());
        const QRect window = m_fixture->window().rect();
        QVERIFY(window.contains(goTo()->geometry()));
        m_fixture->window().resize(640, 480);
        QTRY_VERIFY(m_fixture->window().rect().contains(goTo()->geometry()));
    }

    void theRegistrysNameKeepsItsRoomBesideTheField()
    {
        auto *registry = m_fixture->window().findChild<mainwindow::RegistryButton *>();
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
        QVERIFY(m_fixture->openEntry({EntryKind::Agent, u"writer"_s}) != nullptr);
        QVERIFY(m_fixture->openEntry(backend) != nullptr);
        press(Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(rows(), (QStringList{u"Backend Engineer"_s, u"Writer"_s, u"Architect"_s}));
        QTest::keyClick(field(), Qt::Key_Escape);
        m_fixture->restart();
        m_fixture->open(m_folder->path());
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        press(Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(rows().first(2), (QStringList{u"Backend Engineer"_s, u"Writer"_s}));
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
        QVERIFY(m_fixture->action(ActionId::Dark)->isChecked());
        m_fixture->action(ActionId::FollowSystem)->trigger();
    }

    void aCommandWorksOnWhatHadTheFocus()
    {
        QVERIFY(m_fixture->openEntry(backend) != nullptr);
        m_fixture->prompt()->setFocus();
        m_fixture->type(u"zzz"_s);
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(field(), u"undo"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(!m_fixture->prompt()->toPlainText().contains(u"zzz"_s));
        QVERIFY(m_fixture->prompt()->hasFocus());
    }

    void whatCannotBeDoneNowIsNotDone()
    {
        QVERIFY(!m_fixture->action(ActionId::Save)->isEnabled()); // no document
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
        m_fixture->action(ActionId::CloseRegistry)->trigger();
        press(Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(list()->model()->rowCount(), 0);
        QVERIFY(m_fixture->shownTexts().contains(u"No registry is open. Type > for commands."_s));
        QTest::keyClicks(field(), u">open"_s);
        QVERIFY(list()->model()->rowCount() > 0);
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
    void write(const QString &id, const QByteArray &name, const QByteArray &tags,
               const QByteArray &prompt)
    {
        m_folder->write(u"agents/%1/manifest.json"_s.arg(id), manifestOf(id.toUtf8(), name, tags));
        m_folder->write(u"agents/%1/AGENT.md"_s.arg(id), prompt);
    }

    /// To whatever has the focus, as a keyboard does.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        QWidget *focused = QApplication::focusWidget();
        QTest::keyClick(focused != nullptr ? focused : &m_fixture->window(), key, modifiers);
    }

    find::GoToAnything *goTo() { return m_fixture->window().findChild<find::GoToAnything *>(); }
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
    std::unique_ptr<test::ScratchFolder> m_folder;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowFind)
#include "tst_window_find.moc"
