#include "markedtext.h"
#include "text/sectioncommands.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

using Action = SectionRequest::Action;
using Place = SectionTree::Place;

Q_DECLARE_METATYPE(hermes::text::SectionRequest)

class TestSectionCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moves_data();
    void moves();
    void levels();
    void sectionsThatAreNamed_data();
    void sectionsThatAreNamed();
    void theNearestOfThatNameIsMeant();
    void whatCannotBeIsSaid();
};

namespace {

QString after(const test::MarkedText &before, const core::Result<Change> &change)
{
    return change ? test::marked(applied(before.text, change->edits), change->selections)
                  : change.error().message;
}

SectionRequest request(Action action)
{
    return {action, {}, {}, Place::Before, {}};
}

SectionRequest move(const QString &section, const QString &target, Place place)
{
    return {Action::MoveTo, SectionName{section, 0}, {target, 0}, place, {}};
}

} // namespace

void TestSectionCommands::moves_data()
{
    QTest::addColumn<SectionRequest>("request");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    QTest::newRow("down") << request(Action::MoveDown) << u"# A\na‸a\n\n# B\nb\n\n# C\nc\n"_s
                          << u"# B\nb\n\n# A\na‸a\n\n# C\nc\n"_s;
    QTest::newRow("up") << request(Action::MoveUp) << u"# A\na\n\n# B\n‸b\n\n# C\nc\n"_s
                        << u"# B\n‸b\n\n# A\na\n\n# C\nc\n"_s;
    QTest::newRow("withWhatIsBelow")
        << request(Action::MoveDown) << u"# A‸\n## A1\nx\n\n# B\nb\n\n# C\n"_s
        << u"# B\nb\n\n# A‸\n## A1\nx\n\n# C\n"_s;
    QTest::newRow("within") << request(Action::MoveUp)
                            << u"# A\n\n## One\n1\n\n## Two\n2‸\n\n# B\n"_s
                            << u"# A\n\n## Two\n2‸\n\n## One\n1\n\n# B\n"_s;
}

void TestSectionCommands::moves()
{
    QFETCH(const SectionRequest, request);
    QFETCH(const QString, before);
    QFETCH(const QString, expected);
    const test::MarkedText text = test::unmarked(before);
    QCOMPARE(after(text, changedSection(text.text, text.selections.first().caret, request)),
             expected);
}

void TestSectionCommands::levels()
{
    const test::MarkedText text = test::unmarked(u"# A\n## B\nb‸\n### C\n# D\n"_s);
    const qsizetype caret = text.selections.first().caret;
    QCOMPARE(after(text, changedSection(text.text, caret, request(Action::Demote))),
             u"# A\n### B\nb‸\n#### C\n# D\n"_s);
    QCOMPARE(after(text, changedSection(text.text, caret, request(Action::Promote))),
             u"# A\n# B\nb‸\n## C\n# D\n"_s);
}

void TestSectionCommands::sectionsThatAreNamed_data()
{
    QTest::addColumn<SectionRequest>("request");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    const auto text = u"# A\na\n\n# B\nb\n\n## B1\nx‸y\n\n# C\nc\n"_s;
    QTest::newRow("into, the caret goes along") << move(u"B1"_s, u"C"_s, Place::Into) << text
                                                << u"# A\na\n\n# B\nb\n\n# C\nc\n\n## B1\nx‸y\n"_s;
    QTest::newRow("before, with another level") << move(u"B1"_s, u"A"_s, Place::Before) << text
                                                << u"# B1\nx‸y\n\n# A\na\n\n# B\nb\n\n# C\nc\n"_s;
    QTest::newRow("after, the caret stays elsewhere")
        << move(u"A"_s, u"C"_s, Place::After) << text
        << u"# B\nb\n\n## B1\nx‸y\n\n# C\nc\n\n# A\na\n"_s;
    QTest::newRow("deeper, by its name")
        << SectionRequest{Action::Demote, SectionName{u"A"_s, 0}, {}, Place::Before, {}}
        << u"# A\n\n# B‸\n"_s << u"## A\n\n# B‸\n"_s;
    QTest::newRow("another name")
        << SectionRequest{Action::Rename, SectionName{u"B"_s, 3}, {}, Place::Before, u"*Big* one"_s}
        << text << u"# A\na\n\n# *Big* one\nb\n\n## B1\nx‸y\n\n# C\nc\n"_s;
}

void TestSectionCommands::sectionsThatAreNamed()
{
    QFETCH(const SectionRequest, request);
    QFETCH(const QString, before);
    QFETCH(const QString, expected);
    const test::MarkedText text = test::unmarked(before);
    QCOMPARE(after(text, changedSection(text.text, text.selections.first().caret, request)),
             expected);
}

void TestSectionCommands::theNearestOfThatNameIsMeant()
{
    const auto text = u"# A\n\n## Rules\n\n# B\n\n## Rules\n"_s;
    const auto change = changedSection(
        text, 0, {Action::Rename, SectionName{u"Rules"_s, 7}, {}, Place::Before, u"Limits"_s});
    QVERIFY(change);
    QCOMPARE(applied(text, change->edits), u"# A\n\n## Rules\n\n# B\n\n## Limits\n"_s);
    const auto gone = changedSection(
        text, 0, {Action::Promote, SectionName{u"Tools"_s, 2}, {}, Place::Before, {}});
    QVERIFY(!gone);
    QVERIFY2(gone.error().message.contains(u"“Tools”"_s), qPrintable(gone.error().message));
}

void TestSectionCommands::whatCannotBeIsSaid()
{
    QVERIFY(!changedSection(u"text\n# A\n"_s, 0, request(Action::MoveDown)));
    QVERIFY(!changedSection(u"# A\n## B\n# C\n"_s, 5, request(Action::MoveDown)));
    QVERIFY(!changedSection(u"# A\n"_s, 1, request(Action::Promote)));
    const auto refused = changedSection(u"# A\n# B\n"_s, 5, request(Action::MoveDown));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"last section"_s),
             qPrintable(refused.error().message));
}

QTEST_GUILESS_MAIN(TestSectionCommands)
#include "tst_sectioncommands.moc"
