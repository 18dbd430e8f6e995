#include "modelapi/answerreader.h"

#include <QTest>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace {

struct Read
{
    Answer answer;
    QList<ServerError> errors;
    bool isComplete = false;
};

void take(Read &read, const AnswerEvents &events)
{
    for (const AnswerEvent &event : events) {
        read.answer.take(event);
        if (const auto *error = std::get_if<ServerError>(&event)) {
            read.errors.append(*error);
        }
    }
}

Read readPieces(ConnectionType type, AnswerForm form, const QList<QByteArray> &pieces)
{
    AnswerReader reader(type, form, {});
    Read read;
    for (const QByteArray &piece : pieces) {
        take(read, reader.feed(piece));
    }
    take(read, reader.finish());
    read.isComplete = reader.isComplete();
    return read;
}

QByteArray shown(const Read &read)
{
    const auto number = [](const auto &value) {
        return value ? QByteArray::number(*value) : QByteArray("-");
    };
    const Answer &answer = read.answer;
    QByteArray text = answer.text.toUtf8() + "|" + answer.thinking.toUtf8() + "|";
    for (const ThinkingBlock &block : answer.thinkingBlocks) {
        text += '<' + block.text.toUtf8() + ',' + block.signature.toUtf8() + ','
            + block.redacted.toUtf8() + '>';
    }
    for (const ToolCall &call : answer.toolCalls) {
        text += call.id.toUtf8() + ':' + call.name.toUtf8() + '(' + call.arguments + ')'
            + call.signature.toUtf8();
    }
    const Usage &usage = answer.usage;
    text += '|' + number(usage.input) + ' ' + number(usage.cacheRead) + ' '
        + number(usage.cacheWrite) + ' ' + number(usage.output) + ' ' + number(usage.thinking) + ' '
        + number(usage.cost) + '|';
    if (answer.stop) {
        text += QByteArray::number(static_cast<int>(answer.stop->reason)) + ' '
            + answer.stop->name.toUtf8() + ' ' + answer.stop->detail.toUtf8();
    }
    for (const ServerError &error : read.errors) {
        text += "|error " + error.type.toUtf8() + ' ' + error.code.toUtf8() + ' '
            + error.message.toUtf8() + (error.isUndecodable ? "!" : "");
    }
    return text + (read.isComplete ? "|complete" : "|cut");
}

QByteArray sse(const QList<QByteArray> &data)
{
    QByteArray stream;
    for (const QByteArray &line : data) {
        stream += "data: " + line + "\n\n";
    }
    return stream;
}

const QByteArray anthropicStream = sse({
    R"({"type":"message_start","message":{"usage":{"input_tokens":5,"cache_read_input_tokens":10,"output_tokens":1}}})",
    R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
    R"({"type":"ping"})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}})",
    R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}})",
    R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"H\u00e4 "}})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}})",
    R"({"type":"content_block_stop","index":0})",
    R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"🦉"}})",
    R"({"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"look","input":{}}})",
    R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}})",
    R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"at\":"}})",
    R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}})",
    R"({"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t2","name":"go"}})",
    R"({"type":"content_block_start","index":4,"content_block":{"type":"novelty","x":1}})",
    R"({"type":"content_block_stop","index":2})",
    R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":7,"output_tokens_details":{"thinking_tokens":2}}})",
    R"({"type":"message_stop"})",
});

const QByteArray chatStream = ": PROCESSING\n\n"
    + sse({
        R"({"choices":[],"prompt_filter_results":[]})",
        R"({"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":null}}]})",
        R"({"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]})",
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"H\xc3\xa4\"}}]}",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"go","arguments":""}}]}}]})",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"look","arguments":"{\"at\""}}]}}]})",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]})",
        R"({"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})",
        R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":3},"cost":0.5}})",
        "[DONE]",
        "not json",
    });

const QByteArray responsesStream = sse({
    R"({"type":"response.created","response":{"status":"in_progress","error":null}})",
    R"({"type":"response.reasoning_summary_text.delta","delta":"hm"})",
    R"({"type":"response.output_text.delta","item_id":"m","delta":"Hi"})",
    R"({"type":"response.output_item.done","item":{"type":"message","content":[{"type":"output_text","text":"Hi"}]}})",
    R"({"type":"response.function_call_arguments.delta","delta":"{"})",
    R"({"type":"response.output_item.done","item":{"type":"function_call","call_id":"c","name":"look","arguments":"{}"}})",
    R"({"type":"response.completed","response":{"status":"completed","error":null,"output":[],"usage":{"input_tokens":3,"output_tokens":2,"output_tokens_details":{"reasoning_tokens":1}}}})",
});

const QByteArray geminiStream = sse({
    R"({"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true}]},"index":0}],"usageMetadata":{"promptTokenCount":4}})",
    R"({"candidates":[{"content":{"parts":[{"text":"Hi"},{"functionCall":{"name":"look","args":{"at":1}},"thoughtSignature":"ts"}]}}]})",
    R"({"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":3}})",
});

