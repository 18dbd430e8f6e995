#pragma once

#include "keys/keyreply.h"
#include "keys/secret.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <map>
#include <memory>

namespace hermes::keys {

class KeyOperation;
class KeyringService;

/// Whose key, and where it was stored when it last was.
struct KeyQuestion
{
    QString connectionId;
    Keyring storedIn = Keyring::None; ///< None = not known.
};

/// The keys of the user's connections: in the keyring of the desktop through QtKeychain, or for
/// this session in memory. There is no other place.
///
/// Nothing blocks. Each answer comes by a call of `told`, never from inside the question and not
/// after `receiver` is gone; a prompt that stays open for 20 s is told as Unanswered, and its
/// answer, late as it may be, once more. Thread: UI.
class KeyStore final : public QObject
{
    Q_OBJECT

public:
    using Told = std::function<void(const KeyReply &)>;
    /// The key is empty unless the reply is Stored or ThisSession.
    using Read = std::function<void(const KeyReply &, const Secret &)>;

    static constexpr std::chrono::milliseconds usualPatience{20'000};

    explicit KeyStore(std::chrono::milliseconds patience, QObject *parent = nullptr);
    ~KeyStore() override;

    /// Where the key is. No prompt, no key.
    void look(const KeyQuestion &question, QObject *receiver, const Told &told);
    /// Unlocks what the key lies in, with the keyring's prompt; then as look().
    void unlock(const KeyQuestion &question, QObject *receiver, const Told &told);
    /// The key itself, for the request that needs it; a locked keyring shows its prompt.
    void read(const KeyQuestion &question, QObject *receiver, const Read &read);
    /// Stores a key, or another one in its place. Stored = written and read back.
    void store(const QString &connectionId, Secret secret, QObject *receiver, const Told &told);
    /// From keyring and memory. Absent = done; Elsewhere = it stays in the keyring of another
    /// desktop.
    void remove(const KeyQuestion &question, QObject *receiver, const Told &told);

    /// Until the program ends, or the next store() or remove() of that id.
    void useForSession(const QString &connectionId, Secret secret);
    [[nodiscard]] bool hasSessionKey(const QString &connectionId) const;

private:
    using Use = std::function<void(KeyringService &)>;

    void ask(KeyOperation *operation);
    void startNext();
    void withService(const Use &use);
    void adopt(std::unique_ptr<KeyringService> service);
    void endWithService();
    void tellSession(QObject *receiver, const Told &told);

    const std::chrono::milliseconds m_patience;
    std::unique_ptr<KeyringService> m_service; ///< Chosen by the first question.
    QList<Use> m_uses; ///< That wait for it.
    QList<KeyOperation *> m_queue; ///< Those that may show a prompt; the first of them runs.
    std::map<QString, Secret> m_session;
};

} // namespace hermes::keys
