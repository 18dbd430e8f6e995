#include "editor/prompteditor.h"
#include "keys/secret.h"
#include "runs/runhistory.h"
#include "testsend/answerview.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/emptystate.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScopeGuard>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using mainwindow::ActionId;

namespace {

const QString eventStream = u"text/event-stream"_s;

QJsonArray begunAnswer(const QByteArray &text)
{
    return {head(200, eventStream), sent(answerPiece(text)), step(u"hang"_s)};
}

/// A word each millisecond.
QJsonArray endlessAnswer()
{
    return {head(200, eventStream),
            QJsonObject{{u"repeat"_s, QString::fromUtf8(answerPiece("word "))},
                        {u"count"_s, 0},
                        {u"pause"_s, 0.001}}};
}

const QByteArray richAnswer =
    "# Contract\n\n**POST /orders/{id}/cancel** is idempotent: repeated calls with the same key "
    "give the same answer.\n\n- Idempotency key in the header.\n- One transaction: order state, "
    "stock release, outbox event.\n- 409 when the order has shipped.\n\n| a | b |\n|---|---|\n"
    "| 1 | 2 |\n\n```cpp\nint main()\n{\n    return 0;\n}\n```\n\nThe end.";

} // namespace

/// A test-send from the key that opens the view to the run in the history, in the real window and
/// against a real server.
class WindowTestSendTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void withoutAConnectionItSaysWhatToDo();
    void itHasTheHeightOfThePaneBelow();
    void theNameOfAConnectionIsWholeWhereThereIsRoom();
    void theFirstSendAsksAndLaterOnesDoNot();
    void theEnvironmentsProxyIsToldBeforeSending();
    void whatIsSentIsWhatThePreviewShows();
    void whatAModelRefusesIsToldAndNotSent();
    void theAnswerIsShownAsItComes();
    void anAnswerOutOfSightIsLaidOutWhenItIsLookedAt();
    void stopClosesTheConnection();
    void aFailureIsToldAndRetried();
    void aRateLimitIsWaitedFor();
    void aSecretStopsTheSend();
    void theKeyIsInNoRunAndNoExchange();
    void anAnswerIsCopiedAsMarkdown();
    void theWindowMayCloseWhileAnAnswerComes();
    void itLooksGoodInTheWindow();
    void itLooksGoodInEveryForm();

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

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
};

void WindowTestSendTest::withoutAConnectionItSaysWhatToDo()
{
    m_fixture->openRuns();
    auto *empty = m_fixture->pane()->findChild<widgets::EmptyState *>();
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(m_fixture->button(u"Open Connections…"_s) != nullptr);
    m_fixture->connectTo(u"first"_s, {wholeAnswer("Hello.")});
    QTRY_VERIFY(!empty->isVisible());
    QVERIFY(m_fixture->input()->isVisible());
}

void WindowTestSendTest::theNameOfAConnectionIsWholeWhereThereIsRoom()
{
    window().window().resize(1440, 900);
    m_fixture->openRuns();
    m_fixture->connectTo(u"here"_s, {wholeAnswer("Hello.")});
    for (const int size : {9, 10, 11, 12, 13, 14}) { // where letters are fractions of pixels wide
        QFont font = m_fixture->pane()->font();
        font.setPointSize(size);
        m_fixture->pane()->setFont(font);
        QTRY_VERIFY2(m_fixture->button(u"Local here · story"_s) != nullptr,
                     qPrintable(QString::number(size)));
    }
}

void WindowTestSendTest::itHasTheHeightOfThePaneBelow()
{
    QAction *lower = window().action(ActionId::ShowLowerPane);
    window().window().resize(1440, 900);
    QTRY_VERIFY(lower->isChecked());
    m_fixture->openRuns();
    QVERIFY(!lower->isChecked());
    window().action(ActionId::ShowPrompt)->trigger();
    QVERIFY(lower->isChecked());
    m_fixture->openRuns();
    lower->setChecked(true); // who wants it has it
    window().action(ActionId::ShowPrompt)->trigger();
    QVERIFY(lower->isChecked());
    m_fixture->openRuns();
    window().action(ActionId::CloseDocument)->trigger();
    QVERIFY(lower->isChecked());
}

