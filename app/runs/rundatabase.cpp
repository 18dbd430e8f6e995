#include "runs/rundatabase.h"

#include "runs/leftruns.h"
#include "runs/runconditions.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::runs {

namespace {

using core::ErrorCode;
using core::Result;

constexpr int formatVersion = 1;
constexpr int applicationId = 0x48524e53; // "HRNS"
constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr std::chrono::milliseconds turnTime(50); ///< For another program that writes.

constexpr qsizetype longestRead = 16LL * 1024 * 1024; ///< Bytes of records, of one query.

constexpr auto numberSetting = "number"_L1;
constexpr auto daysSetting = "days"_L1;
constexpr qint64 mostDays = 36'500;

// Where the files of a run stand in the table of pictures. Documents count downwards, so that a
// program that does not know of them still finds each picture.
constexpr int firstPicture = 0;
constexpr int firstDocument = -1;

// SQLite's result codes, without the extension in the upper bits.
constexpr int sqliteBusy = 5;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteNotADatabase = 26;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

std::unexpected<core::Error> translated(const QSqlError &error, const QString &file)
{
    const QString shown = QDir::toNativeSeparators(file);
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return core::failure(ErrorCode::InvalidFormat,
                             Tr::tr("The history of runs in %1 is damaged.").arg(shown),
                             error.text());
    case sqliteBusy:
        return core::failure(ErrorCode::RepositoryLocked,
                             Tr::tr("Another program is writing the history of runs in %1: this "
                                    "was not kept there. The answer is on the screen.")
                                 .arg(shown),
                             error.text());
    case sqliteFull:
        return core::failure(ErrorCode::DiskFull,
                             Tr::tr("The disk is full: the run could not be kept in %1. The answer "
                                    "is on the screen; make room and send again to keep it.")
                                 .arg(shown),
                             error.text());
    case sqliteReadOnly:
        return core::failure(
            ErrorCode::NotWritable,
            Tr::tr("The history of runs in %1 may not be written. Runs are not kept until it may.")
                .arg(shown),
            error.text());
    default:
        return core::failure(ErrorCode::NotReadable,
                             Tr::tr("The history of runs in %1 does not answer: %2")
                                 .arg(shown, error.databaseText()),
                             error.text());
    }
}

/// SQLite gives its side files the mode of the file itself.
Result<void> makeFile(const QString &file)
{
    const QFileInfo info(file);
    if (!QDir().mkpath(info.absolutePath())) {
        return core::failure(ErrorCode::NotWritable,
                             Tr::tr("The folder %1 for the history of runs cannot be made.")
                                 .arg(QDir::toNativeSeparators(info.absolutePath())));
    }
    if (!info.exists()) {
        QFile made(file);
        if (!made.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly) && !info.exists()) {
            return core::failure(ErrorCode::NotWritable,
                                 Tr::tr("The history of runs %1 cannot be made: %2")
                                     .arg(QDir::toNativeSeparators(file), made.errorString()));
        }
    }
    if ((QFile::permissions(file) & ~(ownerOnly | QFile::ReadUser | QFile::WriteUser)) != 0) {
        QFile::setPermissions(file, ownerOnly);
    }
    return {};
}

} // namespace

RunDatabase::RunDatabase(QString file, QString connection)
    : m_file(std::move(file)), m_connection(std::move(connection))
{
}

RunDatabase::~RunDatabase()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<RunDatabase>> RunDatabase::open(const QString &file)
{
    if (const auto made = makeFile(file); !made) {
        return std::unexpected(made.error());
    }
    const QString connection = u"runs-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<RunDatabase> database(new RunDatabase(file, connection));
    QSqlDatabase sqlite = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
    if (!sqlite.isValid()) {
        return core::failure(ErrorCode::NotReadable,
                             Tr::tr("Runs are not kept: Qt's SQLite driver is not installed "
                                    "(package libqt6sql6-sqlite)."));
    }
    sqlite.setDatabaseName(file);
    sqlite.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(turnTime.count()));
    if (!sqlite.open()) {
        return translated(sqlite.lastError(), file);
    }
    if (const auto ready = database->prepare(); !ready) {
        return std::unexpected(ready.error());
    }
    const auto taken = database->takeLeft();
    if (!taken && taken.error().code == ErrorCode::RepositoryLocked) {
        return std::unexpected(taken.error()); // to be tried again
    }
    // Else what is left waits where it is: the history can be read, and erased, all the same.
    return database;
}

