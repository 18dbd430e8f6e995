#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int doNotSend = 0;
constexpr int send = 1;

/// Not to be found in this source, either.
QString secret()
{
    return u"sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8i9J0"_s;
}

QJsonArray callingAnswer()
{
    const QByteArray call =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\","
        "\"type\":\"function\",\"function\":{\"name\":\"Read\",\"arguments\":\"{}\"}}]}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
        "data: [DONE]\n\n";
    return {head(200, u"text/event-stream"_s), sent(call), step(u"end"_s)};
}

} // namespace

/// What looks like a secret, wherever in a test-send it stands.
class WindowSendSecretsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void inTheAnswerOfATool()
    {
        m_fixture->connectTo(u"tool"_s, {callingAnswer(), wholeAnswer("Read.")});
        m_fixture->openRuns();
        m_fixture->askAgreeing(u"Read a"_s);
        QTRY_VERIFY(toolField() != nullptr);
        dialogs().answerButton(doNotSend);
        QTest::keyClicks(toolField(), u"first"_s);
        QTest::keyClick(toolField(), Qt::Key_Return);
        QTest::keyClicks(toolField(), secret());
        QTest::keyClick(toolField(), Qt::Key_Return, Qt::ControlModifier);
        expectAsked(u"What Read gave, line 2: what looks like a key of Anthropic"_s);
        QCOMPARE(m_fixture->server().requests(u"tool"_s).size(), 1);
        dialogs().answerButton(send);
        QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->answers(), u"Read."_s);
    }

    void inAnAttachedFile()
    {
        const ScratchFolder &folder = m_fixture->registry().folder();
        folder.write(u"notes.txt"_s, "Notes\n\nkey: " + secret().toUtf8() + "\n");
        m_fixture->connectTo(u"file"_s, {wholeAnswer("Seen.")});
        m_fixture->openRuns();
        QTRY_VERIFY(m_fixture->input()->isVisible());
        dialogs().answer(folder.path(u"notes.txt"_s));
        QTest::mouseClick(attachButton(), Qt::LeftButton);
        dialogs().answerButton(doNotSend);
        QTRY_VERIFY(m_fixture->button(u"Send"_s)->isEnabled());
        m_fixture->ask(u"Look"_s);
        expectAsked(u"The file notes.txt, line 3: what looks like a key of Anthropic"_s);
        QVERIFY(!dialogs().lastText().contains(u"Your question"_s)); // told once, where it is
        QCOMPARE(m_fixture->server().requestCount(), 0);
    }

    void inAnEarlierTurnItIsAskedAboutForEachServer()
    {
        m_fixture->connectTo(u"one"_s, {wholeAnswer("Oh."), wholeAnswer("Well.")});
        ModelServer elsewhere;
        m_fixture->connectTo(u"two"_s, {});
        workspace::Connection two =
            *m_fixture->window().connections().connection(u"connection-two"_s);
        two.settings.baseUrl = elsewhere.replying(u"two"_s, {wholeAnswer("Hm.")});
        m_fixture->window().connections().put(two);
        m_fixture->openRuns();
        dialogs().answerButton(send);
        m_fixture->askAgreeing(u"Is "_s + secret() + u" good?"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Oh."_s);
        QCOMPARE(dialogs().asked().first(), u"Send a secret?"_s);
        const qsizetype asked = dialogs().asked().size();
        m_fixture->ask(u"Why"_s); // the same one to the same server: said already
        QTRY_COMPARE(m_fixture->answers(), u"Oh.\nWell."_s);
        QCOMPARE(dialogs().asked().size(), asked);
        m_fixture->pane()->session()->chooseConnection(0, u"connection-two"_s);
        dialogs().answerButton(doNotSend);
        m_fixture->ask(u"And you"_s);
        expectAsked(u"Question 1, line 1: what looks like a key of Anthropic"_s);
        QCOMPARE(elsewhere.requests(u"two"_s).size(), 0);
    }

private:
    [[nodiscard]] ScriptedUserDialogs &dialogs() { return m_fixture->window().dialogs(); }

    void expectAsked(const QString &place)
    {
        QTRY_VERIFY2(m_fixture->window().dialogs().lastText().contains(place),
                     qPrintable(dialogs().lastText()));
        QVERIFY(dialogs().asked().contains(u"Send a secret?"_s));
        QVERIFY(!dialogs().lastText().contains(u"a1B2c3"_s));
    }

    [[nodiscard]] QPlainTextEdit *toolField()
    {
        for (const auto fields = m_fixture->column(0)->findChildren<QPlainTextEdit *>();
             auto *field : fields) {
            if (field->isVisible() && field->accessibleName().contains(u"Read"_s)) {
                return field;
            }
        }
        return nullptr;
    }

    [[nodiscard]] QToolButton *attachButton()
    {
        for (const auto buttons = m_fixture->pane()->findChildren<QToolButton *>();
             auto *button : buttons) {
            if (button->accessibleName().startsWith(u"Attach"_s)) {
                return button;
            }
        }
        return nullptr;
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<TestSendFixture> m_fixture;
};

QTEST_MAIN(WindowSendSecretsTest)
#include "tst_window_sendsecrets.moc"
