#include "workspace/release.h"

#include "registryfixture.h"
#include "vcs/repository.h"
#include "workspace/definitionhistory.h"
#include "workspace/filesave.h"
#include "workspace/releasenote.h"
#include "workspace/sampleregistry.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using test::RegistryFixture;
using workspace::VersionStep;

namespace {

registry::Definition definition(const QString &tools, const QByteArray &prompt)
{
    const QByteArray json = "{\"id\": \"a\", \"version\": \"1.2.3\", \"entry\": \"AGENT.md\", "
                            "\"model\": \"m\", \"tools\": "
        + tools.toUtf8() + "}";
    registry::Definition result;
    result.manifestText = json;
    result.manifest =
        registry::readManifestJson(json, core::RepoPath::fromLiteral(u"manifest.json"_s)).manifest;
    result.promptText = prompt;
    return result;
}

} // namespace

class TestRelease final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_registry = std::make_unique<RegistryFixture>(); }

    void proposesWhatTheChangeDeserves_data()
    {
        QTest::addColumn<QString>("tools");
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<VersionStep>("step");
        QTest::addColumn<QString>("version");
        QTest::newRow("nothing") << u"[\"A\"]"_s << QByteArray("# A\n\ntext\n") << VersionStep::None
                                 << u"1.2.3"_s;
        QTest::newRow("wording") << u"[\"A\"]"_s << QByteArray("# A\n\nother\n")
                                 << VersionStep::Patch << u"1.2.4"_s;
        QTest::newRow("sectionGained") << u"[\"A\"]"_s << QByteArray("# A\n\ntext\n\n## B\n")
                                       << VersionStep::Minor << u"1.3.0"_s;
        QTest::newRow("toolGained") << u"[\"A\", \"B\"]"_s << QByteArray("# A\n\ntext\n")
                                    << VersionStep::Minor << u"1.3.0"_s;
        QTest::newRow("toolLost") << u"[]"_s << QByteArray("# A\n\ntext\n") << VersionStep::Major
                                  << u"2.0.0"_s;
        QTest::newRow("sectionLost")
            << u"[\"A\"]"_s << QByteArray("text\n") << VersionStep::Major << u"2.0.0"_s;
    }
    void proposesWhatTheChangeDeserves()
    {
        QFETCH(QString, tools);
        QFETCH(QByteArray, prompt);
        const auto proposal = workspace::proposeVersion(definition(u"[\"A\"]"_s, "# A\n\ntext\n"),
                                                        definition(tools, prompt));
        QTEST(proposal.step, "step");
        QTEST(proposal.version.toString(), "version");
        QCOMPARE(proposal.reasons.isEmpty(), proposal.step == VersionStep::None);
    }

    void plansWithoutTouchingAnything()
    {
        m_registry->writePrompt("# Writer\n\nYou write better.\n\n## Output\n\nText.\n");
        const QByteArray before = m_registry->folder().git({u"status"_s, u"--porcelain"_s});
        const auto plan = workspace::planRelease(m_registry->root(), savedDraft());
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        QCOMPARE(plan->currentVersion, u"1.0.0"_s);
        QCOMPARE(plan->proposal.version.toString(), u"1.0.1"_s);
        QCOMPARE(plan->branch, u"main"_s);
        QCOMPARE(plan->changes.prompt->hunks.size(), 1);
        QCOMPARE(plan->files.size(), 2);
        QCOMPARE(m_registry->folder().git({u"status"_s, u"--porcelain"_s}), before);
    }

    void savesCommitsAndTags()
    {
        m_registry->folder().write(u"agents/reader/AGENT.md"_s, "other work\n");
        m_registry->folder().write(u"agents/writer/icon.svg"_s, "<svg/>");
        m_registry->folder().git({u"add"_s, u"agents/reader"_s});
        const QByteArray prompt = "# Writer\n\nYou write better.\n";
        const QByteArray manifest = m_registry->manifest();
        m_registry->writePrompt(prompt);
        const auto result =
            workspace::performRelease(m_registry->root(), m_registry->releaseRequest(u"1.1.0"_s));
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));

        const auto &git = m_registry->folder();
        QCOMPARE(result->tag, u"agent/writer@1.1.0"_s);
        QCOMPARE(git.git({u"rev-parse"_s, u"HEAD"_s}), result->commit.toString().toLatin1());
        QCOMPARE(git.git({u"rev-parse"_s, u"agent/writer@1.1.0^{commit}"_s}),
                 result->commit.toString().toLatin1());
        QCOMPARE(git.git({u"cat-file"_s, u"-t"_s, u"agent/writer@1.1.0"_s}), "tag");
        QCOMPARE(git.git({u"log"_s, u"-1"_s, u"--format=%an|%ae|%aI|%s|%b"_s}),
                 "Ada Author|ada@example.org|2026-05-06T07:08:09+02:00|Release agent/writer "
                 "1.1.0|Says more.");
        QCOMPARE(git.git({u"show"_s, u"--stat=200"_s, u"--format="_s, u"--name-only"_s, u"HEAD"_s}),
                 "agents/writer/AGENT.md\nagents/writer/icon.svg\nagents/writer/manifest.json");
        // only the version's bytes differ, in the file and in the commit
        QCOMPARE(m_registry->manifest(), QByteArray(manifest).replace("1.0.0\"", "1.1.0\""));
        QCOMPARE(git.git({u"show"_s, u"HEAD:agents/writer/manifest.json"_s}),
                 m_registry->manifest().trimmed());
        // what the user had staged is staged still, and nothing else is dirty
        QCOMPARE(git.git({u"status"_s, u"--porcelain"_s}), "M  agents/reader/AGENT.md");
        QCOMPARE(git.gitExitCode({u"fsck"_s, u"--strict"_s}), 0);
        QVERIFY(!QFile::exists(git.path(u".git/hermes-release.json"_s)));
    }

    void theSourceAndItsFragmentsAreReleasedWithThePrompt()
    {
        const auto &git = m_registry->folder();
        const core::RepoPath source =
            core::RepoPath::fromLiteral(u"studio/sources/agents/writer.md"_s);
        git.write(source.text(), "# Writer\n\n{{> tone}}\n");
        git.write(u"studio/fragments/tone.md"_s, "Be mild.\n");
        git.write(u"studio/fragments/other.md"_s, "Nobody asks for it.\n");
        m_registry->writePrompt("# Writer\n\nBe mild.\n");
        const auto plan = workspace::planRelease(m_registry->root(), savedDraft());
        QVERIFY(plan);
        QVERIFY(plan->files.contains(source));
        QVERIFY(plan->files.contains(core::RepoPath::fromLiteral(u"studio/fragments/tone.md"_s)));

        // The draft of the source is released, not what the disk has of it.
        workspace::ReleaseRequest request = m_registry->releaseRequest(u"1.1.0"_s);
        request.promptText = "# Writer\n\nBe mild.\nAnd short.\n";
        request.source = {source, "# Writer\n\n{{> tone}}\nAnd short.\n",
                          workspace::fingerprint(git.read(source.text()))};
        const auto result = workspace::performRelease(m_registry->root(), request);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        QCOMPARE(result->promptText, request.promptText);
        QCOMPARE(result->editedText, request.source->text);
        QCOMPARE(m_registry->prompt(), request.promptText);
        QCOMPARE(git.read(source.text()), request.source->text);
        QCOMPARE(git.git({u"show"_s, u"--format="_s, u"--name-only"_s, u"HEAD"_s}),
                 "agents/writer/AGENT.md\nagents/writer/manifest.json\n"
                 "studio/fragments/tone.md\nstudio/sources/agents/writer.md");
        QCOMPARE(git.git({u"status"_s, u"--porcelain"_s, u"-uall"_s}),
                 "?? studio/fragments/other.md");
    }

    void whatOnlyDecidesAboutAPromptIsReleasedWithIt_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QByteArrayList>("texts");
        QTest::newRow("a fragment that only includes another")
            << QByteArray("# Writer\n\n{{> outer}}\n")
            << QStringList{u"fragments/inner.md"_s, u"fragments/outer.md"_s}
            << QByteArrayList{"Be mild.\n", "{{> inner}}\n"};
        QTest::newRow("the values")
            << QByteArray("---\nvariables:\n  strict:\n    type: flag\n    default: true\n---\n"
                          "# Writer\n{{#strict}}\nBe firm.\n{{/strict}}\n\nBe mild.\n")
            << QStringList{u"values.json"_s} << QByteArrayList{R"({ "strict": false })"};
        QTest::newRow("a version that is not committed")
            << QByteArray("# Writer\n\n{{> tone@1.2.0}}\n") << QStringList{u"fragments/tone.md"_s}
            << QByteArrayList{"---\nversion: 1.2.0\n---\nBe mild.\n"};
    }
    void whatOnlyDecidesAboutAPromptIsReleasedWithIt()
    {
        QFETCH(const QByteArray, source);
        QFETCH(const QStringList, names);
        QFETCH(const QByteArrayList, texts);
        const auto &git = m_registry->folder();
        git.write(u"studio/sources/agents/writer.md"_s, source);
        for (qsizetype i = 0; i < names.size(); ++i) {
            git.write(u"studio/"_s + names.at(i), texts.at(i));
        }
        m_registry->writePrompt("# Writer\n\nBe mild.\n");
        const auto result =
            workspace::performRelease(m_registry->root(), m_registry->releaseRequest(u"1.1.0"_s));
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        for (qsizetype i = 0; i < names.size(); ++i) {
            QCOMPARE(git.git({u"show"_s, u"agent/writer@1.1.0:studio/"_s + names.at(i)}),
                     texts.at(i).trimmed());
        }
        QCOMPARE(git.git({u"status"_s, u"--porcelain"_s, u"-uall"_s}), "");
    }

    void aSkillKeepsHowItsVersionIsWritten()
    {
        const QByteArray before = "---\nname: cook\ndescription: Cooks.\n"
                                  "version:   \"1.0.0\"  # keep\n---\n# Cook\n";
        const auto &git = m_registry->folder();
        git.write(u"skills/cook/SKILL.md"_s, before);
        workspace::ReleaseRequest request = m_registry->releaseRequest(u"1.1.0"_s);
        request.id = {core::EntryKind::Skill, u"cook"_s};
        request.folder = core::RepoPath::fromLiteral(u"skills/cook"_s);
        request.manifestText.clear();
        request.manifestFingerprint.clear();
        request.promptText = before;
        request.promptFingerprint = workspace::fingerprint(before);
        const auto result = workspace::performRelease(m_registry->root(), request);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        QCOMPARE(git.read(u"skills/cook/SKILL.md"_s), QByteArray(before).replace("1.0.0", "1.1.0"));
    }

    void aPromptThatIsNotWhatItsSourceGivesIsNotReleased()
    {
        m_registry->folder().write(u"studio/sources/agents/writer.md"_s, "# Other\n");
        const auto head = m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s});
        const auto result =
            workspace::performRelease(m_registry->root(), m_registry->releaseRequest(u"1.1.0"_s));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidDefinition);
        QVERIFY(result.error().message.contains(u"studio/sources/agents/writer.md"_s));
        QCOMPARE(m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s}), head);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("changelog");
        QTest::addColumn<QString>("fault");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("noChangelog")
            << u"1.1.0"_s << u"  \n"_s << QString() << ErrorCode::InvalidArgument;
        QTest::newRow("sameVersion")
            << u"1.0.0"_s << u"x"_s << QString() << ErrorCode::VersionExists;
        QTest::newRow("lowerVersion")
            << u"0.9.0"_s << u"x"_s << QString() << ErrorCode::InvalidArgument;
        QTest::newRow("changedOutside")
            << u"1.1.0"_s << u"x"_s << u"prompt"_s << ErrorCode::ChangedOutside;
        QTest::newRow("branchMoved")
            << u"1.1.0"_s << u"x"_s << u"commit"_s << ErrorCode::BranchMoved;
        QTest::newRow("detached") << u"1.1.0"_s << u"x"_s << u"detach"_s
                                  << ErrorCode::RepositoryBusy;
        QTest::newRow("indexLock")
            << u"1.1.0"_s << u"x"_s << u"lock"_s << ErrorCode::RepositoryLocked;
        QTest::newRow("brokenManifest")
            << u"1.1.0"_s << u"x"_s << u"manifest"_s << ErrorCode::InvalidDefinition;
        QTest::newRow("noGit") << u"1.1.0"_s << u"x"_s << u"git"_s << ErrorCode::NotARepository;
    }
    void refuses()
    {
        QFETCH(QString, version);
        QFETCH(QString, changelog);
        QFETCH(QString, fault);
        m_registry->writePrompt("# Writer\n\nYou write better.\n");
        workspace::ReleaseRequest request = m_registry->releaseRequest(version);
        request.changelog = changelog;
        const auto &folder = m_registry->folder();
        if (fault == u"prompt") {
            m_registry->writePrompt("theirs\n");
        } else if (fault == u"commit") {
            folder.git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"theirs"_s});
        } else if (fault == u"detach") {
            folder.git({u"checkout"_s, u"-q"_s, u"--detach"_s});
        } else if (fault == u"lock") {
            folder.write(u".git/index.lock"_s, "");
        } else if (fault == u"manifest") {
            request.manifestText = "{";
        } else if (fault == u"git") {
            QVERIFY(QDir(folder.path(u".git"_s)).removeRecursively());
        }
        const QByteArray manifest = m_registry->manifest();
        const QByteArray prompt = m_registry->prompt();
        const auto result = workspace::performRelease(m_registry->root(), request);
        QVERIFY(!result);
        QTEST(result.error().code, "code");
        QVERIFY(!result.error().message.isEmpty());
        QCOMPARE(m_registry->manifest(), manifest);
        QCOMPARE(m_registry->prompt(), prompt);
        if (fault != u"git") {
            QCOMPARE(folder.git({u"tag"_s}), "");
            QVERIFY(!QFile::exists(folder.path(u".git/hermes-release.json"_s)));
        }
    }

    void completesWhatADeadProcessBegan()
    {
        // The state of a process that died right after its note: objects are there, files and
        // references are old.
        m_registry->writePrompt("# Writer\n\nYou write better.\n");
        const workspace::ReleaseRequest request = m_registry->releaseRequest(u"1.1.0"_s);
        const QByteArray manifestBefore = m_registry->manifest();
        const QByteArray manifestAfter = QByteArray(manifestBefore).replace("1.0.0\"", "1.1.0\"");
        prepareNote(request, manifestAfter);
        const auto finished = workspace::finishRelease(m_registry->root());
        QVERIFY2(finished, finished ? "" : qPrintable(finished.error().message));
        QCOMPARE(finished->outcome, workspace::UnfinishedRelease::Outcome::Completed);
        QCOMPARE(m_registry->manifest(), manifestAfter);
        QCOMPARE(m_registry->folder().git({u"tag"_s}), "agent/writer@1.1.0");
        QCOMPARE(m_registry->folder().git({u"status"_s, u"--porcelain"_s}), "");
        const auto again = workspace::finishRelease(m_registry->root());
        QVERIFY(again);
        QCOMPARE(again->outcome, workspace::UnfinishedRelease::Outcome::NoneFound);
    }

    void takesBackWhatCannotBeCompleted()
    {
        m_registry->writePrompt("# Writer\n\nYou write better.\n");
        const workspace::ReleaseRequest request = m_registry->releaseRequest(u"1.1.0"_s);
        const QByteArray manifestBefore = m_registry->manifest();
        prepareNote(request, QByteArray(manifestBefore).replace("1.0.0\"", "1.1.0\""));
        m_registry->folder().git(
            {u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"someone else"_s});
        m_registry->folder().write(
            RegistryFixture::manifestFile,
            QByteArray(manifestBefore).replace("1.0.0\"", "1.1.0\"")); // it had written this
        const auto finished = workspace::finishRelease(m_registry->root());
        QVERIFY(finished);
        QCOMPARE(finished->outcome, workspace::UnfinishedRelease::Outcome::TakenBack);
        QCOMPARE(m_registry->manifest(), manifestBefore);
        QCOMPARE(m_registry->prompt(), "# Writer\n\nYou write better.\n"); // the draft is kept
        QCOMPARE(m_registry->folder().git({u"tag"_s}), "");
    }

    void aVersionIsFoundAgainByItsName()
    {
        m_registry->writePrompt("# Writer\n\nYou write better.\n");
        QVERIFY(
            workspace::performRelease(m_registry->root(), m_registry->releaseRequest(u"1.1.0"_s)));
        const auto history = workspace::loadHistory(m_registry->root(), RegistryFixture::writer,
                                                    RegistryFixture::writerFolder, {});
        QVERIFY(history);
        QCOMPARE(history->versions.size(), 2);
        QCOMPARE(history->versions.first().version, u"1.1.0"_s);
        QCOMPARE(history->versions.first().changelog.trimmed(), u"Says more."_s);
        const auto old = workspace::contentNamed(m_registry->root(), *history, u"v1.0.0"_s);
        QVERIFY(old);
        const auto content = workspace::readContent(m_registry->root(), core::EntryKind::Agent,
                                                    RegistryFixture::writerFolder, *old);
        QVERIFY(content && content->promptText.contains("## Output"));
        const auto none = workspace::contentNamed(m_registry->root(), *history, u"7.7.7"_s);
        QVERIFY(!none && none.error().message.contains(u"1.1.0, 1.0.0"_s));
    }

    void aSecretIsNotCommittedUnasked()
    {
        const QByteArray key = "sk-" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8i9J0");
        m_registry->writePrompt("# Writer\n\nUse " + key + ".\n");
        const auto plan = workspace::planRelease(m_registry->root(), savedDraft());
        QVERIFY(plan);
        QCOMPARE(plan->secrets.size(), 1);
        const workspace::SecretPlace place = plan->secrets.first();
        QCOMPARE(place.text, u"agents/writer/AGENT.md"_s);
        QCOMPARE(place.line, 3);
        QCOMPARE(place.what, u"a key of Anthropic"_s);
        const QByteArray head = m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s});
        workspace::ReleaseRequest request = m_registry->releaseRequest(u"1.1.0"_s);
        const auto refused = workspace::performRelease(m_registry->root(), request);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidDefinition);
        QVERIFY(refused.error().message.contains(u"agents/writer/AGENT.md, line 3"_s));
        QVERIFY(!refused.error().message.contains(u"a1B2c3"_s));
        QCOMPARE(m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s}), head);
        QVERIFY(!m_registry->folder().git({u"tag"_s}).contains("1.1.0"));

        request.acceptedSecrets = plan->secrets;
        QVERIFY(workspace::performRelease(m_registry->root(), request));
    }

    void consentIsForTheSecretsThatWereTold()
    {
        const auto key = [](const QByteArray &end) -> QByteArray {
            return "sk-" + ("ant-api03-a1B2c3D4e5" + end);
        };
        const auto &git = m_registry->folder();
        git.write(u"studio/sources/agents/writer.md"_s, "# Writer\n{{> tone}}\n");
        git.write(u"studio/fragments/tone.md"_s, "Be mild.{{! " + key("F6g7H8") + "}}\n");
        m_registry->writePrompt("# Writer\nBe mild.\n");
        const auto plan = workspace::planRelease(m_registry->root(), savedDraft());
        QVERIFY(plan);
        workspace::ReleaseRequest request = m_registry->releaseRequest(u"1.1.0"_s);
        request.acceptedSecrets = plan->secrets;
        const QByteArray head = git.git({u"rev-parse"_s, u"HEAD"_s});

        // Another one in its place, and one in another file.
        git.write(u"studio/fragments/tone.md"_s, "Be mild.{{! " + key("Q9w8E7") + "}}\n");
        git.write(u"agents/writer/notes.md"_s, "\n" + key("F6g7H8") + '\n');
        const auto refused = workspace::performRelease(m_registry->root(), request);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"studio/fragments/tone.md, line 1"_s),
                 qPrintable(refused.error().message));
        QVERIFY(refused.error().message.contains(u"agents/writer/notes.md, line 2"_s));
        QCOMPARE(git.git({u"rev-parse"_s, u"HEAD"_s}), head);

        // What was told stands at another line now.
        git.write(u"studio/fragments/tone.md"_s,
                  "{{! Said twice. }}Be mild.{{!\n" + key("F6g7H8") + "}}\n");
        git.write(u"agents/writer/notes.md"_s, "\n");
        const auto released = workspace::performRelease(m_registry->root(), request);
        QVERIFY2(released, released ? "" : qPrintable(released.error().message));
    }

    void aSecretOfAFragmentThatTheDraftTakesIsPlanned()
    {
        const QByteArray key = "sk-" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8i9J0");
        const auto source = core::RepoPath::fromLiteral(u"studio/sources/agents/writer.md"_s);
        m_registry->folder().write(source.text(), "# Writer\n");
        m_registry->folder().write(u"studio/fragments/tone.md"_s, "Be mild, " + key + ".\n");
        registry::Definition draft = savedDraft();
        draft.promptText = "# Writer\nBe mild, " + key + ".\n";
        const auto plan =
            workspace::planRelease(m_registry->root(), draft,
                                   workspace::ReleaseSource{source, "# Writer\n{{> tone}}\n", {}});
        QVERIFY(plan);
        QCOMPARE(plan->secrets.size(), 2);
        QCOMPARE(plan->secrets.last().text, u"studio/fragments/tone.md"_s);
    }

    void aSecretInTheChangelogIsNotCommittedUnasked()
    {
        m_registry->writePrompt("# Writer\n\nYou write better.\n");
        workspace::ReleaseRequest request = m_registry->releaseRequest(u"1.1.0"_s);
        request.changelog =
            u"Says more.\nNo longer "_s + u"sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8i9J0"_s;
        const QByteArray head = m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s});
        const auto refused = workspace::performRelease(m_registry->root(), request);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidDefinition);
        QVERIFY2(refused.error().message.contains(u"changelog, line 2"_s),
                 qPrintable(refused.error().message));
        QCOMPARE(m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s}), head);
        request.acceptedSecrets = workspace::secretsInChangelog(request.changelog);
        QVERIFY(workspace::performRelease(m_registry->root(), request));
    }

    void aSecretInTheSourceOrAFragmentIsFound()
    {
        const QByteArray key = "sk-" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8i9J0");
        const auto &git = m_registry->folder();
        git.write(u"studio/sources/agents/writer.md"_s,
                  "# Writer\n{{! " + key + "}}\n{{> tone}}\n");
        git.write(u"studio/fragments/tone.md"_s, "Be mild, " + key + ".\n");
        m_registry->writePrompt("# Writer\nBe mild, " + key + ".\n");
        QStringList files;
        const auto plan = workspace::planRelease(m_registry->root(), savedDraft());
        QVERIFY(plan);
        for (const workspace::SecretPlace &place : plan->secrets) {
            files.append(place.text);
        }
        QCOMPARE(files,
                 (QStringList{u"agents/writer/AGENT.md"_s, u"studio/fragments/tone.md"_s,
                              u"studio/sources/agents/writer.md"_s}));
        const auto refused =
            workspace::performRelease(m_registry->root(), m_registry->releaseRequest(u"1.1.0"_s));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"studio/fragments/tone.md, line 1"_s),
                 qPrintable(refused.error().message));
    }

    void theSampleIsTheSameEverywhere()
    {
        test::ScratchFolder first;
        test::ScratchFolder second;
        const auto one = workspace::createSampleRegistry(first.path(u"deeper/sample"_s));
        const auto two = workspace::createSampleRegistry(second.path(u"sample"_s));
        QVERIFY2(one, one ? "" : qPrintable(one.error().message));
        QVERIFY(two);
        const auto references = [](const test::ScratchFolder &folder, const QString &name) {
            return folder.git(
                {u"-C"_s, name, u"for-each-ref"_s, u"--format=%(objectname) %(refname)"_s});
        };
        QCOMPARE(references(first, u"deeper/sample"_s), references(second, u"sample"_s));
        QVERIFY(references(first, u"deeper/sample"_s).count("refs/tags/agent/backend-engineer@")
                == 3);
        QCOMPARE(second.git({u"-C"_s, u"sample"_s, u"status"_s, u"--porcelain"_s}), "");
        QCOMPARE(second.git({u"-C"_s, u"sample"_s, u"fsck"_s, u"--strict"_s}), "");
        second.write(u"sample/agents/backend-engineer/AGENT.md"_s, "edited\n");
        QVERIFY(workspace::createSampleRegistry(
            second.path(u"sample"_s))); // the second click opens it as it is
        QCOMPARE(second.read(u"sample/agents/backend-engineer/AGENT.md"_s), "edited\n");
    }

