#include "samplecommands.h"
#include "vcs/repository.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

/// What `hermesctl` tells, releases and exports.
class TestHermesctl final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_commands = std::make_unique<SampleCommands>();
        m_commands->prepare();
    }

    void helpListsCommandsAndExitCodes()
    {
        const Ended ended = run({u"--help"_s});
        QCOMPARE(ended.exitCode, 0);
        for (const char *word : {"list", "show", "assemble", "tokens", "diff", "history", "release",
                                 "export", "verify", "index", "find", "new", "rename", "delete",
                                 "edit", "replace", "undo", "exit codes"}) {
            QVERIFY2(ended.output.contains(word), word);
        }
        QCOMPARE(run({}).exitCode, 2);
        QCOMPARE(run({u"dance"_s}).exitCode, 2);
        QCOMPARE(run({u"show"_s}).exitCode, 2);
    }

    void listsEntriesWithVersionAndState()
    {
        folder().write(u"sample/agents/backend-engineer/AGENT.md"_s, "# Other\n");
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

    void findsInPromptsAndFields()
    {
        folder().write(u"sample/agents/backend-engineer/AGENT.md"_s,
                       "# Backend\n\nA needle, and another needle.\n\nThe third needle.\n");
        const QJsonArray hits = json(run({u"find"_s, u"--json"_s, u"needle"_s})).array();
        QCOMPARE(hits.size(), 1);
        const QJsonObject hit = hits.first().toObject();
        QCOMPARE(hit.value(u"kind"_s).toString(), u"agent"_s);
        QCOMPARE(hit.value(u"id"_s).toString(), u"backend-engineer"_s);
        QCOMPARE(hit.value(u"path"_s).toString(), u"agents/backend-engineer/AGENT.md"_s);
        QCOMPARE(hit.value(u"matches"_s).toInt(), 3);
        const QJsonArray excerpts = hit.value(u"excerpts"_s).toArray();
        QCOMPARE(excerpts.size(), 2);
        QCOMPARE(excerpts.at(0).toObject().value(u"line"_s).toInt(), 3);
        QCOMPARE(excerpts.at(0).toObject().value(u"column"_s).toInt(), 3);
        QCOMPARE(excerpts.at(0).toObject().value(u"ranges"_s).toArray().size(), 2);
        const Ended text = run({u"find"_s, u"needle"_s, u"kind:agent"_s, u"status:modified"_s});
        QCOMPARE(text.exitCode, 0);
        QCOMPARE(text.output,
                 "agent/backend-engineer\n  3: A needle, and another needle.\n"
                 "  5: The third needle.\n");
        QCOMPARE(run({u"find"_s, u"needle"_s, u"status:clean"_s}).exitCode, 1);
        QCOMPARE(run({u"find"_s, u"--limit"_s, u"2"_s, u"--json"_s, u"kind:agent"_s}).exitCode, 0);
        QCOMPARE(json(run({u"find"_s, u"--limit"_s, u"2"_s, u"--json"_s, u"kind:agent"_s}))
                     .array()
                     .size(),
                 2);
    }

    void findsInFragments()
    {
        folder().write(u"sample/studio/fragments/house/tone.md"_s,
                       "---\nversion: 1.0.0\n---\nBe a haystack.\n");
        const Ended text = run({u"find"_s, u"haystack"_s, u"kind:fragment"_s});
        QCOMPARE(text.exitCode, 0);
        QCOMPARE(text.output, "studio/fragments/house/tone.md\n  4: Be a haystack.\n");
        const QJsonArray hits = json(run({u"find"_s, u"--json"_s, u"haystack"_s})).array();
        QCOMPARE(hits.size(), 1);
        QCOMPARE(hits.first().toObject().value(u"kind"_s).toString(), u"fragment"_s);
        QCOMPARE(hits.first().toObject().value(u"id"_s).toString(), u"house/tone"_s);
        QCOMPARE(run({u"find"_s, u"haystack"_s, u"kind:skill"_s}).exitCode, 1);
    }

    void aWrongQueryIsToldAndMinusNeedsDashes()
    {
        const Ended wrong = run({u"find"_s, u"kind:robot"_s});
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY2(wrong.errors.contains("robot"), wrong.errors.constData());
        QCOMPARE(run({u"find"_s, u"--limit"_s, u"few"_s, u"x"_s}).exitCode, 2);
        const QJsonArray agents =
            json(run({u"find"_s, u"--json"_s, u"--"_s, u"-kind:skill,mcp,workflow,fragment"_s}))
                .array();
        QVERIFY(!agents.isEmpty());
        for (const auto &agent : agents) {
            QCOMPARE(agent.toObject().value(u"kind"_s).toString(), u"agent"_s);
        }
    }

    void showsAnEntryAndItsProblems()
    {
        const Ended good = run({u"show"_s, u"backend-engineer"_s});
        QCOMPARE(good.exitCode, 0);
        QVERIFY(good.output.contains("sha256:"));
        folder().write(u"sample/agents/backend-engineer/manifest.json"_s, "{ \"id\": ");
        const Ended bad = run({u"show"_s, u"backend-engineer"_s});
        QCOMPARE(bad.exitCode, 1);
        QVERIFY2(bad.output.contains("error") && bad.output.contains("manifest.json:1"),
                 bad.output.constData());
        QCOMPARE(run({u"show"_s, u"nobody"_s}).exitCode, 3);
    }

    void assemblesByteForByte()
    {
        const QByteArray prompt = "\xEF\xBB\xBF# A\r\n{{x}} \xC2\xA0 end";
        folder().write(u"sample/agents/backend-engineer/AGENT.md"_s, prompt);
        QCOMPARE(run({u"assemble"_s, u"backend-engineer"_s}).output, prompt.sliced(3));
        const QByteArray old =
            folder().git({u"-C"_s, u"sample"_s, u"show"_s,
                          u"agent/backend-engineer@1.0.0:agents/backend-engineer/AGENT.md"_s});
        QCOMPARE(
            run({u"assemble"_s, u"backend-engineer"_s, u"--at"_s, u"1.0.0"_s}).output.trimmed(),
            old);
    }

    void countsTokensByTheModel()
    {
        // The prompt's own file, counted as what it is; the model of an entry is its manifest's.
        const QString id = u"agent/data-analyst"_s;
        const QJsonObject entry = json(run({u"tokens"_s, id, u"--json"_s})).object();
        QVERIFY(entry.value("isExact"_L1).toBool());
        QCOMPARE(entry.value("vocabulary"_L1).toString(), u"o200k_base");
        QCOMPARE(entry.value("model"_L1).toString(), u"gpt-5.2");
        QVERIFY(entry.value("contextTokens"_L1).toInteger() > 0);
        QVERIFY(entry.contains("inputCost"_L1) && entry.contains("pricesFrom"_L1));
        const ScratchFolder folder;
        folder.write(u"prompt.md"_s, run({u"assemble"_s, id}).output);
        const QString file = folder.path(u"prompt.md"_s);
        QCOMPARE(json(run({u"tokens"_s, file, u"--json"_s})).object().value("count"_L1),
                 entry.value("count"_L1));
        const QJsonObject assembled = json(run({u"assemble"_s, id, u"--json"_s})).object();
        QCOMPARE(assembled.value("tokens"_L1).toObject().value("count"_L1),
                 entry.value("count"_L1));
    }

    void countsTokensOfAFile()
    {
        const ScratchFolder folder;
        folder.write(u"hello.txt"_s, "hello world");
        folder.write(u"binary"_s, "\xff\xfe");
        const QString file = folder.path(u"hello.txt"_s);
        const Ended estimate = run({u"tokens"_s, file, u"--model"_s, u"claude-opus-4-6"_s});
        QVERIFY2(estimate.output.startsWith("≈ 2 tokens\n"), estimate.output.constData());
        QVERIFY(estimate.output.contains("15 to 20 % more"));
        QVERIFY(estimate.output.contains("price of 20"));
        const Ended asked = run({u"tokens"_s, file, u"--encoding"_s, u"cl100k_base"_s});
        QVERIFY2(asked.output.startsWith("2 tokens\n"), asked.output.constData());
        QCOMPARE(run({u"tokens"_s, file, u"--encoding"_s, u"p50k"_s}).exitCode, 2);
        QCOMPARE(run({u"tokens"_s, file, u"--encoding"_s, u"o200k_base"_s, u"--model"_s, u"o1"_s})
                     .exitCode,
                 2);
        QCOMPARE(run({u"tokens"_s, folder.path(u"binary"_s)}).exitCode, 3);
        QCOMPARE(run({u"tokens"_s, folder.path(u"absent"_s)}).exitCode, 3);
    }

    void assemblesAsAProgramTakesThePrompt()
    {
        const QString id = u"backend-engineer"_s;
        const QByteArray prompt = "# Long\n\n" + QByteArray("words ").repeated(40'000) + "End.\n";
        folder().write(u"sample/agents/backend-engineer/AGENT.md"_s, prompt);
        folder().write(u"AGENTS.md"_s, "Keep it short.\n");
        const QString context = folder().path(u"AGENTS.md"_s);
        QCOMPARE(run({u"assemble"_s, id, u"--target"_s, u"as-written"_s}).output, prompt);
        const Ended cut = run({u"assemble"_s, id, u"--target"_s, u"hermes-agent"_s});
        QCOMPARE(cut.exitCode, 0);
        QVERIFY(cut.output.size() < prompt.size() && cut.output.startsWith("# Long"));
        QVERIFY(cut.output.endsWith("End.\n"));
        QVERIFY2(cut.errors.contains("drops what lies between") && cut.errors.contains("SOUL.md"),
                 cut.errors.constData());
        const QJsonObject taken = json(run({u"assemble"_s, id, u"--target"_s, u"hermes-agent"_s,
                                            u"--context"_s, context, u"--json"_s}))
                                      .object();
        QCOMPARE(taken[u"text"].toString().toUtf8(), cut.output + "\nKeep it short.\n");
        const QJsonObject target = taken[u"target"].toObject();
        QCOMPARE(target[u"keptCharacters"].toInteger(), cut.output.size());
        QCOMPARE(target[u"characters"].toInteger(), prompt.size());
        QVERIFY(!target[u"isWhole"].toBool());
        const qint64 beside = target[u"context"][0][u"tokens"][u"count"].toInteger();
        QVERIFY(beside > 0);
        QCOMPARE(target[u"usedTokens"].toInteger(), taken[u"tokens"][u"count"].toInteger());
        QVERIFY(target[u"usedTokens"].toInteger() > beside);
        // GitHub refuses what is too long.
        QCOMPARE(run({u"assemble"_s, id, u"--target"_s, u"copilot"_s}).exitCode, 1);
        QCOMPARE(run({u"assemble"_s, id, u"--target"_s, u"claude-code"_s}).output, prompt);
        QCOMPARE(run({u"assemble"_s, id, u"--target"_s, u"emacs"_s}).exitCode, 2);
        QCOMPARE(run({u"assemble"_s, id, u"--context"_s, context}).exitCode, 2);
        QCOMPARE(
            run({u"assemble"_s, id, u"--target"_s, u"copilot"_s, u"--context"_s, context}).exitCode,
            2);
        QCOMPARE(run({u"assemble"_s, id, u"--target"_s, u"claude-code"_s, u"--context"_s,
                      folder().path(u"absent.md"_s)})
                     .exitCode,
                 3);
    }

    void assemblesFromASource()
    {
        folder().write(u"sample/studio/sources/agents/backend-engineer.md"_s,
                       "---\nvariables:\n  language: Go\n---\nWrite {{language}}.\n{{> rules}}\n");
        folder().write(u"sample/studio/fragments/rules.md"_s, "Be brief.\n");
        folder().write(u"sample/studio/profiles/rust.json"_s, R"({ "language": "Rust" })");
        const QString id = u"backend-engineer"_s;
        QCOMPARE(run({u"assemble"_s, id}).output, "Write Go.\nBe brief.\n");
        QCOMPARE(run({u"assemble"_s, id, u"--profile"_s, u"rust"_s}).output,
                 "Write Rust.\nBe brief.\n");
        QCOMPARE(run({u"assemble"_s, id, u"--set"_s, u"language=C"_s}).output,
                 "Write C.\nBe brief.\n");
        QCOMPARE(run({u"assemble"_s, id, u"--set"_s, u"colour=red"_s}).exitCode, 2);
        QCOMPARE(run({u"assemble"_s, id, u"--profile"_s, u"absent"_s}).exitCode, 3);
        const QJsonArray segments =
            json(run({u"assemble"_s, id, u"--json"_s}))[u"segments"].toArray();
        QCOMPARE(segments.size(), 4);
        QCOMPARE(segments.at(1)[u"origin"].toString(), u"variable"_s);
        QCOMPARE(segments.at(3)[u"file"].toString(), u"studio/fragments/rules.md"_s);
        // What users of the registry install is the assembled prompt.
        const QString file = u"sample/agents/backend-engineer/AGENT.md"_s;
        const QByteArray before = folder().read(file);
        QCOMPARE(run({u"assemble"_s, id, u"--check"_s}).exitCode, 1);
        QCOMPARE(folder().read(file), before);
        QCOMPARE(run({u"assemble"_s, id, u"--write"_s}).exitCode, 0);
        QCOMPARE(folder().read(file), "Write Go.\nBe brief.\n");
        QCOMPARE(run({u"assemble"_s, id, u"--check"_s}).exitCode, 0);
        QCOMPARE(run({u"assemble"_s, id, u"--write"_s, u"--set"_s, u"language=C"_s}).exitCode, 2);
        folder().write(u"sample/studio/fragments/rules.md"_s, "{{> rules}}");
        const Ended broken = run({u"assemble"_s, id});
        QCOMPARE(broken.exitCode, 1);
        QVERIFY(broken.errors.contains("studio/fragments/rules.md:1"));
    }

    void diffsVersionsAsAPatch()
    {
        const Ended ended = run({u"diff"_s, u"backend-engineer"_s, u"1.0.0"_s, u"1.1.0"_s});
        QCOMPARE(ended.exitCode, 1);
        QVERIFY(ended.output.startsWith("manifest version: 1.0.0 -> 1.1.0\n"));
        // git takes it as a patch on the old version and arrives at the new one
        folder().git({u"-C"_s, u"sample"_s, u"checkout"_s, u"-q"_s,
                      u"agent/backend-engineer@1.0.0"_s, u"--"_s, u"agents/backend-engineer"_s});
        folder().write(u"patch"_s, ended.output.sliced(ended.output.indexOf("--- ")));
        folder().git({u"-C"_s, u"sample"_s, u"apply"_s, u"../patch"_s});
        QCOMPARE(
            folder().read(u"sample/agents/backend-engineer/AGENT.md"_s).trimmed(),
            folder().git({u"-C"_s, u"sample"_s, u"show"_s,
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
        folder().write(u"sample/agents/backend-engineer/AGENT.md"_s,
                       folder().read(u"sample/agents/backend-engineer/AGENT.md"_s)
                           + "\n## Limits\n\nNone.\n");
        QCOMPARE(run({u"release"_s, u"backend-engineer"_s}).exitCode, 2); // no changelog
        QVERIFY(
            run({u"release"_s, u"backend-engineer"_s, u"--dry-run"_s}).output.contains("1.3.0"));
        const Ended released =
            run({u"release"_s, u"backend-engineer"_s, u"--changelog"_s, u"Names limits."_s});
        QVERIFY2(released.exitCode == 0, released.errors.constData());
        QVERIFY(released.output.startsWith("agent/backend-engineer@1.3.0 "));
        QCOMPARE(folder().git({u"-C"_s, u"sample"_s, u"status"_s, u"--porcelain"_s}), "");
        QCOMPARE(run({u"release"_s, u"backend-engineer"_s, u"--changelog"_s, u"x"_s,
                      u"--set-version"_s, u"1.3.0"_s})
                     .exitCode,
                 4);

        const QString bundle = folder().path(u"team.hermes.zip"_s);
        const Ended exported = run({u"export"_s, u"backend-engineer"_s, u"agent/code-reviewer"_s,
                                    u"--output"_s, bundle, u"--name"_s, u"team"_s});
        QVERIFY2(exported.exitCode == 0, exported.errors.constData());
        const Ended verified = run({u"verify"_s, bundle});
        QCOMPARE(verified.exitCode, 0);
        QCOMPARE(verified.output, exported.output);
        QByteArray bytes = folder().read(u"team.hermes.zip"_s);
        bytes[bytes.size() / 2] = static_cast<char>(bytes.at(bytes.size() / 2) ^ 1);
        folder().write(u"team.hermes.zip"_s, bytes);
        QCOMPARE(run({u"verify"_s, bundle}).exitCode, 4);
        QCOMPARE(run({u"verify"_s, folder().path(u"nothing.zip"_s)}).exitCode, 3);
    }

    void secretsAreReleasedAndExportedOnlyWhenAllowed()
    {
        folder().write(u"sample/agents/backend-engineer/AGENT.md"_s,
                       folder().read(u"sample/agents/backend-engineer/AGENT.md"_s) + "\nsk-"
                           + QByteArray("ant-api03-a1B2c3D4e5F6g7H8i9J0\n"));
        QVERIFY(run({u"show"_s, u"backend-engineer"_s})
                    .output.contains("looks like a key of Anthropic"));
        QVERIFY(run({u"release"_s, u"backend-engineer"_s, u"--dry-run"_s})
                    .output.contains("a key of Anthropic"));
        QVERIFY(run({u"release"_s, u"backend-engineer"_s, u"--dry-run"_s, u"--changelog"_s,
                     u"No longer sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8i9J0"_s})
                    .output.contains("changelog:1: a key of Anthropic"));
        const QStringList release{u"release"_s, u"backend-engineer"_s, u"--changelog"_s, u"Key."_s};
        const Ended refused = run(release);
        QCOMPARE(refused.exitCode, 4);
        QVERIFY(refused.errors.contains("AGENT.md, line"));
        QVERIFY(!refused.errors.contains("a1B2c3"));
        QCOMPARE(run(release + QStringList{u"--allow-secrets"_s}).exitCode, 0);

        const QString bundle = folder().path(u"secret.hermes.zip"_s);
        const QStringList exporting{u"export"_s, u"backend-engineer"_s, u"--output"_s,
                                    bundle,      u"--name"_s,           u"team"_s};
        QCOMPARE(run(exporting).exitCode, 4);
        QVERIFY(!QFile::exists(bundle));
        QCOMPARE(run(exporting + QStringList{u"--allow-secrets"_s}).exitCode, 0);
        QVERIFY(QFile::exists(bundle));
    }

    void writesAndComparesTheIndex()
    {
        QCOMPARE(run({u"index"_s, u"--check"_s}).exitCode, 3); // there is none yet
        QCOMPARE(run({u"index"_s, u"--write"_s}).exitCode, 0);
        QCOMPARE(run({u"index"_s, u"--check"_s}).exitCode, 0);
        QCOMPARE(run({u"index"_s}).output, folder().read(u"sample/index.json"_s));
        folder().write(u"sample/agents/backend-engineer/AGENT.md"_s, "# Other\n");
        const Ended ended = run({u"index"_s, u"--check"_s});
        QCOMPARE(ended.exitCode, 1);
        QVERIFY(ended.output.startsWith("agent/backend-engineer\n"));
    }

    void noTextOfARegistryReachesTheTerminalRaw()
    {
        folder().write(
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
        ScratchFolder plain;
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
    [[nodiscard]] const ScratchFolder &folder() const { return m_commands->folder(); }
    [[nodiscard]] Ended runIn(const QString &folder, const QStringList &arguments) const
    {
        return m_commands->runIn(folder, arguments);
    }
    [[nodiscard]] Ended run(const QStringList &arguments) const
    {
        return m_commands->run(arguments);
    }
    static QJsonDocument json(const Ended &ended) { return QJsonDocument::fromJson(ended.output); }
    static QJsonObject find(const QJsonArray &entries, const QString &id)
    {
        for (const auto &entry : entries) {
            if (entry.toObject().value(u"id"_s).toString() == id) {
                return entry.toObject();
            }
        }
        return {};
    }

    std::unique_ptr<SampleCommands> m_commands;
};

QTEST_GUILESS_MAIN(TestHermesctl)
#include "tst_hermesctl.moc"
