#include "journaledtext.h"
#include "recoveredtext.h"
#include "scratchfolder.h"
#include "tracedprocess.h"
#include "workspace/editjournal.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::Ended;
using test::JournaledText;
using workspace::EditJournal;

namespace {

const QStringList calls{u"openat"_s,    u"write"_s,     u"pwrite64"_s, u"fsync"_s,
                        u"fdatasync"_s, u"rename"_s,    u"unlink"_s,   u"renameat2"_s,
                        u"close"_s,     u"ftruncate"_s, u"mkdir"_s,    u"fcntl"_s};

} // namespace

/// Faults while a dead run's text is taken over.
class TestRecovery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { leave(); }

    void aKillAtAnyCallLosesNothing()
    {
        int kills = 0;
        for (const QString &call : calls) {
            for (const auto numbers = concerned(call); const int number : numbers) {
                leave();
                const Ended ended =
                    test::runInjected(command(), call, u"signal=KILL:when=%1"_s.arg(number));
                QVERIFY2(recovered() == wanted, qPrintable(u"%1 %2"_s.arg(call).arg(number)));
                kills += ended.wasKilled ? 1 : 0;
            }
        }
        QVERIFY2(kills >= 15, qPrintable(QString::number(kills)));
    }

    void aFullDiskAtAnyCallLosesNothing()
    {
        int failures = 0;
        for (const QString &call : {u"openat"_s, u"write"_s, u"fsync"_s, u"rename"_s}) {
            for (const auto allNumbers = concerned(call); const int number : allNumbers) {
                leave();
                const Ended ended = test::runInjected(
                    command(), call, u"error=ENOSPC:when=%1+"_s.arg(number)); // and ever after
                QVERIFY2(recovered() == wanted, qPrintable(u"%1 %2"_s.arg(call).arg(number)));
                failures += ended.exitCode != 0 ? 1 : 0;
            }
        }
        QVERIFY2(failures >= 3, qPrintable(QString::number(failures)));
    }

    /// What the dead run left is removed when the new file and its name are durable, not before.
    void theOldJournalGoesLast()
    {
        const QString log = m_folder->path(u"log"_s);
        const Ended ended =
            test::runToEnd(QStringList{u"strace"_s, u"-f"_s, u"-qq"_s, u"-y"_s, u"-o"_s, log,
                                       u"-e"_s, u"trace=fsync,rename,renameat2,unlink"_s}
                           + command());
        QCOMPARE(ended.exitCode, 0);
        QStringList order;
        for (const auto lines = m_folder->read(u"log"_s).split('\n');
             const QByteArray &line : lines) {
            if (line.contains(journals().toUtf8()) && line.contains(".journal")) {
                order.append(
                    QString::fromUtf8(line).section(u' ', 1).section(u'(', 0, 0).trimmed());
            } else if (line.contains("fsync(") && line.contains(journals().toUtf8())) {
                order.append(u"fsync folder"_s);
            }
        }
        const qsizetype removed = order.lastIndexOf(u"unlink"_s);
        QVERIFY2(removed > 0, qPrintable(order.join(u' ')));
        const qsizetype data = order.indexOf(u"fsync"_s);
        const qsizetype folder = order.indexOf(u"fsync folder"_s);
        QVERIFY2(data >= 0 && data < folder && folder < removed, qPrintable(order.join(u' ')));
    }

private:
    void leave()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        EditJournal journal(journals(), test::journaledRegistry);
        JournaledText text(journal, test::journaledFile, test::journaledBytes);
        text.type(u"unsaved"_s);
        QVERIFY(text.waitUntilStored());
    }

    [[nodiscard]] QString journals() const { return m_folder->path(u"journals"_s); }
    [[nodiscard]] QStringList command() const
    {
        return {QStringLiteral(RECOVERY_PROCESS), journals()};
    }
    [[nodiscard]] QList<int> concerned(const QString &call)
    {
        leave();
        return test::concernedCalls(command(), call, journals(), m_folder->path(u"log"_s));
    }
    /// What the next run is offered.
    [[nodiscard]] QByteArray recovered() const
    {
        const EditJournal journal(journals(), test::journaledRegistry);
        const EditJournal::Recovery found =
            journal.reader().recover(test::journaledFile, test::journaledOnDisk());
        return found.state && found.state->isModified() ? found.state->text.bytes() : QByteArray();
    }

    static constexpr QByteArrayView wanted = "# A\nunsaved";
    std::unique_ptr<test::ScratchFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