void WindowTestSendTest::theFirstSendAsksAndLaterOnesDoNot()
{
    m_fixture->connectTo(u"asks"_s, {wholeAnswer("One."), wholeAnswer("Two.")});
    m_fixture->openRuns();
    window().dialogs().answerButton(0); // does not agree
    m_fixture->ask(u"First"_s);
    QTRY_COMPARE(window().dialogs().asked().size(), 1);
    const QString server = u"http://127.0.0.1:%1"_s.arg(m_fixture->server().port());
    QVERIFY2(window().dialogs().asked().first().contains(server),
             qPrintable(window().dialogs().asked().first()));
    QVERIFY(window().dialogs().lastText().contains(u"story"_s));
    QVERIFY(window().dialogs().lastText().contains(u"tokens"_s));
    QCOMPARE(m_fixture->server().requestCount(), 0);
    QCOMPARE(m_fixture->input()->toPlainText(), u"First"_s); // kept

    window().dialogs().answerButton(1);
    QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_fixture->answers(), u"One."_s);
    QCOMPARE(m_fixture->input()->toPlainText(), QString());
    m_fixture->ask(u"Second"_s);
    QTRY_COMPARE(m_fixture->answers(), u"One.\nTwo."_s);
    QCOMPARE(window().dialogs().asked().size(), 2);

    // Another server by the same connection is asked about again.
    auto moved = window().connections().connections().first();
    moved.settings.baseUrl.replace(u"127.0.0.1"_s, u"localhost"_s);
    window().connections().put(moved);
    window().dialogs().answerButton(0);
    m_fixture->ask(u"Third"_s);
    QTRY_COMPARE(window().dialogs().asked().size(), 3);
}

void WindowTestSendTest::theEnvironmentsProxyIsToldBeforeSending()
{
    // By way of the proxy, the server's name is nobody's business here.
    m_fixture->connectTo(u"v1"_s, {wholeAnswer("By proxy.")});
    auto connection = window().connections().connections().first();
    connection.settings.baseUrl = u"http://model.invalid/v1"_s;
    window().connections().put(connection);
    const QByteArray proxy = "127.0.0.1:" + QByteArray::number(m_fixture->server().port());
    qputenv("http_proxy", "http://me:geheim@" + proxy);
    const auto restore = qScopeGuard([] { qunsetenv("http_proxy"); });
    m_fixture->openRuns();
    window().dialogs().answerButton(0); // does not agree
    m_fixture->ask(u"First"_s);
    QTRY_COMPARE(window().dialogs().asked().size(), 1);
    const QString told = window().dialogs().lastText();
    QVERIFY2(told.contains(u"the proxy %1 (from http_proxy)"_s.arg(QLatin1StringView(proxy))),
             qPrintable(told));
    QVERIFY(!told.contains(u"geheim"));
    QCOMPARE(m_fixture->server().connectionCount(), 0);
    window().dialogs().answerButton(1);
    QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_fixture->answers(), u"By proxy."_s);
    QCOMPARE(m_fixture->server().requests(u"v1"_s).at(0).target,
             u"http://model.invalid/v1/chat/completions"_s);
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"by the proxy 127.0.0.1"_s));

    // Another proxy is another way: it is asked about again.
    qputenv("http_proxy", "http://localhost:" + QByteArray::number(m_fixture->server().port()));
    window().dialogs().answerButton(0);
    m_fixture->ask(u"Second"_s);
    QTRY_COMPARE(window().dialogs().asked().size(), 3);
    QVERIFY(window().dialogs().lastText().contains(u"the proxy localhost"_s));
    QCOMPARE(m_fixture->server().requests(u"v1"_s).size(), 1);
}

