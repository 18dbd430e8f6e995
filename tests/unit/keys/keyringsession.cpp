#include "keyringsession.h"

#include <QDBusConnectionInterface>
#include <QDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

constexpr int patience = 20'000; ///< ms

const QByteArray emptyBus = R"(<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>)";

} // namespace

KeyringSession::KeyringSession(Bus bus) : m_environment(QProcessEnvironment::systemEnvironment())
{
    m_home.write(u"runtime/.keep"_s, {});
    QFile::setPermissions(m_home.path(u"runtime"_s),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    for (const QString &name :
         {u"XDG_CURRENT_DESKTOP"_s, u"DESKTOP_SESSION"_s, u"KDE_FULL_SESSION"_s,
          u"KDE_SESSION_VERSION"_s, u"GNOME_DESKTOP_SESSION_ID"_s, u"GNOME_KEYRING_CONTROL"_s,
          u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s, u"XDG_STATE_HOME"_s}) {
        m_environment.remove(name);
    }
    m_environment.insert(u"HOME"_s, m_home.path());
    m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.path(u"runtime"_s));
    m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path="_s + m_home.path(u"no-bus"_s));
    if (bus == Bus::None) {
        return;
    }
    QString configuration = u"--session"_s;
    if (bus == Bus::Empty) {
        m_home.write(u"bus.conf"_s, emptyBus);
        configuration = u"--config-file="_s + m_home.path(u"bus.conf"_s);
    }
    m_bus.setProcessEnvironment(m_environment);
    m_bus.setStandardErrorFile(m_home.path(u"bus.log"_s));
    m_bus.start(u"bwrap"_s,
                {u"--dev-bind"_s, u"/"_s, u"/"_s, u"--unshare-pid"_s, u"--proc"_s, u"/proc"_s,
                 u"--die-with-parent"_s, u"dbus-daemon"_s, configuration, u"--nofork"_s,
                 u"--print-address"_s});
    if (!m_bus.waitForReadyRead(patience)) {
        qFatal("The session bus did not start: %s", m_home.read(u"bus.log"_s).constData());
    }
    const QString address = QString::fromUtf8(m_bus.readLine().trimmed());
    m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, address);
    m_connectionName = u"test-"_s + m_home.path();
    QDBusConnection::connectToBus(address, m_connectionName);
}

KeyringSession::~KeyringSession()
{
    QDBusConnection::disconnectFromBus(m_connectionName);
    for (QProcess *process : {&m_kwallet, &m_gnomeKeyring, &m_bus}) {
        process->kill();
        process->waitForFinished(patience);
    }
}

bool KeyringSession::startGnomeKeyring(Login login)
{
    QStringList arguments{u"--foreground"_s, u"--components=secrets"_s};
    if (login == Login::Unlocked) {
        arguments.append(u"--unlock"_s);
    }
    m_gnomeKeyring.setProcessEnvironment(m_environment);
    m_gnomeKeyring.setStandardErrorFile(m_home.path(u"keyring.log"_s), QIODevice::Append);
    m_gnomeKeyring.start(u"gnome-keyring-daemon"_s, arguments);
    if (login == Login::Unlocked) {
        m_gnomeKeyring.write(password());
    }
    m_gnomeKeyring.closeWriteChannel();
    return QTest::qWaitFor([this] { return hasName(u"org.freedesktop.secrets"_s); }, patience);
}

bool KeyringSession::startKWallet()
{
    if (!QFile::exists(m_home.path(u".config/kwalletrc"_s))) {
        m_home.write(u".config/kwalletrc"_s,
                     "[Wallet]\nEnabled=true\nFirst Use=false\n"
                     "[org.freedesktop.secrets]\napiEnabled=false\n");
    }
    setPlasma(true);
    QProcessEnvironment environment = m_environment;
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    m_kwallet.setProcessEnvironment(environment);
    m_kwallet.setStandardErrorFile(m_home.path(u"kwallet.log"_s), QIODevice::Append);
    m_kwallet.start(u"kwalletd6"_s, QStringList());
    if (!QTest::qWaitFor([this] { return hasName(u"org.kde.kwalletd6"_s); }, patience)) {
        return false;
    }
    // as the log-in does it: makes the wallet if there is none, opens it without a prompt
    constexpr int hashSize = 56;
    callKWallet(u"pamOpen"_s, {u"kdewallet"_s, QByteArray(hashSize, 'A'), 0});
    return callKWallet(u"isOpen"_s, {u"kdewallet"_s}).arguments().value(0).toBool();
}

void KeyringSession::closeKWallet()
{
    callKWallet(u"close"_s, {u"kdewallet"_s, true});
}

void KeyringSession::killKWallet()
{
    m_kwallet.kill();
    m_kwallet.waitForFinished(patience);
}

