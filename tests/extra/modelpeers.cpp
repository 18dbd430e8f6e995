#include "modelpeers.h"

#include "modelapi/requests.h"
#include "sourcefolder.h"

#include <QFileInfo>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

constexpr int patience = 60000; ///< ms

} // namespace

QString referenceFile(const QString &name)
{
    return QFileInfo(sourceFolder() + u"/../shared/reference/"_s + name).canonicalFilePath();
}

QString fetchedPeer(const QString &name)
{
    const QString folder = qEnvironmentVariable("HERMES_PEERS");
    return folder.isEmpty() ? QString() : QFileInfo(folder + u'/' + name).canonicalFilePath();
}

int freePort()
{
    QTcpServer listener;
    return listener.listen(QHostAddress::LocalHost) ? listener.serverPort() : 0;
}

PeerProcess::~PeerProcess()
{
    m_process.kill();
    m_process.waitForFinished(patience);
}

bool PeerProcess::start(const QString &program, const QStringList &arguments, int port)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, arguments);
    const bool isThere =
        m_process.waitForStarted(patience)
        && QTest::qWaitFor(
            [&] {
                QTcpSocket socket;
                socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(port));
                return m_process.state() == QProcess::NotRunning || socket.waitForConnected(100);
            },
            patience);
    if (!isThere || m_process.state() == QProcess::NotRunning) {
        qWarning().noquote() << program << m_process.errorString() << m_process.readAll();
        return false;
    }
    return true;
}

void PeerProcess::signal(int number)
{
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

bool startLlamaServer(PeerProcess &server, int port, const QString &form, const QStringList &more)
{
    const QStringList arguments = QStringList{referenceFile(u"peers/llama-server.sh"_s),
                                              fetchedPeer(u"llama"_s),
                                              u"-m"_s,
                                              referenceFile(u"peers/stories260K.gguf"_s),
                                              u"-a"_s,
                                              u"stories260k"_s,
                                              u"--host"_s,
                                              u"127.0.0.1"_s,
                                              u"--port"_s,
                                              QString::number(port),
                                              u"--chat-template-file"_s,
                                              referenceFile(u"peers/"_s + form),
                                              u"--seed"_s,
                                              u"1"_s,
                                              u"--sse-ping-interval"_s,
                                              u"1"_s,
                                              u"--api-key"_s,
                                              QLatin1StringView(llamaKey)}
        + more;
    if (!server.start(u"sh"_s, arguments, port)) {
        return false;
    }
    ConnectionSettings settings;
    settings.type = ConnectionType::OpenAiCompatible;
    settings.baseUrl = u"http://127.0.0.1:%1/v1"_s.arg(port);
    settings.modelId = u"stories260k"_s;
    // It listens before it has loaded its model.
    return QTest::qWaitFor(
        [&settings] {
            return checked(settings, llamaKey).failure.value_or(Failure{}).kind
                != FailureKind::Overloaded;
        },
        patience);
}

bool startProviderMock(PeerProcess &mock, int port)
{
    return mock.start(u"node"_s,
                      {fetchedPeer(u"mock/node_modules/@copilotkit/aimock/dist/cli.js"_s), u"-h"_s,
                       u"127.0.0.1"_s, u"-p"_s, QString::number(port), u"-f"_s,
                       referenceFile(u"peers/aimock-fixtures.json"_s), u"--validate-on-load"_s},
                      port);
}

ServerReport checked(const ConnectionSettings &settings, QByteArrayView key)
{
    ServerCheck check(settings);
    std::optional<ServerReport> report;
    QObject::connect(&check, &ServerCheck::finished, &check,
                     [&report](const ServerReport &each) { report = each; });
    check.start(key);
    return QTest::qWaitFor([&report] { return report.has_value(); }, patience) ? *report
                                                                               : ServerReport{};
}

const char *why(const Conversation &talk)
{
    static QByteArray text;
    text = talk.outcome.failure ? talk.outcome.failure->error.message.toUtf8() : "no failure";
    return text.constData();
}

ModelRequest asking(const ConnectionSettings &settings, const QString &message)
{
    Turn turn;
    turn.text = message;
    return requestFor(settings, {}, {turn});
}

Conversation talked(const ConnectionSettings &settings, const ModelRequest &request,
                    QByteArrayView key)
{
    const auto http = answerRequest(settings, request);
    if (!http) {
        qWarning().noquote() << http.error().message;
        return {};
    }
    Exchange exchange(settings, *http, {}, nullptr);
    Conversation talk;
    bool isOver = false;
    QObject::connect(&exchange, &Exchange::eventsArrived, &exchange,
                     [&talk](const QList<AnswerEvent> &events) {
                         talk.deltas += std::ranges::count_if(events, [](const AnswerEvent &e) {
                             return std::holds_alternative<TextDelta>(e)
                                 || std::holds_alternative<ThinkingDelta>(e);
                         });
                     });
    QObject::connect(&exchange, &Exchange::waiting, &exchange,
                     [&talk](const Failure &failure) { talk.waits.append(failure); });
    QObject::connect(&exchange, &Exchange::finished, &exchange,
                     [&](const ExchangeOutcome &outcome) {
                         talk.outcome = outcome;
                         isOver = true;
                     });
    exchange.start(key);
    if (!QTest::qWaitFor([&isOver] { return isOver; }, patience)) {
        qWarning() << "no end in time";
    }
    return talk;
}

} // namespace hermes::test
