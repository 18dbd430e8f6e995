#pragma once

#include "scratchfolder.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QProcessEnvironment>

namespace hermes::test {

/// A home and a session bus of a test's own, with a real keyring if the test starts one. Everything
/// on the bus runs in a PID namespace that ends with this. Thread: one.
class KeyringSession
{
public:
    enum class Bus
    {
        None, ///< The address leads nowhere.
        Empty, ///< Starts no service.
        Full
    };
    enum class Login
    {
        Unlocked, ///< As the desktop does it at log-in. Makes the keyring if there is none.
        Locked
    };

    explicit KeyringSession(Bus bus);
    ~KeyringSession();
    Q_DISABLE_COPY_MOVE(KeyringSession)

    /// Of programs of this session.
    [[nodiscard]] QProcessEnvironment &environment() { return m_environment; }
    [[nodiscard]] const ScratchFolder &home() const { return m_home; }
    [[nodiscard]] static QByteArray password() { return "pw"; }

    /// True once it is on the bus.
    [[nodiscard]] bool startGnomeKeyring(Login login);
    /// KDE's wallet daemon with an open wallet, and an environment as Plasma has it. True once it
    /// is on the bus.
    [[nodiscard]] bool startKWallet();
    void closeKWallet(); ///< Locks it.
    void killKWallet();
    /// Whether programs of this session think that they are in Plasma.
    void setPlasma(bool isPlasma);
    void signalGnomeKeyring(int signal); ///< SIGKILL: also waits for its end.
    /// Runs a command here; its standard output.
    QByteArray run(const QStringList &command, const QByteArray &input = {});
    [[nodiscard]] bool hasName(const QString &name) const;
    /// Ends a service by the name that it has on the bus, with SIGKILL.
    void killOwner(const QString &name);

private:
    QDBusMessage callKWallet(const QString &method, const QVariantList &arguments);

    ScratchFolder m_home;
    QProcessEnvironment m_environment;
    QProcess m_bus;
    QProcess m_gnomeKeyring;
    QProcess m_kwallet;
    QString m_connectionName;
};

/// The prompts of a session's GNOME Keyring, answered by keys as a person would. Needs a display
/// with a window manager. Thread: one.
class KeyringPrompts
{
public:
    explicit KeyringPrompts(KeyringSession &session);
    ~KeyringPrompts();
    Q_DISABLE_COPY_MOVE(KeyringPrompts)

    /// Presses keys, arguments of xdotool, once a prompt that was not answered yet waits for them.
    /// True when the keyring has got the answer.
    [[nodiscard]] bool answer(const QStringList &keys);

    [[nodiscard]] static QStringList escape();
    /// Typed into each field of the prompt, then Enter.
    [[nodiscard]] static QStringList passwords(int fields, const QString &password);

private:
    [[nodiscard]] bool isActive();
    [[nodiscard]] int count(const QByteArray &member);

    KeyringSession &m_session;
    QProcess m_monitor; ///< Of what the keyring and its prompter say to each other.
    QByteArray m_seen;
    int m_answered = 0;
};

/// Answers of a keystore_process.
class KeyStoreProcess
{
public:
    KeyStoreProcess(const QProcessEnvironment &environment, int patience);
    ~KeyStoreProcess();
    Q_DISABLE_COPY_MOVE(KeyStoreProcess)

    void send(const QByteArray &line);
    /// The next line that it tells, "store a|Stored|GNOME Keyring|"; "nothing" after
    /// `milliseconds`.
    [[nodiscard]] QByteArray next(int milliseconds = 20'000);
    /// send() and next().
    [[nodiscard]] QByteArray ask(const QByteArray &line);
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
};

} // namespace hermes::test