void KeyringSession::setPlasma(bool isPlasma)
{
    m_environment.insert(u"XDG_CURRENT_DESKTOP"_s, isPlasma ? u"KDE"_s : u"GNOME"_s);
    m_environment.insert(u"KDE_SESSION_VERSION"_s, u"6"_s);
}

QDBusMessage KeyringSession::callKWallet(const QString &method, const QVariantList &arguments)
{
    QDBusMessage call = QDBusMessage::createMethodCall(
        u"org.kde.kwalletd6"_s, u"/modules/kwalletd6"_s, u"org.kde.KWallet"_s, method);
    call.setArguments(arguments);
    return QDBusConnection(m_connectionName).call(call);
}

void KeyringSession::signalGnomeKeyring(int signal)
{
    ::kill(static_cast<pid_t>(m_gnomeKeyring.processId()), signal);
    if (signal == SIGKILL) {
        m_gnomeKeyring.waitForFinished(patience);
    }
}

QByteArray KeyringSession::run(const QStringList &command, const QByteArray &input)
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(command.first(), command.mid(1));
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(patience);
    return process.readAllStandardOutput();
}

bool KeyringSession::hasName(const QString &name) const
{
    return QDBusConnection(m_connectionName).interface()->isServiceRegistered(name).value();
}

void KeyringSession::killOwner(const QString &name)
{
    const uint pid = QDBusConnection(m_connectionName).interface()->servicePid(name).value();
    // the bus sees the numbers of its own namespace
    run({u"nsenter"_s, u"-t"_s, QString::number(m_bus.processId()), u"-p"_s, u"-m"_s, u"kill"_s,
         u"-9"_s, QString::number(pid)});
}

KeyringPrompts::KeyringPrompts(KeyringSession &session) : m_session(session)
{
    m_monitor.setProcessEnvironment(session.environment());
    m_monitor.start(u"dbus-monitor"_s,
                    {u"--session"_s, u"interface='org.gnome.keyring.internal.Prompter'"_s,
                     u"interface='org.gnome.keyring.internal.Prompter.Callback'"_s});
    // its own first message: from here on it sees everything
    if (!QTest::qWaitFor([this] { return count("NameLost") > 0; }, patience)) {
        qFatal("dbus-monitor did not start");
    }
}

KeyringPrompts::~KeyringPrompts()
{
    m_monitor.kill();
    m_monitor.waitForFinished(patience);
}

QStringList KeyringPrompts::escape()
{
    return {u"key"_s, u"Escape"_s};
}

QStringList KeyringPrompts::passwords(int fields, const QString &password)
{
    QStringList keys;
    for (int field = 0; field < fields; ++field) {
        keys += {u"type"_s, u"--args"_s, u"1"_s,
                 password,  u"key"_s,    field + 1 < fields ? u"Tab"_s : u"Return"_s};
    }
    return keys;
}

int KeyringPrompts::count(const QByteArray &member)
{
    m_seen += m_monitor.readAllStandardOutput();
    return static_cast<int>(m_seen.count("member=" + member + '\n'));
}

/// The window manager has made it the active window: keys reach it.
bool KeyringPrompts::isActive()
{
    const QByteArray shown =
        m_session
            .run({u"xdotool"_s, u"search"_s, u"--onlyvisible"_s, u"--class"_s, u"gcr-prompter"_s})
            .trimmed();
    return !shown.isEmpty()
        && m_session.run({u"xdotool"_s, u"getactivewindow"_s}).trimmed() == shown;
}

bool KeyringPrompts::answer(const QStringList &keys)
{
    const int asked = m_answered + 1;
    if (!QTest::qWaitFor([this, asked] { return count("PerformPrompt") >= asked && isActive(); },
                         patience)) {
        return false;
    }
    m_answered = count("PerformPrompt");
    const int told = count("PromptReady");
    m_session.run(QStringList{u"xdotool"_s} + keys);
    return QTest::qWaitFor([this, told] { return count("PromptReady") > told; }, patience);
}

KeyStoreProcess::KeyStoreProcess(const QProcessEnvironment &environment, int limit)
{
    m_process.setProcessEnvironment(environment);
    m_process.start(QStringLiteral(KEYSTORE_PROCESS), {QString::number(limit)});
    m_process.waitForStarted(patience);
}

KeyStoreProcess::~KeyStoreProcess()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(patience)) {
        m_process.kill();
        m_process.waitForFinished(patience);
    }
}

void KeyStoreProcess::send(const QByteArray &line)
{
    m_process.write(line + '\n');
    m_process.waitForBytesWritten(patience);
}

QByteArray KeyStoreProcess::next(int milliseconds)
{
    const bool isThere = QTest::qWaitFor([this] { return m_process.canReadLine(); }, milliseconds);
    return isThere ? m_process.readLine().trimmed() : QByteArray("nothing");
}

QByteArray KeyStoreProcess::ask(const QByteArray &line)
{
    send(line);
    return next();
}

} // namespace hermes::test
