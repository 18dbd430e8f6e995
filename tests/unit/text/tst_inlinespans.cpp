#include "text/inlinespans.h"
#include "text/markdownevents.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

QString kindName(InlineSpan::Kind kind)
{
    switch (kind) {
    case InlineSpan::Kind::Code:
        return u"code"_s;
    case InlineSpan::Kind::Emphasis:
        return u"em"_s;
    case InlineSpan::Kind::Strong:
        return u"strong"_s;
    case InlineSpan::Kind::Strikethrough:
        return u"del"_s;
    case InlineSpan::Kind::Link:
        return u"link"_s;
    case InlineSpan::Kind::Image:
        return u"image"_s;
    case InlineSpan::Kind::Autolink:
        return u"auto"_s;
    case InlineSpan::Kind::Html:
        return u"html"_s;
    }
    return {};
}

QStringList described(const QString &text)
{
    QStringList result;
    for (const auto allSpans = inlineSpans(text); const InlineSpan &span : allSpans) {
        result.append(
            u"%1(%2)"_s.arg(kindName(span.kind),
                            text.sliced(span.contentStart, span.contentEnd - span.contentStart)));
    }
    return result;
}

/// The spans that md4c finds, in the order in which they begin.
class SpanEvents final : public MarkdownEvents
{
public:
    void enterBlock(MD_BLOCKTYPE type, const void * /*detail*/) override
    {
        isParagraph = isParagraph && (type == MD_BLOCK_DOC || type == MD_BLOCK_P);
    }
    void leaveBlock(MD_BLOCKTYPE /*type*/, const void * /*detail*/) override { }
    void enterSpan(MD_SPANTYPE type, const void *detail) override
    {
        switch (type) {
        case MD_SPAN_EM:
            names.append(u"em"_s);
            break;
        case MD_SPAN_STRONG:
            names.append(u"strong"_s);
            break;
        case MD_SPAN_CODE:
            names.append(u"code"_s);
            break;
        case MD_SPAN_DEL:
            names.append(u"del"_s);
            break;
        case MD_SPAN_A:
            names.append(static_cast<const MD_SPAN_A_DETAIL *>(detail)->is_autolink != 0
                             ? u"auto"_s
                             : u"link"_s);
            break;
        case MD_SPAN_IMG:
            names.append(u"image"_s);
            break;
        default:
            break;
        }
    }
    void leaveSpan(MD_SPANTYPE /*type*/, const void * /*detail*/) override { }
    void addText(MD_TEXTTYPE /*type*/, QByteArrayView /*text*/) override { }

    QStringList names;
    bool isParagraph = true;
};

} // namespace

class TestInlineSpans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsSpans_data();
    void findsSpans();
    void findsWhatMd4cFinds();
    void staysFastOnManySigns();
    void verbatimPartsOfLinks();
};

