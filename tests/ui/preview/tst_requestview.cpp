#include "preview/jsonhtml.h"
#include "preview/jsonstring.h"
#include "preview/renderedview.h"
#include "preview/requestview.h"
#include "preview/textview.h"
#include "widgets/copybutton.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "workspace/testsendprompt.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using modelapi::ConnectionType;
using preview::RequestTarget;
using preview::RequestView;

namespace {

QList<RequestTarget> targets()
{
    QList<RequestTarget> made;
    for (const auto &[name, type] : {std::pair(u"Mine"_s, ConnectionType::Anthropic),
                                     std::pair(u"Other"_s, ConnectionType::OpenAiChat)}) {
        modelapi::ConnectionSettings settings;
        settings.type = type;
        made.append({name.toLower(), name, settings});
    }
    made.first().settings.parameters.temperature = 0.5; // refused by the API's newest version
    return made;
}

/// As they are offered without a connection.
QList<RequestTarget> providers()
{
    QList<RequestTarget> made;
    for (const auto &[name, type] : {std::pair(u"OpenAI"_s, ConnectionType::OpenAiChat),
                                     std::pair(u"Anthropic"_s, ConnectionType::Anthropic)}) {
        modelapi::ConnectionSettings settings;
        settings.type = type;
        made.append({{}, name, settings});
    }
    return made;
}

struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : view(theme), shown(&view, &RequestView::requestShown)
    {
        view.resize(380, 500);
        view.show();
        view.setTargets(targets());
    }

    void show(const QByteArray &prompt, const QString &model)
    {
        view.setPrompt(prompt, model, {});
        QTRY_VERIFY(!shown.isEmpty() && view.body()->toPlainText().contains(model));
    }
    /// Where a place of the body's text is seen.
    [[nodiscard]] QPoint pointOf(qsizetype place) const
    {
        const QSize size = view.body()->viewport()->size();
        for (int y = 0; y < size.height(); y += 3) {
            for (int x = 0; x < size.width(); ++x) {
                if (view.body()->placeAt({x, y}) == place) {
                    return {x, y};
                }
            }
        }
        return {-1, -1};
    }
    [[nodiscard]] QString labels() const
    {
        QStringList texts;
        for (const auto all = view.findChildren<QLabel *>(); const QLabel *label : all) {
            texts.append(label->isVisible() ? label->text() : QString());
        }
        return texts.join(u'\n');
    }
    [[nodiscard]] widgets::CopyButton *button(int index) const
    {
        return view.findChildren<widgets::CopyButton *>().at(index);
    }

    RequestView view;
    QSignalSpy shown;
};

} // namespace

