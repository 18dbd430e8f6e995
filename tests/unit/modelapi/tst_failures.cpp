#include "modelapi/answerdialect.h"
#include "modelapi/proxyroute.h"
#include "modelapi/retry.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QDateTime noon(QDate(2026, 11, 28), QTime(12, 0), QTimeZone::UTC);

Failure failureOf(int status, const QByteArray &body, const QList<HttpHeader> &headers = {})
{
    return failureOfAnswer(u"api.example.org"_s, {status, headers}, body, "sk-secret-1", noon);
}

RetryPolicy handTurned()
{
    return {2, [](int number) { return std::chrono::milliseconds(100 * (number + 1)); },
            [] { return noon; }};
}

} // namespace

class FailuresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAreClassified_data();
    void answersAreClassified()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(FailureKind, kind);
        QFETCH(bool, isRetried);
        const Failure failure = failureOf(status, body);
        QCOMPARE(failure.kind, kind);
        QCOMPARE(failure.status, status);
        QVERIFY(failure.error.message.contains(u"api.example.org"));
        QCOMPARE(retryWait(failure, 1, handTurned()).has_value(), isRetried);
    }

    void theMessageSaysWhatHappenedAndWhatTheServerSaid()
    {
        const Failure failure = failureOf(
            400,
            R"({"error":{"message":"Unsupported parameter","code":"unsupported_parameter","param":"temperature"}})",
            {{"X-Request-Id", "req_7"}});
        QCOMPARE(failure.error.message,
                 u"api.example.org does not accept the request. Change the connection's parameters "
                 "or the messages. The server says: “Unsupported parameter” It is about the "
                 "parameter “temperature”."_s);
        QCOMPARE(failure.parameter, u"temperature"_s);
        QCOMPARE(failure.requestId, u"req_7"_s);
        QCOMPARE(failure.error.detail, u"HTTP 400, request req_7"_s);
    }

    void aRefusalSaysWhatToDo()
    {
        QCOMPARE(
            failureOf(400, R"({"error":{"message":"x","code":"content_filter"}})").error.message,
            u"api.example.org refuses this content by its rules. Change the prompt or the "
            "messages; sending the same again does not help. The server says: “x”"_s);
    }

    void aServersTextIsHarmless()
    {
        const QString text = shownServerText(u"a\x1b]0;x\a \u202Eb\u200B\n\nc"_s, {});
        QCOMPARE(text, u"a\\u{1b}]0;x\\u{7} \\u{202e}b\\u{200b} c"_s);
        QCOMPARE(shownServerText(
                     u"<!DOCTYPE html><style>p{}</style><h1>502</h1><p>Bad <b>Gateway"_s, {}),
                 u"502 Bad Gateway"_s);
        for (const QString &long_ :
             {QString(9000, u'x'), QString(5000, u'ä'), u"🦉"_s.repeated(3000)}) {
            const QByteArray shown = shownServerText(long_, {}).toUtf8();
            QVERIFY(shown.size() <= 4096);
            QVERIFY(shown.size() > 4080);
            QVERIFY(!shown.contains("\xef\xbf\xbd"));
        }
    }

    void theKeyIsNeverRepeated_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("plain") << QByteArray("key sk/secret+1= is bad");
        QTest::newRow("json") << QByteArray(R"({"error":{"message":"key sk/secret+1= is bad"}})");
        QTest::newRow("escaped slash") << QByteArray(R"({"error":"key sk\/secret+1= is bad"})");
        QTest::newRow("percent") << QByteArray("GET /x?key=sk%2Fsecret%2B1%3D");
        QTest::newRow("base64") << QByteArray("Basic c2svc2VjcmV0KzE9");
        QTest::newRow("in the request id") << QByteArray("x");
    }
    void theKeyIsNeverRepeated()
    {
        QFETCH(QByteArray, body);
        const Failure failure = failureOfAnswer(u"h"_s, {401, {{"request-id", "sk/secret+1="}}},
                                                body, "sk/secret+1=", noon);
        for (const QString &text : {failure.error.message, failure.error.detail,
                                    QString::fromUtf8(failure.body), failure.requestId}) {
            QVERIFY2(!text.contains(u"secret"), qPrintable(text));
            QVERIFY2(!text.contains(u"c2svc2VjcmV0KzE9"), qPrintable(text));
        }
    }

    void otherKeysAreHiddenToo()
    {
        QCOMPARE(shownServerText(u"Incorrect API key provided: sk-proj-abcdefgh12345."_s, "other"),
                 u"Incorrect API key provided: [key]"_s);
    }

    void onlyTwoKibibytesOfTheBodyAreKept()
    {
        QCOMPARE(failureOf(500, QByteArray(100000, 'x')).body.size(), 2048);
    }

    void theServersWaitIsObeyed_data()
    {
        QTest::addColumn<QList<HttpHeader>>("headers");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("wait");
        const auto row = [](const char *name, const QList<HttpHeader> &headers, int wait,
                            const QByteArray &body = {}) {
            QTest::newRow(name) << headers << body << wait;
        };
        row("none", {}, 100);
        row("milliseconds", {{"retry-after-ms", "250"}, {"retry-after", "9"}}, 250);
        row("seconds", {{"Retry-After", "2"}}, 2000);
        row("a date", {{"retry-after", "Sat, 28 Nov 2026 12:00:05 GMT"}}, 5000);
        row("a date gone by", {{"retry-after", "Sat, 28 Nov 2026 11:00:00 GMT"}}, 0);
        row("nonsense", {{"retry-after", "soon"}}, 100);
        row("negative", {{"retry-after", "-5"}}, 100);
        row("a minute", {{"retry-after", "60"}}, 60000);
        row("too long", {{"retry-after", "61"}}, -1);
        row("told not to", {{"x-should-retry", "false"}}, -1);
        row("in the body", {}, 26000,
            R"({"error":{"status":"RESOURCE_EXHAUSTED","message":"x","details":[{"retryDelay":"26s"}]}})");
    }
    void theServersWaitIsObeyed()
    {
        QFETCH(QList<HttpHeader>, headers);
        QFETCH(QByteArray, body);
        QFETCH(int, wait);
        const auto decided = retryWait(failureOf(429, body, headers), 1, handTurned());
        QCOMPARE(decided ? static_cast<int>(decided->count()) : -1, wait);
    }

    void thereAreTwoRetries()
    {
        const Failure failure = failureOf(529, "");
        QCOMPARE(retryWait(failure, 1, handTurned()), 100ms);
        QCOMPARE(retryWait(failure, 2, handTurned()), 200ms);
        QCOMPARE(retryWait(failure, 3, handTurned()), std::nullopt);
    }

    void theUsualBackoffDoublesUpToEightSeconds()
    {
        const RetryPolicy policy = usualRetryPolicy();
        for (int number = 0; number < 40; ++number) {
            const double full = std::min(500.0 * static_cast<double>(1LL << number), 8000.0);
            const auto wait = static_cast<double>(policy.backoff(number).count());
            QVERIFY(wait <= full && wait >= full * 0.75 - 1);
        }
    }

    void errorsInAStreamAreClassified()
    {
        const auto kind = [](const ServerError &error) {
            return failureOfEvent(u"h"_s, {200, {}}, error, {}).kind;
        };
        QCOMPARE(kind({u"overloaded_error"_s, {}, {}, {}, {}, false}), FailureKind::Overloaded);
        QCOMPARE(kind({{}, u"rate_limit_exceeded"_s, {}, {}, {}, false}), FailureKind::RateLimited);
        QCOMPARE(kind({}), FailureKind::Server);
        QCOMPARE(kind({{}, {}, {}, {}, {}, true}), FailureKind::Protocol);
    }

    void anErrorInAStreamIsKnownByItsNumber_data();
    void anErrorInAStreamIsKnownByItsNumber()
    {
        QFETCH(QByteArray, event);
        QFETCH(FailureKind, kind);
        const auto error = serverErrorIn(QJsonDocument::fromJson(event).object());
        QVERIFY(error);
        const Failure failure = failureOfEvent(u"h"_s, {200, {}}, *error, {});
        QCOMPARE(failure.kind, kind);
        QCOMPARE(failure.retryAfter, error->retryAfter);
    }

    void theProxyComesFromTheEnvironment_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("proxy");
        const auto row = [](const char *name, const QStringList &variables, const QString &url,
                            const QString &proxy) {
            QTest::newRow(name) << variables << url << proxy;
        };
        row("none", {}, u"https://a.org"_s, {});
        row("https", {u"https_proxy=http://me:secret@p.org:3128"_s}, u"https://a.org"_s,
            u"p.org:3128 (from https_proxy)"_s);
        row("by TLS", {u"https_proxy=https://me:secret@p.org"_s}, u"https://a.org"_s,
            u"https://p.org:443 (from https_proxy)"_s);
        row("for http only", {u"http_proxy=p.org:3128"_s}, u"https://a.org"_s, {});
        row("without a scheme", {u"http_proxy=p.org:3128"_s}, u"http://a.org"_s,
            u"p.org:3128 (from http_proxy)"_s);
        row("not HTTP_PROXY", {u"HTTP_PROXY=p.org:3128"_s}, u"http://a.org"_s, {});
        row("for all", {u"ALL_PROXY=socks5://p.org"_s}, u"https://a.org"_s,
            u"p.org:1080 (from ALL_PROXY)"_s);
        row("but for", {u"https_proxy=p.org"_s, u"no_proxy=b.org, .a.org"_s}, u"https://x.a.org"_s,
            {});
        row("but for itself", {u"https_proxy=p.org"_s, u"no_proxy=a.org:443"_s}, u"https://a.org"_s,
            {});
        row("not but for", {u"https_proxy=p.org"_s, u"no_proxy=a.org"_s}, u"https://ba.org"_s,
            u"p.org:80 (from https_proxy)"_s);
        row("but for all", {u"https_proxy=p.org"_s, u"no_proxy=*"_s}, u"https://a.org"_s, {});
        row("this machine", {u"http_proxy=p.org"_s}, u"http://127.0.0.1:8080"_s, {});
    }
    void theProxyComesFromTheEnvironment()
    {
        QFETCH(QStringList, variables);
        QFETCH(QString, url);
        QProcessEnvironment environment;
        for (const QString &variable : variables) {
            environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
        }
        const auto route = proxyRoute({}, QUrl(url), environment);
        QTEST(route ? shownProxy(*route) : QString(), "proxy");
    }

    void theSettingsProxyIsTaken()
    {
        const ProxyChoice own{ProxyChoice::Kind::Socks5, u"p.org"_s, 1080};
        QProcessEnvironment environment;
        environment.insert(u"https_proxy"_s, u"other.org"_s);
        QCOMPARE(shownProxy(*proxyRoute(own, QUrl(u"https://a.org"_s), environment)),
                 u"p.org:1080"_s);
        QVERIFY(!proxyRoute(own, QUrl(u"http://localhost:1"_s), environment));
        QVERIFY(
            !proxyRoute({ProxyChoice::Kind::None, {}, 0}, QUrl(u"https://a.org"_s), environment));
    }
};

