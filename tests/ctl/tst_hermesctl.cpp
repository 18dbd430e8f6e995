#include "scratchfolder.h"
#include "vcs/repository.h"
#include "workspace/sampleregistry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

struct Ended
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

} // namespace

class TestHermesctl final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        QVERIFY(workspace::createSampleRegistry(m_folder->path(u"sample"_s)));
        m_folder->git({u"-C"_s, u"sample"_s, u"config"_s, u"user.name"_s, u"Ada"_s});
        m_folder->git({u"-C"_s, u"sample"_s, u"config"_s, u"user.email"_s, u"ada@example.org"_s});
    }

    void helpListsCommandsAndExitCodes()
    {
        const Ended ended = run({u"--help"_s});
        QCOMPARE(ended.exitCode, 0);
        for (const char *word : {"list", "show", "assemble", "diff", "history", "release", "export",
                                 "verify", "index", "exit codes"}) {
            QVERIFY2(ended.output.contains(word), word);
        }
        QCOMPARE(run({}).exitCode, 2);
        QCOMPARE(run({u"dance"_s}).exitCode, 2);
        QCOMPARE(run({u"show"_s}).exitCode, 2);
    }

    void listsEntriesWithVersionAndState()
    {
        m_folder->write(u"sample/agents/backend-engineer/AGENT.md"_s, "# Other\n");
        const QJsonArray entries = json(run({u"list"_s, u"--json"_s})).array();
        QVERIFY(entries.size() >= 12);
        const QJsonObject engineer = find(entries, u"backend-engineer"_s);
        QCOMPARE(engineer.value(u"version"_s).toString(), u"1.2.0"_s);
        QCOMPARE(engineer.value(u"state"_s).toString(), u"modified"_s);
        QCOMPARE(find(entries, u"code-reviewer"_s).value(u"state"_s).toString(), u"clean"_s);
        QVERIFY(run({u"list"_s, u"--kind"_s, u"agent"_s})
                    .output.simplified()
                    .contains("agent/backend-engineer 1.2.0 modified"));
        QVERIFY(!run({u"list"_s, u"--kind"_s, u"agent"_s}).output.contains("skill/"));
    }

    void showsAnEntryAndItsProblems()
    {
        const Ended good = run({u"show"_s, u"backend-engineer"_s});
        QCOMPARE(good.exitCode, 0);
        QVERIFY(good.output.contains("sha256:"));
        m_folder->write(u"sample/agents/backend-engineer/manifest.json"_s, "{ \"id\": ");
        const Ended bad = run({u"show"_s, u"backend-engineer"_s});
        QCOMPARE(bad.exitCode, 1);
        QVERIFY2(bad.output.contains("error") && bad.output.contains("manifest.json:1"),
                 bad.output.constData());
        QCOMPARE(run({u"show"_s, u"nobody"_s}).exitCode, 3);
    }

    void assemblesByteForByte()
    {
        const QByteArray prompt = "\xEF\xBB\xBF# A\r\n{{x}} \xC2\xA0 end";
        m_folder->write(u"sample/agents/backend-engineer/AGENT.md"_s, prompt);
        QCOMPARE(run({u"assemble"_s, u"backend-engineer"_s}).output, prompt.sliced(3));
        const QByteArray old =
            m_folder->git({u"-C"_s, u"sample"_s, u"show"_s,
                           u"agent/backend-engineer@1.0.0:agents/backend-engineer/AGENT.md"_s});
        QCOMPARE(
            run({u"assemble"_s, u"backend-engineer"_s, u"--at"_s, u"1.0.0"_s}).output.trimmed(),
            old);
    }

    void diffsVersionsAsAPatch()
    {
        const Ended ended = run({u"diff"_s, u"backend-engineer"_s, u"1.0.0"_s, u"1.1.0"_s});
        QCOMPARE(ended.exitCode, 1);
        QVERIFY(ended.output.startsWith("manifest version: 1.0.0 -> 1.1.0\n"));
        // git takes it as a patch on the old version and arrives at the new one
        m_folder->git({u"-C"_s, u"sample"_s, u"checkout"_s, u"-q"_s,
                       u"agent/backend-engineer@1.0.0"_s, u"--"_s, u"agents/backend-engineer"_s});
        m_folder->write(u"patch"_s, ended.output.sliced(ended.output.indexOf("--- ")));
        m_folder->git({u"-C"_s, u"sample"_s, u"apply"_s, u"../patch"_s});
        QCOMPARE(
            m_folder->read(u"sample/agents/backend-engineer/AGENT.md"_s).trimmed(),
            m_folder->git({u"-C"_s, u"sample"_s, u"show"_s,
                           u"agent/backend-engineer@1.1.0:agents/backend-engineer/AGENT.md"_s}));
        QCOMPARE(run({u"diff"_s, u"backend-engineer"_s, u"1.1.0"_s, u"1.1.0"_s}).exitCode, 0);
        QCOMPARE(run({u"diff"_s, u"backend-engineer"_s, u"9.9.9"_s}).exitCode, 3);
    }

    void showsTheVersionsOfADefinition()
    {
        const QJsonArray versions = json(run({u"history"_s, u"backend-engineer"_s, u"--json"_s}))
                                        .object()
                                        .value(u"versions"_s)
                                        .toArray();
        QCOMPARE(versions.size(), 3);
        QCOMPARE(versions.first().toObject().value(u"version"_s).toString(), u"1.2.0"_s);
        QCOMPARE(versions.first().toObject().value(u"tag"_s).toString(),
                 u"agent/backend-engineer@1.2.0"_s);
        QVERIFY(!versions.first().toObject().value(u"changelog"_s).toString().isEmpty());
    }

    void releasesExportsAndVerifies()
    {
        m_folder->write(u"sample/agents/backend-engineer/AGENT.md"_s,
                        m_folder->read(u"sample/agents/backend-engineer/AGENT.md"_s)
                            + "\n## Limits\n\nNone.\n");
        QCOMPARE(run({u"release"_s, u"backend-engineer"_s}).exitCode, 2); // no changelog
        QVERIFY(
            run({u"release"_s, u"backend-engineer"_s, u"--dry-run"_s}).output.contains("1.3.0"));
        const Ended released =
            run({u"release"_s, u"backend-engineer"_s, u"--changelog"_s, u"Names limits."_s});
        QVERIFY2(released.exitCode == 0, released.errors.constData());
        QVERIFY(released.output.startsWith("agent/backend-engineer@1.3.0 "));
        QCOMPARE(m_folder->git({u"-C"_s, u"sample"_s, u"status"_s, u"--porcelain"_s}), "");
        QCOMPARE(run({u"release"_s, u"backend-engineer"_s, u"--changelog"_s, u"x"_s,
                      u"--set-version"_s, u"1.3.0"_s})
                     .exitCode,
                 4);

        const QString bundle = m_folder->path(u"team.hermes.zip"_s);
        const Ended exported = run({u"export"_s, u"backend-engineer"_s, u"agent/code-reviewer"_s,
                                    u"--output"_s, bundle, u"--name"_s, u"team"_s});
        QVERIFY2(exported.exitCode == 0, exported.errors.constData());
        const Ended verified = run({u"verify"_s, bundle});
        QCOMPARE(verified.exitCode, 0);
        QCOMPARE(verified.output, exported.output);
        QByteArray bytes = m_folder->read(u"team.hermes.zip"_s);
        bytes[bytes.size() / 2] = static_cast<char>(bytes.at(bytes.size() / 2) ^ 1);
        m_folder->write(u"team.hermes.zip"_s, bytes);
        QCOMPARE(run({u"verify"_s, bundle}).exitCode, 4);
        QCOMPARE(run({u"verify"_s, m_folder->path(u"nothing.zip"_s)}).exitCode, 3);
    }

    void writesAndComparesTheIndex()
    {
        QCOMPARE(run({u"index"_s, u"--check"_s}).exitCode, 3); // there is none yet
        QCOMPARE(run({u"index"_s, u"--write"_s}).exitCode, 0);
        QCOMPARE(run({u"index"_s, u"--check"_s}).exitCode, 0);
        QCOMPARE(run({u"index"_s}).output, m_folder->read(u"sample/index.json"_s));
        m_folder->write(u"sample/agents/backend-engineer/AGENT.md"_s, "# Other\n");
        const Ended ended = run({u"index"_s, u"--check"_s});
        QCOMPARE(ended.exitCode, 1);
        QVERIFY(ended.output.startsWith("agent/backend-engineer\n"));
    }

    void noTextOfARegistryReachesTheTerminalRaw()
    {
        m_folder->write(
            u"sample/agents/evil/manifest.json"_s,
            u"{\"id\": \"evil\", \"name\": \"\\u001b]0;x\\u0007\u202Eevil\", \"version\": \"1.0.0\\u001b[31m\", \"entry\": \"AGENT.md\"}"_s
                .toUtf8());
        const Ended ended = run({u"list"_s});
        QVERIFY(!ended.output.contains('\x1b') && !ended.output.contains('\x07')
                && !QString::fromUtf8(ended.output).contains(u'\u202E'));
        QVERIFY(ended.output.contains("\\u{1b}]0;x\\u{7}\\u{202e}evil"));
    }

    void worksWithoutGit()
    {
        test::ScratchFolder plain;
        plain.write(
            u"agents/a/manifest.json"_s,
            R"({"schemaVersion":"1","type":"agent","id":"a","name":"A","version":"1.0.0","description":"d","compatibility":{"hermes":"*","desktop":"*"},"entry":"AGENT.md"})");
        plain.write(u"agents/a/AGENT.md"_s, "# A\n");
        QCOMPARE(runIn(plain.path(), {u"list"_s}).exitCode, 0);
        QCOMPARE(runIn(plain.path(), {u"assemble"_s, u"a"_s}).output, "# A\n");
        const Ended history = runIn(plain.path(), {u"history"_s, u"a"_s});
        QCOMPARE(history.exitCode, 3);
        QVERIFY(history.errors.contains("git"));
    }

private:
    static Ended runIn(const QString &folder, const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(folder);
        process.start(QStringLiteral(HERMESCTL), arguments);
        process.waitForFinished(60'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }
    [[nodiscard]] Ended run(const QStringList &arguments) const
    {
        return runIn(m_folder->path(u"sample"_s), arguments);
    }
    static QJsonDocument json(const Ended &ended) { return QJsonDocument::fromJson(ended.output); }
    static QJsonObject find(const QJsonArray &entries, const QString &id)
    {
        for (const QJsonValue &entry : entries) {
            if (entry.toObject().value(u"id"_s).toString() == id) {
                return entry.toObject();
            }
        }
        return {};
    }

    std::unique_ptr<test::ScratchFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestHermesctl)
#include "tst_hermesctl.moc"
