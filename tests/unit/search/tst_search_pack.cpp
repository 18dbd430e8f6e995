#include "search/packbuild.h"
#include "search/packwriter.h"
#include "searchfixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace hermes::search;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

/// Searches whose results together say whether a text was read as it is.
const QStringList queries{u"retry"_s,        u"検索"_s,      u"resume timeout"_s,
                          u"/\\btime\\b/"_s, u"zerowidth"_s, u"nowhere"_s};

QList<QStringList> answers(const Snapshot &snapshot)
{
    QList<QStringList> result;
    for (const QString &query : queries) {
        result.append(idsFound(snapshot, query, inPrompts()));
    }
    return result;
}

QStringList parts(const QString &packFile)
{
    return QFileInfo(packFile).dir().entryList({u"*.part-*"_s}, QDir::Files);
}

} // namespace

class TestSearchPack final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<SearchFixture>(); }

    void holdsEveryTextAndFindsItByPath()
    {
        writeAgents(300, 400);
        const Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        const Pack &pack = *snapshot.pack;
        QCOMPARE(pack.textCount(), 300);
        BlockBuffer buffer;
        for (const registry::EntrySummary &entry : m_fixture->entries()) {
            const int text = pack.find(entry.promptFile.bytes());
            QVERIFY(text >= 0);
            QVERIFY(pack.readBlock(static_cast<int>(pack.text(text).block), buffer));
            QByteArray content = m_fixture->folder().read(u"registry/"_s + entry.promptFile.text());
            QCOMPARE(pack.text(text).hasByteOrderMark, content.startsWith("\xef\xbb\xbf"));
            content = content.sliced(content.startsWith("\xef\xbb\xbf") ? 3 : 0);
            QCOMPARE(pack.textIn(buffer, text).toByteArray(), content);
        }
        QCOMPARE(pack.find("agents/none/AGENT.md"), -1);
    }

    void takesLessRoomThanTheTexts()
    {
        writeAgents(400, 2000);
        qint64 size = 0;
        for (const registry::EntrySummary &entry : m_fixture->entries()) {
            size += QFileInfo(m_fixture->root() + u'/' + entry.promptFile.text()).size();
        }
        QVERIFY(m_fixture->snapshot(Source::Pack).pack->blockCount() >= leastBlocksForFilter);
        QVERIFY(QFileInfo(m_fixture->packFile()).size() <= size);
    }

    void theFilterNeverLeavesOutABlockThatHasTheText()
    {
        writeAgents(400, 2000);
        const Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        const Pack &pack = *snapshot.pack;
        BlockBuffer buffer;
        QRandomGenerator random(41);
        for (int round = 0; round < 500; ++round) {
            const int block = random.bounded(pack.blockCount());
            QVERIFY(pack.readBlock(block, buffer));
            const auto texts = pack.textsOf(block);
            const int text =
                texts[static_cast<size_t>(random.bounded(static_cast<int>(texts.size())))];
            const QByteArray all = folded(pack.textIn(buffer, text), Folding::CaseAndAccents);
            const int length = random.bounded(1, 30);
            const int start = random.bounded(std::max(1, static_cast<int>(all.size()) - length));
            QVERIFY(
                pack.blocksWith(all.sliced(start, std::min<qsizetype>(length, all.size() - start)))
                    .testBit(block));
        }
        const int leftOut =
            pack.blockCount() - static_cast<int>(pack.blocksWith("qqzzjjxx").count(true));
        QVERIFY(leftOut > pack.blockCount() / 2);
    }

    void damageIsRefusedOrAnsweredFromTheFiles()
    {
        writeAgents(300, 1500); // with a filter
        const Snapshot good = m_fixture->snapshot(Source::Pack);
        QVERIFY(good.pack->blockCount() >= leastBlocksForFilter);
        const QList<QStringList> expected = answers(m_fixture->snapshot(Source::Files));
        QCOMPARE(answers(good), expected);
        const QByteArray bytes = m_fixture->folder().read(relativePackFile());
        QRandomGenerator random(43);
        int refused = 0;
        int noticed = 0;
        for (int round = 0; round < 120; ++round) {
            QByteArray bad = bytes;
            switch (round % 4) {
            case 0: // a bit
                bad[random.bounded(bad.size())] ^= static_cast<char>(1 << random.bounded(8));
                break;
            case 1: // a page of zeros
                bad.replace(random.bounded(bad.size() - 4096), 4096, QByteArray(4096, '\0'));
                break;
            case 2: // the end is missing
                bad.truncate(random.bounded(bad.size()));
                break;
            default: // near the end, where the tables are
                bad[bad.size() - 1 - random.bounded(qsizetype(20'000))] ^= char(0x55);
            }
            m_fixture->folder().write(relativePackFile(), bad);
            const auto pack = Pack::open(m_fixture->packFile());
            if (!pack) {
                QCOMPARE(pack.error().code, core::ErrorCode::InvalidFormat);
                ++refused;
                continue;
            }
            QCOMPARE(answers(m_fixture->withPack(*pack)), expected);
            noticed += (*pack)->isDamaged() ? 1 : 0;
        }
        QVERIFY2(refused > 30 && noticed > 20, qPrintable(u"%1 %2"_s.arg(refused).arg(noticed)));
    }

    void aPackCutShortWhileOpenIsNoticed()
    {
        writeAgents(200, 1500);
        const Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        const QList<QStringList> expected = answers(m_fixture->snapshot(Source::Files));
        QVERIFY(QFile::resize(m_fixture->packFile(), 100'000));
        QCOMPARE(answers(snapshot), expected);
        QVERIFY(snapshot.pack->isDamaged());
    }

    void anotherVersionIsRefused()
    {
        writeAgents(3, 10);
        (void)m_fixture->snapshot(Source::Pack);
        QByteArray bytes = m_fixture->folder().read(relativePackFile());
        const qsizetype trailer = bytes.size() - static_cast<qsizetype>(sizeof(PackTrailer));
        QCOMPARE(bytes.sliced(trailer, 8), "HrmsText"_ba);
        bytes[trailer + 8] = 9;
        m_fixture->folder().write(relativePackFile(), bytes);
        QCOMPARE(Pack::open(m_fixture->packFile()).error().code, core::ErrorCode::InvalidFormat);
        QCOMPARE(Pack::open(m_fixture->packFile() + u".none"_s).error().code,
                 core::ErrorCode::NotFound);
    }

    void aKillAtAnyCallLeavesTheOldPackOrTheNew()
    {
        writeAgents(60, 1200);
        QCOMPARE(build({}).exitCode, 0);
        int kills = 0;
        for (const QString &call :
             {u"write"_s, u"rename"_s, u"flock"_s, u"openat"_s, u"openat2"_s, u"unlink"_s}) {
            // Every file is opened: not each of those calls needs a process.
            const int step = call.startsWith(u"openat"_s) ? 61 : 1;
            for (int n = 1;; n += step) {
                const Ended ended = build({u"strace"_s, u"-f"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s,
                                           u"-e"_s, u"trace="_s + call, u"-e"_s,
                                           u"inject=%1:signal=KILL:when=%2"_s.arg(call).arg(n)});
                const auto pack = Pack::open(m_fixture->packFile());
                QVERIFY2(pack && (*pack)->textCount() == 60,
                         qPrintable(u"%1 %2"_s.arg(call).arg(n)));
                if (!ended.wasKilled) {
                    break;
                }
                ++kills;
                QVERIFY(parts(m_fixture->packFile()).size()
                        <= 1); // what the one before left is gone
            }
        }
        QVERIFY2(kills >= 15, qPrintable(QString::number(kills)));
        QCOMPARE(build({}).exitCode, 0);
        QCOMPARE(parts(m_fixture->packFile()), QStringList());
    }

    void killsAtRandomMomentsLeaveTheOldPackOrTheNew()
    {
        writeAgents(200, 1500);
        QCOMPARE(build({}).exitCode, 0);
        const QList<QStringList> expected = answers(m_fixture->snapshot(Source::Files));
        QRandomGenerator random(47);
        for (int round = 0; round < 40; ++round) {
            QProcess process;
            process.start(QStringLiteral(BUILD_PROCESS),
                          {m_fixture->root(), m_fixture->packFile(), u"2"_s});
            QVERIFY(process.waitForStarted());
            (void)process.waitForFinished(random.bounded(1, 200)); // a moment, not a condition
            process.kill();
            QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished());
            const auto pack = Pack::open(m_fixture->packFile());
            QVERIFY(pack.has_value());
            QCOMPARE(answers(m_fixture->withPack(*pack)), expected);
        }
    }

    void aFullOrReadOnlyDiskKeepsTheOldPack_data()
    {
        QTest::addColumn<QString>("injection");
        QTest::addColumn<core::ErrorCode>("code");
        // strace counts each thread's calls: the message of the main thread still comes out.
        QTest::newRow("full soon") << u"write:error=ENOSPC:when=2+"_s << core::ErrorCode::DiskFull;
        QTest::newRow("full later") << u"write:error=ENOSPC:when=3+"_s << core::ErrorCode::DiskFull;
        QTest::newRow("quota") << u"write:error=EDQUOT:when=2+"_s << core::ErrorCode::DiskFull;
        QTest::newRow("input error")
            << u"write:error=EIO:when=2+"_s << core::ErrorCode::NotWritable;
        QTest::newRow("no rename") << u"rename:error=EACCES"_s << core::ErrorCode::NotWritable;
    }
    void aFullOrReadOnlyDiskKeepsTheOldPack()
    {
        QFETCH(QString, injection);
        QFETCH(core::ErrorCode, code);
        writeAgents(60, 1200);
        QCOMPARE(build({}).exitCode, 0);
        const QByteArray before = m_fixture->folder().read(relativePackFile());
        const QString call = injection.section(u':', 0, 0);
        const Ended failed =
            build({u"strace"_s, u"-f"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s,
                   u"trace="_s + call, u"-e"_s, u"inject="_s + injection});
        QVERIFY2(failed.exitCode == 1 + static_cast<int>(code), qPrintable(failed.output));
        QVERIFY(failed.output.contains(u"index"_s));
        QVERIFY(Pack::open(m_fixture->packFile()).has_value());
        QCOMPARE(m_fixture->folder().read(relativePackFile()).size(), before.size());
        QCOMPARE(parts(m_fixture->packFile()), QStringList());
    }

    void aFileThatChangedIsNotTakenForTheOldOne()
    {
        writeAgents(5, 50);
        const QString path = m_fixture->root() + u"/agents/a-1/AGENT.md"_s;
        Snapshot snapshot;
        const auto rows = [&] {
            return matchTexts(*snapshot.pack, *snapshot.files, snapshot.entries, Currency::ByStamps,
                              {});
        };
        // Until the disk's clock has left the files behind, their stamps are not kept.
        const auto isSettled = [&] {
            snapshot = m_fixture->snapshot(Source::Pack);
            return std::ranges::count(rows(), -1) == 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 20'000);
        // The same size and time as before: what changed is what no program can set.
        const QFileInfo info(path);
        const QDateTime modified = info.lastModified();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write("X");
        file.close();
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(modified, QFileDevice::FileModificationTime));
        file.close();
        QCOMPARE(std::ranges::count(rows(), -1), 1);
        QVERIFY(QFile::remove(path));
        QCOMPARE(std::ranges::count(rows(), -1), 1);
    }

    void aFileWrittenJustBeforeIsReadAgainNextTime()
    {
        writeAgents(5, 50);
        const Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        QCOMPARE(std::ranges::count(matchTexts(*snapshot.pack, *snapshot.files, snapshot.entries,
                                               Currency::ByStamps, {}),
                                    -1),
                 5);
        QCOMPARE(std::ranges::count(*snapshot.rowOfText, -1), 0); // it was read just now
    }

    void cancellingKeepsTheOldPack()
    {
        writeAgents(100, 200);
        (void)m_fixture->snapshot(Source::Pack);
        const QByteArray before = m_fixture->folder().read(relativePackFile());
        BuildOptions options;
        options.threads = 1;
        options.onProgress = [&options](int) { options.cancel.cancel(); };
        QList<core::RepoPath> prompts;
        for (const registry::EntrySummary &entry : m_fixture->entries()) {
            prompts.append(entry.promptFile);
        }
        const auto pack = buildPack(core::DirectoryFileSource(m_fixture->root()), prompts,
                                    m_fixture->packFile(), options);
        QCOMPARE(pack.error().code, core::ErrorCode::Cancelled);
        QCOMPARE(m_fixture->folder().read(relativePackFile()), before);
        QCOMPARE(parts(m_fixture->packFile()), QStringList());
    }

private:
    struct Ended
    {
        int exitCode = -1;
        bool wasKilled = false;
        QString output;
    };

    [[nodiscard]] Ended build(QStringList behind) const
    {
        behind += {QStringLiteral(BUILD_PROCESS), m_fixture->root(), m_fixture->packFile(), u"1"_s};
        QProcess process;
        process.start(behind.takeFirst(), behind);
        if (!process.waitForFinished(60'000)) {
            qFatal("the indexing process did not end");
        }
        return {process.exitCode(),
                process.exitStatus() == QProcess::CrashExit || process.exitCode() == 137,
                QString::fromUtf8(process.readAllStandardOutput())};
    }

    void writeAgents(int count, int words)
    {
        for (int i = 0; i < count; ++i) {
            m_fixture->write(u"a-%1"_s.arg(i), randomPrompt(static_cast<quint32>(i), words));
        }
    }

    [[nodiscard]] QString relativePackFile() const
    {
        return u"cache/"_s + QFileInfo(m_fixture->packFile()).fileName();
    }

    std::unique_ptr<SearchFixture> m_fixture;
};

QTEST_GUILESS_MAIN(TestSearchPack)
#include "tst_search_pack.moc"