// Out of the class: moc counts the braces in raw strings.
void FailuresTest::anErrorInAStreamIsKnownByItsNumber_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<FailureKind>("kind");
    using enum FailureKind;
    const auto row = [](const char *name, const QByteArray &event, FailureKind kind) {
        QTest::newRow(name) << event << kind;
    };
    const QByteArray router = R"({"id":"gen-1","error":{"code":%,"message":"x"},)"
                              R"("choices":[{"index":0,"finish_reason":"error"}]})";
    for (const auto &[code, kind] :
         {std::pair("402", Billing), std::pair("403", Authentication), std::pair("408", TimedOut),
          std::pair("429", RateLimited), std::pair("502", Server), std::pair("503", Overloaded),
          std::pair("200", Server), std::pair("600", Server)}) {
        row(code, QByteArray(router).replace("%", code), kind);
    }
    row("as a text", R"({"error":{"code":"429","message":"x"}})", RateLimited);
    row("the name counts more", R"({"error":{"code":429,"type":"insufficient_quota"}})", Billing);
    row("vLLM", R"({"object":"error","message":"x","type":"BadRequestError","code":400})",
        BadRequest);
    row("vLLM's name", R"({"object":"error","message":"x","type":"NotFoundError","code":null})",
        NotFound);
    row("moderation",
        R"({"error":{"code":403,"message":"x","metadata":{"reasons":["violence"],"flagged_input":"y"}}})",
        Refused);
    row("told to wait",
        R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"2s"}]}})",
        RateLimited);
}

