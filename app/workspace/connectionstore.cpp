#include "workspace/connectionstore.h"

#include "core/directoryfilesource.h"
#include "core/onworker.h"
#include "workspace/filelock.h"
#include "workspace/filesave.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMutex>
#include <QStandardPaths>
#include <QThread>
#include <QUuid>
#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

constexpr qint64 largestFile = 4 << 20; ///< bytes
constexpr std::chrono::seconds longestWait(5); ///< For another program that writes.
constexpr std::chrono::milliseconds lastWait(20); ///< For it at our own end.
constexpr std::chrono::milliseconds betweenTries(5);

const QString listKey = u"connections"_s;
const QString idKey = u"id"_s;
const QString nameKey = u"name"_s;
const QString settingsKey = u"settings"_s;
const QString keyringKey = u"keyStoredIn"_s;
const QString toldKey = u"told"_s;
const QString serverKey = u"server"_s;
const QString windowsKey = u"windows"_s;

QString keyringName(keys::Keyring keyring)
{
    switch (keyring) {
    case keys::Keyring::SecretService:
        return u"secret-service"_s;
    case keys::Keyring::KWallet:
        return u"kwallet"_s;
    case keys::Keyring::None:
        break;
    }
    return {};
}

keys::Keyring keyringNamed(const QString &name)
{
    return name == u"kwallet"_s       ? keys::Keyring::KWallet
        : name == u"secret-service"_s ? keys::Keyring::SecretService
                                      : keys::Keyring::None;
}

QJsonObject toJson(const ToldWindows &told)
{
    QJsonObject windows;
    for (const auto &[modelId, tokens] : told.tokens.asKeyValueRange()) {
        windows.insert(modelId, tokens);
    }
    return {{serverKey, told.server}, {windowsKey, windows}};
}

ToldWindows toldFrom(const QJsonObject &json)
{
    ToldWindows told{json.value(serverKey).toString(), {}};
    const QJsonObject windows = json.value(windowsKey).toObject();
    for (auto each = windows.begin(); each != windows.end(); ++each) {
        if (const qint64 tokens = each.value().toInteger(); tokens > 0) {
            told.tokens.insert(each.key(), tokens);
        }
    }
    return told;
}

/// Over `object`, whose other fields stay.
QJsonObject written(QJsonObject object, const Connection &connection)
{
    object.insert(idKey, connection.id);
    object.insert(nameKey, connection.name);
    object.insert(settingsKey, modelapi::toJson(connection.settings));
    if (connection.keyStoredIn == keys::Keyring::None) {
        object.remove(keyringKey);
    } else {
        object.insert(keyringKey, keyringName(connection.keyStoredIn));
    }
    if (connection.told.tokens.isEmpty()) {
        object.remove(toldKey);
    } else {
        object.insert(toldKey, toJson(connection.told));
    }
    return object;
}

/// nullopt for one that a newer program made: it stays in the file and is not shown.
std::optional<Connection> connectionFrom(const QJsonObject &object)
{
    const auto settings = modelapi::settingsFromJson(object.value(settingsKey).toObject());
    const QString id = object.value(idKey).toString();
    if (!settings || id.isEmpty()) {
        return std::nullopt;
    }
    return Connection{id, object.value(nameKey).toString(), *settings,
                      keyringNamed(object.value(keyringKey).toString()),
                      toldFrom(object.value(toldKey).toObject())};
}

/// What is in the file, and its bytes' fingerprint; none = there is no file.
struct Stored
{
    QJsonObject document;
    std::optional<QByteArray> fingerprint;
};

Result<Stored> readStored(const QFileInfo &file)
{
    const auto name = core::RepoPath::parse(file.fileName());
    if (!name) {
        return std::unexpected(name.error());
    }
    const auto bytes = core::DirectoryFileSource(file.absolutePath()).read(*name, largestFile);
    if (!bytes) {
        return bytes.error().code == ErrorCode::NotFound ? Result<Stored>(Stored{})
                                                         : std::unexpected(bytes.error());
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &error);
    const QJsonValue list = document.object().value(listKey);
    if (!document.isObject() || (!list.isUndefined() && !list.isArray())) {
        return core::failure(
            ErrorCode::InvalidFormat,
            ConnectionStore::tr("The connections in %1 cannot be read. The file was not changed; "
                                "mend it or move it away, then start again.")
                .arg(QDir::toNativeSeparators(file.filePath())),
            error.errorString());
    }
    return Stored{document.object(), fingerprint(*bytes)};
}

QList<Connection> listed(const QJsonObject &document)
{
    QList<Connection> connections;
    for (const auto list = document.value(listKey).toArray(); const auto &value : list) {
        if (const auto connection = connectionFrom(value.toObject())) {
            connections.append(*connection);
        }
    }
    return connections;
}

} // namespace

QString newConnectionId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString connectionsFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/hermes-studio/connections.json"_s;
}

Result<QList<Connection>> readConnections(const QString &file)
{
    return readStored(QFileInfo(file)).transform([](const Stored &stored) {
        return listed(stored.document);
    });
}

/// Changes that are still to be written, in their order.
class ConnectionStore::Writer
{
public:
    explicit Writer(const QString &file) : m_file(file) { }

    /// True if nobody is writing: the caller sees to it that write() runs.
    [[nodiscard]] bool add(const Change &change)
    {
        const QMutexLocker lock(&m_mutex);
        m_pending.append(change);
        return !std::exchange(m_isWriting, true);
    }

