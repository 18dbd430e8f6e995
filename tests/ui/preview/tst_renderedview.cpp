#include "preview/renderedview.h"

#include "scratchfolder.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QMutex>
#include <QProcess>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <cstdlib>
#include <memory>
#include <tuple>

using namespace Qt::StringLiterals;
using namespace hermes;
using preview::RenderedView;

namespace {

using Body = RenderedView::Body;

/// A block for each piece of HTML; each is 100 bytes of the text that it stands for.
Body bodyOf(const QStringList &htmls)
{
    Body body;
    for (const QString &html : htmls) {
        body.blocks.append({html, 100 * body.blocks.size(), 0});
        body.origins.append(preview::OriginRole::Prompt);
    }
    return body;
}

QStringList paragraphs(int first, int count)
{
    QStringList htmls;
    for (int number = first; number < first + count; ++number) {
        htmls.append(u"<p>Paragraph %1 with some words in it.</p>\n"_s.arg(number));
    }
    return htmls;
}

/// The view in a shown window.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : view(theme), shown(&view, &RenderedView::bodyShown)
    {
        view.resize(370, 500);
        view.show();
        // A window manager may give it another width, which lays all out anew.
        std::ignore = QTest::qWaitForWindowExposed(&view);
    }

    void show(const Body &body)
    {
        const qsizetype before = shown.size();
        view.setBody(body);
        QTRY_COMPARE_GT(shown.size(), before);
    }
    void show(const QStringList &htmls) { show(bodyOf(htmls)); }

    [[nodiscard]] QString topText() const
    {
        const QString text = view.blockTextAt({40, 4});
        return text.isEmpty() ? view.blockTextAt({40, 14}) : text; // between two blocks
    }
    /// The first place, in reading order, at which `isThere` holds.
    template <typename Predicate>
    [[nodiscard]] QPoint find(const Predicate &isThere) const
    {
        for (int y = 0; y < view.viewport()->height(); y += 3) {
            for (int x = 0; x < view.viewport()->width(); x += 3) {
                if (isThere(QPoint(x, y))) {
                    return {x, y};
                }
            }
        }
        return {-1, -1};
    }

    RenderedView view;
    QSignalSpy shown;
};

/// HTML that names everything that could be fetched from a folder and a server.
QString hostileHtml(const QString &folder, const QString &server)
{
    return u"<html><head><link rel=\"stylesheet\" href=\"file://%1/planted.css\">"
           "<style>@import url(\"file://%1/planted.css\"); body { background: url(\"%2/a.png\"); }"
           "</style></head><body background=\"file://%1/planted.png\"><p class=\"planted\">text</p>"
           "<img src=\"file://%1/planted.png\"><img src=\"%1/planted.png\"><img src=\"%2/b.png\">"
           "<img src=\"//127.0.0.1/share/c.png\"><img src=\"qrc:/icons/bot.svg\">"
           "<table background=\"file://%1/planted.png\"><tr><td>cell</td></tr></table>"
           "</body></html>"_s.arg(folder, server);
}

} // namespace

