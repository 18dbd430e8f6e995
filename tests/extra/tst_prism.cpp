#include "everyrequest.h"
#include "modelapi/httpjob.h"
#include "modelpeers.h"
#include "modelserver.h"
#include "scratchfolder.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <functional>

using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto key = "sk-test-4711";
const QString prism = u"prism/node_modules/.bin/prism"_s;
const QString story = u"Once upon a time"_s;

/// Behind Prism is what the description has at its root.
QString baseUrl(ConnectionType type, int port)
{
    const bool hasVersion = type != ConnectionType::Anthropic && type != ConnectionType::Gemini;
    return u"http://127.0.0.1:%1%2"_s.arg(port).arg(hasVersion ? u"/v1"_s : QString());
}

/// How the judge answers: nothing means 200.
std::optional<Failure> judged(const ConnectionSettings &settings, HttpRequest http,
                              QByteArrayView withKey)
{
    if (settings.type
        == ConnectionType::Azure) { // the one thing that it does otherwise than OpenAI
        http.keyHeader = "Authorization";
        http.keyPrefix = "Bearer ";
    }
    RetryPolicy once = usualRetryPolicy();
    once.retries = 0;
    HttpJob job(settings, http, once);
    std::optional<std::optional<Failure>> end;
    int status = 0;
    QObject::connect(&job, &HttpJob::headArrived, &job,
                     [&status](const AnswerHead &head) { status = head.status; });
    QObject::connect(&job, &HttpJob::finished, &job,
                     [&end](const std::optional<Failure> &failure) { end = failure; });
    job.start(withKey);
    if (!QTest::qWaitFor([&end] { return end.has_value(); }, 60000)) {
        qWarning("the judge gives no answer");
        return Failure{};
    }
    return *end || status == 200 ? *end : Failure{};
}

/// The same without what it asks, or with a limit that no such API takes.
HttpRequest broken(HttpRequest http, ConnectionType type)
{
    QJsonObject body = QJsonDocument::fromJson(http.body).object();
    if (type == ConnectionType::OpenAiResponses) {
        body.insert(u"max_output_tokens"_s, 4);
    } else {
        body.remove(type == ConnectionType::Gemini ? u"contents"_s : u"messages"_s);
    }
    http.body = QJsonDocument(body).toJson();
    return http;
}

QJsonArray reply(const QString &type, const QByteArray &text)
{
    return {head(200, type, {}, u"length:%1"_s.arg(text.size())), sent(text)};
}

QByteArray shownVerdict(const QString &name, const Failure &failure)
{
    return name.toUtf8() + " — HTTP " + QByteArray::number(failure.status) + ' ' + failure.body
        + failure.error.message.toUtf8();
}

} // namespace

