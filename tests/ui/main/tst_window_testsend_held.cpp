#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int doNotSend = 0;
constexpr int send = 1;

QByteArray callOf(int index, const QByteArray &id)
{
    return R"({"index":)" + QByteArray::number(index) + R"(,"id":")" + id
        + R"(","type":"function","function":{"name":"Read","arguments":"{}"}})";
}

/// Calls the tool as often as there are ids.
QJsonArray callingAnswer(const QList<QByteArray> &ids)
{
    QByteArrayList calls;
    for (const QByteArray &id : ids) {
        calls.append(callOf(static_cast<int>(calls.size()), id));
    }
    const QByteArray stream = R"(data: {"choices":[{"index":0,"delta":{"tool_calls":[)"
        + calls.join(',') + "]}}]}\n\n"
        + R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})"
        + "\n\ndata: [DONE]\n\n";
    return {head(200, u"text/event-stream"_s), sent(stream), step(u"end"_s)};
}

} // namespace

/// What keeps a question from being sent until the user has done something about it.
class WindowTestSendHeldTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void aQuestionWaitsForTheAnswersOfTools()
    {
        m_fixture->connectTo(
            u"calls"_s, {callingAnswer({"c1", "c2"}), wholeAnswer("Read."), wholeAnswer("So.")});
        m_fixture->openRuns();
        m_fixture->askAgreeing(u"Read both"_s);
        QTRY_VERIFY(toolField(0) != nullptr);
        m_fixture->ask(u"And then"_s);
        expectHeld(u"calls"_s);
        QVERIFY(window().bar(first) != nullptr);
        QVERIFY(!window().bar(first)->text().contains(u"Draft"_s)); // there is one column
        QVERIFY(m_fixture->button(u"Send"_s)->toolTip().contains(first));
        // By the mouse, too, and while the second is open.
        answerTool(u"one"_s);
        QTest::mouseClick(m_fixture->button(u"Send"_s), Qt::LeftButton);
        expectHeld(u"calls"_s);
        answerTool(u"two"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Read."_s);
        QVERIFY(window().bar(first) == nullptr);
        QVERIFY(!m_fixture->button(u"Send"_s)->toolTip().contains(first));
        QTRY_VERIFY(m_fixture->button(u"Send"_s)->isEnabled());
        QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->answers(), u"Read.\nSo."_s);
        const QJsonArray messages = lastMessages(u"calls"_s);
        QCOMPARE(messages.last()["content"_L1].toString(), u"And then"_s);
        QCOMPARE(messages.at(3)["tool_call_id"_L1].toString(), u"c1"_s);
        QCOMPARE(messages.at(4)["tool_call_id"_L1].toString(), u"c2"_s);
    }

    void theColumnWhoseCallsAreOpenIsNamed()
    {
        m_fixture->connectTo(u"calls"_s,
                             {callingAnswer({"c1"}), wholeAnswer("Whole."), wholeAnswer("Read.")});
        m_fixture->openRuns();
        QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
        m_fixture->pane()->session()->addColumn(workspace::ContentRef::saved());
        m_fixture->askAgreeing(u"Read it"_s);
        QTRY_VERIFY((toolField(0) != nullptr || toolField(1) != nullptr)
                    && !m_fixture->pane()->session()->isSending());
        const qsizetype calling = toolField(0) != nullptr ? 0 : 1;
        m_fixture->ask(u"And then"_s);
        QTRY_VERIFY(window().bar(first) != nullptr);
        const QString told = window().bar(first)->text();
        QVERIFY2(told.contains(calling == 0 ? u"column 1"_s : u"column 2"_s), qPrintable(told));
        QVERIFY2(!told.contains(calling == 0 ? u"column 2"_s : u"column 1"_s), qPrintable(told));
        QCOMPARE(QApplication::focusWidget(), toolField(calling));
        QCOMPARE(m_fixture->server().requests(u"calls"_s).size(), 2);
        // To go on without a question is for the column that waits, and for no other.
        m_fixture->input()->clear();
        answerTool(u"one"_s);
        QTRY_VERIFY(m_fixture->answers().contains(u"Read."_s));
        QCOMPARE(m_fixture->server().requests(u"calls"_s).size(), 3);
    }

    void withoutAQuestionOnlyWhoIsAwaitedGoesOn()
    {
        const QByteArray body = R"({"error":{"message":"out of order"}})";
        const QJsonArray failing{
            head(400, u"application/json"_s, {}, u"length:%1"_s.arg(body.size())), sent(body)};
        m_fixture->connectTo(u"some"_s, {failing, wholeAnswer("Whole."), wholeAnswer("Late.")});
        m_fixture->openRuns();
        QTRY_VERIFY(m_fixture->pane()->session() != nullptr);
        m_fixture->pane()->session()->addColumn(workspace::ContentRef::saved());
        m_fixture->askAgreeing(u"Well"_s);
        QTRY_VERIFY(m_fixture->answers() == u"Whole."_s
                    && !m_fixture->pane()->session()->isSending());
        QTRY_VERIFY(m_fixture->button(u"Send"_s)->isEnabled());
        QTest::mouseClick(m_fixture->button(u"Send"_s), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->answers().contains(u"Late."_s)
                    && !m_fixture->pane()->session()->isSending());
        QCOMPARE(m_fixture->server().requests(u"some"_s).size(), 3);
    }

    void aRequiredVariableWithoutAValueIsAskedAbout()
    {
        m_fixture->registry().folder().write(u"studio/sources/agents/writer.md"_s,
                                             "---\nvariables:\n  team: {required: true}\n---\n"
                                             "# Writer\n\nFor {{team}}.\n");
        m_fixture->connectTo(u"required"_s, {wholeAnswer("Sent.")});
        m_fixture->openRuns();
        auto *document = window().openEntry(RegistryFixture::writer);
        QTRY_VERIFY(document->hasSource());
        window().dialogs().answerButton(doNotSend);
        m_fixture->ask(u"Hello"_s);
        QTRY_COMPARE(window().dialogs().asked(), QStringList{u"Send an incomplete prompt?"_s});
        const QString told = window().dialogs().lastText();
        QVERIFY2(told.contains(u"team"_s), qPrintable(told));
        QVERIFY2(told.contains(u"studio/sources/agents/writer.md"_s), qPrintable(told));
        QCOMPARE(m_fixture->server().requestCount(), 0);
        QCOMPARE(m_fixture->input()->toPlainText(), u"Hello"_s);
        window().dialogs().answerButton(send); // all the same
        window().dialogs().answerButton(send); // to this server
        QTRY_VERIFY(m_fixture->button(u"Send"_s)->isEnabled());
        QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->answers(), u"Sent."_s);
        QCOMPARE(window().dialogs().asked().size(), 3);
    }

