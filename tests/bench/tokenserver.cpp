#include "tokenserver.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace hermes::bench {

struct TokenServerState
{
    std::atomic<std::int64_t> firstToken = 0;
    std::atomic<int> tokens = 0;
    std::atomic<int> port = 0;
};

namespace {

constexpr std::int64_t second = 1'000'000'000; // ns

} // namespace

std::int64_t monotonicNanoseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * second + time.tv_nsec;
}

namespace {

/// A section of an answer, as models write them.
QByteArray section(int number)
{
    const QByteArray name = QByteArray::number(number);
    return "## Step " + name
        + "\n\nThe endpoint **must be idempotent**: repeated calls with the same `Idempotency-Key` "
          "give the same answer, and nothing is written twice. See [the contract]"
          "(https://example.com/contract/"
        + name
        + ").\n\n- One transaction: order state, stock release, outbox event.\n- *409* when the "
          "order has shipped already.\n- A retry after a time-out reads the stored answer.\n\n"
          "```cpp\nResult<Order> cancel(const OrderId &id, const Key &key)\n{\n    if (auto known "
          "= answers.find(key)) {\n        return known->order; // the same answer\n    }\n    "
          "return orders.cancel(id);\n}\n```\n\n| Case | Status | Written |\n|---|---|---|\n| new "
          "| 202 | yes |\n| repeated | 202 | no |\n| shipped | 409 | no |\n\n1. Write the test "
          "first.\n2. Then the code.\n\n";
}

/// In pieces of about four characters, as tokens are.
QList<QByteArray> tokensOf(const QByteArray &text)
{
    constexpr qsizetype usual = 4;
    QList<QByteArray> tokens;
    for (qsizetype start = 0; start < text.size(); start += usual) {
        tokens.append(text.mid(start, usual));
    }
    return tokens;
}

QByteArray event(const QByteArray &token)
{
    const QJsonObject delta{{u"content"_s, QString::fromUtf8(token)}};
    const QJsonObject choice{{u"index"_s, 0}, {u"delta"_s, delta}};
    return "data: "
        + QJsonDocument(QJsonObject{{u"choices"_s, QJsonArray{choice}}})
              .toJson(QJsonDocument::Compact)
        + "\n\n";
}

bool written(int connection, const QByteArray &bytes)
{
    return ::send(connection, bytes.data(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL)
        == bytes.size();
}

void waitUntil(std::int64_t moment)
{
    const timespec time{moment / second, moment % second};
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

void readRequest(int connection)
{
    QByteArray request;
    std::array<char, 65536> buffer{};
    while (true) {
        const qsizetype head = request.indexOf("\r\n\r\n");
        if (head >= 0) {
            const qsizetype at = request.toLower().indexOf("content-length:");
            const qsizetype length = at < 0
                ? 0
                : request.mid(at + 15, request.indexOf('\r', at) - at - 15).trimmed().toLongLong();
            if (request.size() >= head + 4 + length) {
                return;
            }
        }
        const ssize_t count = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            return;
        }
        request.append(buffer.data(), count);
    }
}

void answer(int connection, TokenServerState &shared, const QList<QByteArray> &events,
            int perSecond)
{
    const int isAtOnce = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &isAtOnce, sizeof isAtOnce);
    readRequest(connection);
    written(connection,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    std::int64_t next = monotonicNanoseconds() + second / 5;
    const int count = shared.tokens;
    for (int token = 0; token < count; ++token) {
        waitUntil(next);
        next += second / perSecond;
        if (token == 0) {
            shared.firstToken = monotonicNanoseconds();
        }
        if (!written(connection, events.at(token % events.size()))) {
            break;
        }
    }
    written(connection,
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
            "data: [DONE]\n\n");
    ::close(connection);
}

[[noreturn]] void serve(int listener, TokenServerState &shared, int perSecond)
{
    constexpr int sections = 200;
    QByteArray text;
    for (int number = 1; number <= sections; ++number) {
        text += section(number);
    }
    QList<QByteArray> events;
    for (const auto tokens = tokensOf(text); const QByteArray &token : tokens) {
        events.append(event(token));
    }
    while (true) {
        if (const int connection = ::accept(listener, nullptr, nullptr); connection >= 0) {
            answer(connection, shared, events, perSecond);
        }
    }
}

} // namespace

TokenServer::TokenServer(int tokens, int tokensPerSecond)
{
    void *memory = ::mmap(nullptr, sizeof(TokenServerState), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (memory == MAP_FAILED || ::bind(listener, generic, size) != 0 || ::listen(listener, 4) != 0
        || ::getsockname(listener, generic, &size) != 0) {
        std::abort();
    }
    m_shared = new (memory) TokenServerState;
    m_shared->tokens = tokens;
    m_shared->port = ntohs(address.sin_port);
    m_process = ::fork();
    if (m_process == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(listener, *m_shared, tokensPerSecond);
    }
    ::close(listener);
}

TokenServer::~TokenServer()
{
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
    ::munmap(m_shared, sizeof(TokenServerState));
}

QString TokenServer::baseUrl() const
{
    return u"http://127.0.0.1:%1/v1"_s.arg(m_shared->port.load());
}

void TokenServer::setTokens(int tokens)
{
    m_shared->tokens = tokens;
}

std::int64_t TokenServer::firstToken() const
{
    return m_shared->firstToken;
}

} // namespace hermes::bench
