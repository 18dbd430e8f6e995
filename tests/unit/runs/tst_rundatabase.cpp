#include "runs/rundatabase.h"
#include "samplerun.h"
#include "scratchfolder.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hermes;
using namespace hermes::runs;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

QStringList idsOf(const core::Result<QList<Run>> &runs)
{
    QStringList ids;
    for (const auto all = runs.value_or(QList<Run>()); const Run &run : all) {
        ids.append(run.id);
    }
    return ids;
}

Run runWithPicture(int number, const QByteArray &picture)
{
    Run run = sampleRun(number);
    run.turns.first().images.first().bytes = picture;
    run.fileDigests = fileDigestsOf(run.turns);
    return run;
}

} // namespace

class RunDatabaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<ScratchFolder>();
        m_file = m_folder->path(u"data/runs.sqlite"_s);
        m_database = RunDatabase::open(m_file).value_or(nullptr);
        QVERIFY(m_database != nullptr);
    }
    void cleanup() { m_database.reset(); }

    void aRunComesBackAsItWas();
    void aRunOfAnOlderProgramIsRead();
    void aRunReplacesTheOneWithItsId();
    void theNewestComesFirst();
    void wordsAreSoughtInAnyCase_data();
    void wordsAreSoughtInAnyCase();
    void ofOneEntry();
    void onlyTheUserMayReadIt();
    void erasedTextIsNoLongerInTheFiles();
    void erasesOneEntryAndNoOther();
    void tooManyAndTooOldGo();
    void aDamagedFileIsToldAndCanBeSetAside_data();
    void aDamagedFileIsToldAndCanBeSetAside();
    void aFileOfANewerProgramIsLeftAlone();
    void exportIsJsonThatReadsBack();
    void pagesFollowEachOther();
    void whatWasFoundIsErased();
    void limitsAreKept();
    void theTextOfOldRunsGoesFirst();
    void aPageHoldsNoMoreTextThanIsReadAtOnce();
    void picturesAreKeptOnceAndGoWithTheLastRun();
    void picturesOfTheOldestRunsGoFirst();
    void documentsAreKeptBesidePictures();
    void toOtherFilesIsAnotherAnswer();

private:
    std::unique_ptr<ScratchFolder> m_folder;
    QString m_file;
    std::unique_ptr<RunDatabase> m_database;
};

void RunDatabaseTest::aRunComesBackAsItWas()
{
    const Run run = sampleRun(1);
    QVERIFY(m_database->put(run).has_value());
    m_database.reset();
    m_database = RunDatabase::open(m_file).value();
    const auto found = m_database->find({});
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), 1);
    QCOMPARE(toJson(found->first()), toJson(run));
    QVERIFY(found->first() == run);
}

void RunDatabaseTest::aRunOfAnOlderProgramIsRead()
{
    QJsonObject older = toJson(sampleRun(1));
    QVERIFY(older.contains("stop"_L1));
    older.remove("stop"_L1);
    Run expected = sampleRun(1);
    expected.stop.reset();
    QVERIFY(runFromJson(older) == expected);
}

void RunDatabaseTest::aRunReplacesTheOneWithItsId()
{
    Run run = sampleRun(1);
    run.outcome = Run::Outcome::Unfinished;
    run.answer = u"POST"_s;
    QVERIFY(m_database->put(run).has_value());
    QVERIFY(m_database->put(sampleRun(1)).has_value());
    const auto found = m_database->find({});
    QCOMPARE(found.value(), QList{sampleRun(1)});
}

void RunDatabaseTest::theNewestComesFirst()
{
    for (const int number : {2, 3, 1}) {
        QVERIFY(m_database->put(sampleRun(number)).has_value());
    }
    QCOMPARE(idsOf(m_database->find({})),
             (QStringList{u"run-000003"_s, u"run-000002"_s, u"run-000001"_s}));
    QCOMPARE(idsOf(m_database->find({.limit = 1})), QStringList{u"run-000003"_s});
}

void RunDatabaseTest::wordsAreSoughtInAnyCase_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("none") << QString() << true;
    QTest::newRow("answer") << u"ORDERS cancel"_s << true;
    QTest::newRow("thinking, beyond ASCII") << u"ÜBERLEGT"_s << true;
    QTest::newRow("question") << u"order, 1"_s << true;
    QTest::newRow("model") << u"sonnet"_s << true;
    QTest::newRow("why it ended") << u"content_filter"_s << true;
    QTest::newRow("tool") << u"write"_s << true;
    QTest::newRow("one of two is missing") << u"orders refund"_s << false;
    QTest::newRow("no wildcard") << u"safe%cancel"_s << false;
    QTest::newRow("per cent sign") << u"100 %"_s << true;
    QTest::newRow("underscore") << u"or_ers"_s << false;
    QTest::newRow("quote") << u"'; DROP TABLE run; --"_s << false;
}

