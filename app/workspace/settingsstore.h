#pragma once

#include <QFuture>
#include <QHash>
#include <QString>
#include <QVariant>

#include <memory>

namespace hermes::workspace {

/// Values in a settings file, read once and known at once; a worker writes what changes, in the
/// order of the changes. QSettings itself writes on the thread it lives on, through a lock and two
/// syncs, which is felt where the disk is slow.
///
/// What another program writes into the file meanwhile stays there and is not seen before the next
/// start. Thread: that of the object.
class SettingsStore
{
public:
    explicit SettingsStore(const QString &file);
    /// Waits until everything is written; for another program that holds the file no longer than is
    /// not felt.
    ~SettingsStore();
    Q_DISABLE_COPY_MOVE(SettingsStore)

    [[nodiscard]] QVariant value(const QString &key, const QVariant &other = {}) const;
    void setValue(const QString &key, const QVariant &value);
    /// It is not in the file any more.
    void remove(const QString &key);

private:
    class Writer;

    void write(const QString &key, const QVariant &value);

    QHash<QString, QVariant> m_values;
    std::shared_ptr<Writer> m_writer;
    QFuture<void> m_writing;
};

} // namespace hermes::workspace
