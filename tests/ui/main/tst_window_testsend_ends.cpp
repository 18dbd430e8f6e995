#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

/// An answer of the Messages API that ends for this reason.
QJsonArray messagesAnswer(const QByteArray &text, const QByteArray &reason,
                          const QByteArray &details = "null")
{
    QByteArray stream =
        "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":30,"
        "\"output_tokens\":1}}}\n\n";
    if (!text.isEmpty()) {
        stream += "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":"
                  "\"text\",\"text\":\"\"}}\n\n"
                  "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                  "\"text_delta\",\"text\":\""
            + text
            + "\"}}\n\n"
              "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n";
    }
    stream += "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
        + "\",\"stop_details\":" + details
        + "},\"usage\":{\"output_tokens\":12}}\n\n"
          "data: {\"type\":\"message_stop\"}\n\n";
    return {head(200, u"text/event-stream"_s), sent(stream), step(u"end"_s)};
}

/// Too many requests, and for how long, in seconds.
QJsonArray limitedFor(int seconds)
{
    const QByteArray body = R"({"error":{"message":"slow down"}})";
    return {head(429, u"application/json"_s,
                 {QJsonArray{u"Retry-After"_s, QString::number(seconds)}},
                 u"length:%1"_s.arg(body.size())),
            sent(body)};
}

} // namespace

/// How answers end, in the real window and against a real server: cut, refused, failed.
class WindowTestSendEndsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void whyAnAnswerEndedIsToldAndKept_data();
    void whyAnAnswerEndedIsToldAndKept();
    void aRefusalWithoutAWordIsTold();
    void aFailedRequestShowsItsExchange_data();
    void aFailedRequestShowsItsExchange();
    void aLongWaitIsTheUsersToChoose();
    void aLongWaitEndsInAnotherAttempt();
    void whatWasCountedStandsBesideWhatIsBilled();
    void afterAnInterruptionTheUsageIsUnknown();

private:
    WindowFixture &window() { return m_fixture->window(); }
    /// Has the connection speak the Messages API.
    void speakMessages()
    {
        auto connection = window().connections().connections().first();
        connection.settings.type = modelapi::ConnectionType::Anthropic;
        window().connections().put(connection);
    }
    [[nodiscard]] QString shown() { return window().shownTexts(); }
    /// The raw exchange, by its button.
    [[nodiscard]] QString exchange()
    {
        for (const auto buttons = m_fixture->column(0)->findChildren<QToolButton *>();
             auto *button : buttons) {
            if (button->accessibleName() == u"Exchange"_s && !button->isChecked()) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        for (const auto texts = m_fixture->column(0)->findChildren<QPlainTextEdit *>();
             const auto *text : texts) {
            if (text->isVisible() && text->isReadOnly()) {
                return text->toPlainText();
            }
        }
        return {};
    }
    /// A visible one of the pane, by the beginning of its text.
    [[nodiscard]] QPushButton *buttonOf(const QString &beginning)
    {
        for (const auto buttons = m_fixture->pane()->findChildren<QPushButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->text().startsWith(beginning)) {
                return button;
            }
        }
        return nullptr;
    }
    void showHistory()
    {
        QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
};

void WindowTestSendEndsTest::whyAnAnswerEndedIsToldAndKept_data()
{
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QString>("words"); ///< Empty: nothing is said.
    QTest::addColumn<QString>("outcome");
    QTest::newRow("end") << QByteArray("end_turn") << QString() << u"Complete"_s;
    QTest::newRow("stop sequence") << QByteArray("stop_sequence") << QString() << u"Complete"_s;
    QTest::newRow("limit") << QByteArray("max_tokens") << u"ended at the limit of output"_s
                           << u"Cut short"_s;
    QTest::newRow("refusal") << QByteArray("refusal") << u"refused to answer: cyber"_s
                             << u"Refused"_s;
    QTest::newRow("window") << QByteArray("model_context_window_exceeded")
                            << u"the model's window is full"_s << u"Window full"_s;
    QTest::newRow("pause") << QByteArray("pause_turn") << u"because of “pause_turn”"_s
                           << u"Paused"_s;
    QTest::newRow("tools") << QByteArray("tool_use") << u"waits for what its tools give"_s
                           << u"Calls a tool"_s;
    QTest::newRow("unknown") << QByteArray("<b>lunch</b>") << u"because of “<b>lunch</b>”"_s
                             << u"Ended"_s;
}