void RunDatabaseTest::wordsAreSoughtInAnyCase()
{
    QFETCH(const QString, words);
    QVERIFY(m_database->put(sampleRun(1)).has_value());
    QTEST(idsOf(m_database->find({.words = words})).contains(u"run-000001"_s), "isFound");
}

void RunDatabaseTest::ofOneEntry()
{
    Run other = sampleRun(2);
    other.entry.id = u"reader"_s;
    QVERIFY(m_database->put(sampleRun(1)).has_value());
    QVERIFY(m_database->put(other).has_value());
    QCOMPARE(idsOf(m_database->find({.entry = other.entry})), QStringList{other.id});
    QCOMPARE(idsOf(m_database->find({.entry = other.entry, .registry = u"/elsewhere"_s})),
             QStringList());
}

void RunDatabaseTest::onlyTheUserMayReadIt()
{
    QVERIFY(m_database->put(sampleRun(1)).has_value());
    const QFileInfoList files =
        QDir(QFileInfo(m_file).absolutePath()).entryInfoList(QDir::Files | QDir::Hidden);
    QVERIFY(files.size() >= 2); // the log, too
    for (const QFileInfo &file : files) {
        QVERIFY2((file.permissions()
                  & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther))
                     == 0,
                 qPrintable(file.fileName()));
    }
}

void RunDatabaseTest::erasedTextIsNoLongerInTheFiles()
{
    Run run = sampleRun(1);
    run.answer = u"marker-in-the-answer"_s;
    QVERIFY(m_database->put(run).has_value());
    const auto everything = [this] {
        QByteArray bytes;
        const QDir folder(QFileInfo(m_file).absolutePath());
        for (const auto files = folder.entryInfoList(QDir::Files | QDir::Hidden);
             const QFileInfo &file : files) {
            QFile read(file.filePath());
            bytes += read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
        }
        return bytes;
    };
    QVERIFY(everything().contains("marker-in-the-answer"));
    QVERIFY(m_database->erase({}).has_value());
    QVERIFY(!everything().contains("marker-in-the-answer"));
    QCOMPARE(idsOf(m_database->find({})), QStringList());
}

void RunDatabaseTest::erasesOneEntryAndNoOther()
{
    Run other = sampleRun(3);
    other.entry.id = u"reader"_s;
    for (const Run &run : {sampleRun(1), sampleRun(2), other}) {
        QVERIFY(m_database->put(run).has_value());
    }
    QVERIFY(m_database->erase({.ids = {u"run-000001"_s}}).has_value());
    QCOMPARE(idsOf(m_database->find({})), (QStringList{other.id, u"run-000002"_s}));
    QVERIFY(m_database->erase({.entry = sampleRun(2).entry}).has_value());
    QCOMPARE(idsOf(m_database->find({})), QStringList{other.id});
}

void RunDatabaseTest::tooManyAndTooOldGo()
{
    for (int number = 0; number < 5; ++number) {
        QVERIFY(m_database->put(sampleRun(number)).has_value());
    }
    Run old = sampleRun(9);
    old.started = old.started.addDays(-40);
    QVERIFY(m_database->put(old).has_value());
    QVERIFY(m_database->trim({10, std::chrono::days(30)}, sampleRun(5).started).has_value());
    QCOMPARE(m_database->find({})->size(), 5);
    QVERIFY(m_database->trim({2, std::chrono::days(30)}, sampleRun(5).started).has_value());
    QCOMPARE(idsOf(m_database->find({})), (QStringList{u"run-000004"_s, u"run-000003"_s}));
}

void RunDatabaseTest::aDamagedFileIsToldAndCanBeSetAside_data()
{
    QTest::addColumn<bool>("isHeader");
    QTest::newRow("no database at all") << true;
    QTest::newRow("its middle") << false;
}

void RunDatabaseTest::aDamagedFileIsToldAndCanBeSetAside()
{
    QFETCH(const bool, isHeader);
    for (int number = 0; number < 50; ++number) {
        QVERIFY(m_database->put(sampleRun(number)).has_value());
    }
    m_database.reset();
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 20000);
        QVERIFY(file.seek(isHeader ? 0 : 4096));
        const QByteArray garbage(8192, '\x5a');
        QCOMPARE(file.write(garbage), garbage.size());
    }
    const auto opened = RunDatabase::open(m_file);
    QVERIFY(!opened.has_value());
    QCOMPARE(opened.error().code, core::ErrorCode::InvalidFormat);
    QVERIFY(opened.error().message.contains(m_file));
    const auto aside = RunDatabase::setAside(m_file, sampleRun(0).started);
    QVERIFY(aside.has_value());
    QVERIFY(QFileInfo(*aside).size() > 20000);
    m_database = RunDatabase::open(m_file).value_or(nullptr);
    QVERIFY(m_database != nullptr);
    QVERIFY(m_database->put(sampleRun(1)).has_value());
    QCOMPARE(m_database->find({})->size(), 1);
}

