#include "modelapi/ssedecoder.h"
#include "sourcefolder.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>
#include <QTest>

using namespace hermes;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace {

QJsonArray vectors()
{
    QFile file(test::sourceFolder() + u"/../shared/reference/sse-vectors.json"_s);
    return file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.readAll()).object().value("cases"_L1).toArray()
        : QJsonArray();
}

/// Of long data the vectors say how long it is.
QJsonArray shortened(const QJsonArray &events)
{
    QJsonArray json;
    for (const auto &value : events) {
        QJsonObject event = value.toObject();
        if (const qsizetype length = event.value("data"_L1).toString().size(); length > 10000) {
            event.remove("data"_L1);
            event.insert("data_length"_L1, length);
        }
        json.append(event);
    }
    return json;
}

QJsonArray decoded(const QList<QByteArray> &pieces)
{
    SseDecoder decoder({16LL * 1024 * 1024, 16LL * 1024 * 1024, 16LL * 1024 * 1024});
    QJsonArray json;
    for (const QByteArray &piece : pieces) {
        for (const auto events = decoder.feed(piece); const SseEvent &event : events) {
            // Not QString::fromUtf8(): it takes a BOM away.
            const auto text = [](const QByteArray &bytes) {
                return QString(
                    QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom)
                        .decode(bytes));
            };
            json.append(QJsonObject{{u"event"_s, text(event.name)},
                                    {u"data"_s, text(event.data)},
                                    {u"id"_s, text(event.lastId)}});
        }
    }
    return shortened(json);
}

} // namespace

/// The decoder against events that two conforming parsers delivered.
class SseVectorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVectorHoldsForEveryCut_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QJsonArray>("events");
        for (const auto cases = vectors(); const auto &each : cases) {
            const QJsonValue generate = each["generate"_L1];
            const QString made = generate["prefix"_L1].toString()
                + generate["repeat"_L1].toString().repeated(generate["times"_L1].toInt())
                + generate["suffix"_L1].toString();
            QTest::newRow(qPrintable(each["id"_L1].toString() + u' ' + each["name"_L1].toString()))
                << QByteArray::fromBase64(each["bytes_base64"_L1].toString().toLatin1())
                    + made.toUtf8()
                << each["events"_L1].toArray();
        }
    }
    void everyVectorHoldsForEveryCut()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QJsonArray, events);
        QCOMPARE(decoded({bytes}), events);
        QList<QByteArray> single;
        for (const char byte : bytes) {
            single.append(QByteArray(1, byte));
        }
        QCOMPARE(decoded(single), events);
        // A stream of a megabyte is cut at a thousand places.
        const qsizetype stride = std::max<qsizetype>(bytes.size() / 1000, 1);
        for (qsizetype cut = 0; cut <= bytes.size(); cut += stride) {
            QCOMPARE(decoded({bytes.first(cut), bytes.sliced(cut)}), events);
        }
    }

    void thereAreVectors() { QVERIFY(vectors().size() >= 52); }
};

QTEST_GUILESS_MAIN(SseVectorsTest)
#include "tst_ssevectors.moc"
