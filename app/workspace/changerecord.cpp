#include "workspace/changerecord.h"

#include "workspace/filesave.h"

#include <QCborArray>
#include <QCborMap>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

using changes::ChangeSet;
using changes::Deletion;
using changes::FileWrite;
using changes::PathMove;
using changes::Restoration;

namespace {

/// Of the format; a record of another one is not read.
constexpr qint64 formatVersion = 1;
/// Older ones can no longer be undone.
constexpr qsizetype keptRecords = 50;

const QString pendingSuffix = u".pending"_s;
const QString doneSuffix = u".done"_s;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(ChangeRecord)
};

RepoPath pathFrom(const QCborValue &value)
{
    // A path that is none was not written by this program; the root is refused by every step.
    return RepoPath::parse(value.toString()).value_or(RepoPath());
}

QCborArray pathsToCbor(const QList<RepoPath> &paths)
{
    QCborArray array;
    for (const RepoPath &path : paths) {
        array.append(path.text());
    }
    return array;
}

QList<RepoPath> pathsFrom(const QCborValue &value)
{
    QList<RepoPath> paths;
    for (const auto &path : value.toArray()) {
        paths.append(pathFrom(path));
    }
    return paths;
}

QCborValue contentToCbor(const std::optional<QByteArray> &content)
{
    return content ? QCborValue(*content) : QCborValue();
}

std::optional<QByteArray> contentFrom(const QCborValue &value)
{
    return value.isByteArray() ? std::optional(value.toByteArray()) : std::nullopt;
}

QCborMap toCbor(const ChangeSet &changes)
{
    QCborArray restorations;
    for (const Restoration &step : changes.restorations) {
        restorations.append(QCborArray{step.storedAt, step.path.text()});
    }
    QCborArray moves;
    for (const PathMove &step : changes.moves) {
        moves.append(QCborArray{step.from.text(), step.to.text(), pathsToCbor(step.files)});
    }
    QCborArray writes;
    for (const FileWrite &step : changes.writes) {
        writes.append(QCborArray{step.file.text(), contentToCbor(step.before),
                                 contentToCbor(step.after), step.isExecutable});
    }
    QCborArray deletions;
    for (const Deletion &step : changes.deletions) {
        deletions.append(QCborArray{step.path.text(), pathsToCbor(step.files)});
    }
    return {{u"title"_s, changes.title},
            {u"restorations"_s, restorations},
            {u"moves"_s, moves},
            {u"writes"_s, writes},
            {u"deletions"_s, deletions}};
}

ChangeSet changesFrom(const QCborMap &map)
{
    ChangeSet changes;
    changes.title = map.value(u"title"_s).toString();
    for (const auto &value : map.value(u"restorations"_s).toArray()) {
        const QCborArray step = value.toArray();
        changes.restorations.append({step.at(0).toString(), pathFrom(step.at(1))});
    }
    for (const auto &value : map.value(u"moves"_s).toArray()) {
        const QCborArray step = value.toArray();
        changes.moves.append({pathFrom(step.at(0)), pathFrom(step.at(1)), pathsFrom(step.at(2))});
    }
    for (const auto &value : map.value(u"writes"_s).toArray()) {
        const QCborArray step = value.toArray();
        changes.writes.append({pathFrom(step.at(0)), contentFrom(step.at(1)),
                               contentFrom(step.at(2)), step.at(3).toBool()});
    }
    for (const auto &value : map.value(u"deletions"_s).toArray()) {
        const QCborArray step = value.toArray();
        changes.deletions.append({pathFrom(step.at(0)), pathsFrom(step.at(1))});
    }
    return changes;
}

QByteArray toBytes(const ChangeRecord &record)
{
    QCborMap trashed;
    for (auto place = record.trashed.begin(); place != record.trashed.end(); ++place) {
        trashed.insert(place.key().text(), place.value());
    }
    return QCborMap{{u"format"_s, formatVersion},
                    {u"changes"_s, toCbor(record.changes)},
                    {u"trashed"_s, trashed},
                    {u"undoes"_s, record.undoes},
                    {u"when"_s, record.when.toString(Qt::ISODate)}}
        .toCborValue()
        .toCbor();
}

std::optional<ChangeRecord> readRecord(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    QCborParserError error;
    const QCborMap map = QCborValue::fromCbor(file.readAll(), &error).toMap();
    if (error.error != QCborError::NoError || map.value(u"format"_s).toInteger() != formatVersion) {
        return std::nullopt;
    }
    ChangeRecord record;
    record.name = QFileInfo(path).completeBaseName();
    record.changes = changesFrom(map.value(u"changes"_s).toMap());
    const QCborMap trashed = map.value(u"trashed"_s).toMap();
    for (auto place = trashed.begin(); place != trashed.end(); ++place) {
        record.trashed.insert(pathFrom(place.key()), place.value().toString());
    }
    record.undoes = map.value(u"undoes"_s).toString();
    record.when = QDateTime::fromString(map.value(u"when"_s).toString(), Qt::ISODate);
    return record;
}

