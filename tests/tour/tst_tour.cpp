#include "accessibletree.h"
#include "scratchfolder.h"
#include "screenrobot.h"
#include "studioprocess.h"
#include "workspace/journalformat.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace hermes;
using namespace hermes::tour;
using namespace Qt::StringLiterals;

namespace {

const QString promptFile = u"registry/agents/backend-engineer/AGENT.md"_s;
const QString manifestFile = u"registry/agents/backend-engineer/manifest.json"_s;
const QByteArray added = "\n## Limits\n\nSay what was not tested.\n";

} // namespace

/// The main job, from the first start to a bundle, by keys and mouse alone; what counts is what
/// lies on the disk afterwards. The steps follow each other; after one that fails the others have
/// nothing to stand on and fail at once.
class TestTour final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY2(!m_hasFailed, "an earlier step failed"); }
    void cleanup() { m_hasFailed = m_hasFailed || QTest::currentTestFailed(); }

    void step01_theWelcomePageOpensTheSample()
    {
        QVERIFY(m_tree.isConnected());
        m_studio.start({});
        expect(u"Open the sample registry"_s);
        m_robot.takePicture(u"welcome"_s);
        clickOn(u"Open the sample registry"_s);
        expect(u"Backend Engineer"_s, u"page tab"_s); // a full window in one click
        expectText(u"Assembled prompt, rendered"_s, u"Ground rules"_s);
        m_robot.takePicture(u"sample"_s);
        const QString sample = m_studio.documents() + u"/Hermes sample registry"_s;
        QVERIFY(m_folder.git({u"-C"_s, sample, u"tag"_s}).contains("agent/backend-engineer@1.2.0"));
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(m_studio.waitForExit(), 0);
        m_folder.git({u"clone"_s, u"-q"_s, sample, u"registry"_s});
        m_folder.git({u"-C"_s, u"registry"_s, u"config"_s, u"user.name"_s, u"Ada Author"_s});
        m_folder.git({u"-C"_s, u"registry"_s, u"config"_s, u"user.email"_s, u"ada@example.org"_s});
    }

    void step02_anEntryIsFoundByTyping()
    {
        m_studio.start({m_folder.path(u"registry"_s)});
        expect(u"Code Reviewer, version*"_s);
        m_robot.press(u"ctrl+p"_s);
        m_robot.type(u"backend"_s);
        m_robot.press(u"Return"_s);
        expect(u"Backend Engineer"_s, u"page tab"_s);
        expect(u"v1.2.0"_s);
        expectText(u"Assembled prompt, rendered"_s, u"Ground rules"_s);
        m_robot.takePicture(u"entry"_s);
    }

    void step03_typingChangesExactlyItsBytes()
    {
        const QByteArray before = m_folder.read(promptFile);
        clickOn(u"Prompt"_s, u"text"_s);
        m_robot.press(u"ctrl+End"_s);
        for (const auto lines = added.first(added.size() - 1).split('\n');
             const QByteArray &line : lines) {
            m_robot.type(QString::fromUtf8(line));
            m_robot.press(u"Return"_s);
        }
        expectText(u"Assembled prompt, rendered"_s, u"Say what was not tested."_s);
        QCOMPARE(m_folder.read(promptFile), before); // nothing is saved by itself
        m_robot.takePicture(u"edited"_s);
        m_robot.press(u"ctrl+s"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_folder.read(promptFile), before + added, 60'000);
    }

    void step04_aFieldChangesExactlyItsBytes()
    {
        const QByteArray before = m_folder.read(manifestFile);
        m_robot.press(u"alt+2"_s);
        clickOn(u"Name"_s, u"text"_s);
        m_robot.press(u"ctrl+a"_s);
        m_robot.type(u"Backend Builder"_s);
        m_robot.takePicture(u"manifest"_s);
        m_robot.press(u"ctrl+s"_s);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_folder.read(manifestFile),
            QByteArray(before).replace("\"Backend Engineer\"", "\"Backend Builder\""), 60'000);
        expect(u"Backend Builder"_s, u"page tab"_s);
    }

    void step05_theComparisonShowsWhatChanged()
    {
        m_robot.press(u"ctrl+alt+d"_s);
        expect(u"1 change*"_s, u"label"_s);
        expectText(u"Changed fields of the manifest"_s, u"Backend Builder"_s);
        m_robot.takePicture(u"side-by-side"_s);
        clickOn(u"Unified"_s);
        m_robot.takePicture(u"unified"_s);
    }

    void step06_everyViewInTheDark()
    {
        chooseInMenu(u"View"_s, u"Dark"_s);
        m_robot.takePicture(u"dark-unified"_s);
        clickOn(u"Side by side"_s);
        m_robot.takePicture(u"dark-side-by-side"_s);
        m_robot.press(u"alt+2"_s);
        expect(u"Name"_s, u"text"_s);
        m_robot.takePicture(u"dark-manifest"_s);
        m_robot.press(u"alt+1"_s);
        expect(u"Prompt"_s, u"text"_s);
        m_robot.takePicture(u"dark-prompt"_s);
        clickOn(u"History"_s, u"page tab"_s);
        expect(u"v1.2.0"_s);
        m_robot.takePicture(u"dark-history"_s);
        m_robot.press(u"ctrl+shift+r"_s);
        expect(u"Release 1.3.0"_s);
        m_robot.takePicture(u"dark-release"_s);
        m_robot.press(u"Escape"_s);
        expectGone(u"Release 1.3.0"_s);
        m_robot.press(u"ctrl+e"_s);
        expect(u"Export bundle"_s);
        m_robot.takePicture(u"dark-export"_s);
        m_robot.press(u"Escape"_s);
        expectGone(u"Export bundle"_s);
        clickOn(u"Problems*"_s, u"page tab"_s);
        chooseInMenu(u"View"_s, u"Light"_s);
        QCOMPARE(registryGit({u"tag"_s, u"-l"_s, u"agent/backend-engineer@1.3.0"_s}), "");
    }

    void step07_theReleaseIsACommitAndATag()
    {
        m_robot.press(u"ctrl+shift+r"_s);
        expect(u"Release 1.3.0"_s); // a section was gained: minor
        m_robot.takePicture(u"release-empty"_s);
        clickOn(u"Changelog"_s, u"text"_s);
        m_robot.type(u"Names limits."_s);
        m_robot.takePicture(u"release"_s);
        clickOn(u"Release 1.3.0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(registryGit({u"tag"_s}).contains("agent/backend-engineer@1.3.0"),
                                 60'000);
        QCOMPARE(registryGit({u"cat-file"_s, u"-t"_s, u"agent/backend-engineer@1.3.0"_s}), "tag");
        QCOMPARE(registryGit({u"rev-parse"_s, u"agent/backend-engineer@1.3.0^{commit}"_s}),
                 registryGit({u"rev-parse"_s, u"HEAD"_s}));
        QCOMPARE(registryGit({u"tag"_s, u"-l"_s, u"--format=%(contents)"_s,
                              u"agent/backend-engineer@1.3.0"_s}),
                 "Names limits.");
        QCOMPARE(registryGit({u"log"_s, u"-1"_s, u"--format=%an <%ae>"_s}),
                 "Ada Author <ada@example.org>");
        QVERIFY(m_folder.read(manifestFile).contains("\"version\": \"1.3.0\""));
        QTRY_COMPARE_WITH_TIMEOUT(registryGit({u"status"_s, u"--porcelain"_s}), "", 60'000);
        QCOMPARE(registryGit({u"fsck"_s, u"--strict"_s}), "");
    }

    void step08_theHistoryShowsTheVersion()
    {
        expect(u"v1.3.0"_s);
        expect(u"Names limits."_s, u"label"_s);
        m_robot.takePicture(u"history"_s);
    }

    void step09_theBundleVerifies()
    {
        m_robot.press(u"ctrl+e"_s);
        expect(u"Export bundle"_s);
        clickOn(u"File"_s, u"text"_s);
        m_robot.press(u"ctrl+a"_s);
        m_robot.type(m_folder.path(u"backend.hermes.zip"_s));
        m_robot.takePicture(u"export"_s);
        clickOn(u"Export"_s, u"push button"_s);
        expect(u"The bundle is written"_s);
        m_robot.takePicture(u"exported"_s);
        clickOn(u"Close"_s, u"push button"_s);
        QVERIFY(QFile::exists(m_folder.path(u"backend.hermes.zip"_s)));
        QCOMPARE(QProcess::execute(u"unzip"_s, {u"-tqq"_s, m_folder.path(u"backend.hermes.zip"_s)}),
                 0);
        QCOMPARE(QProcess::execute(u"unzip"_s,
                                   {u"-qq"_s, m_folder.path(u"backend.hermes.zip"_s), u"-d"_s,
                                    m_folder.path(u"unpacked"_s)}),
                 0);
        QCOMPARE(QProcess::execute(u"sh"_s,
                                   {u"-c"_s, u"cd \"$1\" && sha256sum --quiet -c SHA256SUMS"_s,
                                    u"sh"_s, m_folder.path(u"unpacked"_s)}),
                 0);
        QCOMPARE(m_folder.read(u"unpacked/"_s + promptFile), m_folder.read(promptFile));
        QCOMPARE(QProcess::execute(QStringLiteral(HERMESCTL),
                                   {u"verify"_s, m_folder.path(u"backend.hermes.zip"_s)}),
                 0);
        QCOMPARE(
            QProcess::execute(QStringLiteral(HERMESCTL),
                              {u"-C"_s, m_folder.path(u"registry"_s), u"index"_s, u"--write"_s}),
            0);
        QCOMPARE(
            QProcess::execute(QStringLiteral(HERMESCTL),
                              {u"-C"_s, m_folder.path(u"registry"_s), u"index"_s, u"--check"_s}),
            0);
    }

    void step10_smallWindowsHideWhatHasNoRoom()
    {
        m_robot.press(u"alt+1"_s);
        resizeWindow(1280, 800);
        expect(u"Assembled prompt, rendered"_s);
        m_robot.takePicture(u"1280x800"_s);
        resizeWindow(1024, 600);
        expect(u"Assembled prompt, rendered"_s);
        m_robot.takePicture(u"1024x600"_s);
        resizeWindow(640, 400);
        expectGone(u"Assembled prompt, rendered"_s);
        expect(u"Prompt"_s, u"text"_s);
        m_robot.takePicture(u"640x400"_s);
        resizeWindow(1440, 900);
        expect(u"Assembled prompt, rendered"_s);
        chooseInMenu(u"View"_s, u"Dark"_s);
        m_robot.takePicture(u"dark"_s);
    }

    void step11_unsavedTextSurvivesAKill()
    {
        const QByteArray before = m_folder.read(promptFile);
        clickOn(u"Prompt"_s, u"text"_s);
        m_robot.press(u"ctrl+Home"_s);
        m_robot.type(u"Unsaved. "_s);
        QTRY_VERIFY_WITH_TIMEOUT(journalHolds(u"Unsaved. # Backend Engineer"_s), 60'000);
        m_studio.kill();
        QCOMPARE(m_folder.read(promptFile), before);
        m_studio.start({m_folder.path(u"registry"_s)});
        expect(u"Backend Builder"_s, u"page tab"_s); // the session came back by itself
        expectText(u"Prompt"_s, u"Unsaved. # Backend Engineer"_s, u"text"_s);
        m_robot.takePicture(u"recovered"_s);
        m_robot.press(u"ctrl+q"_s);
        QCOMPARE(m_studio.waitForExit(), 0);
        QCOMPARE(m_folder.read(promptFile), before);
    }

private:
    void expect(const QString &name, const QString &role = {})
    {
        QVERIFY2(m_tree.waitFor(name, role),
                 qPrintable(u"“%1” does not appear. What does:\n%2"_s.arg(name, m_tree.dump())));
    }

    void expectText(const QString &name, const QString &text, const QString &role = {})
    {
        QString shown;
        const bool isThere = QTest::qWaitFor(
            [&] {
                const auto item = m_tree.find(name, role);
                shown = item ? m_tree.textOf(*item) : QString();
                return shown.contains(text);
            },
            60'000);
        QVERIFY2(
            isThere,
            qPrintable(u"“%1” shows “%2”, not “%3”.\n%4"_s.arg(name, shown, text, m_tree.dump())));
    }

    void clickOn(const QString &name, const QString &role = {})
    {
        std::optional<AccessibleItem> item;
        const bool isReady = QTest::qWaitFor(
            [&] {
                item = m_tree.find(name, role);
                return item && m_tree.isEnabled(*item);
            },
            60'000);
        QVERIFY2(isReady, qPrintable(u"“%1” cannot be clicked.\n%2"_s.arg(name, m_tree.dump())));
        if (item) {
            m_robot.click(item->place.center());
        }
    }

    void expectGone(const QString &name)
    {
        QTRY_VERIFY2_WITH_TIMEOUT(!m_tree.find(name), qPrintable(u"“%1” stays."_s.arg(name)),
                                  60'000);
    }

    void chooseInMenu(const QString &menu, const QString &item)
    {
        clickOn(menu, u"menu item"_s);
        clickOn(item);
        expectGone(item);
    }

    void resizeWindow(int width, int height)
    {
        QCOMPARE(QProcess::execute(u"xdotool"_s,
                                   {u"getactivewindow"_s, u"windowsize"_s, u"--sync"_s,
                                    QString::number(width), QString::number(height)}),
                 0);
    }

    [[nodiscard]] QByteArray registryGit(const QStringList &arguments) const
    {
        return m_folder.git(QStringList{u"-C"_s, u"registry"_s} + arguments);
    }

    [[nodiscard]] bool journalHolds(const QString &text) const
    {
        QDirIterator walk(m_folder.path(u"home/.local/share"_s), {u"*.journal"_s}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile journal(walk.next());
            const workspace::JournalReading reading = journal.open(QIODevice::ReadOnly)
                ? workspace::readJournal(journal.readAll(), {})
                : workspace::JournalReading();
            if (reading.state && reading.state->text.units().contains(text)) {
                return true;
            }
        }
        return false;
    }

    test::ScratchFolder m_folder;
    StudioProcess m_studio{m_folder.path(u"home"_s)};
    AccessibleTree m_tree;
    ScreenRobot m_robot;
    bool m_hasFailed = false;
};

QTEST_GUILESS_MAIN(TestTour)
#include "tst_tour.moc"
