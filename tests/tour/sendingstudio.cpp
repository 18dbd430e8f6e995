#include "sendingstudio.h"

#include "runs/rundatabase.h"
#include "workspace/connectionstore.h"
#include "workspace/filelock.h"
#include "workspace/settings.h"
#include "workspace/testsend.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLockFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace hermes::tour {

namespace {

constexpr int patience = 20'000; ///< ms
constexpr qsizetype mostColumns = 8;
const QString connectionId = u"closing"_s;
const QString path = u"closing"_s; ///< On the server.

/// A port of loopback whose queue is full: a connection to it is neither made nor refused.
class SilentPort
{
public:
    SilentPort() : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto *plain = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, plain, length) != 0 || ::listen(m_listener, 0) != 0
            || ::getsockname(m_listener, plain, &length) != 0) {
            qFatal("no silent port");
        }
        m_port = ntohs(address.sin_port);
        for (int &guest : m_guests) {
            guest = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            ::connect(guest, plain, length);
        }
    }
    ~SilentPort()
    {
        for (const int guest : m_guests) {
            ::close(guest);
        }
        ::close(m_listener);
    }
    Q_DISABLE_COPY_MOVE(SilentPort)

    [[nodiscard]] int port() const { return m_port; }
    /// Whether somebody beside the guests tries to come in.
    [[nodiscard]] bool isTried() const
    {
        QFile table(u"/proc/net/tcp"_s);
        if (!table.open(QIODevice::ReadOnly)) {
            return false;
        }
        const QByteArray here =
            "0100007F:" + QByteArray::number(m_port, 16).toUpper().rightJustified(4, '0') + " 02";
        return table.readAll().count(here) > guestsBeyond();
    }

private:
    /// One guest fills the queue; the rest are still trying themselves.
    [[nodiscard]] qsizetype guestsBeyond() const { return std::ssize(m_guests) - 1; }

    int m_listener;
    int m_port = 0;
    std::array<int, 2> m_guests{};
};

QByteArray streamed(const QString &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text.toUtf8()
        + "\"}}]}\n\n";
}

QJsonArray replyOf(SendingStudio::Phase phase)
{
    using Phase = SendingStudio::Phase;
    switch (phase) {
    case Phase::FirstByte:
        return {test::step(u"hang"_s)};
    case Phase::RetryWait:
        return {test::head(429, u"application/json"_s,
                           {QJsonArray{u"Retry-After"_s, u"50"_s},
                            QJsonArray{u"Content-Length"_s, u"2"_s}},
                           u"length:2"_s),
                test::sent("{}")};
    default:
        return {test::head(200, u"text/event-stream"_s),
                test::sent(streamed(SendingStudio::beginning())),
                QJsonObject{{u"repeat"_s, QString::fromUtf8(streamed(u" and on"_s))},
                            {u"count"_s, 0},
                            {u"pause"_s, 0.02}}};
    }
}

} // namespace

/// What is kept from the program.
class SendingStudio::Held
{
public:
    Held() : m_name(u"held-%1"_s.arg(reinterpret_cast<quintptr>(this))) { }
    ~Held()
    {
        if (m_isHistoryHeld) {
            QSqlQuery(QSqlDatabase::database(m_name)).exec(u"ROLLBACK"_s);
            QSqlDatabase::database(m_name).close();
            QSqlDatabase::removeDatabase(m_name);
        }
    }
    Q_DISABLE_COPY_MOVE(Held)

    [[nodiscard]] const SilentPort &silentPort() const { return m_silent; }
    [[nodiscard]] bool holdHistory(const QString &file)
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        database.setDatabaseName(file);
        m_isHistoryHeld = true;
        return database.open() && QSqlQuery(database).exec(u"BEGIN IMMEDIATE"_s);
    }
    [[nodiscard]] bool holdStores(const QString &connections, const QString &settings)
    {
        m_settings = std::make_unique<QLockFile>(settings + u".lock"_s);
        auto lock = workspace::FileLock::acquire(connections + u".lock"_s, {});
        if (!lock || !m_settings->tryLock(patience)) {
            return false;
        }
        m_connections = std::make_unique<workspace::FileLock>(std::move(*lock));
        return true;
    }

private:
    QString m_name;
    SilentPort m_silent;
    bool m_isHistoryHeld = false;
    std::unique_ptr<QLockFile> m_settings;
    std::unique_ptr<workspace::FileLock> m_connections;
};

SendingStudio::SendingStudio() : m_held(std::make_unique<Held>()), m_studio(m_home.path()) { }

SendingStudio::~SendingStudio() = default;

QString SendingStudio::question()
{
    return u"Tell it all"_s;
}

QString SendingStudio::beginning()
{
    return u"Once upon a time"_s;
}

QString SendingStudio::newName()
{
    return u"Renamed at last"_s;
}

QString SendingStudio::config(const QString &file) const
{
    return m_home.path(u".config/hermes-studio/"_s + file);
}

QString SendingStudio::historyFile() const
{
    return m_home.path(u".local/share/hermes-studio/hermes-studio/runs.sqlite"_s);
}

void SendingStudio::prepare()
{
    workspace::Connection connection{connectionId, u"Loopback"_s, {}, keys::Keyring::None};
    connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
    connection.settings.modelId = u"tiny"_s;
    const QString served = m_server.replying(path, {replyOf(m_phase)});
    connection.settings.baseUrl = m_phase == Phase::Connecting
        ? u"http://127.0.0.1:%1/v1"_s.arg(m_held->silentPort().port())
        : served + u"/v1"_s;
    workspace::ConnectionStore(config(u"connections.json"_s)).put(connection);
    workspace::Settings settings(config(u"hermes-studio.ini"_s));
    settings.setTestConnection(connectionId);
    if (m_phase != Phase::Question) {
        settings.setAgreedServer(connectionId, workspace::shownServer(connection.settings));
    }
}

