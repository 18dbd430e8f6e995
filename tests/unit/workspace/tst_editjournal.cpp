#include "workspace/editjournal.h"

#include "scratchfolder.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <sys/stat.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::EditJournal;

namespace {

const core::RepoPath file = core::RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);

EditJournal::Record record(const QByteArray &content)
{
    return {file, content, "base"};
}

} // namespace

class TestEditJournal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<test::ScratchFolder>(); }

    void aLaterRunTakesOverWhatADeadOneLeft()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            first.write(record("one"));
            first.write(record("two"));
        }
        EditJournal second(m_folder->path(), u"/registry"_s);
        QCOMPARE(second.recover(file), std::optional(record("two")));
    }

    void registriesAndFilesDoNotMix()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            first.write(record("one"));
        }
        EditJournal other(m_folder->path(), u"/other"_s);
        QVERIFY(!other.recover(file).has_value());
        EditJournal second(m_folder->path(), u"/registry"_s);
        QVERIFY(!second.recover(core::RepoPath::fromLiteral(u"agents/b/AGENT.md"_s)).has_value());
    }

    void aLivingRunsRecordsAreLeftAlone()
    {
        EditJournal alive(m_folder->path(), u"/registry"_s);
        alive.write(record("mine"));
        alive.flush();
        EditJournal second(m_folder->path(), u"/registry"_s);
        QVERIFY(!second.recover(file).has_value());
        QCOMPARE(journalFiles().size(), 1);
    }

    void aDocumentClosedUnsavedComesBackInTheSameRun()
    {
        EditJournal journal(m_folder->path(), u"/registry"_s);
        journal.write(record("mine"));
        QCOMPARE(journal.recover(file), std::optional(record("mine")));
        journal.write(record("mine too"));
        QCOMPARE(journal.recover(file), std::optional(record("mine too")));
    }

    void aDroppedRecordDoesNotComeBack()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            first.write(record("one"));
            first.drop(file);
        }
        EditJournal second(m_folder->path(), u"/registry"_s);
        QVERIFY(!second.recover(file).has_value());
        QVERIFY(journalFiles().isEmpty());
    }

    void recoveredTextStaysUntilItIsStoredAgain()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            first.write(record("one"));
        }
        {
            EditJournal second(m_folder->path(), u"/registry"_s);
            QVERIFY(second.recover(file));
        } // dies before it stored anything
        EditJournal third(m_folder->path(), u"/registry"_s);
        QCOMPARE(third.recover(file), std::optional(record("one")));
        third.write(record("one and more"));
        third.flush();
        QCOMPARE(journalFiles().size(), 1);
    }

    void aDamagedRecordIsPutAside()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            first.write(record("one"));
        }
        const QString path = journalFiles().first();
        QFile damaged(path);
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        QVERIFY(damaged.seek(damaged.size() - 1));
        QCOMPARE(damaged.write("X"), 1);
        damaged.close();
        EditJournal second(m_folder->path(), u"/registry"_s);
        QVERIFY(!second.recover(file).has_value());
        QVERIFY(QFile::exists(path + u".damaged"_s));
    }

    void tellsWhenTheDiskRefuses()
    {
        EditJournal journal(m_folder->path(), u"/registry"_s);
        const QString folder = m_folder->path() + u'/'
            + QDir(m_folder->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).first();
        QVERIFY(::chmod(QFile::encodeName(folder).constData(), 0555) == 0);
        QSignalSpy failed(&journal, &EditJournal::failed);
        journal.write(record("one"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(
            failed.first().first().value<core::Error>().message.contains(u"cannot be journaled"_s));
        QVERIFY(::chmod(QFile::encodeName(folder).constData(), 0755) == 0);
    }

private:
    [[nodiscard]] QStringList journalFiles() const
    {
        QStringList files;
        const QStringList folders =
            QDir(m_folder->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &folder : folders) {
            const QDir inside(m_folder->path(folder));
            for (const QString &name : inside.entryList({u"*.journal"_s}, QDir::Files)) {
                files.append(inside.filePath(name));
            }
        }
        return files;
    }

    std::unique_ptr<test::ScratchFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestEditJournal)
#include "tst_editjournal.moc"
