#include "markedtext.h"

#include "text/autoclose.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

/// A text under the hands of someone who types: `⌫` is Backspace.
class Typist
{
public:
    explicit Typist(const QString &before)
        : m_text(test::unmarked(before).text), m_selections(test::unmarked(before).selections)
    {
    }

    void type(const QString &keys)
    {
        for (const QChar key : keys) {
            press(key);
        }
    }
    void moveTo(qsizetype caret)
    {
        m_selections = {{caret, caret}};
        m_closing.noteCarets(TextLines(m_text), m_selections);
    }
    [[nodiscard]] QString shown() const { return test::marked(m_text, m_selections); }
    [[nodiscard]] bool isWaiting() const { return m_closing.isWaiting(); }

private:
    void press(QChar key)
    {
        const TextLines lines(m_text);
        if (key == u'⌫') {
            make(m_closing.eraseBack(lines, m_selections).value_or(erased()));
        } else if (const std::optional<Change> change = m_closing.type(lines, m_selections, key)) {
            make(*change);
            m_closing.noteTyped();
        } else {
            make(inserted(key));
        }
        m_closing.noteCarets(TextLines(m_text), m_selections);
    }
    [[nodiscard]] Change erased() const
    {
        Change change;
        for (const Selection &each : m_selections) {
            change.edits.append({each.caret - 1, 1, {}});
        }
        change.selections = text::moved(m_selections, change.edits);
        return change;
    }
    [[nodiscard]] Change inserted(QChar key) const
    {
        Change change;
        for (const Selection &each : m_selections) {
            change.edits.append({each.start(), each.end() - each.start(), key});
        }
        for (const Selection &each : m_selections) {
            const qsizetype caret = text::moved(each.start(), change.edits, Stick::Before) + 1;
            change.selections.append({caret, caret});
        }
        return change;
    }
    void make(const Change &change)
    {
        m_text = text::applied(m_text, change.edits);
        for (auto edit = change.edits.rbegin(); edit != change.edits.rend(); ++edit) {
            m_closing.noteEdit(edit->start, edit->length, edit->replacement.size());
        }
        m_selections = change.selections;
    }

    AutoClose m_closing;
    QString m_text;
    QList<Selection> m_selections;
};

} // namespace

class TestAutoClose : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typing_data();
    void typing();
    void leavingForgets();
};

void TestAutoClose::typing_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *before, const char *keys,
                        const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(keys)
                            << QString::fromUtf8(expected);
    };
    row("bracket", "‸", "(", "(‸)");
    row("typedOver", "‸", "(a)b", "(a)b‸");
    row("nested", "‸", "([{a}])", "([{a}])‸");
    row("variable", "‸", "{{a}}", "{{a}}‸");
    row("deletedTogether", "‸", "(⌫", "‸");
    row("notDeletedTogetherWithText", "‸", "(a⌫⌫", "‸");
    row("foreignHalfIsNotTypedOver", "a‸)", ")", "a)‸)");
    row("foreignHalfIsNotDeleted", "(‸)", "⌫", "‸)");
    row("notBeforeAWord", "‸word", "(", "(‸word");
    row("beforeASign", "‸, b", "(", "(‸), b");
    row("quote", "a ‸", "\"b\"", "a \"b\"‸");
    row("quoteWithinWord", "a‸", "\"", "a\"‸");
    row("quoteInBracket", "‸", "(\"a", "(\"a‸\")");
    row("apostrophe", "don‸", "'t", "don't‸");
    row("apostropheInProse", "a ‸", "'", "a '‸");
    row("quoteInCode", "```\n‸\n```", "'", "```\n'‸'\n```");
    row("backtick", "a ‸", "`b` c", "a `b` c‸");
    row("fence", "‸", "```", "```‸");
    row("backtickInCodeSpan", "`a ‸`", "`", "`a `‸`");
    row("emphasis", "a ‸", "*b* c", "a *b* c‸");
    row("strong", "a ‸", "**b** c", "a **b** c‸");
    row("strongStaysOpen", "a ‸", "**", "a **‸**");
    row("strongDeleted", "a ‸", "**⌫⌫", "a ‸");
    row("bullet", "‸", "* a", "* a‸");
    row("nestedBullet", "  ‸", "*", "  *‸");
    row("times", "2 ‸", "* 3", "2 * 3‸");
    row("underscore", "a ‸", "_b_", "a _b_‸");
    row("underscoreWithinWord", "a‸", "_b", "a_b‸");
    row("underscoreInCode", "```\n‸\n```", "_", "```\n_‸\n```");
    row("starInCode", "    x ‸", "*", "    x *‸");
    row("surround", "a «b» c", "(", "a («b») c");
    row("surroundBackwards", "a »b« c", "\"", "a \"»b«\" c");
    row("surroundWithTicks", "a «b» c", "`", "a `«b»` c");
    row("surroundTwice", "a «b» c", "**", "a **«b»** c");
    row("linesAreReplacedByTicks", "«a\nb»", "`", "`‸");
    row("linesInBrackets", "«a\nb»", "[", "[«a\nb»]");
    row("severalCarets", "‸ ‸", "(a)", "(a)‸ (a)‸");
    row("severalCaretsUnlike", "‸ ‸x", "(", "(‸) (‸x");
    row("otherTextMoves", "a ‸", "(bcd)", "a (bcd)‸");
}

void TestAutoClose::typing()
{
    QFETCH(QString, before);
    QFETCH(QString, keys);
    Typist typist(before);
    typist.type(keys);
    QTEST(typist.shown(), "expected");
}

void TestAutoClose::leavingForgets()
{
    Typist typist(u"‸\nb"_s);
    typist.type(u"("_s);
    QVERIFY(typist.isWaiting());
    typist.moveTo(3);
    QVERIFY(!typist.isWaiting());
    typist.moveTo(1);
    typist.type(u")"_s);
    QCOMPARE(typist.shown(), u"()‸)\nb"_s);
}

QTEST_GUILESS_MAIN(TestAutoClose)
#include "tst_autoclose.moc"