void FailuresTest::answersAreClassified_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<bool>("isRetried");
    const auto row = [](const char *name, int status, const QByteArray &body, FailureKind kind,
                        bool isRetried) {
        QTest::newRow(name) << status << body << kind << isRetried;
    };
    using enum FailureKind;
    row("anthropic key", 401,
        R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})",
        Authentication, false);
    row("openai key", 401,
        R"({"error":{"message":"Incorrect API key","type":"invalid_request_error","code":"invalid_api_key"}})",
        Authentication, false);
    row("gemini key", 400,
        R"({"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT","details":[{"@type":"x","reason":"API_KEY_INVALID"}]}})",
        Authentication, false);
    row("forbidden", 403, "", Authentication, false);
    row("payment", 402, R"({"error":{"type":"billing_error","message":"x"}})", Billing, false);
    row("quota", 429,
        R"({"error":{"message":"x","type":"insufficient_quota","code":"insufficient_quota"}})",
        Billing, false);
    row("spend limit", 429,
        R"({"type":"error","error":{"type":"rate_limit_error","message":"x","details":{"error_code":"tier_spend_limit"}}})",
        Billing, false);
    row("model", 404, R"({"error":{"message":"x","code":"model_not_found"}})", NotFound, false);
    row("ollama model", 404, R"({"error":"model 'x' not found"})", NotFound, false);
    row("deployment", 404, R"({"error":{"code":"DeploymentNotFound","message":"x"}})", NotFound,
        false);
    row("too long", 400,
        R"({"error":{"message":"x","code":"context_length_exceeded","param":"messages"}})", TooLong,
        false);
    row("window full", 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"x","details":{"error_code":"model_context_window_exceeded"}}})",
        TooLong, false);
    row("suspended", 403,
        R"({"error":{"code":403,"message":"x","status":"PERMISSION_DENIED","details":[{"reason":"CONSUMER_SUSPENDED"}]}})",
        Authentication, false);
    row("content filter", 400,
        R"({"error":{"message":"x","type":null,"param":"prompt","code":"content_filter","status":400}})",
        Refused, false);
    row("content policy", 403, R"({"error":{"message":"x","code":"ResponsibleAIPolicyViolation"}})",
        Refused, false);
    row("llama too long", 400,
        R"({"error":{"code":400,"message":"x","type":"exceed_context_size_error","n_ctx":512}})",
        TooLong, false);
    row("413", 413, "", TooLong, false);
    row("bad request", 400,
        R"({"error":{"message":"x","code":"unsupported_parameter","param":"temperature"}})",
        BadRequest, false);
    row("422", 422, "{}", BadRequest, false);
    row("conflict", 409, "{}", BadRequest, true);
    row("rate limit", 429, R"({"error":{"message":"x","code":"rate_limit_exceeded"}})", RateLimited,
        true);
    row("gemini rate limit", 429,
        R"({"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED"}})", RateLimited, true);
    row("overloaded", 529,
        R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
        Overloaded, true);
    row("503", 503,
        R"({"error":{"type":"unavailable_error","message":"Loading model","code":503}})",
        Overloaded, true);
    row("server", 500, R"({"error":{"message":"x","type":"server_error"}})", Server, true);
    row("page of a proxy", 502, "<html><body>502 Bad Gateway</body></html>", Server, true);
    row("gateway", 504, "", TimedOut, true);
    row("half a JSON", 500, R"({"error":{"mess)", Server, true);
}

QTEST_GUILESS_MAIN(FailuresTest)
#include "tst_failures.moc"
