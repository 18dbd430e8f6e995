#include "preview/renderedview.h"

#include "scratchfolder.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QTextBlock>

#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using preview::RenderedView;
using Place = RenderedView::Place;

namespace {

QString paragraphs(int first, int count)
{
    QString html;
    for (int number = first; number < first + count; ++number) {
        html += u"<p>Paragraph %1 with some words in it.</p>\n"_s.arg(number);
    }
    return html;
}

/// The view in a shown window.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : view(theme), shown(&view, &RenderedView::bodyShown)
    {
        view.resize(370, 500);
        view.show();
    }

    void show(const QString &html, Place place)
    {
        const qsizetype before = shown.size();
        view.setBody(html, place);
        QTRY_COMPARE_GT(shown.size(), before);
    }

    [[nodiscard]] QString topText() const { return view.cursorForPosition({40, 4}).block().text(); }

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
        fixture.show(u"<h1>Writer</h1><ul><li>One</li><li>Two</li></ul>"_s, Place::Start);
        QCOMPARE(fixture.view.toPlainText(), u"Writer\nOne\nTwo"_s);
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
        fixture.show(hostileHtml(folder.path(), u"http://127.0.0.1:%1"_s.arg(server.serverPort())),
                     Place::Start);
        const QTextBlock text = fixture.view.document()->begin();
        QVERIFY(text.charFormat().foreground().color() != QColor(0x12ab34));
        QCOMPARE_LT(fixture.view.document()->size().height(), 300); // no picture has its size
        const QImage picture = fixture.view.grab().toImage();
        for (int y = 0; y < picture.height(); y += 2) {
            for (int x = 0; x < picture.width(); x += 2) {
                QVERIFY(picture.pixelColor(x, y) != QColor(Qt::magenta));
            }
        }
        // Whoever asks the document or the view directly gets nothing either.
        const QUrl file = QUrl::fromLocalFile(folder.path(u"planted.png"_s));
        QVERIFY(fixture.view.document()->resource(QTextDocument::ImageResource, file).isValid());
        QVERIFY(fixture.view.document()
                    ->resource(QTextDocument::ImageResource, file)
                    .value<QImage>()
                    .width()
                < 2);
        QCOMPARE(connected.size(), 0);
    }

    // The same seen from outside: no system call opens what the prompt names.
    void nothingIsOpened()
    {
        if (qEnvironmentVariableIsSet("HERMES_HOSTILE_FOLDER")) {
            Fixture fixture(*m_theme);
            fixture.show(
                hostileHtml(qEnvironmentVariable("HERMES_HOSTILE_FOLDER"), u"http://127.0.0.1:9"_s),
                Place::Start);
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

    void clickOnALinkIsOnlyTold()
    {
        Fixture fixture(*m_theme);
        fixture.show(u"<p><a href=\"https://example.org/a\">link</a></p>"_s, Place::Start);
        const QSignalSpy clicked(&fixture.view, &QTextBrowser::anchorClicked);
        const QSignalSpy changed(&fixture.view, &QTextBrowser::sourceChanged);
        const QRect place = fixture.view.cursorRect(QTextCursor(fixture.view.document()));
        QTest::mouseClick(fixture.view.viewport(), Qt::LeftButton, {},
                          place.center() + QPoint(6, 0));
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(fixture.view.toPlainText(), u"link"_s);
    }

    void placeStaysWhenTextAboveChanges()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 200), Place::Start);
        fixture.view.verticalScrollBar()->setValue(1500);
        const QString top = fixture.topText();
        QVERIFY(top.contains(u"Paragraph"_s));
        QVERIFY(!top.contains(u"Paragraph 0 "_s));
        fixture.show(u"<p>New.</p><p>New.</p>"_s + paragraphs(0, 200), Place::Kept);
        QCOMPARE(fixture.topText(), top);
        fixture.show(paragraphs(0, 200), Place::Kept);
        QCOMPARE(fixture.topText(), top);
    }

    void placeStaysWhenTextBelowChanges()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 200), Place::Start);
        fixture.view.verticalScrollBar()->setValue(1500);
        const QString top = fixture.topText();
        fixture.show(paragraphs(0, 230), Place::Kept);
        QCOMPARE(fixture.topText(), top);
        QCOMPARE(fixture.view.verticalScrollBar()->value(), 1500);
    }

    void placeFarDownInALongTextStays()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 3000), Place::Start);
        QScrollBar *bar = fixture.view.verticalScrollBar();
        QTRY_COMPARE_GT(bar->maximum(), 60'000); // all is laid out
        bar->setValue(60'000);
        const QString top = fixture.topText();
        fixture.show(u"<p>New.</p>"_s + paragraphs(0, 3000), Place::Kept);
        QCOMPARE(fixture.topText(), top);
    }

    void anotherDefinitionBeginsAtItsStart()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 200), Place::Start);
        fixture.view.verticalScrollBar()->setValue(1500);
        fixture.show(paragraphs(0, 201), Place::Start);
        QCOMPARE(fixture.view.verticalScrollBar()->value(), 0);
    }

    void theSameTextKeepsTheSelection()
    {
        Fixture fixture(*m_theme);
        fixture.show(paragraphs(0, 5), Place::Start);
        fixture.view.setTextCursor(fixture.view.document()->find(u"Paragraph 3"_s));
        fixture.view.setBody(paragraphs(0, 5), Place::Kept);
        QTest::qWait(0);
        QCOMPARE(fixture.view.textCursor().selectedText(), u"Paragraph 3"_s);
    }

    void newestWins()
    {
        Fixture fixture(*m_theme);
        for (int round = 0; round < 20; ++round) {
            fixture.view.setBody(paragraphs(round, 100), Place::Kept);
        }
        fixture.view.setBody(u"<p>Newest.</p>"_s, Place::Kept);
        QTRY_COMPARE(fixture.view.toPlainText(), u"Newest."_s);
        QCOMPARE_LE(fixture.shown.size(), 2);
    }

    void closingWhileItIsReadIsSafe()
    {
        auto view = std::make_unique<RenderedView>(*m_theme);
        view->setBody(paragraphs(0, 5000), Place::Start);
        view.reset();
        Fixture fixture(*m_theme);
        fixture.show(u"<p>Other.</p>"_s, Place::Start); // the worker is free again
    }

    void coloursFollowTheTheme()
    {
        Fixture fixture(*m_theme);
        fixture.show(u"<p>A <a href=\"https://example.org\">link</a></p>"_s, Place::Start);
        const qsizetype before = fixture.shown.size();
        m_theme->setScheme(widgets::Theme::Scheme::Dark);
        QTRY_COMPARE_GT(fixture.shown.size(), before);
        QVERIFY(fixture.view.toHtml().contains(widgets::darkColors().accent.name()));
        m_theme->setScheme(widgets::Theme::Scheme::Light);
    }

    void stripeEndsWithTheText()
    {
        Fixture fixture(*m_theme);
        fixture.show(u"<p>One.</p>"_s, Place::Start);
        const QImage picture = fixture.view.viewport()->grab().toImage();
        const QColor stripe = m_theme->colors().agent;
        const int x = widgets::space::tiny + 1;
        QCOMPARE(picture.pixelColor(x, widgets::space::large + 8), stripe);
        QVERIFY(picture.pixelColor(x, 300) != stripe);
        fixture.view.setLayoutDirection(Qt::RightToLeft);
        const QImage mirrored = fixture.view.viewport()->grab().toImage();
        QCOMPARE(mirrored.pixelColor(mirrored.width() - 1 - x, widgets::space::large + 8), stripe);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestRenderedView)
#include "tst_renderedview.moc"
