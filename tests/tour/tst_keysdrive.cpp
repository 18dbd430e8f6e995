#include "accessibletree.h"
#include "keyringsession.h"
#include "modelserver.h"
#include "runs/rundatabase.h"
#include "scratchfolder.h"
#include "screenrobot.h"
#include "studioprocess.h"
#include "workspace/connectionstore.h"
#include "workspace/settings.h"
#include "workspace/testsend.h"

#include <QClipboard>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDirIterator>
#include <QFile>
#include <QGuiApplication>
#include <QMimeData>
#include <QStringEncoder>
#include <QTest>

#include <csignal>
#include <memory>

#include <unistd.h>

using namespace hermes;
using namespace hermes::tour;
using namespace Qt::StringLiterals;

namespace {

const QString marker = u"sk-marker-71f3-0123456789abcdef"_s;
constexpr uint passwordText = 40; ///< ATSPI_ROLE_PASSWORD_TEXT
const QString promptPart = u"Say what was not tested."_s;

/// Whether the marker is in the bytes, as UTF-8 or as Qt keeps texts.
bool holdsMarker(const QByteArray &bytes)
{
    QStringEncoder wide(QStringConverter::Utf16LE);
    const QByteArray wideMarker = wide.encode(marker);
    return bytes.contains(marker.toUtf8()) || bytes.contains(wideMarker)
        || bytes.contains(marker.toUtf8().toBase64(QByteArray::OmitTrailingEquals).chopped(2));
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Files below a folder that hold the marker.
QStringList filesWithMarker(const QString &folder)
{
    QStringList found;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden | QDir::System,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        if (walk.fileInfo().isFile() && holdsMarker(read(path))) {
            found.append(path);
        }
    }
    return found;
}

} // namespace

/// Everything that any program puts into a clipboard or the selection, as a history of clipboards
/// keeps it.
class ClipboardHistory final : public QObject
{
public:
    ClipboardHistory()
    {
        const QClipboard *clipboard = QGuiApplication::clipboard();
        connect(clipboard, &QClipboard::changed, this, [this, clipboard](QClipboard::Mode mode) {
            const QMimeData *data = clipboard->mimeData(mode);
            for (const auto formats = data != nullptr ? data->formats() : QStringList();
                 const QString &format : formats) {
                m_seen += data->data(format) + '\n';
            }
        });
    }
    [[nodiscard]] const QByteArray &seen() const { return m_seen; }

private:
    QByteArray m_seen;
};

