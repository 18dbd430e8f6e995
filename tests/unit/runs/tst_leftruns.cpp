#include "runs/leftruns.h"
#include "runs/rundatabase.h"
#include "samplerun.h"
#include "scratchfolder.h"

#include <QDir>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace hermes;
using namespace hermes::runs;
using namespace hermes::test;
using namespace Qt::StringLiterals;

/// What lies beside the history, and a history in which something fails.
class LeftRunsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<ScratchFolder>();
        m_file = m_folder->path(u"runs.sqlite"_s);
        m_database = RunDatabase::open(m_file).value();
    }
    void cleanup() { m_database.reset(); }

    void whatIsErasedDoesNotComeBack_data()
    {
        QTest::addColumn<ErasedRuns>("erased");
        QTest::addColumn<QList<int>>("staying");
        using Erased = ErasedRuns;
        const core::EntryId writer = sampleRun(1).entry;
        QTest::newRow("all") << Erased{} << QList<int>{};
        QTest::newRow("one") << Erased{.ids = {sampleRun(1).id}} << QList<int>{2};
        QTest::newRow("of an entry") << Erased{.entry = writer} << QList<int>{};
        QTest::newRow("of another entry")
            << Erased{.entry = core::EntryId{core::EntryKind::Agent, u"reader"_s}}
            << QList<int>{2, 1};
        QTest::newRow("of another registry")
            << Erased{.entry = writer, .registry = u"/elsewhere"_s} << QList<int>{2, 1};
        QTest::newRow("with these words") << Erased{.words = u"ORDER, 2"_s} << QList<int>{1};
    }
    void whatIsErasedDoesNotComeBack()
    {
        QFETCH(const ErasedRuns, erased);
        QFETCH(const QList<int>, staying);
        for (const int number : {1, 2}) {
            QVERIFY(RunDatabase::leave(m_file, sampleRun(number)).has_value());
        }
        QVERIFY(m_database->erase(erased).has_value());
        m_database = RunDatabase::open(m_file).value();
        QStringList ids;
        for (const QList<Run> found = m_database->find({}).value(); const Run &run : found) {
            ids.append(run.id);
        }
        QStringList expected;
        for (const int number : staying) {
            expected.append(sampleRun(number).id);
        }
        QCOMPARE(ids, expected);
    }

    void toEraseAllIsToEraseWhatNobodyUnderstands()
    {
        m_folder->write(u"runs.sqlite-left/newer.json"_s, R"({"outcome":"of tomorrow"})");
        m_folder->write(u"runs.sqlite-left/half.part"_s, "{");
        QVERIFY(m_database->erase({.ids = {u"other"_s}}).has_value());
        QCOMPARE(QDir(m_file + u"-left"_s).entryList(QDir::Files).size(), 2);
        QVERIFY(m_database->erase({}).has_value());
        QVERIFY(!QDir(m_file + u"-left"_s).exists());
    }

    void whatCannotBeTakenInKeepsNothingElseOut()
    {
        QVERIFY(m_database->put(sampleRun(1)).has_value());
        execute(u"CREATE TRIGGER refusing BEFORE INSERT ON run WHEN NEW.id = '%1' BEGIN "
                "SELECT RAISE(ABORT, 'no'); END"_s.arg(sampleRun(2).id));
        for (const int number : {2, 3}) {
            QVERIFY(RunDatabase::leave(m_file, sampleRun(number)).has_value());
        }
        auto opened = RunDatabase::open(m_file);
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().message));
        m_database = std::move(*opened);
        QCOMPARE(m_database->find({}).value(), (QList{sampleRun(3), sampleRun(1)}));
        const QList<LeftRun> left = leftRuns(m_file); // it waits where it is
        QCOMPARE(left.size(), 1);
        QVERIFY(left.first().run == [] {
            Run run = sampleRun(2);
            return run;
        }());
    }

    void anOlderOneStaysUntilTheNewerIsWritten()
    {
        Run run = sampleRun(1);
        QVERIFY(RunDatabase::leave(m_file, run).has_value());
        const QString part = u"runs.sqlite-left/run-000001.part"_s;
        QVERIFY(QDir().mkpath(m_folder->path(part))); // no file can be written there
        run.answer = u"Newer"_s;
        QVERIFY(!RunDatabase::leave(m_file, run).has_value());
        QCOMPARE(leftRuns(m_file).size(), 1);
        QVERIFY(leftRuns(m_file).first().run == sampleRun(1));
        QVERIFY(QDir().rmdir(m_folder->path(part)));
        QVERIFY(RunDatabase::leave(m_file, run).has_value());
        QCOMPARE(leftRuns(m_file).size(), 1);
        QVERIFY(leftRuns(m_file).first().run == run);
    }

    void erasedTextThatAReaderKeepsInTheLogIsTold()
    {
        Run run = sampleRun(1);
        run.answer = u"marker-in-the-answer"_s;
        QVERIFY(m_database->put(run).has_value());
        {
            auto reader = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"reader"_s);
            reader.setDatabaseName(m_file);
            QVERIFY(reader.open());
            QSqlQuery reading(reader);
            QVERIFY(reading.exec(u"BEGIN"_s));
            QVERIFY(reading.exec(u"SELECT COUNT(*) FROM run"_s) && reading.next());
            const auto erased = m_database->erase({});
            QVERIFY(!erased.has_value());
            QCOMPARE(erased.error().code, core::ErrorCode::RepositoryLocked);
            QVERIFY2(erased.error().message.contains(u"erase again"_s),
                     qPrintable(erased.error().message));
            QVERIFY(m_database->find({})->isEmpty());
            QVERIFY(m_folder->read(u"runs.sqlite-wal"_s).contains("marker-in-the-answer"));
        }
        QSqlDatabase::removeDatabase(u"reader"_s);
        QVERIFY(m_database->erase({}).has_value());
        QVERIFY(!m_folder->read(u"runs.sqlite-wal"_s).contains("marker-in-the-answer"));
        QVERIFY(!m_folder->read(u"runs.sqlite"_s).contains("marker-in-the-answer"));
    }

    void aFailedCommitIsOver()
    {
        // A reference to nothing, which is looked at when all is written.
        execute(u"PRAGMA foreign_keys = ON"_s);
        execute(u"CREATE TABLE parent (id INTEGER PRIMARY KEY)"_s);
        execute(u"CREATE TABLE child (parent INTEGER REFERENCES parent (id) "
                "DEFERRABLE INITIALLY DEFERRED)"_s);
        execute(u"CREATE TRIGGER referring AFTER INSERT ON run WHEN NEW.id = '%1' BEGIN "
                "INSERT INTO child VALUES (1); END"_s.arg(sampleRun(1).id));
        QVERIFY(!m_database->put(sampleRun(1)).has_value());
        const auto next = m_database->put(sampleRun(2));
        QVERIFY2(next.has_value(), next ? "" : qPrintable(next.error().detail));
        QCOMPARE(m_database->find({}).value(), QList{sampleRun(2)});
    }

private:
    /// By the connection of m_database itself.
    static void execute(const QString &statement)
    {
        const QStringList names = QSqlDatabase::connectionNames();
        QCOMPARE(names.size(), 1);
        QSqlQuery query(QSqlDatabase::database(names.first(), false));
        QVERIFY(query.exec(statement));
    }

    std::unique_ptr<ScratchFolder> m_folder;
    QString m_file;
    std::unique_ptr<RunDatabase> m_database;
};

QTEST_GUILESS_MAIN(LeftRunsTest)
#include "tst_leftruns.moc"
