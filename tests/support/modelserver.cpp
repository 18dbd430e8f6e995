#include "modelserver.h"

#include "sourcefolder.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

constexpr int patience = 30000; ///< ms; only a broken server takes so long.

} // namespace

QByteArray ModelServer::Request::header(const QByteArray &name) const
{
    const auto found = std::ranges::find_if(headers, [&name](const auto &pair) {
        return pair.first.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == headers.end() ? QByteArray() : found->second;
}

ModelServer::ModelServer(const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(u"python3"_s,
                    QStringList{sourceFolder() + u"/tests/support/modelserver"_s} + arguments);
    while (m_port == 0 && m_process.waitForReadyRead(patience)) {
        read();
        if (!m_events.isEmpty()) {
            m_port = m_events.constFirst().value("port"_L1).toInt();
        }
    }
}

ModelServer::~ModelServer()
{
    m_process.kill();
    m_process.waitForFinished(patience);
}

QString ModelServer::replying(const QString &name, const QJsonArray &replies)
{
    const auto isOfBefore = [&name](const QJsonObject &event) {
        return event.value("name"_L1) == name;
    };
    m_events.removeIf(isOfBefore);
    m_process.write(QJsonDocument(QJsonObject{{u"name"_s, name}, {u"replies"_s, replies}})
                        .toJson(QJsonDocument::Compact)
                    + '\n');
    if (!waitFor(u"ready"_s, name)) {
        return {};
    }
    m_events.removeIf(isOfBefore); // what nobody had read before
    return u"http://127.0.0.1:%1/%2"_s.arg(m_port).arg(name);
}

QList<ModelServer::Request> ModelServer::requests(const QString &name)
{
    read();
    QList<Request> requests;
    for (const QJsonObject &event : std::as_const(m_events)) {
        if (event.value("event"_L1) != "request"_L1 || event.value("name"_L1) != name) {
            continue;
        }
        Request request{event.value("method"_L1).toString(),
                        event.value("target"_L1).toString(),
                        {},
                        QByteArray::fromBase64(event.value("body"_L1).toString().toLatin1())};
        for (const QJsonArray headers = event.value("headers"_L1).toArray();
             const auto &pair : headers) {
            request.headers.emplaceBack(pair[0].toString().toLatin1(),
                                        pair[1].toString().toLatin1());
        }
        requests.append(request);
    }
    return requests;
}

qsizetype ModelServer::requestCount()
{
    return count(u"request"_s);
}

qsizetype ModelServer::connectionCount()
{
    return count(u"accepted"_s);
}

qsizetype ModelServer::count(const QString &event)
{
    read();
    return std::ranges::count_if(
        m_events, [&event](const QJsonObject &each) { return each.value("event"_L1) == event; });
}

bool ModelServer::waitForClosed(const QString &name)
{
    return waitFor(u"closed"_s, name);
}

std::chrono::steady_clock::time_point ModelServer::closedAt(const QString &name)
{
    if (!waitFor(u"closed"_s, name)) {
        return std::chrono::steady_clock::time_point::max();
    }
    const auto last = std::ranges::find_last_if(m_events, [&name](const QJsonObject &event) {
        return event.value("event"_L1) == "closed"_L1 && event.value("name"_L1) == name;
    });
    return std::chrono::steady_clock::time_point(
        std::chrono::nanoseconds(last.front().value("at"_L1).toInteger()));
}

QByteArray ModelServer::everythingReceived()
{
    QByteArray text;
    read();
    for (const QJsonObject &event : std::as_const(m_events)) {
        text += QJsonDocument(event).toJson();
    }
    return text;
}

bool ModelServer::waitFor(const QString &event, const QString &name)
{
    const auto happened = [&] {
        read();
        return std::ranges::any_of(m_events, [&](const QJsonObject &each) {
            return each.value("event"_L1) == event && each.value("name"_L1) == name;
        });
    };
    while (!happened()) {
        if (!m_process.waitForReadyRead(patience)) {
            return false;
        }
    }
    return true;
}

void ModelServer::read()
{
    m_received += m_process.readAllStandardOutput();
    for (qsizetype end; (end = m_received.indexOf('\n')) >= 0;) {
        m_events.append(QJsonDocument::fromJson(m_received.first(end)).object());
        m_received = m_received.sliced(end + 1);
    }
}

QJsonObject head(int status, const QString &contentType, const QJsonArray &headers,
                 const QString &framing)
{
    QJsonArray all = headers;
    if (!contentType.isEmpty()) {
        all.append(QJsonArray{u"Content-Type"_s, contentType});
    }
    QJsonObject json{{u"head"_s, status}, {u"headers"_s, all}};
    if (!framing.isEmpty()) {
        json.insert(u"framing"_s, framing);
    }
    return json;
}

QJsonObject sent(const QByteArray &text)
{
    return {{u"send64"_s, QString::fromLatin1(text.toBase64())}};
}

QJsonObject step(const QString &name)
{
    return {{name, true}};
}

} // namespace hermes::test
