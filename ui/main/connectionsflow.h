#pragma once

#include "keys/secret.h"
#include "modelapi/connectionsettings.h"
#include "workspace/modelaccess.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace hermes::connections {
class ConnectionsDialog;
}

namespace hermes::keys {
struct KeyQuestion;
struct KeyReply;
} // namespace hermes::keys

namespace hermes::modelapi {
class LocalServers;
class ServerCheck;
struct ServerReport;
} // namespace hermes::modelapi

namespace hermes::widgets {
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::workspace {
struct Connection;
}

namespace hermes::mainwindow {

/// What the dialog of connections asks for: the file of connections, the keyring, tests of a
/// server, the servers of this machine. One dialog at a time. Thread: UI.
class ConnectionsFlow final : public QObject
{
    Q_OBJECT

public:
    ConnectionsFlow(const workspace::ModelAccess &models, const widgets::Theme &theme,
                    widgets::UserDialogs &dialogs, QWidget *window);
    ~ConnectionsFlow() override;

    void start();

private:
    void connectDialog();
    void connectKey();
    void lookForServers();

    void look(const QString &id);
    void storeKey();
    void useForSession();
    void deleteKey();
    void unlock();
    void importKey(const QString &variable);
    void remove(const QString &id);
    void askRemoveAlone(const QString &id, const keys::KeyReply &reply);

    void test(const workspace::Connection &connection);
    void check(const modelapi::ConnectionSettings &settings, const keys::Secret &key);
    void rememberWindows(const QString &id, const modelapi::ConnectionSettings &settings,
                         const modelapi::ServerReport &report);

    /// Where the connection's key was last stored.
    [[nodiscard]] keys::KeyQuestion questionOf(const QString &id) const;
    /// In the dialog, if it still shows the connection.
    void showKey(const QString &id, const keys::KeyReply &reply);
    void rememberKeyring(const QString &id, const keys::KeyReply &reply);

    workspace::ModelAccess m_models;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    QWidget *m_window;
    QPointer<connections::ConnectionsDialog> m_dialog;
    std::unique_ptr<modelapi::ServerCheck> m_check;
    std::unique_ptr<modelapi::LocalServers> m_localServers;
    QString m_tested; ///< Id of the connection whose key or server is being asked.
};

} // namespace hermes::mainwindow