void WindowTestSendEndsTest::whyAnAnswerEndedIsToldAndKept()
{
    QFETCH(const QByteArray, reason);
    QFETCH(const QString, words);
    QFETCH(const QString, outcome);
    const QByteArray details = reason == "refusal" ? R"({"category":"cyber"})" : "null";
    m_fixture->connectTo(u"ends"_s, {messagesAnswer("Half of", reason, details)});
    speakMessages();
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(m_fixture->answers() == u"Half of"_s && !m_fixture->pane()->session()->isSending());
    const QString hint = u"Why the answer ended"_s;
    const auto note = [&]() -> QString {
        for (const auto labels = m_fixture->pane()->findChildren<QLabel *>();
             const QLabel *label : labels) {
            if (label->isVisible() && label->accessibleName() == hint) {
                return label->textFormat() == Qt::PlainText ? label->text() : u"markup"_s;
            }
        }
        return {};
    };
    QVERIFY2(words.isEmpty() ? note().isEmpty() : note().contains(words), qPrintable(note()));
    const runs::Run kept = m_fixture->keptRuns().value(0);
    QVERIFY(kept.stop.has_value());
    QCOMPARE(kept.stop->name.toUtf8(), reason);
    QVERIFY(
        runs::exportedRuns({kept}).contains(QJsonDocument(QJsonObject{{u"n"_s, kept.stop->name}})
                                                .toJson(QJsonDocument::Compact)
                                                .sliced(5)
                                                .chopped(1)));
    showHistory();
    auto *list = m_fixture->pane()->findChild<QTreeView *>();
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QTRY_VERIFY2(shown().contains(u"story · "_s + outcome), qPrintable(shown()));
    QVERIFY2(words.isEmpty() ? note().isEmpty() : note().contains(words), qPrintable(note()));
    // It is still known when the conversation is opened from the history.
    QTest::mouseClick(m_fixture->button(u"Open"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->input()->isVisible());
    QVERIFY2(words.isEmpty() ? note().isEmpty() : note().contains(words), qPrintable(note()));
}

void WindowTestSendEndsTest::aRefusalWithoutAWordIsTold()
{
    m_fixture->connectTo(u"silent"_s,
                         {messagesAnswer({}, "refusal"), messagesAnswer("Well.", "end_turn")});
    speakMessages();
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(window().bar(u"The model refused to answer."_s) != nullptr);
    window().click(window().bar(u"refused"_s), u"Retry"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Well."_s);
    QVERIFY(window().bar(u"refused"_s) == nullptr);
}

void WindowTestSendEndsTest::aFailedRequestShowsItsExchange_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("400") << 400
                         << QByteArray(R"({"error":{"message":"no sampling here","type":)"
                                       R"("invalid_request_error","param":"temperature"}})");
    QTest::newRow("429") << 429 << QByteArray(R"({"error":{"message":"slow down"}})");
}

void WindowTestSendEndsTest::aFailedRequestShowsItsExchange()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    m_fixture->connectTo(u"bad"_s,
                         {QJsonArray{head(status, u"application/json"_s,
                                          {QJsonArray{u"x-request-id"_s, u"req-4711"_s},
                                           QJsonArray{u"Retry-After"_s, u"3600"_s}},
                                          u"length:%1"_s.arg(body.size())),
                                     sent(body)}});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    const QString detail = u"(HTTP %1, request req-4711)"_s.arg(status);
    QTRY_VERIFY(window().bar(detail) != nullptr);
    if (status == 400) {
        QVERIFY(window().bar(detail)->text().contains(u"“temperature”"_s));
    }
    QCOMPARE(m_fixture->server().requestCount(), 1);
    QString shown;
    QTRY_VERIFY(!(shown = exchange()).isEmpty());
    QVERIFY2(shown.contains(u"HTTP %1\n"_s.arg(status)), qPrintable(shown));
    QVERIFY2(shown.contains(u"x-request-id: req-4711"_s, Qt::CaseInsensitive), qPrintable(shown));
    QVERIFY2(shown.contains(QString::fromUtf8(body)), qPrintable(shown));
}

