#include "gitfixture.h"
#include "vcs/lastchanges.h"

#include <QTest>

#include <memory>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestLastChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_home = std::make_unique<test::GitHome>();
        QVERIFY(vcs::initializeLibrary());
    }

    void cleanup() { qunsetenv("GIT_COMMITTER_DATE"); }
    void init()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        m_folder->initGit();
    }

    void theNewestCommitThatChangedAFolderCounts()
    {
        commit(u"agents/a/AGENT.md"_s, "one", u"2024-01-01T00:00:00Z"_s);
        commit(u"agents/b/AGENT.md"_s, "one", u"2024-02-01T00:00:00Z"_s);
        commit(u"agents/a/notes/more.md"_s, "deep", u"2024-03-01T00:00:00Z"_s);
        const auto changes = test::valueOf(vcs::lastChanges(m_folder->path(), head(), {}));
        QCOMPARE(dayOf(changes, "agents/a"), u"2024-03-01"_s);
        QCOMPARE(dayOf(changes, "agents/b"), u"2024-02-01"_s);
        QCOMPARE(dayOf(changes, "agents"), u"2024-03-01"_s);
        QVERIFY(!changes.contains("agents/a/AGENT.md"));
    }

    void aMergeIsNoChange()
    {
        commit(u"agents/a/AGENT.md"_s, "one", u"2024-01-01T00:00:00Z"_s);
        m_folder->git({u"checkout"_s, u"-q"_s, u"-b"_s, u"side"_s});
        commit(u"agents/b/AGENT.md"_s, "one", u"2024-02-01T00:00:00Z"_s);
        m_folder->git({u"checkout"_s, u"-q"_s, u"main"_s});
        commit(u"agents/c/AGENT.md"_s, "one", u"2024-03-01T00:00:00Z"_s);
        m_folder->git({u"merge"_s, u"-q"_s, u"--no-ff"_s, u"--no-edit"_s, u"side"_s});
        const auto changes = test::valueOf(vcs::lastChanges(m_folder->path(), head(), {}));
        QCOMPARE(dayOf(changes, "agents/a"), u"2024-01-01"_s);
        QCOMPARE(dayOf(changes, "agents/b"), u"2024-02-01"_s);
        QCOMPARE(dayOf(changes, "agents/c"), u"2024-03-01"_s);
    }

    void onlySoManyCommitsAreRead()
    {
        commit(u"agents/a/AGENT.md"_s, "one", u"2024-01-01T00:00:00Z"_s);
        commit(u"agents/b/AGENT.md"_s, "one", u"2024-02-01T00:00:00Z"_s);
        const auto changes = test::valueOf(vcs::lastChanges(m_folder->path(), head(), {}, 1));
        QVERIFY(!changes.contains("agents/a"));
        QVERIFY(changes.contains("agents/b"));
    }

    void cancelledIsAnError()
    {
        commit(u"agents/a/AGENT.md"_s, "one", u"2024-01-01T00:00:00Z"_s);
        core::CancelFlag cancel;
        cancel.cancel();
        QCOMPARE(test::codeOf(vcs::lastChanges(m_folder->path(), head(), cancel)),
                 core::ErrorCode::Cancelled);
    }

private:
    void commit(const QString &file, const QByteArray &content, const QString &when) const
    {
        qputenv("GIT_COMMITTER_DATE", when.toUtf8());
        m_folder->write(file, content);
        m_folder->commitAll(u"A change"_s);
    }
    [[nodiscard]] vcs::ObjectId head() const { return test::headOf(*m_folder); }
    static QString dayOf(const QHash<QByteArray, QDateTime> &changes, const QByteArray &folder)
    {
        return changes.value(folder).toUTC().toString(u"yyyy-MM-dd"_s);
    }

    std::unique_ptr<test::GitHome> m_home;
    std::unique_ptr<test::ScratchFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestLastChanges)
#include "tst_vcs_lastchanges.moc"
