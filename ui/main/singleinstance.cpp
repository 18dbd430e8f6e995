#include "main/singleinstance.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QThread>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using hermes::workspace::ProgramLock;

namespace hermes::mainwindow {

namespace {

/// ms. A first that starts at the same time answers when its window is there, which takes a while
/// on a machine that is busy.
constexpr int patience = 10'000;
constexpr qint64 longestTask = qint64(64) * 1024; ///< bytes
const QByteArray done = "done\n";

} // namespace

SingleInstance::SingleInstance(const QString &folder, QObject *parent)
    : QObject(parent), m_socketPath(folder + u"/window"_s), m_lock(folder + u"/window.lock"_s)
{
    QDir().mkpath(folder);
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::handOver(const QStringList &arguments)
{
    const QDeadlineTimer deadline(patience);
    while (m_lock.take() != ProgramLock::State::Held) {
        if (send(arguments)) {
            return true;
        }
        if (m_lock.state() == ProgramLock::State::Impossible || deadline.hasExpired()) {
            return false;
        }
        QThread::sleep(20ms); // the other one has the lock and does not listen yet
    }
    listen();
    return false;
}

bool SingleInstance::send(const QStringList &arguments) const
{
    QLocalSocket socket;
    socket.connectToServer(m_socketPath);
    if (!socket.waitForConnected(patience)) {
        return false;
    }
    const QJsonObject task{{u"arguments"_s, QJsonArray::fromStringList(arguments)},
                           {u"activationToken"_s, qEnvironmentVariable("XDG_ACTIVATION_TOKEN")}};
    socket.write(QJsonDocument(task).toJson(QJsonDocument::Compact) + '\n');
    while (socket.bytesAvailable() < done.size()) {
        if (!socket.waitForReadyRead(patience)) {
            return false;
        }
    }
    return socket.read(done.size()) == done;
}

void SingleInstance::listen()
{
    QLocalServer::removeServer(m_socketPath); // of one that died: the lock is ours
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server.get(), &QLocalServer::newConnection, this, [this] {
        QLocalSocket *socket = m_server->nextPendingConnection();
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { answer(socket); });
    });
    m_server->listen(m_socketPath); // else every start runs by itself
}

void SingleInstance::answer(QLocalSocket *socket)
{
    if (socket->bytesAvailable() > longestTask) {
        socket->abort();
        return;
    }
    if (!socket->canReadLine()) {
        return;
    }
    const QJsonObject task = QJsonDocument::fromJson(socket->readLine()).object();
    socket->write(done);
    socket->disconnectFromServer();
    QStringList arguments;
    for (const auto allArguments = task.value(u"arguments"_s).toArray();
         const auto &argument : allArguments) {
        arguments.append(argument.toString());
    }
    Q_EMIT asked(arguments, task.value(u"activationToken"_s).toString());
}

} // namespace hermes::mainwindow
