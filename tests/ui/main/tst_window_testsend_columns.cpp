#include "testsend/answerview.h"
#include "testsend/branchswitch.h"
#include "testsend/differencesview.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "workspace/testsendattachment.h"

#include <QApplication>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

#include <utility>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using workspace::TestSendSession;

namespace {

const QString again = u"Have it answered again"_s;
const QString editing = u"Edit and send again"_s;
const QString removal = u"Remove the column"_s;

QJsonArray limitedForAnHour()
{
    const QByteArray body = R"({"error":{"message":"slow down"}})";
    return {head(429, u"application/json"_s, {QJsonArray{u"Retry-After"_s, u"3600"_s}},
                 u"length:%1"_s.arg(body.size())),
            sent(body)};
}

/// Words that come for `count` times 50 ms.
QJsonArray slowAnswer(const QByteArray &last, int count = 20)
{
    return {head(200, u"text/event-stream"_s),
            QJsonObject{{u"repeat"_s, QString::fromUtf8(answerPiece("word "))},
                        {u"count"_s, count},
                        {u"pause"_s, 0.05}},
            sent(answerPiece(last) + answerEnd()), step(u"end"_s)};
}

modelapi::Answer linesOf(const QString &word, int count)
{
    modelapi::Answer answer;
    answer.text = u"The %1 line.\n\n"_s.arg(word).repeated(count).trimmed();
    return answer;
}

} // namespace

/// Several columns of a test-send, each at its own point of its conversation, in the real window
/// and against a real server.
class WindowTestSendColumnsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void retriesCloseTogetherAreAllSent();
    void waitsThatEndTogetherAreAllSent();
    void aQuestionIsNotLostToARetry();
    void aRetryThatWaitsIsForgottenByStop();
    void aColumnIsNotRemovedWhileItsSendIsPrepared();
    void anotherBranchIsShownWhereTheReaderIs();
    void theSwitchToALongerAnswerStaysInSight();
    void whoReadsIsNotTakenToTheEndOfTheAnswer();
    void theQuestionKeepsTheFocus();
    void differencesAreThoseOfWholeAnswers();
    void aLinkThatIsNotOpenedIsTold();

