#include "assembly/assembly.h"
#include "assembly/links.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestRenderMarkdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void renders_data();
    void renders();
    void nothingRemoteIsNamed_data();
    void nothingRemoteIsNamed();
    void linksCarryTheirAddress_data();
    void linksCarryTheirAddress();
    void onlyWebAndMailLinksMayLeave();
    void blocksKnowWhereTheyBegin();
    void markedRangesStandOut_data();
    void markedRangesStandOut();
};

void TestRenderMarkdown::renders_data()
{
    QTest::addColumn<QByteArray>("markdown");
    QTest::addColumn<QString>("html");
    QTest::newRow("empty") << QByteArray() << u""_s;
    QTest::newRow("nullArray") << QByteArray(nullptr, 0) << u""_s;
    QTest::newRow("paragraph")
        << QByteArray("a *b* **c** `d` ~~e~~\n")
        << u"<p>a <em>b</em> <strong>c</strong> <code>d</code> <s>e</s></p>\n"_s;
    QTest::newRow("headings") << QByteArray("# A\n###### B\n") << u"<h1>A</h1>\n<h6>B</h6>\n"_s;
    QTest::newRow("list") << QByteArray("- a\n- b\n") << u"<ul><li>a</li>\n<li>b</li>\n</ul>\n"_s;
    QTest::newRow("numbered") << QByteArray("3. a\n") << u"<ol start=\"3\">\n<li>a</li>\n</ol>\n"_s;
    QTest::newRow("tasks") << QByteArray("- [ ] a\n- [x] b\n")
                           << u"<ul><li>\u2610 a</li>\n<li>\u2611 b</li>\n</ul>\n"_s;
    QTest::newRow("code") << QByteArray("```html\n<b>&\n```\n")
                          << u"<pre class=\"language-html\"><code>&lt;b&gt;&amp;</code></pre>\n"_s;
    QTest::newRow("codeOfALanguage") << QByteArray("```c++ \"x\"\na\n```\n\n~~~a\"b\n~~~\n")
                                     << u"<pre class=\"language-c++\"><code>a</code></pre>\n"
                                        "<pre class=\"language-a&quot;b\"><code></code></pre>\n"_s;
    QTest::newRow("table")
        << QByteArray("|a|b|\n|-|:-:|\n|c|d|\n")
        << u"<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\">\n<thead><tr><th>a</th>\n"
           "<th align=\"center\">b</th>\n</tr>\n</thead>\n<tbody><tr><td>c</td>\n"
           "<td align=\"center\">d</td>\n</tr>\n</tbody>\n</table>\n"_s;
    QTest::newRow("quoteAndRuler")
        << QByteArray("> a\n\n---\n") << u"<blockquote><p>a</p>\n</blockquote>\n<hr>\n"_s;
    QTest::newRow("breaks") << QByteArray("a  \nb\nc\n") << u"<p>a<br>\nb\nc</p>\n"_s;
    QTest::newRow("rawHtmlIsText")
        << QByteArray("<img src=x> <script>a</script>\n")
        << u"<p>&lt;img src=x&gt; &lt;script&gt;a&lt;/script&gt;</p>\n"_s;
    QTest::newRow("entities") << QByteArray("&lt;b&gt; &#60; &#x3c; &copy;\n")
                              << u"<p>&lt;b&gt; &lt; &lt; &copy;</p>\n"_s;
    QTest::newRow("nullCharacter") << QByteArray("a\0b &#0;\n", 9) << u"<p>a\uFFFDb \uFFFD</p>\n"_s;
    QTest::newRow("invalidUtf8") << QByteArray("a\xff"
                                               "b\n")
                                 << u"<p>a\uFFFDb</p>\n"_s;
    QTest::newRow("cutUtf8") << QByteArray("a\xe2\x82") << u"<p>a\uFFFD\uFFFD</p>\n"_s;
}

void TestRenderMarkdown::renders()
{
    QFETCH(QByteArray, markdown);
    QTEST(assembly::renderMarkdown(markdown), "html");
}

void TestRenderMarkdown::nothingRemoteIsNamed_data()
{
    QTest::addColumn<QByteArray>("markdown");
    QTest::addColumn<QString>("html");
    QTest::newRow("web") << QByteArray("![a *b*](http://h/i.png \"t\")\n")
                         << u"<p>a b (http://h/i.png)</p>\n"_s;
    QTest::newRow("file") << QByteArray("![](file:///etc/passwd)\n")
                          << u"<p> (file:///etc/passwd)</p>\n"_s;
    QTest::newRow("share") << QByteArray("![x](//host/share)\n") << u"<p>x (//host/share)</p>\n"_s;
    QTest::newRow("data") << QByteArray("![x](data:image/png;base64,AA)\n")
                          << u"<p>x (data:image/png;base64,AA)</p>\n"_s;
    QTest::newRow("escaped") << QByteArray("![<b>](<a\"&lt;i>)\n")
                             << u"<p>&lt;b&gt; (a&quot;&lt;i)</p>\n"_s;
    QTest::newRow("reference") << QByteArray("![x][r]\n\n[r]: http://h/\n")
                               << u"<p>x (http://h/)</p>\n"_s;
    QTest::newRow("insideALink") << QByteArray("[![x](http://h/i)](https://h)\n")
                                 << u"<p><a href=\"https://h\">x (http://h/i)</a></p>\n"_s;
    QTest::newRow("linkInsideTheText")
        << QByteArray("![[x](https://h)](i)\n") << u"<p>x (i)</p>\n"_s;
    QTest::newRow("styleSheet") << QByteArray("<style>@import url(http://h)</style>\n")
                                << u"<p>&lt;style&gt;@import url(http://h)&lt;/style&gt;</p>\n"_s;
}

