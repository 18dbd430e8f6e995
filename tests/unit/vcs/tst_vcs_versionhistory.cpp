#include "gitfixture.h"
#include "vcs/versionhistory.h"

#include <QFile>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::HistoryEntry;
using vcs::Version;

namespace {

const QString prefix = u"agent/a@"_s;

QString versionIn(const QByteArray &manifest)
{
    return manifest.startsWith("v=") ? QString::fromUtf8(manifest.sliced(2)) : QString();
}

QList<HistoryEntry> historyOf(const ScratchFolder &folder)
{
    return valueOf(vcs::definitionHistory(openIn(folder), headOf(folder), at(u"agents/a"_s),
                                          at(u"agents/a/manifest.json"_s), prefix, versionIn, {}));
}

QList<Version> versionsIn(const ScratchFolder &folder)
{
    return vcs::versionsOf(historyOf(folder), valueOf(openIn(folder).tags(prefix)), prefix);
}

/// `1.0.0 summary tag`, one a line.
QString shown(const QList<Version> &versions)
{
    QStringList lines;
    for (const Version &version : versions) {
        lines.append(QStringLiteral("%1 %2 %3")
                         .arg(version.version, version.commit.summary, version.tag)
                         .trimmed());
    }
    return lines.join(u'\n');
}

/// Commits the manifest with this version, or removes it if the version is empty.
QByteArray commitVersion(const ScratchFolder &folder, const QByteArray &version,
                         const QString &message)
{
    folder.write(u"agents/a/manifest.json"_s, "v=" + version);
    return folder.commitAll(message);
}

} // namespace

class VersionHistoryTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

