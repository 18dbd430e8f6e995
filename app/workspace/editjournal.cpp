#include "workspace/editjournal.h"

#include "workspace/filesave.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>
#include <tuple>

using namespace hermes::core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto longestWait = 3s;

QString shortHash(const QByteArray &bytes)
{
    return QString::fromLatin1(fingerprint(bytes).toHex().first(16));
}

// A journal's name is `<hash of the file's path>.<run>.journal`, a run's `<number>-<unique>`.

QString runOf(const QString &journalName)
{
    return journalName.section(u'.', 1, 1);
}

QString lockOf(const QString &folder, const QString &run)
{
    return folder + u'/' + run + u".lock"_s;
}

/// Of dead runs, the latest first.
QStringList deadJournals(const QString &folder, const QString &namePattern, const QString &ownRun)
{
    QStringList names = QDir(folder).entryList({namePattern}, QDir::Files);
    names.removeIf([&](const QString &name) {
        const QString run = runOf(name);
        return run != ownRun && ProgramLock::isHeld(lockOf(folder, run));
    });
    std::ranges::sort(names, std::ranges::greater(), &runOf);
    return names;
}

QString nextRun(const QString &folder)
{
    constexpr int digits = 10;
    qint64 last = 0;
    for (const auto allNames = QDir(folder).entryList({u"*.journal*"_s, u"*.lock"_s});
         const QString &name : allNames) {
        const QString run = name.endsWith(u".lock") ? name : runOf(name);
        last = std::max(last, run.section(u'-', 0, 0).toLongLong());
    }
    return u"%1-%2"_s.arg(last + 1, digits, 10, QChar(u'0'))
        .arg(QUuid::createUuid().toString(QUuid::Id128));
}

/// nullopt = it cannot be read, now.
std::optional<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    QByteArray content = file.readAll();
    return file.error() == QFileDevice::NoError ? std::optional(content) : std::nullopt;
}

/// Renames to a name that no journal has; the new path.
QString putFileAside(const QString &path)
{
    QString aside = path + u".aside"_s;
    for (int i = 2; QFile::exists(aside); ++i) {
        aside = u"%1.aside%2"_s.arg(path, QString::number(i));
    }
    return QFile::rename(path, aside) ? aside : path;
}

/// Locks and half-written files of dead runs, and the oldest histories that nobody misses.
void tidy(const QString &folder, const QString &ownRun)
{
    const QDir directory(folder);
    for (const auto allNames = directory.entryList({u"*.lock"_s}, QDir::Files);
         const QString &name : allNames) {
        ProgramLock lock(directory.filePath(name));
        if (name != ownRun + u".lock"_s && lock.take() == ProgramLock::State::Held) {
            lock.release();
        }
    }
    for (const auto names = deadJournals(folder, u"*.journal.new"_s, ownRun);
         const QString &name : names) {
        QFile::remove(directory.filePath(name)); // before any of this run are made
    }
    const QStringList journals = deadJournals(folder, u"*.journal"_s, ownRun);
    for (qsizetype i = EditJournal::keptHistories; i < journals.size(); ++i) {
        const QString path = directory.filePath(journals.at(i));
        const JournalReading reading = readJournal(contentOf(path).value_or(QByteArray()), {});
        if (reading.condition != JournalReading::Condition::Damaged && reading.state
            && !reading.state->isModified()) {
            QFile::remove(path);
        }
    }
}

struct Candidate
{
    JournalState state;
    JournalReading::Condition condition;
};

/// A save that the journal was not told of: the file holds the text as it is, or as it was when the
/// save began.
void settle(JournalState &state, const EditJournal::OnDisk &onDisk)
{
    const auto holds = [&](qsizetype step) {
        return step >= 0 && state.history.textAt(step, state.text).bytes() == onDisk.bytes;
    };
    const EditHistory::Parts &parts = state.history.parts();
    if (state.savedFingerprint == onDisk.fingerprint || onDisk.fingerprint.isEmpty()) {
        return;
    }
    EditOperation operation;
    if (holds(parts.done)) {
        operation.kind = EditOperation::Kind::Saved;
    } else if (holds(parts.saving)) {
        operation.kind = EditOperation::Kind::SaveEnded;
    } else {
        return;
    }
    state.history.apply(operation);
    state.savedFingerprint = onDisk.fingerprint;
    state.savedBytes = {};
}

} // namespace

