#include "modelapi/filelimits.h"
#include "modelapi/jsonwriter.h"
#include "modelapi/requests.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView pdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

ConnectionSettings connectionOf(ConnectionType type)
{
    ConnectionSettings settings;
    settings.type = type;
    settings.modelId = u"story"_s;
    if (type == ConnectionType::Azure) {
        settings.baseUrl = u"https://r.openai.azure.com/openai/v1/"_s;
    }
    return settings;
}

Turn questionWithDocument(const QString &text)
{
    Turn turn;
    turn.text = text;
    turn.documents = {{u"report.pdf"_s, u"application/pdf"_s, pdf.toByteArray()}};
    return turn;
}

QByteArray bodyOf(ConnectionType type, const Turn &turn)
{
    const ConnectionSettings settings = connectionOf(type);
    const auto http = answerRequest(settings, requestFor(settings, "S", {turn}));
    return http ? http->body : http.error().message.toUtf8();
}

} // namespace

/// PDFs in the requests of each API.
class DocumentsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachApiHasItsForm_data();
    void eachApiHasItsForm()
    {
        QFETCH(ConnectionType, type);
        QFETCH(QByteArray, form);
        form.replace("DATA", pdf.toByteArray().toBase64());
        const QByteArray body = bodyOf(type, questionWithDocument(u"Read"_s));
        QVERIFY2(body.contains(form), body);
        QVERIFY2(QJsonDocument::fromJson(body).isObject(), body);
        QVERIFY(hasDocumentForm(type));
    }

    void aloneTheyHaveNoEmptyText()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            if (hasDocumentForm(type)) {
                const QByteArray body = bodyOf(type, questionWithDocument({}));
                QVERIFY2(body.contains(pdf.toByteArray().toBase64())
                             && !body.contains(R"("text":"")"),
                         body);
            }
        }
    }

    void whereThereIsNoFormNothingIsSent()
    {
        const ConnectionSettings settings = connectionOf(ConnectionType::Ollama);
        const auto refused =
            answerRequest(settings, requestFor(settings, "S", {questionWithDocument(u"Read"_s)}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(refused.error().message.contains(u"Nothing was sent"_s),
                 qPrintable(refused.error().message));
        QVERIFY(!hasDocumentForm(ConnectionType::Ollama));
    }

    void anthropicsTitleIsNeitherEmptyNorTooLong()
    {
        Turn turn = questionWithDocument(u"Read"_s);
        turn.documents[0].name.clear();
        QVERIFY(!bodyOf(ConnectionType::Anthropic, turn).contains("title"));
        turn.documents[0].name = QString(600, u'n');
        const QByteArray body = bodyOf(ConnectionType::Anthropic, turn);
        QCOMPARE(QJsonDocument::fromJson(body)["messages"_L1][0]["content"_L1][0]["title"_L1]
                     .toString()
                     .size(),
                 500);
    }

    void whatIsShownHasNoLongBase64()
    {
        Turn turn = questionWithDocument(u"Read \"this\\"_s);
        turn.documents[0].bytes += QByteArray(3000, 'x');
        const QByteArray encoded = turn.documents[0].bytes.toBase64();
        for (const ConnectionType type : {ConnectionType::Anthropic, ConnectionType::OpenAiChat}) {
            const ConnectionSettings settings = connectionOf(type);
            const auto http = answerRequest(settings, requestFor(settings, "S", {turn}));
            QVERIFY(http && http->body.contains(encoded));
            const QString shown = asHttpText(*http);
            QVERIFY2(shown.contains(QString::fromLatin1(encoded.first(32)) + u"… ("_s),
                     qPrintable(shown));
            QVERIFY2(!shown.contains(QString::fromLatin1(encoded.first(40))), qPrintable(shown));
            QVERIFY2(shown.contains(u"Read \\\"this\\\\"_s), qPrintable(shown));
            QVERIFY(asCurl(*http).contains(QString::fromLatin1(encoded))); // it is to be run
        }
    }

    void otherLongTextsStay()
    {
        for (const QByteArray &text :
             {QByteArray("word ").repeated(1000), QByteArray("data:") + QByteArray(3000, 'a'),
              QByteArray(1000, 'a')}) {
            const QByteArray json = "{\"a\":\"" + text + "\",\"b\":[\"\\\"\",\"c\"]}";
            QCOMPARE(withoutLongBase64(json), json);
        }
        QCOMPARE(withoutLongBase64("{\"a\":\"" + QByteArray(2000, 'a') + "\",\"b\":1}"),
                 "{\"a\":\"" + QByteArray(32, 'a') + "… (2,000 characters of base64)\",\"b\":1}");
    }
};

// Out of the class: moc counts the braces in raw strings.
void DocumentsTest::eachApiHasItsForm_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QByteArray>("form");
    const QByteArray chat =
        R"([{"type":"file","file":{"filename":"report.pdf","file_data":"data:application/pdf;base64,DATA"}},{"type":"text","text":"Read"}])";
    QTest::newRow("Anthropic")
        << ConnectionType::Anthropic
        << QByteArray(
               R"([{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"DATA"},"title":"report.pdf"},{"type":"text","text":"Read"}])");
    QTest::newRow("Responses")
        << ConnectionType::OpenAiResponses
        << QByteArray(
               R"([{"type":"input_file","filename":"report.pdf","file_data":"data:application/pdf;base64,DATA"},{"type":"input_text","text":"Read"}])");
    QTest::newRow("Chat") << ConnectionType::OpenAiChat << chat;
    QTest::newRow("compatible") << ConnectionType::OpenAiCompatible << chat;
    QTest::newRow("Azure") << ConnectionType::Azure << chat;
    QTest::newRow("Gemini")
        << ConnectionType::Gemini
        << QByteArray(
               R"([{"inlineData":{"mimeType":"application/pdf","data":"DATA"}},{"text":"Read"}])");
}

QTEST_GUILESS_MAIN(DocumentsTest)
#include "tst_documents.moc"