    /// Waits no longer for another program than is not felt. Thread: any.
    void hurry()
    {
        const QMutexLocker lock(&m_mutex);
        m_lastTry.setRemainingTime(lastWait);
    }

    /// Tells each error. Thread: a worker.
    void write(const std::function<void(const Error &)> &failed)
    {
        for (QList<Change> next = take(); !next.isEmpty(); next = take()) {
            if (const Result<void> saved = save(next); !saved) {
                failed(saved.error());
            }
        }
    }

private:
    QList<Change> take()
    {
        const QMutexLocker lock(&m_mutex);
        m_isWriting = !m_pending.isEmpty();
        return std::exchange(m_pending, {});
    }

    [[nodiscard]] Result<void> save(const QList<Change> &changes) const
    {
        QDir().mkpath(m_file.absolutePath());
        const auto name = core::RepoPath::parse(m_file.fileName());
        if (!name) {
            return std::unexpected(name.error());
        }
        // between the look at the file and its replacement nobody else writes
        const Result<FileLock> turn = awaitTurn();
        // At our end rather beside whoever holds the lock than not at all: who replaces the file
        // looks whether it is still the one that was read.
        if (!turn && !(turn.error().code == ErrorCode::RepositoryLocked && isLate())) {
            return std::unexpected(turn.error());
        }
        const Result<Stored> stored = readStored(m_file);
        if (!stored) {
            return std::unexpected(stored.error());
        }
        const Result<void> saved =
            saveFile({m_file.absolutePath(), *name, changed(stored->document, changes),
                      stored->fingerprint});
        if (saved && !stored->fingerprint) {
            // addresses of servers are nobody else's business; later saves keep the mode
            QFile::setPermissions(m_file.filePath(), QFile::ReadOwner | QFile::WriteOwner);
        }
        return saved;
    }

    [[nodiscard]] bool isLate() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_lastTry.hasExpired();
    }

    [[nodiscard]] Result<FileLock> awaitTurn() const
    {
        const QString path = m_file.filePath() + u".lock"_s;
        const QString held =
            ConnectionStore::tr("Another program is writing %1. The connections "
                                "are kept until you quit; change one to try again.")
                .arg(QDir::toNativeSeparators(m_file.filePath()));
        const QDeadlineTimer deadline(longestWait);
        Result<FileLock> lock = FileLock::acquire(path, held);
        while (!lock && lock.error().code == ErrorCode::RepositoryLocked && !deadline.hasExpired()
               && !isLate()) {
            QThread::sleep(betweenTries);
            lock = FileLock::acquire(path, held);
        }
        return lock;
    }

    [[nodiscard]] static QByteArray changed(QJsonObject document, const QList<Change> &changes)
    {
        QJsonArray list = document.value(listKey).toArray();
        for (const Change &change : changes) {
            const auto place = std::ranges::find_if(list, [&change](const QJsonValue &value) {
                return value.toObject().value(idKey).toString() == change.id;
            });
            if (place != list.end() && change.connection) {
                *place = written(place->toObject(), *change.connection);
            } else if (place != list.end()) {
                list.erase(place);
            } else if (change.connection) {
                list.append(written({}, *change.connection));
            }
        }
        document.insert(listKey, list);
        return QJsonDocument(document).toJson();
    }

    const QFileInfo m_file;
    mutable QMutex m_mutex;
    QDeadlineTimer m_lastTry{QDeadlineTimer::Forever};
    QList<Change> m_pending;
    bool m_isWriting = false;
};

ConnectionStore::ConnectionStore(const QString &file, QObject *parent)
    : QObject(parent), m_writer(std::make_shared<Writer>(file))
{
    core::whenDone(core::onWorker([file] { return readConnections(file); }), this,
                   [this](const Result<QList<Connection>> &read) {
                       if (read) {
                           m_connections = *read;
                       }
                       m_isLoaded = true;
                       for (const auto changes = std::exchange(m_beforeLoaded, {});
                            const Change &change : changes) {
                           apply(change);
                       }
                       Q_EMIT loaded();
                       Q_EMIT changed();
                       if (!read) {
                           Q_EMIT failed(read.error());
                       }
                   });
}

ConnectionStore::~ConnectionStore()
{
    m_writer->hurry();
    m_work.waitForFinished();
}

std::optional<Connection> ConnectionStore::connection(const QString &id) const
{
    const auto found = std::ranges::find(m_connections, id, &Connection::id);
    return found == m_connections.end() ? std::nullopt : std::optional(*found);
}

void ConnectionStore::put(const Connection &connection)
{
    if (this->connection(connection.id) != connection) {
        write({connection.id, connection});
    }
}

void ConnectionStore::remove(const QString &id)
{
    write({id, std::nullopt});
}

void ConnectionStore::apply(const Change &change)
{
    const auto place = std::ranges::find(m_connections, change.id, &Connection::id);
    if (place == m_connections.end()) {
        if (change.connection) {
            m_connections.append(*change.connection);
        }
    } else if (change.connection) {
        *place = *change.connection;
    } else {
        m_connections.erase(place);
    }
}

void ConnectionStore::write(const Change &change)
{
    if (!m_isLoaded) {
        m_beforeLoaded.append(change);
    }
    apply(change);
    Q_EMIT changed();
    if (!m_writer->add(change)) {
        return;
    }
    // this outlives the worker: its end waits for it
    const auto tell = [this](const Error &error) {
        QMetaObject::invokeMethod(
            this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
    };
    m_work = QtConcurrent::run([writer = m_writer, tell] { writer->write(tell); });
}

} // namespace hermes::workspace
