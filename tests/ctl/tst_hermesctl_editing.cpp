#include "samplecommands.h"
#include "vcs/repository.h"
#include "workspace/registryhold.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

/// What `hermesctl` changes in a registry, and takes back.
class TestHermesctlEditing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_commands = std::make_unique<SampleCommands>();
        m_commands->prepare();
    }

    void makesAgentsFromStartersAndCopies()
    {
        const Ended made = run({u"new"_s, u"proof-reader"_s, u"--from"_s, u"reviewer"_s,
                                u"--name"_s, u"Proof Reader"_s});
        QVERIFY2(made.exitCode == 0, made.errors.constData());
        QCOMPARE(made.output,
                 "add  agents/proof-reader/AGENT.md\n"
                 "add  agents/proof-reader/manifest.json\n");
        const QByteArray manifest = folder().read(u"sample/agents/proof-reader/manifest.json"_s);
        QVERIFY(manifest.contains("\"name\": \"Proof Reader\""));
        QVERIFY(
            manifest.contains("\"author\": { \"name\": \"Hermes Studio Sample\" }")); // as usual
        QVERIFY(manifest.contains("\"license\": \"MIT\""));
        QCOMPARE(run({u"show"_s, u"proof-reader"_s}).exitCode, 0);

        const Ended copied = run({u"new"_s, u"backend-copy"_s, u"--from"_s,
                                  u"agent/backend-engineer"_s, u"--set-version"_s, u"1.0.0"_s});
        QVERIFY2(copied.exitCode == 0, copied.errors.constData());
        QCOMPARE(folder().read(u"sample/agents/backend-copy/AGENT.md"_s),
                 folder().read(u"sample/agents/backend-engineer/AGENT.md"_s));
        QVERIFY(folder()
                    .read(u"sample/agents/backend-copy/manifest.json"_s)
                    .contains("\"version\": \"1.0.0\""));

        const QByteArray before = status();
        for (const QString &id : {u"backend-engineer"_s, u"Loud"_s, u"con"_s, u"../x"_s}) {
            QCOMPARE(run({u"new"_s, id}).exitCode, 2);
        }
        const Ended unknown = run({u"new"_s, u"fine"_s, u"--from"_s, u"nothing"_s});
        QCOMPARE(unknown.exitCode, 2);
        QVERIFY2(unknown.errors.contains("reviewer"), unknown.errors.constData());
        QCOMPARE(status(), before);
    }

    void aDryRunIsAPatchThatDoesTheSame()
    {
        const QStringList rename{u"rename"_s, u"code-reviewer"_s, u"change-reviewer"_s,
                                 u"--mentions"_s};
        const QByteArray before = status();
        const Ended dry = run(rename + QStringList{u"--dry-run"_s});
        QCOMPARE(dry.exitCode, 0);
        QCOMPARE(status(), before);
        folder().write(u"patch"_s, dry.output);
        folder().git({u"-C"_s, u"sample"_s, u"apply"_s, u"--index"_s, u"../patch"_s});
        const QByteArray patched = folder().git({u"-C"_s, u"sample"_s, u"write-tree"_s});
        folder().git({u"-C"_s, u"sample"_s, u"reset"_s, u"-q"_s, u"--hard"_s});

        QCOMPARE(run(rename).exitCode, 0);
        folder().git({u"-C"_s, u"sample"_s, u"add"_s, u"-A"_s});
        QCOMPARE(folder().git({u"-C"_s, u"sample"_s, u"write-tree"_s}), patched);
        QCOMPARE(folder().gitExitCode({u"-C"_s, u"sample"_s, u"grep"_s, u"-q"_s,
                                       u"agent/code-reviewer"_s, u"--"_s, u"."_s}),
                 1);
    }

    void nothingIsChangedWhileSomebodyElseHasTheRegistry()
    {
        auto hold = std::make_unique<workspace::RegistryHold>(
            folder().path(u"sample"_s),
            workspace::RegistryUser{4711, u"bob"_s, u"tower"_s, u"0"_s});
        QVERIFY(hold->take());
        const QByteArray before = folder().git({u"-C"_s, u"sample"_s, u"status"_s, u"-s"_s});
        const QList<QStringList> changing{
            {u"rename"_s, u"code-reviewer"_s, u"change-reviewer"_s},
            {u"delete"_s, u"code-reviewer"_s},
            {u"replace"_s, u"You"_s, u"They"_s, u"--write"_s},
            {u"release"_s, u"code-reviewer"_s, u"--changelog"_s, u"Better"_s}};
        for (const QStringList &command : changing) {
            const Ended ended = run(command);
            QCOMPARE(ended.exitCode, 3);
            QVERIFY2(ended.errors.contains("bob has this registry open on tower"),
                     ended.errors.constData());
        }
        QCOMPARE(folder().git({u"-C"_s, u"sample"_s, u"status"_s, u"-s"_s}), before);
        QCOMPARE(run({u"list"_s}).exitCode, 0); // reading is free
        QCOMPARE(run({u"delete"_s, u"code-reviewer"_s, u"--dry-run"_s}).exitCode, 0);
        hold.reset();
        QCOMPARE(run({u"delete"_s, u"code-reviewer"_s}).exitCode, 0);
    }

    void whatWasInterruptedIsLeftToWhoHasTheRegistry()
    {
        // Notes that cannot be read: whoever finishes them removes them.
        const QString note = u"sample/.git/hermes-release.json"_s;
        QCOMPARE(run({u"delete"_s, u"code-reviewer"_s}).exitCode, 0);
        QDirIterator walk(folder().path(u"data"_s), {u"*.done"_s}, QDir::Files,
                          QDirIterator::Subdirectories);
        QVERIFY(walk.hasNext());
        const QString pending = QFileInfo(walk.next()).path() + u"/begun.pending"_s;
        const auto begin = [&] {
            folder().write(note, "{}");
            QFile file(pending);
            QVERIFY(file.open(QIODevice::WriteOnly));
        };
        begin();
        auto hold = std::make_unique<workspace::RegistryHold>(
            folder().path(u"sample"_s),
            workspace::RegistryUser{4711, u"bob"_s, u"tower"_s, u"0"_s});
        QVERIFY(hold->take());
        for (const QStringList &reading :
             {QStringList{u"list"_s}, QStringList{u"delete"_s, u"builder"_s, u"--dry-run"_s}}) {
            const Ended ended = run(reading);
            QVERIFY(QFile::exists(folder().path(note)));
            QVERIFY(QFile::exists(pending));
            QVERIFY2(ended.errors.contains("bob has this registry open on tower"), ended.errors);
        }
        hold.reset();
        const Ended alone = run({u"list"_s});
        QVERIFY2(alone.exitCode == 0 && alone.errors.isEmpty(), alone.errors);
        QVERIFY(!QFile::exists(folder().path(note)));
        QVERIFY(!QFile::exists(pending));
        // Who only reads does not keep the registry.
        QVERIFY(!QFile::exists(folder().path(u"sample/.git/hermes-studio"_s)));
    }

    void renamesWithEveryReferenceAndBack()
    {
        const Ended renamed = run({u"rename"_s, u"backend-engineer"_s, u"service-engineer"_s,
                                   u"--name"_s, u"Service Engineer"_s, u"--json"_s});
        QVERIFY2(renamed.exitCode == 0, renamed.errors.constData());
        QCOMPARE(json(renamed).object().value(u"title"_s).toString(),
                 u"Rename agent/backend-engineer to agent/service-engineer"_s);
        QVERIFY(folder()
                    .read(u"sample/workflows/ship-a-change/workflow.json"_s)
                    .contains("\"agent/service-engineer\""));
        QVERIFY(folder()
                    .read(u"sample/studio/channels/production.json"_s)
                    .contains("\"agent/service-engineer\": \"1.1.0\""));
        QCOMPARE(run({u"show"_s, u"service-engineer"_s}).exitCode, 0);
        QCOMPARE(run({u"show"_s, u"backend-engineer"_s}).exitCode, 3);
        const Ended undone = run({u"undo"_s});
        QCOMPARE(undone.exitCode, 0);
        QVERIFY(undone.output.startsWith("Undo: Rename agent/backend-engineer"));
        QCOMPARE(status(), "");
        QCOMPARE(run({u"undo"_s}).exitCode, 3); // nothing is left to undo
    }

    void deletesIntoTheTrashAndBack()
    {
        const Ended dry = run({u"delete"_s, u"technical-writer"_s, u"--dry-run"_s});
        QVERIFY(dry.output.contains("trash  agents/technical-writer/AGENT.md\n"));
        QVERIFY(dry.errors.contains("workflow/ship-a-change: "));
        QCOMPARE(status(), "");
        const Ended deleted = run({u"delete"_s, u"technical-writer"_s, u"skill/plain-language"_s});
        QVERIFY2(deleted.exitCode == 0, deleted.errors.constData());
        QVERIFY(!QFileInfo::exists(folder().path(u"sample/agents/technical-writer"_s)));
        QVERIFY(QFileInfo::exists(folder().path(u"data/Trash/files/technical-writer/AGENT.md"_s)));
        QVERIFY(
            !folder().read(u"sample/studio/channels/staging.json"_s).contains("technical-writer"));
        QCOMPARE(run({u"undo"_s}).exitCode, 0);
        QCOMPARE(status(), "");
        QCOMPARE(run({u"delete"_s, u"nobody"_s}).exitCode, 3);
    }

    void editsManyManifestsAtOnce()
    {
        const Ended edited =
            run({u"edit"_s, u"--kind"_s, u"agent"_s, u"skill/commit-messages"_s, u"--add-tag"_s,
                 u"audited"_s, u"--bump"_s, u"minor"_s, u"--category"_s, u"writing"_s});
        QVERIFY2(edited.exitCode == 0, edited.errors.constData());
        const QJsonObject shownEntry =
            find(json(run({u"list"_s, u"--json"_s})).array(), u"backend-engineer"_s);
        QCOMPARE(shownEntry.value(u"version"_s).toString(), u"1.3.0"_s);
        QVERIFY(shownEntry.value(u"tags"_s).toArray().contains(u"audited"_s));
        QVERIFY(folder()
                    .read(u"sample/skills/writing/commit-messages/SKILL.md"_s)
                    .contains("audited]"));
        QVERIFY(edited.errors.contains("Only skills have a category."));
        QCOMPARE(run({u"undo"_s}).exitCode, 0);
        QCOMPARE(status(), "");

        const Ended none = run({u"edit"_s, u"backend-engineer"_s, u"--remove-tag"_s, u"x"_s});
        QCOMPARE(none.exitCode, 0);
        QCOMPARE(none.output, "There is nothing to change.\n");
        QCOMPARE(run({u"edit"_s, u"backend-engineer"_s}).exitCode, 2);
        QCOMPARE(run({u"edit"_s, u"--add-tag"_s, u"x"_s}).exitCode, 2);
        QCOMPARE(run({u"edit"_s, u"backend-engineer"_s, u"--bump"_s, u"huge"_s}).exitCode, 2);
    }

    void replacesInTheWholeRegistryAndBack()
    {
        const QStringList replace{u"replace"_s, u"--regex"_s, u"\\b(you) are\\b"_s, u"$1 were"_s,
                                  u"--ignore-case"_s};
        const Ended dry = run(replace);
        QVERIFY2(dry.exitCode == 0, dry.errors.constData());
        QVERIFY(dry.output.startsWith("diff --git a/agents/"));
        QCOMPARE(status(), "");
        folder().write(u"replace.patch"_s, dry.output);
        folder().git({u"-C"_s, u"sample"_s, u"apply"_s, u"--index"_s, u"../replace.patch"_s});
        const QByteArray patched = folder().git({u"-C"_s, u"sample"_s, u"write-tree"_s});
        folder().git({u"-C"_s, u"sample"_s, u"reset"_s, u"-q"_s, u"--hard"_s});

        const Ended done = run(replace + QStringList{u"--write"_s});
        QVERIFY2(done.exitCode == 0, done.errors.constData());
        folder().git({u"-C"_s, u"sample"_s, u"add"_s, u"-A"_s});
        QCOMPARE(folder().git({u"-C"_s, u"sample"_s, u"write-tree"_s}), patched);
        folder().git({u"-C"_s, u"sample"_s, u"reset"_s, u"-q"_s});
        const Ended undone = run({u"undo"_s});
        QVERIFY2(undone.output.startsWith("Undo: Replace in "), undone.output.constData());
        QCOMPARE(status(), "");
    }

    void replacingIsLimitedAndChecked()
    {
        const Ended one = run({u"replace"_s, u"#"_s, u"##"_s, u"backend-engineer"_s, u"--json"_s});
        QCOMPARE(json(one).object().value(u"files"_s).toArray().size(), 1);
        QCOMPARE(json(one).object().value(u"title"_s).toString(), u"Replace in 1 entries"_s);
        QCOMPARE(run({u"replace"_s, u"no such words"_s, u"x"_s}).exitCode, 1);
        QCOMPARE(run({u"replace"_s, u"a(b"_s, u"x"_s, u"--regex"_s}).exitCode, 2);
        QCOMPARE(run({u"replace"_s, QString(), u"x"_s}).exitCode, 2);
        QCOMPARE(run({u"replace"_s, u"x"_s}).exitCode, 2);
        const Ended manifests = run({u"replace"_s, u"\"id\": \"backend-engineer\""_s,
                                     u"\"id\": \"other\""_s, u"--manifests"_s, u"--write"_s});
        QCOMPARE(manifests.exitCode, 1);
        QVERIFY2(manifests.errors.contains("another id"), manifests.errors.constData());
        QCOMPARE(status(), "");
    }

    void undoIsRefusedAfterOtherEdits()
    {
        QCOMPARE(run({u"edit"_s, u"backend-engineer"_s, u"--bump"_s, u"patch"_s}).exitCode, 0);
        const QString manifest = u"sample/agents/backend-engineer/manifest.json"_s;
        folder().write(manifest, folder().read(manifest) + " ");
        const QByteArray before = folder().read(manifest);
        const Ended refused = run({u"undo"_s});
        QCOMPARE(refused.exitCode, 4);
        QVERIFY2(refused.errors.contains("agents/backend-engineer/manifest.json"),
                 refused.errors.constData());
        QCOMPARE(folder().read(manifest), before);
    }

private:
    [[nodiscard]] const ScratchFolder &folder() const { return m_commands->folder(); }
    [[nodiscard]] QByteArray status() const { return m_commands->status(); }
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

QTEST_GUILESS_MAIN(TestHermesctlEditing)
#include "tst_hermesctl_editing.moc"
