#pragma once

#include "core/error.h"
#include "keys/keyreply.h"
#include "modelapi/connectionsettings.h"

#include <QFuture>
#include <QList>
#include <QMap>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace hermes::workspace {

/// Context windows of models as a server told them when the connection was last tested.
struct ToldWindows
{
    QString server; ///< Type and address: of another one they say nothing.
    QMap<QString, qint64> tokens; ///< By model id; an empty one stands for whatever is asked for.

    bool operator==(const ToldWindows &) const = default;
};

/// A connection as the user knows it. Its key is not here: it lies in the keyring under `id`.
struct Connection
{
    QString id; ///< Made once, never shown; survives renaming.
    QString name;
    modelapi::ConnectionSettings settings;
    keys::Keyring keyStoredIn = keys::Keyring::None; ///< Where the key was when it was last stored.
    ToldWindows told = {};

    bool operator==(const Connection &) const = default;
};

/// A fresh id.
[[nodiscard]] QString newConnectionId();
/// The user's own file of connections.
[[nodiscard]] QString connectionsFile();
/// What is in such a file; no file is no connection. Errors: InvalidFormat, NotReadable, NotAFile,
/// TooLarge. Thread: any; blocks on the disk.
[[nodiscard]] core::Result<QList<Connection>> readConnections(const QString &file);

/// The user's connections: known at once, written by a worker.
///
/// Each change is applied to what the file has at that moment, so that another program's
/// connections and fields that this one does not know stay. A file that cannot be read is never
/// written over. Thread: UI.
class ConnectionStore final : public QObject
{
    Q_OBJECT

public:
    explicit ConnectionStore(const QString &file, QObject *parent = nullptr);
    /// Waits until everything is written; for another program that writes no longer than is not
    /// felt.
    ~ConnectionStore() override;

    /// In the order in which they were made; empty until loaded().
    [[nodiscard]] const QList<Connection> &connections() const { return m_connections; }
    [[nodiscard]] std::optional<Connection> connection(const QString &id) const;
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }

    /// Adds it, or replaces the one with its id.
    void put(const Connection &connection);
    void remove(const QString &id);

Q_SIGNALS:
    void loaded();
    void changed(); ///< connections() is another list.
    /// The file could not be read, or a change could not be written; what is shown is in memory.
    void failed(const hermes::core::Error &error);

private:
    class Writer;
    struct Change
    {
        QString id;
        std::optional<Connection> connection; ///< nullopt = removed.
    };

    void apply(const Change &change);
    void write(const Change &change);

    std::shared_ptr<Writer> m_writer;
    QFuture<void> m_work;
    QList<Connection> m_connections;
    QList<Change> m_beforeLoaded; ///< Made by the user while the file was being read.
    bool m_isLoaded = false;
};

} // namespace hermes::workspace
