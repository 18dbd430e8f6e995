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
        m_registry->writePrompt("# Writer\n\n" + QByteArray("sk-")
                                + "ant-api03-a1B2c3D4e5F6g7H8\n");
        m_registry->folder().git({u"commit"_s, u"-aqm"_s, u"A key"_s});
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
        const auto commitKey = [this](const QByteArray &before) {
            m_registry->writePrompt(before + "sk-" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8\n"));
            m_registry->folder().git({u"commit"_s, u"-aqm"_s, u"A key"_s});
        };
        commitKey("# Writer\n\n");
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
        commitKey("# Writer\n\nsk-" + QByteArray("ant-api03-Z9y8X7w6V5u4T3s2\n\n"));
        QTest::mouseClick(goOnButton(told), Qt::LeftButton);
        QTRY_VERIFY(told->isVisible() && told->text().contains(u"AGENT.md, line 5"_s));
        QVERIFY(!QFile::exists(path));
        QTest::mouseClick(goOnButton(told), Qt::LeftButton);
        QTRY_VERIFY(identityOf(dialog)->isVisible());
    }

    void anUnsavedDraftIsToldToStayOut()
    {
        workspace::DefinitionDocument *document = m_workspace->document(RegistryFixture::writer);
        QTRY_COMPARE(document->state(), workspace::DefinitionDocument::State::Ready);
        document->prompt()->apply({0, 0, "Draft. "});
        ExportDialog *dialog = open();
        bool isTold = false;
        for (const auto labels = dialog->findChildren<QLabel *>(); const QLabel *label : labels) {
            isTold = isTold || label->text().contains(u"1 draft(s) are not in it"_s);
        }
        QVERIFY(isTold);
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
