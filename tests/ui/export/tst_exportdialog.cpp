#include "export/exportdialog.h"
#include "scratchfolder.h"
#include "scripteduserdialogs.h"
#include "widgets/busybar.h"
#include "widgets/copybutton.h"
#include "widgets/filterfield.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using bundleexport::ExportDialog;
using bundleexport::ExportOffer;
using core::EntryId;
using core::EntryKind;
using workspace::EntryState;

namespace {

EntryId agent(const QString &id)
{
    return {EntryKind::Agent, id};
}

ExportOffer someOffer(const QString &folder)
{
    ExportOffer offer;
    for (const QString &id : {u"newcomer"_s, u"reader"_s, u"writer"_s}) {
        registry::EntrySummary entry;
        entry.id = agent(id);
        entry.name = id.left(1).toUpper() + id.mid(1);
        offer.entries.append(entry);
    }
    offer.states = {{agent(u"newcomer"_s), EntryState::Added},
                    {agent(u"reader"_s), EntryState::Modified}};
    offer.chosen = {agent(u"writer"_s)};
    offer.registryName = u"My Registry"_s;
    offer.folder = folder;
    offer.source = u"main at 3f2c1ab"_s;
    return offer;
}

bundle::BundleSummary someSummary()
{
    bundle::BundleSummary summary;
    summary.name = u"writer"_s;
    summary.version = u"1.0.0"_s;
    summary.identity = u"sha256:"_s + QString(64, u'a');
    summary.bytes = 12'345;
    summary.commit = QString(40, u'3');
    summary.entries = {{agent(u"writer"_s), u"Writer"_s, u"1.2.0"_s, u"sha256:b"_s, 2}};
    return summary;
}

/// The dialog, shown, with what a test reaches for.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme) : Fixture(theme, {}) { }

    Fixture(const widgets::Theme &theme, const std::optional<ExportOffer> &offer)
        : dialog(theme, questions, offer.value_or(someOffer(folder.path())), nullptr)
        , list(dialog.findChild<QListView *>())
        , scope(dialog.findChild<widgets::SegmentedControl *>())
        , filter(dialog.findChild<widgets::FilterField *>())
        , path(field(u"File"_s))
        , failure(dialog.findChild<widgets::MessageBar *>())
        , busy(dialog.findChild<widgets::BusyBar *>())
        , requested(&dialog, &ExportDialog::exportRequested)
        , cancelled(&dialog, &ExportDialog::cancelRequested)
    {
        dialog.open();
        dialog.activateWindow();
    }

    [[nodiscard]] QLineEdit *field(const QString &name) const
    {
        const auto fields = dialog.findChildren<QLineEdit *>();
        const auto found = std::ranges::find_if(fields, [&](const QLineEdit *each) {
            return each->accessibleName() == name && !each->isReadOnly();
        });
        return found == fields.end() ? nullptr : *found;
    }

    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        const auto buttons = dialog.findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(buttons, [&](const QPushButton *each) {
            return each->text() == text && each->isVisible();
        });
        return found == buttons.end() ? nullptr : *found;
    }

    [[nodiscard]] QString shownText() const
    {
        QStringList texts;
        for (const auto labels = dialog.findChildren<QLabel *>(); const QLabel *label : labels) {
            if (label->isVisible()) {
                texts.append(label->text());
            }
        }
        for (const auto lines = dialog.findChildren<QLineEdit *>(); const QLineEdit *line : lines) {
            if (line->isVisible()) {
                texts.append(line->text());
            }
        }
        return texts.join(u'\n');
    }

    void setText(QLineEdit *line, const QString &text) const
    {
        line->selectAll();
        QTest::keyClicks(line, text);
    }

    void click(const QString &text) const { QTest::mouseClick(button(text), Qt::LeftButton); }

    test::ScratchFolder folder;
    test::ScriptedUserDialogs questions;
    ExportDialog dialog;
    QListView *list;
    widgets::SegmentedControl *scope;
    widgets::FilterField *filter;
    QLineEdit *path;
    widgets::MessageBar *failure;
    widgets::BusyBar *busy;
    QSignalSpy requested;
    QSignalSpy cancelled;
};

} // namespace

class TestExportDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void theChosenDefinitionIsSuggested()
    {
        const Fixture fixture(*m_theme);
        QCOMPARE(fixture.scope->currentIndex(), 0);
        QCOMPARE(fixture.dialog.choice().ids, QList<EntryId>{agent(u"writer"_s)});
        QCOMPARE(fixture.dialog.choice().name, u"writer"_s);
        QCOMPARE(fixture.dialog.choice().version, u"1.0.0"_s);
        QCOMPARE(fixture.dialog.choice().path, fixture.folder.path(u"writer-1.0.0.hermes.zip"_s));
        QVERIFY(fixture.button(u"Export"_s)->isEnabled());
        QCOMPARE(fixture.list->currentIndex().data().toString(), u"Writer"_s);
    }

    void noneChosenMeansTheWholeRegistry()
    {
        const test::ScratchFolder folder;
        ExportOffer offer = someOffer(folder.path());
        offer.chosen.clear();
        const Fixture fixture(*m_theme, offer);
        QCOMPARE(fixture.scope->currentIndex(), 1);
        QVERIFY(!fixture.list->isEnabled());
        QCOMPARE(fixture.dialog.choice().ids, QList<EntryId>());
        QCOMPARE(fixture.dialog.choice().name, u"my-registry"_s);
        QVERIFY(fixture.shownText().contains(u"2 of 3 entries"_s)); // one is not committed
    }

    void entriesAreCheckedByKeyAndClick()
    {
        Fixture fixture(*m_theme);
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.dialog));
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Up);
        QTest::keyClick(fixture.list, Qt::Key_Space);
        QCOMPARE(fixture.dialog.choice().ids,
                 (QList<EntryId>{agent(u"reader"_s), agent(u"writer"_s)}));
        const QRect row = fixture.list->visualRect(fixture.list->model()->index(2, 0));
        QTest::mouseClick(fixture.list->viewport(), Qt::LeftButton, {},
                          {row.left() + 12, row.center().y()});
        QCOMPARE(fixture.dialog.choice().ids, QList<EntryId>{agent(u"reader"_s)});
        QVERIFY(fixture.shownText().contains(u"1 of 3 entries"_s));
    }

    void allShownAndNone()
    {
        Fixture fixture(*m_theme);
        QTest::keyClicks(fixture.filter, u"read"_s);
        QCOMPARE(fixture.list->model()->rowCount(), 1);
        fixture.click(u"All shown"_s);
        QCOMPARE(fixture.dialog.choice().ids,
                 (QList<EntryId>{agent(u"reader"_s), agent(u"writer"_s)}));
        QTest::keyClick(fixture.filter, Qt::Key_Escape);
        QCOMPARE(fixture.list->model()->rowCount(), 3);
        QVERIFY(fixture.dialog.isVisible());
        fixture.click(u"None"_s);
        QCOMPARE(fixture.dialog.choice().ids, QList<EntryId>());
        QVERIFY(!fixture.button(u"Export"_s)->isEnabled());
        QVERIFY(fixture.shownText().contains(u"Choose at least one entry."_s));
        QCOMPARE(fixture.button(u"Export"_s)->toolTip(), u"Choose at least one entry."_s);
    }

    void draftsThatStayOutAreTold()
    {
        Fixture fixture(*m_theme);
        QVERIFY(fixture.shownText().contains(
            u"The bundle holds what is committed: main at 3f2c1ab.\n"_s));
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Up);
        QTest::keyClick(fixture.list, Qt::Key_Space);
        QVERIFY2(fixture.shownText().contains(u"1 draft(s) are not in it"_s),
                 qPrintable(fixture.shownText()));
        QTest::mouseClick(fixture.scope->segment(1), Qt::LeftButton);
        QVERIFY(fixture.shownText().contains(u"2 draft(s) are not in it"_s));
    }

    void fileFollowsNameAndVersionUntilChosen()
    {
        Fixture fixture(*m_theme);
        fixture.setText(fixture.field(u"Bundle name"_s), u"team"_s);
        fixture.setText(fixture.field(u"Bundle version"_s), u"2.1.0"_s);
        QCOMPARE(fixture.path->text(), fixture.folder.path(u"team-2.1.0.hermes.zip"_s));
        fixture.setText(fixture.path, fixture.folder.path(u"mine.zip"_s));
        fixture.setText(fixture.field(u"Bundle name"_s), u"other"_s);
        QCOMPARE(fixture.path->text(), fixture.folder.path(u"mine.zip"_s));
    }

    void wrongFieldsAreRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        const QString name = u"small letters"_s;
        QTest::newRow("capitals") << u"Bundle name"_s << u"Team"_s << name;
        QTest::newRow("space") << u"Bundle name"_s << u"my team"_s << name;
        QTest::newRow("too long") << u"Bundle name"_s << QString(65, u'a') << name;
        QTest::newRow("version") << u"Bundle version"_s << u"1"_s << u"1"_s;
        const QString file = u"Choose a file in a folder that exists."_s;
        QTest::newRow("no folder") << u"File"_s << u"/no/such/folder/a.zip"_s << file;
        QTest::newRow("a folder") << u"File"_s << u"/tmp"_s << file;
        QTest::newRow("relative") << u"File"_s << u"a.zip"_s << file;
    }

    void wrongFieldsAreRefused()
    {
        QFETCH(QString, field);
        QFETCH(QString, text);
        QFETCH(QString, said);
        Fixture fixture(*m_theme);
        fixture.setText(fixture.field(field), text);
        QVERIFY(!fixture.button(u"Export"_s)->isEnabled());
        QVERIFY2(fixture.button(u"Export"_s)->toolTip().contains(said),
                 qPrintable(fixture.button(u"Export"_s)->toolTip()));
    }

    void browsingSuggestsTheFileAndTakesTheAnswer()
    {
        Fixture fixture(*m_theme);
        const QString chosen = fixture.folder.path(u"elsewhere.hermes.zip"_s);
        fixture.questions.answer(chosen);
        fixture.questions.answer({});
        fixture.click(u"Browse…"_s);
        QCOMPARE(fixture.questions.lastSuggestion(),
                 fixture.folder.path(u"writer-1.0.0.hermes.zip"_s));
        QCOMPARE(fixture.path->text(), chosen);
        fixture.click(u"Browse…"_s);
        QCOMPARE(fixture.path->text(), chosen); // none chosen
    }

    void replacingAFileIsAsked()
    {
        Fixture fixture(*m_theme);
        fixture.folder.write(u"writer-1.0.0.hermes.zip"_s, "other");
        fixture.questions.answerButton(0);
        fixture.click(u"Export"_s);
        QCOMPARE(fixture.questions.asked(), QStringList{u"Replace file"_s});
        QCOMPARE(fixture.requested.size(), 0);
        fixture.questions.answerButton(1);
        fixture.click(u"Export"_s);
        QCOMPARE(fixture.requested.size(), 1);
        fixture.click(u"Export"_s); // agreed already
        QCOMPARE(fixture.requested.size(), 2);
    }

    void theFileDialogHasAskedAboutReplacing()
    {
        Fixture fixture(*m_theme);
        fixture.folder.write(u"old.hermes.zip"_s, "other");
        fixture.questions.answer(fixture.folder.path(u"old.hermes.zip"_s));
        fixture.click(u"Browse…"_s);
        fixture.click(u"Export"_s);
        QCOMPARE(fixture.requested.size(), 1);
    }

    void nothingIsAskedOfANewFile()
    {
        Fixture fixture(*m_theme);
        fixture.click(u"Export"_s);
        QCOMPARE(fixture.requested.size(), 1);
        QVERIFY(fixture.dialog.isVisible()); // until it is done
    }

    void cancelAndEscapeLeave()
    {
        for (const bool isEscape : {true, false}) {
            Fixture fixture(*m_theme);
            if (isEscape) {
                QTest::keyClick(&fixture.dialog, Qt::Key_Escape);
            } else {
                fixture.click(u"Cancel"_s);
            }
            QVERIFY(!fixture.dialog.isVisible());
            QCOMPARE(fixture.requested.size() + fixture.cancelled.size(), 0);
        }
    }

    void whileWritingItCanOnlyBeCancelled()
    {
        Fixture fixture(*m_theme);
        fixture.dialog.showRunning();
        QVERIFY(!fixture.button(u"Export"_s)->isEnabled());
        QVERIFY(!fixture.list->isEnabled());
        QTRY_VERIFY(fixture.busy->isVisible());
        QTest::keyClick(&fixture.dialog, Qt::Key_Escape);
        QVERIFY(fixture.dialog.isVisible());
        QCOMPARE(fixture.cancelled.size(), 1);
        fixture.dialog.showFailure({core::ErrorCode::Cancelled, u"Nothing was written."_s, {}});
        QVERIFY(!fixture.busy->isVisible());
        QCOMPARE(fixture.failure->severity(), widgets::MessageBar::Severity::Info);
        QVERIFY(fixture.button(u"Export"_s)->isEnabled());
        QTest::keyClick(&fixture.dialog, Qt::Key_Escape);
        QVERIFY(!fixture.dialog.isVisible());
    }

    void failuresKeepWhatWasChosen_data()
    {
        QTest::addColumn<core::Error>("error");
        QTest::newRow("full disk")
            << core::Error{core::ErrorCode::DiskFull,
                           u"The disk is full: the bundle needs 12 bytes and was not written."_s,
                           {}};
        QTest::newRow("read-only")
            << core::Error{core::ErrorCode::NotWritable, u"The bundle could not be written."_s, {}};
    }

    void failuresKeepWhatWasChosen()
    {
        QFETCH(core::Error, error);
        Fixture fixture(*m_theme);
        fixture.setText(fixture.field(u"Bundle name"_s), u"team"_s);
        fixture.dialog.showRunning();
        fixture.dialog.showFailure(error);
        QCOMPARE(fixture.failure->text(), error.message);
        QCOMPARE(fixture.failure->severity(), widgets::MessageBar::Severity::Error);
        QCOMPARE(fixture.dialog.choice().name, u"team"_s);
        QTRY_VERIFY(fixture.button(u"Export"_s)->hasFocus());
        QTest::keyClick(fixture.button(u"Export"_s), Qt::Key_Return);
        QCOMPARE(fixture.requested.size(), 1);
    }

    void resultHasTheDigest()
    {
        Fixture fixture(*m_theme);
        const QString path = fixture.path->text();
        const QSignalSpy revealed(&fixture.dialog, &ExportDialog::revealRequested);
        QVERIFY(QTest::qWaitForWindowActive(&fixture.dialog));
        fixture.dialog.showRunning();
        fixture.dialog.showResult(someSummary(), path);
        QTRY_VERIFY(fixture.button(u"Close"_s)->hasFocus());
        const QString text = fixture.shownText();
        QVERIFY2(text.contains(someSummary().identity), qPrintable(text));
        QVERIFY(text.contains(someSummary().commit));
        QVERIFY(text.contains(u"agent/writer 1.2.0"_s));
        QVERIFY(text.contains(path));
        QVERIFY(!fixture.button(u"Export"_s));
        for (const auto copies = fixture.dialog.findChildren<widgets::CopyButton *>();
             widgets::CopyButton * copy : copies) {
            QTest::mouseClick(copy, Qt::LeftButton);
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), someSummary().identity);
        fixture.click(u"Show in folder"_s);
        QCOMPARE(revealed.size(), 1);
        QCOMPARE(revealed.first().first().toString(), path);
        QTest::keyClick(fixture.button(u"Close"_s), Qt::Key_Return);
        QVERIFY(!fixture.dialog.isVisible());
        QCOMPARE(fixture.cancelled.size(), 0);
    }

    void manyEntriesAreCounted()
    {
        bundle::BundleSummary summary = someSummary();
        summary.entries = QList<bundle::BundleEntry>(432, summary.entries.first());
        Fixture fixture(*m_theme);
        fixture.dialog.showResult(summary, fixture.path->text());
        QVERIFY(fixture.shownText().contains(u"420 more"_s));
    }

    void holdsInEveryLook()
    {
        const test::ScratchFolder folder;
        test::ScriptedUserDialogs questions;
        ExportDialog dialog(*m_theme, questions, someOffer(folder.path()), nullptr);
        test::expectGoodLooks(dialog, *m_theme, {560, 520}, u"export"_s);
        dialog.showFailure({core::ErrorCode::DiskFull,
                            u"The disk is full: the bundle needs 12 bytes and was not written to "
                            "the folder. Nothing was changed there."_s,
                            {}});
        test::expectGoodLooks(dialog, *m_theme, {560, 560}, u"export-failed"_s);
        dialog.showResult(someSummary(), folder.path(u"writer-1.0.0.hermes.zip"_s));
        test::expectGoodLooks(dialog, *m_theme, {560, 520}, u"export-result"_s);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestExportDialog)
#include "tst_exportdialog.moc"
