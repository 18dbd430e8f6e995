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