EditJournal::EditJournal(const QString &folder, const QString &registryRoot)
{
    m_reader.m_folder = folder + u'/' + shortHash(registryRoot.toUtf8());
    QDir().mkpath(m_reader.m_folder);
    QFile::setPermissions(m_reader.m_folder,
                          QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    m_reader.m_run = nextRun(m_reader.m_folder);
    m_reader.m_writer = std::make_shared<JournalWriter>();
    m_lock = ProgramLock(lockOf(m_reader.m_folder, m_reader.m_run));
    m_lock.take();
    std::ignore = m_reader.m_writer->run([folder = m_reader.m_folder, run = m_reader.m_run] {
        tidy(folder, run);
        return true;
    });
}

EditJournal::~EditJournal()
{
    flush(longestWait);
}

QString EditJournal::pathOf(const RepoPath &file) const
{
    return u"%1/%2.%3.journal"_s.arg(m_reader.m_folder, shortHash(file.bytes()), m_reader.m_run);
}

// --- writing
// --------------------------------------------------------------------------------------------------------

QFuture<Result<JournalEnd>> EditJournal::store(const JournalState &state, JournalText text,
                                               const QStringList &superseded)
{
    return m_reader.m_writer->run([path = pathOf(state.file), state, text, superseded] {
        JournalEnd end;
        return replaceJournal(path, journalBytes(state, text, end)).transform([&] {
            for (const QString &old : superseded) {
                QFile::remove(old); // only now is what it said stored again
            }
            return end;
        });
    });
}

QFuture<Result<JournalEnd>> EditJournal::append(const RepoPath &file,
                                                const QList<EditOperation> &operations,
                                                const JournalEnd &end)
{
    return m_reader.m_writer->run([path = pathOf(file), operations, end] {
        JournalEnd next = end;
        const QByteArray frame = journalFrame(operations, next);
        return appendToJournal(path, end.length, frame).transform([&] { return next; });
    });
}

void EditJournal::remove(const RepoPath &file, const QStringList &superseded)
{
    std::ignore = m_reader.m_writer->run([paths = superseded + QStringList{pathOf(file)}] {
        for (const QString &path : paths) {
            QFile::remove(path);
        }
        return true;
    });
}

bool EditJournal::flush(std::chrono::milliseconds limit)
{
    return m_reader.m_writer->waitUntilIdle(limit);
}

// --- recovering
// -----------------------------------------------------------------------------------------------------

EditJournal::Recovery EditJournal::Reader::recover(const RepoPath &file, const OnDisk &onDisk) const
{
    m_writer->waitUntilIdle(longestWait); // a text that was closed a moment ago
    Recovery recovery;
    std::optional<Candidate> newest;
    const QString prefix = shortHash(file.bytes());
    for (const auto names = deadJournals(m_folder, prefix + u".*.journal"_s, m_run);
         const QString &name : names) {
        const QString path = m_folder + u'/' + name;
        const std::optional<QByteArray> content = contentOf(path);
        if (!content) {
            recovery.aside.append(path); // as it is: another run may be able to read it
            recovery.isDamaged = true;
            continue;
        }
        JournalReading reading = readJournal(*content, onDisk.bytes);
        if (!reading.state || reading.state->file != file) {
            recovery.aside.append(putFileAside(path));
            recovery.isDamaged = true;
            continue;
        }
        if (reading.condition == JournalReading::Condition::Damaged) {
            recovery.aside.append(putFileAside(path));
            recovery.isDamaged = true;
        } else if (!newest || !reading.state->isModified()
                   || reading.state->text.units() == newest->state.text.units()) {
            recovery.superseded.append(path);
        } else {
            recovery.aside.append(putFileAside(path)); // of two programs that ran side by side
        }
        if (!newest) {
            newest = Candidate{std::move(*reading.state), reading.condition};
        }
    }
    if (newest) {
        // The file of this run is not superseded, it is written anew.
        recovery.superseded.removeAll(u"%1/%2.%3.journal"_s.arg(m_folder, prefix, m_run));
        const bool hasText = newest->condition != JournalReading::Condition::TextElsewhere;
        if (hasText) {
            settle(newest->state, onDisk);
        }
        recovery.isOutdated = !hasText
            || (!newest->state.isModified()
                && newest->state.savedFingerprint != onDisk.fingerprint);
        if (!recovery.isOutdated) {
            recovery.state = std::move(newest->state);
        }
    }
    return recovery;
}

QStringList EditJournal::putAside(const RepoPath &file)
{
    flush(longestWait);
    QStringList aside;
    for (const auto names = deadJournals(m_reader.m_folder,
                                         shortHash(file.bytes()) + u".*.journal"_s, m_reader.m_run);
         const QString &name : names) {
        aside.append(putFileAside(m_reader.m_folder + u'/' + name));
    }
    return aside;
}

} // namespace hermes::workspace
