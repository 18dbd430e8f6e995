#include "preview/previewpane.h"

#include "preview/renderedview.h"
#include "preview/textview.h"
#include "scripteduserdialogs.h"
#include "widgets/copybutton.h"
#include "widgets/emptystate.h"
#include "widgets/segmentbar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QLabel>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QThreadPool>
#include <QToolTip>

#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using preview::PreviewPane;
using preview::RenderedView;
using preview::TextView;
using workspace::PreviewContent;

namespace {

/// One for each element; the tests' texts have no nested ones of the same name at their top.
QList<assembly::RenderedBlock> blocksOf(const QString &html)
{
    static const QRegularExpression element(u"<(\\w+)[ >].*?</\\1>"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    QList<assembly::RenderedBlock> blocks;
    for (auto found = element.globalMatch(html); found.hasNext();) {
        blocks.append({found.next().captured(), 0, 0});
    }
    return blocks;
}

PreviewContent content(const QString &id, const QByteArray &text, const QString &html)
{
    PreviewContent made;
    made.id = {core::EntryKind::Agent, id};
    made.assembly.text = text;
    made.prompt.sent = text;
    made.shownBytes = text.size();
    made.assembly.segments = {{0, text.size(), {}, {0, text.size()}}};
    made.segments = made.assembly.segments;
    made.segmentTokens = {899};
    made.tokenCount = {899, tokens::methodFor(u"claude-opus-4-6")};
    made.text = QString::fromUtf8(text).replace(u"\r\n"_s, u"\n"_s);
    made.places = workspace::TextPlaces(text);
    made.segmentPlaces = {{0, made.text.size()}};
    made.blocks = blocksOf(html);
    made.modelContextTokens = 200'000;
    return made;
}

PreviewContent writer()
{
    return content(u"writer"_s, "# Writer\n\nYou write.\r\nWell.\n",
                   u"<h1>Writer</h1><p>You write. Well.</p>"_s);
}

PreviewContent linking(const QString &address)
{
    return content(u"linking"_s, "link", u"<p><a href=\"%1\">link</a></p>"_s.arg(address));
}

PreviewContent rendering(const QByteArray &markdown)
{
    PreviewContent made = content(u"made"_s, markdown, {});
    made.blocks = assembly::renderBlocks(markdown);
    return made;
}

/// Within the first word of a rendered text.
constexpr QPoint firstWord{widgets::space::large + 6, widgets::space::large + 8};

/// The pane in a shown window, with what a test reaches for.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : pane(theme, questions)
        , rendered(pane.findChild<RenderedView *>())
        , text(pane.findChild<TextView *>())
        , choice(pane.findChild<widgets::SegmentedControl *>())
        , empty(pane.findChild<widgets::EmptyState *>())
        , confirmed(&pane, &PreviewPane::linkConfirmed)
        , sources(&pane, &PreviewPane::sourceRequested)
    {
        pane.resize(370, 600);
        pane.show();
        pane.activateWindow();
    }

    void choose(int view) const { QTest::mouseClick(choice->segment(view), Qt::LeftButton); }

    [[nodiscard]] QString shownText() const
    {
        QStringList texts;
        for (const auto labels = pane.findChildren<QLabel *>(); const QLabel *label : labels) {
            if (label->isVisible()) {
                texts.append(label->text());
            }
        }
        return texts.join(u'\n');
    }

    [[nodiscard]] QString describedText() const
    {
        QStringList texts;
        for (const auto labels = pane.findChildren<QLabel *>(); const QLabel *label : labels) {
            texts.append(label->accessibleDescription());
        }
        return texts.join(u'\n');
    }

    void clickLink() const
    {
        QTRY_COMPARE(rendered->toPlainText(), u"link"_s);
        QTest::mouseClick(rendered->viewport(), Qt::LeftButton, {}, firstWord);
    }

    test::ScriptedUserDialogs questions;
    PreviewPane pane;
    RenderedView *rendered;
    TextView *text;
    widgets::SegmentedControl *choice;
    widgets::EmptyState *empty;
    QSignalSpy confirmed;
    QSignalSpy sources;
};

} // namespace

class TestPreviewPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void nothingToShowSaysSo()
    {
        Fixture fixture(*m_theme);
        QVERIFY(fixture.empty->isVisible());
        QVERIFY(!fixture.choice->isVisible());
        fixture.pane.setContent(writer());
        QVERIFY(!fixture.empty->isVisible());
        fixture.pane.clear();
        QVERIFY(fixture.empty->isVisible());
        QTRY_COMPARE(fixture.rendered->toPlainText(), QString());
    }

    void renderedFirstThenExactText()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(writer());
        QVERIFY(fixture.rendered->isVisible());
        QTRY_COMPARE(fixture.pane.renderedText(), u"System prompt\nWriter\nYou write. Well."_s);
        fixture.choose(1);
        QVERIFY(fixture.text->isVisible());
        QCOMPARE(fixture.text->document()->blockCount(), 5);
        QVERIFY(fixture.text->toPlainText().startsWith(u"# Writer\n"_s));
        fixture.choose(0);
        QVERIFY(fixture.rendered->isVisible());
    }

    void viewIsChosenByKey()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(writer());
        QVERIFY(QTest::qWaitForWindowActive(&fixture.pane));
        fixture.choice->segment(0)->setFocus();
        QTest::keyClick(fixture.choice->segment(0), Qt::Key_Right);
        QVERIFY(fixture.text->isVisible());
    }

    void tokensAreMarkedAsAnEstimate()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(writer());
        QVERIFY2(fixture.shownText().contains(u"≈ 899 tokens (estimate, 15 to 20 % too low)"_s),
                 qPrintable(fixture.shownText()));
        QVERIFY(fixture.describedText().contains(u"15 to 20 % more"));
    }

    void exactTokensAreNoEstimate()
    {
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        shown.tokenCount = {1234, tokens::methodFor(u"gpt-5.4")};
        fixture.pane.setContent(shown);
        QVERIFY2(fixture.shownText().contains(u"1,234 tokens · 0.6 % of 200K"_s),
                 qPrintable(fixture.shownText()));
        QVERIFY(!fixture.shownText().contains(u'≈') && !fixture.shownText().contains(u"estimate"));
        QVERIFY(fixture.describedText().contains(u"o200k_base"));
    }

    void shareOfTheWindowIsShort_data()
    {
        QTest::addColumn<qint64>("tokens");
        QTest::addColumn<qint64>("window");
        QTest::addColumn<QString>("said");
        QTest::newRow("usual") << 899LL << 200'000LL << u"0.4 % of 200K"_s;
        QTest::newRow("million") << 952LL << 1'000'000LL << u"0.1 % of 1M"_s;
        QTest::newRow("binary million") << 99'000LL << 1'048'576LL << u"9.4 % of 1.05M"_s;
        QTest::newRow("tiny") << 20LL << 200'000LL << u"< 0.1 % of 200K"_s;
        QTest::newRow("nothing") << 0LL << 200'000LL << u"0.0 % of 200K"_s;
        QTest::newRow("too large") << 12'000LL << 8'000LL << u"150.0 % of 8K"_s;
    }

    void shareOfTheWindowIsShort()
    {
        QFETCH(qint64, tokens);
        QFETCH(qint64, window);
        QFETCH(QString, said);
        const QLocale before;
        QLocale::setDefault(QLocale::c());
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        shown.tokenCount.tokens = tokens;
        shown.modelContextTokens = window;
        fixture.pane.setContent(shown);
        QVERIFY2(fixture.shownText().contains(said), qPrintable(fixture.shownText()));
        QLocale::setDefault(before);
    }

    void unknownWindowIsLeftOut()
    {
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        shown.modelContextTokens = 0;
        fixture.pane.setContent(shown);
        QVERIFY(!fixture.shownText().contains(u" % of "));
        QVERIFY(
            !fixture.pane.findChild<widgets::SegmentBar *>()->accessibleName().contains(u"free"));
    }

    void segmentsHaveALegend()
    {
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        assembly::Origin fragment;
        fragment.kind = assembly::Origin::Kind::Fragment;
        fragment.name = u"principles"_s;
        shown.assembly.segments = {{0, 10, {}, {0, 10}}, {10, 10, fragment, {10, 5}}};
        shown.segments = shown.assembly.segments;
        shown.segmentTokens = {612, 284};
        fixture.pane.setContent(shown);
        QTRY_VERIFY(fixture.shownText().contains(u"prompt 612"_s));
        QTRY_VERIFY(fixture.shownText().contains(u"principles 284"_s));
        const QString said = fixture.pane.findChild<widgets::SegmentBar *>()->accessibleName();
        QVERIFY2(said.contains(u"prompt 612"_s), qPrintable(said));
        QVERIFY2(said.contains(u"896 of 200,000, the rest is free"_s), qPrintable(said));
    }

    void costHasItsDate()
    {
        const QLocale before;
        QLocale::setDefault(QLocale::c());
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        shown.sendCost = 0.0026912;
        shown.currency = u"USD"_s;
        shown.pricesFrom = {2026, 7, 1};
        fixture.pane.setContent(shown);
        QVERIFY2(fixture.shownText().contains(u" · $0.0027 a send (2026-07-01)"_s),
                 qPrintable(fixture.shownText()));
        QVERIFY2(fixture.describedText().contains(u"1 July 2026"),
                 qPrintable(fixture.describedText()));
        shown.currency = u"EUR"_s;
        fixture.pane.setContent(shown);
        QVERIFY(fixture.shownText().contains(u"EUR 0.0027 a send (2026-07-01)"_s));
        shown.sendCost.reset();
        fixture.pane.setContent(shown);
        QVERIFY(!fixture.shownText().contains(u"a send"_s));
        QLocale::setDefault(before);
    }

    void anOriginIsInTheLegendOnce()
    {
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        assembly::Origin fragment;
        fragment.kind = assembly::Origin::Kind::Fragment;
        fragment.name = u"principles"_s;
        fragment.version = u"1.2.0"_s;
        shown.assembly.segments = {{0, 5, {}, {}}, {5, 5, fragment, {}}, {10, 10, {}, {}}};
        shown.segments = shown.assembly.segments;
        shown.segmentTokens = {100, 284, 512};
        fixture.pane.setContent(shown);
        QTRY_COMPARE(
            fixture.pane.findChild<widgets::SegmentBar *>()->accessibleName().count(u"prompt"_s),
            1);
        QVERIFY(fixture.shownText().contains(u"prompt 612"_s));
        QVERIFY(fixture.shownText().contains(u"principles@1.2.0 284"_s));
    }

    void blockedImagesAreTold()
    {
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        fixture.pane.setContent(shown);
        QVERIFY(!fixture.shownText().contains(u"Remote content"_s));
        shown.blocks =
            assembly::renderBlocks("![a](http://x/a.png) ![b](b.png)\n\n- ![c](file:///c)\n");
        fixture.pane.setContent(shown);
        QVERIFY2(fixture.shownText().contains(u"Remote content blocked: 3 image"_s),
                 qPrintable(fixture.shownText()));
        fixture.choose(1);
        QVERIFY(!fixture.shownText().contains(u"Remote content"_s)); // the text has all of it
    }

    void clickGoesToTheSource()
    {
        Fixture fixture(*m_theme);
        PreviewContent shown = writer();
        shown.blocks[1].start = 10;
        fixture.pane.setContent(shown);
        QTRY_VERIFY(fixture.pane.renderedText().contains(u"You write"_s));
        QPoint place = firstWord;
        while (fixture.rendered->blockTextAt(place) != u"You write. Well.") {
            place.ry() += 2;
            QVERIFY(place.y() < 200);
        }
        QTest::mouseClick(fixture.rendered->viewport(), Qt::LeftButton, {}, place + QPoint(0, 4));
        QTRY_COMPARE(fixture.sources.size(), 1);
        QCOMPARE(fixture.sources.first().at(1).toLongLong(), 10);
    }

    void copyTakesTheExactBytes()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(writer());
        QTest::mouseClick(fixture.pane.findChild<widgets::CopyButton *>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), writer().assembly.text);
    }

    void largePromptsAreTextOnlyAndTheChoiceComesBack()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(writer());
        const QByteArray large = QByteArray("line\n").repeated(
            static_cast<int>(workspace::PreviewContent::maximumRenderedBytes / 5 + 1));
        fixture.pane.setContent(content(u"large"_s, large, u"<p>never</p>"_s));
        QVERIFY(fixture.text->isVisible());
        QVERIFY(!fixture.choice->segment(0)->isEnabled());
        QVERIFY(fixture.shownText().contains(u"not shown rendered"_s));
        QVERIFY(fixture.choice->segment(2)->isEnabled());
        QTRY_COMPARE(fixture.text->document()->characterCount(), large.size() + 1);
        fixture.pane.setContent(writer());
        QVERIFY(fixture.rendered->isVisible());
        QVERIFY(fixture.choice->segment(0)->isEnabled());
        QVERIFY(!fixture.shownText().contains(u"not shown rendered"_s));
    }

    void fiftyMegabytesDoNotBlock()
    {
        Fixture fixture(*m_theme);
        const QByteArray huge =
            QByteArray("A line of a prompt that somebody has generated.\n").repeated(1'100'000);
        fixture.pane.setContent(content(u"huge"_s, huge, {}));
        // It is not there yet: a worker makes it, and the window answers meanwhile.
        QCOMPARE_LT(fixture.text->document()->characterCount(), 100);
        fixture.pane.setContent(writer());
        QTRY_COMPARE(fixture.pane.renderedText(), u"System prompt\nWriter\nYou write. Well."_s);
        QVERIFY(QThreadPool::globalInstance()->waitForDone()); // for the tests that follow
    }

    void placeStaysWhileTyping()
    {
        Fixture fixture(*m_theme);
        const auto typed = [](const QString &above) {
            QString html;
            QByteArray text;
            for (int number = 0; number < 300; ++number) {
                html += u"<p>Paragraph %1</p>"_s.arg(number);
                text += "Paragraph " + QByteArray::number(number) + "\n";
            }
            return content(u"long"_s, above.toUtf8() + '\n' + text,
                           u"<p>%1</p>"_s.arg(above) + html);
        };
        fixture.pane.setContent(typed(u"a"_s));
        QScrollBar *bar = fixture.rendered->verticalScrollBar();
        QTRY_COMPARE_GT(bar->maximum(), 2000);
        bar->setValue(2000);
        const auto top = [&] { return fixture.rendered->blockTextAt({40, 10}); };
        const QString before = top();
        fixture.pane.setContent(typed(u"ab"_s));
        QTRY_VERIFY(fixture.rendered->toPlainText().startsWith(u"ab\n"_s));
        QCOMPARE(top(), before);
        fixture.pane.setContent(writer()); // another one begins at its start
        QTRY_VERIFY(fixture.rendered->toPlainText().startsWith(u"Writer"_s));
        QCOMPARE(bar->value(), 0);
    }

    void allViewsAreReadFromTheSamePlace()
    {
        Fixture fixture(*m_theme);
        QByteArray text;
        for (int number = 0; number < 300; ++number) {
            text += "Paragraph " + QByteArray::number(number) + ".\n\n";
        }
        PreviewContent shown = rendering(text);
        fixture.pane.setContent(shown);
        QTRY_COMPARE_GT(fixture.rendered->verticalScrollBar()->maximum(), 2000);
        const auto topLine = [&] { return fixture.text->cursorForPosition({4, 8}).block().text(); };
        fixture.choose(1); // opened for the first time
        QCOMPARE(topLine(), u"Paragraph 0."_s);
        fixture.text->verticalScrollBar()->setValue(240);
        QCOMPARE(topLine(), u"Paragraph 120."_s);
        fixture.choose(2);
        fixture.choose(0);
        QTRY_COMPARE(fixture.rendered->blockTextAt({40, 14}), u"Paragraph 120."_s);
        fixture.choose(1);
        QCOMPARE(topLine(), u"Paragraph 120."_s);
        shown.id.id = u"other"_s;
        fixture.pane.setContent(shown);
        QCOMPARE(topLine(), u"Paragraph 0."_s);
        fixture.choose(0);
        QTRY_COMPARE(fixture.rendered->verticalScrollBar()->value(), 0);
    }

    void linksAreAskedAboutWithTheirWholeAddress_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("shown");
        QTest::newRow("https") << u"https://example.org/a?b=c#d"_s
                               << u"https://example.org/a?b=c#d"_s;
        QTest::newRow("http") << u"http://example.org"_s << u"http://example.org"_s;
        QTest::newRow("mail") << u"mailto:ada@example.org"_s << u"mailto:ada@example.org"_s;
        QTest::newRow("upper case") << u"HTTPS://example.org"_s << u"https://example.org"_s;
        QTest::newRow("user before the host")
            << u"https://bank.example@evil.example/"_s << u"https://bank.example@evil.example/"_s;
        QTest::newRow("look-alike letters")
            << u"https://\u0430pple.example/"_s << u"https://xn--pple-43d.example/"_s;
        QTest::newRow("turned around")
            << u"https://example.org/\u202egpj.exe"_s << u"https://example.org/%E2%80%AEgpj.exe"_s;
    }

    void linksAreAskedAboutWithTheirWholeAddress()
    {
        QFETCH(QString, address);
        QFETCH(QString, shown);
        Fixture fixture(*m_theme);
        fixture.pane.setContent(linking(address));
        fixture.questions.answerButton(0);
        fixture.clickLink();
        QCOMPARE(fixture.questions.asked(), QStringList{u"Open link"_s});
        QVERIFY2(fixture.questions.lastText().contains(shown),
                 qPrintable(fixture.questions.lastText()));
        QCOMPARE(fixture.confirmed.size(), 0);
        fixture.questions.answerButton(1);
        fixture.clickLink();
        QCOMPARE(fixture.confirmed.size(), 1);
        QCOMPARE(fixture.confirmed.first().first().toUrl(), QUrl(address));
    }

    void otherLinksAreDead_data()
    {
        QTest::addColumn<QString>("address");
        for (const char *address :
             {"javascript:alert(1)", "file:///etc/passwd", "smb://host/share", "data:text/html,x",
              "vbscript:x", "qrc:/icons/bot.svg", "ssh://host", "/etc/passwd", "#top", "a.html"}) {
            QTest::newRow(address) << QString::fromLatin1(address);
        }
    }

    void otherLinksAreDead()
    {
        QFETCH(QString, address);
        Fixture fixture(*m_theme);
        fixture.pane.setContent(linking(address));
        fixture.clickLink();
        QCOMPARE(fixture.questions.asked(), QStringList());
        QCOMPARE(fixture.confirmed.size(), 0);
        QCOMPARE(fixture.rendered->toPlainText(), u"link"_s); // and it went nowhere
        if (address != u"#top") {
            QVERIFY2(fixture.shownText().contains(address + u" is not followed"_s),
                     qPrintable(fixture.shownText()));
        }
        fixture.pane.setContent(writer());
        QVERIFY(!fixture.shownText().contains(u"not followed"_s));
    }

    void linksLeadToHeadings()
    {
        Fixture fixture(*m_theme);
        QByteArray markdown = "[first](#part) [again](#part-1) [code](#the-code-x) [none](#nope)\n";
        for (const char *title : {"Part", "The `code` x", "Part"}) {
            markdown +=
                "\n## " + QByteArray(title) + "\n\n" + QByteArray("Words.\n\n").repeated(40);
        }
        fixture.pane.setContent(rendering(markdown));
        QTRY_VERIFY(fixture.rendered->toPlainText().contains(u"The code x"_s));
        QVERIFY(QTest::qWaitForWindowActive(&fixture.pane));
        const QSignalSpy scrolled(&fixture.pane, &PreviewPane::scrolledByUser);
        QList<int> places;
        for (int link = 0; link < 3; ++link) { // by keys
            fixture.rendered->verticalScrollBar()->setValue(0);
            fixture.rendered->setFocus(Qt::TabFocusReason);
            QTest::keyClick(fixture.rendered, Qt::Key_Tab);
            QTest::keyClick(fixture.rendered, Qt::Key_Return);
            const QString top = fixture.rendered->blockTextAt({40, 4});
            QCOMPARE(top, link == 2 ? u"The code x"_s : u"Part"_s);
            places.append(fixture.rendered->verticalScrollBar()->value());
        }
        QVERIFY(0 < places[0] && places[0] < places[2] && places[2] < places[1]);
        QVERIFY(!scrolled.isEmpty()); // the editor follows
        QCOMPARE(fixture.questions.asked(), QStringList());
        // By the mouse, and a heading that is not there.
        fixture.rendered->verticalScrollBar()->setValue(0);
        QTest::mouseClick(fixture.rendered->viewport(), Qt::LeftButton, {}, firstWord);
        QCOMPARE(fixture.rendered->verticalScrollBar()->value(), places[0]);
        fixture.rendered->verticalScrollBar()->setValue(0);
        QTest::keyClick(fixture.rendered, Qt::Key_Backtab);
        QTest::keyClick(fixture.rendered, Qt::Key_Return);
        QCOMPARE(fixture.rendered->verticalScrollBar()->value(), 0);
        QVERIFY2(fixture.shownText().contains(u"no heading “nope”"),
                 qPrintable(fixture.shownText()));
    }

    void whereALinkLeadsIsTold()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(linking(u"docs/other.md#a"_s));
        QTRY_COMPARE(fixture.rendered->toPlainText(), u"link"_s);
        QVERIFY(QTest::qWaitForWindowActive(&fixture.pane));
        const QString usual = fixture.rendered->accessibleDescription();
        fixture.rendered->setFocus(Qt::TabFocusReason);
        QTest::keyClick(fixture.rendered, Qt::Key_Tab);
        QCOMPARE(fixture.rendered->accessibleDescription(),
                 u"Link to docs/other.md#a (not followed)"_s);
        QHelpEvent help(QEvent::ToolTip, firstWord,
                        fixture.rendered->viewport()->mapToGlobal(firstWord));
        QCoreApplication::sendEvent(fixture.rendered->viewport(), &help);
        QCOMPARE(QToolTip::text(), u"docs/other.md#a (not followed)"_s);
        QTest::keyClick(fixture.rendered, Qt::Key_Tab); // there is no other link
        QCOMPARE(fixture.rendered->accessibleDescription(), usual);
    }

    void linksAreReachedByKeys()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(linking(u"https://example.org/"_s));
        QTRY_COMPARE(fixture.rendered->toPlainText(), u"link"_s);
        QVERIFY(QTest::qWaitForWindowActive(&fixture.pane));
        fixture.rendered->setFocus(Qt::TabFocusReason);
        fixture.questions.answerButton(1);
        QTest::keyClick(fixture.rendered, Qt::Key_Tab);
        QTest::keyClick(fixture.rendered, Qt::Key_Return);
        QCOMPARE(fixture.confirmed.size(), 1);
        QVERIFY(fixture.rendered->hasFocus());
        QTest::keyClick(fixture.rendered, Qt::Key_Tab); // there is no other link
        QVERIFY(!fixture.rendered->hasFocus());
    }

    void linesGoToTheirSource()
    {
        Fixture fixture(*m_theme);
        fixture.pane.setContent(writer());
        fixture.choose(1);
        fixture.text->setFocus();
        for (const qint64 offset : {0, 9, 10, 22}) { // of the lines; one ends with CR LF
            QTest::keyClick(fixture.text, Qt::Key_Return);
            QCOMPARE(fixture.sources.last().at(1).toLongLong(), offset);
            QTest::keyClick(fixture.text, Qt::Key_Down);
        }
    }

    void holdsInEveryLook()
    {
        test::ScriptedUserDialogs questions;
        PreviewPane pane(*m_theme, questions);
        test::expectGoodLooks(pane, *m_theme, {320, 420}, u"preview-none"_s);
        PreviewContent shown = content(
            u"writer"_s, "text",
            u"<h1>Backend Engineer</h1><p>You implement server-side services, business logic and "
            "data access. See <a href=\"https://example.org\">the guide</a>.</p>"
            "<h2>Operating principles</h2><ul><li><strong>Correctness first.</strong> Validate "
            "input at the boundary.</li><li>Design for <code>observability</code>.</li></ul>"
            "<blockquote>Quoted words.</blockquote><pre><code>make test\n</code></pre>"
            "<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\"><tr><th>a</th><th>b</th></tr>"
            "<tr><td>1</td><td>2</td></tr></table>"_s);
        pane.setContent(shown);
        QTRY_VERIFY(pane.renderedText().contains(u"Operating"_s));
        test::expectGoodLooks(pane, *m_theme, {320, 520}, u"preview"_s);
        pane.setContent(content(u"large"_s, QByteArray("# line\n").repeated(60'000), {}));
        test::expectGoodLooks(pane, *m_theme, {320, 420}, u"preview-text"_s);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestPreviewPane)
#include "tst_previewpane.moc"
