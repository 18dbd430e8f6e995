#include "modelserver.h"
#include "scratchfolder.h"
#include "sourcefolder.h"
#include "vcs/repository.h"
#include "workspace/sampleregistry.h"

#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120000; ///< ms
constexpr qint64 bound = qint64(64) * 1024; ///< KiB over what an ordinary answer needs.
const QString eventStream = u"text/event-stream"_s;
const QString ndjson = u"application/x-ndjson"_s;
const QString json = u"application/json"_s;

QByteArray chunk(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

QByteArray line(const QByteArray &text)
{
    return R"({"message":{"role":"assistant","content":")" + text + "\"},\"done\":false}\n";
}

QJsonObject flood(const QByteArray &text)
{
    return {{u"repeat"_s, QString::fromUtf8(text)}};
}

/// As few bytes as give as many values as possible.
QByteArray manyValues(qsizetype bytes)
{
    return "[0" + QByteArray(",0").repeated(bytes / 2) + ']';
}

} // namespace

/// What a server sends without end or measure, against the memory of a process of its own.
class RunMemoryTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void memoryIsBounded_data();
    void memoryIsBounded();

private:
    struct Run
    {
        int exitCode = -1;
        qint64 peak = 0; ///< KiB
        QByteArray output;
        QByteArray errors;
    };

    [[nodiscard]] Run run(const QString &type, const QJsonArray &reply);

    ScratchFolder m_folder;
    ModelServer m_server;
    qint64 m_base = 0; ///< KiB
};

void RunMemoryTest::initTestCase()
{
    QVERIFY(m_server.isRunning());
    QVERIFY(vcs::initializeLibrary());
    QVERIFY(workspace::createSampleRegistry(m_folder.path(u"sample"_s)));
    const Run usual =
        run(u"openai-compatible"_s,
            {head(200, eventStream), sent(chunk("Hi") + "data: [DONE]\n\n"), step(u"end"_s)});
    QVERIFY2(usual.exitCode == 0, usual.errors);
    QCOMPARE(usual.output, "Hi\n");
    m_base = usual.peak;
    QVERIFY(m_base > 1024);
    qInfo("an ordinary answer: %lld MiB", m_base / 1024);
}

RunMemoryTest::Run RunMemoryTest::run(const QString &type, const QJsonArray &reply)
{
    const QString base = m_server.replying(u"peer"_s, {reply});
    QProcess process;
    process.setWorkingDirectory(m_folder.path(u"sample"_s));
    process.setStandardOutputFile(m_folder.path(u"output"_s)); // it may be long
    process.start(sourceFolder() + u"/tests/support/peakmemory"_s,
                  {m_folder.path(u"peak"_s), QStringLiteral(HERMESCTL), u"run"_s,
                   u"backend-engineer"_s, u"--type"_s, type, u"--base-url"_s, base, u"--model"_s,
                   u"story"_s, u"--input"_s, u"Hi"_s});
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; },
                         patience)) {
        process.kill();
        process.waitForFinished();
    }
    return {process.exitCode(), m_folder.read(u"peak"_s).toLongLong(), m_folder.read(u"output"_s),
            process.readAllStandardError()};
}