Result<QString> RunDatabase::setAside(const QString &file, const QDateTime &now)
{
    const QString stamp = now.toUTC().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    QString aside = u"%1.damaged-%2"_s.arg(file, stamp);
    QFile damaged(file);
    if (!damaged.rename(aside)) {
        return core::failure(
            ErrorCode::NotWritable,
            Tr::tr("The history of runs in %1 is damaged and could not be moved away: %2. Runs are "
                   "not kept; move the file away and start again.")
                .arg(QDir::toNativeSeparators(file), damaged.errorString()));
    }
    // A log that is left behind would be taken for the new file's.
    for (const QString &suffix : {u"-wal"_s, u"-shm"_s}) {
        if (QFile::exists(file + suffix) && !QFile::rename(file + suffix, aside + suffix)) {
            QFile::remove(file + suffix);
        }
    }
    return aside;
}

Result<void> RunDatabase::leave(const QString &file, const Run &run)
{
    return leaveRun(file, run);
}

/// One that cannot be put keeps none of the others back. Errors: that of the first.
Result<void> RunDatabase::takeLeft()
{
    Result<void> done;
    for (const auto all = leftRuns(m_file); const LeftRun &left : all) {
        const Result<void> taken =
            put(left.run).and_then([&left] { return removeLeftFile(left.file); });
        if (!taken && done) {
            done = taken;
        }
    }
    return done;
}

/// What another program left beside the file would come back when it is opened next.
Result<void> RunDatabase::eraseLeft(const ErasedRuns &erased) const
{
    if (isAll(erased)) {
        return removeAllLeft(m_file);
    }
    for (const auto all = leftRuns(m_file); const LeftRun &left : all) {
        if (!isAmong(left.run, erased)) {
            continue;
        }
        if (const Result<void> removed = removeLeftFile(left.file); !removed) {
            return removed;
        }
    }
    return {};
}

Result<void> RunDatabase::run(const QString &statement, const QVariantList &values) const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    if (!query.prepare(statement)) {
        return translated(query.lastError(), m_file);
    }
    for (const QVariant &value : values) {
        query.addBindValue(value);
    }
    if (!query.exec()) {
        return translated(query.lastError(), m_file);
    }
    return {};
}

Result<void> RunDatabase::prepare()
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    const auto first = [&](const QString &statement) -> Result<QVariant> {
        if (!query.exec(statement) || !query.next()) {
            return translated(query.lastError(), m_file);
        }
        QVariant value = query.value(0);
        query.finish();
        return value;
    };
    const auto version = first(u"PRAGMA user_version"_s);
    if (!version) {
        return std::unexpected(version.error());
    }
    if (version->toInt() > formatVersion) {
        return core::failure(ErrorCode::RepositoryUnsupported,
                             Tr::tr("A newer Hermes Studio made the history of runs in %1. It is "
                                    "left as it is, and runs are not kept.")
                                 .arg(QDir::toNativeSeparators(m_file)));
    }
    const auto check = first(u"PRAGMA quick_check(1)"_s);
    if (!check || check->toString() != u"ok") {
        return check ? core::failure(ErrorCode::InvalidFormat,
                                     Tr::tr("The history of runs in %1 is damaged.")
                                         .arg(QDir::toNativeSeparators(m_file)),
                                     check->toString())
                     : Result<void>(std::unexpected(check.error()));
    }
    for (
        const QString &statement :
        {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = NORMAL"_s,
         u"PRAGMA secure_delete = ON"_s,
         u"CREATE TABLE IF NOT EXISTS run (id TEXT PRIMARY KEY, started INTEGER NOT NULL, "
         "entry TEXT NOT NULL, registry TEXT NOT NULL, words TEXT NOT NULL, record TEXT NOT NULL)"_s,
         u"CREATE TABLE IF NOT EXISTS picture (digest TEXT PRIMARY KEY, bytes BLOB NOT NULL)"_s,
         u"CREATE TABLE IF NOT EXISTS pictureOfRun (run TEXT NOT NULL, position INTEGER NOT NULL, "
         "digest TEXT NOT NULL, PRIMARY KEY (run, position))"_s,
         u"CREATE TABLE IF NOT EXISTS keeping (name TEXT PRIMARY KEY, value INTEGER NOT NULL)"_s,
         u"CREATE INDEX IF NOT EXISTS runsInTime ON run (started)"_s,
         u"CREATE INDEX IF NOT EXISTS runsOfEntry ON run (entry, started)"_s,
         u"PRAGMA application_id = %1"_s.arg(applicationId),
         u"PRAGMA user_version = %1"_s.arg(formatVersion)}) {
        if (!query.exec(statement)) {
            return translated(query.lastError(), m_file);
        }
        query.finish();
    }
    return {};
}

