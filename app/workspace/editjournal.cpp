#include "workspace/editjournal.h"

#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QHash>
#include <QSaveFile>
#include <QSet>
#include <QThreadPool>
#include <QUuid>

#include <unistd.h>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

constexpr QByteArrayView magic("hermes-journal 1\n");

QByteArray serialized(const EditJournal::Record &record, qint64 sequence)
{
    QByteArray bytes = magic.toByteArray();
    for (const QByteArray &line :
         {QByteArray::number(sequence), record.file.bytes().toPercentEncoding("/"),
          record.baseFingerprint.toHex(), fingerprint(record.content).toHex()}) {
        bytes += line + '\n';
    }
    return bytes + record.content;
}

struct StoredRecord
{
    EditJournal::Record record;
    qint64 sequence = 0;
};

std::optional<StoredRecord> deserialized(const QByteArray &bytes)
{
    if (!bytes.startsWith(magic)) {
        return std::nullopt;
    }
    qsizetype at = magic.size();
    QByteArrayList lines;
    while (lines.size() < 4) {
        const qsizetype end = bytes.indexOf('\n', at);
        if (end < 0) {
            return std::nullopt;
        }
        lines.append(bytes.sliced(at, end - at));
        at = end + 1;
    }
    const Result<RepoPath> file =
        RepoPath::parse(QString::fromUtf8(QByteArray::fromPercentEncoding(lines.at(1))));
    const QByteArray content = bytes.sliced(at);
    if (!file || fingerprint(content).toHex() != lines.at(3)) {
        return std::nullopt;
    }
    return StoredRecord{{*file, content, QByteArray::fromHex(lines.at(2))},
                        lines.at(0).toLongLong()};
}

QString folderName(const QString &registryRoot)
{
    const QString canonical =
        QDir(registryRoot).canonicalPath(); // empty for a folder that is not there
    return canonical.isEmpty() ? QDir(registryRoot).absolutePath() : canonical;
}

QString shortHash(const QByteArray &bytes)
{
    return QString::fromLatin1(fingerprint(bytes).toHex().first(16));
}

} // namespace

/// Writes on one thread of its own, so that records of a file never overtake each other.
class EditJournal::Writer
{
public:
    explicit Writer(EditJournal &journal) : m_journal(journal) { m_thread.setMaxThreadCount(1); }
    ~Writer() { m_thread.waitForDone(); }
    Q_DISABLE_COPY_MOVE(Writer)

    [[nodiscard]] QString pathOf(const RepoPath &file) const
    {
        return QStringLiteral("%1/%2.%3.journal")
            .arg(m_journal.m_folder, shortHash(file.bytes()), m_journal.m_run);
    }

    void write(const Record &record)
    {
        const QStringList superseded = m_adopted.take(record.file);
        m_thread.start([this, path = pathOf(record.file), bytes = serialized(record, ++m_sequence),
                        superseded] {
            QSaveFile out(path);
            if (!out.open(QIODevice::WriteOnly | QIODevice::Unbuffered)
                || out.write(bytes) != bytes.size() || ::fsync(out.handle()) != 0
                || !out.commit()) {
                const Error error{
                    ErrorCode::NotWritable,
                    QCoreApplication::translate("EditJournal",
                                                "Unsaved text cannot be journaled (%1). Save "
                                                "often; your text is in this window only.")
                        .arg(out.errorString()),
                    path};
                QMetaObject::invokeMethod(
                    &m_journal, [journal = &m_journal, error] { Q_EMIT journal->failed(error); },
                    Qt::QueuedConnection);
                return;
            }
            for (const QString &old : superseded) {
                QFile::remove(old); // only now is the recovered text stored again
            }
        });
    }

    void remove(const RepoPath &file)
    {
        m_thread.start([paths = m_adopted.take(file) << pathOf(file)] {
            for (const QString &path : paths) {
                QFile::remove(path);
            }
        });
    }

    void adopt(const RepoPath &file, const QStringList &paths, qint64 sequence)
    {
        m_adopted.insert(file, paths);
        m_sequence = std::max(m_sequence, sequence);
    }

    void waitForDone() { m_thread.waitForDone(); }

private:
    EditJournal &m_journal;
    QThreadPool m_thread;
    QHash<RepoPath, QStringList>
        m_adopted; ///< Records of dead runs, kept until this run has stored the text again.
    qint64 m_sequence = 0; ///< Orders records of several runs without a clock.
};

EditJournal::EditJournal(const QString &folder, const QString &registryRoot, QObject *parent)
    : QObject(parent)
    , m_folder(folder + u'/' + shortHash(folderName(registryRoot).toUtf8()))
    , m_run(QUuid::createUuid().toString(QUuid::Id128))
    , m_writer(std::make_unique<Writer>(*this))
{
    QDir().mkpath(m_folder);
    QFile::setPermissions(m_folder,
                          QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    m_lock = std::make_unique<QLockFile>(QStringLiteral("%1/%2.lock").arg(m_folder, m_run));
    m_lock->setStaleLockTime(0);
    m_lock->tryLock();
}

EditJournal::~EditJournal() = default;

void EditJournal::write(const Record &record)
{
    m_writer->write(record);
}

void EditJournal::drop(const RepoPath &file)
{
    m_writer->remove(file);
}

std::optional<EditJournal::Record> EditJournal::recover(const RepoPath &file)
{
    flush(); // a document that was closed a moment ago may still be on its way to the disk
    const QString prefix = shortHash(file.bytes());
    std::optional<StoredRecord> newest;
    QStringList paths;
    const QFileInfoList found =
        QDir(m_folder).entryInfoList({prefix + QStringLiteral(".*.journal")}, QDir::Files);
    for (const QFileInfo &info : found) {
        const QString run = info.completeBaseName().mid(prefix.size() + 1);
        const bool isOurs = run == m_run; // of a document that this run closed without saving
        QLockFile owner(QStringLiteral("%1/%2.lock").arg(m_folder, run));
        owner.setStaleLockTime(0);
        if (!isOurs && !owner.tryLock()) {
            continue; // of a program that is alive
        }
        QFile in(info.filePath());
        const std::optional<StoredRecord> stored =
            in.open(QIODevice::ReadOnly) ? deserialized(in.readAll()) : std::nullopt;
        if (!stored || stored->record.file != file) {
            QFile::rename(info.filePath(), info.filePath() + QStringLiteral(".damaged"));
            continue;
        }
        if (!isOurs) {
            paths.append(info.filePath());
        }
        if (!newest || stored->sequence > newest->sequence) {
            newest = stored;
        }
    }
    if (!newest) {
        return std::nullopt;
    }
    m_writer->adopt(file, paths, newest->sequence);
    return newest->record;
}

void EditJournal::flush()
{
    m_writer->waitForDone();
}

} // namespace hermes::workspace