const QByteArray ollamaStream = "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":"
                                "\"\",\"thinking\":\"hm\"},\"done\":false}\n"
                                "{\"message\":{\"content\":\"H\xc3\xa4\"},\"done\":false}\r\n"
                                "{\"message\":{\"content\":\"\",\"tool_calls\":[{\"function\":{"
                                "\"name\":\"look\",\"arguments\":{\"at\":1}}}]},\"done\":false}\n"
                                "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":"
                                "\"stop\",\"prompt_eval_count\":6,\"eval_count\":3}";

} // namespace

class AnswerReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCutGivesTheSameAnswer_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<AnswerForm>("form");
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("anthropic")
            << ConnectionType::Anthropic << AnswerForm::Sse << anthropicStream
            << QByteArray("Hä 🦉|hm|<hm,sig,>t1:look({\"at\":1})t2:go({})|15 10 - 7 2 -|3 tool_use "
                          "|complete");
        QTest::newRow("chat")
            << ConnectionType::OpenAiChat << AnswerForm::Sse << chatStream
            << QByteArray("Hä|hm|a:look({\"at\":1})b:go({})|9 8 - 4 3 0.5|3 tool_calls |complete");
        QTest::newRow("responses")
            << ConnectionType::OpenAiResponses << AnswerForm::Sse << responsesStream
            << QByteArray("Hi|hm|c:look({})|3 - - 2 1 -|3 completed |complete");
        QTest::newRow("gemini") << ConnectionType::Gemini << AnswerForm::Sse << geminiStream
                                << QByteArray(
                                       "Hi|hm|:look({\"at\":1})ts|4 - - 5 3 -|3 STOP |complete");
        QTest::newRow("ollama") << ConnectionType::Ollama << AnswerForm::Ndjson << ollamaStream
                                << QByteArray(
                                       "Hä|hm|:look({\"at\":1})|6 - - 3 - -|3 stop |complete");
    }
    void everyCutGivesTheSameAnswer()
    {
        QFETCH(ConnectionType, type);
        QFETCH(AnswerForm, form);
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, expected);
        QList<QByteArray> bytes;
        for (const char byte : stream) {
            bytes.append(QByteArray(1, byte));
        }
        QCOMPARE(shown(readPieces(type, form, bytes)), expected);
        for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
            QCOMPARE(shown(readPieces(type, form, {stream.first(cut), stream.sliced(cut)})),
                     expected);
        }
    }

    void aStreamThatEndsAnywhereIsNotComplete_data() { everyCutGivesTheSameAnswer_data(); }
    void aStreamThatEndsAnywhereIsNotComplete()
    {
        QFETCH(ConnectionType, type);
        QFETCH(AnswerForm, form);
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, expected);
        const QString whole = QString::fromUtf8(expected).section(u'|', 0, 0);
        const qsizetype end =
            type == ConnectionType::OpenAiChat ? stream.indexOf("[DONE]") : stream.size() - 1;
        for (qsizetype length = 0; length < end; ++length) {
            const Read read = readPieces(type, form, {stream.first(length)});
            QVERIFY2(!read.isComplete, qPrintable(QString::number(length)));
            QVERIFY(read.errors.isEmpty());
            QVERIFY(whole.startsWith(read.answer.text));
        }
    }

    void wholeAnswersAndErrors_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<AnswerForm>("form");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, ConnectionType type, AnswerForm form,
                            const QByteArray &bytes, const QByteArray &expected) {
            QTest::newRow(name) << type << form << bytes << expected;
        };
        using enum ConnectionType;
        using enum AnswerForm;
        row("anthropic", Anthropic, WholeJson,
            R"({"type":"message","content":[{"type":"redacted_thinking","data":"x"},{"type":"text","text":"Hi"},{"type":"tool_use","id":"t","name":"go","input":{"a":1}}],"stop_reason":"refusal","stop_details":{"category":"bio"},"usage":{"input_tokens":1,"output_tokens":2}})",
            "Hi||<,,x>t:go({\"a\":1})|1 - - 2 - -|4 refusal bio|complete");
        row("chat", OpenAiChat, WholeJson,
            R"({"choices":[{"index":0,"message":{"content":"Hi","tool_calls":[{"id":"c","function":{"name":"go","arguments":"{}"}}]},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
            "Hi||c:go({})|1 - - 2 - -|1 length |complete");
        row("a refusal", OpenAiChat, WholeJson,
            R"({"choices":[{"index":0,"message":{"content":null,"refusal":"No."},"finish_reason":"stop"}]})",
            "No.|||- - - - - -|4 stop |complete");
        row("responses", OpenAiResponses, WholeJson,
            R"({"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"reasoning","summary":[{"text":"hm"}]},{"type":"message","content":[{"type":"output_text","text":"Hi"}]}]})",
            "Hi|hm||- - - - - -|1 incomplete max_output_tokens|complete");
        row("gemini in an array", Gemini, WholeJson,
            R"([{"candidates":[{"content":{"parts":[{"text":"H"}]}}]},{"candidates":[{"content":{"parts":[{"text":"i"}]},"finishReason":"MAX_TOKENS"}]}])",
            "Hi|||- - - - - -|1 MAX_TOKENS |complete");
        row("gemini, blocked", Gemini, Sse, sse({R"({"promptFeedback":{"blockReason":"SAFETY"}})"}),
            "|||- - - - - -|4 SAFETY |complete");
        row("ollama", Ollama, WholeJson,
            R"({"message":{"content":"Hi"},"done":true,"done_reason":"length"})",
            "Hi|||- - - - - -|1 length |complete");
        row("anthropic error", Anthropic, Sse,
            sse({R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"H"}})"})
                + "event: error\ndata: "
                  "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":"
                  "\"Overloaded\"}}\n\n",
            "H|||- - - - - -||error overloaded_error  Overloaded|cut");
        row("chat error", OpenAiChat, Sse,
            sse({R"({"error":{"message":"no","code":402},"choices":[{"index":0,"delta":{},"finish_reason":"error"}]})"}),
            "|||- - - - - -||error  402 no|cut");
        row("vLLM's error", OpenAiCompatible, Sse,
            sse({R"({"object":"error","message":"no","type":"BadRequestError","code":400})"}),
            "|||- - - - - -||error BadRequestError 400 no|cut");
        row("responses error", OpenAiResponses, Sse,
            sse({R"({"type":"error","code":"server_error","message":"no","param":null})"}),
            "|||- - - - - -||error error server_error no|cut");
        row("responses failed", OpenAiResponses, Sse,
            sse({R"({"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"no"}}})"}),
            "|||- - - - - -||error  rate_limit_exceeded no|cut");
        row("gemini error", Gemini, Sse,
            sse({R"({"error":{"code":429,"message":"no","status":"RESOURCE_EXHAUSTED"}})"}),
            "|||- - - - - -||error RESOURCE_EXHAUSTED 429 no|cut");
        row("ollama error", Ollama, Ndjson,
            "{\"message\":{\"content\":\"H\"}}\n{\"error\":\"no\"}\n",
            "H|||- - - - - -||error   no|cut");
        row("nonsense", OpenAiChat, Sse, sse({"<html>"}), "|||- - - - - -||error   <html>!|cut");
        row("half a JSON", OpenAiChat, WholeJson,
            "{\"choices\":", "|||- - - - - -||error   {\"choices\":!|cut");
    }
    void wholeAnswersAndErrors()
    {
        QFETCH(ConnectionType, type);
        QFETCH(AnswerForm, form);
        QFETCH(QByteArray, bytes);
        QTEST(shown(readPieces(type, form, {bytes})), "expected");
    }

    void contentTypesAreRecognised()
    {
        QCOMPARE(answerForm("text/event-stream; charset=utf-8"), AnswerForm::Sse);
        QCOMPARE(answerForm("Application/X-NDJSON"), AnswerForm::Ndjson);
        QCOMPARE(answerForm("application/json"), AnswerForm::WholeJson);
        QCOMPARE(answerForm("text/html"), AnswerForm::Unknown);
        QCOMPARE(answerForm(""), AnswerForm::Unknown);
    }

    void anAnswerGoesBackAsATurn()
    {
        const Turn turn = readPieces(ConnectionType::Anthropic, AnswerForm::Sse, {anthropicStream})
                              .answer.asTurn();
        QCOMPARE(turn.role, Turn::Role::Assistant);
        QCOMPARE(turn.text, u"Hä 🦉"_s);
        QCOMPARE(turn.thinking, (QList<ThinkingBlock>{{u"hm"_s, u"sig"_s, {}}}));
        QCOMPARE(turn.toolCalls.size(), 2);
    }

    void anEndlessStreamEndsAtItsLimit()
    {
        AnswerReader reader(ConnectionType::OpenAiChat, AnswerForm::Sse, {100, 100, 200});
        QVERIFY(
            reader.feed(": 34567890\n: 34567890\n: 34567890\n: 34567890\n: 34567890\n").isEmpty());
        QVERIFY(!reader.failure());
        for (int i = 0; i < 4; ++i) {
            (void)reader.feed(": 34567890\n: 34567890\n: 34567890\n: 34567890\n: 34567890\n");
        }
        QVERIFY(reader.failure());
        QCOMPARE(reader.failure()->code, ErrorCode::TooLarge);
    }

    void aPromptThatComesBackIsRead();
    void moreValuesThanAreReadEndIt_data();
    void moreValuesThanAreReadEndIt();
    void valuesAreCountedOutsideOfTexts();

    void aLongAnswerEndsAtItsLimit_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("text") << ConnectionType::OpenAiChat
                              << QByteArray(R"({"choices":[{"delta":{"content":"0123456789"}}]})");
        QTest::newRow("thinking")
            << ConnectionType::OpenAiChat
            << QByteArray(R"({"choices":[{"delta":{"reasoning_content":"0123456789"}}]})");
        QTest::newRow("a call that grows")
            << ConnectionType::OpenAiChat
            << QByteArray(
                   R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"0123456789"}}]}}]})");
        QTest::newRow("a block's signature that grows")
            << ConnectionType::Anthropic
            << QByteArray(
                   R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"0123456789"}})");
        QTest::newRow("a call of Anthropic's that grows")
            << ConnectionType::Anthropic
            << QByteArray(
                   R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"0123456789"}})");
    }

    void aLongAnswerEndsAtItsLimit()
    {
        QFETCH(ConnectionType, type);
        QFETCH(QByteArray, event);
        StreamLimits limits;
        limits.content = 1000;
        AnswerReader reader(type, AnswerForm::Sse, limits);
        int count = 0;
        for (; count < 200 && !reader.failure(); ++count) {
            (void)reader.feed("data: " + event + "\n\n");
        }
        QVERIFY(count > 40 && count <= 101); // a call costs more than its text
        QCOMPARE(reader.failure()->code, ErrorCode::TooLarge);
    }
};