Result<void> writeRecord(const QString &path, const ChangeRecord &record)
{
    return saveCopy(path, toBytes(record)).transform_error([&path](Error error) {
        QFile::remove(path); // written whole and not durable, it would be finished later
        error.message = Messages::tr("The change could not begin: its record cannot be written in "
                                     "%1. Nothing was changed.")
                            .arg(QFileInfo(path).path());
        return error;
    });
}

QString folderOf(const ChangePlace &place)
{
    const QByteArray hash =
        QCryptographicHash::hash(place.registryRoot.toUtf8(), QCryptographicHash::Sha256);
    return place.stateFolder + u"/changes/"_s + QString::fromLatin1(hash.toHex().first(16));
}

QList<ChangeRecord> doneIn(const QString &folder, const QStringList &names)
{
    QList<ChangeRecord> records;
    for (const QString &name : names) {
        if (const auto record = readRecord(folder + u'/' + name + doneSuffix)) {
            records.prepend(*record);
        }
    }
    return records;
}

QStringList namesIn(const QString &folder, const QString &suffix)
{
    QStringList names = QDir(folder).entryList({u'*' + suffix}, QDir::Files, QDir::Name);
    for (QString &name : names) {
        name.chop(suffix.size());
    }
    return names;
}

} // namespace

ChangeRecords::ChangeRecords(QString folder, FileLock lock)
    : m_folder(std::move(folder)), m_lock(std::move(lock))
{
}

bool ChangeRecords::exist(const ChangePlace &place)
{
    return QFileInfo(folderOf(place)).isDir();
}

Result<ChangeRecords> ChangeRecords::acquire(const ChangePlace &place)
{
    const QString folder = folderOf(place);
    if (!QDir().mkpath(folder)) {
        return failure(ErrorCode::NotWritable,
                       Messages::tr("%1 cannot be made; nothing was changed.").arg(folder));
    }
    return FileLock::acquire(folder + u"/lock"_s,
                             Messages::tr("Another program is changing entries of this registry. "
                                          "Wait until it is done."))
        .transform([&folder](FileLock lock) { return ChangeRecords(folder, std::move(lock)); });
}

QString ChangeRecords::pathOf(const QString &name, const QString &suffix) const
{
    return m_folder + u'/' + name + suffix;
}

QStringList ChangeRecords::names(const QString &suffix) const
{
    return namesIn(m_folder, suffix);
}

std::optional<ChangeRecord> ChangeRecords::pending() const
{
    for (const auto allNames = names(pendingSuffix); const QString &name : allNames) {
        if (auto record = readRecord(pathOf(name, pendingSuffix))) {
            return record;
        }
        QFile::remove(pathOf(name, pendingSuffix));
    }
    return std::nullopt;
}

QList<ChangeRecord> ChangeRecords::done() const
{
    return doneIn(m_folder, names(doneSuffix));
}

Result<ChangeRecord> ChangeRecords::done(const QString &name) const
{
    if (const auto record = readRecord(pathOf(name, doneSuffix))) {
        return *record;
    }
    return failure(ErrorCode::NotFound,
                   Messages::tr("This change is no longer recorded and cannot be undone."));
}

QString ChangeRecords::nextName() const
{
    qlonglong last = 0;
    for (const QString &suffix : {pendingSuffix, doneSuffix}) {
        for (const auto allNames = names(suffix); const QString &name : allNames) {
            last = std::max(last, name.toLongLong());
        }
    }
    return QString::number(last + 1).rightJustified(8, u'0');
}

Result<void> ChangeRecords::begin(const ChangeRecord &record) const
{
    return writeRecord(pathOf(record.name, pendingSuffix), record);
}

void ChangeRecords::finish(const ChangeRecord &record) const
{
    const QString pendingPath = pathOf(record.name, pendingSuffix);
    if (!record.undoes.isEmpty()) {
        QFile::remove(pathOf(record.undoes, doneSuffix));
        QFile::remove(pendingPath);
        return;
    }
    // Without it the change is done all the same; it just cannot be undone.
    if (writeRecord(pathOf(record.name, doneSuffix), record)) {
        QStringList old = names(doneSuffix);
        while (old.size() > keptRecords) {
            QFile::remove(pathOf(old.takeFirst(), doneSuffix));
        }
    }
    QFile::remove(pendingPath);
}

void ChangeRecords::forget(const ChangeRecord &record) const
{
    QFile::remove(pathOf(record.name, pendingSuffix));
}

bool isChangePending(const ChangePlace &place)
{
    return !namesIn(folderOf(place), pendingSuffix).isEmpty();
}

QList<ChangeRecord> performedChanges(const ChangePlace &place)
{
    return doneIn(folderOf(place), namesIn(folderOf(place), doneSuffix));
}

} // namespace hermes::workspace
