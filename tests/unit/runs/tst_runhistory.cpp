#include "runs/runhistory.h"
#include "samplerun.h"
#include "scratchfolder.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <optional>

using namespace hermes;
using namespace hermes::runs;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; ///< ms

template <typename Output>
Output awaited(QFuture<Output> future)
{
    future.waitForFinished();
    return future.takeResult();
}

} // namespace

class RunHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsPutIsFoundAndTold();
    void everythingIsWrittenWhenItEnds();
    void twoProgramsShareTheFile();
    void keptRunsSurviveBeingKilled();
    void aDamagedFileIsSetAsideAndTold();
    void whatIsErasedWhileItsAnswerComesStaysErased();
    void theLimitHolds();
    void whatAnotherProgramKeepsOutIsTakenInLater();

private:
    ScratchFolder m_folder;
};

void RunHistoryTest::whatIsPutIsFoundAndTold()
{
    RunHistory history(m_folder.path(u"a.sqlite"_s), {});
    const QSignalSpy changed(&history, &RunHistory::changed);
    QVERIFY(awaited(history.put(sampleRun(1))).has_value());
    QCOMPARE(awaited(history.find({})).value(), QList{sampleRun(1)});
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY(awaited(history.erase({})).has_value());
    QVERIFY(awaited(history.find({}))->isEmpty());
    QTRY_COMPARE(changed.count(), 2);
}

void RunHistoryTest::everythingIsWrittenWhenItEnds()
{
    const QString file = m_folder.path(u"b.sqlite"_s);
    {
        RunHistory history(file, {});
        for (int number = 0; number < 50; ++number) {
            (void)history.put(sampleRun(number));
        }
    }
    RunHistory history(file, {});
    QCOMPARE(awaited(history.find({}))->size(), 50);
}

void RunHistoryTest::twoProgramsShareTheFile()
{
    const QString file = m_folder.path(u"c.sqlite"_s);
    RunHistory one(file, {});
    RunHistory other(file, {});
    constexpr int inAll = 20; // SQLite lets nobody queue: of more, one might wait its 5 s in vain
    QList<QFuture<core::Result<void>>> puts;
    for (int number = 0; number < inAll; ++number) {
        puts.append((number % 2 == 0 ? one : other).put(sampleRun(number)));
    }
    for (const auto &put : std::as_const(puts)) {
        const auto done = awaited(put);
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
    }
    QCOMPARE(awaited(other.find({}))->size(), inAll);
}

