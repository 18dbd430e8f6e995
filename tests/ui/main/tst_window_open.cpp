#include "editor/prompteditor.h"
#include "registryfixture.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QProgressDialog>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace hermes;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;
using workspace::Workspace;

/// Ways into a registry: a path, a drop, a clone.
class TestWindowOpen final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_fixture = std::make_unique<WindowFixture>(m_theme);
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    }
    void cleanup() { m_fixture.reset(); }

    void aFolderIsOpenedAsARegistry()
    {
        m_fixture->window().openPath(m_registry->root());
        QTRY_COMPARE(m_fixture->workspace().catalog().entries.size(), 2);
        QVERIFY(m_fixture->prompt() == nullptr);
    }

    void aPromptIsOpenedInItsRegistryWithTheEditorFocused()
    {
        m_fixture->window().openPath(m_registry->folder().path(RegistryFixture::promptFile));
        QTRY_VERIFY(m_fixture->prompt() != nullptr && m_fixture->prompt()->hasFocus());
        QCOMPARE(m_fixture->workspace().root(), m_registry->root());
        QVERIFY(m_fixture->workspace().openDocument(RegistryFixture::writer) != nullptr);
        // Another one of a registry that is open already.
        m_fixture->window().openPath(m_registry->folder().path(u"agents/reader/AGENT.md"_s));
        QTRY_COMPARE(m_fixture->workspace().documents().size(), 2);
    }

    void aManifestShowsTheManifest()
    {
        m_fixture->window().openPath(m_registry->folder().path(RegistryFixture::manifestFile));
        QTRY_VERIFY(m_fixture->workspace().openDocument(RegistryFixture::writer) != nullptr);
        QTRY_COMPARE(m_fixture->workspace().openDocument(RegistryFixture::writer)->state(),
                     workspace::DefinitionDocument::State::Ready);
        // The prompt editor is there and not the one that is shown.
        QTRY_VERIFY(m_fixture->prompt() == nullptr);
    }

    void whatBelongsToNoEntryIsTold()
    {
        m_registry->folder().write(u"README.md"_s, "# Registry\n");
        m_fixture->window().openPath(m_registry->folder().path(u"README.md"_s));
        QTRY_VERIFY(m_fixture->bar(u"README.md belongs to no entry"_s) != nullptr);
        QCOMPARE(m_fixture->workspace().catalog().entries.size(), 2);
    }

    void aDropOpens()
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(m_registry->root())});
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&m_fixture->window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&m_fixture->window(), &drop);
        QTRY_COMPARE(m_fixture->workspace().catalog().entries.size(), 2);
    }

    void webAddressesAreNotTaken()
    {
        QMimeData data;
        data.setUrls({QUrl(u"https://example.org/registry"_s)});
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(&m_fixture->window(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void aRegistryIsCloned()
    {
        const test::ScratchFolder place;
        m_fixture->dialogs().answer(u"file://"_s + m_registry->root());
        m_fixture->dialogs().answer(place.path());
        for (const auto buttons = m_fixture->window().findChildren<QPushButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->text() == u"Clone from a URL…") {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QTRY_COMPARE(m_fixture->workspace().status(), Workspace::Status::Ready);
        QCOMPARE(QFileInfo(m_fixture->workspace().root()).path(), place.path());
        QCOMPARE(m_fixture->workspace().catalog().entries.size(), 2);
        QTRY_VERIFY(m_fixture->window().findChild<QProgressDialog *>() == nullptr);
    }

    void aCloneThatFailsIsToldWhereItIsSeen()
    {
        const test::ScratchFolder place;
        m_fixture->dialogs().answer(place.path(u"elsewhere/nothing-here"_s));
        m_fixture->dialogs().answer(place.path());
        m_fixture->action(ActionId::CloneRegistry)->trigger();
        QTRY_VERIFY(m_fixture->shownTexts().contains(u"could not be cloned"_s));
        m_fixture->open(m_registry->root());
        m_fixture->dialogs().answer(place.path(u"elsewhere/nothing-here"_s));
        m_fixture->dialogs().answer(place.path());
        m_fixture->action(ActionId::CloneRegistry)->trigger();
        QTRY_VERIFY(m_fixture->bar(u"could not be cloned"_s) != nullptr);
    }

private:
    widgets::Theme m_theme{*qApp};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowOpen)
#include "tst_window_open.moc"
