#include "history/historymodel.h"
#include "history/historypane.h"
#include "widgets/copybutton.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using history::HistoryModel;
using history::HistoryPane;
using workspace::ContentRef;
using workspace::DefinitionHistory;

namespace {

const core::EntryId writer{core::EntryKind::Agent, u"writer"_s};

vcs::HistoryEntry entry(int number, const QString &version, bool isVersion, const QString &summary)
{
    vcs::HistoryEntry made;
    made.commit.id = *vcs::ObjectId::parse(u"%1"_s.arg(number, 40, 16, QLatin1Char('0')));
    made.commit.summary = summary;
    made.commit.body = u"Why %1."_s.arg(number);
    made.commit.author = {
        u"Ada Author"_s, u"ada@example.org"_s,
        QDateTime::fromString(u"2026-05-0%1T12:00:00Z"_s.arg(number), Qt::ISODate)};
    made.version = version;
    made.isVersion = isVersion;
    return made;
}

vcs::Version version(const vcs::HistoryEntry &of, const QString &changelog)
{
    return {of.version, of.commit, u"agent/writer@"_s + of.version, changelog};
}

/// Newest first: v1.1.0, a plain commit, v1.0.0.
DefinitionHistory someHistory()
{
    DefinitionHistory made;
    made.id = writer;
    made.entries = {entry(3, u"1.1.0"_s, true, u"Release agent/writer 1.1.0"_s),
                    entry(2, u"1.0.0"_s, false, u"Say more about method"_s),
                    entry(1, u"1.0.0"_s, true, u"Add writer"_s)};
    made.versions = {version(made.entries.at(0), u"Names limits."_s),
                     version(made.entries.at(2), {})};
    return made;
}

DefinitionHistory withRelease(DefinitionHistory history)
{
    history.entries.prepend(entry(4, u"1.2.0"_s, true, u"Release agent/writer 1.2.0"_s));
    history.versions.prepend(version(history.entries.first(), u"Says why."_s));
    return history;
}

/// The pane in a shown window, with what a test reaches for.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : pane(theme)
        , list(pane.findChild<QTreeView *>())
        , empty(pane.findChild<widgets::EmptyState *>())
        , compared(&pane, &HistoryPane::comparisonRequested)
        , restored(&pane, &HistoryPane::restoreRequested)
    {
        pane.resize(690, 200);
        pane.show();
        pane.activateWindow();
    }

    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        const auto buttons = pane.findChildren<QPushButton *>();
        const auto found =
            std::ranges::find(buttons, text, [](const QPushButton *each) { return each->text(); });
        return found == buttons.end() ? nullptr : *found;
    }

    [[nodiscard]] QStringList shownTexts() const
    {
        QStringList texts;
        for (const auto labels = pane.findChildren<QLabel *>(); const QLabel *label : labels) {
            if (label->isVisible()) {
                texts.append(label->text());
            }
        }
        return texts;
    }

    void click(int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, modifiers,
                          list->visualRect(list->model()->index(row, 1)).center());
    }

    HistoryPane pane;
    QTreeView *list;
    widgets::EmptyState *empty;
    QSignalSpy compared;
    QSignalSpy restored;
};

ContentRef side(const QSignalSpy &spy, int which)
{
    return spy.last().at(which).value<ContentRef>();
}

ContentRef commit(int number)
{
    return ContentRef::atCommit(entry(number, {}, false, {}).commit.id, {});
}

} // namespace

class TestHistoryPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void modelKeepsItsPromisesToViews()
    {
        HistoryModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHistory(someHistory());
        model.setHistory(withRelease(someHistory()));
        model.setHistory(someHistory());
        model.setHistory({});
        QCOMPARE(model.rowCount({}), 0);
    }

    void rowsSayVersionOrCommitWhatWhoAndWhen()
    {
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        HistoryModel model;
        model.setHistory(someHistory());
        const auto row = [&](int number) {
            QStringList texts;
            for (int column = 0; column < HistoryModel::columnTotal; ++column) {
                texts.append(model.index(number, column).data().toString());
            }
            return texts;
        };
        QCOMPARE(row(0),
                 (QStringList{u"v1.1.0"_s, u"Release agent/writer 1.1.0"_s, u"Ada Author"_s,
                              u"03/05/2026"_s}));
        QCOMPARE(row(1).constFirst(), u"0000000"_s); // the short commit
        QVERIFY(model.index(0, 0).data(Qt::FontRole).isValid()); // versions stand out
        QVERIFY(!model.index(1, 0).data(Qt::FontRole).isValid());
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 u"v1.1.0, Release agent/writer 1.1.0, Ada Author, 03/05/2026"_s);
        QLocale::setDefault(before);
    }

    void changelogIsTheTagsMessageElseTheCommits()
    {
        HistoryModel model;
        model.setHistory(someHistory());
        QCOMPARE(model.changelog(0), u"Names limits."_s);
        QCOMPARE(model.changelog(1), u"Why 2."_s);
        QCOMPARE(model.changelog(2), u"Add writer"_s); // neither: the first line
    }

    void toolTipsShowMarkupAsText()
    {
        DefinitionHistory history = someHistory();
        history.entries[1].commit.body = u"<img src='file:///x'>"_s;
        history.entries[1].commit.author.name = u"<b>Ada</b>"_s;
        HistoryModel model;
        model.setHistory(history);
        QVERIFY(!model.index(1, HistoryModel::SummaryColumn)
                     .data(Qt::ToolTipRole)
                     .toString()
                     .contains(u"<img"_s));
        QVERIFY(!model.index(1, HistoryModel::AuthorColumn)
                     .data(Qt::ToolTipRole)
                     .toString()
                     .contains(u"<b>"_s));
    }

    void newestIsSelectedAndItsChangelogShown()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        QCOMPARE(fixture.list->currentIndex().row(), 0);
        QVERIFY(fixture.shownTexts().contains(u"Names limits."_s));
        QTest::keyClick(fixture.list, Qt::Key_Down);
        QVERIFY(fixture.shownTexts().contains(u"Why 2."_s));
    }

    void enterComparesWithTheDraft()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Down);
        QTest::keyClick(fixture.list, Qt::Key_Return);
        QCOMPARE(fixture.compared.size(), 1);
        QCOMPARE(side(fixture.compared, 0), commit(2));
        QCOMPARE(side(fixture.compared, 0).label, u"0000000"_s);
        QCOMPARE(side(fixture.compared, 1), ContentRef::draft());
    }

    void aStateIsComparedWithTheOneBefore()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        QTest::mouseClick(fixture.button(u"Compare with previous"_s), Qt::LeftButton);
        QCOMPARE(side(fixture.compared, 0), commit(2));
        QCOMPARE(side(fixture.compared, 1), commit(3));
        QCOMPARE(side(fixture.compared, 1).label, u"v1.1.0"_s);
        fixture.click(2); // there is nothing before it
        QVERIFY(!fixture.button(u"Compare with previous"_s)->isEnabled());
        QCOMPARE(fixture.button(u"Compare with previous"_s)->toolTip(),
                 u"There is nothing before this commit"_s);
    }

    void twoSelectedAreComparedOlderFirst_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::newRow("newer clicked first") << 0 << 2;
        QTest::newRow("older clicked first") << 2 << 0;
    }

    void twoSelectedAreComparedOlderFirst()
    {
        QFETCH(int, first);
        QFETCH(int, second);
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.click(first);
        fixture.click(second, Qt::ControlModifier);
        QVERIFY(fixture.shownTexts().contains(u"v1.0.0 → v1.1.0"_s));
        QVERIFY(!fixture.button(u"Restore as draft"_s)->isEnabled());
        QVERIFY(!fixture.button(u"Compare with draft"_s)->isEnabled());
        QTest::mouseClick(fixture.button(u"Compare selected"_s), Qt::LeftButton);
        QCOMPARE(fixture.compared.size(), 1);
        QCOMPARE(side(fixture.compared, 0), commit(1));
        QCOMPARE(side(fixture.compared, 1), commit(3));
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Return);
        QCOMPARE(fixture.compared.size(), 2);
        QCOMPARE(side(fixture.compared, 0), commit(1));
    }

    void twoAreSelectedByKeysToo()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(fixture.button(u"Compare selected"_s));
        QTest::keyClick(fixture.list, Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(!fixture.button(u"Compare with previous"_s)->isEnabled());
        QVERIFY(fixture.shownTexts().contains(u"Select one or two to compare."_s));
    }

    void aStateIsRestored()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.click(2);
        QTest::mouseClick(fixture.button(u"Restore as draft"_s), Qt::LeftButton);
        QCOMPARE(fixture.restored.size(), 1);
        QCOMPARE(side(fixture.restored, 0), commit(1));
        QCOMPARE(side(fixture.restored, 0).label, u"v1.0.0"_s);
    }

    void commitIdIsCopied()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        QTest::mouseClick(fixture.pane.findChild<widgets::CopyButton *>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), commit(3).commit.toString());
    }

    void selectionSurvivesARelease()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.click(1);
        fixture.pane.setHistory(withRelease(someHistory()));
        QCOMPARE(fixture.list->currentIndex().row(), 2);
        QVERIFY(fixture.shownTexts().contains(u"Why 2."_s));
    }

    void whoLooksAtTheNewestSeesTheNextRelease()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.pane.setHistory(withRelease(someHistory()));
        QCOMPARE(fixture.list->currentIndex().row(), 0);
        QVERIFY(fixture.shownTexts().contains(u"Says why."_s));
    }

    void aTagThatComesLaterIsShown()
    {
        Fixture fixture(*m_theme);
        DefinitionHistory untagged = someHistory();
        untagged.versions[0].changelog.clear();
        fixture.pane.setHistory(untagged);
        QVERIFY(!fixture.shownTexts().contains(u"Names limits."_s));
        fixture.pane.setHistory(someHistory());
        QVERIFY(fixture.shownTexts().contains(u"Names limits."_s));
    }

    void anotherDefinitionBeginsAtItsNewest()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.click(2);
        DefinitionHistory other = someHistory();
        other.id.id = u"reader"_s;
        fixture.pane.setHistory(other);
        QCOMPARE(fixture.list->currentIndex().row(), 0);
    }

    void notCommittedIsSaid()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.pane.setHistory({});
        QVERIFY(fixture.empty->isVisible());
        QCOMPARE(fixture.empty->title(), u"No history yet"_s);
        QVERIFY(fixture.empty->sentence().contains(u"first release"_s));
    }

    void noGitIsSaidWithItsReason()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.pane.setUnavailable({core::ErrorCode::NotARepository, u"No git here."_s, {}});
        QVERIFY(fixture.empty->isVisible());
        QCOMPARE(fixture.empty->title(), u"No history"_s);
        QCOMPARE(fixture.empty->sentence(), u"No git here."_s);
        fixture.pane.setHistory(someHistory());
        QVERIFY(fixture.list->isVisible());
        QCOMPARE(fixture.list->currentIndex().row(), 0);
    }

    void columnsGoBeforeTheyAreCut()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setHistory(someHistory());
        fixture.pane.resize(900, 200);
        QTRY_VERIFY(!fixture.list->isColumnHidden(HistoryModel::AuthorColumn));
        fixture.pane.resize(520, 200);
        QTRY_VERIFY(fixture.list->isColumnHidden(HistoryModel::AuthorColumn));
        QVERIFY(!fixture.list->isColumnHidden(HistoryModel::VersionColumn));
        QVERIFY(!fixture.list->isColumnHidden(HistoryModel::SummaryColumn));
        const QHeaderView *header = fixture.list->header();
        QTRY_COMPARE(header->length(), fixture.list->viewport()->width());
        QVERIFY(std::ranges::any_of(fixture.shownTexts(), [](const QString &text) {
            return text.contains(u"Ada Author"_s); // the detail says it still
        }));
    }

    void holdsInEveryLook()
    {
        HistoryPane pane(*m_theme);
        test::expectGoodLooks(pane, *m_theme, {520, 240}, u"history-none"_s);
        pane.setHistory(someHistory());
        test::expectGoodLooks(pane, *m_theme, {520, 240}, u"history"_s);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestHistoryPane)
#include "tst_historypane.moc"