void WindowTestSendEndsTest::aLongWaitIsTheUsersToChoose()
{
    m_fixture->connectTo(u"later"_s, {limitedFor(3600)});
    m_fixture->openRuns();
    const QDateTime asked = QDateTime::currentDateTime();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(window().bar(u"wants to be asked again at"_s) != nullptr);
    const QPushButton *later = nullptr; // shown with the next layout of the bar
    QTRY_VERIFY((later = buttonOf(u"Retry at "_s)) != nullptr);
    const QDateTime told = m_fixture->column(0)->column().lastResult()->failure->retryAt;
    QVERIFY(asked.secsTo(told) >= 3600 && asked.secsTo(told) < 3660);
    QVERIFY2(
        later->text().contains(QLocale().toString(told.toLocalTime().time(), QLocale::ShortFormat)),
        qPrintable(later->text()));
    const QString text = later->text();
    window().click(window().bar(u"asked again"_s), text);
    QTRY_VERIFY(window().bar(u"It is sent again at"_s) != nullptr);
    QVERIFY(m_fixture->input()->isEnabled());
    window().click(window().bar(u"It is sent again"_s), u"Do not retry"_s);
    QTRY_VERIFY(buttonOf(u"Retry at "_s) != nullptr);
    QCOMPARE(m_fixture->server().requestCount(), 1);
    // Another question takes its place.
    window().click(window().bar(u"asked again"_s), text);
    m_fixture->ask(u"And now?"_s);
    QTRY_COMPARE(m_fixture->server().requestCount(), 2);
    QTRY_VERIFY(window().bar(u"wants to be asked again at"_s) != nullptr);
    QVERIFY(window().bar(u"It is sent again"_s) == nullptr);
}

void WindowTestSendEndsTest::aLongWaitEndsInAnotherAttempt()
{
    m_fixture->connectTo(u"later"_s, {limitedFor(3600), wholeAnswer("Now.")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    modelapi::ExchangeOptions options; // by whose clock most of the hour has gone
    options.retries.now = [] { return QDateTime::currentDateTimeUtc().addSecs(2 - 3600); };
    m_fixture->pane()->session()->setExchangeOptions(options);
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(buttonOf(u"Retry at "_s) != nullptr);
    window().click(window().bar(u"asked again"_s), buttonOf(u"Retry at "_s)->text());
    QTRY_COMPARE(m_fixture->answers(), u"Now."_s);
    QCOMPARE(m_fixture->server().requestCount(), 2);
}

void WindowTestSendEndsTest::whatWasCountedStandsBesideWhatIsBilled()
{
    m_fixture->connectTo(u"billed"_s, {wholeAnswer("One.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(!m_fixture->keptRuns().isEmpty() && !m_fixture->pane()->session()->isSending());
    const qint64 counted = m_fixture->keptRuns().first().countedInput.value_or(0);
    QVERIFY(counted > 0);
    const QString words = u"≈ %1 counted · 30 + 12 billed"_s.arg(QLocale().toString(counted));
    QTRY_VERIFY2(shown().contains(words), qPrintable(shown()));
}

void WindowTestSendEndsTest::afterAnInterruptionTheUsageIsUnknown()
{
    QJsonArray cut = messagesAnswer("Half of", "end_turn");
    const QByteArray stream = QByteArray::fromBase64(cut.at(1)["send64"_L1].toString().toLatin1());
    cut[1] = sent(stream.first(stream.indexOf("data: {\"type\":\"message_delta\"")));
    cut[2] = step(u"close"_s);
    m_fixture->connectTo(u"cut"_s, {cut});
    speakMessages();
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(buttonOf(u"Retry"_s) != nullptr);
    QCOMPARE(m_fixture->answers(), u"Half of"_s);
    QTRY_VERIFY2(shown().contains(u"counted · usage unknown"_s), qPrintable(shown()));
    QCOMPARE(m_fixture->keptRuns().first().usage.input, 30); // what was told is kept
    QVERIFY(!shown().contains(u"tok/s"_s));
}

QTEST_MAIN(WindowTestSendEndsTest)
#include "tst_window_testsend_ends.moc"
