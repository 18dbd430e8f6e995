#include "text/snippet.h"
#include "text/snippetexpansion.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

/// The text with its stops as `1[…]`.
QString shown(const SnippetExpansion &expansion)
{
    QList<Edit> marks;
    for (const SnippetStop &stop : expansion.stops) {
        for (const SnippetPlace &place : stop.places) {
            marks.append({place.start, 0, QString::number(stop.number) + u'['});
            marks.append({place.end, 0, u"]"_s});
        }
    }
    std::ranges::stable_sort(marks, {}, &Edit::start);
    return text::applied(expansion.text, marks);
}

/// A text with an inserted snippet that someone fills in.
class Author
{
public:
    Author(const QString &body, const QString &before)
        : m_text(before), m_session(expanded(body, {}, {}), before.size())
    {
        m_text += expanded(body, {}, {}).text + u"|end"_s;
    }

    void type(const QString &text)
    {
        const Selection selection = m_session.selection();
        make({selection.start(), selection.end() - selection.start(), text});
    }
    void make(const Edit &edit)
    {
        change(edit);
        const auto part = [this](qsizetype start, qsizetype end) {
            return m_text.sliced(start, end - start);
        };
        const QList<Edit> mirrors = m_session.mirrorEdits(part);
        for (auto mirror = mirrors.rbegin(); mirror != mirrors.rend(); ++mirror) {
            change(*mirror);
        }
    }
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] SnippetSession &session() { return m_session; }

private:
    void change(const Edit &edit)
    {
        m_text.replace(edit.start, edit.length, edit.replacement);
        m_session.noteEdit(edit.start, edit.length, edit.replacement.size());
    }

    QString m_text;
    SnippetSession m_session;
};

} // namespace

class TestSnippets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expands_data();
    void expands();
    void offersChoices();
    void goesThroughTheStops();
    void mirrorsFollow();
    void editsElsewhereMoveTheStops();
    void editAcrossAPlaceEndsIt();
    void filesRoundTrip();
    void readsFiles_data();
    void readsFiles();
};

void TestSnippets::expands_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &body, const QString &expected) {
        QTest::newRow(name) << body << expected;
    };
    row("plain", u"a"_s, u"a0[]"_s);
    row("stops", u"a $1 b ${2} c"_s, u"a 1[] b 2[] c0[]"_s);
    row("placeholder", u"${1:one} two"_s, u"1[one] two0[]"_s);
    row("finalStop", u"a $0 b"_s, u"a 0[] b"_s);
    row("finalStopWithText", u"${0:x}"_s, u"0[x]"_s);
    row("mirror", u"${1:x} and $1"_s, u"1[x] and 1[x]0[]"_s);
    row("mirrorFirst", u"$1 and ${1:x}"_s, u"1[x] and 1[x]0[]"_s);
    row("nested", u"${1:a ${2:b} c}"_s, u"1[a 2[b] c]0[]"_s);
    row("choice", u"${1|one,two|}!"_s, u"1[one]!0[]"_s);
    row("selection", u"<$SELECTION>"_s, u"<sel\n>ected>0[]"_s);
    row("selectionWithText", u"<${SELECTION:none}>"_s, u"<sel\n>ected>0[]"_s);
    row("escapes", u"\\$1 ${1:\\}} \\\\ \\n"_s, u"$1 1[}] \\ \\n0[]"_s);
    row("otherDollars", u"$x ${y} $ $$ {{z}} ${1"_s, u"$x ${y} $ $$ {{z}} ${10[]"_s);
    row("indent", u"a\n  b"_s, u"a\n>  b0[]"_s);
}

void TestSnippets::expands()
{
    QFETCH(QString, body);
    QTEST(shown(expanded(body, u"sel\nected"_s, u">"_s)), "expected");
    if (body.contains(u"SELECTION:"_s)) {
        QCOMPARE(shown(expanded(body, {}, {})), u"<none>0[]"_s);
    }
}

void TestSnippets::offersChoices()
{
    const SnippetExpansion expansion = expanded(u"${1|one,two three|}"_s, {}, {});
    QCOMPARE(expansion.stops.first().choices, (QStringList{u"one"_s, u"two three"_s}));
}