class TestRequestView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfJsonHaveTheirColours_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("html");
        const auto row = [](const char *name, const QByteArray &line, const QString &html) {
            QTest::newRow(name) << line << u"<pre class=\"line\">%1</pre>"_s.arg(html);
        };
        row("key and string", "  \"a\": \"b\",",
            u"  <span class=\"key\">&quot;a&quot;</span>: <span class=\"string\">&quot;b&quot;</span>,"_s);
        row("quote within", "\"a\\\"}: <b>\"",
            u"<span class=\"string\">&quot;a\\&quot;}: &lt;b&gt;&quot;</span>"_s);
        row("number", "-1.5e+3", u"<span class=\"number\">-1.5e+3</span>"_s);
        row("word", "[true]", u"[<span class=\"word\">true</span>]"_s);
        row("string without end", "\"a\\", u"<span class=\"string\">&quot;a\\</span>"_s);
    }
    void linesOfJsonHaveTheirColours()
    {
        QFETCH(QByteArray, line);
        const QList<assembly::RenderedBlock> blocks = preview::jsonBlocks(line);
        QCOMPARE(blocks.size(), 1);
        QTEST(blocks.first().html, "html");
    }

    void theBodyIsThatOfTheConnection()
    {
        Fixture fixture(m_theme);
        fixture.show("# A \"b\"\n", u"claude-sonnet-4-6"_s);
        QVERIFY2(fixture.labels().contains(u"POST https://api.anthropic.com/v1/messages"),
                 qPrintable(fixture.labels()));
        QVERIFY2(fixture.labels().contains(u"temperature"), qPrintable(fixture.labels()));
        QVERIFY(fixture.view.body()->toPlainText().contains(u"\"# A \\\"b\\\"\\n\""));
        QTest::mouseClick(fixture.button(0), Qt::LeftButton);
        const QByteArray body = QApplication::clipboard()->text().toUtf8();
        QVERIFY(body.contains("\"# A \\\"b\\\"\\n\""));
        QCOMPARE(QJsonDocument::fromJson(body).object().value("model"_L1).toString(),
                 u"claude-sonnet-4-6"_s);
    }

    void whatTheCatalogSaysIsLeftOut()
    {
        Fixture fixture(m_theme);
        fixture.view.setKnownModels(
            {},
            registry::readModelTable(R"({"format":1,"source":"2026-11-01","providers":{"x":{)"
                                     R"("models":{"stern":{"temperature":false}}}}})")
                .value());
        QList<RequestTarget> some = targets();
        some.first().settings.type = ConnectionType::OpenAiCompatible;
        some.first().settings.baseUrl = u"https://example.org/v1"_s;
        fixture.view.setTargets(some);
        fixture.show("Prompt", u"stern"_s);
        QTRY_VERIFY2(fixture.labels().contains(u"temperature"), qPrintable(fixture.labels()));
        QVERIFY(!fixture.view.body()->toPlainText().contains(u"temperature"));
        fixture.show("Prompt", u"mild"_s);
        QTRY_VERIFY(fixture.view.body()->toPlainText().contains(u"\"temperature\": 0.5"));
    }

    void theDefinitionsToolsAreInIt()
    {
        Fixture fixture(m_theme);
        fixture.view.setPrompt("Prompt", u"claude-sonnet-4-6"_s,
                               workspace::declaredTools({u"Read"_s, u"Bash(git *)"_s}));
        QTRY_VERIFY(fixture.view.body()->toPlainText().contains(u"\"tools\""));
        for (const int copied : {0, 1}) { // body and command
            QTest::mouseClick(fixture.button(copied), Qt::LeftButton);
            const QString text = QApplication::clipboard()->text();
            QVERIFY2(text.contains(u"\"Read\"") && text.contains(u"\"Bash\""), qPrintable(text));
        }
        fixture.view.setPrompt("Prompt", u"claude-sonnet-4-6"_s, {});
        QTRY_VERIFY(!fixture.view.body()->toPlainText().contains(u"\"tools\""));
    }

    void aClickInThePromptTellsItsByte()
    {
        Fixture fixture(m_theme);
        const QByteArray prompt = "\"A\"\n\t\u00e9 \U0001F600 \x01 needle\nand more";
        fixture.show(prompt, u"claude-sonnet-4-6"_s);
        const QSignalSpy told(&fixture.view, &RequestView::promptActivated);
        const QString shown = fixture.view.body()->toPlainText();
        QTest::mouseClick(fixture.view.body()->viewport(), Qt::LeftButton, {},
                          fixture.pointOf(shown.indexOf(u"needle"_s) + 3));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.last().first().toLongLong(), prompt.indexOf("needle") + 3);
        const QSignalSpy clicked(fixture.view.body(), &preview::RenderedView::blockActivated);
        QTest::mouseClick(fixture.view.body()->viewport(), Qt::LeftButton, {},
                          fixture.pointOf(shown.indexOf(u"Your message"_s) + 3));
        QTRY_COMPARE(clicked.size(), 1);
        QCOMPARE(told.size(), 1); // nowhere in the prompt
    }

    void escapesStandForTheirBytes_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<qint64>("size");
        QTest::newRow("plain") << QByteArray("ab\u00e9") << 4LL;
        QTest::newRow("short escape") << QByteArray("\\n\\\"\\\\") << 3LL;
        QTest::newRow("code unit") << QByteArray("\\u0001\\u00e9\\u4f60") << 6LL;
        QTest::newRow("pair") << QByteArray("\\ud83d\\ude00") << 4LL;
        QTest::newRow("cut") << QByteArray("a\\") << 1LL;
        QTest::newRow("cut code unit") << QByteArray("a\\u00") << 1LL;
    }
    void escapesStandForTheirBytes()
    {
        QFETCH(QByteArray, written);
        QTEST(preview::decodedSize(written), "size");
    }

    void anotherConnectionHasAnotherBody()
    {
        Fixture fixture(m_theme);
        fixture.show("Prompt", u"gpt-5.4"_s);
        auto *choice = fixture.view.findChild<QComboBox *>();
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        QTRY_VERIFY2(fixture.labels().contains(u"/chat/completions"), qPrintable(fixture.labels()));
        QTRY_VERIFY(fixture.view.body()->toPlainText().contains(u"\"messages\""));
        fixture.view.setTargets(QList<RequestTarget>{{u"new"_s, u"New"_s, {}}} + targets());
        QCOMPARE(choice->currentText(), u"Other"_s); // it stays chosen
        QList<RequestTarget> renamed = targets();
        renamed.last().name = u"Renamed"_s;
        fixture.view.setTargets(renamed);
        QCOMPARE(choice->currentText(), u"Renamed"_s);
        fixture.view.setTargets(targets().first(1)); // it is gone
        QCOMPARE(choice->currentText(), u"Mine"_s);
    }

    void whatNobodyChoseIsAsAtAFreshStart()
    {
        Fixture fixture(m_theme);
        fixture.view.setTargets(providers());
        const auto *choice = fixture.view.findChild<QComboBox *>();
        QCOMPARE(choice->currentText(), u"OpenAI"_s);
        fixture.view.setTargets(targets() + providers());
        QCOMPARE(choice->currentText(), u"Mine"_s);
    }

    void theFirstConnectionTakesItsProvidersPlace()
    {
        Fixture fixture(m_theme);
        fixture.view.setTargets(providers());
        auto *choice = fixture.view.findChild<QComboBox *>();
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(choice->currentText(), u"Anthropic"_s);
        const QList<RequestTarget> mine = targets().first(1);
        const QList<RequestTarget> other = targets().last(1);
        fixture.view.setTargets(other + providers()); // to another provider
        QCOMPARE(choice->currentText(), u"Anthropic"_s);
        fixture.view.setTargets(other + mine + providers());
        QCOMPARE(choice->currentText(), u"Mine"_s);
        // Who chooses the provider now wants to see that.
        QTest::keyClick(choice, Qt::Key_End);
        QCOMPARE(choice->currentText(), u"Anthropic"_s);
        fixture.view.setTargets(mine + other + providers());
        QCOMPARE(choice->currentText(), u"Anthropic"_s);
    }

    void theCommandHasNoKey()
    {
        Fixture fixture(m_theme);
        fixture.show("It's", u"claude-sonnet-4-6"_s);
        QTest::mouseClick(fixture.button(1), Qt::LeftButton);
        const QString command = QApplication::clipboard()->text();
        QVERIFY2(command.startsWith(u"curl"), qPrintable(command));
        QVERIFY2(command.contains(u"$API_KEY"), qPrintable(command));
    }

    void whatCannotBeAskedIsTold()
    {
        Fixture fixture(m_theme);
        fixture.view.setPrompt("Prompt", {}, {});
        QTRY_VERIFY2(fixture.labels().contains(u"model"), qPrintable(fixture.labels()));
        QVERIFY(!fixture.button(0)->isEnabled());
        QVERIFY(!fixture.button(1)->isEnabled());
    }

    void nothingIsMadeUnseen()
    {
        RequestView view(m_theme);
        const QSignalSpy shown(&view, &RequestView::requestShown);
        view.setTargets(targets());
        view.setPrompt("Prompt", u"m"_s, {});
        QTest::qWait(50);
        QCOMPARE(shown.size(), 0);
        view.show();
        QTRY_VERIFY(view.body()->toPlainText().contains(u"Prompt"));
    }

    void aLargeRequestIsPlainText()
    {
        Fixture fixture(m_theme);
        const QByteArray prompt =
            QByteArray("Line with \"quotes\" \u00e9.\n").repeated(20'000) + "The needle is last.\n";
        fixture.view.setPrompt(prompt, u"claude-sonnet-4-6"_s, {});
        auto *plain = fixture.view.findChild<preview::TextView *>();
        QTRY_VERIFY(plain->isVisible());
        QTRY_VERIFY(plain->toPlainText().contains(u"The needle is last."));
        QVERIFY2(fixture.labels().contains(u"without colours"), qPrintable(fixture.labels()));
        QVERIFY(plain->toPlainText().contains(u"\"model\": \"claude-sonnet-4-6\""));
        QVERIFY(plain->document()->blockCount() > 20'000); // no line that is laid out for seconds
        QTest::mouseClick(fixture.button(0), Qt::LeftButton);
        const QByteArray body = QApplication::clipboard()->text().toUtf8();
        QCOMPARE(
            QJsonDocument::fromJson(body).object().value("system"_L1).toString().toUtf8().size(),
            prompt.size());
        QVERIFY(fixture.button(1)->isEnabled());
        const QSignalSpy told(&fixture.view, &RequestView::promptActivated);
        plain->moveCursor(QTextCursor::Start);
        QVERIFY(plain->find(u"needle"_s));
        QTest::keyClick(plain, Qt::Key_Return);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.last().first().toLongLong(), prompt.indexOf("needle") + 6);
        fixture.show("Small", u"claude-sonnet-4-6"_s); // colours again
        QTRY_VERIFY(fixture.view.body()->isVisible());
    }

    void jsonIsBrokenWhereThePromptIs()
    {
        const QByteArray json = "[\"x\\n\\\\n\\\"y\\n\"]";
        const preview::BrokenJson broken = preview::brokenJson(json);
        QCOMPARE(QByteArray(broken.text).replace('\n', ""), json);
        QCOMPARE(broken.breaks.size(), 2); // an escaped backslash before an n is no break
        QCOMPARE(broken.offsetOf(broken.text.indexOf('y')), json.indexOf('y'));
        const preview::BrokenJson large = preview::brokenJson(QByteArray("\u00e9").repeated(5000));
        QVERIFY(large.breaks.size() >= 4);
        QVERIFY(QUtf8StringView(large.text).isValidUtf8());
    }

    void holdsInEveryLook()
    {
        Fixture fixture(m_theme);
        fixture.show("# Backend Engineer\n\nYou implement services.\n", u"claude-sonnet-4-6"_s);
        test::expectGoodLooks(fixture.view, m_theme, {320, 420}, u"request"_s);
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestRequestView)
#include "tst_requestview.moc"