void WindowTestSendTest::whatIsSentIsWhatThePreviewShows()
{
    m_fixture->connectTo(u"bytes"_s, {wholeAnswer("Done.")});
    m_fixture->registry().writePrompt("# Grüße\n\n{{literal}} \xe2\x80\x8b\r\nEnd");
    m_fixture->openRuns();
    window().action(ActionId::ShowPrompt)->trigger();
    window().type(u"Typed. "_s);
    const QByteArray prompt =
        window().workspace().openDocument(RegistryFixture::writer)->prompt()->bytes();
    QVERIFY(prompt.contains("Grüße") && prompt.contains("Typed. "));
    window().action(ActionId::TestSend)->trigger();
    m_fixture->askAgreeing(u"Hello"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Done."_s);
    QTRY_VERIFY(!m_fixture->pane()->session()->isSending());
    const auto requests = m_fixture->server().requests(u"bytes"_s);
    QCOMPARE(requests.size(), 1);
    const QJsonObject body = QJsonDocument::fromJson(requests.first().body).object();
    QCOMPARE(body["messages"_L1][0]["content"_L1].toString().toUtf8(), prompt);
    QCOMPARE(body["messages"_L1][1]["content"_L1].toString(), u"Hello"_s);
    QCOMPARE(body["tools"_L1][0]["function"_L1]["name"_L1].toString(), u"Read"_s);
    const QList<runs::Run> kept = m_fixture->keptRuns();
    QCOMPARE(kept.size(), 1);
    QCOMPARE(kept.first().promptDigest, runs::digestOf(prompt));
    QCOMPARE(kept.first().answer, u"Done."_s);
    QCOMPARE(kept.first().outcome, runs::Run::Outcome::Complete);
    QCOMPARE(kept.first().usage.output, 12);
    QCOMPARE(kept.first().version, QString());
}

void WindowTestSendTest::whatAModelRefusesIsToldAndNotSent()
{
    m_fixture->connectTo(u"refusing"_s, {wholeAnswer("Done.")});
    auto connection = window().connections().connections().first();
    connection.settings.modelId = u"openai/gpt-5.4"_s; // without temperature, says the catalog
    connection.settings.parameters.temperature = 0.25;
    connection.settings.parameters.seed = 7;
    window().connections().put(connection);
    QTRY_VERIFY(!window().knownModels().known().table.models.isEmpty());
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Hello"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Done."_s);
    QTest::keyClicks(m_fixture->input(), u"Again"_s);
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"not taken: temperature"_s));
    const auto requests = m_fixture->server().requests(u"refusing"_s);
    QCOMPARE(requests.size(), 1);
    const QJsonObject body = QJsonDocument::fromJson(requests.first().body).object();
    QCOMPARE(body.value("seed"_L1).toInt(), 7);
    QVERIFY2(!body.contains("temperature"_L1), requests.first().body);
}

