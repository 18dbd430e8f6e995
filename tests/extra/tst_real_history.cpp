#include "scratchfolder.h"
#include "sourcefolder.h"
#include "vcs/versionhistory.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

QString versionIn(const QByteArray &manifest)
{
    return QJsonDocument::fromJson(manifest).object().value(u"version"_s).toString();
}

} // namespace

/// The history of the public registry, as the program reads it and as git does.
class RealHistoryTest : public QObject
{
    Q_OBJECT

private:
    test::ScratchFolder m_scratch;

    QStringList git(const QStringList &arguments) const
    {
        const QByteArray answer = m_scratch.git(QStringList{u"-C"_s, u"registry"_s} + arguments);
        return QString::fromUtf8(answer).split(u'\n', Qt::SkipEmptyParts);
    }

    static core::RepoPath folderOf(const QString &agent)
    {
        return core::RepoPath::fromLiteral(u"agents/"_s + agent);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(vcs::initializeLibrary());
        m_scratch.git(
            {u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
             (test::sourceFolder() + QStringLiteral("/../shared/corpora/hermes-registry.bundle")),
             u"registry"_s});
    }

    void versionsOfAnAgent_data()
    {
        QTest::addColumn<QString>("agent");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("backend-engineer") << u"backend-engineer"_s << QStringList{u"1.0.0"_s};
        QTest::newRow("api-designer") << u"api-designer"_s << QStringList{u"1.1.0"_s, u"1.0.0"_s};
    }

    void versionsOfAnAgent()
    {
        QFETCH(QString, agent);
        QFETCH(QStringList, expected);
        const core::Result<vcs::Repository> repository =
            vcs::Repository::open(m_scratch.path(u"registry"_s));
        QVERIFY(repository);
        const auto head = repository->resolve(u"HEAD"_s);
        QVERIFY(head);
        const core::RepoPath folder = folderOf(agent);
        const QString prefix = QStringLiteral("agent/%1@").arg(agent);
        const auto history = vcs::definitionHistory(
            *repository, *head, folder, folder.child(u"manifest.json"_s), prefix, versionIn, {});
        QVERIFY(history);
        const auto tags = repository->tags(prefix);
        QVERIFY(tags);

        QStringList versions;
        QStringList commits;
        for (const auto allVersions = vcs::versionsOf(*history, *tags, prefix);
             const vcs::Version &version : allVersions) {
            versions.append(version.version);
            commits.append(version.commit.id.toString());
        }
        QCOMPARE(versions, expected);
        // `git log -S` finds the commits in which the number of lines with this text changed.
        for (qsizetype i = 0; i < versions.size(); ++i) {
            const QStringList introduced =
                git({u"log"_s, u"--format=%H"_s, u"-S"_s,
                     QStringLiteral("\"version\": \"%1\"").arg(versions[i]), u"--"_s,
                     folder.text() + u"/manifest.json"_s});
            QCOMPARE(commits[i], introduced.last());
        }
    }

    void everyAgentHasTheHistoryThatGitSees()
    {
        const core::Result<vcs::Repository> repository =
            vcs::Repository::open(m_scratch.path(u"registry"_s));
        QVERIFY(repository);
        const auto head = repository->resolve(u"HEAD"_s);
        QVERIFY(head);
        const QStringList agents = git({u"ls-tree"_s, u"--name-only"_s, u"HEAD:agents"_s});
        QVERIFY(!agents.isEmpty());
        for (const QString &agent : agents) {
            const auto commits = repository->history(*head, folderOf(agent), 0, {});
            QVERIFY(commits);
            QStringList ids;
            for (const vcs::CommitInfo &commit : *commits) {
                if (commit.parents.size() < 2) {
                    ids.append(commit.id.toString());
                }
            }
            QCOMPARE(ids,
                     git({u"log"_s, u"--full-history"_s, u"--no-merges"_s, u"--date-order"_s,
                          u"--format=%H"_s, u"--"_s, folderOf(agent).text()}));
        }
    }

    void everyFileReadsAsGitReadsIt()
    {
        const core::Result<vcs::Repository> repository =
            vcs::Repository::open(m_scratch.path(u"registry"_s));
        QVERIFY(repository);
        const auto head = repository->resolve(u"HEAD"_s);
        QVERIFY(head);
        const auto files = repository->files(*head);
        QVERIFY(files);
        const auto below = core::filesBelow(**files, {});
        QVERIFY(below);
        QCOMPARE(below->size(), git({u"ls-tree"_s, u"-r"_s, u"--name-only"_s, u"HEAD"_s}).size());
        constexpr qint64 enough = 64LL * 1024 * 1024;
        for (const core::RepoPath &file : *below) {
            const auto content = (*files)->read(file, enough);
            QVERIFY2(content, qPrintable(file.text()));
            // The clone's work tree is what git wrote out; the registry has no line ending rules.
            QCOMPARE(*content, m_scratch.read(u"registry/"_s + file.text()));
        }
        const auto status = repository->status({});
        QVERIFY(status);
        QVERIFY(status->isEmpty());
    }
};

QTEST_GUILESS_MAIN(RealHistoryTest)
#include "tst_real_history.moc"