void TestInlineSpans::findsSpans_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("spans");
    const auto row = [](const char *name, const QString &text, const QStringList &spans) {
        QTest::newRow(name) << text << spans;
    };
    row("none", u"a * b _ c ~ d"_s, {});
    row("simple", u"*a* **b** `c` ~~d~~ ~e~"_s,
        {u"em(a)"_s, u"strong(b)"_s, u"code(c)"_s, u"del(d)"_s, u"del(e)"_s});
    row("nested", u"***a** b*"_s, {u"em(**a** b)"_s, u"strong(a)"_s});
    row("bothAtOnce", u"***a***"_s, {u"em(**a**)"_s, u"strong(a)"_s});
    row("withinWord", u"a*b*c a_b_c"_s, {u"em(b)"_s});
    row("spaceInside", u"** a **"_s, {});
    row("overLines", u"*a\nb*"_s, {u"em(a\nb)"_s});
    row("codeWins", u"*a `b* c`"_s, {u"code(b* c)"_s});
    row("longCode", u"`` a`b `` `c"_s, {u"code( a`b )"_s});
    row("escaped", u"\\*a\\* \\`b`"_s, {});
    row("link", u"[a *b*](c \"d\")"_s, {u"link(a *b*)"_s, u"em(b)"_s});
    row("linkWithParentheses", u"[a](b(c)d)"_s, {u"link(a)"_s});
    row("linkInAngles", u"[a](<b c>)"_s, {u"link(a)"_s});
    row("image", u"![a](b)"_s, {u"image(a)"_s});
    row("imageInLink", u"[![a](b)](c)"_s, {u"link(![a](b))"_s, u"image(a)"_s});
    row("noLinkInLink", u"[a [b](c) d](e)"_s, {u"link(b)"_s});
    row("emphasisStaysInLink", u"*a [b*](c)"_s, {u"link(b*)"_s});
    row("noLink", u"[a] (b) [c](d e"_s, {});
    row("autolink", u"<https://a.b> <a@b.c>"_s, {u"auto(https://a.b)"_s, u"auto(a@b.c)"_s});
    row("html", u"<b>x</b> <br/> a < b"_s, {u"html(b)"_s, u"html(/b)"_s, u"html(br/)"_s});
    row("multipleOfThree", u"a**b*c*d**"_s, {u"strong(b*c*d)"_s, u"em(c)"_s});
    row("beyondAscii", u"“*ä*” *日本*語"_s, {u"em(ä)"_s, u"em(日本)"_s});
}

void TestInlineSpans::findsSpans()
{
    QFETCH(QString, text);
    QTEST(described(text), "spans");
}

/// Random texts of signs and letters: as many spans of each kind, in the same order.
void TestInlineSpans::findsWhatMd4cFinds()
{
    const QStringList pool{u"*"_s,  u"**"_s, u"_"_s,      u"__"_s,     u"***"_s, u"`"_s,
                           u"``"_s, u"a"_s,  u"b"_s,      u" "_s,      u" "_s,   u"."_s,
                           u"~~"_s, u"("_s,  u"[x](y)"_s, u"<uu:v>"_s, u"\\*"_s, u"é"_s};
    QRandomGenerator random(20);
    int compared = 0;
    for (int round = 0; round < 20'000; ++round) {
        QString text = u"w"_s;
        const int length = random.bounded(1, 14);
        for (int i = 0; i < length; ++i) {
            text += pool.at(random.bounded(pool.size()));
        }
        text += u"w"_s;
        SpanEvents events;
        const QByteArray bytes = text.toUtf8();
        QVERIFY(parseMarkdown(bytes, MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML, events));
        if (!events.isParagraph) {
            continue;
        }
        QStringList ours;
        for (const auto allSpans = inlineSpans(text); const InlineSpan &span : allSpans) {
            ours.append(kindName(span.kind));
        }
        ++compared;
        if (ours != events.names) {
            qWarning().noquote() << text << ours << events.names;
        }
        QCOMPARE(ours, events.names);
    }
    QVERIFY(compared > 19'000);
}

void TestInlineSpans::staysFastOnManySigns()
{
    QString text;
    for (int i = 0; i < 30'000; ++i) {
        text += u"*a _b ` "_s.sliced(0, 6) + QString(i % 50, u'`');
    }
    QVERIFY(inlineSpans(text).size() < text.size());
}

void TestInlineSpans::verbatimPartsOfLinks()
{
    const QString text = u"a `b` [*c*](d) <ee:f>"_s;
    QStringList parts;
    for (const auto spans = verbatimSpans(inlineSpans(text)); const InlineSpan &span : spans) {
        parts.append(text.sliced(span.start, span.end - span.start));
    }
    QCOMPARE(parts, (QStringList{u"`b`"_s, u"](d)"_s, u"<ee:f>"_s}));
}

QTEST_GUILESS_MAIN(TestInlineSpans)
#include "tst_inlinespans.moc"
