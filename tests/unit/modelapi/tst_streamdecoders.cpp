#include "modelapi/ndjsondecoder.h"
#include "modelapi/ssedecoder.h"

#include <QTest>

using namespace hermes::core;
using namespace hermes::modelapi;

namespace {

QList<SseEvent> decoded(const QList<QByteArray> &pieces)
{
    SseDecoder decoder{StreamLimits{}};
    QList<SseEvent> events;
    for (const QByteArray &piece : pieces) {
        events += decoder.feed(piece);
    }
    return events;
}

QByteArray shown(const QList<SseEvent> &events)
{
    QByteArray text;
    for (const SseEvent &event : events) {
        text += event.name + '|' + event.data + '|' + event.lastId + '\n';
    }
    return text;
}

/// Every way to cut the stream in three, and every byte alone.
void compareEveryCut(const QByteArray &stream, const QByteArray &expected)
{
    QList<QByteArray> bytes;
    for (const char byte : stream) {
        bytes.append(QByteArray(1, byte));
    }
    QCOMPARE(shown(decoded(bytes)), expected);
    for (qsizetype first = 0; first <= stream.size(); ++first) {
        for (qsizetype second = first; second <= stream.size(); ++second) {
            const QByteArray found =
                shown(decoded({stream.first(first), stream.sliced(first, second - first),
                               stream.sliced(second)}));
            if (found != expected) {
                QFAIL(qPrintable(QStringLiteral("cut at %1 and %2").arg(first).arg(second)));
            }
        }
    }
}

} // namespace

class StreamDecodersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsAreTheSameForEveryCut_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("events");
        const auto row = [](const char *name, const QByteArray &stream, const QByteArray &events) {
            QTest::newRow(name) << stream << events;
        };
        row("one", "data: a\n\n", "message|a|\n");
        row("carriage returns", "data: a\r\rdata: b\r\r", "message|a|\nmessage|b|\n");
        row("both", "data: a\r\n\r\ndata: b\r\n\r\n", "message|a|\nmessage|b|\n");
        row("mixed", "data: a\r\ndata: b\ndata: c\r\n\n", "message|a\nb\nc|\n");
        row("BOM",
            "\xef\xbb\xbf"
            "data: a\n\n",
            "message|a|\n");
        row("BOM in the middle",
            "data: a\n\n\xef\xbb\xbf"
            "data: b\n\n",
            "message|a|\n");
        row("BOM in data", "data: \xef\xbb\xbf\n\n", "message|\xef\xbb\xbf|\n");
        row("comments", ": ping\n\n:\ndata: a\n: x\n\n", "message|a|\n");
        row("names", "event: x\ndata: a\n\ndata: b\n\n", "x|a|\nmessage|b|\n");
        row("ids stay", "id: 1\ndata: a\n\ndata: b\n\n", "message|a|1\nmessage|b|1\n");
        row("no data, no event", "event: x\n\ndata: b\n\n", "message|b|\n");
        row("empty data", "data\n\ndata:\ndata:\n\n", "message||\nmessage|\n|\n");
        row("one blank is taken off", "data:  a\n\n", "message| a|\n");
        row("unknown fields", "Data: a\nretry: 5\nx\n\n", "");
        row("cut off", "data: a\n\ndata: b\n", "message|a|\n");
        row("characters of four bytes", "data: \xf0\x9f\xa6\x89\xe2\x80\xa8x\n\n",
            "message|\xf0\x9f\xa6\x89\xe2\x80\xa8x|\n");
        row("half a character", "data: \xe2\x82\ndata: \xf0\x9f\x98x\xc0\xaf\n\n",
            "message|\xef\xbf\xbd\n\xef\xbf\xbdx\xef\xbf\xbd\xef\xbf\xbd|\n");
        row("no UTF-8",
            "data: a\xff"
            "b\n\n",
            "message|a\xef\xbf\xbd"
            "b|\n");
    }
    void eventsAreTheSameForEveryCut()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, events);
        compareEveryCut(stream, events);
    }

    void aLineBeyondItsLimitEndsTheStream()
    {
        SseDecoder decoder({16, 32, 1000});
        QCOMPARE(decoder.feed("data: 0\n\n: 67890123456789").size(), 1);
        QVERIFY(!decoder.failure());
        QVERIFY(decoder.feed("1").isEmpty());
        QVERIFY(decoder.failure());
        QCOMPARE(decoder.failure()->code, ErrorCode::TooLarge);
        QVERIFY(decoder.feed("\n\ndata: more\n\n").isEmpty());
    }

    void anEventBeyondItsLimitEndsTheStream()
    {
        SseDecoder decoder({16, 32, 1000});
        QVERIFY(decoder.feed("data: 123456789\ndata: 123456789\ndata: 123456789\n").isEmpty());
        QVERIFY(!decoder.failure());
        QVERIFY(decoder.feed("data: 123456789\n\n").isEmpty());
        QCOMPARE(decoder.failure()->code, ErrorCode::TooLarge);
    }

    void linesAreTheSameForEveryCut()
    {
        const QByteArray stream = "{\"a\":\"\xc3\xa4\"}\r\n\n  \n{\"b\":1}\n{\"c\":2}";
        const QList<QByteArray> expected{"{\"a\":\"\xc3\xa4\"}", "{\"b\":1}", "{\"c\":2}"};
        for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
            NdjsonDecoder decoder{StreamLimits{}};
            QList<QByteArray> lines = decoder.feed(stream.first(cut));
            lines += decoder.feed(stream.sliced(cut));
            lines += decoder.finish();
            QCOMPARE(lines, expected);
        }
    }

    void aJsonLineBeyondItsLimitEndsTheStream()
    {
        NdjsonDecoder decoder({4, 8, 1000});
        QCOMPARE(decoder.feed("1234\n12").size(), 1);
        QVERIFY(decoder.feed("345").isEmpty());
        QCOMPARE(decoder.failure()->code, ErrorCode::TooLarge);
    }
};

QTEST_GUILESS_MAIN(StreamDecodersTest)
#include "tst_streamdecoders.moc"
