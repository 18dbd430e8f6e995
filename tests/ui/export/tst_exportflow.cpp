#include "main/exportflow.h"

#include "bundle/bundle.h"
#include "export/exportdialog.h"
#include "registryfixture.h"
#include "scripteduserdialogs.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using bundleexport::ExportDialog;
using mainwindow::ExportFlow;
using test::RegistryFixture;

/// From the click to the bundle, of a real repository.
class TestExportFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void init()
    {
        m_theme = std::make_unique<widgets::Theme>(*qApp);
        m_registry = std::make_unique<RegistryFixture>();
        m_out = std::make_unique<test::ScratchFolder>();
        m_questions = std::make_unique<test::ScriptedUserDialogs>();
        m_workspace = std::make_unique<workspace::Workspace>(m_out->path(u"state"_s));
        QSignalSpy loaded(m_workspace.get(), &workspace::Workspace::loaded);
        m_workspace->open(m_registry->root());
        QTRY_COMPARE(loaded.size(), 1);
        QTRY_VERIFY(!m_workspace->repository().isFilesOnly());
        m_window = std::make_unique<QWidget>();
        m_window->show();
        m_flow = new ExportFlow(*m_workspace, *m_theme, *m_questions, m_window.get());
    }

    void cleanup()
    {
        m_window.reset();
        m_workspace.reset();
    }

    void aBundleIsWrittenAndItsDigestShown()
    {
        ExportDialog *dialog = open();
        const QString path = m_out->path(u"writer.hermes.zip"_s);
        writeTo(dialog, path);
        QTRY_VERIFY(identityOf(dialog)->isVisible());
        const auto verified = bundle::verifyBundle(path);
        QVERIFY(verified);
        QCOMPARE(verified->entries.size(), 1);
        QCOMPARE(verified->entries.first().id, RegistryFixture::writer);
        QCOMPARE(identityOf(dialog)->text(), verified->identity);
    }

    void aFolderThatMayNotBeWrittenIsTold()
    {
        m_out->write(u"locked/kept"_s, "kept");
        const QString folder = m_out->path(u"locked"_s);
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
        ExportDialog *dialog = open();
        writeTo(dialog, folder + u"/writer.hermes.zip"_s);
        const auto *failure = dialog->findChild<widgets::MessageBar *>();
        QTRY_VERIFY(failure->isVisible());
        QVERIFY2(failure->text().contains(u"Nothing was changed"_s), qPrintable(failure->text()));
        QVERIFY(failure->text().contains(folder));
        QVERIFY(
            QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QTest::mouseClick(exportButton(dialog), Qt::LeftButton);
        QTRY_VERIFY(identityOf(dialog)->isVisible());
    }

    void aSecretGoesAlongOnlyWithConsent()
    {
        commit("# Writer\n\n" + QByteArray("sk-") + "ant-api03-a1B2c3D4e5F6g7H8\n");
        ExportDialog *dialog = open();
        const QString path = m_out->path(u"writer.hermes.zip"_s);
        writeTo(dialog, path);
        auto *told = dialog->findChild<widgets::MessageBar *>();
        QTRY_VERIFY(told->isVisible());
        QVERIFY2(told->text().contains(u"AGENT.md, line 3"_s), qPrintable(told->text()));
        QVERIFY(!QFile::exists(path));
        // Asked for anew, it is refused anew.
        QTest::mouseClick(exportButton(dialog), Qt::LeftButton);
        QTRY_VERIFY(exportButton(dialog)->isEnabled() && told->isVisible());
        QVERIFY(!QFile::exists(path));
        QVERIFY(goOnButton(told));
        QTest::mouseClick(goOnButton(told), Qt::LeftButton);
        QTRY_VERIFY(identityOf(dialog)->isVisible());
        QVERIFY(bundle::verifyBundle(path));
    }

    void consentIsForWhatWasTold()
    {
        commit("# Writer\n\nsk-" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8\n"));
        ExportDialog *dialog = open();
        const QString path = m_out->path(u"writer.hermes.zip"_s);
        writeTo(dialog, path);
        const auto *told = dialog->findChild<widgets::MessageBar *>();
        QTRY_VERIFY(told->isVisible());
        // Another choice takes the question back.
        QTest::keyClicks(lineOf(dialog, u"Bundle name"_s), u"x"_s);
        QVERIFY(!told->isVisible());

        QTest::mouseClick(exportButton(dialog), Qt::LeftButton);
        QTRY_VERIFY(told->isVisible() && goOnButton(told));
        const QByteArray other = "sk-" + QByteArray("ant-api03-Z9y8X7w6V5u4T3s2");
        commit("# Writer\n\n" + other + '\n');
        QTest::mouseClick(goOnButton(told), Qt::LeftButton);
        QTRY_VERIFY(identityOf(dialog)->isVisible());
        QVERIFY(!m_out->read(u"writer.hermes.zip"_s).contains(other));
    }

    void theCommitThatIsShownIsExported()
    {
        commit("# Writer\n\nShown.\n");
        ExportDialog *dialog = open();
        const vcs::ObjectId shown = m_workspace->repository().state->commit;
        QVERIFY(says(dialog, u"main at "_s + shown.shortText()));
        commit("# Writer\n\nLater.\n"); // while the dialog is open
        writeTo(dialog, m_out->path(u"writer.hermes.zip"_s));
        QTRY_VERIFY(identityOf(dialog)->isVisible());
        QCOMPARE(lineOf(dialog, u"Commit"_s)->text(), shown.toString());
        const QByteArray archive = m_out->read(u"writer.hermes.zip"_s);
        QVERIFY(archive.contains("Shown.") && !archive.contains("Later."));
    }

    void anUnsavedDraftIsToldToStayOut()
    {
        workspace::DefinitionDocument *document = m_workspace->document(RegistryFixture::writer);
        QTRY_COMPARE(document->state(), workspace::DefinitionDocument::State::Ready);
        document->prompt()->apply({0, 0, "Draft. "});
        ExportDialog *dialog = open();
        QVERIFY(says(dialog, u"1 draft(s) are not in it"_s));
        writeTo(dialog, m_out->path(u"writer.hermes.zip"_s));
        QTRY_VERIFY(identityOf(dialog)->isVisible());
        QFile file(m_out->path(u"writer.hermes.zip"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("Draft. ")); // stored, not deflated
    }

    void closingTheWindowWhileItIsWrittenIsSafe()
    {
        ExportDialog *dialog = open();
        writeTo(dialog, m_out->path(u"writer.hermes.zip"_s));
        m_window.reset(); // and with it flow and dialog, while a worker writes
        QTRY_VERIFY(bundle::verifyBundle(m_out->path(u"writer.hermes.zip"_s)));
    }

    void withoutGitThereIsNothingToExport()
    {
        const test::ScratchFolder plain;
        plain.write(u"agents/a/manifest.json"_s, "{}");
        QSignalSpy loaded(m_workspace.get(), &workspace::Workspace::loaded);
        m_workspace->open(plain.path());
        QTRY_COMPARE(loaded.size(), 1);
        QTRY_VERIFY(!m_workspace->repository().reason.message.isEmpty());
        const QSignalSpy failed(m_flow, &ExportFlow::failed);
        m_flow->start({});
        QCOMPARE(failed.size(), 1);
        QVERIFY(!m_window->findChild<ExportDialog *>());
    }

private:
    /// Until the workspace knows of it.
    void commit(const QByteArray &prompt) const
    {
        m_registry->writePrompt(prompt);
        m_registry->folder().git({u"commit"_s, u"-aqm"_s, u"Another"_s});
        const QByteArray head = m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s}).trimmed();
        const auto &state = m_workspace->repository().state;
        QTRY_VERIFY(state && state->commit.toString().toLatin1() == head);
    }

    static bool says(const ExportDialog *dialog, const QString &words)
    {
        return std::ranges::any_of(dialog->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->text().contains(words);
        });
    }

    ExportDialog *open() const
    {
        m_flow->start({RegistryFixture::writer});
        return m_window->findChild<ExportDialog *>();
    }

    static QPushButton *exportButton(const ExportDialog *dialog)
    {
        for (const auto buttons = dialog->findChildren<QPushButton *>();
             QPushButton * button : buttons) {
            if (button->text() == u"Export"_s) {
                return button;
            }
        }
        return nullptr;
    }

    static QPushButton *goOnButton(const widgets::MessageBar *told)
    {
        const auto buttons = told->findChildren<QPushButton *>();
        const auto goOn = std::ranges::find(buttons, u"Export all the same"_s, &QPushButton::text);
        return goOn == buttons.end() ? nullptr : *goOn;
    }

    static QLineEdit *identityOf(const ExportDialog *dialog)
    {
        return lineOf(dialog, u"Identity"_s);
    }

    static QLineEdit *lineOf(const ExportDialog *dialog, const QString &name)
    {
        const auto lines = dialog->findChildren<QLineEdit *>();
        const auto line = std::ranges::find(lines, name, &QLineEdit::accessibleName);
        return line == lines.end() ? nullptr : *line;
    }

    static void writeTo(const ExportDialog *dialog, const QString &path)
    {
        for (const auto allLines = dialog->findChildren<QLineEdit *>();
             QLineEdit * line : allLines) {
            if (line->accessibleName() == u"File"_s && !line->isReadOnly()) {
                line->selectAll();
                QTest::keyClicks(line, path);
            }
        }
        QVERIFY(exportButton(dialog)->isEnabled());
        QTest::mouseClick(exportButton(dialog), Qt::LeftButton);
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_out;
    std::unique_ptr<test::ScriptedUserDialogs> m_questions;
    std::unique_ptr<workspace::Workspace> m_workspace;
    std::unique_ptr<QWidget> m_window;
    ExportFlow *m_flow = nullptr;
};

QTEST_MAIN(TestExportFlow)
#include "tst_exportflow.moc"