void RunDatabaseTest::aFileOfANewerProgramIsLeftAlone()
{
    m_database.reset();
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(60)); // where SQLite keeps the user's version
    file.write(QByteArray("\0\0\0\x63", 4));
    file.close();
    const auto opened = RunDatabase::open(m_file);
    QVERIFY(!opened.has_value());
    QCOMPARE(opened.error().code, core::ErrorCode::RepositoryUnsupported);
}

void RunDatabaseTest::exportIsJsonThatReadsBack()
{
    const QJsonObject json =
        QJsonDocument::fromJson(exportedRuns({sampleRun(1), sampleRun(2)})).object();
    QCOMPARE(json.value("format"_L1), "hermes-runs"_L1);
    QCOMPARE(runFromJson(json.value("runs"_L1)[1].toObject()).value(), sampleRun(2));
}

void RunDatabaseTest::pagesFollowEachOther()
{
    for (int number = 0; number < 7; ++number) {
        Run run = sampleRun(number);
        run.started = sampleRun(number / 2).started; // two at a time: the id decides
        QVERIFY(m_database->put(run).has_value());
    }
    QStringList ids;
    RunQuery query{.limit = 3};
    for (QStringList page; !(page = idsOf(m_database->find(query))).isEmpty();) {
        QVERIFY(page.size() <= 3);
        ids += page;
        query.after = page.last();
    }
    QCOMPARE(ids, idsOf(m_database->find({.limit = -1})));
    QCOMPARE(ids.size(), 7);
    QCOMPARE(m_database->count(query).value(), 7);
    QCOMPARE(m_database->count({.words = u"order, 3"_s}).value(), 1);
}

void RunDatabaseTest::whatWasFoundIsErased()
{
    for (int number = 0; number < 3; ++number) {
        Run run = sampleRun(number);
        run.answer = number == 1 ? u"Ripe pears"_s : u"Ripe apples"_s;
        QVERIFY(m_database->put(run).has_value());
    }
    QVERIFY(m_database->erase({.words = u"PEARS ripe"_s}).has_value());
    QCOMPARE(idsOf(m_database->find({})), (QStringList{u"run-000002"_s, u"run-000000"_s}));
}

void RunDatabaseTest::limitsAreKept()
{
    const RunLimits usual;
    QVERIFY(m_database->limits(usual) == usual);
    RunLimits own = usual;
    own.number = 50;
    own.age = std::chrono::days(30);
    QVERIFY(m_database->setLimits(own).has_value());
    m_database.reset();
    m_database = RunDatabase::open(m_file).value();
    QVERIFY(m_database->limits(usual) == own);
}

void RunDatabaseTest::picturesAreKeptOnceAndGoWithTheLastRun()
{
    const QByteArray marker = "a picture of some length, " + QByteArray(5000, 'p');
    const auto inFiles = [this, &marker] {
        qsizetype count = 0;
        for (const auto files = QDir(QFileInfo(m_file).absolutePath()).entryInfoList(QDir::Files);
             const QFileInfo &info : files) {
            QFile file(info.filePath());
            count += file.open(QIODevice::ReadOnly) ? file.readAll().count(marker.first(26)) : 0;
        }
        return count;
    };
    for (const int number : {1, 2}) {
        QVERIFY(m_database->put(runWithPicture(number, marker)).has_value());
    }
    QVERIFY(m_database->put(runWithPicture(2, marker)).has_value()); // again, as it grows
    m_database = RunDatabase::open(m_file).value();
    QVERIFY(inFiles() >= 1);
    const QList<Run> found = m_database->find({}).value();
    QCOMPARE(found.size(), 2);
    QVERIFY(found.first().turns.first().images.first().bytes.isEmpty());
    QVERIFY(m_database->withFiles(found.first()).value() == runWithPicture(2, marker));
    QVERIFY(m_database->erase({.ids = {found.first().id}}).has_value());
    QVERIFY(m_database->withFiles(found.last()).value() == runWithPicture(1, marker));
    QVERIFY(m_database->erase({.ids = {found.last().id}}).has_value());
    QCOMPARE(inFiles(), 0);
}

