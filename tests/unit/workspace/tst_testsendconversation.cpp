#include "workspace/testsendconversation.h"
#include "workspace/testsendcost.h"
#include "workspace/testsendprompt.h"

#include <QLocale>
#include <QTest>

using namespace hermes;
using namespace hermes::workspace;
using namespace Qt::StringLiterals;

namespace {

modelapi::Answer answered(const QString &text, const QList<modelapi::ToolCall> &calls = {})
{
    modelapi::Answer answer;
    answer.text = text;
    answer.toolCalls = calls;
    return answer;
}

modelapi::Turn asked(const QString &text)
{
    modelapi::Turn turn;
    turn.text = text;
    return turn;
}

QStringList textsOf(const Conversation &conversation)
{
    QStringList texts;
    for (const modelapi::Turn &turn : conversation.turns()) {
        texts.append(turn.text);
    }
    return texts;
}

} // namespace

class TestSendConversationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEditBeginsABranchAndTheOtherStays();
    void aRetryKeepsTheFirstAnswer();
    void callsAreAnsweredInTheirOrder();
    void nothingIsAwaitedAfterAnAnswer();
    void costIsThatOfItsParts();
    void costOfTheServerGoesFirst();
    void smallAmountsKeepTheirDigits();
    void toolsAreDeclaredByName();
    void anEditedQuestionKeepsItsFiles();
};

void TestSendConversationTest::anEditedQuestionKeepsItsFiles()
{
    modelapi::Turn question = asked(u"a"_s);
    question.images = {{u"image/png"_s, "i"}};
    question.documents = {{u"report.pdf"_s, u"application/pdf"_s, "%PDF-"}};
    Conversation conversation;
    conversation.addQuestion(question);
    conversation.addAnswer(answered(u"A"_s));
    conversation.edit(0, u"b"_s);
    const modelapi::Turn edited = conversation.turns().constFirst();
    QCOMPARE(edited.text, u"b"_s);
    QVERIFY(edited.images == question.images && edited.documents == question.documents);
}

void TestSendConversationTest::anEditBeginsABranchAndTheOtherStays()
{
    Conversation conversation;
    conversation.addQuestion(asked(u"a"_s));
    conversation.addAnswer(answered(u"A"_s));
    conversation.addQuestion(asked(u"b"_s));
    conversation.addAnswer(answered(u"B"_s));
    conversation.edit(2, u"c"_s);
    QCOMPARE(textsOf(conversation), (QStringList{u"a"_s, u"A"_s, u"c"_s}));
    QVERIFY(conversation.isAwaitingAnswer());
    QCOMPARE(conversation.branches(2), 2);
    QCOMPARE(conversation.branch(2), 1);
    QCOMPARE(conversation.branches(0), 1);
    conversation.addAnswer(answered(u"C"_s));
    conversation.showBranch(2, 0);
    QCOMPARE(textsOf(conversation), (QStringList{u"a"_s, u"A"_s, u"b"_s, u"B"_s}));
    conversation.showBranch(2, 1);
    QCOMPARE(textsOf(conversation), (QStringList{u"a"_s, u"A"_s, u"c"_s, u"C"_s}));
    conversation.edit(0, u"d"_s); // the very first one, too
    QCOMPARE(textsOf(conversation), QStringList{u"d"_s});
    QCOMPARE(conversation.branches(0), 2);
}

void TestSendConversationTest::aRetryKeepsTheFirstAnswer()
{
    Conversation conversation;
    conversation.addQuestion(asked(u"a"_s));
    conversation.addAnswer(answered(u"half"_s));
    conversation.retryFrom(1);
    QVERIFY(conversation.isAwaitingAnswer());
    conversation.addAnswer(answered(u"whole"_s));
    QCOMPARE(textsOf(conversation), (QStringList{u"a"_s, u"whole"_s}));
    QCOMPARE(conversation.branches(1), 2);
    conversation.showBranch(1, 0);
    QCOMPARE(textsOf(conversation), (QStringList{u"a"_s, u"half"_s}));
}

