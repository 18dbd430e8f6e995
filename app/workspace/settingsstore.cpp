#include "workspace/settingsstore.h"

#include <QDeadlineTimer>
#include <QLockFile>
#include <QLoggingCategory>
#include <QMutex>
#include <QSettings>
#include <QtConcurrentRun>

#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {
Q_LOGGING_CATEGORY(log, "hermes.workspace.settings")

constexpr std::chrono::milliseconds oneTry(10); ///< Of a lock that another program has.
constexpr std::chrono::milliseconds lastWait(20); ///< For it at our own end.
} // namespace

/// What is still to be written.
class SettingsStore::Writer
{
public:
    explicit Writer(QString file) : m_file(std::move(file)) { }

    /// An invalid value is removed. True if nobody is writing: the caller sees to it that write()
    /// runs.
    [[nodiscard]] bool add(const QString &key, const QVariant &value)
    {
        const QMutexLocker lock(&m_mutex);
        m_pending.insert(key, value);
        return !std::exchange(m_isWriting, true);
    }

    /// Waits no longer for another program than is not felt. Thread: any.
    void hurry()
    {
        const QMutexLocker lock(&m_mutex);
        m_lastTry.setRemainingTime(lastWait);
    }

    /// Thread: a worker.
    void write()
    {
        for (QHash<QString, QVariant> next = take(); !next.isEmpty(); next = take()) {
            if (!awaitTurn()) {
                qCWarning(log, "Another program holds %s: the last settings are not in it.",
                          qUtf8Printable(m_file));
                return;
            }
            QSettings settings(m_file, QSettings::IniFormat);
            for (auto value = next.cbegin(); value != next.cend(); ++value) {
                if (value.value().isValid()) {
                    settings.setValue(value.key(), value.value());
                } else {
                    settings.remove(value.key());
                }
            }
            settings.sync();
            if (settings.status() != QSettings::NoError) {
                // Nothing of the user's work: told in the log, and the program goes on.
                qCWarning(log, "The settings could not be written to %s.", qUtf8Printable(m_file));
            }
        }
    }

private:
    QHash<QString, QVariant> take()
    {
        const QMutexLocker lock(&m_mutex);
        m_isWriting = !m_pending.isEmpty();
        return std::exchange(m_pending, {});
    }

    /// QSettings waits for its lock without end, even when the program ends.
    [[nodiscard]] bool awaitTurn()
    {
        QLockFile lock(m_file + u".lock"_s);
        bool isMine = lock.tryLock(oneTry);
        while (!isMine && lock.error() == QLockFile::LockFailedError && !isLate()) {
            isMine = lock.tryLock(oneTry);
        }
        return isMine || lock.error() != QLockFile::LockFailedError;
    }

    [[nodiscard]] bool isLate()
    {
        const QMutexLocker lock(&m_mutex);
        return m_lastTry.hasExpired();
    }

    const QString m_file;
    QMutex m_mutex;
    QDeadlineTimer m_lastTry{QDeadlineTimer::Forever};
    QHash<QString, QVariant> m_pending;
    bool m_isWriting = false;
};

SettingsStore::SettingsStore(const QString &file) : m_writer(std::make_shared<Writer>(file))
{
    const QSettings settings(file, QSettings::IniFormat);
    for (const auto keys = settings.allKeys(); const QString &key : keys) {
        m_values.insert(key, settings.value(key));
    }
}

SettingsStore::~SettingsStore()
{
    m_writer->hurry();
    m_writing.waitForFinished();
}

QVariant SettingsStore::value(const QString &key, const QVariant &other) const
{
    return m_values.value(key, other);
}

void SettingsStore::setValue(const QString &key, const QVariant &value)
{
    const auto known = m_values.constFind(key);
    if (known != m_values.constEnd() && *known == value) {
        return;
    }
    m_values.insert(key, value);
    write(key, value);
}

void SettingsStore::remove(const QString &key)
{
    if (m_values.remove(key)) {
        write(key, {});
    }
}

void SettingsStore::write(const QString &key, const QVariant &value)
{
    if (m_writer->add(key, value)) {
        m_writing = QtConcurrent::run([writer = m_writer] { writer->write(); });
    }
}

} // namespace hermes::workspace