void WindowTestSendTest::theAnswerIsShownAsItComes()
{
    m_fixture->connectTo(u"comes"_s, {begunAnswer("# Contract\n\nFirst **words**")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Contract\nFirst words"_s); // while the server hangs
    QVERIFY(m_fixture->pane()->session()->isSending());
    // What came so far survives the program: it is in the history already.
    QTRY_COMPARE(m_fixture->keptRuns().value(0).answer, u"# Contract\n\nFirst **words**"_s);
    QCOMPARE(m_fixture->keptRuns().first().outcome, runs::Run::Outcome::Unfinished);
}

void WindowTestSendTest::anAnswerOutOfSightIsLaidOutWhenItIsLookedAt()
{
    m_fixture->connectTo(u"hidden"_s, {endlessAnswer()});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(!m_fixture->answers().isEmpty());
    testsend::RunsPane *pane = m_fixture->pane();
    const auto *view = pane->findChild<testsend::AnswerView *>();
    window().action(ActionId::ShowPrompt)->trigger();
    QTRY_VERIFY(!view->isVisible());
    const workspace::TestSendColumn &column = pane->session()->column(0);
    const qsizetype most = column.answer().text.size() + 400; // what was to be drawn then
    QTRY_VERIFY(column.answer().text.size() > 2 * most);
    QVERIFY(view->markdown().size() < most);
    window().action(ActionId::TestSend)->trigger();
    QTRY_VERIFY(view->markdown().size() > 2 * most);
}

void WindowTestSendTest::stopClosesTheConnection()
{
    m_fixture->connectTo(u"stops"_s, {begunAnswer("Half")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Half"_s);
    QTest::mouseClick(m_fixture->button(u"Stop"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_fixture->pane()->session()->isSending());
    QVERIFY(m_fixture->server().waitForClosed(u"stops"_s));
    QCOMPARE(m_fixture->answers(), u"Half"_s);
    QTRY_COMPARE(m_fixture->keptRuns().value(0).outcome, runs::Run::Outcome::Stopped);
    QCOMPARE(m_fixture->keptRuns().first().answer, u"Half"_s);
}

void WindowTestSendTest::aFailureIsToldAndRetried()
{
    const QByteArray body = R"({"error":{"message":"no such model: <b>story</b>"}})";
    m_fixture->connectTo(
        u"fails"_s,
        {QJsonArray{head(404, u"application/json"_s, {}, u"length:%1"_s.arg(body.size())),
                    sent(body)},
         wholeAnswer("Better.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(window().bar(u"no such model"_s) != nullptr);
    // Markup of a server's is text.
    const auto labels = window().bar(u"no such model"_s)->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
        return label->text().contains(u"<b>story</b>") && label->textFormat() == Qt::PlainText;
    }));
    QCOMPARE(m_fixture->keptRuns().value(0).outcome, runs::Run::Outcome::Failed);
    window().click(window().bar(u"no such model"_s), u"Retry"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Better."_s);
    QVERIFY(window().bar(u"no such model"_s) == nullptr);
}

void WindowTestSendTest::aRateLimitIsWaitedFor()
{
    const QByteArray body = R"({"error":{"message":"slow down"}})";
    m_fixture->connectTo(
        u"limit"_s,
        {QJsonArray{head(429, u"application/json"_s, {QJsonArray{u"Retry-After"_s, u"30"_s}},
                         u"length:%1"_s.arg(body.size())),
                    sent(body)}});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(window().bar(u"slow down"_s) != nullptr);
    QVERIFY2(columnText(m_fixture->column(0)).contains(u"Next attempt in "_s),
             qPrintable(columnText(m_fixture->column(0))));
    QTest::mouseClick(m_fixture->button(u"Stop"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_fixture->pane()->session()->isSending());
    QCOMPARE(m_fixture->server().requestCount(), 1);
}

void WindowTestSendTest::aSecretStopsTheSend()
{
    const QString secret = u"sk-"_s + u"ant-a1B2c3D4e5F6g7H8i9J0k1L2"_s;
    m_fixture->connectTo(u"secret"_s, {wholeAnswer("Oh.")});
    m_fixture->openRuns();
    window().action(ActionId::ShowPrompt)->trigger();
    window().type(secret);
    window().action(ActionId::TestSend)->trigger();
    window().dialogs().answerButton(0);
    m_fixture->ask(u"Go"_s);
    QTRY_COMPARE(window().dialogs().asked(), QStringList{u"Send a secret?"_s});
    QVERIFY(window().dialogs().lastText().contains(u"Anthropic"_s));
    QVERIFY(!window().dialogs().lastText().contains(secret));
    QCOMPARE(m_fixture->server().requestCount(), 0);
    // With the override it goes, once the server is agreed to.
    window().dialogs().answerButton(1);
    window().dialogs().answerButton(1);
    QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_fixture->answers(), u"Oh."_s);
}

void WindowTestSendTest::theKeyIsInNoRunAndNoExchange()
{
    QString key = u"marker-key-4711-of-the-test"_s;
    const QByteArray marker = key.toUtf8();
    // A gateway that repeats it everywhere, and cuts it in the answer.
    const QJsonArray headers{QJsonArray{u"X-Echo"_s, u"Bearer "_s + key},
                             QJsonArray{u"Set-Cookie"_s, u"session=secret-of-a-session"_s},
                             QJsonArray{u"X-Ratelimit-Remaining-Tokens"_s, u"5999"_s}};
    m_fixture->connectTo(u"key"_s,
                         {QJsonArray{head(200, eventStream, headers),
                                     sent(answerPiece("You said " + marker.first(9))
                                          + answerPiece(marker.sliced(9)) + answerEnd()),
                                     step(u"end"_s)}});
    window().keys().useForSession(u"connection-key"_s, keys::Secret::takenFrom(key));
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(!m_fixture->keptRuns().value(0).answer.isEmpty()
                && !m_fixture->pane()->session()->isSending());
    QCOMPARE(m_fixture->server().requests(u"key"_s).first().header("Authorization"),
             "Bearer " + marker);
    QCOMPARE(m_fixture->answers(), u"You said [key]"_s);
    for (const auto kept = m_fixture->keptRuns(); const runs::Run &run : kept) {
        QVERIFY(!QJsonDocument(toJson(run)).toJson().contains(marker));
    }
    for (const auto buttons = m_fixture->column(0)->findChildren<QToolButton *>();
         auto *button : buttons) {
        if (button->accessibleName() == u"Exchange"_s) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QString exchange;
    QTRY_VERIFY([&] {
        for (const auto texts = m_fixture->column(0)->findChildren<QPlainTextEdit *>();
             const auto *text : texts) {
            exchange = text->isVisible() && text->isReadOnly() ? text->toPlainText() : exchange;
        }
        return !exchange.isEmpty();
    }());
    QVERIFY(exchange.contains(u"POST"_s));
    QVERIFY(exchange.contains(u"HTTP 200"_s));
    QVERIFY(!exchange.toUtf8().contains(marker));
    QVERIFY2(exchange.contains(u"X-Echo: Bearer [key]"_s, Qt::CaseInsensitive),
             qPrintable(exchange));
    QVERIFY(exchange.contains(u"Set-Cookie: …"_s, Qt::CaseInsensitive));
    QVERIFY(exchange.contains(u"Remaining-Tokens: 5999"_s, Qt::CaseInsensitive));
}

void WindowTestSendTest::anAnswerIsCopiedAsMarkdown()
{
    m_fixture->connectTo(u"copy"_s, {wholeAnswer("# Title\n\nSome **words**.")});
    m_fixture->openRuns();
    m_fixture->askAgreeing(u"Go"_s);
    QTRY_VERIFY(tool(u"Copy the answer as Markdown"_s) != nullptr);
    tool(u"Copy the answer as Markdown"_s)->setFocus();
    QTest::keyClick(tool(u"Copy the answer as Markdown"_s), Qt::Key_Space);
    QCOMPARE(QApplication::clipboard()->text(), u"# Title\n\nSome **words**."_s);
}

void WindowTestSendTest::theWindowMayCloseWhileAnAnswerComes()
{
    const int rounds = qEnvironmentVariableIntValue("HERMES_CLOSINGS") > 0
        ? qEnvironmentVariableIntValue("HERMES_CLOSINGS")
        : 5;
    for (int round = 0; round < rounds; ++round) {
        m_fixture = std::make_unique<TestSendFixture>(m_theme);
        const QString name = u"closing"_s;
        m_fixture->connectTo(name, {endlessAnswer()});
        m_fixture->openRuns();
        m_fixture->askAgreeing(u"Go"_s);
        const qsizetype moment = QRandomGenerator::global()->bounded(1, 400);
        QTRY_VERIFY(m_fixture->answers().size() >= moment);
        const QString seen = m_fixture->answers();
        window().restart();
        QVERIFY(m_fixture->server().waitForClosed(name));
        const QList<runs::Run> kept = m_fixture->keptRuns();
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept.first().outcome, runs::Run::Outcome::Stopped);
        // What was seen is there.
        QVERIFY2(kept.first().answer.startsWith(seen.trimmed()), qPrintable(kept.first().answer));
    }
}

void WindowTestSendTest::itLooksGoodInTheWindow()
{
    m_fixture->connectTo(u"looks"_s, {wholeAnswer(richAnswer)});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
    m_fixture->pane()->session()->addColumn(workspace::ContentRef::saved());
    m_fixture->askAgreeing(u"Add an endpoint that cancels an order. It may be retried."_s);
    QTRY_VERIFY(m_fixture->answers().count(u"The end."_s) == 2);
    for (const auto scheme : {widgets::Theme::Scheme::Dark, widgets::Theme::Scheme::Light}) {
        m_theme.setScheme(scheme);
        for (const QSize size : {QSize(800, 600), QSize(1280, 800), QSize(1440, 900)}) {
            window().window().resize(size);
            QTRY_COMPARE(clippedTexts(*m_fixture->pane()), QStringList());
            QCOMPARE(controlsWithoutName(*m_fixture->pane()), QStringList());
            keepPicture(window().window(),
                        u"testsend-%1-%2"_s.arg(size.width())
                            .arg(scheme == widgets::Theme::Scheme::Dark ? u"dark"_s : u"light"_s));
        }
    }
}

void WindowTestSendTest::itLooksGoodInEveryForm()
{
    m_fixture->connectTo(u"forms"_s, {});
    workspace::DefinitionDocument *document = window().openEntry(RegistryFixture::writer);
    QVERIFY(document != nullptr);
    keys::EnvironmentKeys environment;
    const workspace::ModelAccess models{window().connections(), window().keys(), environment,
                                        window().runs(), window().knownModels()};
    QStackedWidget host; // as in the window, the pane is shown when its turn comes
    host.addWidget(new QWidget);
    auto *pane = new testsend::RunsPane(
        [&](QObject *parent) {
            return new workspace::TestSendSession(*document, window().workspace(), models,
                                                  window().runs(), window().settings(), parent);
        },
        m_theme, window().dialogs());
    host.addWidget(pane);
    host.show();
    host.setCurrentWidget(pane);
    pane->session()->addColumn(workspace::ContentRef::saved());
    modelapi::Answer answer;
    answer.text = QString::fromUtf8(richAnswer);
    workspace::Conversation conversation;
    modelapi::Turn question;
    question.text = u"Add an endpoint that cancels an order. It may be retried."_s;
    question.documents = {{u"orders.pdf"_s, u"application/pdf"_s, QByteArray(200'000, 'x')}};
    conversation.addQuestion(question);
    conversation.addAnswer(answer);
    conversation.retryFrom(1);
    conversation.addAnswer(answer);
    pane->session()->column(0).setConversation(conversation);
    QTRY_COMPARE(pane->findChildren<testsend::AnswerView *>().size(), 1);
    QTRY_VERIFY(pane->findChild<testsend::AnswerView *>()->isVisible());
    expectGoodLooks(host, m_theme, QSize(640, 560), u"runs"_s);
}

QTEST_MAIN(WindowTestSendTest)
#include "tst_window_testsend.moc"