Result<void> RunDatabase::put(const Run &run)
{
    return inTransaction([&] {
        return this
            ->run(
                u"INSERT OR REPLACE INTO run (id, started, entry, registry, words, record) VALUES (?, ?, ?, ?, ?, ?)"_s,
                {run.id, run.started.toMSecsSinceEpoch(), run.entry.toString(), run.registry,
                 wordsOf(run),
                 QString::fromUtf8(QJsonDocument(toJson(run)).toJson(QJsonDocument::Compact))})
            .and_then([&] { return putFiles(run); });
    });
}

Result<void> RunDatabase::inTransaction(const std::function<Result<void>()> &work) const
{
    // At once: a transaction that begins to write later may find that another program has written.
    return run(u"BEGIN IMMEDIATE"_s, {}).and_then([&] {
        Result<void> done = work();
        if (done) {
            done = run(u"COMMIT"_s, {});
        }
        if (!done) { // a commit that fails may leave the transaction open, and none could begin
            (void)run(u"ROLLBACK"_s, {});
        }
        return done;
    });
}

Result<void> RunDatabase::putFiles(const Run &run) const
{
    QSqlQuery known(QSqlDatabase::database(m_connection, false));
    known.prepare(u"SELECT 1 FROM pictureOfRun WHERE run = ?"_s);
    known.addBindValue(run.id);
    if (!known.exec()) {
        return translated(known.lastError(), m_file);
    }
    if (known.next()) {
        return {};
    }
    const auto keep = [&](int position, const QByteArray &bytes) -> Result<void> {
        if (bytes.isEmpty()) {
            return {};
        }
        const QString digest = digestOf(bytes);
        return this
            ->run(u"INSERT OR IGNORE INTO picture (digest, bytes) VALUES (?, ?)"_s, {digest, bytes})
            .and_then([&] {
                return this->run(
                    u"INSERT INTO pictureOfRun (run, position, digest) VALUES (?, ?, ?)"_s,
                    {run.id, position, digest});
            });
    };
    int picture = firstPicture;
    int document = firstDocument;
    Result<void> kept;
    for (const modelapi::Turn &turn : run.turns) {
        for (const modelapi::Image &image : turn.images) {
            kept = kept.and_then([&] { return keep(picture++, image.bytes); });
        }
        for (const modelapi::Document &each : turn.documents) {
            kept = kept.and_then([&] { return keep(document--, each.bytes); });
        }
    }
    return kept;
}

Result<Run> RunDatabase::withFiles(Run run) const
{
    QSqlQuery select(QSqlDatabase::database(m_connection, false));
    select.setForwardOnly(true);
    select.prepare(u"SELECT position, bytes FROM pictureOfRun JOIN picture USING (digest) "
                   "WHERE run = ?"_s);
    select.addBindValue(run.id);
    if (!select.exec()) {
        return translated(select.lastError(), m_file);
    }
    QHash<int, QByteArray> kept;
    while (select.next()) {
        kept.insert(select.value(0).toInt(), select.value(1).toByteArray());
    }
    if (select.lastError().isValid()) {
        return translated(select.lastError(), m_file);
    }
    int picture = firstPicture;
    int document = firstDocument;
    for (modelapi::Turn &turn : run.turns) {
        for (modelapi::Image &image : turn.images) {
            image.bytes = kept.value(picture++);
        }
        for (modelapi::Document &each : turn.documents) {
            each.bytes = kept.value(document--);
        }
    }
    return run;
}

Result<void> RunDatabase::dropUnusedFiles() const
{
    return run(u"DELETE FROM pictureOfRun WHERE run NOT IN (SELECT id FROM run)"_s, {})
        .and_then([this] {
            return run(u"DELETE FROM picture WHERE digest NOT IN "
                       "(SELECT digest FROM pictureOfRun)"_s,
                       {});
        });
}

Result<QList<Run>> RunDatabase::find(const RunQuery &query) const
{
    Condition condition = conditionOf(query);
    if (!query.after.isEmpty()) {
        condition.add(u"(started, id) < (SELECT started, id FROM run WHERE id = ?)"_s, query.after);
    }
    QSqlQuery select(QSqlDatabase::database(m_connection, false));
    select.setForwardOnly(true);
    if (!select.prepare(
            u"SELECT record FROM run WHERE %1 ORDER BY started DESC, id DESC LIMIT ?"_s.arg(
                condition.text()))) {
        return translated(select.lastError(), m_file);
    }
    for (const QVariant &value : std::as_const(condition.values)) {
        select.addBindValue(value);
    }
    select.addBindValue(qint64(query.limit));
    if (!select.exec()) {
        return translated(select.lastError(), m_file);
    }
    QList<Run> runs;
    qsizetype read = 0;
    while ((query.limit < 0 || read < longestRead) && select.next()) {
        const QByteArray record = select.value(0).toString().toUtf8();
        read += record.size();
        // What a newer program wrote in its own way is left alone.
        if (const auto run = runFromJson(QJsonDocument::fromJson(record).object())) {
            runs.append(*run);
        }
    }
    if (select.lastError().isValid()) {
        return translated(select.lastError(), m_file);
    }
    return runs;
}

