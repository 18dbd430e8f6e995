#include "text/sectiontree.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

qsizetype sectionOf(const SectionTree &tree, const QString &title)
{
    for (qsizetype i = 0; i < tree.sections().size(); ++i) {
        if (tree.sections().at(i).title == title) {
            return i;
        }
    }
    return -1;
}

QString moved(const QString &text, const QString &section, const QString &target,
              SectionTree::Place place)
{
    const SectionTree tree(text);
    const auto edits = tree.moved(sectionOf(tree, section), sectionOf(tree, target), place);
    return edits ? text::applied(text, *edits) : edits.error().message;
}

/// Each section's own lines without blank ends, sorted.
QStringList bodies(const QString &text)
{
    const SectionTree tree(text);
    const TextLines lines(text);
    QStringList result;
    for (qsizetype i = 0; i < tree.sections().size(); ++i) {
        const SectionNode &node = tree.sections().at(i);
        const qsizetype end =
            i + 1 < tree.sections().size() ? tree.sections().at(i + 1).line : lines.count();
        QString body = node.title;
        for (qsizetype line = node.bodyLine; line < end; ++line) {
            body += u'\n' + lines.line(line);
        }
        result.append(body.trimmed());
    }
    result.sort();
    return result;
}

constexpr auto before = SectionTree::Place::Before;
constexpr auto behind = SectionTree::Place::After;
constexpr auto into = SectionTree::Place::Into;

} // namespace

Q_DECLARE_METATYPE(hermes::text::SectionTree::Place)

class TestSectionTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheTree();
    void movesSections_data();
    void movesSections();
    void refusesMoves_data();
    void refusesMoves();
    void changesLevels_data();
    void changesLevels();
    void renames_data();
    void renames();
    void renamingEditsOnlyTheTitle();
    void randomMovesKeepEveryBody();
};

void TestSectionTree::readsTheTree()
{
    const SectionTree tree(u"---\nname: x\n---\nintro\n# A\n## B\n> # no\n\nC\nd\n===\n- # no\n"_s);
    const QList<SectionNode> expected{
        {1, u"A"_s, 4, 5, 8, -1}, {2, u"B"_s, 5, 6, 8, 0}, {1, u"C d"_s, 8, 11, 13, -1}};
    QCOMPARE(tree.sections(), expected);
    QCOMPARE(tree.sectionAt(3), -1);
    QCOMPARE(tree.sectionAt(4), 0);
    QCOMPARE(tree.sectionAt(7), 1);
    QCOMPARE(tree.sectionAt(99), 2);
    QCOMPARE(SectionTree(u""_s).sections(), QList<SectionNode>());
    QCOMPARE(SectionTree(u"---\na: b\n"_s).sections(), QList<SectionNode>());
}