void TestRenderMarkdown::nothingRemoteIsNamed()
{
    QFETCH(QByteArray, markdown);
    QTEST(assembly::renderMarkdown(markdown), "html");
}

void TestRenderMarkdown::linksCarryTheirAddress_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QString>("href");
    QTest::newRow("https") << QByteArray("https://h/?a=1&b=2") << u"https://h/?a=1&amp;b=2"_s;
    QTest::newRow("http") << QByteArray("HTTP://h") << u"HTTP://h"_s;
    QTest::newRow("mail") << QByteArray("mailto:a@b.c") << u"mailto:a@b.c"_s;
    QTest::newRow("quoteInAddress")
        << QByteArray("<https://h/\"onclick=x>") << u"https://h/&quot;onclick=x"_s;
    QTest::newRow("entityInAddress") << QByteArray("https://h/&quot;x") << u"https://h/&quot;x"_s;
    for (const char *const address : {"javascript:alert(1)", "file:///etc/passwd", "//host/share",
                                      "docs/a.md", "#part", "/etc/passwd"}) {
        QTest::newRow(address) << QByteArray(address) << QString::fromLatin1(address);
    }
    QTest::newRow("entity for a letter") << QByteArray("java&#115;cript:a") << u"javascript:a"_s;
    QTest::newRow("none") << QByteArray() << QString();
}

void TestRenderMarkdown::linksCarryTheirAddress()
{
    QFETCH(QByteArray, address);
    QFETCH(QString, href);
    const QString expected =
        href.isEmpty() ? u"<p>text</p>\n"_s : u"<p><a href=\"%1\">text</a></p>\n"_s.arg(href);
    QCOMPARE(assembly::renderMarkdown("[text](" + address + ")\n"), expected);
}

void TestRenderMarkdown::onlyWebAndMailLinksMayLeave()
{
    for (const char *const address :
         {"https://h/?a=1&b=2", "HTTP://h", "mailto:a@b.c", "https://user@h:8/"}) {
        QVERIFY2(assembly::mayLeave(QUrl(QString::fromLatin1(address))), address);
    }
    for (const char *const address :
         {"javascript:alert(1)", "JavaScript:a", " javascript:a", "file:///etc/passwd", "smb://h/s",
          "//host/share", "data:text/html,x", "vscode://x", "ftp://h", "docs/a.md", "#part",
          "/etc/passwd", "https:", "http:h", "qrc:/x", ""}) {
        QVERIFY2(!assembly::mayLeave(QUrl(QString::fromLatin1(address))), address);
    }
}

void TestRenderMarkdown::blocksKnowWhereTheyBegin()
{
    const QByteArray text = "# A\n\nOne\ntwo.\n\n- *x*\n- y\n\n---\n\n```sh\nls\n```\n\n> quoted\n";
    const QList<assembly::RenderedBlock> blocks = assembly::renderBlocks(text);
    QStringList found;
    QString whole;
    for (const assembly::RenderedBlock &block : blocks) {
        const qsizetype end = text.indexOf('\n', block.start);
        found.append(QString::fromUtf8(text.sliced(block.start, end - block.start)));
        whole += block.html;
    }
    // A ruler has no text: it counts as part of the block before it.
    QCOMPARE(found,
             (QStringList{u"# A"_s, u"One"_s, u"- *x*"_s, u"- *x*"_s, u"ls"_s, u"> quoted"_s}));
    QCOMPARE(whole, assembly::renderMarkdown(text));
}

void TestRenderMarkdown::markedRangesStandOut_data()
{
    QTest::addColumn<QByteArray>("markdown");
    QTest::addColumn<QList<assembly::ByteRange>>("marked");
    QTest::addColumn<QString>("html");
    using Ranges = QList<assembly::ByteRange>;
    QTest::newRow("word") << QByteArray("in C++.") << Ranges{{3, 3}}
                          << u"<p>in <span class=\"marked\">C++</span>.</p>\n"_s;
    QTest::newRow("acrossSpans")
        << QByteArray("a *b* c") << Ranges{{0, 7}}
        << u"<p><span class=\"marked\">a </span><em><span class=\"marked\">b</span></em>"
           "<span class=\"marked\"> c</span></p>\n"_s;
    QTest::newRow("twoInOneText")
        << QByteArray("abcd") << Ranges{{0, 1}, {2, 1}}
        << u"<p><span class=\"marked\">a</span>b<span class=\"marked\">c</span>d</p>\n"_s;
    QTest::newRow("acrossBlocks")
        << QByteArray("ab\n\ncd") << Ranges{{1, 4}}
        << u"<p>a<span class=\"marked\">b</span></p>\n<p><span class=\"marked\">c</span>d</p>\n"_s;
    QTest::newRow("ofWhatIsNotText") << QByteArray("# A") << Ranges{{0, 2}} << u"<h1>A</h1>\n"_s;
    QTest::newRow("invalidUtf8") << QByteArray("a\xff"
                                               "b")
                                 << Ranges{{2, 1}} << u"<p>a\uFFFDb</p>\n"_s;
}

void TestRenderMarkdown::markedRangesStandOut()
{
    QFETCH(QByteArray, markdown);
    QFETCH(QList<assembly::ByteRange>, marked);
    QString html;
    for (const auto blocks = assembly::renderBlocks(markdown, marked);
         const assembly::RenderedBlock &block : blocks) {
        html += block.html;
    }
    QTEST(html, "html");
}

QTEST_GUILESS_MAIN(TestRenderMarkdown)
#include "tst_rendermarkdown.moc"