void TestSnippets::goesThroughTheStops()
{
    Author author(u"${2:b} ${1:a} $0!"_s, u"x"_s);
    QCOMPARE(author.session().selection(), (Selection{3, 4}));
    author.type(u"longer"_s);
    QVERIFY(author.session().goToNext());
    QCOMPARE(author.session().selection(), (Selection{1, 2}));
    author.type(u""_s);
    QVERIFY(author.session().goToPrevious());
    QCOMPARE(author.session().selection(), (Selection{2, 8}));
    QVERIFY(!author.session().goToPrevious());
    QVERIFY(author.session().goToNext());
    QVERIFY(author.session().goToNext());
    QCOMPARE(author.session().selection(), (Selection{9, 9}));
    QVERIFY(!author.session().goToNext());
    QVERIFY(author.session().isOver());
    QCOMPARE(author.text(), u"x longer !|end"_s);
}

void TestSnippets::mirrorsFollow()
{
    Author author(u"$1 (${1:name}) $1"_s, u""_s);
    QCOMPARE(author.text(), u"name (name) name|end"_s);
    author.type(u"x"_s);
    QCOMPARE(author.text(), u"x (x) x|end"_s);
    QVERIFY(author.session().holds(0)); // typing in a mirror works too
    author.make({1, 0, u"yz"_s});
    QCOMPARE(author.text(), u"xyz (xyz) xyz|end"_s);
    author.make({0, 3, u""_s});
    QCOMPARE(author.text(), u" () |end"_s);
    author.type(u"w"_s);
    QCOMPARE(author.text(), u"w (w) w|end"_s);
}

void TestSnippets::editsElsewhereMoveTheStops()
{
    Author author(u"a ${1:b} c"_s, u"x"_s);
    author.make({0, 1, u"xxx"_s});
    QCOMPARE(author.session().selection(), (Selection{5, 6}));
    QVERIFY(!author.session().holds(0));
    QVERIFY(author.session().holds(6));
}

void TestSnippets::editAcrossAPlaceEndsIt()
{
    Author author(u"${1:abc} d"_s, u""_s);
    author.make({1, 4, u""_s});
    QVERIFY(author.session().isOver());
    author.make({0, 0, u"x"_s}); // harmless
    Author within(u"${1:a ${2:b} c} ${3:d}"_s, u""_s);
    within.type(u"new"_s);
    QVERIFY(within.session().goToNext()); // its place is gone, an empty one is left
    QVERIFY(within.session().goToNext());
    QCOMPARE(within.session().selection(), (Selection{4, 5}));
}

void TestSnippets::filesRoundTrip()
{
    const Snippet snippet{u"role"_s, u"Role: who"_s, u"Who the agent is"_s,
                          u"You are ${1:x}.\n$0"_s};
    QCOMPARE(readSnippet(u"role"_s, writtenSnippet(snippet)), snippet);
}

void TestSnippets::readsFiles_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("expected");
    QTest::newRow("bare") << QByteArray("body\n") << u"p||body"_s;
    QTest::newRow("noLineEnd") << QByteArray("body") << u"p||body"_s;
    QTest::newRow("empty") << QByteArray() << u"p||"_s;
    QTest::newRow("quoted") << QByteArray("---\nname: \"A: b\"\n---\nx\n\n") << u"A: b||x\n"_s;
    QTest::newRow("windows") << QByteArray("---\r\nname: A\r\n---\r\nx\r\ny\r\n") << u"A||x\ny"_s;
    QTest::newRow("unclosed") << QByteArray("---\nname: A\n") << u"p||---\nname: A"_s;
    QTest::newRow("others") << QByteArray("---\nscope: md\ndescription: d\n---\nx") << u"p|d|x"_s;
}

void TestSnippets::readsFiles()
{
    QFETCH(QByteArray, file);
    const Snippet snippet = readSnippet(u"p"_s, file);
    QTEST(snippet.name + u'|' + snippet.description + u'|' + snippet.body, "expected");
}

QTEST_GUILESS_MAIN(TestSnippets)
#include "tst_snippets.moc"