private:
    WindowFixture &window() { return m_fixture->window(); }

    /// Where the next call of a column is answered; nullptr if none is open.
    [[nodiscard]] QPlainTextEdit *toolField(qsizetype column)
    {
        for (const auto fields = m_fixture->column(column)->findChildren<QPlainTextEdit *>();
             auto *field : fields) {
            if (field->isVisible() && field->accessibleName().contains(u"Read gives"_s)) {
                return field;
            }
        }
        return nullptr;
    }

    /// Types it where the focus is.
    void answerTool(const QString &result)
    {
        auto *field = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget());
        QVERIFY(field != nullptr && field->accessibleName().contains(u"Read gives"_s));
        QTest::keyClicks(field, result);
        QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    }

    void expectHeld(const QString &name)
    {
        QTRY_VERIFY(window().bar(first) != nullptr);
        QCOMPARE(m_fixture->server().requests(name).size(), 1);
        QCOMPARE(m_fixture->input()->toPlainText(), u"And then"_s);
        QVERIFY(toolField(0) != nullptr);
        QCOMPARE(QApplication::focusWidget(), toolField(0));
    }

    [[nodiscard]] QJsonArray lastMessages(const QString &name)
    {
        return QJsonDocument::fromJson(
                   m_fixture->server().requests(name).last().body)["messages"_L1]
            .toArray();
    }

    const QString first = u"Answer the tool calls first"_s;
    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
};

QTEST_MAIN(WindowTestSendHeldTest)
#include "tst_window_testsend_held.moc"
