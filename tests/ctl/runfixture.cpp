#include "runfixture.h"

#include "runs/rundatabase.h"
#include "vcs/repository.h"
#include "workspace/sampleregistry.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace hermes::test {

QByteArray chunk(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

QJsonArray goodReply()
{
    return {head(200, u"text/event-stream"_s),
            sent(chunk("Hello ") + chunk("\\u001b[2Jyou")
                 + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                   "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,"
                   "\"completion_tokens\":200}}\n\ndata: [DONE]\n\n"),
            step(u"end"_s)};
}

QJsonArray callingReply()
{
    return {
        head(200, u"text/event-stream"_s),
        sent("data: "
             "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\","
             "\"type\":\"function\",\"function\":{\"name\":\"Read\",\"arguments\":\"{\\\"path\\\":"
             "\\\"a\\\"}\"}}]}}]}\n\n"
             "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
             "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":5}}\n\n"
             "data: [DONE]\n\n"),
        step(u"end"_s)};
}

void RunFixture::prepare()
{
    qputenv("XDG_DATA_HOME", m_folder.path(u"data"_s).toUtf8());
    // Prices of the server that the tests ask: those of others do not hold there.
    qputenv("XDG_CONFIG_HOME", m_folder.path(u"config"_s).toUtf8());
    m_folder.write(u"config/hermes-studio/models.json"_s,
                   R"({"format":1,"source":"the tests, 2026-07-01","providers":{"127.0.0.1":
                       {"models":{"gpt-4o":{"cost":{"input":2.5,"output":10}}}}}})");
    QVERIFY(m_server.isRunning());
    QVERIFY(vcs::initializeLibrary());
    QVERIFY(workspace::createSampleRegistry(m_folder.path(u"sample"_s)));
}

QStringList RunFixture::at(const QString &base)
{
    return {u"run"_s, u"backend-engineer"_s, u"--type"_s, u"openai-compatible"_s, u"--base-url"_s,
            base};
}

void RunFixture::start(QProcess &process, const QStringList &arguments,
                       const QList<std::pair<QString, QString>> &variables) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &[name, value] : variables) {
        environment.insert(name, value);
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder.path(u"sample"_s));
    process.start(QStringLiteral(HERMESCTL), arguments);
}

Ended RunFixture::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    start(process, arguments, {});
    process.write(input);
    process.closeWriteChannel();
    // With the event loop, which reads what the server tells meanwhile.
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; },
                         patience)) {
        process.kill();
        process.waitForFinished();
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

std::optional<runs::Run> RunFixture::keptWith(const QString &words) const
{
    QDirIterator walk(m_folder.path(u"data"_s), {u"runs.sqlite"_s}, QDir::Files,
                      QDirIterator::Subdirectories);
    if (!walk.hasNext()) {
        return {};
    }
    const auto database = runs::RunDatabase::open(walk.next());
    const QList<runs::Run> found = database
        ? (*database)->find({.words = words}).value_or(QList<runs::Run>())
        : QList<runs::Run>();
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

} // namespace hermes::test