bool SendingStudio::reach(Phase phase)
{
    m_phase = phase;
    prepare();
    m_studio.start({u"--sample"_s});
    if (!expect(u"Backend Engineer"_s, u"page tab"_s)) {
        return false;
    }
    if (phase == Phase::StoresHeld) {
        return renameConnection();
    }
    m_robot.press(u"F5"_s);
    if (!expect(u"New conversation"_s) || (phase == Phase::EightColumns && !addColumns())) {
        return false;
    }
    return phase == Phase::Idle || ask();
}

bool SendingStudio::ask()
{
    m_robot.press(u"F5"_s); // to the question's field
    m_robot.type(question());
    m_robot.press(u"ctrl+Return"_s);
    if (!isThere()) {
        return false;
    }
    return m_phase != Phase::HistoryHeld
        || comes(u"to hold the history"_s, [this] { return m_held->holdHistory(historyFile()); });
}

bool SendingStudio::addColumns()
{
    for (qsizetype columns = 1; columns < mostColumns; ++columns) {
        if (!click(u"Add a column"_s)) {
            return false;
        }
        m_robot.press(u"Down"_s);
        m_robot.press(u"Return"_s);
        if (!comes(u"another column"_s,
                   [&] { return m_tree.dump().count(u"Loopback · tiny"_s) > columns; })) {
            return false;
        }
    }
    return true;
}

bool SendingStudio::renameConnection()
{
    m_robot.press(u"ctrl+shift+p"_s);
    m_robot.type(u"connections"_s);
    m_robot.press(u"Return"_s);
    if (!click(u"Name of the connection"_s, u"text"_s)) {
        return false;
    }
    if (!m_held->holdStores(config(u"connections.json"_s), config(u"hermes-studio.ini"_s))) {
        m_what = u"the stores cannot be held"_s;
        return false;
    }
    m_robot.press(u"ctrl+a"_s);
    m_robot.type(newName());
    m_robot.press(u"Escape"_s);
    return comes(u"the dialog's end"_s,
                 [this] { return !m_tree.find(u"Name of the connection"_s); });
}

bool SendingStudio::isThere()
{
    const auto answersBegun = [this](qsizetype number) {
        const QList<runs::Run> runs = history();
        return runs.size() == number && std::ranges::all_of(runs, [](const runs::Run &run) {
                   return run.answer.startsWith(beginning());
               });
    };
    switch (m_phase) {
    case Phase::Connecting:
        return comes(u"an attempt to connect"_s, [this] { return m_held->silentPort().isTried(); });
    case Phase::FirstByte:
        return comes(u"the question"_s, [this] { return m_server.requests(path).size() == 1; });
    case Phase::RetryWait:
        return expect(u"Next attempt in *"_s);
    case Phase::Question:
        return expect(u"Do not send"_s);
    case Phase::EightColumns:
        return comes(u"eight answers"_s, [&] { return answersBegun(mostColumns); });
    default:
        return comes(u"an answer"_s, [&] { return answersBegun(1); });
    }
}

SendingStudio::Ending SendingStudio::close(Way way)
{
    QElapsedTimer clock;
    clock.start();
    if (way == Way::Signal) {
        ::kill(static_cast<pid_t>(m_studio.processId()), SIGTERM);
    } else {
        // Not m_robot: it waits for xdotool's own end.
        QProcess::startDetached(
            u"xdotool"_s,
            {u"key"_s, u"--clearmodifiers"_s, way == Way::Window ? u"alt+F4"_s : u"ctrl+q"_s});
    }
    Ending ending;
    ending.exitCode = m_studio.waitForExit();
    ending.time = std::chrono::microseconds(clock.nsecsElapsed() / 1000);
    m_held.reset();
    return ending;
}

bool SendingStudio::isServerLeft()
{
    switch (m_phase) {
    case Phase::FirstByte:
    case Phase::Streaming:
    case Phase::HistoryHeld:
    case Phase::EightColumns:
        return m_server.waitForClosed(path);
    default:
        return true;
    }
}

QList<runs::Run> SendingStudio::history() const
{
    if (!QFile::exists(historyFile())) {
        return {};
    }
    const auto database = runs::RunDatabase::open(historyFile());
    return database ? (*database)->find({}).value_or(QList<runs::Run>()) : QList<runs::Run>();
}

QString SendingStudio::connectionName() const
{
    const auto connections = workspace::readConnections(config(u"connections.json"_s));
    return connections && !connections->isEmpty() ? connections->first().name : QString();
}

bool SendingStudio::expect(const QString &name, const QString &role)
{
    return comes(name, [&] { return m_tree.find(name, role).has_value(); });
}

bool SendingStudio::click(const QString &name, const QString &role)
{
    std::optional<AccessibleItem> item;
    if (!comes(name, [&] {
            item = m_tree.find(name, role);
            return item && m_tree.isEnabled(*item);
        })) {
        return false;
    }
    m_robot.click(item->place.center());
    return true;
}

bool SendingStudio::comes(const QString &what, const std::function<bool()> &isSo)
{
    if (QTest::qWaitFor(isSo, patience)) {
        return true;
    }
    m_what = u"“%1” does not come. What does:\n%2"_s.arg(what, m_tree.dump());
    return false;
}

} // namespace hermes::tour