/// What the whole program does with a key, and whom it speaks to, seen from outside.
class TestKeysDrive final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_session = std::make_unique<test::KeyringSession>(test::KeyringSession::Bus::Full);
        QVERIFY(m_session->startGnomeKeyring(test::KeyringSession::Login::Unlocked));
        // the program is looked at through the accessibility bus of its own session
        qputenv("DBUS_SESSION_BUS_ADDRESS",
                m_session->environment().value(u"DBUS_SESSION_BUS_ADDRESS"_s).toUtf8());
        qputenv("XDG_RUNTIME_DIR", m_session->environment().value(u"XDG_RUNTIME_DIR"_s).toUtf8());
        m_tree = std::make_unique<AccessibleTree>();
        QVERIFY(m_tree->isConnected());
    }

    void cleanupTestCase()
    {
        m_tree.reset();
        m_session.reset();
    }

    void aKeyIsFoundNowhereAfterADrive()
    {
        test::ModelServer server;
        QVERIFY(server.isRunning());
        workspace::Connection connection{u"drive"_s, u"Loopback"_s, {}, keys::Keyring::None};
        connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
        const QByteArray models = R"({"object":"list","data":[{"id":"tiny","object":"model"}]})";
        const QJsonArray reply{test::head(200, u"application/json"_s), test::sent(models),
                               test::step(u"end"_s)};
        connection.settings.baseUrl =
            server.replying(u"drive"_s, {reply, reply, reply, reply}) + u"/v1"_s;
        connection.settings.modelId = u"tiny"_s;
        {
            workspace::ConnectionStore store(home() + u"/.config/hermes-studio/connections.json"_s);
            store.put(connection);
            workspace::Settings settings(home() + u"/.config/hermes-studio/hermes-studio.ini"_s);
            settings.setTestConnection(connection.id);
            settings.setAgreedServer(connection.id, workspace::shownServer(connection.settings));
        }
        const ClipboardHistory history;
        StudioProcess studio(home());
        studio.setVariable(u"DRIVE_API_KEY"_s, marker + u"-env"_s);
        studio.start({u"--sample"_s});
        expect(u"Backend Engineer"_s, u"page tab"_s);
        openConnections();
        clickOn(u"Key"_s);
        m_robot.type(marker);
        const auto field = m_tree->find(u"Key"_s);
        QVERIFY(field);
        QCOMPARE(roleNumber(*field), passwordText); // screen readers say no letters
        QVERIFY(!m_tree->textOf(*field).contains(u"marker"_s));
        m_robot.takePicture(u"key-typed"_s);
        for (const QString &keys : {u"ctrl+a"_s, u"ctrl+c"_s, u"ctrl+Insert"_s}) {
            m_robot.press(keys);
        }
        clickOn(u"Store in keyring"_s);
        expect(u"The key is stored in GNOME Keyring."_s);
        clickOn(u"Test connection"_s);
        // it was really sent: to that server, and in the header that is for it
        QTRY_VERIFY_WITH_TIMEOUT(!server.requests(u"drive"_s).isEmpty(), 60'000);
        QCOMPARE(server.requests(u"drive"_s).constFirst().header("authorization"),
                 "Bearer " + marker.toUtf8());
        m_robot.takePicture(u"tested"_s);

        const QString process = u"/proc/%1/"_s.arg(studio.processId());
        QVERIFY(!read(process + u"cmdline"_s).isEmpty());
        QVERIFY(!holdsMarker(read(process + u"cmdline"_s)));
        const QByteArray environment = read(process + u"environ"_s);
        QVERIFY(environment.contains("HOME=")); // the look itself works
        QVERIFY(!holdsMarker(environment));
        QVERIFY(read(process + u"limits"_s).simplified().contains("Max core file size 0 0 bytes"));

        clickOn(u"Name of the connection"_s, u"text"_s);
        m_robot.press(u"ctrl+a"_s);
        m_robot.press(u"ctrl+c"_s);
        QTRY_VERIFY(history.seen().contains("Loopback")); // the look itself works
        QVERIFY(!holdsMarker(history.seen()));

        m_robot.press(u"Escape"_s);
        sendToAnEcho(server);
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(studio.waitForExit(), 0);
        QVERIFY(!holdsMarker(history.seen()));

        // the keyring's own file is encrypted; so nothing is left out
        QVERIFY(QFile::exists(home() + u"/.local/share/keyrings/login.keyring"_s));
        QCOMPARE(filesWithMarker(home()), QStringList());
        const QString sample = studio.documents() + u"/Hermes sample registry"_s;
        const QByteArray objects = m_session->home().git(
            {u"-C"_s, sample, u"cat-file"_s, u"--batch"_s, u"--batch-all-objects"_s});
        QVERIFY(!objects.isEmpty());
        QVERIFY(!holdsMarker(objects));
        // a bundle is packed: what is in it is looked at unpacked
        const QByteArray exported = m_session->run(
            {u"sh"_s, u"-c"_s,
             u"cd \"$0\" && \"$1\" export --name drive --output bundle.zip >&2 && unzip -p bundle.zip"_s,
             sample, QStringLiteral(HERMESCTL)});
        QVERIFY(exported.contains("Backend Engineer"));
        QVERIFY(!holdsMarker(exported));
        const QList<workspace::Connection> kept =
            workspace::readConnections(home() + u"/.config/hermes-studio/connections.json"_s)
                .value();
        QCOMPARE(kept.constFirst().keyStoredIn, keys::Keyring::SecretService);
        // a search that finds nothing must be one that finds
        m_session->home().write(u".cache/planted"_s, "x" + marker.toUtf8() + "x");
        QCOMPARE(filesWithMarker(home()).size(), 1);
    }

    void aLockedKeyringIsUnlockedByItsOwnPrompt()
    {
        using test::KeyringPrompts;
        m_session->run({u"secret-tool"_s, u"lock"_s, u"--collection=login"_s});
        StudioProcess studio(home());
        studio.start({u"--sample"_s});
        expect(u"Backend Engineer"_s, u"page tab"_s);
        openConnections();
        expect(u"GNOME Keyring is locked.*"_s);
        KeyringPrompts prompts(*m_session);
        clickOn(u"Unlock keyring"_s);
        QVERIFY(prompts.answer(KeyringPrompts::escape()));
        expect(u"The question of GNOME Keyring was closed*"_s);
        m_robot.takePicture(u"not-unlocked"_s);
        clickOn(u"Unlock keyring"_s);
        QVERIFY(prompts.answer(KeyringPrompts::passwords(1, u"pw"_s)));
        expect(u"The key is stored in GNOME Keyring."_s);
        m_robot.takePicture(u"unlocked"_s);
        m_robot.press(u"Escape"_s);
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(studio.waitForExit(), 0);
    }

    void aKeyringThatDiesInMidCallIsTold()
    {
        StudioProcess studio(home());
        studio.start({u"--sample"_s});
        expect(u"Backend Engineer"_s, u"page tab"_s);
        openConnections();
        expect(u"The key is stored in GNOME Keyring."_s);
        m_session->signalGnomeKeyring(SIGSTOP);
        clickOn(u"Delete key"_s);
        expect(u"Asking the keyring…"_s);
        m_session->signalGnomeKeyring(SIGKILL);
        expect(u"GNOME Keyring stopped before it answered.*"_s);
        m_robot.takePicture(u"keyring-died"_s);
        QVERIFY(m_session->startGnomeKeyring(test::KeyringSession::Login::Unlocked));
        clickOn(u"Look again"_s);
        expect(u"The key is stored in GNOME Keyring."_s); // nothing was lost
        m_robot.press(u"Escape"_s);
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(studio.waitForExit(), 0);
    }

    /// As gcore and debuggers begin; both without the privilege that opens everything to root.
    void nobodyAttachesToTheProgram()
    {
        const QStringList ordinary = ::getuid() == 0
            ? QStringList{u"setpriv"_s, u"--inh-caps=-sys_ptrace"_s,
                          u"--bounding-set=-sys_ptrace"_s}
            : QStringList{u"env"_s};
        StudioProcess studio(home());
        studio.startUnder(ordinary, {u"--sample"_s});
        expect(u"Backend Engineer"_s, u"page tab"_s);
        QProcess other;
        other.start(ordinary.first(), ordinary.mid(1) + QStringList{u"cat"_s});
        QVERIFY(other.waitForStarted());
        const auto attached = [&ordinary](qint64 process) {
            QProcess tracer;
            tracer.setProcessChannelMode(QProcess::MergedChannels);
            tracer.start(ordinary.first(),
                         ordinary.mid(1)
                             + QStringList{u"timeout"_s, u"-s"_s, u"INT"_s, u"2"_s, u"strace"_s,
                                           u"-e"_s, u"trace=none"_s, u"-p"_s,
                                           QString::number(process)});
            (void)tracer.waitForFinished();
            return tracer.readAll();
        };
        if (!attached(other.processId()).contains(" attached")) {
            QSKIP("this system lets nobody attach to any process");
        }
        const QByteArray words = attached(studio.processId());
        QVERIFY2(words.contains("Operation not permitted"), words);
        other.closeWriteChannel();
        QVERIFY(other.waitForFinished());
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(studio.waitForExit(), 0);
    }

    void nobodyIsConnectedToUnlessAsked()
    {
        const QString log = home() + u"/connect.log"_s;
        StudioProcess studio(home());
        studio.startUnder({u"strace"_s, u"-f"_s, u"--seccomp-bpf"_s, u"-qq"_s, u"-e"_s,
                           u"trace=connect,sendto"_s, u"-e"_s, u"signal=none"_s, u"-o"_s, log},
                          {u"--sample"_s});
        expect(u"Backend Engineer"_s, u"page tab"_s);
        clickOn(u"Prompt"_s, u"text"_s);
        m_robot.press(u"ctrl+End"_s);
        m_robot.type(promptPart);
        m_robot.press(u"ctrl+s"_s);
        const QString sample = studio.documents() + u"/Hermes sample registry"_s;
        QTRY_VERIFY_WITH_TIMEOUT(
            m_session->home().git({u"-C"_s, sample, u"diff"_s}).contains(promptPart.toUtf8()),
            60'000);
        m_session->home().git({u"-C"_s, sample, u"commit"_s, u"-qam"_s, u"Say it"_s});
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(studio.waitForExit(), 0);
        const QByteArray calls = read(log);
        QVERIFY(calls.contains("sa_family=AF_UNIX")); // the display: the look itself works
        for (const auto lines = calls.split('\n'); const QByteArray &line : lines) {
            QVERIFY2(!line.contains("AF_INET"), line.constData());
        }
    }

private:
    [[nodiscard]] QString home() const { return m_session->home().path(); }

    /// What screen readers go by; the role's name is that of any text.
    [[nodiscard]] static uint roleNumber(const AccessibleItem &item)
    {
        const QDBusMessage reply =
            QDBusConnection(u"accessibility"_s)
                .call(QDBusMessage::createMethodCall(item.service, item.path,
                                                     u"org.a11y.atspi.Accessible"_s, u"GetRole"_s));
        return reply.arguments().value(0).toUInt();
    }

    void openConnections()
    {
        m_robot.press(u"ctrl+shift+p"_s);
        m_robot.type(u"connections"_s);
        m_robot.press(u"Return"_s);
        expect(u"Name of the connection"_s);
    }

    void expect(const QString &name, const QString &role = {})
    {
        QVERIFY2(m_tree->waitFor(name, role),
                 qPrintable(u"“%1” does not appear. What does:\n%2"_s.arg(name, m_tree->dump())));
    }

    /// A test-send to a server that repeats the key in a header and in its answer.
    void sendToAnEcho(test::ModelServer &server)
    {
        const QJsonArray echo{
            test::head(200, u"text/event-stream"_s, {QJsonArray{u"X-Echo"_s, marker}}),
            test::sent("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"You said "
                       + marker.toUtf8()
                       + "\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},"
                         "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"),
            test::step(u"end"_s)};
        (void)server.replying(u"drive"_s, {echo, echo});
        m_robot.press(u"F5"_s);
        expect(u"New conversation"_s);
        m_robot.press(u"F5"_s); // to the question's field
        m_robot.type(u"Say it"_s);
        m_robot.press(u"ctrl+Return"_s);
        const QString file = home() + u"/.local/share/hermes-studio/hermes-studio/runs.sqlite"_s;
        QList<runs::Run> kept;
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto database = runs::RunDatabase::open(file);
                kept = database ? (*database)->find({}).value_or(kept) : kept;
                return kept.size() == 1
                    && kept.constFirst().outcome == runs::Run::Outcome::Complete;
            }(),
            60'000);
        QCOMPARE(kept.constFirst().answer, u"You said [key]"_s);
        QVERIFY(!holdsMarker(runs::exportedRuns(kept)));
        QVERIFY(!m_tree->dump().contains(marker)); // nor on the screen
        clickOn(u"Exchange"_s);
        QVERIFY(!m_tree->dump().contains(marker));
        m_robot.takePicture(u"echoed"_s);
    }

    void clickOn(const QString &name, const QString &role = {})
    {
        std::optional<AccessibleItem> item;
        const bool isReady = QTest::qWaitFor(
            [&] {
                item = m_tree->find(name, role);
                return item && m_tree->isEnabled(*item);
            },
            60'000);
        QVERIFY2(isReady, qPrintable(u"“%1” cannot be clicked.\n%2"_s.arg(name, m_tree->dump())));
        if (item) {
            m_robot.click(item->place.center());
        }
    }

    std::unique_ptr<test::KeyringSession> m_session;
    std::unique_ptr<AccessibleTree> m_tree;
    ScreenRobot m_robot;
};

QTEST_MAIN(TestKeysDrive)
#include "tst_keysdrive.moc"
