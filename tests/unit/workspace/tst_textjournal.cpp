#include "workspace/textjournal.h"

#include "journaledtext.h"
#include "scratchfolder.h"
#include "workspace/filesave.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

#include <sys/stat.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::JournaledText;
using workspace::EditJournal;
using workspace::TextJournal;

namespace {

const core::RepoPath file = core::RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);

} // namespace

class TestTextJournal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        m_journal = std::make_unique<EditJournal>(m_folder->path(), u"/registry"_s);
    }
    void cleanup() { m_journal.reset(); }

    void editsAreOnTheDiskByThemselves()
    {
        JournaledText text(*m_journal, file, "# A\n");
        text.type(u"one"_s);
        QVERIFY(text.waitUntilStored());
        QCOMPARE(stored(), "# A\none");
        text.type(u" two"_s);
        QVERIFY(text.waitUntilStored());
        QCOMPARE(stored(), "# A\none two");
    }

    void aTextThatIsOnlyReadHasNoJournal()
    {
        {
            const JournaledText text(*m_journal, file, "# A\n");
        }
        QVERIFY(m_journal->flush(std::chrono::seconds(10)));
        QVERIFY(journalFiles().isEmpty());
    }

    void aKeyInALongTextWritesBytes()
    {
        JournaledText text(*m_journal, file, QByteArray("a line of text\n").repeated(200'000));
        text.type(u"x"_s);
        QVERIFY(text.waitUntilStored());
        const qint64 before = QFileInfo(journalFiles().constFirst()).size();
        text.type(u"y"_s);
        QVERIFY(text.waitUntilStored());
        const qint64 written = QFileInfo(journalFiles().constFirst()).size() - before;
        QVERIFY2(written > 0 && written < 200, qPrintable(QString::number(written)));
    }

    void aJournalThatHasGrownIsWrittenAnew()
    {
        JournaledText text(*m_journal, file, "# A\n");
        const QString longLine = QString(500'000, u'x') + u'\n';
        qint64 largest = 0;
        for (int i = 0; i < 8; ++i) {
            text.type(longLine);
            text.text().undo();
            QVERIFY(text.waitUntilStored());
            largest = std::max(largest, QFileInfo(journalFiles().constFirst()).size());
        }
        // Writing anew takes a moment; without it all eight lines would be there.
        QVERIFY2(largest < 7 * longLine.size(), qPrintable(QString::number(largest)));
        QCOMPARE(stored(), "# A\n");
    }

    void aRefusingDiskIsToldOnceAndTriedAgain()
    {
        JournaledText text(*m_journal, file, "# A\n");
        text.type(u"one"_s);
        QVERIFY(text.waitUntilStored());
        const QByteArray folder = QFile::encodeName(QFileInfo(journalFiles().constFirst()).path());
        const QByteArray journal = QFile::encodeName(journalFiles().constFirst());
        QSignalSpy failed(&text.journal(), &TextJournal::failed);
        QSignalSpy works(&text.journal(), &TextJournal::works);
        QVERIFY(::chmod(journal.constData(), 0400) == 0);
        QVERIFY(::chmod(folder.constData(), 0555) == 0);
        text.type(u" two"_s);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(
            failed.first().first().value<core::Error>().message.contains(u"cannot be journaled"_s));
        text.type(u" three"_s);
        text.journal().write(); // fails again
        QVERIFY(m_journal->flush(std::chrono::seconds(10)));
        QCoreApplication::processEvents();
        QCOMPARE(failed.size(), 1);
        QVERIFY(::chmod(folder.constData(), 0755) == 0);
        QTRY_COMPARE_WITH_TIMEOUT(works.size(), 1, 10'000);
        QTRY_COMPARE(stored(), "# A\none two three");
    }

    void aSaveIsPartOfIt()
    {
        JournaledText text(*m_journal, file, "# A\n");
        text.type(u"one"_s);
        text.save();
        text.type(u" two"_s);
        QVERIFY(text.waitUntilStored());
        const EditJournal::Recovery found = recover("# A\none");
        QCOMPARE(found.state->text.bytes(), "# A\none two");
        QCOMPARE(found.state->saved(), std::optional(QByteArray("# A\none")));
    }

    void theSavedBytesAreStoredWhenNoUndoLeadsToThem()
    {
        JournaledText text(*m_journal, file, "# A\n");
        text.type(u"one"_s);
        text.save();
        QVERIFY(text.waitUntilStored());
        text.text().undo();
        text.type(u"two"_s);
        QVERIFY(text.waitUntilStored());
        const EditJournal::Recovery found = recover("# Theirs\n");
        QVERIFY(!found.state->history.canReachSaved());
        QCOMPARE(found.state->saved(), std::optional(QByteArray("# A\none")));
        QCOMPARE(found.state->text.bytes(), "# A\ntwo");
    }

    void aTextWithoutHistoryLeavesNothing()
    {
        leaveUnsaved();
        const EditJournal::Recovery found = recover("# A\n");
        {
            JournaledText text(*m_journal, file, "# A\n", found);
            QVERIFY(text.text().setBytes("# A\n")); // as a reload without history does
            text.journal().begin(file, {}, {}, TextJournal::Present::Unstored, found.superseded);
        }
        QVERIFY(m_journal->flush(std::chrono::seconds(10)));
        QVERIFY(journalFiles().isEmpty());
    }

private:
    void leaveUnsaved()
    {
        {
            JournaledText text(*m_journal, file, "# A\n");
            text.type(u"one"_s);
        }
        m_journal = std::make_unique<EditJournal>(m_folder->path(), u"/registry"_s);
    }

    [[nodiscard]] EditJournal::Recovery recover(const QByteArray &onDisk) const
    {
        return m_journal->reader().recover(file, {onDisk, workspace::fingerprint(onDisk)});
    }

    /// The text that the next run would find.
    [[nodiscard]] QByteArray stored() const
    {
        QFile in(journalFiles().constFirst());
        if (!in.open(QIODevice::ReadOnly)) {
            return {};
        }
        const workspace::JournalReading reading = workspace::readJournal(in.readAll(), {});
        return reading.state ? reading.state->text.bytes() : QByteArray();
    }

    [[nodiscard]] QStringList journalFiles() const
    {
        const QDir folder(
            m_folder->path() + u'/'
            + QDir(m_folder->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).first());
        QStringList files;
        for (const auto names = folder.entryList({u"*.journal"_s}, QDir::Files);
             const QString &name : names) {
            files.append(folder.filePath(name));
        }
        return files;
    }

    std::unique_ptr<test::ScratchFolder> m_folder;
    std::unique_ptr<EditJournal> m_journal;
};

QTEST_GUILESS_MAIN(TestTextJournal)
#include "tst_textjournal.moc"
