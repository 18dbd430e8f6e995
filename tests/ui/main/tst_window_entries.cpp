#include "browser/registrypane.h"
#include "entries/bulkeditdialog.h"
#include "entries/copydialog.h"
#include "entries/newagentdialog.h"
#include "entries/renamedialog.h"
#include "registryfixture.h"
#include "widgets/chipeditor.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;

namespace {

const EntryId reader{EntryKind::Agent, u"reader"_s};

/// The dialog of that type that is shown; nullptr if there is none.
template <typename Dialog>
Dialog *shown(WindowFixture &fixture)
{
    const QList<Dialog *> dialogs = fixture.window().findChildren<Dialog *>();
    return dialogs.isEmpty() || !dialogs.last()->isVisible() ? nullptr : dialogs.last();
}

QTabBar *documentTabs(WindowFixture &fixture)
{
    for (const auto tabss = fixture.window().findChildren<QTabBar *>(); QTabBar * tabs : tabss) {
        if (tabs->accessibleName() == u"Open documents") {
            return tabs;
        }
    }
    return nullptr;
}

QLineEdit *field(const QWidget &dialog, const QString &name)
{
    for (const auto lines = dialog.findChildren<QLineEdit *>(); QLineEdit * line : lines) {
        if (line->accessibleName() == name) {
            return line;
        }
    }
    return nullptr;
}

void rewrite(QLineEdit *line, const QString &text)
{
    line->setFocus();
    QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(line, text);
}

} // namespace

/// New, copied, renamed, deleted and edited entries, from the window to the files.
class TestWindowEntries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void aNewAgentIsMadeAndOpened()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        fixture.action(ActionId::NewAgent)->trigger();
        QTRY_VERIFY(shown<entries::NewAgentDialog>(fixture));
        auto *dialog = shown<entries::NewAgentDialog>(fixture);
        rewrite(field(*dialog, u"Name"_s), u"Night Watch"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        const EntryId made{EntryKind::Agent, u"night-watch"_s};
        QTRY_VERIFY(fixture.workspace().openDocument(made));
        QVERIFY(QFile::exists(registry.root() + u"/agents/night-watch/AGENT.md"_s));
        QVERIFY2(fixture.bar(u"night-watch"_s), qPrintable(fixture.shownTexts()));
    }

    void aCopyHasItsOwnIdAndText()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        fixture.action(ActionId::Duplicate)->trigger();
        QTRY_VERIFY(shown<entries::CopyDialog>(fixture));
        auto *dialog = shown<entries::CopyDialog>(fixture);
        rewrite(field(*dialog, u"Id"_s), u"second-writer"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(fixture.workspace().openDocument({EntryKind::Agent, u"second-writer"_s}));
        QCOMPARE(registry.folder().read(u"agents/second-writer/AGENT.md"_s), registry.prompt());
    }

    void aRenamedEntryKeepsItsTabAndItsUnsavedText()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        workspace::DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        fixture.type(u"Mine. "_s);
        fixture.action(ActionId::Rename)->trigger();
        QTRY_VERIFY(shown<entries::RenameDialog>(fixture));
        auto *dialog = shown<entries::RenameDialog>(fixture);
        rewrite(field(*dialog, u"Id"_s), u"author"_s);
        QTRY_VERIFY(!dialog->changes().isEmpty());
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(document->id(), (EntryId{EntryKind::Agent, u"author"_s}));
        QVERIFY(QDir(registry.root() + u"/agents/author"_s).exists());
        QVERIFY(!QDir(registry.root() + u"/agents/writer"_s).exists());
        QVERIFY(document->prompt()->bytes().startsWith("Mine. "));
        QCOMPARE(documentTabs(fixture)->count(), 1);
    }

    void theIdInTheFormLeadsToRenaming()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        fixture.action(ActionId::ShowManifest)->trigger();
        QPushButton *rename = nullptr;
        for (const auto buttons = fixture.window().findChildren<QPushButton *>();
             auto *button : buttons) {
            rename = button->isVisible() && button->text() == u"Rename…" ? button : rename;
        }
        QVERIFY(rename != nullptr);
        QTest::mouseClick(rename, Qt::LeftButton);
        QTRY_VERIFY(shown<entries::RenameDialog>(fixture));
        QCOMPARE(field(*shown<entries::RenameDialog>(fixture), u"Id"_s)->text(), u"writer"_s);
    }

    void aDeletedEntryComesBackFromTheBar()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(reader));
        const QByteArray before = registry.folder().read(u"agents/reader/manifest.json"_s);
        fixture.action(ActionId::Delete)->trigger();
        QTRY_VERIFY(!QDir(registry.root() + u"/agents/reader"_s).exists());
        QTRY_VERIFY(!fixture.workspace().openDocument(reader));
        QTRY_VERIFY2(fixture.bar(u"reader"_s), qPrintable(fixture.shownTexts()));
        fixture.click(fixture.bar(u"reader"_s), u"Take back"_s);
        QTRY_VERIFY(QFile::exists(registry.root() + u"/agents/reader/manifest.json"_s));
        QCOMPARE(registry.folder().read(u"agents/reader/manifest.json"_s), before);
        QTRY_VERIFY(fixture.workspace().catalog().find(reader));
    }

    void whatTheFilterShowsIsEditedTogether()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        auto *pane = fixture.window().findChild<browser::RegistryPane *>();
        QVERIFY(pane->shownEntries().size() > 1);
        pane->setFilter(u"reader"_s);
        QTRY_COMPARE(pane->shownEntries(), QList{reader});
        fixture.action(ActionId::EditShown)->trigger();
        QTRY_VERIFY(shown<entries::BulkEditDialog>(fixture));
        auto *dialog = shown<entries::BulkEditDialog>(fixture);
        auto *tags = dialog->findChild<widgets::ChipEditor *>()->findChild<QLineEdit *>();
        QTest::keyClicks(tags, u"night"_s);
        QTest::keyClick(tags, Qt::Key_Return);
        QTRY_COMPARE(dialog->changes().writes.size(), 1);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(registry.folder().read(u"agents/reader/manifest.json"_s).contains("night"));
        QVERIFY(!registry.manifest().contains("night"));
    }

    void takingBackWithoutAnOperationSaysSo()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        fixture.action(ActionId::UndoOperation)->trigger();
        QTRY_VERIFY(fixture.bar(u"taken back"_s));
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowEntries)
#include "tst_window_entries.moc"
