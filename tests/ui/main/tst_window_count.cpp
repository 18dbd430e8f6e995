#include "preview/previewpane.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/buttons.h"
#include "widgets/theme.h"
#include "workspace/providercount.h"

#include "workspace/measuredcount.h"

#include <QApplication>
#include <QJsonDocument>
#include <QMenu>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace hermes;
using test::head;
using test::RegistryFixture;
using test::sent;
using test::step;
using test::TestSendFixture;
using test::WindowFixture;

namespace {

const QString json = u"application/json"_s;

/// The same answer to each of several requests.
QJsonArray answering(int status, const QByteArray &body)
{
    const QJsonArray reply{head(status, json), sent(body), step(u"end"_s)};
    QJsonArray replies;
    for (int i = 0; i < 3; ++i) {
        replies.append(QJsonValue(reply));
    }
    return replies;
}

} // namespace

/// Tokens counted by a provider, on demand, in the real window.
class TestWindowCount final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_fixture = std::make_unique<TestSendFixture>(m_theme);
        window().window().resize(1440, 900);
    }
    void cleanup() { m_fixture.reset(); }

    void nothingIsOfferedWithoutAServerThatCounts()
    {
        open();
        QVERIFY(!button()->isVisible());
        workspace::Connection ollama;
        ollama.id = u"o"_s;
        ollama.name = u"Ollama"_s;
        ollama.settings.type = modelapi::ConnectionType::Ollama;
        QTRY_VERIFY(window().connections().isLoaded());
        window().connections().put(ollama);
        QVERIFY(!button()->isVisible());
    }

    void aProviderCountsWhenTheUserAgreed()
    {
        QByteArray manifest = m_fixture->registry().manifest();
        manifest.insert(manifest.indexOf('{') + 1, "\n  \"model\": \"story\",");
        m_fixture->registry().folder().write(RegistryFixture::manifestFile, manifest);
        m_fixture->connectTo(u"count"_s, answering(200, R"({"input_tokens": 240})"));
        open();
        QTRY_VERIFY(button()->isVisible());
        QCOMPARE(m_fixture->server().requestCount(), 0);
        window().dialogs().answerButton(0); // not agreed: nothing is sent
        choose();
        QTRY_VERIFY(window().dialogs().asked().contains(u"Count tokens"_s));
        QVERIFY(window().dialogs().lastText().contains(u"Local count"));
        QVERIFY(
            window().dialogs().lastText().contains(
                u"http://localhost:%1"_s.arg(m_fixture->server().port()))
            || window().dialogs().lastText().contains(u":%1"_s.arg(m_fixture->server().port())));
        QCOMPARE(m_fixture->server().requestCount(), 0);
        window().dialogs().answerButton(1);
        choose();
        QTRY_VERIFY2(shown().contains(u"Local count counts 240"), qPrintable(shown()));
        const auto requests = m_fixture->server().requests(u"count"_s);
        QCOMPARE(requests.size(), 1);
        QVERIFY2(requests.first().target.endsWith(u"responses/input_tokens"),
                 qPrintable(requests.first().target));
        QVERIFY(requests.first().body.contains("You write."));
        QVERIFY2(requests.first().body.contains("\"Read\""), "the tools are part of what is sent");
        QVERIFY2(shown().contains(u"tools and a message"), qPrintable(shown()));
        QVERIFY2(shown().contains(u"measured on 1 prompts"), qPrintable(shown()));
        QCOMPARE(window().settings().measuredCounts(u"story"_s).size(), 1);
        QCOMPARE(window().settings().measuredCounts(u"story"_s).first().provider, 240);
        // Once for each connection; a test-send asks all the same, as it costs something.
        const qsizetype asked = window().dialogs().asked().size();
        choose();
        QTRY_COMPARE(m_fixture->server().requests(u"count"_s).size(), 2);
        QCOMPARE(window().dialogs().asked().size(), asked);
        QCOMPARE(window().settings().agreedServer(u"connection-count"_s), QString());
        // Of another text nothing is said, nor of another document.
        QTRY_VERIFY(shown().contains(u"counts 240"));
        window().type(u"More."_s);
        QTRY_VERIFY(!shown().contains(u"counts 240"));
        QTRY_VERIFY(pane()->content().assembly.text.contains("More."));
        choose();
        QTRY_VERIFY(shown().contains(u"counts 240"));
        QVERIFY(window().openEntry({core::EntryKind::Agent, u"reader"_s}) != nullptr);
        QTRY_VERIFY(!shown().contains(u"counts 240"));
    }

    void theErrorOfAnEstimateIsMeasuredAndSaidWithItsSignAndDate_data()
    {
        QTest::addColumn<modelapi::ConnectionType>("type");
        QTest::addColumn<QString>("modelId");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("sign");
        using Type = modelapi::ConnectionType;
        const QString claude = u"claude-sonnet-4-6"_s;
        const QString gemini = u"gemini-2.5-pro"_s;
        QTest::newRow("Anthropic, too low")
            << Type::Anthropic << claude << QByteArray(R"({"input_tokens": 240})")
            << u"/v1/messages/count_tokens"_s << QByteArray("x-api-key") << u"\u2212"_s;
        QTest::newRow("Anthropic, too high")
            << Type::Anthropic << claude << QByteArray(R"({"input_tokens": 2})")
            << u"/v1/messages/count_tokens"_s << QByteArray("x-api-key") << u"+"_s;
        QTest::newRow("Gemini, too low")
            << Type::Gemini << gemini << QByteArray(R"({"totalTokens": 240})")
            << u"/v1beta/models/gemini-2.5-pro:countTokens"_s << QByteArray("x-goog-api-key")
            << u"\u2212"_s;
        QTest::newRow("Gemini, too high")
            << Type::Gemini << gemini << QByteArray(R"({"totalTokens": 2})")
            << u"/v1beta/models/gemini-2.5-pro:countTokens"_s << QByteArray("x-goog-api-key")
            << u"+"_s;
    }
    void theErrorOfAnEstimateIsMeasuredAndSaidWithItsSignAndDate()
    {
        QFETCH(const modelapi::ConnectionType, type);
        QFETCH(const QString, modelId);
        QFETCH(const QByteArray, answer);
        QFETCH(const QString, target);
        QFETCH(const QByteArray, header);
        QFETCH(const QString, sign);
        QByteArray manifest = m_fixture->registry().manifest();
        manifest.insert(manifest.indexOf('{') + 1, "\n  \"model\": \"" + modelId.toUtf8() + "\",");
        m_fixture->registry().folder().write(RegistryFixture::manifestFile, manifest);
        workspace::Connection connection;
        connection.id = u"provider"_s;
        connection.name = u"Provider"_s;
        connection.settings.type = type;
        connection.settings.baseUrl =
            m_fixture->server().replying(u"provider"_s, answering(200, answer));
        QTRY_VERIFY(window().connections().isLoaded());
        window().connections().put(connection);
        window().keys().useForSession(u"provider"_s, keys::Secret::copyOf("sk-session"));
        open();
        QTRY_VERIFY(button()->isVisible());
        QTRY_VERIFY2(shown().contains(u"(estimate"), qPrintable(shown()));
        window().dialogs().answerButton(1);
        chooseByKeys();
        QTRY_VERIFY2(shown().contains(u"Provider counts "), qPrintable(shown()));
        const QString day =
            window().settings().measuredCounts(modelId).last().day.toString(Qt::ISODate);
        const auto requests = m_fixture->server().requests(u"provider"_s);
        QCOMPARE(requests.size(), 1);
        QVERIFY2(requests.first().target.endsWith(target), qPrintable(requests.first().target));
        QCOMPARE(requests.first().header(header), "sk-session");
        QVERIFY(requests.first().body.contains("You write."));
        const auto error = workspace::errorOf(window().settings().measuredCounts(modelId));
        QCOMPARE(error.prompts, 1);
        QCOMPARE(error.percent < 0, sign == u"\u2212");
        const QString figure = QLocale().toString(std::abs(error.percent), 'f', 1);
        const QString words =
            u"(%1 %2 %, measured on 1 prompts, last on %3)"_s.arg(sign, figure, day);
        QTRY_VERIFY2(shown().contains(words), qPrintable(shown()));
        QVERIFY(!shown().contains(u"(estimate"));
        // It is that of the model, at the next start too.
        window().restart();
        window().window().resize(1440, 900);
        window().open(m_fixture->registry().root());
        open();
        QTRY_VERIFY2(shown().contains(words), qPrintable(shown()));
    }

    void aSecretIsCountedOnlyWithConsent()
    {
        m_fixture->registry().writePrompt("# Writer\n\nUse sk-"
                                          + QByteArray("ant-api03-a1B2c3D4e5F6g7H8.\n"));
        m_fixture->connectTo(u"count"_s, answering(200, R"({"input_tokens": 240})"));
        open();
        QTRY_VERIFY(button()->isVisible());
        QTRY_VERIFY(pane()->content().assembly.text.contains("sk-"));
        window().dialogs().answerButton(0);
        choose();
        QTRY_VERIFY(window().dialogs().asked().contains(u"Send a secret?"_s));
        QVERIFY(window().dialogs().lastText().contains(u"The prompt, line 3"));
        QVERIFY(!window().dialogs().lastText().contains(u"a1B2c3"));
        QVERIFY(!window().dialogs().asked().contains(u"Count tokens"_s));
        QCOMPARE(m_fixture->server().requestCount(), 0);
        window().dialogs().answerButton(1); // and agrees to the server, too
        window().dialogs().answerButton(1);
        choose();
        QTRY_VERIFY2(shown().contains(u"Local count counts 240"), qPrintable(shown()));
    }

    void whatIsSentIsWhatWasLookedThrough()
    {
        m_fixture->connectTo(u"count"_s, answering(200, R"({"input_tokens": 240})"));
        open();
        QTRY_VERIFY(button()->isVisible());
        window().dialogs().answerButton(1);
        window().dialogs().meanwhile([this] {
            window().type(u"sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8 "_s);
            QTRY_VERIFY(pane()->content().assembly.text.contains("a1B2c3D4e5F6g7H8 "));
        });
        choose();
        QTRY_VERIFY2(shown().contains(u"The prompt has changed meanwhile"), qPrintable(shown()));
        QCOMPARE(m_fixture->server().requestCount(), 0);
    }

    void aCountEndsWithTheLastTab()
    {
        m_fixture->connectTo(u"count"_s,
                             QJsonArray{QJsonValue(QJsonArray{head(200, json), step(u"hang"_s)})});
        open();
        QTRY_VERIFY(button()->isVisible());
        window().dialogs().answerButton(1);
        choose();
        QTRY_COMPARE(m_fixture->server().requestCount(), 1);
        QVERIFY(window().window().findChild<workspace::ProviderCount *>() != nullptr);
        window().action(mainwindow::ActionId::CloseDocument)->trigger();
        QTRY_VERIFY(window().window().findChild<workspace::ProviderCount *>() == nullptr);
    }

    void aCountOfTheBareTextIsToldAsOne()
    {
        const auto reply = [](int status, const QByteArray &body) {
            return QJsonValue(QJsonArray{head(status, json), sent(body), step(u"end"_s)});
        };
        m_fixture->connectTo(
            u"bare"_s,
            {reply(404, "404"), reply(404, "404"), reply(200, R"({"tokens":[1,2,3,4,5]})")});
        open();
        QTRY_VERIFY(button()->isVisible());
        window().dialogs().answerButton(1);
        choose();
        QTRY_VERIFY2(shown().contains(u"counts 5 for the bare text: what its chat template adds is "
                                      u"not in it."),
                     qPrintable(shown()));
        const auto requests = m_fixture->server().requests(u"bare"_s);
        QCOMPARE(requests.size(), 3);
        QVERIFY(requests.last().target.endsWith(u"/tokenize"));
    }

    void aServerThatDoesNotCountIsTold()
    {
        m_fixture->connectTo(u"none"_s, answering(404, R"({"error": "no such address"})"));
        open();
        QTRY_VERIFY(button()->isVisible());
        window().dialogs().answerButton(1);
        choose();
        QTRY_VERIFY2(shown().contains(u"does not count tokens"), qPrintable(shown()));
        QVERIFY(window().settings().measuredCounts(u"story"_s).isEmpty());
    }

private:
    WindowFixture &window() { return m_fixture->window(); }
    void open()
    {
        QVERIFY(window().openEntry(RegistryFixture::writer) != nullptr);
        QTRY_VERIFY(!pane()->content().id.id.isEmpty());
    }
    preview::PreviewPane *pane() { return window().window().findChild<preview::PreviewPane *>(); }
    widgets::PopupButton *button() { return pane()->findChild<widgets::PopupButton *>(); }
    void choose() { button()->menu()->actions().first()->trigger(); }
    /// Opens the list of those who count and takes the first.
    void chooseByKeys()
    {
        button()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button(), Qt::Key_Space);
        QTRY_VERIFY(button()->menu()->isVisible());
        QTest::keyClick(button()->menu(), Qt::Key_Down);
        QTest::keyClick(button()->menu(), Qt::Key_Return);
    }
    QString shown() { return window().shownTexts(); }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
};

QTEST_MAIN(TestWindowCount)
#include "tst_window_count.moc"