private:
    WindowFixture &window() { return m_fixture->window(); }
    TestSendSession &session() { return *m_fixture->pane()->session(); }
    void openTwoColumns()
    {
        m_fixture->openRuns();
        QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
        session().addColumn(workspace::ContentRef::saved());
    }
    [[nodiscard]] QToolButton *tool(qsizetype column, const QString &name)
    {
        for (const auto buttons = m_fixture->column(column)->findChildren<QToolButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->accessibleName() == name) {
                return button;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool isReady(qsizetype column, const QString &name)
    {
        const QToolButton *button = tool(column, name);
        return button != nullptr && button->isEnabled();
    }
    [[nodiscard]] QScrollArea *conversation()
    {
        for (const auto areas = m_fixture->column(0)->findChildren<QScrollArea *>();
             auto *area : areas) {
            if (area->accessibleName() == u"Conversation"_s) {
                return area;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool isInSight(const QWidget *widget)
    {
        const QWidget *viewport = conversation()->viewport();
        const QPoint top = widget->mapTo(viewport, QPoint());
        return viewport->rect().contains(QRect(top, widget->size()));
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
};

void WindowTestSendColumnsTest::retriesCloseTogetherAreAllSent()
{
    m_fixture->connectTo(u"both"_s,
                         {wholeAnswer("One."), wholeAnswer("One."), wholeAnswer("Two.")});
    openTwoColumns();
    m_fixture->askAgreeing(u"Count"_s);
    QTRY_COMPARE(m_fixture->answers(), u"One.\nOne."_s);
    QTRY_VERIFY(isReady(0, again) && isReady(1, again));
    QTest::mouseClick(tool(0, again), Qt::LeftButton);
    QTest::mouseClick(tool(1, again), Qt::LeftButton); // before the first is prepared
    QTRY_COMPARE(m_fixture->answers(), u"Two.\nTwo."_s);
    QCOMPARE(m_fixture->server().requestCount(), 4);
}

void WindowTestSendColumnsTest::waitsThatEndTogetherAreAllSent()
{
    m_fixture->connectTo(u"later"_s, {limitedForAnHour(), limitedForAnHour(), wholeAnswer("Now.")});
    openTwoColumns();
    modelapi::ExchangeOptions options; // by whose clock most of the hour has gone
    options.retries.now = [] { return QDateTime::currentDateTimeUtc().addSecs(2 - 3600); };
    session().setExchangeOptions(options);
    m_fixture->askAgreeing(u"Go"_s);
    const auto laterButtons = [this] {
        QList<QPushButton *> found;
        for (const auto buttons = m_fixture->pane()->findChildren<QPushButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->text().startsWith(u"Retry at "_s)) {
                found.append(button);
            }
        }
        return found;
    };
    QTRY_COMPARE(laterButtons().size(), 2);
    for (const auto buttons = laterButtons(); auto *button : buttons) {
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_COMPARE(m_fixture->answers(), u"Now.\nNow."_s);
    QCOMPARE(m_fixture->server().requestCount(), 4);
}

void WindowTestSendColumnsTest::aQuestionIsNotLostToARetry()
{
    m_fixture->connectTo(u"question"_s, {wholeAnswer("One."), wholeAnswer("Two.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"First"_s);
    QTRY_COMPARE(m_fixture->answers(), u"One."_s);
    QTRY_VERIFY(isReady(0, again));
    m_fixture->ask(u"Second"_s);
    QTest::mouseClick(tool(0, again), Qt::LeftButton); // while it is prepared
    QTRY_COMPARE(m_fixture->answers(), u"One.\nTwo."_s);
    const auto requests = m_fixture->server().requests(u"question"_s);
    QCOMPARE(requests.size(), 2);
    const QJsonArray turns = QJsonDocument::fromJson(requests.last().body)["messages"_L1].toArray();
    QCOMPARE(turns.size(), 4); // the prompt, a question, its answer, the other
    QCOMPARE(turns.last()["content"_L1].toString(), u"Second"_s);
}

void WindowTestSendColumnsTest::aRetryThatWaitsIsForgottenByStop()
{
    m_fixture->connectTo(u"stopped"_s, {wholeAnswer("One.")});
    openTwoColumns();
    m_fixture->askAgreeing(u"First"_s);
    QTRY_COMPARE(m_fixture->answers(), u"One.\nOne."_s);
    QTRY_VERIFY(isReady(0, again) && isReady(1, again));
    QTest::mouseClick(tool(0, again), Qt::LeftButton);
    QTest::mouseClick(tool(1, again), Qt::LeftButton);
    QTest::mouseClick(m_fixture->button(u"Stop"_s), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->answers(), u"One.\nOne."_s); // as before
    QTRY_VERIFY(isReady(0, again) && isReady(1, again) && isReady(0, removal));
    m_fixture->ask(u"Second"_s);
    QTRY_COMPARE(m_fixture->answers(), u"One.\nOne.\nOne.\nOne."_s);
    QCOMPARE(m_fixture->server().requestCount(), 4);
}

void WindowTestSendColumnsTest::aColumnIsNotRemovedWhileItsSendIsPrepared()
{
    m_fixture->connectTo(u"removed"_s, {wholeAnswer("One.")});
    openTwoColumns();
    QTRY_VERIFY(isReady(0, removal) && isReady(1, removal));
    m_fixture->askAgreeing(u"Go"_s);
    QVERIFY(!isReady(0, removal) && !isReady(1, removal));
    QTest::mouseClick(tool(0, removal), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->answers(), u"One.\nOne."_s);
    QVERIFY(isReady(0, removal) && isReady(1, removal));
    QTest::mouseClick(tool(0, removal), Qt::LeftButton);
    QTRY_COMPARE(session().columnCount(), 1);
}

void WindowTestSendColumnsTest::anotherBranchIsShownWhereTheReaderIs()
{
    m_fixture->connectTo(u"branch"_s, {});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    workspace::Conversation conversation;
    conversation.addQuestion(workspace::questionWith(u"The first question"_s, {}));
    conversation.addAnswer(linesOf(u"first"_s, 200));
    conversation.edit(0, u"Another question"_s);
    conversation.addAnswer(linesOf(u"other"_s, 100));
    session().column(0).setConversation(conversation);
    QScrollBar *bar = this->conversation()->verticalScrollBar();
    int last = -1; // an answer is laid out in portions
    QTRY_VERIFY(std::exchange(last, bar->maximum()) == bar->maximum() && last > 500
                && m_fixture->answers().count(u"other"_s) == 100);
    const int otherLength = bar->maximum();
    bar->triggerAction(QAbstractSlider::SliderToMinimum);
    QCOMPARE(bar->value(), 0);
    QTest::mouseClick(tool(0, u"Previous branch"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->answers().count(u"first"_s) == 200 && bar->maximum() > otherLength);
    QTest::qWait(50); // for what would scroll
    QCOMPARE(bar->value(), 0);
    QTest::mouseClick(tool(0, u"Next branch"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->answers().count(u"other"_s) == 100 && bar->maximum() == otherLength);
    QTest::qWait(50);
    QCOMPARE(bar->value(), 0);
    // Who scrolls to the end follows it again.
    bar->triggerAction(QAbstractSlider::SliderToMaximum);
    conversation.addQuestion(workspace::questionWith(u"The next one"_s, {}));
    conversation.addAnswer(linesOf(u"next"_s, 50));
    session().column(0).setConversation(conversation);
    QTRY_VERIFY(m_fixture->answers().count(u"next"_s) == 50 && bar->maximum() > otherLength
                && bar->value() == bar->maximum());
}

void WindowTestSendColumnsTest::theSwitchToALongerAnswerStaysInSight()
{
    m_fixture->connectTo(u"longer"_s, {});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    workspace::Conversation conversation;
    conversation.addQuestion(workspace::questionWith(u"How long?"_s, {}));
    conversation.addAnswer(linesOf(u"long"_s, 200));
    conversation.retryFrom(1);
    conversation.addAnswer(linesOf(u"short"_s, 3));
    session().column(0).setConversation(conversation);
    QTRY_COMPARE(m_fixture->answers().count(u"short"_s), 3);
    QScrollBar *bar = this->conversation()->verticalScrollBar();
    QTest::mouseClick(tool(0, u"Previous branch"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->answers().count(u"long"_s) == 200 && bar->maximum() > 500);
    QTRY_VERIFY(isInSight(tool(0, u"Next branch"_s)));
    QTest::mouseClick(tool(0, u"Next branch"_s), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->answers().count(u"short"_s), 3);
    QTRY_VERIFY(isInSight(tool(0, u"Previous branch"_s)));
}

void WindowTestSendColumnsTest::whoReadsIsNotTakenToTheEndOfTheAnswer()
{
    m_fixture->connectTo(u"reads"_s, {slowAnswer("end")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    workspace::Conversation conversation;
    conversation.addQuestion(workspace::questionWith(u"Before"_s, {}));
    conversation.addAnswer(linesOf(u"former"_s, 100));
    session().column(0).setConversation(conversation);
    QScrollBar *bar = this->conversation()->verticalScrollBar();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(m_fixture->answers().contains(u"word"_s) && bar->value() == bar->maximum());
    bar->triggerAction(QAbstractSlider::SliderToMinimum);
    QTRY_VERIFY_WITH_TIMEOUT(!session().isSending(), 60'000);
    QTest::qWait(50); // for what would scroll
    QCOMPARE(bar->value(), 0);
}

void WindowTestSendColumnsTest::theQuestionKeepsTheFocus()
{
    m_fixture->connectTo(u"focus"_s,
                         {wholeAnswer("One."), wholeAnswer("Two."),
                          QJsonArray{head(200, u"text/event-stream"_s), sent(answerPiece("word ")),
                                     step(u"hang"_s)}});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->input()->isVisible());
    const QWidget *input = m_fixture->input();
    window().dialogs().answerButton(1);
    QTest::keyClicks(m_fixture->input(), u"First"_s);
    m_fixture->button(u"Send"_s)->setFocus();
    QTest::mouseClick(m_fixture->button(u"Send"_s), Qt::LeftButton);
    QCOMPARE(QApplication::focusWidget(), input);
    QTRY_COMPARE(m_fixture->answers(), u"One."_s);
    QCOMPARE(QApplication::focusWidget(), input);

    QTRY_VERIFY(isReady(0, editing));
    QTest::mouseClick(tool(0, editing), Qt::LeftButton);
    QWidget *editor = QApplication::focusWidget();
    QVERIFY(editor != input && qobject_cast<QPlainTextEdit *>(editor) != nullptr);
    QTest::keyClicks(editor, u"Another"_s);
    QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_fixture->answers(), u"Two."_s);
    QCOMPARE(QApplication::focusWidget(), input);

    QTRY_VERIFY(isReady(0, again));
    tool(0, again)->setFocus();
    QTest::keyClick(tool(0, again), Qt::Key_Space);
    QTRY_VERIFY(m_fixture->answers().startsWith(u"word"_s));
    QCOMPARE(QApplication::focusWidget(), input);
    m_fixture->button(u"Stop"_s)->setFocus();
    QTest::keyClick(m_fixture->button(u"Stop"_s), Qt::Key_Space);
    QTRY_VERIFY(!session().isSending());
    QCOMPARE(QApplication::focusWidget(), input);
}

void WindowTestSendColumnsTest::differencesAreThoseOfWholeAnswers()
{
    m_fixture->connectTo(u"differ"_s, {slowAnswer("red", 60), slowAnswer("blue", 60)});
    openTwoColumns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(m_fixture->answers().count(u"word"_s) >= 2);
    QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(1),
                      Qt::LeftButton);
    QVERIFY(session().isSending());
    const auto *view = m_fixture->pane()->findChild<testsend::DifferencesView *>();
    QTRY_VERIFY_WITH_TIMEOUT(!session().isSending(), 60'000);
    QTRY_VERIFY2(view->toPlainText().contains(u"red"_s) && view->toPlainText().contains(u"blue"_s),
                 qPrintable(view->toPlainText()));
}

void WindowTestSendColumnsTest::aLinkThatIsNotOpenedIsTold()
{
    m_fixture->connectTo(u"link"_s, {wholeAnswer("[here](file:///etc/passwd)")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Where?"_s);
    QTRY_COMPARE(m_fixture->answers(), u"here"_s);
    const auto click = [this] {
        testsend::AnswerView *answer = nullptr;
        for (const auto views = m_fixture->pane()->findChildren<testsend::AnswerView *>();
             auto *view : views) {
            answer = view->isVisible() ? view : answer;
        }
        QVERIFY(answer != nullptr);
        Q_EMIT answer->anchorClicked(QUrl(u"file:///etc/passwd"_s)); // as a click on it does
    };
    click();
    QTRY_VERIFY(window().bar(u"file:///etc/passwd, which is not opened"_s) != nullptr);
    QCOMPARE(window().dialogs().asked().size(), 1); // to send
    // The same where the run is read.
    QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
    QTRY_VERIFY(window().bar(u"which is not opened"_s) == nullptr);
    QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                      Qt::LeftButton);
    QTRY_COMPARE(m_fixture->answers(), u"here"_s);
    click();
    QTRY_VERIFY(window().bar(u"which is not opened"_s) != nullptr);
}

QTEST_MAIN(WindowTestSendColumnsTest)
#include "tst_window_testsend_columns.moc"
