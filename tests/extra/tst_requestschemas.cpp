#include "everyrequest.h"
#include "sourcefolder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120000; ///< ms

/// Where the description has the address.
QString pathIn(const NamedRequest &named, const QUrl &url)
{
    QString path = url.path();
    switch (named.settings.type) {
    case ConnectionType::Azure: // the same API behind another prefix
        return path.sliced(QLatin1StringView("/openai").size());
    case ConnectionType::Gemini:
        return u"/v1beta/models/{model}"_s + path.sliced(path.indexOf(u':'));
    default:
        return path;
    }
}

} // namespace

/// Every request that the program builds is valid by the provider's own description.
class RequestSchemasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRequestIsValid_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("api");
        for (const auto apis = describedApis(); const DescribedApi &each : apis) {
            QTest::newRow(each.name) << each.type << each.version << each.description;
        }
    }

    void everyRequestIsValid()
    {
        QFETCH(ConnectionType, type);
        QFETCH(QString, version);
        QFETCH(QString, api);
        QByteArray lines;
        int count = 0;
        for (const auto requests = everyRequest(type, version);
             const NamedRequest &named : requests) {
            const auto http = describedRequest(named);
            if (named.isCount && type == ConnectionType::Azure) {
                QVERIFY(!http); // there is no such request
                continue;
            }
            QVERIFY2(http, qPrintable(named.name));
            const QJsonObject body = QJsonDocument::fromJson(http->body).object();
            QVERIFY2(!body.isEmpty(), qPrintable(named.name));
            lines += QJsonDocument(QJsonObject{{u"api"_s, api},
                                               {u"path"_s, pathIn(named, http->url)},
                                               {u"name"_s, named.name},
                                               {u"body"_s, body}})
                         .toJson(QJsonDocument::Compact)
                + '\n';
            ++count;
        }
        QList<QJsonObject> verdicts;
        judge(lines, verdicts);
        QCOMPARE(verdicts.size(), count);
        QStringList faults;
        for (const QJsonObject &verdict : std::as_const(verdicts)) {
            for (const auto found = verdict.value("faults"_L1).toArray();
                 const auto &fault : found) {
                faults.append(verdict.value("name"_L1).toString() + u" — "_s + fault.toString());
            }
        }
        QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
    }

    /// A judge that lets everything pass proves nothing.
    void theJudgeFindsFaults()
    {
        QList<QJsonObject> verdicts;
        judge(
            R"({"api":"anthropic-2026-10-21","path":"/v1/messages","name":"a","body":{"model":"m","max_tokens":1,"temperature":1,"messages":[{"role":"user","content":"Hi"}]}})"
            "\n"
            R"({"api":"openai","path":"/v1/chat/completions","name":"b","body":{"model":"m","temperature":9,"messages":[{"role":"user","content":"Hi"}]}})"
            "\n"
            R"({"api":"gemini","path":"/v1beta/models/{model}:generateContent","name":"c","body":{"systemInstruction":{}}})"
            "\n",
            verdicts);
        QCOMPARE(verdicts.size(), 3);
        for (const QJsonObject &verdict : std::as_const(verdicts)) {
            QVERIFY2(!verdict.value("faults"_L1).toArray().isEmpty(),
                     qPrintable(verdict.value("name"_L1).toString()));
        }
    }

private:
    static void judge(const QByteArray &lines, QList<QJsonObject> &verdicts)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(u"python3"_s,
                      {sourceFolder() + u"/tests/extra/requestjudge"_s,
                       sourceFolder() + u"/../shared/reference/openapi"_s});
        process.write(lines);
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(patience));
        QCOMPARE(process.exitCode(), 0);
        for (const auto all = process.readAllStandardOutput().trimmed().split('\n');
             const QByteArray &line : all) {
            verdicts.append(QJsonDocument::fromJson(line).object());
        }
    }
};

QTEST_GUILESS_MAIN(RequestSchemasTest)
#include "tst_requestschemas.moc"