void TestSendConversationTest::callsAreAnsweredInTheirOrder()
{
    const modelapi::ToolCall read{u"1"_s, u"Read"_s, "{}", {}};
    const modelapi::ToolCall write{u"2"_s, u"Write"_s, "{}", {}};
    Conversation conversation;
    conversation.addQuestion(asked(u"a"_s));
    conversation.addAnswer(answered({}, {read, write}));
    QCOMPARE(conversation.openCalls(), (QList{read, write}));
    QVERIFY(!conversation.isAwaitingAnswer());
    conversation.addToolResult(read, u"content"_s);
    QCOMPARE(conversation.openCalls(), QList{write});
    QVERIFY(!conversation.isAwaitingAnswer());
    conversation.addToolResult(write, u"done"_s);
    QVERIFY(conversation.isAwaitingAnswer());
    QCOMPARE(conversation.turns().last().toolCallId, u"2"_s);
    QCOMPARE(conversation.turns().last().toolName, u"Write"_s);
}

void TestSendConversationTest::nothingIsAwaitedAfterAnAnswer()
{
    Conversation conversation;
    QVERIFY(!conversation.isAwaitingAnswer());
    conversation.addQuestion(asked(u"a"_s));
    conversation.addAnswer({}); // nothing came
    QVERIFY(conversation.isAwaitingAnswer());
    conversation.addAnswer(answered(u"A"_s));
    QVERIFY(!conversation.isAwaitingAnswer());
}

void TestSendConversationTest::costIsThatOfItsParts()
{
    registry::ModelFacts facts;
    facts.model.price = registry::ModelPrice{3, 15, u"USD"_s};
    facts.cacheReadPrice = 0.3;
    facts.model.pricesFrom = QDate(2026, 11, 1);
    facts.tiers = {{200'000, 6, 22.5}};
    modelapi::Usage usage;
    usage.input = 100'000;
    usage.cacheRead = 40'000;
    usage.output = 2'000;
    const auto cost = costOf(facts, usage);
    QVERIFY(cost.has_value());
    QCOMPARE(cost->amount, 0.06 * 3 + 0.04 * 0.3 + 0.002 * 15);
    QCOMPARE(cost->pricesFrom, facts.model.pricesFrom);
    usage.input = 300'000; // dearer, all of it
    usage.cacheRead.reset();
    QCOMPARE(costOf(facts, usage)->amount, 0.3 * 6 + 0.002 * 22.5);
    usage.output.reset();
    QVERIFY(!costOf(facts, usage).has_value());
    QVERIFY(!costOf(std::nullopt, usage).has_value());
}

void TestSendConversationTest::costOfTheServerGoesFirst()
{
    modelapi::Usage usage;
    usage.cost = 0.25;
    QCOMPARE(costOf(std::nullopt, usage), (runs::Cost{0.25, u"USD"_s, {}}));
}

void TestSendConversationTest::smallAmountsKeepTheirDigits()
{
    QLocale::setDefault(QLocale::c());
    QCOMPARE(shownAmount({0.0048, u"USD"_s, {}}), u"$0.0048"_s);
    QCOMPARE(shownAmount({0.25, u"USD"_s, {}}), u"$0.25"_s);
    QCOMPARE(shownAmount({12.5, u"EUR"_s, {}}), u"12.50 EUR"_s);
    QCOMPARE(shownAmount({0.0000001, u"USD"_s, {}}), u"$0.000000"_s);
    QVERIFY(shownCost({1, u"USD"_s, QDate(2026, 11, 1)}).contains(u"2026-11-01"_s));
}

void TestSendConversationTest::toolsAreDeclaredByName()
{
    QCOMPARE(declaredTool(u"Bash(git *)"_s).name, u"Bash"_s);
    QCOMPARE(declaredTool(u"mcp__files/read"_s).name, u"mcp__files_read"_s);
    QCOMPARE(declaredTool(u"Read"_s).inputSchema.value("type"_L1), u"object"_s);
}

QTEST_GUILESS_MAIN(TestSendConversationTest)
#include "tst_testsendconversation.moc"
