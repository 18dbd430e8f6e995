#include "workspace/settingsstore.h"

#include <QLoggingCategory>
#include <QMutex>
#include <QSettings>
#include <QtConcurrentRun>

#include <utility>

namespace hermes::workspace {

namespace {
Q_LOGGING_CATEGORY(log, "hermes.workspace.settings")
} // namespace

/// What is still to be written.
class SettingsStore::Writer
{
public:
    explicit Writer(QString file) : m_file(std::move(file)) { }

    /// True if nobody is writing: the caller sees to it that write() runs.
    [[nodiscard]] bool add(const QString &key, const QVariant &value)
    {
        const QMutexLocker lock(&m_mutex);
        m_pending.insert(key, value);
        return !std::exchange(m_isWriting, true);
    }

    /// Thread: a worker.
    void write()
    {
        for (QHash<QString, QVariant> next = take(); !next.isEmpty(); next = take()) {
            QSettings settings(m_file, QSettings::IniFormat);
            for (auto value = next.cbegin(); value != next.cend(); ++value) {
                settings.setValue(value.key(), value.value());
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

    const QString m_file;
    QMutex m_mutex;
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
    if (m_writer->add(key, value)) {
        m_writing = QtConcurrent::run([writer = m_writer] { writer->write(); });
    }
}

} // namespace hermes::workspace