private:
    void prepareNote(const workspace::ReleaseRequest &request,
                     const QByteArray &manifestAfter) const
    {
        auto repository = vcs::Repository::open(m_registry->root());
        QVERIFY(repository);
        const auto manifestPath = core::RepoPath::fromLiteral(RegistryFixture::manifestFile);
        const auto promptPath = core::RepoPath::fromLiteral(RegistryFixture::promptFile);
        const auto prepared = repository->prepare(
            {{{manifestPath, manifestAfter, false}, {promptPath, request.promptText, false}},
             u"Release"_s,
             request.author,
             request.expectedHead,
             workspace::versionTag(request.id, request.version.toString()),
             u"Says more."_s});
        QVERIFY(prepared);
        const auto note = workspace::ReleaseNoteFile::acquire(repository->gitFolder());
        QVERIFY(note);
        QVERIFY(note->write(
            {*prepared,
             {{manifestPath, request.manifestFingerprint, workspace::fingerprint(manifestAfter)},
              {promptPath, request.promptFingerprint,
               workspace::fingerprint(request.promptText)}}}));
    }
    [[nodiscard]] registry::Definition savedDraft() const
    {
        return *workspace::readContent(m_registry->root(), core::EntryKind::Agent,
                                       RegistryFixture::writerFolder,
                                       workspace::ContentRef::saved());
    }

    std::unique_ptr<RegistryFixture> m_registry;
};

QTEST_GUILESS_MAIN(TestRelease)
#include "tst_release.moc"