// Out of the class: moc counts the braces in raw strings.
void AnswerReaderTest::aPromptThatComesBackIsRead()
{
    AnswerReader reader(ConnectionType::OpenAiResponses, AnswerForm::Sse, {});
    const QByteArray prompt(3 << 20, 'x');
    const QByteArray echo =
        R"({"type":"response.created","response":{"status":"completed","instructions":")" + prompt
        + R"("}})";
    Answer answer;
    for (const QByteArray &event :
         {echo,
          QByteArray(R"({"type":"response.output_text.delta","output_index":0,)"
                     R"("content_index":0,"delta":"Hi"})"),
          QByteArray(echo).replace("created", "completed")}) {
        for (const auto events = reader.feed("data: " + event + "\n\n");
             const AnswerEvent &each : events) {
            answer.take(each);
        }
    }
    QVERIFY(!reader.failure());
    QCOMPARE(answer.text, u"Hi"_s);
    QVERIFY(reader.isComplete());
}

void AnswerReaderTest::moreValuesThanAreReadEndIt_data()
{
    QTest::addColumn<AnswerForm>("form");
    QTest::addColumn<QByteArray>("before");
    QTest::newRow("event") << AnswerForm::Sse << QByteArray("data: ");
    QTest::newRow("line") << AnswerForm::Ndjson << QByteArray();
    QTest::newRow("last line") << AnswerForm::Ndjson << QByteArray();
    QTest::newRow("whole") << AnswerForm::WholeJson << QByteArray();
}

