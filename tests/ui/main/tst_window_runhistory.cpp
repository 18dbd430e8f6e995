#include "runs/runhistory.h"
#include "testsend/answerview.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/buttons.h"
#include "widgets/filterfield.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QTextBrowser>
#include <QThreadPool>
#include <QTranslator>
#include <QTreeView>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int all = 250;
constexpr int ofPears = 220;

} // namespace

/// A long history of runs, in the real window.
class WindowRunHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_fixture = std::make_unique<TestSendFixture>(m_theme);
        m_fixture->connectTo(u"history"_s, {wholeAnswer("Hello.")});
        m_fixture->openRuns();
        QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
        for (int number = 0; number < all; ++number) {
            auto put = m_fixture->window().runs().put(run(number));
            put.waitForFinished();
            QVERIFY(put.result().has_value());
        }
        QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        m_list = m_fixture->pane()->findChild<QTreeView *>();
        QTRY_VERIFY(m_list->model()->rowCount() >= 200);
    }
    void cleanup() { m_fixture.reset(); }

    void everyRunCanBeReached();
    void allThatWasFoundIsExported();
    void allThatWasFoundIsErased();
    void aRunSaysWhatItWasSentWith();
    void theUserSetsHowManyAreKept();
    void theListGrowsOnlyByWhatIsNew();
    void whatIsReadStaysWhenAnotherRunComes();
    void ofTwoComparisonsTheNewerIsShown();
    void oneRunIsCalledARun();

private:
    [[nodiscard]] runs::Run run(int number)
    {
        runs::Run run;
        run.id = u"run-%1"_s.arg(number, 6, 10, QChar(u'0'));
        run.started = QDateTime::currentDateTimeUtc().addSecs(number - 2 * all);
        run.entry = RegistryFixture::writer;
        run.registry = m_fixture->pane()->session()->registry();
        run.promptDigest = runs::digestOf(number % 2 == 0 ? "even" : "odd");
        run.modelId = u"story"_s;
        run.parameters.temperature = number == all - 1 ? 0.25 : 0.5;
        run.answer = number < ofPears ? u"Of pears."_s : u"Of apples."_s;
        run.outcome = runs::Run::Outcome::Complete;
        return run;
    }
    [[nodiscard]] qsizetype kept()
    {
        runs::RunQuery every;
        every.limit = -1;
        auto found = m_fixture->window().runs().find(every);
        found.waitForFinished();
        return found.result().value_or(QList<runs::Run>()).size();
    }
    void searchPears()
    {
        QTest::keyClicks(m_fixture->pane()->findChild<widgets::FilterField *>(), u"pears"_s);
        QTRY_VERIFY(m_fixture->window().shownTexts().contains(u"%1 runs"_s.arg(ofPears)));
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
    QTreeView *m_list = nullptr;
};

void WindowRunHistoryTest::everyRunCanBeReached()
{
    QVERIFY(m_fixture->window().shownTexts().contains(u"250 runs"_s));
    m_list->setFocus();
    QTest::keyClick(m_list, Qt::Key_End);
    QTRY_COMPARE(m_list->model()->rowCount(), all);
    QTest::keyClick(m_list, Qt::Key_End);
    QTRY_COMPARE(m_list->currentIndex().row(), all - 1);
    // A new one comes on top, and what is selected stays so.
    (void)m_fixture->window().runs().put(run(all));
    QTRY_COMPARE(m_list->currentIndex().row(), all);
    QVERIFY(m_list->selectionModel()->isRowSelected(all));
}

