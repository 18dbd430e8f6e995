#include "accessibletree.h"
#include "scratchfolder.h"
#include "screenrobot.h"
#include "studioprocess.h"

#include <QProcess>
#include <QTest>

#include <memory>

using namespace hermes;
using namespace hermes::tour;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; ///< ms; a compositor or a bus may start slowly.
const QString promptFile = u"registry/agents/writer/AGENT.md"_s;
const QByteArray heading = "# Writer\n";

/// A service that a desktop has: runs until it goes out of scope.
class Service
{
public:
    Service(const QString &program, const QStringList &arguments, const QProcessEnvironment &with)
    {
        m_process.setProcessEnvironment(with);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(program, arguments);
    }
    ~Service()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(5000)) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    Q_DISABLE_COPY_MOVE(Service)

    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] QByteArray output() { return m_process.readAll(); }

private:
    QProcess m_process;
};

QByteArray output(const QString &program, const QStringList &arguments,
                  const QProcessEnvironment &with)
{
    QProcess process;
    process.setProcessEnvironment(with);
    process.start(program, arguments);
    process.waitForFinished(patience);
    return process.readAllStandardOutput().trimmed();
}

} // namespace

/// What differs from desktop to desktop: input methods, writing from right to left, the compositor.
/// The real program, with real keys.
class TestPlatforms final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        m_folder->write(u"registry/agents/writer/manifest.json"_s,
                        R"({ "schemaVersion": "1", "type": "agent", "id": "writer",
 "name": "Writer", "version": "1.0.0", "description": "Writes.", "entry": "AGENT.md",
 "compatibility": { "hermes": ">=1.0.0", "desktop": ">=1.0.0" } })");
        m_folder->write(promptFile, heading);
        m_studio = std::make_unique<StudioProcess>(m_folder->path(u"home"_s));
    }
    void cleanup() { m_studio.reset(); }

    void anInputMethodComposes()
    {
        // The input method's own marks, accents and all, are made of several keys: telex writes
        // "vieetj" for "việt".
        QProcessEnvironment bus = m_studio->environment();
        Service daemon(u"ibus-daemon"_s,
                       {u"--replace"_s, u"--panel"_s, u"disable"_s, u"--emoji-extension"_s,
                        u"disable"_s, u"--config"_s, u"/usr/libexec/ibus-memconf"_s},
                       bus);
        const auto setEngine = [&] {
            std::ignore = output(u"ibus"_s, {u"engine"_s, u"m17n:vi:telex"_s}, bus);
            return output(u"ibus"_s, {u"engine"_s}, bus);
        };
        QTRY_COMPARE_WITH_TIMEOUT(setEngine(), "m17n:vi:telex", patience);
        m_studio->setVariable(u"QT_IM_MODULE"_s, u"ibus"_s);
        openPrompt();
        m_robot.type(u"tieengs"_s);
        expectPrompt(u"# Writer\nt"_s); // the rest is being composed
        m_robot.takePicture(u"composing"_s);
        m_robot.type(u" vieetj nam "_s);
        m_robot.press(u"ctrl+s"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_folder->read(promptFile), heading + "tiếng việt nam ",
                                  patience);
        // Composed text is undone like typed text, and nothing of the keys comes to light.
        m_robot.press(u"ctrl+z"_s);
        m_robot.press(u"ctrl+s"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_folder->read(promptFile) != heading + "tiếng việt nam ",
                                 patience);
        QVERIFY(QByteArray(heading + "tiếng việt nam ").startsWith(m_folder->read(promptFile)));
    }

    void textFromRightToLeftIsEditedAndFound()
    {
        openPrompt();
        typeHebrew(u"שלום עולם "_s);
        m_robot.type(u"(abc)"_s);
        m_robot.takePicture(u"right-to-left"_s);
        m_robot.press(u"Home"_s);
        for (int i = 0; i < 4; ++i) {
            m_robot.press(u"Left"_s); // forwards, in a line that runs to the left
        }
        m_robot.type(u"!"_s);
        m_robot.press(u"ctrl+s"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_folder->read(promptFile), heading + "שלום! עולם (abc)",
                                  patience);
        m_robot.press(u"ctrl+f"_s);
        typeHebrew(u"עולם"_s);
        m_robot.press(u"Return"_s);
        m_robot.takePicture(u"right-to-left-found"_s);
        m_robot.press(u"Escape"_s);
        typeHebrew(u"ירח"_s); // over what was found
        m_robot.press(u"ctrl+s"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_folder->read(promptFile), heading + "שלום! ירח (abc)",
                                  patience);
        m_robot.press(u"ctrl+shift+f"_s);
        typeHebrew(u"ירח"_s);
        QVERIFY2(m_tree.waitFor(u"1 entry, 1 match*"_s, {}, patience), qPrintable(m_tree.dump()));
        m_robot.takePicture(u"right-to-left-search"_s);
    }

    void aWaylandCompositorShowsTheWindow()
    {
        QProcessEnvironment screen = m_studio->environment();
        const test::ScratchFolder runtime; // private to the user, as it must be
        screen.insert(u"XDG_RUNTIME_DIR"_s, runtime.path());
        // A window of the X screen, so that its keys and buttons are real ones.
        Service compositor(u"weston"_s,
                           {u"--backend=x11"_s, u"--renderer=pixman"_s, u"--shell=kiosk"_s,
                            u"--width=1240"_s, u"--height=740"_s, u"--socket=wayland-test"_s,
                            u"--idle-time=0"_s},
                           screen);
        QTRY_VERIFY2_WITH_TIMEOUT(QFile::exists(runtime.path(u"wayland-test"_s)),
                                  compositor.output().constData(), patience);
        const auto window = [&] {
            return output(u"xdotool"_s, {u"search"_s, u"--class"_s, u"weston"_s}, screen)
                .split('\n')
                .constLast();
        };
        QTRY_VERIFY_WITH_TIMEOUT(!window().isEmpty(), patience);
        m_studio->setVariable(u"XDG_RUNTIME_DIR"_s, runtime.path());
        m_studio->setVariable(u"WAYLAND_DISPLAY"_s, u"wayland-test"_s);
        m_studio->setVariable(u"QT_QPA_PLATFORM"_s, u"wayland"_s);
        m_studio->removeVariable(u"DISPLAY"_s);
        m_studio->start({m_folder->path(promptFile)});
        QVERIFY2(m_tree.waitFor(u"Prompt"_s, u"text"_s, patience), qPrintable(m_tree.dump()));
        const QString id = QString::fromLatin1(window());
        QTRY_COMPARE_WITH_TIMEOUT(
            QProcess::execute(u"xdotool"_s, {u"windowactivate"_s, u"--sync"_s, id}), 0, patience);
        // Where a window lies is the compositor's own affair there: the middle of the screen.
        m_robot.click({560, 400});
        m_robot.press(u"ctrl+End"_s);
        m_robot.type(u"By way of Wayland."_s);
        expectPrompt(u"# Writer\nBy way of Wayland."_s);
        m_robot.press(u"ctrl+s"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_folder->read(promptFile), heading + "By way of Wayland.",
                                  patience);
        m_robot.press(u"ctrl+p"_s);
        m_robot.type(u"wri"_s);
        m_robot.takePicture(u"wayland"_s);
        m_robot.press(u"Escape"_s);
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(m_studio->waitForExit(), 0);
        QVERIFY(compositor.isRunning());
    }