void TestSectionTree::movesSections_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("section");
    QTest::addColumn<QString>("target");
    QTest::addColumn<SectionTree::Place>("place");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const char *section, const char *target,
                        SectionTree::Place place, const char *after) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(section)
                            << QString::fromUtf8(target) << place << QString::fromUtf8(after);
    };
    row("up", "# A\n\na\n\n# B\n\nb\n\n# C\n", "B", "A", before, "# B\n\nb\n\n# A\n\na\n\n# C\n");
    row("down", "# A\n\na\n\n# B\n\nb\n\n# C\n\nc\n", "A", "B", behind,
        "# B\n\nb\n\n# A\n\na\n\n# C\n\nc\n");
    row("toTheEnd", "# A\n\na\n\n# B\n\nb\n", "A", "B", behind, "# B\n\nb\n\n# A\n\na\n");
    row("fromTheEnd", "# A\n\na\n\n# B\n\nb\n", "B", "A", before, "# B\n\nb\n\n# A\n\na\n");
    row("withoutFinalLineEnd", "# A\na\n# B\nb", "B", "A", before, "# B\nb\n# A\na");
    row("withBlankLinesAtTheEnd", "# A\n\n# B\n\n\n", "A", "B", behind, "# B\n\n# A\n\n\n");
    row("withItsChildren", "# A\n## X\nx\n# B\n", "A", "B", behind, "# B\n# A\n## X\nx\n");
    row("into", "# A\n\na\n\n# B\n\nb\n\n# C\n", "C", "A", into, "# A\n\na\n\n## C\n\n# B\n\nb\n");
    row("intoLast", "# A\n\na\n\n# B\n\nb\n", "A", "B", into, "# B\n\nb\n\n## A\n\na\n");
    row("intoItsOwnParent", "# A\n## B\nb\n## C\nc\n# D\n", "B", "A", into,
        "# A\n## C\nc\n## B\nb\n# D\n");
    row("outOfItsParent", "# A\n## B\n### C\n# D\n", "B", "D", behind, "# A\n# D\n# B\n## C\n");
    row("levelOnly", "# A\n# B\n", "B", "A", into, "# A\n## B\n");
    row("already", "# A\n# B\n", "B", "A", behind, "# A\n# B\n");
    row("preambleStays", "intro\n\n# A\n\n# B\n", "B", "A", before, "intro\n\n# B\n\n# A\n");
    row("frontMatterStays", "---\na: b\n---\n# A\n# B\n", "B", "A", before,
        "---\na: b\n---\n# B\n# A\n");
    row("setextNeedsABlankLine", "# A\ntext\n# B\n# C\n\nD\n===\n", "D", "B", before,
        "# A\ntext\n\nD\n===\n\n# B\n# C\n");
    row("beforeSetext", "# A\na\nB\n===\n# C\nc\n", "C", "A", before, "# C\nc\n# A\na\nB\n===\n");
    row("setextDeep", "A\n===\n\nB\n---\n\nC\n---\n", "B", "C", into,
        "A\n===\n\nC\n---\n\n### B\n");
    row("closingSigns", "# A #\n# B #\n", "B", "A", into, "# A #\n## B ##\n");
    row("closedFence", "# A\n```\n# x\n```\n# B\n", "A", "B", behind, "# B\n# A\n```\n# x\n```\n");
}

void TestSectionTree::movesSections()
{
    QFETCH(QString, text);
    QFETCH(QString, section);
    QFETCH(QString, target);
    QFETCH(SectionTree::Place, place);
    QTEST(moved(text, section, target, place), "expected");
}

void TestSectionTree::refusesMoves_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("section");
    QTest::addColumn<QString>("target");
    QTest::addColumn<SectionTree::Place>("place");
    QTest::addColumn<QString>("expected");
    QTest::newRow("intoItself")
        << u"# A\n## B\n"_s << u"A"_s << u"B"_s << into
        << u"“B” belongs to the section that is moved. Nothing was changed."_s;
    QTest::newRow("tooDeep") << u"# A\n## B\n###### C\n"_s << u"B"_s << u"C"_s << into
                             << u"“C” belongs to the section that is moved. Nothing was changed."_s;
    QTest::newRow("tooDeepBelow")
        << u"##### A\n# B\n## C\n"_s << u"B"_s << u"A"_s << into
        << u"The heading “C” would be on level 7. There are levels 1 to 6; nothing was changed."_s;
    QTest::newRow("openFence") << u"# A\n# B\n```\n# x\n"_s << u"B"_s << u"A"_s << before
                               << u"“B” cannot be moved there: something in it does not end with "
                                  "it, for instance a code fence. Nothing was changed."_s;
}

void TestSectionTree::refusesMoves()
{
    QFETCH(QString, text);
    QFETCH(QString, section);
    QFETCH(QString, target);
    QFETCH(SectionTree::Place, place);
    QTEST(moved(text, section, target, place), "expected");
}

