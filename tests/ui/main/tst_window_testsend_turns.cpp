#include "runs/runhistory.h"
#include "testsend/differencesview.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/filterfield.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonDocument>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeView>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

/// Turns and their branches, columns side by side, and the runs that they leave in the history.
class WindowTestSendTurnsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void aQuestionIsEditedAndBothBranchesStay();
    void anAnswerIsHadAgainAndBothStay();
    void aRetryThatBringsNothingShowsTheFormerAnswer();
    void aToolIsAnsweredByHand();
    void severalColumnsAreAskedTheSame();
    void answersOfColumnsAreCompared();
    void theHistoryIsSearchedOpenedAndErased();
    void twoRunsAreCompared();
    void ofALongQuestionTheBeginningIsShown();
    void differencesFollowTheShownBranch();

private:
    WindowFixture &window() { return m_fixture->window(); }
    /// A button with this name that can be pressed.
    QToolButton *tool(const QString &name)
    {
        for (const auto buttons = m_fixture->pane()->findChildren<QToolButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->isEnabled() && button->accessibleName() == name) {
                return button;
            }
        }
        return nullptr;
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<TestSendFixture> m_fixture;
};

void WindowTestSendTurnsTest::aQuestionIsEditedAndBothBranchesStay()
{
    m_fixture->connectTo(u"branch"_s, {wholeAnswer("To the first."), wholeAnswer("To the other.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"First"_s);
    QTRY_COMPARE(m_fixture->answers(), u"To the first."_s);
    const auto press = [this](const QString &name) {
        QToolButton *button = tool(name);
        if (button != nullptr) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
        return button != nullptr;
    };
    QVERIFY(QTest::qWaitFor([&] { return press(u"Edit and send again"_s); }, 60'000));
    QPlainTextEdit *editor = nullptr;
    QTRY_VERIFY((editor = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget())) != nullptr
                && editor != m_fixture->input());
    QTest::keyClicks(editor, u"Another"_s); // in place of what is selected
    QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_fixture->answers(), u"To the other."_s);
    const auto requests = m_fixture->server().requests(u"branch"_s);
    const QJsonObject body = QJsonDocument::fromJson(requests.last().body).object();
    QCOMPARE(body["messages"_L1].toArray().size(), 2);
    QCOMPARE(body["messages"_L1][1]["content"_L1].toString(), u"Another"_s);
    QVERIFY(QTest::qWaitFor([&] { return press(u"Previous branch"_s); }, 60'000));
    QTRY_COMPARE(m_fixture->answers(), u"To the first."_s);
}

void WindowTestSendTurnsTest::anAnswerIsHadAgainAndBothStay()
{
    m_fixture->connectTo(u"again"_s, {wholeAnswer("One."), wholeAnswer("Two.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Count"_s);
    QTRY_COMPARE(m_fixture->answers(), u"One."_s);
    QTRY_VERIFY(tool(u"Have it answered again"_s) != nullptr);
    QTest::mouseClick(tool(u"Have it answered again"_s), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->answers(), u"Two."_s);
    QTRY_VERIFY(tool(u"Previous branch"_s) != nullptr);
    QVERIFY(columnText(m_fixture->column(0)).contains(u"2/2"_s));
    tool(u"Previous branch"_s)->setFocus();
    QTest::keyClick(tool(u"Previous branch"_s), Qt::Key_Space);
    QTRY_COMPARE(m_fixture->answers(), u"One."_s);
    QTRY_COMPARE(QApplication::focusWidget(), tool(u"Next branch"_s)); // the way back
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QTRY_COMPARE(m_fixture->answers(), u"Two."_s);
    // Both are in the history, and come back together.
    QCOMPARE(m_fixture->keptRuns().size(), 2);
    QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
    QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                      Qt::LeftButton);
    QTRY_VERIFY(m_fixture->button(u"Open"_s) != nullptr
                && m_fixture->button(u"Open"_s)->isEnabled());
    QTest::mouseClick(m_fixture->button(u"Open"_s), Qt::LeftButton);
    QTRY_VERIFY(columnText(m_fixture->column(0)).contains(u"2/2"_s));
}

void WindowTestSendTurnsTest::aRetryThatBringsNothingShowsTheFormerAnswer()
{
    const QByteArray body = R"({"error":{"message":"gone for good"}})";
    m_fixture->connectTo(
        u"nothing"_s,
        {wholeAnswer("One."),
         QJsonArray{head(404, u"application/json"_s, {}, u"length:%1"_s.arg(body.size())),
                    sent(body)}});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Count"_s);
    QTRY_COMPARE(m_fixture->answers(), u"One."_s);
    QTRY_VERIFY(tool(u"Have it answered again"_s) != nullptr);
    QTest::mouseClick(tool(u"Have it answered again"_s), Qt::LeftButton);
    QTRY_VERIFY(window().bar(u"gone for good"_s) != nullptr);
    QTRY_COMPARE(m_fixture->answers(), u"One."_s);
}

void WindowTestSendTurnsTest::aToolIsAnsweredByHand()
{
    const QByteArray call =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\","
        "\"type\":\"function\",\"function\":{\"name\":\"Read\",\"arguments\":\"{\\\"path\\\":"
        "\\\"a\\\"}\"}}]}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
        "data: [DONE]\n\n";
    m_fixture->connectTo(u"tool"_s,
                         {QJsonArray{head(200, u"text/event-stream"_s), sent(call), step(u"end"_s)},
                          wholeAnswer("It says: content.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Read a"_s);
    QPlainTextEdit *field = nullptr;
    QTRY_VERIFY([&] {
        for (const auto fields = m_fixture->column(0)->findChildren<QPlainTextEdit *>();
             auto *each : fields) {
            field = each->isVisible() && each->accessibleName().contains(u"Read"_s) ? each : field;
        }
        return field != nullptr;
    }());
    QTest::keyClicks(field, u"the content"_s);
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_fixture->answers(), u"It says: content."_s);
    const QJsonObject body =
        QJsonDocument::fromJson(m_fixture->server().requests(u"tool"_s).last().body).object();
    const QJsonObject last = body["messages"_L1].toArray().last().toObject();
    QCOMPARE(last["role"_L1].toString(), u"tool"_s);
    QCOMPARE(last["tool_call_id"_L1].toString(), u"c1"_s);
    QCOMPARE(last["content"_L1].toString(), u"the content"_s);
}

void WindowTestSendTurnsTest::severalColumnsAreAskedTheSame()
{
    m_fixture->connectTo(u"many"_s, {wholeAnswer("An answer.")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    workspace::TestSendSession *session = m_fixture->pane()->session();
    for (int i = 0; i < 10; ++i) {
        session->addColumn(workspace::ContentRef::saved());
    }
    QCOMPARE(session->columnCount(), workspace::TestSendSession::mostColumns);
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_COMPARE(m_fixture->answers(), QStringList(8, u"An answer."_s).join(u'\n'));
    QCOMPARE(m_fixture->server().requests(u"many"_s).size(), 8);
    QCOMPARE(window().dialogs().asked().size(), 1);
    session->removeColumn(0);
    QTRY_COMPARE(m_fixture->answers(), QStringList(7, u"An answer."_s).join(u'\n'));
}

void WindowTestSendTurnsTest::answersOfColumnsAreCompared()
{
    m_fixture->connectTo(u"differ"_s, {wholeAnswer("The red one."), wholeAnswer("The blue one.")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    m_fixture->pane()->session()->addColumn(workspace::ContentRef::saved());
    m_fixture->askAgreeing(u"Which?"_s);
    QTRY_VERIFY(m_fixture->answers().contains(u"red"_s) && m_fixture->answers().contains(u"blue"_s)
                && !m_fixture->pane()->session()->isSending());
    auto *choice = m_fixture->pane()->findChild<widgets::SegmentedControl *>();
    QTest::mouseClick(choice->segment(1), Qt::LeftButton);
    auto *view = m_fixture->pane()->findChild<testsend::DifferencesView *>();
    QTRY_VERIFY(view->isVisible() && view->toPlainText().contains(u"− The "_s));
    QVERIFY(view->toPlainText().contains(u"+ The "_s));
    QVERIFY(view->toPlainText().contains(u"Draft"_s));
}

void WindowTestSendTurnsTest::theHistoryIsSearchedOpenedAndErased()
{
    m_fixture->connectTo(u"history"_s, {wholeAnswer("Of apples."), wholeAnswer("Of pears.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Apples?"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Of apples."_s);
    QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
    m_fixture->ask(u"Pears?"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Of pears."_s);

    auto *choice = m_fixture->pane()->findChild<widgets::SegmentedControl *>();
    QTest::mouseClick(choice->segment(2), Qt::LeftButton);
    auto *list = m_fixture->pane()->findChild<QTreeView *>();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    auto *filter = m_fixture->pane()->findChild<widgets::FilterField *>();
    QTest::keyClicks(filter, u"APPLES"_s);
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QTRY_COMPARE(m_fixture->answers(), u"Of apples."_s);
    const QString file = m_fixture->registry().folder().path(u"runs.json"_s);
    window().dialogs().answer(file);
    QTest::mouseClick(m_fixture->button(u"Export…"_s), Qt::LeftButton);
    QTRY_VERIFY(window().bar(u"runs.json"_s) != nullptr);
    const QByteArray written = m_fixture->registry().folder().read(u"runs.json"_s);
    QCOMPARE(QJsonDocument::fromJson(written)["runs"_L1].toArray().size(), 1);

    QTest::mouseClick(m_fixture->button(u"Open"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->input()->isVisible());
    QTRY_COMPARE(m_fixture->answers(), u"Of apples."_s);

    QTest::mouseClick(choice->segment(2), Qt::LeftButton);
    filter->clear();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    window().dialogs().answerButton(0); // keeps them
    QTest::mouseClick(m_fixture->button(u"Erase all shown…"_s), Qt::LeftButton);
    QCOMPARE(m_fixture->keptRuns().size(), 2);
    window().dialogs().answerButton(1);
    QTest::mouseClick(m_fixture->button(u"Erase all shown…"_s), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->keptRuns().size(), 0);
    QTRY_COMPARE(list->model()->rowCount(), 0);
}

void WindowTestSendTurnsTest::twoRunsAreCompared()
{
    m_fixture->connectTo(u"compare"_s,
                         {wholeAnswer("The old words stay."), wholeAnswer("The new words stay.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_COMPARE(m_fixture->answers(), u"The old words stay."_s);
    QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
    m_fixture->ask(u"Go"_s);
    QTRY_COMPARE(m_fixture->answers(), u"The new words stay."_s);
    auto *choice = m_fixture->pane()->findChild<widgets::SegmentedControl *>();
    QTest::mouseClick(choice->segment(2), Qt::LeftButton);
    auto *list = m_fixture->pane()->findChild<QTreeView *>();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
    QTextBrowser *difference = nullptr;
    QTRY_VERIFY([&] {
        for (const auto views = m_fixture->pane()->findChildren<QTextBrowser *>();
             auto *view : views) {
            difference = view->isVisible() && view->accessibleName().startsWith(u"What differs"_s)
                ? view
                : difference;
        }
        return difference != nullptr && !difference->toPlainText().isEmpty();
    }());
    QVERIFY(difference->toPlainText().contains(u"− The old words stay."_s));
    QVERIFY(difference->toPlainText().contains(u"+ The new words stay."_s));
}

void WindowTestSendTurnsTest::ofALongQuestionTheBeginningIsShown()
{
    const QString question = u"beginning "_s + QString(60'000, u'x') + u" end"_s;
    m_fixture->connectTo(u"long"_s, {wholeAnswer("Yes.")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->input()->isVisible());
    QApplication::clipboard()->setText(question);
    m_fixture->input()->setFocus();
    QTest::keyClick(m_fixture->input(), Qt::Key_V, Qt::ControlModifier);
    m_fixture->askAgreeing({});
    QTRY_COMPARE(m_fixture->answers(), u"Yes."_s);
    const QByteArray sent = m_fixture->server().requests(u"long"_s).last().body;
    QVERIFY(sent.contains(question.toUtf8()));
    const auto expectBeginning = [&](QWidget *place) {
        const QString shown = columnText(place);
        QVERIFY(shown.contains(u"beginning xxx"_s));
        QVERIFY2(shown.size() < 25'000, qPrintable(QString::number(shown.size())));
        QVERIFY2(shown.contains(QLocale().toString(question.size() - 20'000) + u" more"_s),
                 qPrintable(shown.last(2000)));
        QApplication::clipboard()->clear();
        QTRY_VERIFY(tool(u"Copy the whole text"_s) != nullptr);
        tool(u"Copy the whole text"_s)->setFocus();
        QTest::keyClick(tool(u"Copy the whole text"_s), Qt::Key_Space);
        QCOMPARE(QApplication::clipboard()->text(), question);
    };
    expectBeginning(m_fixture->column(0));
    QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                      Qt::LeftButton);
    QTRY_VERIFY(m_fixture->button(u"Open"_s) != nullptr
                && m_fixture->button(u"Open"_s)->isEnabled());
    expectBeginning(m_fixture->pane());
}

void WindowTestSendTurnsTest::differencesFollowTheShownBranch()
{
    m_fixture->connectTo(
        u"branches"_s,
        {wholeAnswer("The red one."), wholeAnswer("The red one."), wholeAnswer("The blue one.")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    m_fixture->pane()->session()->addColumn(workspace::ContentRef::saved());
    m_fixture->askAgreeing(u"Which?"_s);
    QTRY_VERIFY(tool(u"Have it answered again"_s) != nullptr
                && !m_fixture->pane()->session()->isSending());
    QTest::mouseClick(tool(u"Have it answered again"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->answers().contains(u"blue"_s)
                && !m_fixture->pane()->session()->isSending());
    QTRY_VERIFY(tool(u"Previous branch"_s) != nullptr);
    QTest::mouseClick(tool(u"Previous branch"_s), Qt::LeftButton);
    QTRY_VERIFY(tool(u"Next branch"_s) != nullptr);
    QTest::mouseClick(tool(u"Next branch"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->answers().contains(u"blue"_s));
    auto *choice = m_fixture->pane()->findChild<widgets::SegmentedControl *>();
    QTest::mouseClick(choice->segment(1), Qt::LeftButton);
    auto *view = m_fixture->pane()->findChild<testsend::DifferencesView *>();
    QTRY_VERIFY2(view->isVisible() && view->toPlainText().contains(u"blue"_s),
                 qPrintable(view->toPlainText()));
    QVERIFY(view->toPlainText().contains(u"red"_s));
}

QTEST_MAIN(WindowTestSendTurnsTest)
#include "tst_window_testsend_turns.moc"
