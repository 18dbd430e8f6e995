#include "renderedhtml.h"

#include "text/htmltomarkdown.h"
#include "text/htmltree.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

/// The words of an HTML document in order.
QString words(const QString &html)
{
    return parseHtml(html)->plainText().simplified();
}

} // namespace

class TestHtmlToMarkdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void converts_data();
    void converts();
    void textSurvivesEscaping();
    void tagSoupIsRead();
    void entities();
};

void TestHtmlToMarkdown::converts_data()
{
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *html, const char *markdown) {
        QTest::newRow(name) << QString::fromUtf8(html) << QString::fromUtf8(markdown);
    };
    row("empty", "", "");
    row("text", "one\n  two", "one two");
    row("paragraphs", "<p>one</p><p>two <span>three</span></p>", "one\n\ntwo three");
    row("headings", "<h1>One</h1>text<h3 id=x><b>Two</b> <i>i</i></h3>",
        "# One\n\ntext\n\n### Two *i*");
    row("styles", "<b>a</b> <em>b</em> <code>c</code> <del>d</del>", "**a** *b* `c` ~~d~~");
    row("nestedStyles", "<b>a <i>b</i></b> c", "**a *b*** c");
    row("blanksOutsideMarkers", "a<b> b </b>c", "a **b** c");
    row("joinedStyles", "<b>a</b><b>b</b>", "**ab**");
    row("emptyStyle", "a<b> </b>b", "a b");
    row("codeWithTick", "<code>a`b</code>", "``a`b``");
    row("break", "a<br>b", "a\\\nb");
    row("twoBreaks", "a<br><br>b", "a\n\nb");
    row("breakAtEnd", "<p>a<br></p>", "a");
    row("link", "<a href=\"http://x.y/z\">a <b>b</b></a>", "[a **b**](http://x.y/z)");
    row("linkWithBlank", "<a href=\"http://x/a b\">c</a>", "[c](http://x/a%20b)");
    row("linkWithinPage", "<a href=\"#x\">c</a> <a href=\"javascript:x()\">d</a>", "c d");
    row("linkAroundBlock", "<a href=\"http://x\"><div>a</div></a>", "[a](http://x)");
    row("image", "<img src=\"http://x/y.png\" alt=\"A pic\">", "![A pic](http://x/y.png)");
    row("imageWithData", "<img src=\"data:image/png;base64,AA\" alt=\"A pic\">", "A pic");
    row("list", "<ul><li>a</li><li>b</li></ul>", "- a\n- b");
    row("ordered", "<ol start=3><li>a<li>b</ol>", "3. a\n4. b");
    row("nested", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c");
    row("nestedOrdered", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c");
    row("looseList", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "- a\n\n  b\n\n- c");
    row("paragraphItems", "<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n- b");
    row("tasks",
        "<ul><li><input type=checkbox checked> a</li><li><input type=checkbox> b</li></ul>",
        "- [x] a\n- [ ] b");
    row("codeInItem", "<ul><li>a<pre>x\ny</pre></li></ul>", "- a\n\n  ```\n  x\n  y\n  ```");
    row("quote", "<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b");
    row("pre", "<pre><code class=\"language-sh\">a  b\n  c\n</code></pre>",
        "```sh\na  b\n  c\n```");
    row("preWithBreaks", "<pre>a<br>b</pre>", "```\na\nb\n```");
    row("preWithFence", "<pre>```\na</pre>", "````\n```\na\n````");
    row("preInBox",
        "<div class=\"highlight highlight-source-shell\"><pre>a</pre><button>Copy</button></div>",
        "```shell\na\n```");
    row("rule", "a<hr>b", "a\n\n---\n\nb");
    row("table", "<table><thead><tr><th>A<th align=right>B</thead><tr><td>1|2<td>x<br>y</table>",
        "| A | B |\n|---|--:|\n| 1\\|2 | x<br>y |");
    row("tableWithSpan", "<table><tr><td colspan=2><b>A</b><tr><td>1<td>2</table>",
        "| **A** | |\n|---|---|\n| 1 | 2 |");
    row("tableForLayout", "<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb");
    row("definitions", "<dl><dt>a<dd>b</dl>", "**a**\n\nb");
    row("dropped",
        "<style>p{}</style>a<script>if (a<b) {}</script><!-- c -->b<svg><text>x</text></svg>",
        "ab");
    row("hidden", "a<span style=\"display: none\">b</span>", "a");
    row("noBreakSpaces", "a&nbsp;&nbsp;b", "a b");
    row("fragment", "<html><body>x<!--StartFragment-->a<!--EndFragment-->y</body></html>", "a");
    row("escaped", "1. a * b *c* _d_ [e](f) &lt;g&gt; `h` &amp;amp;",
        "1\\. a * b \\*c\\* \\_d\\_ \\[e](f) \\<g> \\`h\\` \\&amp;");
    row("escapedStarts", "<p># a</p><p>- b</p><p>&gt; c</p><p>+ d</p><p>---</p>",
        "\\# a\n\n\\- b\n\n\\> c\n\n\\+ d\n\n\\---");
    row("notEscaped", "snake_case a*b 3 * 4 a-b #1 x[1]", "snake_case a\\*b 3 * 4 a-b #1 x[1]");
    // What programs put on the clipboard.
    row("googleDocs",
        "<b style=\"font-weight:normal;\" id=\"docs-internal-guid-1\"><h1 dir=ltr><span "
        "style=\"font-weight:400\">Title</span></h1><p><span style=\"font-weight:400;\">a "
        "</span><span style=\"font-weight:700;\">b</span><span "
        "style=\"font-style:italic;\"> c</span></p><br/><p><a "
        "href=\"https://www.google.com/url?q=https://x.y/z&amp;sa=D\"><span "
        "style=\"text-decoration:underline\">d</span></a></p></b>",
        "# Title\n\na **b** *c*\n\n[d](https://x.y/z)");
    row("googleDocsList",
        "<ul><li aria-level=\"1\"><p><span>a</span></p></li><ul><li aria-level=\"2\"><p>b</p></li>"
        "</ul><li aria-level=\"1\"><p>c</p></li></ul>",
        "- a\n  - b\n- c");
    row("word",
        "<p class=MsoTitle>T<o:p></o:p></p><p class=MsoNormal>a<span "
        "style='mso-spacerun:yes'>  </span>b<o:p>&nbsp;</o:p></p>",
        "# T\n\na b");
    row("wordList",
        "<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 "
        "lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>·<span>&nbsp; "
        "</span></span></span><![endif]>a</p><p class=MsoListParagraphCxSpMiddle "
        "style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;"
        "</span></span>b</p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 "
        "lfo1'><span style='mso-list:Ignore'>·</span>c</p><p>d</p>",
        "- a\n  1. b\n- c\n\nd");
    row("wordOnline",
        "<div class=\"OutlineElement\"><p role=\"heading\" "
        "aria-level=\"2\"><span>H</span></p></div>"
        "<div class=\"ListContainerWrapper\"><ul><li data-aria-level=\"1\"><p>a</p></li></ul></div>"
        "<div class=\"ListContainerWrapper\"><ul><li data-aria-level=\"2\"><p>b</p></li></ul></div>"
        "<div class=\"ListContainerWrapper\"><ul><li "
        "data-aria-level=\"1\"><p>c</p></li></ul></div>",
        "## H\n\n- a\n  - b\n- c");
    row("codeEditor",
        "<div style=\"font-family: 'Droid Sans Mono', monospace; white-space: "
        "pre;\"><div><span>int "
        "x;</span></div><br><div>  y();</div></div>",
        "```\nint x;\n\n  y();\n```");
    row("fixedFont", "use <span style=\"font-family: Consolas\">x y</span> here", "use `x y` here");
}

void TestHtmlToMarkdown::converts()
{
    QFETCH(QString, html);
    QTEST(markdownFromHtml(html), "expected");
}

/// Text of any signs reads the same when the Markdown is rendered.
void TestHtmlToMarkdown::textSurvivesEscaping()
{
    const QStringList pool{u"a"_s,     u"b"_s,        u" "_s,          u" "_s,
                           u"*"_s,     u"_"_s,        u"`"_s,          u"["_s,
                           u"]"_s,     u"("_s,        u")"_s,          u"#"_s,
                           u"-"_s,     u"+"_s,        u"&lt;"_s,       u"&gt;"_s,
                           u"&amp;"_s, u"~"_s,        u"|"_s,          u"\\"_s,
                           u"1."_s,    u"!"_s,        u"="_s,          u":"_s,
                           u"é"_s,     u"<b>x</b>"_s, u"<i>y z</i>"_s, u"<code>`q</code>"_s,
                           u"<br>"_s,  u"</p><p>"_s,  u"&amp;lt;"_s};
    QRandomGenerator random(5);
    for (int round = 0; round < 5'000; ++round) {
        QString html = u"<p>"_s;
        const int length = random.bounded(1, 12);
        for (int i = 0; i < length; ++i) {
            html += pool.at(random.bounded(pool.size()));
        }
        html += u"</p>"_s;
        const QString markdown = markdownFromHtml(html);
        const QString rendered = test::renderedHtml(markdown);
        const QString once = rendered.first(rendered.indexOf(u"\n====="_s));
        const auto plain = [](QString text) { return text.remove(u' ').remove(u'\n'); };
        if (plain(words(once)) != plain(words(html))) {
            qWarning().noquote() << html << "\n" << markdown << "\n" << once;
        }
        QCOMPARE(plain(words(once)), plain(words(html)));
    }
}

void TestHtmlToMarkdown::tagSoupIsRead()
{
    QRandomGenerator random(6);
    const QStringList pool{u"<p>"_s,
                           u"</p>"_s,
                           u"<li>"_s,
                           u"<ul>"_s,
                           u"</ul>"_s,
                           u"<table>"_s,
                           u"<td>"_s,
                           u"</td>"_s,
                           u"<tr>"_s,
                           u"</table>"_s,
                           u"<b>"_s,
                           u"</i>"_s,
                           u"<i"_s,
                           u"<"_s,
                           u">"_s,
                           u"w"_s,
                           u"<a href="_s,
                           u"\""_s,
                           u"<!--"_s,
                           u"-->"_s,
                           u"<pre>"_s,
                           u"</"_s,
                           u"<div style='a:b"_s,
                           u"&#x"_s,
                           u"&"_s};
    for (int round = 0; round < 3'000; ++round) {
        QString html;
        const int length = random.bounded(1, 30);
        for (int i = 0; i < length; ++i) {
            html += pool.at(random.bounded(pool.size()));
        }
        const QString markdown = markdownFromHtml(html);
        QVERIFY(markdown.size() < 100'000);
    }
    QString deep;
    for (int i = 0; i < 20'000; ++i) {
        deep += u"<div><ul><li>"_s;
    }
    QCOMPARE(markdownFromHtml(deep + u"w"_s).trimmed().back(), u'w');
}

void TestHtmlToMarkdown::entities()
{
    QCOMPARE(withoutEntities(u"&eacute;&Auml;&#233;&#xe9;&euro;&hellip;"), u"éÄéé€…"_s);
    QCOMPARE(withoutEntities(u"&#146;&#0;&#xD800;"), u"’\uFFFD\uFFFD"_s);
    QCOMPARE(withoutEntities(u"&unknown; & &; &#; &#x; a&b"), u"&unknown; & &; &#; &#x; a&b"_s);
    QCOMPARE(withoutEntities(u"&amp;lt; &lt"), u"&lt; <"_s);
}

QTEST_GUILESS_MAIN(TestHtmlToMarkdown)
#include "tst_htmltomarkdown.moc"