private:
    void openPrompt()
    {
        m_studio->start({m_folder->path(promptFile)});
        const auto prompt = m_tree.waitFor(u"Prompt"_s, u"text"_s, patience);
        QVERIFY2(prompt, qPrintable(m_tree.dump()));
        expectPrompt(QString::fromUtf8(heading));
        m_robot.click(prompt.value_or(AccessibleItem{}).place.center());
        m_robot.press(u"ctrl+End"_s);
    }

    /// On a keyboard that has the letters, as their writers do.
    void typeHebrew(const QString &text)
    {
        QCOMPARE(QProcess::execute(u"setxkbmap"_s, {u"il"_s}), 0);
        m_robot.type(text);
        QCOMPARE(QProcess::execute(u"setxkbmap"_s, {u"us"_s}), 0);
    }

    void expectPrompt(const QString &text)
    {
        QString shown;
        const bool isShown = QTest::qWaitFor(
            [&] {
                const auto item = m_tree.find(u"Prompt"_s, u"text"_s);
                shown = item ? m_tree.textOf(*item) : QString();
                return shown == text;
            },
            patience);
        QVERIFY2(isShown, qPrintable(shown));
    }

    std::unique_ptr<test::ScratchFolder> m_folder;
    std::unique_ptr<StudioProcess> m_studio;
    AccessibleTree m_tree;
    ScreenRobot m_robot;
};

QTEST_GUILESS_MAIN(TestPlatforms)
#include "tst_platforms.moc"