/// Prism, which judges requests by the providers' own descriptions as they arrive, headers and
/// addresses included. Ollama has no description.
class PrismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (fetchedPeer(prism).isEmpty()) {
            QSKIP("Prism is not there; packaging/dev test-extra fetches it");
        }
        for (const auto apis = describedApis(); const DescribedApi &each : apis) {
            const QString name = each.description + u".json"_s;
            QFile file(referenceFile(u"openapi/"_s + name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            // Where two forms of a message fit at once, as with every image for Responses, that is
            // no fault of the message.
            m_folder.write(name, file.readAll().replace("\"oneOf\"", "\"anyOf\""));
        }
    }

    void everyRequestIsAccepted_data() { apis(); }
    void everyRequestIsAccepted()
    {
        QFETCH(ConnectionType, type);
        QFETCH(QString, version);
        PeerProcess judge;
        const int port = started(judge, {u"mock"_s});
        QVERIFY(port > 0);
        QByteArray faults;
        int count = 0;
        for (auto requests = everyRequest(type, version); NamedRequest & named : requests) {
            named.settings.baseUrl = baseUrl(type, port);
            const auto http = describedRequest(named);
            if (!http) {
                QVERIFY2(named.isCount && type == ConnectionType::Azure, qPrintable(named.name));
                continue;
            }
            ++count;
            if (const auto failure = judged(named.settings, *http, key)) {
                faults += '\n' + shownVerdict(named.name, *failure);
            }
        }
        QVERIFY2(faults.isEmpty(), faults.constData());
        QVERIFY(count > 20);
        qInfo("%d requests", count);
    }

    /// A judge that lets everything pass proves nothing.
    void brokenRequestsAreRefused_data() { apis(); }
    void brokenRequestsAreRefused()
    {
        QFETCH(ConnectionType, type);
        PeerProcess judge;
        const int port = started(judge, {u"mock"_s});
        QVERIFY(port > 0);
        const ConnectionSettings settings = connectionTo(port);
        const HttpRequest good = answerRequest(settings, asking(settings, story)).value();
        QVERIFY(!judged(settings, good, key));
        const auto status = [&](const HttpRequest &http, QByteArrayView withKey) {
            return judged(settings, http, withKey).value_or(Failure{}).status;
        };
        QCOMPARE(status(good, {}), 401);
        QCOMPARE(status(broken(good, type), key), 422);
        if (type == ConnectionType::Anthropic) {
            HttpRequest broken = good;
            broken.headers.removeIf(
                [](const HttpHeader &header) { return header.name == "anthropic-version"; });
            QCOMPARE(status(broken, key), 422);
        }
    }

    void whatIsJudgedIsAnswered_data()
    {
        // Azure's header for the key is in no description.
        apis([](ConnectionType type) { return type != ConnectionType::Azure; });
    }
    void whatIsJudgedIsAnswered()
    {
        QFETCH(ConnectionType, type);
        PeerProcess llama;
        PeerProcess judge;
        ModelServer gemini;
        const bool isGemini = type == ConnectionType::Gemini;
        const int peerPort = isGemini ? gemini.port() : freePort();
        if (isGemini) {
            // Prism cannot read the mock's answers over a connection that stays open.
            const QByteArray text = R"({"candidates":[{"content":{"role":"model","parts":[{"text":)"
                                    R"("Hi"}]},"finishReason":"STOP","index":0}]})";
            (void)gemini.replying(u"v1beta"_s,
                                  {reply(u"text/event-stream"_s, "data: " + text + "\n\n"),
                                   reply(u"application/json"_s, text)});
        } else if (fetchedPeer(u"llama"_s).isEmpty()) {
            QSKIP("llama-server is not there; packaging/dev test-extra fetches it");
        } else {
            QVERIFY(startLlamaServer(llama, peerPort, u"story.jinja"_s,
                                     {u"-c"_s, u"512"_s, u"-np"_s, u"1"_s}));
        }
        const int port =
            started(judge, {u"proxy"_s, u"--errors"_s}, {u"http://127.0.0.1:%1"_s.arg(peerPort)});
        QVERIFY(port > 0);
        ConnectionSettings settings = connectionTo(port);
        settings.parameters.maxOutputTokens = 40;
        for (const Delivery delivery : {Delivery::Stream, Delivery::Whole}) {
            ModelRequest request = asking(settings, story);
            request.delivery = delivery;
            const Conversation talk = talked(settings, request, llamaKey);
            QVERIFY2(!talk.outcome.failure,
                     shownVerdict({}, talk.outcome.failure.value_or(Failure{})));
            QVERIFY(!talk.outcome.answer.text.isEmpty());
        }
        const HttpRequest good = answerRequest(settings, asking(settings, story)).value();
        const auto failure = judged(settings, broken(good, type), llamaKey);
        QVERIFY(failure);
        QCOMPARE(failure->status, 422);
        if (isGemini) {
            QCOMPARE(gemini.requestCount(), 2); // the broken one did not come through
        }
    }

private:
    static void apis(const std::function<bool(ConnectionType)> &isWanted = {})
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("api");
        for (const auto all = describedApis(); const DescribedApi &each : all) {
            if (!isWanted || isWanted(each.type)) {
                QTest::newRow(each.name) << each.type << each.version << each.description;
            }
        }
    }

    static ConnectionSettings connectionTo(int port)
    {
        QFETCH(ConnectionType, type);
        QFETCH(QString, version);
        ConnectionSettings settings;
        settings.type = type;
        settings.apiVersion = version;
        settings.baseUrl = baseUrl(type, port);
        settings.modelId = u"gpt-4o"_s;
        return settings;
    }

    /// Its port, for the description of this row; 0: it did not start.
    int started(PeerProcess &judge, const QStringList &form, const QStringList &behind = {}) const
    {
        QFETCH(QString, api);
        const int port = freePort();
        const QStringList arguments = QStringList{fetchedPeer(prism)} + form
            + QStringList{u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(port),
                          m_folder.path(api + u".json"_s)}
            + behind;
        return judge.start(u"node"_s, arguments, port) ? port : 0;
    }

    ScratchFolder m_folder;
};

QTEST_GUILESS_MAIN(PrismTest)
#include "tst_prism.moc"