class TestRenderedView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void showsTheBody()
    {
        Fixture fixture(*m_theme);
        fixture.show({u"<h1>Writer</h1>"_s, u"<ul><li>One</li><li>Two</li></ul>"_s});
        QCOMPARE(fixture.view.toPlainText(), u"Writer\nOne\nTwo"_s);
    }

    void aSmallChangeIsShownAtOnceAndALargeOneByAWorker()
    {
        Fixture fixture(*m_theme);
        // One that comes with the text leaves less width, which lays all out anew.
        fixture.view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
        const QStringList many = paragraphs(0, 400);
        fixture.show(many);
        const qsizetype before = fixture.shown.size();
        QStringList edited = many;
        edited[200] = u"<p>Typed.</p>\n"_s;
        fixture.view.setBody(bodyOf(edited));
        QCOMPARE(fixture.shown.size(), before + 1);
        QVERIFY(fixture.view.toPlainText().contains(u"Typed."));
        // What is laid out for an older text does not come back over a newer one.
        fixture.view.setBody(bodyOf(paragraphs(1000, 400)));
        QCOMPARE(fixture.shown.size(), before + 1);
        fixture.view.setBody(bodyOf(edited));
        QCOMPARE(fixture.shown.size(), before + 2);
        fixture.show(paragraphs(2000, 400));
        QCOMPARE(fixture.shown.size(), before + 3);
        QVERIFY(fixture.view.toPlainText().contains(u"Paragraph 2000"));
    }

    void nothingIsLoaded()
    {
        const test::ScratchFolder folder;
        folder.write(u"planted.css"_s, "p { color: #12ab34; font-size: 99px; }");
        QImage planted(300, 300, QImage::Format_RGB32);
        planted.fill(Qt::magenta);
        QVERIFY(planted.save(folder.path(u"planted.png"_s)));
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QSignalSpy connected(&server, &QTcpServer::newConnection);
        Fixture fixture(*m_theme);
        fixture.show(
            {hostileHtml(folder.path(), u"http://127.0.0.1:%1"_s.arg(server.serverPort()))});
        QCOMPARE(fixture.view.verticalScrollBar()->maximum(), 0); // no picture has its size
        const QImage picture = fixture.view.grab().toImage();
        for (int y = 0; y < picture.height(); y += 2) {
            for (int x = 0; x < picture.width(); x += 2) {
                QVERIFY(picture.pixelColor(x, y) != QColor(Qt::magenta));
                QVERIFY(picture.pixelColor(x, y) != QColor(0x12ab34)); // the planted style
            }
        }
        QCOMPARE(connected.size(), 0);
    }

    // The same seen from outside: no system call opens what the prompt names.
    void nothingIsOpened()
    {
        if (qEnvironmentVariableIsSet("HERMES_HOSTILE_FOLDER")) {
            Fixture fixture(*m_theme);
            fixture.show({hostileHtml(qEnvironmentVariable("HERMES_HOSTILE_FOLDER"),
                                      u"http://127.0.0.1:9"_s)});
            fixture.view.grab();
            return;
        }
        const test::ScratchFolder folder;
        folder.write(u"planted.css"_s, "p { color: red; }");
        folder.write(u"planted.png"_s, "no picture");
        QProcess traced;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HERMES_HOSTILE_FOLDER"_s, folder.path());
        traced.setProcessEnvironment(environment);
        traced.start(u"strace"_s,
                     {u"-f"_s, u"-o"_s, folder.path(u"log"_s), u"-e"_s,
                      u"trace=open,openat,stat,newfstatat,statx,connect"_s,
                      QCoreApplication::applicationFilePath(), u"nothingIsOpened"_s});
        QVERIFY(traced.waitForFinished(120'000));
        QCOMPARE(traced.exitCode(), 0);
        const QByteArray log = folder.read(u"log"_s);
        QVERIFY(log.contains("openat(")); // it was traced at all
        QVERIFY2(!log.contains("planted"), "a planted file was looked at");
        QVERIFY2(!log.contains("AF_INET"), "a connection was made");
    }

    void codeThatIsSeenIsColoured()
    {
        Fixture fixture(*m_theme);
        QStringList asked;
        QMutex mutex;
        fixture.view.setCodeColors(
            [&](const QString &language, const QString &code, const widgets::ThemeColors &) {
                const QMutexLocker lock(&mutex);
                asked.append(language + u'|' + code);
                return language == u"known"
                    ? QList<widgets::CodeStretch>{{code.indexOf(u"MMMM"), 4, QColor(1, 2, 250)}}
                    : QList<widgets::CodeStretch>();
            });
        QStringList htmls{u"<p>Words</p>"_s,
                          u"<pre class=\"language-known\"><code>a\nif MMMM b</code></pre>"_s,
                          u"<pre class=\"language-other\"><code>MMMM</code></pre>"_s,
                          u"<pre><code>MMMM of no language</code></pre>"_s};
        htmls += paragraphs(0, 100);
        htmls.append(u"<pre class=\"language-known\"><code>below MMMM</code></pre>"_s);
        fixture.show(htmls);
        const auto colored = [&] {
            const QImage image = fixture.view.viewport()->grab().toImage();
            QHash<QString, int> lines; // pixels of that colour, by the words of their block
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 12; x < image.width(); ++x) { // beside the stripe
                    const QColor pixel = image.pixelColor(x, y); // letters have soft edges
                    if (pixel.blue() - std::max(pixel.red(), pixel.green()) > 60) {
                        ++lines[fixture.view.blockTextAt({x, y})];
                    }
                }
            }
            return lines;
        };
        QTRY_VERIFY(colored().value(u"a\nif MMMM b"_s) > 10);
        QCOMPARE(colored().size(), 1);
        {
            const QMutexLocker lock(&mutex);
            asked.removeDuplicates(); // a view that is laid out again may ask again
            asked.sort();
            QCOMPARE(asked, (QStringList{u"known|a\nif MMMM b"_s, u"other|MMMM"_s}));
        }
        QTest::keyClick(&fixture.view, Qt::Key_End);
        QTRY_VERIFY(colored().value(u"below MMMM"_s) > 10);
        QCOMPARE(fixture.view.toPlainText().count(u"MMMM"_s), 4); // the text is what it was
    }

    void clickOnALinkIsOnlyTold()
    {
        Fixture fixture(*m_theme);
        fixture.show({u"<p>A <a href=\"https://example.org/a\">link</a></p>"_s});
        const QSignalSpy clicked(&fixture.view, &RenderedView::linkActivated);
        const QSignalSpy gone(&fixture.view, &RenderedView::blockActivated);
        const QPoint link = fixture.find(
            [&](const QPoint &place) { return !fixture.view.linkAt(place).isEmpty(); });
        QVERIFY(link.x() > 0);
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {}, link + QPoint(2, 2));
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(clicked.first().first().toUrl(), QUrl(u"https://example.org/a"_s));
        QCOMPARE(gone.size(), 0);
        QCOMPARE(fixture.view.toPlainText(), u"A link"_s);
    }

    void clickTellsItsBlock()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 5));
        const QSignalSpy clicked(&fixture.view, &RenderedView::blockActivated);
        const QPoint third = fixture.find([&](const QPoint &place) {
            return fixture.view.blockTextAt(place).startsWith(u"Paragraph 3");
        });
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {}, third + QPoint(30, 4));
        QTRY_COMPARE(clicked.size(), 1);
        QCOMPARE(clicked.first().first().toLongLong(), 300);
    }

    void aDoubleClickSelectsAWordAndStays()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 5));
        const QSignalSpy clicked(&fixture.view, &RenderedView::blockActivated);
        const auto paragraph = [&](int number) {
            return fixture.find([&](const QPoint &place) {
                return fixture.view.blockTextAt(place).startsWith(u"Paragraph %1"_s.arg(number));
            }) + QPoint(30, 4);
        };
        QWidget *viewport = fixture.view.viewport();
        QTest::mouseDClick(viewport, Qt::LeftButton, {}, paragraph(3)); // both clicks
        QCOMPARE(fixture.view.selectedText(), u"Paragraph"_s);
        QTest::mouseClick(viewport, Qt::LeftButton, {}, paragraph(2)); // takes it back
        QCOMPARE(fixture.view.selectedText(), QString());
        QTest::mouseClick(viewport, Qt::LeftButton, {}, paragraph(1));
        QTRY_COMPARE(clicked.size(), 1);
        QCOMPARE(clicked.first().first().toLongLong(), 100);
    }

    void enterTellsTheBlockAtTheTop()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 200));
        const QSignalSpy told(&fixture.view, &RenderedView::blockActivated);
        fixture.view.showOffset(5000);
        QTest::keyClick(&fixture.view, Qt::Key_Return);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().first().toLongLong(), 5000);
        QTest::keyClick(&fixture.view, Qt::Key_Home);
        QCOMPARE(fixture.view.verticalScrollBar()->value(), 0);
        QTest::keyClick(&fixture.view, Qt::Key_End);
        QCOMPARE(fixture.view.verticalScrollBar()->value(),
                 fixture.view.verticalScrollBar()->maximum());
    }

    void offsetsAndPlacesAreEachOthersInverse()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 400));
        const QSignalSpy scrolled(&fixture.view, &RenderedView::scrolledByUser);
        for (const qint64 offset : {700, 1250, 20'000, 33'333}) {
            fixture.view.showOffset(offset);
            QCOMPARE(scrolled.size(), 0); // the program scrolled, not the user
        }
        const int place = fixture.view.verticalScrollBar()->value();
        QTest::keyClick(&fixture.view, Qt::Key_Down);
        QTest::keyClick(&fixture.view, Qt::Key_Up);
        QCOMPARE(fixture.view.verticalScrollBar()->value(), place);
        QCOMPARE(scrolled.size(), 2);
        // A pixel is about four bytes here.
        QCOMPARE_LE(std::abs(scrolled.last().first().toLongLong() - 33'333), 10);
    }

    void textIsSelectedAcrossBlocksAndCopied()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 3));
        const auto startOf = [&](const QString &text) {
            return fixture.find([&](const QPoint &place) {
                return fixture.view.blockTextAt(place).startsWith(text);
            });
        };
        const QPoint from(widgets::space::large, startOf(u"Paragraph 0"_s).y() + 6);
        const QPoint to(368, startOf(u"Paragraph 1"_s).y() + 6);
        QTest::mousePress(fixture.view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(fixture.view.viewport(), to);
        QTest::mouseRelease(fixture.view.viewport(), Qt::LeftButton, {}, to);
        QCOMPARE(fixture.view.selectedText(),
                 u"Paragraph 0 with some words in it.\nParagraph 1 with some words in it."_s);
        QTest::keyClick(&fixture.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), fixture.view.selectedText());
        QTest::keyClick(&fixture.view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(fixture.view.selectedText(), fixture.view.toPlainText());
        QTest::mouseDClick(fixture.view.viewport(), Qt::LeftButton, {}, from + QPoint(20, 0));
        QCOMPARE(fixture.view.selectedText(), u"Paragraph"_s);
    }

    void screenReadersReadIt()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 60));
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&fixture.view);
        QVERIFY(interface != nullptr);
        QCOMPARE(interface->role(), QAccessible::Document);
        QVERIFY(interface->state().readOnly);
        QAccessibleTextInterface *text = interface->textInterface();
        QVERIFY(text != nullptr);
        const QString whole = fixture.view.toPlainText();
        QCOMPARE(text->characterCount(), whole.size());
        QCOMPARE(text->text(0, 11), u"Paragraph 0"_s);
        const auto last = static_cast<int>(whole.indexOf(u"Paragraph 59"));
        text->setSelection(0, last, last + 12);
        QCOMPARE(fixture.view.selectedText(), u"Paragraph 59"_s);
        int start = 0;
        int end = 0;
        QCOMPARE(text->selectionCount(), 1);
        text->selection(0, &start, &end);
        QCOMPARE(start, last);
        QCOMPARE(end, last + 12);
        text->scrollToSubstring(last, last + 12);
        QVERIFY(fixture.view.verticalScrollBar()->value() > 0);
        const QRect there = text->characterRect(last);
        QCOMPARE(whole.sliced(text->offsetAtPoint(there.center()), 1).size(), 1);
        QVERIFY(text->offsetAtPoint(there.center()) >= last);
    }

    void blocksKeepTheDistanceOfOneText()
    {
        Fixture fixture(*m_theme);
        const QStringList htmls{u"<h1>A</h1>"_s, u"<h2>B</h2>"_s, u"<p>c</p>"_s,
                                u"<ul><li>d</li><li>e</li></ul>"_s, u"<p>f</p>"_s};
        fixture.show(htmls);
        const auto bottom = [&] {
            int last = 0;
            for (int y = 0; y < 400; ++y) {
                last = fixture.view.blockTextAt({60, y}).isEmpty() ? last : y;
            }
            return last;
        };
        const int apart = bottom();
        fixture.show({htmls.join(QString())});
        QCOMPARE_LE(std::abs(bottom() - apart), 2);
    }

    void placeStaysWhenTextAboveChanges()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 200));
        fixture.view.verticalScrollBar()->setValue(1500);
        const QString top = fixture.topText();
        QVERIFY(top.contains(u"Paragraph"_s));
        QVERIFY(!top.contains(u"Paragraph 0 "_s));
        fixture.show(QStringList{u"<p>New.</p>"_s, u"<p>New.</p>"_s} + paragraphs(0, 200));
        QCOMPARE(fixture.topText(), top);
        fixture.show(paragraphs(0, 200));
        QCOMPARE(fixture.topText(), top);
    }

    void placeStaysWhenTextBelowChanges()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 200));
        fixture.view.verticalScrollBar()->setValue(1500);
        const QString top = fixture.topText();
        fixture.show(paragraphs(0, 230));
        QCOMPARE(fixture.topText(), top);
        QCOMPARE(fixture.view.verticalScrollBar()->value(), 1500);
    }

    void placeFarDownInALongTextStays()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 3000));
        QScrollBar *bar = fixture.view.verticalScrollBar();
        QCOMPARE_GT(bar->maximum(), 60'000);
        bar->setValue(60'000);
        const QString top = fixture.topText();
        fixture.show(QStringList{u"<p>New.</p>"_s} + paragraphs(0, 3000));
        QCOMPARE(fixture.topText(), top);
    }

    void anotherDefinitionBeginsAtItsStart()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 200));
        fixture.view.verticalScrollBar()->setValue(1500);
        fixture.view.setBody(bodyOf(paragraphs(0, 2000)));
        fixture.view.showOffset(0); // it is not laid out yet
        fixture.view.setBody(bodyOf(paragraphs(0, 2001)));
        QTRY_VERIFY(fixture.view.toPlainText().contains(u"Paragraph 2000 "_s));
        QCOMPARE(fixture.view.verticalScrollBar()->value(), 0);
    }

    void whatIsWantedAtTheTopIsThereOnceItIsLaidOut()
    {
        Fixture fixture(*m_theme);
        fixture.view.setBody(bodyOf(paragraphs(0, 2000)));
        fixture.view.showOffset(100'000);
        QTRY_COMPARE(fixture.topText(), u"Paragraph 1000 with some words in it."_s);
    }

    void theSameTextKeepsTheSelection()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 5));
        fixture.view.selectAll();
        fixture.view.setBody(bodyOf(paragraphs(0, 5)));
        QTest::qWait(0);
        QCOMPARE(fixture.view.selectedText(), fixture.view.toPlainText());
    }

    void newestWins()
    {
        Fixture fixture(*m_theme);
        for (int round = 0; round < 20; ++round) {
            fixture.view.setBody(bodyOf(paragraphs(round, 100)));
        }
        fixture.view.setBody(bodyOf({u"<p>Newest.</p>"_s}));
        QTRY_COMPARE(fixture.view.toPlainText(), u"Newest."_s);
        QCOMPARE_LE(fixture.shown.size(), 2);
    }

    void closingWhileItIsReadIsSafe()
    {
        auto view = std::make_unique<RenderedView>(*m_theme);
        view->setBody(bodyOf(paragraphs(0, 5000)));
        view.reset();
        Fixture fixture(*m_theme);
        fixture.show({u"<p>Other.</p>"_s}); // the worker is free again
    }

    void coloursFollowTheTheme()
    {
        Fixture fixture(*m_theme);
        fixture.show({u"<p>A <code>word</code></p>"_s});
        const qsizetype before = fixture.shown.size();
        m_theme->setScheme(widgets::Theme::Scheme::Dark);
        QTRY_COMPARE_GT(fixture.shown.size(), before);
        const QImage picture = fixture.view.viewport()->grab().toImage();
        QVERIFY(fixture
                    .find([&](const QPoint &place) {
                        return picture.pixelColor(place) == widgets::darkColors().background;
                    })
                    .x()
                > 0); // under the code
        m_theme->setScheme(widgets::Theme::Scheme::Light);
    }

    void stripeEndsWithTheText()
    {
        Fixture fixture(*m_theme);
        fixture.show({u"<p>One.</p>"_s});
        const QImage picture = fixture.view.viewport()->grab().toImage();
        const QColor stripe = m_theme->colors().agent;
        const int x = widgets::space::tiny + 1;
        QCOMPARE(picture.pixelColor(x, widgets::space::large + 8), stripe);
        QVERIFY(picture.pixelColor(x, 300) != stripe);
        fixture.view.setLayoutDirection(Qt::RightToLeft);
        const QImage mirrored = fixture.view.viewport()->grab().toImage();
        QCOMPARE(mirrored.pixelColor(mirrored.width() - 1 - x, widgets::space::large + 8), stripe);
    }

    void originsHaveTheirColours()
    {
        Fixture fixture(*m_theme);
        Body body = bodyOf({u"<p>One.</p>"_s, u"<p>Two.</p>"_s, u"<p>Three.</p>"_s});
        body.origins[1] = preview::OriginRole::Fragment;
        fixture.show(body);
        const QImage picture = fixture.view.viewport()->grab().toImage();
        const auto stripeBeside = [&](const QString &text) {
            const QPoint place = fixture.find(
                [&](const QPoint &point) { return fixture.view.blockTextAt(point) == text; });
            return picture.pixelColor(widgets::space::tiny + 1, place.y() + 8);
        };
        QCOMPARE(stripeBeside(u"One."_s), m_theme->colors().agent);
        QCOMPARE(stripeBeside(u"Two."_s), m_theme->colors().mcp);
        QCOMPARE(stripeBeside(u"Three."_s), m_theme->colors().agent);
    }

    void linesWrapAnewWithTheWidth()
    {
        Fixture fixture(*m_theme);
        fixture.show({u"<p>%1</p>"_s.arg(u"word "_s.repeated(600))});
        const int narrow = fixture.view.verticalScrollBar()->maximum();
        QVERIFY(narrow > 0);
        fixture.view.resize(740, 500);
        QTRY_COMPARE_LT(fixture.view.verticalScrollBar()->maximum(), narrow / 2);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestRenderedView)
#include "tst_renderedview.moc"