Result<qsizetype> RunDatabase::count(const RunQuery &query) const
{
    const Condition condition = conditionOf(query);
    QSqlQuery select(QSqlDatabase::database(m_connection, false));
    select.prepare(u"SELECT COUNT(*) FROM run WHERE "_s + condition.text());
    for (const QVariant &value : condition.values) {
        select.addBindValue(value);
    }
    if (!select.exec() || !select.next()) {
        return translated(select.lastError(), m_file);
    }
    return select.value(0).value<qsizetype>();
}

Result<RunLimits> RunDatabase::limits(RunLimits usual) const
{
    QSqlQuery select(QSqlDatabase::database(m_connection, false));
    if (!select.exec(u"SELECT name, value FROM keeping"_s)) {
        return translated(select.lastError(), m_file);
    }
    while (select.next()) {
        const QString name = select.value(0).toString();
        const qint64 value = select.value(1).toLongLong();
        if (value <= 0) {
            continue; // nobody sets that
        }
        if (name == numberSetting) {
            usual.number = value;
        } else if (name == daysSetting) {
            usual.age = std::chrono::days(static_cast<int>(std::min<qint64>(value, mostDays)));
        }
    }
    return usual;
}

Result<void> RunDatabase::setLimits(const RunLimits &limits)
{
    const QString statement = u"INSERT OR REPLACE INTO keeping (name, value) VALUES (?, ?)"_s;
    return inTransaction([&] {
        return run(statement, {QString(numberSetting), qint64(limits.number)}).and_then([&] {
            return run(statement, {QString(daysSetting), qint64(limits.age.count())});
        });
    });
}

Result<void> RunDatabase::erase(const ErasedRuns &erased)
{
    const Condition condition = conditionOf(erased);
    return eraseLeft(erased)
        .and_then([&] {
            return inTransaction([&] {
                return run(u"DELETE FROM run WHERE "_s + condition.text(), condition.values)
                    .and_then([this] { return dropUnusedFiles(); });
            });
        })
        .and_then([this] { return emptyLog(); });
}

/// Else erased text would stay in the log for a while.
Result<void> RunDatabase::emptyLog() const
{
    QSqlQuery log(QSqlDatabase::database(m_connection, false));
    if (!log.exec(u"PRAGMA wal_checkpoint(TRUNCATE)"_s) || !log.next()) {
        return translated(log.lastError(), m_file);
    }
    if (const bool isBusy = log.value(0).toInt() != 0; isBusy) {
        return core::failure(ErrorCode::RepositoryLocked,
                             Tr::tr("The runs are erased, but traces of their text stay beside %1 "
                                    "while another program reads it. Close that program and erase "
                                    "again.")
                                 .arg(QDir::toNativeSeparators(m_file)));
    }
    return {};
}

Result<void> RunDatabase::trim(const RunLimits &limits, const QDateTime &now)
{
    const qint64 oldest = now.addDuration(-limits.age).toMSecsSinceEpoch();
    return inTransaction([&] {
        return run(u"DELETE FROM run WHERE started < ? OR id NOT IN "
                   "(SELECT id FROM run ORDER BY started DESC, id DESC LIMIT ?)"_s,
                   {oldest, qint64(limits.number)})
            .and_then([&] {
                // The newest stays, however large: it may still be growing. The sizes are made
                // first, else each sum would read all texts.
                return run(u"DELETE FROM run WHERE id IN (WITH sizes AS MATERIALIZED (SELECT id, "
                           "started, octet_length(words) + octet_length(record) AS size FROM run) "
                           "SELECT id FROM (SELECT id, SUM(size) OVER newestFirst AS total, "
                           "ROW_NUMBER() OVER newestFirst AS place FROM sizes WINDOW newestFirst "
                           "AS (ORDER BY started DESC, id DESC)) WHERE total > ? AND place > 1)"_s,
                           {limits.textBytes});
            })
            .and_then([&] {
                return run(u"DELETE FROM pictureOfRun WHERE digest IN (SELECT digest FROM (SELECT "
                           "digest, SUM(size) OVER (ORDER BY newest DESC, digest) AS total FROM "
                           "(SELECT picture.digest AS digest, length(bytes) AS size, MAX(started) "
                           "AS newest FROM picture JOIN pictureOfRun USING (digest) JOIN run ON "
                           "run.id = pictureOfRun.run GROUP BY picture.digest)) WHERE total > ?)"_s,
                           {limits.fileBytes});
            })
            .and_then([this] { return dropUnusedFiles(); });
    });
}

} // namespace hermes::runs
