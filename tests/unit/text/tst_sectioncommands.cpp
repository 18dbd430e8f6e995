#include "markedtext.h"
#include "text/sectioncommands.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(hermes::text::Direction)

class TestSectionCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moves_data();
    void moves();
    void levels();
    void whatCannotBeIsSaid();
};

namespace {

QString after(const test::MarkedText &before, const core::Result<Change> &change)
{
    return change ? test::marked(applied(before.text, change->edits), change->selections)
                  : change.error().message;
}

} // namespace

void TestSectionCommands::moves_data()
{
    QTest::addColumn<Direction>("direction");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    QTest::newRow("down") << Direction::Down << u"# A\na‸a\n\n# B\nb\n\n# C\nc\n"_s
                          << u"# B\nb\n\n# A\na‸a\n\n# C\nc\n"_s;
    QTest::newRow("up") << Direction::Up << u"# A\na\n\n# B\n‸b\n\n# C\nc\n"_s
                        << u"# B\n‸b\n\n# A\na\n\n# C\nc\n"_s;
    QTest::newRow("withWhatIsBelow") << Direction::Down << u"# A‸\n## A1\nx\n\n# B\nb\n\n# C\n"_s
                                     << u"# B\nb\n\n# A‸\n## A1\nx\n\n# C\n"_s;
    QTest::newRow("within") << Direction::Up << u"# A\n\n## One\n1\n\n## Two\n2‸\n\n# B\n"_s
                            << u"# A\n\n## Two\n2‸\n\n## One\n1\n\n# B\n"_s;
}

void TestSectionCommands::moves()
{
    QFETCH(const Direction, direction);
    QFETCH(const QString, before);
    QFETCH(const QString, expected);
    const test::MarkedText text = test::unmarked(before);
    QCOMPARE(after(text, movedSection(text.text, text.selections.first().caret, direction)),
             expected);
}

void TestSectionCommands::levels()
{
    const test::MarkedText text = test::unmarked(u"# A\n## B\nb‸\n### C\n# D\n"_s);
    const qsizetype caret = text.selections.first().caret;
    QCOMPARE(after(text, relevelledSection(text.text, caret, 1)),
             u"# A\n### B\nb‸\n#### C\n# D\n"_s);
    QCOMPARE(after(text, relevelledSection(text.text, caret, -1)), u"# A\n# B\nb‸\n## C\n# D\n"_s);
}

void TestSectionCommands::whatCannotBeIsSaid()
{
    QVERIFY(!movedSection(u"text\n# A\n"_s, 0, Direction::Down));
    QVERIFY(!movedSection(u"# A\n## B\n# C\n"_s, 5, Direction::Down));
    QVERIFY(!relevelledSection(u"# A\n"_s, 1, -1));
    const auto refused = movedSection(u"# A\n# B\n"_s, 5, Direction::Down);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"last section"_s),
             qPrintable(refused.error().message));
}

QTEST_GUILESS_MAIN(TestSectionCommands)
#include "tst_sectioncommands.moc"
