#include "changes/entrynames.h"

#include <QTest>

using namespace hermes;
using namespace hermes::changes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::RepoPath;

namespace {

registry::EntrySummary entry(EntryKind kind, const QString &id, const QString &folder)
{
    registry::EntrySummary summary;
    summary.id = {kind, id};
    summary.folder = RepoPath::fromLiteral(folder);
    return summary;
}

QList<registry::EntrySummary> entries()
{
    return {entry(EntryKind::Agent, u"writer"_s, u"agents/writer"_s),
            entry(EntryKind::Agent, u"ada/editor"_s, u"agents/editor"_s),
            entry(EntryKind::Agent, u"Loud"_s, u"agents/Loud"_s),
            entry(EntryKind::Agent, u"other"_s, u"agents/misplaced"_s),
            entry(EntryKind::Skill, u"spelling"_s, u"skills/general/spelling"_s)};
}

} // namespace

class EntryNamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void freeIds_data();
    void freeIds();
    void refusedIds_data();
    void refusedIds();
    void anEntryDoesNotStandInItsOwnWay();
    void numbersMakeAnIdFree();
    void idsAreSuggestedByNames_data();
    void idsAreSuggestedByNames();
    void categoriesAreFolderNames();
};

void EntryNamesTest::freeIds_data()
{
    QTest::addColumn<EntryKind>("kind");
    QTest::addColumn<QString>("id");
    QTest::newRow("plain") << EntryKind::Agent << u"reviewer"_s;
    QTest::newRow("with author") << EntryKind::Agent << u"ada/reviewer"_s;
    QTest::newRow("dots, underscores, digits") << EntryKind::Agent << u"2.0_beta-x"_s;
    QTest::newRow("same id of another kind") << EntryKind::Workflow << u"writer"_s;
    QTest::newRow("part of a device's name") << EntryKind::Agent << u"console"_s;
    QTest::newRow("skill") << EntryKind::Skill << u"plain-language"_s;
}

void EntryNamesTest::freeIds()
{
    QFETCH(EntryKind, kind);
    QFETCH(QString, id);
    const auto problem = EntryNames(entries()).problem(kind, id);
    QVERIFY2(!problem, problem ? qPrintable(*problem) : "");
}

void EntryNamesTest::refusedIds_data()
{
    QTest::addColumn<EntryKind>("kind");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("word"); // that the sentence has

    const auto row = [](const char *name, const QString &id, const QString &word) {
        QTest::newRow(name) << EntryKind::Agent << id << word;
    };
    row("empty", QString(), u"needed"_s);
    row("capitals", u"Reviewer"_s, u"“reviewer”"_s);
    row("space", u"a b"_s, u"“ ”"_s);
    row("letter beyond ASCII", u"grün"_s, u"“ü”"_s);
    row("emoji", u"a\U0001F600"_s, u"“\U0001F600”"_s);
    row("invisible", u"a\u200Bb"_s, u"\\u{200b}"_s);
    row("right-to-left override", u"a\u202Eb"_s, u"\\u{202e}"_s);
    row("begins with a hyphen", u"-a"_s, u"begins"_s);
    row("begins with a dot", u".git"_s, u"begins"_s);
    row("two slashes", u"a/b/c"_s, u"author/name"_s);
    row("empty author", u"/b"_s, u"author/name"_s);
    row("leaves the folder", u"../b"_s, u"author/name"_s);
    row("device", u"con"_s, u"Windows"_s);
    row("device with extension", u"aux.md"_s, u"Windows"_s);
    row("device as name part", u"ada/lpt1"_s, u"Windows"_s);
    row("ends in a dot", u"a."_s, u"dot"_s);
    row("too long", QString(65, u'a'), u"64"_s);
    row("taken", u"writer"_s, u"already"_s);
    row("differs in case", u"loud"_s, u"case"_s);
    row("folder of another author", u"eve/editor"_s, u"agents/editor"_s);
    row("folder of a misplaced entry", u"misplaced"_s, u"agents/misplaced"_s);
    QTest::newRow("skill with a dot") << EntryKind::Skill << u"a.b"_s << u"hyphens"_s;
    QTest::newRow("skill with two hyphens") << EntryKind::Skill << u"a--b"_s << u"hyphens"_s;
    QTest::newRow("skill of another category") << EntryKind::Skill << u"spelling"_s << u"already"_s;
}

void EntryNamesTest::refusedIds()
{
    QFETCH(EntryKind, kind);
    QFETCH(QString, id);
    QFETCH(QString, word);
    const QString problem = EntryNames(entries()).problem(kind, id).value_or(QString());
    QVERIFY2(problem.contains(word), qPrintable(problem));
}

void EntryNamesTest::anEntryDoesNotStandInItsOwnWay()
{
    const EntryNames names(entries(), EntryId{EntryKind::Agent, u"ada/editor"_s});
    QVERIFY(!names.problem(EntryKind::Agent, u"eve/editor"_s));
    QVERIFY(names.problem(EntryKind::Agent, u"writer"_s));
}

void EntryNamesTest::numbersMakeAnIdFree()
{
    QList<registry::EntrySummary> more = entries();
    more.append(entry(EntryKind::Agent, u"writer-2"_s, u"agents/writer-2"_s));
    QCOMPARE(EntryNames(more).freeId(EntryKind::Agent, u"writer"_s), u"writer-3"_s);
    QCOMPARE(EntryNames(more).freeId(EntryKind::Agent, u"new"_s), u"new"_s);
}

void EntryNamesTest::idsAreSuggestedByNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    QTest::newRow("words") << u"Backend Engineer"_s << u"backend-engineer"_s;
    QTest::newRow("accents") << u"  Größere Änderung "_s << u"grossere-anderung"_s;
    QTest::newRow("signs") << u"C++ & Qt (6.8)"_s << u"c-qt-6-8"_s;
    QTest::newRow("apostrophe") << u"Ada’s agent"_s << u"adas-agent"_s;
    QTest::newRow("nothing to keep") << u"エージェント"_s << QString();
    QTest::newRow("long") << QString(70, u'a') << QString(64, u'a');
}

void EntryNamesTest::idsAreSuggestedByNames()
{
    QFETCH(QString, name);
    QFETCH(QString, id);
    QCOMPARE(idFromName(name), id);
}

void EntryNamesTest::categoriesAreFolderNames()
{
    QVERIFY(!categoryProblem(u"data-science"_s));
    for (const QString &category : {QString(), u"A"_s, u"a/b"_s, u".."_s, u"nul"_s, u"a b"_s}) {
        QVERIFY2(categoryProblem(category), qPrintable(category));
    }
}

QTEST_APPLESS_MAIN(EntryNamesTest)
#include "tst_entrynames.moc"
