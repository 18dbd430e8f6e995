#include "workspace/editjournal.h"

#include "journaledtext.h"
#include "scratchfolder.h"
#include "workspace/filesave.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::JournaledText;
using workspace::EditJournal;

namespace {

const core::RepoPath file = core::RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);
const QByteArray onDisk = "# A\n";

EditJournal::OnDisk disk(const QByteArray &bytes)
{
    return {bytes, workspace::fingerprint(bytes)};
}

QByteArray textOf(const EditJournal::Recovery &recovery)
{
    return recovery.state ? recovery.state->text.bytes() : QByteArray();
}

} // namespace

class TestEditJournal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<test::ScratchFolder>(); }

    void aLaterRunTakesOverWhatADeadOneLeft()
    {
        leave(u"one"_s);
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = second.reader().recover(file, disk(onDisk));
        QCOMPARE(textOf(found), "# A\none");
        QVERIFY(found.state->isModified());
        QCOMPARE(found.state->saved(), std::optional(onDisk));
        QCOMPARE(found.state->history.parts().steps.size(), 1);
        QCOMPARE(found.superseded.size(), 1);
        QVERIFY(found.aside.isEmpty());
    }

    void registriesAndFilesDoNotMix()
    {
        leave(u"one"_s);
        EditJournal other(m_folder->path(), u"/other"_s);
        QVERIFY(!other.reader().recover(file, disk(onDisk)).state);
        EditJournal second(m_folder->path(), u"/registry"_s);
        QVERIFY(!second.reader()
                     .recover(core::RepoPath::fromLiteral(u"agents/b/AGENT.md"_s), disk(onDisk))
                     .state);
    }

    void aLivingRunsJournalIsLeftAlone()
    {
        EditJournal alive(m_folder->path(), u"/registry"_s);
        JournaledText text(alive, file, onDisk);
        text.type(u"mine"_s);
        QVERIFY(text.waitUntilStored());
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = second.reader().recover(file, disk(onDisk));
        QVERIFY(!found.state && found.superseded.isEmpty() && found.aside.isEmpty());
        QVERIFY(second.putAside(file).isEmpty());
        QCOMPARE(files(u"*.journal"_s).size(), 1);
    }

    void aTextClosedUnsavedComesBackInTheSameRun()
    {
        EditJournal journal(m_folder->path(), u"/registry"_s);
        {
            JournaledText text(journal, file, onDisk);
            text.type(u"mine"_s);
        }
        const EditJournal::Recovery found = journal.reader().recover(file, disk(onDisk));
        QCOMPARE(textOf(found), "# A\nmine");
        QVERIFY(found.superseded.isEmpty());
    }

    void undoneAndRedoneIsPartOfIt()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            JournaledText text(first, file, onDisk);
            text.type(u"one"_s);
            QVERIFY(text.waitUntilStored());
            text.type(u"\ntwo"_s);
            text.text().undo();
        }
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = second.reader().recover(file, disk(onDisk));
        QCOMPARE(textOf(found), "# A\none");
        QVERIFY(found.state->history.nextRedo() != nullptr);
    }

    void theHistoryOfASavedTextComesBackWithItsFile()
    {
        leave(u"one"_s, Ending::Saved);
        EditJournal second(m_folder->path(), u"/registry"_s);
        QVERIFY(!read(files(u"*.journal"_s).constFirst()).contains("# A"));
        const EditJournal::Recovery found = second.reader().recover(file, disk("# A\none"));
        QCOMPARE(textOf(found), "# A\none");
        QVERIFY(!found.state->isModified());
        QVERIFY(found.state->history.nextUndo() != nullptr);
    }

    void theHistoryOfAFileThatChangedIsForgotten()
    {
        leave(u"one"_s, Ending::Saved);
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = second.reader().recover(file, disk("# Theirs\n"));
        QVERIFY(!found.state);
        QVERIFY(found.isOutdated);
        QCOMPARE(found.superseded.size(), 1);
    }

    void unsavedTextOfAFileThatChangedIsNot()
    {
        leave(u"one"_s);
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = second.reader().recover(file, disk("# Theirs\n"));
        QCOMPARE(textOf(found), "# A\none");
        QCOMPARE(found.state->savedFingerprint, workspace::fingerprint(onDisk));
        QCOMPARE(found.state->saved(), std::optional(onDisk)); // base of a merge
    }

    void aSaveThatTheJournalWasNotToldOfIsSeen()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            JournaledText text(first, file, onDisk);
            text.type(u"one"_s);
            text.text().beginSave();
            text.type(u" more"_s);
        } // died after the file had its name
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery then = second.reader().recover(file, disk("# A\none"));
        QCOMPARE(textOf(then), "# A\none more");
        QCOMPARE(then.state->savedFingerprint, workspace::fingerprint("# A\none"));
        QCOMPARE(then.state->saved(), std::optional(QByteArray("# A\none")));
        const EditJournal::Recovery now = second.reader().recover(file, disk("# A\none more"));
        QVERIFY(!now.state->isModified());
    }

    void recoveredTextStaysUntilItIsStoredAgain()
    {
        leave(u"one"_s);
        {
            EditJournal second(m_folder->path(), u"/registry"_s);
            QVERIFY(second.reader().recover(file, disk(onDisk)).state);
        } // dies before it stored anything
        EditJournal third(m_folder->path(), u"/registry"_s);
        EditJournal::Recovery found = third.reader().recover(file, disk(onDisk));
        QCOMPARE(textOf(found), "# A\none");
        JournaledText text(third, file, onDisk, found);
        QVERIFY(text.waitUntilStored());
        QCOMPARE(files(u"*.journal"_s).size(), 1);
        QVERIFY(!found.superseded.contains(files(u"*.journal"_s).constFirst()));
    }

    void anotherUnsavedTextIsKeptAside()
    {
        {
            EditJournal one(m_folder->path(), u"/registry"_s);
            EditJournal two(m_folder->path(), u"/registry"_s);
            JournaledText first(one, file, onDisk);
            JournaledText second(two, file, onDisk);
            first.type(u"first"_s);
            second.type(u"second"_s);
        }
        EditJournal later(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = later.reader().recover(file, disk(onDisk));
        QCOMPARE(textOf(found), "# A\nsecond");
        QCOMPARE(found.aside.size(), 1);
        QVERIFY(read(found.aside.first()).contains("first"));
        QVERIFY(!found.isDamaged);
    }

    void aDamagedJournalIsKeptAside()
    {
        leave(u"one"_s);
        const QString path = files(u"*.journal"_s).constFirst();
        QByteArray bytes = read(path);
        bytes[30] = static_cast<char>(bytes.at(30) ^ 1);
        write(path, bytes);
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = second.reader().recover(file, disk(onDisk));
        QVERIFY(!found.state);
        QVERIFY(found.isDamaged);
        QCOMPARE(found.aside, QStringList{path + u".aside"_s});
        QCOMPARE(read(path + u".aside"_s), bytes);
    }

    void whatStandsBeforeTheDamageIsRecovered()
    {
        {
            EditJournal first(m_folder->path(), u"/registry"_s);
            JournaledText text(first, file, onDisk);
            for (const QString &typed : {u"one"_s, u"two"_s, u"three"_s}) {
                text.type(typed);
                QVERIFY(text.waitUntilStored());
            }
        }
        const QString path = files(u"*.journal"_s).constFirst();
        QByteArray bytes = read(path);
        const qsizetype at = bytes.indexOf("two");
        bytes[at] = 'T';
        write(path, bytes);
        EditJournal second(m_folder->path(), u"/registry"_s);
        const EditJournal::Recovery found = second.reader().recover(file, disk(onDisk));
        QCOMPARE(textOf(found), "# A\none");
        QVERIFY(found.isDamaged);
        QCOMPARE(found.aside.size(), 1);
    }

    void whatIsPutAsideIsNotRecovered()
    {
        leave(u"one"_s);
        EditJournal second(m_folder->path(), u"/registry"_s);
        const QStringList aside = second.putAside(file);
        QCOMPARE(aside.size(), 1);
        QVERIFY(read(aside.first()).contains("one"));
        QVERIFY(!second.reader().recover(file, disk(onDisk)).state);
    }

    void laterRunsAreToldByNumberNotByTime()
    {
        leave(u"one"_s);
        QFile first(files(u"*.journal"_s).constFirst());
        QVERIFY(first.open(QIODevice::ReadWrite));
        QVERIFY(first.setFileTime(QDateTime::currentDateTime().addYears(10),
                                  QFileDevice::FileModificationTime));
        first.close();
        {
            EditJournal second(m_folder->path(), u"/registry"_s);
            JournaledText text(second, file, onDisk); // did not see the first
            text.type(u"two"_s);
        }
        EditJournal third(m_folder->path(), u"/registry"_s);
        QCOMPARE(textOf(third.reader().recover(file, disk(onDisk))), "# A\ntwo");
    }

    void onlySoManyHistoriesAreKept()
    {
        {
            EditJournal journal(m_folder->path(), u"/registry"_s);
            for (int i = 0; i < EditJournal::keptHistories + 5; ++i) {
                const auto path =
                    core::RepoPath::parse(u"agents/a%1/AGENT.md"_s.arg(i)).value_or(file);
                JournaledText text(journal, path, onDisk);
                text.type(u"x"_s);
                if (i >= 3) { // the first three stay unsaved
                    text.save();
                }
            }
        }
        EditJournal later(m_folder->path(), u"/registry"_s);
        QVERIFY(later.flush(std::chrono::seconds(10)));
        const qsizetype kept = files(u"*.journal"_s).size();
        QVERIFY2(kept >= EditJournal::keptHistories && kept <= EditJournal::keptHistories + 3,
                 qPrintable(QString::number(kept)));
        QCOMPARE(files(u"*.lock"_s).size(), 1); // its own
    }

private:
    enum class Ending
    {
        Unsaved,
        Saved
    };

    /// A run that edits and ends.
    void leave(const QString &typed, Ending ending = Ending::Unsaved) const
    {
        EditJournal journal(m_folder->path(), u"/registry"_s);
        JournaledText text(journal, file, onDisk);
        text.type(typed);
        if (ending == Ending::Saved) {
            text.save();
        }
    }

    [[nodiscard]] QStringList files(const QString &pattern) const
    {
        QStringList files;
        const QStringList folders =
            QDir(m_folder->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &folder : folders) {
            const QDir inside(m_folder->path(folder));
            for (const auto names = inside.entryList({pattern}, QDir::Files);
                 const QString &name : names) {
                files.append(inside.filePath(name));
            }
        }
        return files;
    }

    static QByteArray read(const QString &path)
    {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(bytes), bytes.size());
    }

    std::unique_ptr<test::ScratchFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestEditJournal)
#include "tst_editjournal.moc"
