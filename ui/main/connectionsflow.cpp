#include "main/connectionsflow.h"

#include "connections/connectionform.h"
#include "connections/connectionsdialog.h"
#include "connections/keypanel.h"
#include "keys/environmentkeys.h"
#include "keys/keystore.h"
#include "modelapi/localservers.h"
#include "modelapi/servercheck.h"
#include "widgets/userdialogs.h"
#include "workspace/connectionstore.h"
#include "workspace/keystatetext.h"
#include "workspace/livemodels.h"
#include "workspace/toldwindows.h"

#include <QWidget>

#include <utility>

namespace hermes::mainwindow {

using connections::ConnectionForm;
using connections::ConnectionsDialog;
using connections::KeyPanel;
using keys::KeyReply;
using keys::KeyState;
using keys::Secret;
using workspace::Connection;
using workspace::ConnectionStore;

ConnectionsFlow::ConnectionsFlow(const workspace::ModelAccess &models, const widgets::Theme &theme,
                                 widgets::UserDialogs &dialogs, QWidget *window)
    : QObject(window), m_models(models), m_theme(theme), m_dialogs(dialogs), m_window(window)
{
    const auto takeTold = [this] {
        m_models.known.takeConnections(m_models.connections.connections());
    };
    connect(&m_models.connections, &ConnectionStore::loaded, this, takeTold);
    connect(&m_models.connections, &ConnectionStore::changed, this, takeTold);
    takeTold();
}

ConnectionsFlow::~ConnectionsFlow() = default;

void ConnectionsFlow::start()
{
    if (m_dialog) {
        return;
    }
    m_dialog = new ConnectionsDialog(m_theme, m_dialogs, m_models.environment.names(), m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connectDialog();
    connectKey();
    const auto showModels = [this] {
        m_dialog->form().setKnownModels(m_models.known.known().table);
    };
    connect(&m_models.known, &workspace::LiveModels::changed, m_dialog, showModels);
    showModels();
    m_dialog->setConnections(m_models.connections.connections());
    m_dialog->open();
    lookForServers();
}

void ConnectionsFlow::connectDialog()
{
    ConnectionStore &store = m_models.connections;
    connect(&store, &ConnectionStore::changed, m_dialog,
            [this] { m_dialog->setConnections(m_models.connections.connections()); });
    connect(&store, &ConnectionStore::failed, m_dialog,
            [this](const core::Error &error) { m_dialog->tellError(error.message); });
    connect(m_dialog, &ConnectionsDialog::connectionChanged, &store, &ConnectionStore::put);
    connect(m_dialog, &ConnectionsDialog::removeRequested, this, &ConnectionsFlow::remove);
    connect(m_dialog, &ConnectionsDialog::selected, this, &ConnectionsFlow::look);
    connect(m_dialog, &ConnectionsDialog::testRequested, this, &ConnectionsFlow::test);
    connect(&m_dialog->form(), &ConnectionForm::testCancelled, this, [this] {
        m_tested.clear();
        m_check.reset();
        m_dialog->form().showTestFailure(tr("The test was stopped."));
    });
    connect(m_dialog, &QDialog::finished, this, [this] {
        m_check.reset();
        m_localServers.reset();
    });
}

void ConnectionsFlow::connectKey()
{
    const KeyPanel *key = &m_dialog->key();
    connect(key, &KeyPanel::storeRequested, this, &ConnectionsFlow::storeKey);
    connect(key, &KeyPanel::sessionRequested, this, &ConnectionsFlow::useForSession);
    connect(key, &KeyPanel::deleteRequested, this, &ConnectionsFlow::deleteKey);
    connect(key, &KeyPanel::unlockRequested, this, &ConnectionsFlow::unlock);
    connect(key, &KeyPanel::lookRequested, this, [this] { look(m_dialog->currentId()); });
    connect(key, &KeyPanel::importRequested, this, [this](const QString &variable) {
        if (!variable.isEmpty()) {
            importKey(variable);
            return;
        }
        m_dialogs.askText(m_dialog,
                          {tr("Key from the environment"), tr("Name of the variable:"), {}},
                          [this](const QString &name) {
                              if (!name.isEmpty()) {
                                  importKey(name);
                              }
                          });
    });
}

void ConnectionsFlow::lookForServers()
{
    m_localServers = std::make_unique<modelapi::LocalServers>(modelapi::usualLocalPorts());
    connect(m_localServers.get(), &modelapi::LocalServers::found, m_dialog,
            &ConnectionsDialog::offerServer);
    m_localServers->start();
}

// --- keys

keys::KeyQuestion ConnectionsFlow::questionOf(const QString &id) const
{
    const auto connection = m_models.connections.connection(id);
    return {id, connection ? connection->keyStoredIn : keys::Keyring::None};
}

void ConnectionsFlow::showKey(const QString &id, const KeyReply &reply)
{
    if (m_dialog && m_dialog->currentId() == id) {
        m_dialog->key().showState(reply);
    }
}

void ConnectionsFlow::rememberKeyring(const QString &id, const KeyReply &reply)
{
    auto connection = m_models.connections.connection(id);
    if (!connection) {
        return;
    }
    connection->keyStoredIn = reply.state == KeyState::Stored ? reply.keyring : keys::Keyring::None;
    m_models.connections.put(*connection);
}

void ConnectionsFlow::look(const QString &id)
{
    m_dialog->key().showWaiting();
    m_models.keys.look(questionOf(id), this,
                       [this, id](const KeyReply &reply) { showKey(id, reply); });
}

void ConnectionsFlow::storeKey()
{
    const QString id = m_dialog->currentId();
    Secret key = m_dialog->key().takeKey();
    if (key.isEmpty()) {
        return;
    }
    m_dialog->key().showWaiting();
    m_models.keys.store(id, std::move(key), this, [this, id](const KeyReply &reply) {
        if (reply.state == KeyState::Stored) {
            rememberKeyring(id, reply);
        }
        showKey(id, reply);
    });
}

void ConnectionsFlow::useForSession()
{
    const QString id = m_dialog->currentId();
    Secret key = m_dialog->key().takeKey();
    if (!key.isEmpty()) {
        m_models.keys.useForSession(id, std::move(key));
        look(id);
    }
}

void ConnectionsFlow::deleteKey()
{
    const QString id = m_dialog->currentId();
    m_dialog->key().showWaiting();
    m_models.keys.remove(questionOf(id), this, [this, id](const KeyReply &reply) {
        if (reply.state == KeyState::Absent) {
            rememberKeyring(id, reply);
        }
        showKey(id, reply);
    });
}

void ConnectionsFlow::unlock()
{
    const QString id = m_dialog->currentId();
    m_dialog->key().showWaiting();
    m_models.keys.unlock(questionOf(id), this,
                         [this, id](const KeyReply &reply) { showKey(id, reply); });
}

void ConnectionsFlow::importKey(const QString &variable)
{
    auto key = m_models.environment.key(variable);
    if (key) {
        m_dialog->key().showImported(variable, std::move(*key));
    } else {
        m_dialog->tellError(key.error().message);
    }
}

/// The key goes first: a connection that is gone would leave it in the keyring for ever.
void ConnectionsFlow::remove(const QString &id)
{
    const keys::KeyQuestion question = questionOf(id);
    m_models.keys.remove(question, this, [this, id, question](const KeyReply &reply) {
        const bool isOutOfReach = reply.state == KeyState::Elsewhere
            || (reply.state == KeyState::NoService && question.storedIn != keys::Keyring::None);
        if (reply.state == KeyState::Absent
            || (reply.state == KeyState::NoService && !isOutOfReach)) {
            m_models.connections.remove(id);
        } else if (m_dialog) {
            showKey(id, reply);
            if (isOutOfReach) {
                askRemoveAlone(id, reply);
            } else if (reply.state != KeyState::Unanswered) {
                m_dialog->tellError(
                    tr("The connection was kept, because its key could not be deleted. %1")
                        .arg(workspace::keyStateText(reply)));
            }
        }
    });
}

/// Whoever has left a desktop for good could else never remove what they made there.
void ConnectionsFlow::askRemoveAlone(const QString &id, const KeyReply &reply)
{
    constexpr int removeButton = 1;
    m_dialogs.choose(m_dialog,
                     {tr("Remove connection"),
                      tr("The connection was kept, because its key could not be deleted. %1\n\n"
                         "Remove the connection all the same? Its key stays in that keyring, as "
                         "“hermes-studio”, and only the keyring's own program can delete it then.")
                          .arg(workspace::keyStateText(reply)),
                      {tr("Keep it"), tr("Remove without the key")},
                      0},
                     [this, id](int button) {
                         if (button == removeButton) {
                             m_models.connections.remove(id);
                         }
                     });
}

// --- tests

void ConnectionsFlow::test(const Connection &connection)
{
    m_check.reset();
    m_tested = connection.id;
    m_dialog->form().showTesting();
    const Secret typed = m_dialog->key().copyOfKey();
    if (!typed.isEmpty()) {
        check(connection.settings, typed);
        return;
    }
    m_models.keys.read(
        {connection.id, connection.keyStoredIn}, m_dialog,
        [this, connection](const KeyReply &reply, const Secret &key) {
            showKey(connection.id, reply);
            const bool isOver = m_tested != connection.id || m_dialog->currentId() != m_tested;
            if (isOver || reply.state == KeyState::Unanswered) {
                return;
            }
            // without a key, or a keyring, the server says whether it needs one
            if (!key.isEmpty() || reply.state == KeyState::Absent
                || reply.state == KeyState::NoService) {
                check(connection.settings, key);
            } else {
                m_dialog->form().showTestFailure(tr("The server was not asked, because the key "
                                                    "could not be read. %1")
                                                     .arg(workspace::keyStateText(reply)));
            }
        });
}

void ConnectionsFlow::check(const modelapi::ConnectionSettings &settings, const Secret &key)
{
    m_check = std::make_unique<modelapi::ServerCheck>(settings);
    connect(m_check.get(), &modelapi::ServerCheck::finished, m_dialog,
            [this, settings, id = m_tested](const modelapi::ServerReport &report) {
                rememberWindows(id, settings, report);
                if (m_dialog->currentId() == id) {
                    m_dialog->form().showReport(report);
                }
            });
    m_check->start(key.reveal());
}

void ConnectionsFlow::rememberWindows(const QString &id,
                                      const modelapi::ConnectionSettings &settings,
                                      const modelapi::ServerReport &report)
{
    const workspace::ToldWindows told = workspace::toldIn(settings, report);
    auto connection = m_models.connections.connection(id);
    if (connection && !told.tokens.isEmpty() && connection->told != told) {
        connection->told = told;
        m_models.connections.put(*connection);
    }
}

} // namespace hermes::mainwindow