void WindowRunHistoryTest::allThatWasFoundIsExported()
{
    searchPears();
    m_fixture->window().dialogs().answer(m_fixture->registry().folder().path(u"runs.json"_s));
    QTest::mouseClick(m_fixture->button(u"Export all shown…"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->window().bar(u"runs.json"_s) != nullptr);
    const QByteArray written = m_fixture->registry().folder().read(u"runs.json"_s);
    QCOMPARE(QJsonDocument::fromJson(written)["runs"_L1].toArray().size(), ofPears);
}

void WindowRunHistoryTest::allThatWasFoundIsErased()
{
    searchPears();
    m_fixture->window().dialogs().answerButton(1);
    QTest::mouseClick(m_fixture->button(u"Erase all shown…"_s), Qt::LeftButton);
    QVERIFY(m_fixture->window().dialogs().asked().last().contains(u"220"_s));
    QTRY_COMPARE(kept(), all - ofPears);
}

void WindowRunHistoryTest::aRunSaysWhatItWasSentWith()
{
    m_list->setFocus();
    QTest::keyClick(m_list, Qt::Key_Home);
    const auto texts = [this] { return m_fixture->window().shownTexts(); };
    QTRY_VERIFY2(texts().contains(u"temperature 0.25"_s), qPrintable(texts()));
    QVERIFY(texts().contains(runs::digestOf("odd").first(19)));
    QTest::keyClick(m_list, Qt::Key_Down, Qt::ShiftModifier);
    QTRY_VERIFY2(texts().contains(runs::digestOf("even").first(19)), qPrintable(texts()));
    QVERIFY(texts().contains(runs::digestOf("odd").first(19)));
    QVERIFY(texts().contains(u"temperature 0.5"_s) && texts().contains(u"temperature 0.25"_s));
}

void WindowRunHistoryTest::theUserSetsHowManyAreKept()
{
    const auto choose = [this] {
        QPushButton *keeping = nullptr;
        for (const auto buttons = m_fixture->pane()->findChildren<widgets::PopupButton *>();
             auto *button : buttons) {
            keeping =
                button->isVisible() && button->text().startsWith(u"Keeps"_s) ? button : keeping;
        }
        QVERIFY(keeping != nullptr);
        QMenu *menu = keeping->menu();
        Q_EMIT menu->aboutToShow();
        menu->actions().first()->trigger();
    };
    m_fixture->window().dialogs().answerButton(0);
    choose();
    QCOMPARE(kept(), all);
    m_fixture->window().dialogs().answerButton(1);
    choose();
    QTRY_COMPARE(kept(), 200);
    QTRY_VERIFY(m_fixture->button(u"Keeps 200, 365 days"_s) != nullptr);
    // It holds for the next run, and for another start.
    auto put = m_fixture->window().runs().put(run(all));
    put.waitForFinished();
    QCOMPARE(kept(), 200);
    m_fixture->window().restart();
    auto limits = m_fixture->window().runs().limits();
    limits.waitForFinished();
    QCOMPARE(limits.result()->number, 200);
}

void WindowRunHistoryTest::theListGrowsOnlyByWhatIsNew()
{
    QCOMPARE(m_list->model()->rowCount(), 200);
    auto *choice = m_fixture->pane()->findChild<widgets::SegmentedControl *>();
    QTest::mouseClick(choice->segment(0), Qt::LeftButton);
    QTest::mouseClick(choice->segment(2), Qt::LeftButton);
    (void)m_fixture->window().runs().put(run(all));
    QTRY_VERIFY(m_fixture->window().shownTexts().contains(u"251 runs"_s));
    QCOMPARE(m_list->model()->rowCount(), 201);
    searchPears();
    QCOMPARE(m_list->model()->rowCount(), 200);
    m_fixture->pane()->findChild<widgets::FilterField *>()->clear();
    QTRY_VERIFY(m_fixture->window().shownTexts().contains(u"251 runs"_s));
    QCOMPARE(m_list->model()->rowCount(), 200);
}

void WindowRunHistoryTest::whatIsReadStaysWhenAnotherRunComes()
{
    const auto shown = [this]() -> testsend::AnswerView * {
        for (const auto views = m_fixture->pane()->findChildren<testsend::AnswerView *>();
             auto *view : views) {
            if (view->isVisible()) {
                return view;
            }
        }
        return nullptr;
    };
    QTRY_VERIFY(shown() != nullptr);
    const QPointer<testsend::AnswerView> view = shown();
    view->selectAll();
    view->setFocus();
    (void)m_fixture->window().runs().put(run(all));
    QTRY_VERIFY(m_fixture->window().shownTexts().contains(u"251 runs"_s));
    QCOMPARE(shown(), view);
    QCOMPARE(view->textCursor().selectedText(), u"Of apples."_s);
    QVERIFY(view->hasFocus());
    // Another one is shown as ever.
    m_list->setFocus();
    QTest::keyClick(m_list, Qt::Key_Down);
    QTRY_VERIFY(shown() != nullptr && shown() != view);
}

void WindowRunHistoryTest::ofTwoComparisonsTheNewerIsShown()
{
    for (const int step : {7919, 7907}) { // two orders of the same lines
        runs::Run slow = run(step == 7919 ? all : all + 1);
        QStringList lines;
        for (int line = 0; line < 1500; ++line) {
            lines.append(u"Slow line %1 of many."_s.arg(line * step % 1500));
        }
        slow.answer = lines.join(u'\n');
        (void)m_fixture->window().runs().put(slow);
    }
    QTRY_COMPARE(m_list->model()->rowCount(), 202);
    m_list->setFocus();
    m_list->setCurrentIndex(m_list->model()->index(0, 0));
    QItemSelectionModel *selection = m_list->selectionModel();
    const auto select = [this, selection](int first, int last) {
        selection->select(
            QItemSelection(m_list->model()->index(first, 0), m_list->model()->index(last, 0)),
            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    };
    select(0, 1); // long to compare
    select(31, 32); // quick: apples and pears
    QVERIFY(QThreadPool::globalInstance()->waitForDone());
    QTextBrowser *difference = nullptr;
    for (const auto views = m_fixture->pane()->findChildren<QTextBrowser *>(); auto *view : views) {
        difference = view->isVisible() && view->accessibleName().startsWith(u"What differs"_s)
            ? view
            : difference;
    }
    QVERIFY(difference != nullptr);
    QTRY_VERIFY2(difference->toPlainText().contains(u"Of "_s),
                 qPrintable(difference->toPlainText().first(80)));
    QTest::qWait(50); // for an older one
    QVERIFY(!difference->toPlainText().contains(u"Slow"_s));
    // Its colours are those of the theme.
    const QString before = difference->toHtml();
    m_theme.setScheme(m_theme.isDark() ? widgets::Theme::Scheme::Light
                                       : widgets::Theme::Scheme::Dark);
    QTRY_VERIFY(difference->toHtml() != before
                && difference->toHtml().contains(m_theme.colors().addedSoft.name()));
}

void WindowRunHistoryTest::oneRunIsCalledARun()
{
    QTranslator plurals;
    QVERIFY(plurals.load(QStringLiteral(CATALOGUE)));
    QVERIFY(QCoreApplication::installTranslator(&plurals));
    runs::Run odd = run(all);
    odd.answer = u"Of quinces."_s;
    auto put = m_fixture->window().runs().put(odd);
    QTRY_COMPARE(m_list->model()->rowCount(), 201);
    QTest::keyClicks(m_fixture->pane()->findChild<widgets::FilterField *>(), u"quinces"_s);
    QTRY_COMPARE(m_list->model()->rowCount(), 1);
    const QStringList texts = m_fixture->window().shownTexts().split(u'\n');
    QVERIFY2(texts.contains(u"1 run"_s), qPrintable(texts.join(u'\n')));
    m_fixture->window().dialogs().answer(m_fixture->registry().folder().path(u"one.json"_s));
    QTest::mouseClick(m_fixture->button(u"Export…"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->window().bar(u"1 run is in "_s) != nullptr);
}

QTEST_MAIN(WindowRunHistoryTest)
#include "tst_window_runhistory.moc"