void AnswerReaderTest::moreValuesThanAreReadEndIt()
{
    QFETCH(AnswerForm, form);
    QFETCH(QByteArray, before);
    StreamLimits limits;
    limits.weight = 1000;
    const QByteArray end = QTest::currentDataTag() == "last line"_ba ? "" : "\n\n";
    for (const auto &[lists, isRead] : {std::pair{30, true}, {120, false}}) {
        AnswerReader reader(ConnectionType::Ollama, form, limits);
        const QByteArray values = "[0" + QByteArray(",[0]").repeated(lists) + ']';
        (void)reader.feed(before + R"({"done":true,"a":)" + values + '}' + end);
        (void)reader.finish();
        QCOMPARE(!reader.failure(), isRead);
        QCOMPARE(reader.isComplete(), isRead);
    }
}

void AnswerReaderTest::valuesAreCountedOutsideOfTexts()
{
    const qsizetype ofText = jsonWeight("\"a,b[{\\\",[\\\\\"");
    QCOMPARE(ofText, 1);
    QCOMPARE(jsonWeight("[1,2,3]"), jsonWeight("[1]") + 2);
    QCOMPARE(jsonWeight("[\"a\",\"b\"]"), jsonWeight("[1,2]") + 2);
    QVERIFY(jsonWeight("[[0],[0]]") > 2 * jsonWeight("[0,0,0,0]"));
}

QTEST_GUILESS_MAIN(AnswerReaderTest)
#include "tst_answerreader.moc"
