#include "vcs/clone.h"

#include "scratchfolder.h"
#include "vcs/repository.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::CloneProgress;

/// Clones of repositories that the real git has made.
class TestVcsClone final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        m_source = std::make_unique<test::ScratchFolder>();
        m_source->initGit();
        for (int i = 0; i < 30; ++i) {
            m_source->write(u"agents/a-%1/AGENT.md"_s.arg(i), "# Agent\n");
        }
        m_source->commitAll(u"Begin"_s);
        m_source->write(u"agents/a-1/AGENT.md"_s, "# Agent\n\nMore.\n");
        m_source->commitAll(u"More"_s);
    }

    void copiesFilesAndHistory_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::newRow("folder") << QString();
        QTest::newRow("URL") << u"file://"_s;
    }

    void copiesFilesAndHistory()
    {
        QFETCH(const QString, prefix);
        QList<CloneProgress> told;
        vcs::CloneOptions options;
        options.onProgress = [&told](const CloneProgress &progress) { told.append(progress); };
        const auto cloned = vcs::cloneRepository(prefix + m_source->path(), target(), options);
        QVERIFY2(cloned, cloned ? "" : qPrintable(cloned.error().message));
        QCOMPARE(m_folder->read(u"clone/agents/a-1/AGENT.md"_s), "# Agent\n\nMore.\n");
        QCOMPARE(m_folder->git({u"-C"_s, u"clone"_s, u"rev-list"_s, u"--count"_s, u"HEAD"_s}), "2");
        QCOMPARE(m_folder->git({u"-C"_s, u"clone"_s, u"status"_s, u"--porcelain"_s}), "");
        QVERIFY(!told.isEmpty());
        QCOMPARE(told.last().step, CloneProgress::Step::WritingFiles);
        QCOMPARE(told.last().done, told.last().total);
    }

    void intoAnEmptyFolderThatIsThere()
    {
        QVERIFY(QDir().mkpath(target()));
        QVERIFY(vcs::cloneRepository(m_source->path(), target(), {}));
    }

    void cancelLeavesNothingBehind_data()
    {
        QTest::addColumn<CloneProgress::Step>("step");
        QTest::newRow("receiving") << CloneProgress::Step::Receiving;
        QTest::newRow("writing files") << CloneProgress::Step::WritingFiles;
    }

    void cancelLeavesNothingBehind()
    {
        QFETCH(const CloneProgress::Step, step);
        vcs::CloneOptions options;
        options.onProgress = [&](const CloneProgress &progress) {
            if (progress.step == step) {
                options.cancel.cancel();
            }
        };
        const auto cloned =
            vcs::cloneRepository(u"file://"_s + m_source->path(), target(), options);
        QVERIFY(!cloned);
        QCOMPARE(cloned.error().code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(target()));
    }

    void whatIsNoRepositoryIsToldAndLeavesNothing()
    {
        m_folder->write(u"plain/file"_s, "text");
        for (const QString &url : {m_folder->path(u"plain"_s), m_folder->path(u"nowhere"_s),
                                   u"https://127.0.0.1:1/registry.git"_s}) {
            const auto cloned = vcs::cloneRepository(url, target(), {});
            QVERIFY(!cloned);
            QVERIFY2(cloned.error().message.contains(url), qPrintable(cloned.error().message));
            QVERIFY(!QFile::exists(target()));
        }
    }

    void aFolderInUseIsLeftAsItIs()
    {
        m_folder->write(u"clone/mine"_s, "text");
        const auto cloned = vcs::cloneRepository(m_source->path(), target(), {});
        QVERIFY(!cloned);
        QCOMPARE(cloned.error().code, ErrorCode::NotWritable);
        QCOMPARE(m_folder->read(u"clone/mine"_s), "text");
        QVERIFY(!QFile::exists(m_folder->path(u"clone/.git"_s)));
    }

    void passwordsInUrlsAreRefused()
    {
        const auto cloned =
            vcs::cloneRepository(u"https://ada:secret@127.0.0.1:1/registry.git"_s, target(), {});
        QVERIFY(!cloned);
        QCOMPARE(cloned.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!cloned.error().message.contains(u"secret"_s)
                && !cloned.error().detail.contains(u"secret"_s));
        QCOMPARE(vcs::cloneRepository(u"  "_s, target(), {}).error().code,
                 ErrorCode::InvalidArgument);
    }

    void aFolderIsNotClonedOntoItself()
    {
        const test::ScratchFolder folder;
        const QString path = folder.path(u"absent"_s);
        for (const QString &source : {path, path + u'/'}) {
            const auto cloned = vcs::cloneRepository(source, path, {});
            QVERIFY(!cloned);
            QCOMPARE(cloned.error().code, ErrorCode::InvalidArgument);
            QVERIFY(!QFile::exists(path));
        }
    }

    void namesAreThoseThatGitGives()
    {
        QCOMPARE(vcs::cloneName(u"https://example.org/hermes/registry.git"_s), u"registry"_s);
        QCOMPARE(vcs::cloneName(u"git@example.org:registry.git"_s), u"registry"_s);
        QCOMPARE(vcs::cloneName(u"/home/ada/registry/"_s), u"registry"_s);
        QCOMPARE(vcs::cloneName(u"registry"_s), u"registry"_s);
    }

private:
    [[nodiscard]] QString target() const { return m_folder->path(u"clone"_s); }

    std::unique_ptr<test::ScratchFolder> m_folder;
    std::unique_ptr<test::ScratchFolder> m_source;
};

QTEST_GUILESS_MAIN(TestVcsClone)
#include "tst_vcs_clone.moc"
