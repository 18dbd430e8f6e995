#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QStringList>

#include <chrono>

namespace hermes::test {

/// A real HTTP server on loopback (tests/support/modelserver): it answers as a test tells it and
/// records what it got.
class ModelServer
{
public:
    struct Request
    {
        QString method;
        QString target;
        QList<std::pair<QByteArray, QByteArray>> headers;
        QByteArray body;

        [[nodiscard]] QByteArray header(const QByteArray &name) const;
    };

    /// `arguments`: certificate and key for TLS, or nothing.
    explicit ModelServer(const QStringList &arguments = {});
    ~ModelServer();
    ModelServer(const ModelServer &) = delete;
    ModelServer &operator=(const ModelServer &) = delete;

    /// Whether it runs; a test that cannot start it fails.
    [[nodiscard]] bool isRunning() const { return m_port != 0; }
    [[nodiscard]] int port() const { return m_port; }
    /// The address whose requests get these replies, each a list of steps.
    [[nodiscard]] QString replying(const QString &name, const QJsonArray &replies);

    /// What arrived so far under that name.
    [[nodiscard]] QList<Request> requests(const QString &name);
    /// Requests of all names.
    [[nodiscard]] qsizetype requestCount();
    /// Blocks, without the test's event loop, until a client has closed a connection of that name.
    [[nodiscard]] bool waitForClosed(const QString &name);
    /// When that was, by the server's clock, which is the machine's. The name of a connection that
    /// never sent a request is empty.
    [[nodiscard]] std::chrono::steady_clock::time_point closedAt(const QString &name);
    /// Connections so far, whatever came over them.
    [[nodiscard]] qsizetype connectionCount();

    [[nodiscard]] QByteArray everythingReceived();

private:
    [[nodiscard]] bool waitFor(const QString &event, const QString &name);
    [[nodiscard]] qsizetype count(const QString &event);
    void read();

    QProcess m_process;
    QByteArray m_received;
    QList<QJsonObject> m_events;
    int m_port = 0;
};

// Steps of a reply.
[[nodiscard]] QJsonObject head(int status, const QString &contentType,
                               const QJsonArray &headers = {}, const QString &framing = {});
[[nodiscard]] QJsonObject sent(const QByteArray &text);
[[nodiscard]] QJsonObject step(const QString &name);

} // namespace hermes::test
