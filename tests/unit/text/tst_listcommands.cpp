#include "markedtext.h"

#include "text/listcommands.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

using Command = std::function<Change(const Lines &, const QList<Selection> &)>;
Q_DECLARE_METATYPE(Command)

namespace {

/// Commands of one selection.
template <typename Function>
Command ofOne(Function function)
{
    return [function](const Lines &lines, const QList<Selection> &selections) -> Change {
        auto result = function(lines, selections.first());
        if constexpr (std::is_same_v<decltype(result), Change>) {
            return result;
        } else {
            const QList<Edit> note{{0, 0, u"not an item: "_s}};
            return result ? *result : Change{note, text::moved(selections, note)};
        }
    };
}

} // namespace

class TestListCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesLists_data();
    void changesLists();
    void longListsCostNoMoreThanTheirReach();
};

void TestListCommands::changesLists_data()
{
    QTest::addColumn<Command>("command");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    const auto enter = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("enter-%s", name) << ofOne(breakLine) << before << after;
    };
    enter("text", u"a‸"_s, u"a\n‸"_s);
    enter("middleOfText", u"a ‸b"_s, u"a \n‸b"_s);
    enter("selection", u"a«b»c"_s, u"a\n‸c"_s);
    enter("selectionOverLines", u"a«b\nc»d"_s, u"a\n‸d"_s);
    enter("indent", u"  a‸"_s, u"  a\n  ‸"_s);
    enter("beforeIndent", u"‸  a"_s, u"\n‸  a"_s);
    enter("item", u"- a‸"_s, u"- a\n- ‸"_s);
    enter("itemSplit", u"* a‸ b"_s, u"* a\n* ‸b"_s);
    enter("itemStart", u"- ‸a"_s, u"- \n- ‸a"_s);
    enter("beforeTheMarker", u"‸- a"_s, u"\n‸- a"_s);
    enter("widelySetItem", u"-   a‸"_s, u"-   a\n-   ‸"_s);
    enter("nested", u"- a\n  - b‸"_s, u"- a\n  - b\n  - ‸"_s);
    enter("task", u"- [x] a‸"_s, u"- [x] a\n- [ ] ‸"_s);
    enter("ordered", u"1. a‸"_s, u"1. a\n2. ‸"_s);
    enter("orderedRenumbers", u"1. a‸\n2. b\n3. c"_s, u"1. a\n2. ‸\n3. b\n4. c"_s);
    enter("orderedConstant", u"1. a‸\n1. b"_s, u"1. a\n1. ‸\n1. b"_s);
    enter("orderedConstantAtEnd", u"1. a\n1. b‸"_s, u"1. a\n1. b\n1. ‸"_s);
    enter("orderedWithGapsStays", u"1. a‸\n5. b"_s, u"1. a\n2. ‸\n5. b"_s);
    enter("orderedToTwoDigits", u"8. a‸\n9. b\n   c"_s, u"8. a\n9. ‸\n10. b\n    c"_s);
    enter("orderedNested", u"1. a\n   1. b‸\n   2. c\n2. d"_s,
          u"1. a\n   1. b\n   2. ‸\n   3. c\n2. d"_s);
    enter("loose", u"1. a‸\n\n2. b"_s, u"1. a\n2. ‸\n\n3. b"_s);
    enter("furtherLine", u"- a\n  b‸"_s, u"- a\n  b\n  ‸"_s);
    enter("emptyItem", u"- a\n- ‸"_s, u"- a\n\n‸"_s);
    enter("emptyFirstItem", u"- ‸"_s, u"‸"_s);
    enter("emptyNestedItem", u"- a\n  - ‸"_s, u"- a\n- ‸"_s);
    enter("emptyNestedOrdered", u"1. a\n   - ‸\n2. b"_s, u"1. a\n2. ‸\n3. b"_s);
    enter("emptyTask", u"- [ ] a\n- [ ] ‸"_s, u"- [ ] a\n\n‸"_s);
    enter("emptyItemInQuote", u"> - a\n> - ‸"_s, u"> - a\n> \n> ‸"_s);
    enter("quote", u"> a‸"_s, u"> a\n> ‸"_s);
    enter("nestedQuote", u"> > a‸"_s, u"> > a\n> > ‸"_s);
    enter("emptyQuote", u"> a\n> ‸"_s, u"> a\n‸"_s);
    enter("emptyNestedQuote", u"> > ‸"_s, u"> ‸"_s);
    enter("itemInQuote", u"> - a‸"_s, u"> - a\n> - ‸"_s);
    enter("code", u"```\n  a‸\n```"_s, u"```\n  a\n  ‸\n```"_s);
    enter("codeLikeAnItem", u"```\n- a‸\n```"_s, u"```\n- a\n‸\n```"_s);
    enter("fenceInItem", u"- a\n\n  ```‸"_s, u"- a\n\n  ```\n  ‸"_s);
    enter("frontMatter", u"---\na:\n  - b‸\n---"_s, u"---\na:\n  - b\n  ‸\n---"_s);
    enter("heading", u"# a‸"_s, u"# a\n‸"_s);

    const auto plain = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("inItem-%s", name) << ofOne(breakLineInItem) << before << after;
    };
    plain("item", u"- a‸"_s, u"- a\n  ‸"_s);
    plain("ordered", u"10. a‸"_s, u"10. a\n    ‸"_s);
    plain("task", u"- [ ] a‸"_s, u"- [ ] a\n  ‸"_s);
    plain("itemInQuote", u"> - a‸"_s, u"> - a\n>   ‸"_s);

    const auto indent = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("indent-%s", name) << ofOne(indentItems) << before << after;
    };
    indent("second", u"- a\n- b‸"_s, u"- a\n  - b‸"_s);
    indent("firstStays", u"- a‸\n- b"_s, u"- a‸\n- b"_s);
    indent("withChildren", u"- a\n- b‸\n  c\n  - d"_s, u"- a\n  - b‸\n    c\n    - d"_s);
    indent("several", u"- a\n«- b\n- c»\n- d"_s, u"- a\n  «- b\n  - c»\n- d"_s);
    indent("ordered", u"1. a\n2. b‸\n3. c"_s, u"1. a\n   1. b‸\n2. c"_s);
    indent("goesOnWithTheChildren", u"1. a\n   1. x\n2. b‸"_s, u"1. a\n   1. x\n   2. b‸"_s);
    indent("takesTheKindOfTheChildren", u"1. a\n   - x\n2. b‸"_s, u"1. a\n   - x\n   - b‸"_s);
    indent("noItem", u"a‸"_s, u"not an item: a‸"_s);
    indent("inQuote", u"> - a\n> - b‸"_s, u"> - a\n>   - b‸"_s);

    const auto outdent = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("outdent-%s", name) << ofOne(outdentItems) << before << after;
    };
    outdent("nested", u"- a\n  - b‸"_s, u"- a\n- b‸"_s);
    outdent("outermostStays", u"- a\n- b‸"_s, u"- a\n- b‸"_s);
    outdent("withChildren", u"- a\n  - b‸\n    c\n    - d"_s, u"- a\n- b‸\n  c\n  - d"_s);
    outdent("siblingsBelowBecomeChildren", u"- a\n  - b‸\n  - c"_s, u"- a\n- b‸\n  - c"_s);
    outdent("ordered", u"1. a\n   1. b‸\n   2. c\n2. d"_s, u"1. a\n2. b‸\n   1. c\n3. d"_s);
    outdent("takesTheKindOfTheParent", u"1. a\n   - b‸\n2. c"_s, u"1. a\n2. b‸\n3. c"_s);
    outdent("twoLevels", u"- a\n  - b\n    - c‸"_s, u"- a\n  - b\n  - c‸"_s);
    outdent("several", u"- a\n«  - b\n  - c»"_s, u"- a\n«- b\n- c»"_s);

    const auto renumber = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("renumber-%s", name) << Command(renumberLists) << before << after;
    };
    renumber("fromTheFirst", u"3. a‸\n3. b\n9. c"_s, u"3. a‸\n3. b\n3. c"_s);
    renumber("gap", u"1. a‸\n5. b\n9. c"_s, u"1. a‸\n2. b\n3. c"_s);
    renumber("nested", u"1. a‸\n\n   7. x\n   9. y\n4. b"_s, u"1. a‸\n\n   7. x\n   8. y\n2. b"_s);
    renumber("twoLists", u"1. a‸\n3. b\n\ntext\n\n1. c\n3. d"_s,
             u"1. a‸\n2. b\n\ntext\n\n1. c\n3. d"_s);
    renumber("anotherSignIsAnotherList", u"1. a‸\n3. b\n7) c\n9) d"_s,
             u"1. a‸\n2. b\n7) c\n8) d"_s);
}

void TestListCommands::changesLists()
{
    QFETCH(Command, command);
    QFETCH(QString, before);
    QTEST(test::after(before, command), "expected");
}

/// A list of any length: what is looked at is bounded.
void TestListCommands::longListsCostNoMoreThanTheirReach()
{
    QStringList items;
    for (int i = 1; i <= 20'000; ++i) {
        items.append(u"%1. item"_s.arg(i));
    }
    const QString text = items.join(u'\n');
    const TextLines lines(text);
    const qsizetype caret = lines.end(9);
    const Change change = breakLine(lines, {caret, caret});
    QVERIFY(change.edits.size() > 1000);
    QVERIFY(change.edits.size() < 4000);
    QVERIFY(text::applied(text, change.edits).contains(u"\n11. \n12. item\n"_s));
}

QTEST_GUILESS_MAIN(TestListCommands)
#include "tst_listcommands.moc"
