#pragma once

#include "keys/keyringservice.h"
#include "keys/secret.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace hermes::keys {

struct KeychainResult;

/// One question to the keyring, from the first look to the last word. Thread: UI.
class KeyOperation final : public QObject
{
    Q_OBJECT

public:
    enum class Kind
    {
        Look, ///< Asks nobody.
        Unlock,
        Read, ///< Of a locked keyring: with its prompt.
        Store,
        Remove
    };

    /// `secret`: what is stored. `patience`: when to tell that the prompt is still open, counted
    /// from here.
    KeyOperation(Kind kind, QString id, Secret secret, std::chrono::milliseconds patience,
                 QObject *parent);

    /// `service` outlives this.
    void start(KeyringService &service);
    /// The keyring went away. An operation that has not started is not touched by that.
    void endWithService();

    [[nodiscard]] Kind kind() const { return m_kind; }
    /// What was read, once told() said Stored.
    [[nodiscard]] const Secret &secret() const { return m_secret; }

Q_SIGNALS:
    /// Unanswered at most once, then the last word.
    void told(const hermes::keys::KeyReply &reply);
    void finished(); ///< After the last word.

private:
    void goOn(const KeyReply &looked);
    void open(KeyringService::Purpose purpose, void (KeyOperation::*next)());
    void read();
    void write();
    void readBack();
    void remove();
    void lookAgain();
    void end(const KeyReply &reply);
    void end(const KeychainResult &result);

    const Kind m_kind;
    const QString m_id;
    Secret m_secret;
    KeyReply m_keyring; ///< Which one answers.
    KeyringService *m_service = nullptr;
    QTimer m_patience;
    bool m_hasEnded = false;
};

} // namespace hermes::keys