void RunHistoryTest::keptRunsSurviveBeingKilled()
{
    for (int round = 0; round < 5; ++round) {
        const QString file = m_folder.path(u"killed-%1/runs.sqlite"_s.arg(round));
        QProcess writer;
        writer.start(QStringLiteral(RUNS_PROCESS), {file});
        QByteArray told;
        const auto wanted = QRandomGenerator::global()->bounded(1, 40);
        while (told.count('\n') < wanted) {
            QVERIFY(writer.waitForReadyRead(patience));
            told += writer.readAllStandardOutput();
        }
        writer.kill();
        QVERIFY(writer.waitForFinished(patience));
        QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
        told += writer.readAllStandardOutput();
        const QSet<QByteArray> kept = [&told] {
            const auto lines = told.first(told.lastIndexOf('\n') + 1).split('\n');
            return QSet<QByteArray>(lines.cbegin(), lines.cend()) - QSet<QByteArray>{""};
        }();

        RunHistory history(file, {});
        const QSignalSpy aside(&history, &RunHistory::setAside);
        const auto found = awaited(history.find({.limit = 100'000}));
        QVERIFY(found.has_value());
        qsizetype complete = 0;
        for (const Run &run : *found) {
            complete += run.outcome == Run::Outcome::Complete && kept.contains(run.id.toUtf8());
        }
        QCOMPARE(complete, kept.size());
        QCOMPARE(aside.count(), 0);
        QVERIFY(awaited(history.put(sampleRun(999'999))).has_value());
    }
}

void RunHistoryTest::aDamagedFileIsSetAsideAndTold()
{
    m_folder.write(u"d.sqlite"_s, QByteArray("no database, and somebody's words").repeated(500));
    RunHistory history(m_folder.path(u"d.sqlite"_s), {});
    QSignalSpy aside(&history, &RunHistory::setAside);
    QVERIFY(awaited(history.put(sampleRun(1))).has_value());
    QCOMPARE(awaited(history.find({})).value(), QList{sampleRun(1)});
    QTRY_COMPARE(aside.count(), 1);
    QFile kept(aside.first().first().toString());
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll().contains("somebody's words"));
}

void RunHistoryTest::whatIsErasedWhileItsAnswerComesStaysErased()
{
    const auto unfinished = [](int number, const QString &answer) {
        Run run = sampleRun(number);
        run.outcome = Run::Outcome::Unfinished;
        run.answer = answer;
        return run;
    };
    RunHistory history(m_folder.path(u"erased.sqlite"_s), {});
    QVERIFY(awaited(history.put(unfinished(1, u"Apples"_s))).has_value());
    QVERIFY(awaited(history.put(unfinished(2, u"Pears"_s))).has_value());
    QVERIFY(awaited(history.put(sampleRun(3))).has_value());
    QVERIFY(awaited(history.erase({.words = u"apples"_s})).has_value());
    // More comes of both, and then the end.
    for (const int number : {1, 2}) {
        QVERIFY(awaited(history.put(unfinished(number, u"More"_s))).has_value());
        QVERIFY(awaited(history.put(sampleRun(number))).has_value());
    }
    QCOMPARE(awaited(history.find({})).value(), (QList{sampleRun(3), sampleRun(2)}));
    // What is put anew by itself is no such run.
    QVERIFY(awaited(history.erase({.ids = {sampleRun(3).id}})).has_value());
    QVERIFY(awaited(history.put(sampleRun(3))).has_value());
    QCOMPARE(awaited(history.find({}))->size(), 2);
}

void RunHistoryTest::theLimitHolds()
{
    RunHistory history(m_folder.path(u"e.sqlite"_s), {3, std::chrono::days(36500)});
    for (int number = 0; number < 6; ++number) {
        QVERIFY(awaited(history.put(sampleRun(number))).has_value());
    }
    const auto found = awaited(history.find({}));
    QCOMPARE(found->size(), 3);
    QCOMPARE(found->first().id, sampleRun(5).id);
}

/// As a program that was stopped in the middle of writing does it.
class HeldFile
{
public:
    explicit HeldFile(const QString &file)
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name());
        database.setDatabaseName(file);
        m_isHeld = database.open() && QSqlQuery(database).exec(u"BEGIN IMMEDIATE"_s);
    }
    ~HeldFile()
    {
        QSqlDatabase::database(name()).close();
        QSqlDatabase::removeDatabase(name());
    }
    Q_DISABLE_COPY_MOVE(HeldFile)
    [[nodiscard]] bool isHeld() const { return m_isHeld; }

private:
    [[nodiscard]] static QString name() { return u"held"_s; }
    bool m_isHeld = false;
};

void RunHistoryTest::whatAnotherProgramKeepsOutIsTakenInLater()
{
    const QString file = m_folder.path(u"f.sqlite"_s);
    Run run = sampleRun(1);
    run.answer = u"Once"_s;
    {
        std::optional<RunHistory> writing(std::in_place, file, RunLimits());
        QVERIFY(awaited(writing->put(run)).has_value());
        const HeldFile held(file);
        QVERIFY(held.isHeld());
        run.answer = u"Once upon a time"_s;
        const auto kept = writing->put(run);
        const auto other = writing->put(sampleRun(2));
        writing.reset(); // while the file is still held
        QVERIFY(kept.result().has_value());
        QVERIFY(other.result().has_value());
        QVERIFY(!QDir(file + u"-left"_s).isEmpty());
    }
    RunHistory history(file, {});
    QCOMPARE(awaited(history.find({})).value(), (QList{sampleRun(2), run}));
    QVERIFY(QDir(file + u"-left"_s).isEmpty());
}

QTEST_GUILESS_MAIN(RunHistoryTest)
#include "tst_runhistory.moc"