void RunDatabaseTest::theTextOfOldRunsGoesFirst()
{
    for (const int number : {1, 2, 3}) {
        Run run = sampleRun(number);
        run.turns.first().text = u"ü"_s.repeated(25'000); // 50 kB, twice: as words and as record
        QVERIFY(m_database->put(run).has_value());
    }
    RunLimits limits;
    limits.textBytes = 250'000;
    QVERIFY(m_database->trim(limits, sampleRun(4).started).has_value());
    QCOMPARE(idsOf(m_database->find({})), (QStringList{u"run-000003"_s, u"run-000002"_s}));
    limits.textBytes = 1000;
    QVERIFY(m_database->trim(limits, sampleRun(4).started).has_value());
    QCOMPARE(idsOf(m_database->find({})), QStringList{u"run-000003"_s}); // the newest stays
}

void RunDatabaseTest::aPageHoldsNoMoreTextThanIsReadAtOnce()
{
    constexpr qsizetype large = 10LL * 1024 * 1024;
    for (const int number : {1, 2, 3}) {
        Run run = sampleRun(number);
        run.answer = QString(large, u'a');
        QVERIFY(m_database->put(run).has_value());
    }
    QCOMPARE(idsOf(m_database->find({})), (QStringList{u"run-000003"_s, u"run-000002"_s}));
    QCOMPARE(m_database->count({}), 3);
    QCOMPARE(idsOf(m_database->find({.after = u"run-000002"_s})), QStringList{u"run-000001"_s});
    QCOMPARE(m_database->find({.limit = -1})->size(), 3);
}

void RunDatabaseTest::picturesOfTheOldestRunsGoFirst()
{
    for (const int number : {1, 2, 3}) {
        QVERIFY(m_database->put(runWithPicture(number, QByteArray(1000, char('a' + number))))
                    .has_value());
    }
    RunLimits limits;
    limits.fileBytes = 2500;
    QVERIFY(m_database->trim(limits, sampleRun(4).started).has_value());
    const QList<Run> found = m_database->find({}).value();
    QCOMPARE(found.size(), 3); // the runs stay
    QList<qsizetype> sizes;
    for (const Run &run : found) {
        sizes.append(m_database->withFiles(run).value().turns.first().images.first().bytes.size());
    }
    QCOMPARE(sizes, (QList<qsizetype>{1000, 1000, 0}));
}

void RunDatabaseTest::documentsAreKeptBesidePictures()
{
    Run run = runWithPicture(1, "first picture");
    run.turns.first().documents.first().bytes = "%PDF-first";
    modelapi::Turn later;
    later.images = {{u"image/png"_s, "second picture"}};
    later.documents = {{u"b.pdf"_s, u"application/pdf"_s, "%PDF-second"},
                       {u"same.pdf"_s, u"application/pdf"_s, "%PDF-first"}};
    run.turns.append(later);
    run.fileDigests = {};
    QVERIFY(m_database->put(run).has_value());
    run.fileDigests = fileDigestsOf(run.turns); // which it finds itself where they are not told
    m_database = RunDatabase::open(m_file).value();
    const QList<Run> found = m_database->find({.words = u"B.PDF"_s}).value();
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().turns.last().documents.first().bytes.isEmpty());
    QVERIFY(m_database->withFiles(found.first()).value() == run);
    const QByteArray exported = exportedRuns(found);
    QVERIFY2(exported.contains("b.pdf") && exported.contains("application/pdf"), exported);
}

void RunDatabaseTest::toOtherFilesIsAnotherAnswer()
{
    const auto kept = [this](int number, const QByteArray &picture, const QByteArray &document) {
        Run run = runWithPicture(number, picture);
        run.turns.first().documents.first().bytes = document;
        run.fileDigests = {};
        if (!m_database->put(run)) {
            return Run();
        }
        return m_database->find({.limit = 1}).value().first();
    };
    // The same words in all of them.
    const auto sameWords = [](Run run) {
        run.turns.first().text = u"Which?"_s;
        return run;
    };
    const Run one = sameWords(kept(1, "red", "%PDF-a"));
    QVERIFY(one.turns.first().images.first().bytes.isEmpty());
    QVERIFY(answerTheSame(one, sameWords(kept(2, "red", "%PDF-a"))));
    QVERIFY(!answerTheSame(one, sameWords(kept(3, "blue", "%PDF-a"))));
    QVERIFY(!answerTheSame(one, sameWords(kept(4, "red", "%PDF-b"))));
    // Which they were is not known of an old record, and of files that are gone.
    Run old = one;
    old.fileDigests = {};
    QVERIFY(!answerTheSame(old, old));
    const Run gone = sameWords(kept(5, "red", {}));
    QVERIFY(!answerTheSame(gone, gone));
    Run without = one;
    without.turns.first().images = {};
    without.turns.first().documents = {};
    without.fileDigests = {};
    QVERIFY(answerTheSame(without, without));
    Run elsewhere = one;
    elsewhere.registry = u"/somewhere/else"_s;
    QVERIFY(!answerTheSame(one, elsewhere));
}

QTEST_GUILESS_MAIN(RunDatabaseTest)
#include "tst_rundatabase.moc"
