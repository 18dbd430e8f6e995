#include "editor/prompteditor.h"
#include "registryfixture.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QFile>
#include <QStyle>
#include <QTabBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;

/// Several registries in one window.
class TestWindowRegistries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_one = std::make_unique<RegistryFixture>();
        m_two = std::make_unique<RegistryFixture>();
        m_fixture = std::make_unique<WindowFixture>(m_theme);
        activate();
        m_fixture->open(m_one->root());
    }
    void cleanup() { m_fixture.reset(); }

    void oneRegistryNeedsNoTabs()
    {
        QVERIFY(!tabs()->isVisible());
        QCOMPARE(tabs()->count(), 1);
    }

    void anotherOneOpensBesideTheFirst()
    {
        workspace::DefinitionDocument *document = m_fixture->openEntry(RegistryFixture::writer);
        m_fixture->type(u"Mine. "_s);
        m_fixture->open(m_two->root());
        QVERIFY(tabs()->isVisible());
        QCOMPARE(tabs()->count(), 2);
        QCOMPARE(m_fixture->workspace().root(), m_two->root());
        QVERIFY(m_fixture->prompt() == nullptr);
        QTest::keyClick(&m_fixture->window(), Qt::Key_PageUp,
                        Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(m_fixture->workspace().root(), m_one->root());
        QCOMPARE(m_fixture->workspace().openDocument(RegistryFixture::writer), document);
        QVERIFY(m_fixture->prompt()->isVisible());
        QVERIFY(document->prompt()->bytes().startsWith("Mine. "));
        QTest::keyClick(&m_fixture->window(), Qt::Key_PageDown,
                        Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(m_fixture->workspace().root(), m_two->root());
    }

    void keysActOnTheRegistryInFront()
    {
        workspace::DefinitionDocument *first = m_fixture->openEntry(RegistryFixture::writer);
        m_fixture->type(u"Mine. "_s);
        m_fixture->open(m_two->root());
        workspace::DefinitionDocument *second = m_fixture->openEntry(RegistryFixture::writer);
        m_fixture->type(u"Yours. "_s);
        QTest::keyClick(m_fixture->prompt(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_two->prompt().startsWith("Yours. "));
        QTRY_VERIFY(!second->isModified());
        QVERIFY(first->isModified());
        QVERIFY(!m_one->prompt().contains("Mine. "));
        QVERIFY(!m_two->prompt().contains("Mine. "));
    }

    void aRegistryIsOpenOnce()
    {
        m_fixture->open(m_two->root());
        m_fixture->window().openRegistry(m_one->root());
        QTRY_COMPARE(m_fixture->workspace().root(), m_one->root());
        QCOMPARE(tabs()->count(), 2);
        // By another name, too.
        const test::ScratchFolder elsewhere;
        const QString link = elsewhere.path(u"link"_s);
        QVERIFY(QFile::link(m_two->root(), link));
        m_fixture->window().openRegistry(link);
        QTRY_COMPARE(m_fixture->workspace().root(), m_two->root());
        QCOMPARE(tabs()->count(), 2);
    }

    void aFileLeadsToItsRegistry()
    {
        m_fixture->open(m_two->root());
        m_fixture->window().openPath(m_one->folder().path(RegistryFixture::promptFile));
        QTRY_COMPARE(m_fixture->workspace().root(), m_one->root());
        QTRY_VERIFY(m_fixture->prompt() != nullptr && m_fixture->prompt()->hasFocus());
        QCOMPARE(tabs()->count(), 2);
    }

    void closingOneLeavesTheOther()
    {
        m_fixture->openEntry(RegistryFixture::writer);
        m_fixture->type(u"Mine. "_s);
        m_fixture->open(m_two->root());
        m_fixture->action(ActionId::CloseRegistry)->trigger();
        QCOMPARE(tabs()->count(), 1);
        QVERIFY(!tabs()->isVisible());
        QCOMPARE(m_fixture->workspace().root(), m_one->root());
        QVERIFY(m_fixture->prompt()->isVisible());
        QCOMPARE(m_fixture->settings().openRegistries(), QStringList{m_one->root()});
        m_fixture->action(ActionId::CloseRegistry)->trigger();
        QCOMPARE(tabs()->count(), 1); // the welcome page
        QVERIFY(m_fixture->workspace().root().isEmpty());
        QCOMPARE(m_fixture->settings().openRegistries(), QStringList());
        // What was typed comes back.
        m_fixture->open(m_one->root());
        QTRY_VERIFY(m_fixture->prompt() != nullptr);
        QTRY_VERIFY(m_fixture->prompt()->toPlainText().startsWith(u"Mine. "_s));
    }

    void aTabsButtonClosesItsRegistry()
    {
        m_fixture->open(m_two->root());
        const auto side = static_cast<QTabBar::ButtonPosition>(
            tabs()->style()->styleHint(QStyle::SH_TabBar_CloseButtonPosition, nullptr, tabs()));
        QTest::mouseClick(tabs()->tabButton(0, side), Qt::LeftButton);
        QCOMPARE(tabs()->count(), 1);
        QCOMPARE(m_fixture->workspace().root(), m_two->root());
    }

    void theyComeBackInTheirOrder()
    {
        m_fixture->open(m_two->root());
        m_fixture->window().close();
        m_fixture->restart();
        m_fixture->window().reopenRegistries();
        QTRY_COMPARE(tabs()->count(), 2);
        QTRY_COMPARE(m_fixture->settings().openRegistries(),
                     (QStringList{m_one->root(), m_two->root()}));
        QCOMPARE(m_fixture->workspace().root(), m_two->root());
        QCOMPARE(tabs()->currentIndex(), 1);
    }

    void oneThatIsGoneDoesNotKeepTheOthersFromComingBack()
    {
        const QString gone = u"/nowhere/at/all"_s;
        m_fixture->restart();
        m_fixture->settings().setOpenRegistries({m_one->root(), gone, m_two->root()});
        m_fixture->settings().setLastRegistry(gone);
        m_fixture->window().reopenRegistries();
        QTRY_COMPARE(m_fixture->settings().openRegistries(),
                     (QStringList{m_one->root(), m_two->root()}));
    }

    void aFailureIsToldOnItsOwnPage()
    {
        m_fixture->window().openRegistry(u"/nowhere/at/all"_s);
        QTRY_VERIFY(m_fixture->bar(u"cannot be opened"_s) != nullptr);
        QCOMPARE(tabs()->count(), 2);
        tabs()->setCurrentIndex(0);
        QCOMPARE(m_fixture->workspace().root(), m_one->root());
        QVERIFY(m_fixture->bar(u"cannot be opened"_s) == nullptr);
    }

    void howTextsLookIsOneForAll()
    {
        m_fixture->open(m_two->root());
        m_fixture->action(ActionId::ShowRuler)->setChecked(true);
        tabs()->setCurrentIndex(0);
        QVERIFY(m_fixture->action(ActionId::ShowRuler)->isChecked());
        m_fixture->action(ActionId::ShowRuler)->setChecked(false);
        tabs()->setCurrentIndex(1);
        QVERIFY(!m_fixture->action(ActionId::ShowRuler)->isChecked());
    }

    void twoOfOneNameAreToldApart()
    {
        const test::ScratchFolder around;
        for (const QString &side : {u"left"_s, u"right"_s}) {
            around.write(side + u"/registry/agents/a/manifest.json"_s, R"({"id": "a"})");
            m_fixture->open(around.path(side + u"/registry"_s));
        }
        QCOMPARE(tabs()->tabText(1), u"registry (left)"_s);
        QCOMPARE(tabs()->tabText(2), u"registry (right)"_s);
    }

private:
    void activate()
    {
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    }

    [[nodiscard]] QTabBar *tabs() const
    {
        return m_fixture->window().menuWidget()->findChild<QTabBar *>();
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<RegistryFixture> m_one;
    std::unique_ptr<RegistryFixture> m_two;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowRegistries)
#include "tst_window_registries.moc"
