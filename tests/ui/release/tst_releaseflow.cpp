#include "main/releaseflow.h"

#include "registryfixture.h"
#include "release/releasedialog.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QFile>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using mainwindow::ReleaseFlow;
using test::RegistryFixture;

/// From the click to the tag, in a real repository, with what can go wrong there.
class TestReleaseFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void init()
    {
        m_theme = std::make_unique<widgets::Theme>(*qApp);
        m_registry = std::make_unique<RegistryFixture>();
        m_state = std::make_unique<test::ScratchFolder>();
        m_registry->writePrompt("# Writer\n\nYou write well.\n\n## Output\n\nText.\n");
        m_workspace = std::make_unique<workspace::Workspace>(m_state->path());
        QSignalSpy loaded(m_workspace.get(), &workspace::Workspace::loaded);
        m_workspace->open(m_registry->root());
        QTRY_COMPARE(loaded.size(), 1);
        m_document = m_workspace->document(RegistryFixture::writer);
        QTRY_COMPARE(m_document->state(), workspace::DefinitionDocument::State::Ready);
        m_window = std::make_unique<QWidget>();
        m_window->show();
        m_flow = new ReleaseFlow(*m_workspace, *m_theme, m_window.get());
        m_told = std::make_unique<QSignalSpy>(m_flow, &ReleaseFlow::told);
    }

    void cleanup()
    {
        m_told.reset();
        m_window.reset();
        m_workspace.reset();
    }

    void aReleaseClosesTheDialogAndSaysWhatItMade()
    {
        release::ReleaseDialog *dialog = open();
        release(dialog);
        QTRY_COMPARE(m_told->size(), 1);
        QTRY_VERIFY(!this->dialog());
        QVERIFY(m_told->first().first().toString().contains(u"agent/writer@1.0.1"_s));
        QCOMPARE(m_registry->folder().git({u"rev-parse"_s, u"agent/writer@1.0.1^{commit}"_s}),
                 m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s}));
        QCOMPARE(m_registry->folder().git({u"status"_s, u"--porcelain"_s}), "");
    }

    void aLockIsToldInTheDialogAndTheReleaseTriedAgain()
    {
        release::ReleaseDialog *dialog = open();
        m_registry->folder().write(u".git/refs/heads/main.lock"_s, "");
        const QByteArray head = m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s});
        const QByteArray prompt = m_registry->prompt();
        const QByteArray manifest = m_registry->manifest();
        release(dialog);
        expectFailure(dialog, {});
        QCOMPARE(m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s}), head);
        QCOMPARE(m_registry->prompt(), prompt);
        QCOMPARE(m_registry->manifest(), manifest);
        QCOMPARE(m_registry->folder().git({u"tag"_s}), "");
        QCOMPARE(dialog->findChild<QPlainTextEdit *>()->toPlainText(), u"Says more."_s);

        QVERIFY(QFile::remove(m_registry->folder().path(u".git/refs/heads/main.lock"_s)));
        clickRelease(dialog);
        QTRY_COMPARE(m_told->size(), 1);
        QCOMPARE(m_registry->folder().git({u"tag"_s}), "agent/writer@1.0.1");
    }

    void aRepositoryThatMayNotBeWrittenIsTold()
    {
        release::ReleaseDialog *dialog = open();
        const QString objects = m_registry->folder().path(u".git/objects"_s);
        const QFile::Permissions before = QFile::permissions(objects);
        QVERIFY(QFile::setPermissions(objects, QFile::ReadOwner | QFile::ExeOwner));
        release(dialog);
        expectFailure(dialog, u"Nothing was changed"_s);
        QVERIFY(QFile::setPermissions(objects, before));
        clickRelease(dialog);
        QTRY_COMPARE(m_told->size(), 1);
    }

    void aCommitMeanwhileIsToldAndThePlanMadeAnew()
    {
        release::ReleaseDialog *dialog = open();
        m_registry->folder().git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"Other"_s});
        release(dialog);
        expectFailure(dialog, {});
        clickRelease(dialog);
        QTRY_COMPARE(m_told->size(), 1);
        QCOMPARE(m_registry->folder().git({u"log"_s, u"-2"_s, u"--format=%s"_s}),
                 "Release agent/writer 1.0.1\nOther");
    }

    // A clean document takes what another program writes; that was not in the dialog.
    void whatWasNotShownIsNotReleased()
    {
        release::ReleaseDialog *dialog = open();
        m_registry->writePrompt("# Writer\n\nYou write otherwise.\n");
        QTRY_VERIFY(m_document->prompt()->bytes().contains("otherwise"));
        release(dialog);
        expectFailure(dialog, u"has changed since this dialog was opened"_s);
        QCOMPARE(m_registry->folder().git({u"tag"_s}), "");
        clickRelease(dialog);
        QTRY_COMPARE(m_told->size(), 1);
        QVERIFY(m_registry->folder()
                    .git({u"show"_s, u"HEAD:agents/writer/AGENT.md"_s})
                    .contains("otherwise"));
    }

    void aSecondClickOpensNoSecondDialog()
    {
        open();
        m_flow->start(RegistryFixture::writer);
        QTest::qWait(0);
        QCOMPARE(m_window->findChildren<release::ReleaseDialog *>().size(), 1);
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
        open();
    }

    void noGitIsToldWithoutADialog()
    {
        QSignalSpy failed(m_flow, &ReleaseFlow::failed);
        QVERIFY(QFile::rename(m_registry->folder().path(u".git"_s),
                              m_registry->folder().path(u"git-away"_s)));
        m_flow->start(RegistryFixture::writer);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!dialog());
    }

private:
    [[nodiscard]] release::ReleaseDialog *dialog() const
    {
        return m_window->findChild<release::ReleaseDialog *>();
    }

    release::ReleaseDialog *open()
    {
        m_flow->start(RegistryFixture::writer);
        [[maybe_unused]] const bool isOpen = QTest::qWaitFor([this] { return dialog(); }, 60'000);
        return dialog();
    }

    static void release(release::ReleaseDialog *dialog)
    {
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QPlainTextEdit *>(), u"Says more."_s);
        clickRelease(dialog);
    }

    static void clickRelease(release::ReleaseDialog *dialog)
    {
        for (const auto buttons = dialog->findChildren<QPushButton *>();
             QPushButton * button : buttons) {
            if (button->text().startsWith(u"Release"_s)) {
                QVERIFY(button->isEnabled());
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    }

    static void expectFailure(release::ReleaseDialog *dialog, const QString &said)
    {
        const auto *message = dialog->findChild<widgets::MessageBar *>();
        QTRY_VERIFY(message->isVisible());
        QVERIFY(dialog->isVisible());
        QVERIFY2(message->text().contains(said), qPrintable(message->text()));
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<workspace::Workspace> m_workspace;
    workspace::DefinitionDocument *m_document = nullptr;
    std::unique_ptr<QWidget> m_window;
    ReleaseFlow *m_flow = nullptr;
    std::unique_ptr<QSignalSpy> m_told;
};

QTEST_MAIN(TestReleaseFlow)
#include "tst_releaseflow.moc"