void TestSectionTree::changesLevels_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("by");
    QTest::addColumn<QString>("expected");
    QTest::newRow("deeper") << u"# A\n## B\n# C\n"_s << 1 << u"## A\n### B\n# C\n"_s;
    QTest::newRow("higher") << u"## A\n### B ###\n"_s << -1 << u"# A\n## B ##\n"_s;
    QTest::newRow("setext") << u"A\n===\nB\n---\n"_s << 1 << u"A\n---\n### B\n"_s;
    QTest::newRow("setextOfTwoLines") << u"A\nb\n---\n"_s << 1 << u"### A b\n"_s;
    QTest::newRow("setextHigher") << u"A\n---\n"_s << -1 << u"A\n===\n"_s;
    QTest::newRow("tooHigh") << u"# A\n"_s << -1
                             << u"The heading “A” would be on level 0. There are levels 1 to 6; "
                                "nothing was changed."_s;
}

void TestSectionTree::changesLevels()
{
    QFETCH(QString, text);
    QFETCH(int, by);
    const auto edits = SectionTree(text).relevelled(0, by);
    QTEST(edits ? text::applied(text, *edits) : edits.error().message, "expected");
}

void TestSectionTree::renames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("expected");
    QTest::newRow("atx") << u"## Old one ##\n"_s << u"New one"_s << u"## New one ##\n"_s;
    QTest::newRow("setext") << u"Old\none\n===\n"_s << u"New"_s << u"New\n===\n"_s;
    QTest::newRow("empty") << u"##\n"_s << u"New"_s << u"## New\n"_s;
    QTest::newRow("onlyTheDifference") << u"# One two\n"_s << u"One three"_s << u"# One three\n"_s;
    QTest::newRow("oneLine") << u"# A\n"_s << u" B\nc "_s << u"# B c\n"_s;
}

void TestSectionTree::renames()
{
    QFETCH(QString, text);
    QFETCH(QString, title);
    QTEST(text::applied(text, SectionTree(text).renamed(0, title)), "expected");
}

void TestSectionTree::renamingEditsOnlyTheTitle()
{
    const SectionTree tree(u"# One\n\n## Two old ##\n"_s);
    QCOMPARE(tree.renamed(1, u"Two new"_s), (QList<Edit>{{14, 3, u"new"_s}}));
    QCOMPARE(tree.renamed(1, u"Two old"_s), QList<Edit>());
}

void TestSectionTree::randomMovesKeepEveryBody()
{
    const QStringList pool{
        u"# h"_s,           u"## h"_s,     u"### h"_s,          u"text"_s,      u""_s,
        u"- item"_s,        u""_s,         u"h\n==="_s,         u"h\n---"_s,    u"> # q"_s,
        u"```\n# c\n```"_s, u"    code"_s, u"| a |\n|---|\n"_s, u"<div>\n# x"_s};
    QRandomGenerator random(11);
    int done = 0;
    for (int round = 0; round < 4'000; ++round) {
        QStringList lines;
        const int count = random.bounded(2, 14);
        for (int i = 0; i < count; ++i) {
            QString block = pool.at(random.bounded(pool.size()));
            lines.append(block.replace(u'h', u'h' + QString::number(i)));
        }
        const QString text = lines.join(u'\n') + QString(random.bounded(3), u'\n');
        const SectionTree tree(text);
        if (tree.sections().size() < 2) {
            continue;
        }
        const qsizetype section = random.bounded(tree.sections().size());
        const qsizetype target = random.bounded(tree.sections().size());
        const auto place = static_cast<SectionTree::Place>(random.bounded(3));
        const auto edits = tree.moved(section, target, place);
        if (!edits) {
            continue;
        }
        ++done;
        const QString after = text::applied(text, *edits);
        if (bodies(after) != bodies(text)) {
            qWarning().noquote() << text << "\n----\n" << after;
        }
        QCOMPARE(bodies(after), bodies(text));
        QCOMPARE(after.endsWith(u'\n'), text.endsWith(u'\n'));
    }
    QVERIFY2(done > 1'000, qPrintable(QString::number(done)));
}

QTEST_GUILESS_MAIN(TestSectionTree)
#include "tst_sectiontree.moc"