private Q_SLOTS:
    void versionsWithoutTags()
    {
        ScratchFolder folder;
        folder.initGit();
        commitVersion(folder, "1.0.0", u"one\n\nFirst body."_s);
        folder.write(u"agents/a/AGENT.md"_s, "text");
        folder.commitAll(u"prompt"_s);
        folder.write(u"agents/b/AGENT.md"_s, "text");
        folder.commitAll(u"elsewhere"_s);
        commitVersion(folder, "1.1.0", u"two"_s);
        const QList<HistoryEntry> history = historyOf(folder);
        QCOMPARE(history.size(), 3);
        QCOMPARE(history[0].version, u"1.1.0"_s);
        QVERIFY(history[0].isVersion);
        QCOMPARE(history[1].version, u"1.0.0"_s);
        QVERIFY(!history[1].isVersion);
        QVERIFY(history[2].isVersion);
        QCOMPARE(shown(versionsIn(folder)), u"1.1.0 two\n1.0.0 one"_s);
        QCOMPARE(versionsIn(folder).at(1).changelog, u"First body."_s);
    }

    void versionThatCameBackIsTheNewestOne()
    {
        ScratchFolder folder;
        folder.initGit();
        commitVersion(folder, "1.0.0", u"one"_s);
        commitVersion(folder, "2.0.0", u"two"_s);
        commitVersion(folder, "1.0.0", u"back"_s);
        QCOMPARE(shown(versionsIn(folder)), u"1.0.0 back\n2.0.0 two"_s);
    }

    void unreadableAndMissingManifests()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"agents/a/AGENT.md"_s, "before the manifest");
        folder.commitAll(u"prompt only"_s);
        commitVersion(folder, "1.0.0", u"one"_s);
        folder.write(u"agents/a/manifest.json"_s, "{ broken");
        folder.commitAll(u"broken"_s);
        QVERIFY(QFile::remove(folder.path(u"agents/a/manifest.json"_s)));
        folder.commitAll(u"gone"_s);
        commitVersion(folder, "1.1.0", u"two"_s);
        QStringList versions;
        for (const auto entries = historyOf(folder); const HistoryEntry &entry : entries) {
            versions.append(entry.version + (entry.isVersion ? u"!"_s : QString()));
        }
        QCOMPARE(versions,
                 (QStringList{u"1.1.0!"_s, QString(), QString(), u"1.0.0!"_s, QString()}));
    }

    void versionComparedWithTheFirstParentOfAMerge()
    {
        ScratchFolder folder;
        folder.initGit();
        commitVersion(folder, "1.0.0", u"one"_s);
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"side"_s});
        commitVersion(folder, "1.1.0", u"side"_s);
        folder.git({u"switch"_s, u"-q"_s, u"main"_s});
        folder.write(u"agents/a/AGENT.md"_s, "main");
        folder.commitAll(u"main"_s);
        folder.git({u"merge"_s, u"-q"_s, u"--no-ff"_s, u"-m"_s, u"merge"_s, u"side"_s});
        QCOMPARE(versionsIn(folder).size(), 2);
        QCOMPARE(versionsIn(folder).at(0).version, u"1.1.0"_s);
        QCOMPARE(versionsIn(folder).at(0).commit.summary, u"merge"_s);
    }

    void tagWinsOverTheWalk()
    {
        ScratchFolder folder;
        folder.initGit();
        commitVersion(folder, "1.0.0", u"one"_s);
        folder.write(u"agents/a/AGENT.md"_s, "polished");
        const QByteArray polished = folder.commitAll(u"polished"_s);
        folder.git({u"tag"_s, u"-a"_s, u"-m"_s, u"Released after polish."_s, u"agent/a@1.0.0"_s});
        commitVersion(folder, "1.1.0", u"two\n\nBody of two."_s);
        folder.write(u"README"_s, "x");
        const QByteArray elsewhere = folder.commitAll(u"touches nothing of it"_s);
        folder.git({u"tag"_s, u"agent/a@1.1.0"_s});
        folder.git({u"tag"_s, u"agent/a@9.9.9"_s});
        folder.git({u"tag"_s, u"agent/ab@1.0.0"_s});

        const QList<HistoryEntry> history = historyOf(folder);
        QCOMPARE(history[1].tags, QStringList{u"agent/a@1.0.0"_s});
        const QList<Version> versions = versionsIn(folder);
        QCOMPARE(shown(versions), u"1.1.0 two agent/a@1.1.0\n1.0.0 polished agent/a@1.0.0"_s);
        QCOMPARE(versions[0].commit.id, idOf(elsewhere));
        QCOMPARE(versions[0].changelog, u"Body of two."_s);
        QCOMPARE(versions[1].commit.id, idOf(polished));
        QCOMPARE(versions[1].changelog, u"Released after polish."_s);
    }

    void damagedManifestLeavesTheOtherVersions()
    {
        ScratchFolder folder;
        folder.initGit();
        commitVersion(folder, "1.0.0", u"one"_s);
        commitVersion(folder, "1.1.0", u"two"_s);
        commitVersion(folder, "1.2.0", u"three"_s);
        damage(
            looseObject(folder, folder.git({u"rev-parse"_s, u"HEAD~1:agents/a/manifest.json"_s})),
            "x");
        QCOMPARE(shown(versionsIn(folder)), u"1.2.0 three\n1.0.0 one"_s);
    }

    void cancelledAndImpossible()
    {
        ScratchFolder folder;
        folder.initGit();
        const vcs::ObjectId head = idOf(commitVersion(folder, "1.0.0", u"one"_s));
        core::CancelFlag cancel;
        cancel.cancel();
        const vcs::Repository repository = openIn(folder);
        QCOMPARE(codeOf(vcs::definitionHistory(repository, head, at(u"agents/a"_s),
                                               at(u"agents/a/manifest.json"_s), prefix, versionIn,
                                               cancel)),
                 ErrorCode::Cancelled);
        QCOMPARE(
            codeOf(vcs::definitionHistory(repository, idOf(QByteArray(40, '1')), at(u"agents/a"_s),
                                          at(u"agents/a/manifest.json"_s), prefix, versionIn, {})),
            ErrorCode::RepositoryDamaged);
    }
};

QTEST_GUILESS_MAIN(VersionHistoryTest)
#include "tst_vcs_versionhistory.moc"
