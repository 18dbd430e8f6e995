#include "problems/problemdelegate.h"
#include "problems/problemsmodel.h"
#include "problems/problemspane.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::Problem;
using problems::ProblemsModel;
using problems::ProblemsPane;
using Age = ProblemsPane::Age;
using Severity = core::Problem::Severity;

namespace {

Problem problem(Severity severity, const QString &message, int line)
{
    Problem result;
    result.severity = severity;
    result.rule = u"prompt.rule"_s;
    result.message = message;
    result.file = core::RepoPath::fromLiteral(u"agents/writer/AGENT.md"_s);
    result.line = line;
    return result;
}

Problem fixable(const QString &message, int line, const QString &fix)
{
    Problem result = problem(Severity::Warning, message, line);
    result.fixes.append({fix, qint64(line) * 10, 2, " "});
    return result;
}

Problem modelProblem()
{
    Problem result;
    result.rule = u"manifest.model"_s;
    result.message =
        u"Model claude-sonnet-4-6 is not in the catalog; did you mean claude-sonnet-4.6?"_s;
    result.file = core::RepoPath::fromLiteral(u"agents/writer/manifest.json"_s);
    result.line = 7;
    result.field = u"model"_s;
    result.fixes = {{u"Use claude-sonnet-4.6"_s, 90, 17, "claude-sonnet-4.6"},
                    {u"Use claude-opus-4.6"_s, 90, 17, "claude-opus-4.6"}};
    return result;
}

QList<Problem> someProblems()
{
    return {problem(Severity::Note, u"The section “Method” is empty."_s, 22),
            fixable(u"Non-breaking space; Hermes Agent keeps it, diffs hide it"_s, 6, u"Replace"_s),
            modelProblem()};
}

QStringList messagesOf(const QAbstractItemModel &model)
{
    QStringList messages;
    for (int row = 0; row < model.rowCount(); ++row) {
        messages.append(model.index(row, 0).data().toString());
    }
    return messages;
}

/// The pane in a shown window, with what a test reaches for.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : pane(theme)
        , list(pane.findChild<QListView *>())
        , empty(pane.findChild<widgets::EmptyState *>())
        , activated(&pane, &ProblemsPane::problemActivated)
        , fixes(&pane, &ProblemsPane::fixRequested)
    {
        pane.resize(690, 180);
        pane.show();
        pane.activateWindow();
    }

    [[nodiscard]] QModelIndex row(int number) const { return list->model()->index(number, 0); }

    [[nodiscard]] QPoint linkOf(int number) const
    {
        QStyleOptionViewItem option;
        option.initFrom(list);
        option.rect = list->visualRect(row(number));
        return qobject_cast<problems::ProblemDelegate *>(list->itemDelegate())
            ->fixRect(option, row(number))
            .center();
    }

    void clickLinkOf(int number) const
    {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, linkOf(number));
    }

    /// The menu that is open now.
    [[nodiscard]] QMenu *menu() const { return pane.findChild<QMenu *>(); }

    ProblemsPane pane;
    QListView *list;
    widgets::EmptyState *empty;
    QSignalSpy activated;
    QSignalSpy fixes;
};

Problem problemOf(const QSignalSpy &spy)
{
    return spy.last().first().value<Problem>();
}

} // namespace

class TestProblemsPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void modelKeepsItsPromisesToViews()
    {
        ProblemsModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setProblems(someProblems());
        model.setProblems({modelProblem()});
        model.setProblems(someProblems() + someProblems());
        model.setProblems({});
        QCOMPARE(model.rowCount({}), 0);
    }

    void errorsComeFirstThenWarningsThenNotes()
    {
        ProblemsModel model;
        model.setProblems(someProblems());
        QCOMPARE(model.index(0).data(ProblemsModel::SeverityRole).value<Severity>(),
                 Severity::Error);
        QCOMPARE(model.index(1).data(ProblemsModel::SeverityRole).value<Severity>(),
                 Severity::Warning);
        QCOMPARE(model.index(2).data(ProblemsModel::SeverityRole).value<Severity>(),
                 Severity::Note);
    }

    void placesAreShort_data()
    {
        QTest::addColumn<Problem>("problem");
        QTest::addColumn<QString>("place");
        QTest::newRow("field") << modelProblem() << u"manifest · model"_s;
        QTest::newRow("line") << problem(Severity::Note, u"m"_s, 6) << u"line 6"_s;
        QTest::newRow("file") << problem(Severity::Note, u"m"_s, 0) << u"AGENT.md"_s;
        Problem inManifest = modelProblem();
        inManifest.field.clear();
        QTest::newRow("manifest line") << inManifest << u"manifest · line 7"_s;
    }

    void placesAreShort()
    {
        QFETCH(Problem, problem);
        QTEST(problems::placeText(problem), "place");
    }

    void screenReadersHearSeverityMessagePlaceAndFix()
    {
        ProblemsModel model;
        model.setProblems({modelProblem()});
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
                 u"Error: Model claude-sonnet-4-6 is not in the catalog; did you mean "
                 "claude-sonnet-4.6? (manifest · model)"_s);
        QCOMPARE(model.index(0).data(Qt::AccessibleDescriptionRole).toString(),
                 u"Alt+Enter: Use claude-sonnet-4.6"_s);
    }

    void toolTipShowsMarkupAsText()
    {
        ProblemsModel model;
        model.setProblems({problem(Severity::Error, u"<img src='x'>"_s, 1)});
        QVERIFY(model.index(0).data(Qt::ToolTipRole).toString().contains(u"&lt;img"_s));
    }

    void noProblemsIsSaid()
    {
        Fixture fixture(*m_theme);
        QTRY_VERIFY(fixture.empty->isVisible());
        QCOMPARE(fixture.empty->title(), u"No problems"_s);
        fixture.pane.setProblems(someProblems(), Age::Current);
        QVERIFY(fixture.list->isVisible());
        fixture.pane.setProblems({}, Age::Current);
        QVERIFY(fixture.empty->isVisible());
    }

    void signsDifferInShapeNotOnlyInColour()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        QVERIFY(QTest::qWaitForWindowExposed(&fixture.pane));
        const QImage image = fixture.list->viewport()->grab().toImage();
        // How many pixels of the sign's row of pixels `below` its middle are inked.
        const auto ink = [&](int row, int below) {
            const int y = fixture.list->visualRect(fixture.row(row)).center().y() + below;
            int count = 0;
            for (int x = widgets::space::large; x < widgets::space::large + 10; ++x) {
                const QColor color = image.pixelColor(x, y);
                count += widgets::contrastRatio(color, m_theme->colors().edit) > 2 ? 1 : 0;
            }
            return count;
        };
        QCOMPARE_GE(ink(0, 0), 9); // a disc is widest in the middle
        QCOMPARE_LE(ink(0, 4), 7);
        QCOMPARE_GE(ink(1, 4), 8); // a triangle at its foot
        QCOMPARE_LE(ink(1, -4), 3);
        QCOMPARE_GE(ink(2, 0), 2); // a ring is empty in the middle
        QCOMPARE_LE(ink(2, 0), 5);
    }

    void enterGoesToThePlace()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Down);
        QTest::keyClick(fixture.list, Qt::Key_Down);
        QTest::keyClick(fixture.list, Qt::Key_Return);
        QCOMPARE(fixture.activated.size(), 1);
        QCOMPARE(problemOf(fixture.activated).line, 6);
        QCOMPARE(fixture.fixes.size(), 0);
    }

    void doubleClickGoesToThePlace()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        const QPoint place = fixture.list->visualRect(fixture.row(2)).center();
        QTest::mouseClick(fixture.list->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(fixture.list->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(fixture.activated.size(), 1);
        QCOMPARE(problemOf(fixture.activated).line, 22);
    }

    void clickOnTheLinkAsksForTheFix()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        fixture.clickLinkOf(1);
        QCOMPARE(fixture.fixes.size(), 1);
        QCOMPARE(problemOf(fixture.fixes).fixes.first().label, u"Replace"_s);
        QCOMPARE(fixture.fixes.last().at(1).toInt(), 0);
        QCOMPARE(fixture.activated.size(), 0);
    }

    void linkIsAtTheOtherEndRightToLeft()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setLayoutDirection(Qt::RightToLeft);
        fixture.pane.setProblems(someProblems(), Age::Current);
        QCOMPARE_LT(fixture.linkOf(1).x(), fixture.list->width() / 4);
        fixture.clickLinkOf(1);
        QCOMPARE(fixture.fixes.size(), 1);
    }

    void doubleClickOnTheLinkAsksOnce()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        const QPoint link = fixture.linkOf(1);
        fixture.clickLinkOf(1);
        QTest::mouseDClick(fixture.list->viewport(), Qt::LeftButton, {}, link);
        QCOMPARE(fixture.fixes.size(), 1);
    }

    void releaseOnALinkThatWasNotPressedIsNoClick()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        QTest::mousePress(fixture.list->viewport(), Qt::LeftButton, {},
                          fixture.list->visualRect(fixture.row(2)).center());
        QTest::mouseRelease(fixture.list->viewport(), Qt::LeftButton, {}, fixture.linkOf(1));
        QCOMPARE(fixture.fixes.size(), 0);
    }

    void altEnterAsksForTheFix()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Home);
        QTest::keyClick(fixture.list, Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(fixture.fixes.size(), 1);
        QCOMPARE(problemOf(fixture.fixes).field, u"model"_s);
        QTest::keyClick(fixture.list, Qt::Key_End); // the note has no fix
        QTest::keyClick(fixture.list, Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(fixture.fixes.size(), 1);
        QCOMPARE(fixture.activated.size(), 0);
    }

    void menuHasEveryFix()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        fixture.list->setFocus();
        QTest::keyClick(fixture.list, Qt::Key_Home);
        const QPoint place = fixture.list->visualRect(fixture.row(0)).center();
        QContextMenuEvent ask(QContextMenuEvent::Keyboard, place,
                              fixture.list->viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(fixture.list->viewport(), &ask);
        QVERIFY(fixture.menu());
        QTRY_VERIFY(fixture.menu()->isVisible());
        QStringList texts;
        for (const auto allActions = fixture.menu()->actions();
             const QAction *action : allActions) {
            if (!action->isSeparator()) {
                texts.append(action->text());
            }
        }
        QCOMPARE(texts,
                 (QStringList{u"Go to place"_s, u"Use claude-sonnet-4.6"_s,
                              u"Use claude-opus-4.6"_s, u"Copy message"_s}));
        for (int step = 0; step < 3; ++step) {
            QTest::keyClick(fixture.menu(), Qt::Key_Down);
        }
        QTest::keyClick(fixture.menu(), Qt::Key_Return);
        QCOMPARE(fixture.fixes.size(), 1);
        QCOMPARE(fixture.fixes.last().at(1).toInt(), 1);
    }

    void linkIsShortWhereTheMessageNeedsTheRoom()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        const auto linkWidth = [&] {
            QStyleOptionViewItem option;
            option.initFrom(fixture.list);
            option.rect = fixture.list->visualRect(fixture.row(0));
            return qobject_cast<problems::ProblemDelegate *>(fixture.list->itemDelegate())
                ->fixRect(option, fixture.row(0))
                .width();
        };
        fixture.pane.resize(1200, 180);
        QTRY_COMPARE(fixture.list->visualRect(fixture.row(0)).width(), 1200);
        const int whole = linkWidth();
        fixture.pane.resize(600, 180);
        QTRY_COMPARE(fixture.list->visualRect(fixture.row(0)).width(), 600);
        QCOMPARE_LT(linkWidth(), whole / 2);
        fixture.clickLinkOf(0);
        QCOMPARE(fixture.fixes.size(), 1);
    }

    // A fix names bytes of the text that was checked; used on a later text it would mangle it.
    void fixOfAnOutdatedListWaitsForTheNextProblems()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        fixture.pane.setOutdated();
        fixture.clickLinkOf(1);
        QCOMPARE(fixture.fixes.size(), 0);
        QList<Problem> moved = someProblems();
        moved[1] = fixable(moved.at(1).message, 7, u"Replace"_s);
        fixture.pane.setProblems(moved, Age::Outdated); // changed again meanwhile
        QCOMPARE(fixture.fixes.size(), 0);
        fixture.pane.setProblems(moved, Age::Current);
        QCOMPARE(fixture.fixes.size(), 1);
        QCOMPARE(problemOf(fixture.fixes).fixes.first().start, 70);
        fixture.pane.setProblems(moved, Age::Current);
        QCOMPARE(fixture.fixes.size(), 1);
    }

    void waitingFixTakesTheNearestOfTheSame()
    {
        Fixture fixture(*m_theme);
        const QString message = u"Non-breaking space"_s;
        fixture.pane.setProblems(
            {fixable(message, 5, u"Replace"_s), fixable(message, 20, u"Replace"_s)}, Age::Outdated);
        fixture.clickLinkOf(1);
        fixture.pane.setProblems(
            {fixable(message, 6, u"Replace"_s), fixable(message, 21, u"Replace"_s)}, Age::Current);
        QCOMPARE(fixture.fixes.size(), 1);
        QCOMPARE(problemOf(fixture.fixes).line, 21);
    }

    void waitingFixOfAProblemThatIsGoneIsForgotten()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Outdated);
        fixture.clickLinkOf(1);
        fixture.pane.setProblems({modelProblem()}, Age::Current);
        fixture.pane.setProblems(someProblems(), Age::Current);
        QCOMPARE(fixture.fixes.size(), 0);
    }

    void selectionSurvivesALineTypedAbove()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setProblems(someProblems(), Age::Current);
        fixture.list->setCurrentIndex(fixture.row(2));
        QList<Problem> moved = someProblems();
        moved[0].line += 1;
        moved[1].line += 1;
        fixture.pane.setProblems(moved, Age::Current);
        QCOMPARE(fixture.list->currentIndex().row(), 2);
        QCOMPARE(fixture.list->currentIndex().data(ProblemsModel::PlaceRole).toString(),
                 u"line 23"_s);
        moved.prepend(problem(Severity::Error, u"The prompt is empty."_s, 1));
        fixture.pane.setProblems(moved, Age::Current);
        QCOMPARE(fixture.list->currentIndex().row(), 3);
        QCOMPARE(messagesOf(*fixture.list->model()).at(3), moved.at(1).message);
    }

    void randomSequencesEndAsTheyShould()
    {
        ProblemsModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QList<Problem> all;
        for (int i = 0; i < 12; ++i) {
            all.append(problem(static_cast<Severity>(i % 3), u"m%1"_s.arg(i % 5), i));
        }
        quint32 state = 7;
        const auto next = [&state](quint32 limit) {
            state = state * 1664525u + 1013904223u;
            return (state >> 16) % limit;
        };
        for (int round = 0; round < 300; ++round) {
            QList<Problem> some;
            for (const Problem &each : std::as_const(all)) {
                if (next(3) > 0) {
                    some.append(each);
                    some.last().line += static_cast<int>(next(2));
                }
            }
            model.setProblems(some);
            ProblemsModel fresh;
            fresh.setProblems(some);
            QCOMPARE(model.count(), fresh.count());
            for (int row = 0; row < model.count(); ++row) {
                QCOMPARE(model.problem(row), fresh.problem(row));
            }
        }
    }

    void holdsInEveryLook()
    {
        ProblemsPane pane(*m_theme);
        test::expectGoodLooks(pane, *m_theme, {520, 160}, u"problems-none"_s);
        pane.setProblems(someProblems(), Age::Current);
        test::expectGoodLooks(pane, *m_theme, {520, 160}, u"problems"_s);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestProblemsPane)
#include "tst_problemspane.moc"