void RunMemoryTest::memoryIsBounded_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QJsonArray>("reply");
    QTest::addColumn<QByteArray>("kept");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const QString &type, const QJsonArray &reply,
                        const QByteArray &kept, const QByteArray &words) {
        QTest::newRow(name) << type << reply << kept << words;
    };
    const QString compatible = u"openai-compatible"_s;
    const QString ollama = u"ollama"_s;
    const QByteArray tooMuch = "The server sent ";
    const QByteArray page(10 << 20, 'x');
    const auto stream = [](const QJsonObject &more) {
        return QJsonArray{head(200, eventStream), sent(chunk("Hi")), more};
    };
    const auto lines = [](const QJsonObject &more) {
        return QJsonArray{head(200, ndjson), sent(line("Hi")), more};
    };
    row("an event of 10 MB in one line", compatible, stream(sent(chunk(page))), "Hi\n", tooMuch);
    row("an event of 10 MB in many lines", compatible,
        stream(sent("data: [\n" + QByteArray("data: \"0123456789abcdef\",\n").repeated(10 << 16)
                    + "\n")),
        "Hi\n", tooMuch);
    row("an event of as many values as fit", compatible,
        stream(sent("data: {\"a\":[0\n"
                    + ("data: " + QByteArray(",0").repeated(190000) + '\n').repeated(10)
                    + "data: ]}\n\n")),
        "Hi", "");
    row("an event of lists, as large as may be", compatible,
        stream(sent("data: [0" + QByteArray(",[0]").repeated(2 << 20).chopped(1 << 10) + "]\n\n")),
        "Hi\n", tooMuch);
    row("a text as long as an event may be", compatible,
        stream(sent(chunk(QByteArray((8 << 20) - (1 << 10), 'x')))), "Hi\n", tooMuch);
    row("a text as long as an answer may be", compatible,
        QJsonArray{head(200, eventStream), sent(chunk("Hi")),
                   sent(chunk(QByteArray((4 << 20) - (1 << 10), 'x'))), step(u"end"_s)},
        "Hixxx", "");
    row("a line without end", compatible, stream(flood("x")), "Hi\n", tooMuch);
    row("an event without end", compatible, stream(flood("data: x\n")), "Hi\n", tooMuch);
    row("comments without end", compatible, stream(flood(": x\n")), "Hi\n", tooMuch);
    row("short texts without end", compatible, stream(flood(chunk("x"))), "Hixxx", tooMuch);
    row("long texts without end", compatible, stream(flood(chunk(QByteArray(60000, 'x')))), "Hixxx",
        tooMuch);
    row("tool calls without end", compatible,
        stream(flood(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
            "{\"arguments\":\""
            + QByteArray(60000, 'x') + "\"}}]}}]}\n\n")),
        "Hi", tooMuch);
    row("a line of Ollama's without end", ollama, lines(flood("x")), "Hi\n", tooMuch);
    row("long texts of Ollama's without end", ollama, lines(flood(line(QByteArray(60000, 'x')))),
        "Hixxx", tooMuch);
    row("a whole answer without end", compatible, {head(200, json), flood("x")}, "", tooMuch);
    row("a whole answer of as many values as fit", compatible,
        {head(200, json), sent(manyValues(4000000)), step(u"end"_s)}, "", "");
    row("a whole answer with a text as long as it may be", compatible,
        {head(200, json),
         sent(R"({"choices":[{"message":{"content":")" + QByteArray((8 << 20) - (1 << 10), 'x')
              + "\"}}]}"),
         step(u"end"_s)},
        "", tooMuch);
    row("a page without end", compatible, {head(200, u"text/html"_s), flood("<p>x</p>")}, "",
        "does not promise");
    const QByteArray tooLongHead = "the head of its answer does not end";
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    row("a head without end", compatible, {sent(ok), flood("X-A: b\r\n")}, "", tooLongHead);
    row("a line of a head without end", compatible, {sent(ok + "X-A: "), flood("b")}, "",
        tooLongHead);
    row("interim heads without end", compatible,
        {sent({}), flood("HTTP/1.1 103 Early Hints\r\n\r\n")}, "", tooLongHead);
    row("an error without end", compatible, {head(400, json), flood("x")}, "",
        "does not accept the request");
    for (const QString &type : {eventStream, json}) {
        row(qPrintable(u"a bomb in "_s + type), compatible,
            {head(200, type, {QJsonArray{u"Content-Encoding"_s, u"gzip"_s}}),
             QJsonObject{{u"bomb"_s, 300}}, step(u"end"_s)},
            "", "packed data");
    }
}

void RunMemoryTest::memoryIsBounded()
{
    QFETCH(QString, type);
    QFETCH(QJsonArray, reply);
    QFETCH(QByteArray, kept);
    QFETCH(QByteArray, words);
    const Run run = this->run(type, reply);
    qInfo("%.1f MiB over an ordinary answer", static_cast<double>(run.peak - m_base) / 1024);
    QVERIFY2(run.errors.contains(words), run.errors.left(500));
    QVERIFY2(run.output.startsWith(kept), run.output.left(100));
    QVERIFY2(run.exitCode == 3 || run.exitCode == 2, run.errors.left(500));
    QVERIFY(run.peak - m_base < bound);
}

QTEST_GUILESS_MAIN(RunMemoryTest)
#include "tst_runmemory.moc"
