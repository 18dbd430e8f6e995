#include "search/blockcodec.h"
#include "search/gramfilter.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace hermes::search;
using namespace Qt::StringLiterals;

namespace {

/// Unpacks into a buffer with guard bytes around it. nullopt if it is refused.
std::optional<QByteArray> unpacked(const QByteArray &bytes, qsizetype size)
{
    const QByteArray stored = bytes + QByteArray(codecSlack, '\0');
    QByteArray room(size + codecSlack + 8, '!');
    const bool isGood = unpack(QByteArrayView(stored).first(bytes.size()), room.data(), size);
    if (!room.endsWith("!!!!!!!!")) {
        qFatal("written outside");
    }
    return isGood ? std::optional(room.first(size)) : std::nullopt;
}

QByteArray randomText(QRandomGenerator &random, int size, int alphabet)
{
    QByteArray text;
    while (text.size() < size) {
        if (text.size() > 8 && random.bounded(3) == 0) { // something said before
            const auto start =
                static_cast<qsizetype>(random.bounded(static_cast<int>(text.size())));
            text += text.sliced(start,
                                std::min<qsizetype>(random.bounded(1, 400), text.size() - start));
        } else {
            text += static_cast<char>(random.bounded(alphabet));
        }
    }
    return text.first(size);
}

} // namespace

class TestSearchCodec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unpacksWhatItPacked()
    {
        QRandomGenerator random(3);
        for (int round = 0; round < 1500; ++round) {
            const int size = round < 100 ? round : random.bounded(200'000 / (1 + round % 200));
            const QByteArray text = randomText(random, size, round % 3 == 0 ? 256 : 4);
            const QByteArray bytes = packed(text);
            const auto back = unpacked(bytes, text.size());
            QVERIFY(back.has_value());
            QVERIFY(*back == text);
            QVERIFY(bytes.size() <= text.size() + text.size() / 255 + 16);
        }
    }

    void longRunsAndFarRepetitions()
    {
        QByteArray noise;
        QRandomGenerator random(5);
        for (int i = 0; i < 65'600; ++i) {
            noise += static_cast<char>(random.bounded(256));
        }
        for (const QByteArray &text :
             {QByteArray(1'000'000, 'a'), QByteArray("ab").repeated(70'000), noise + noise,
              noise.first(65'530) + noise.first(65'530)}) {
            const auto back = unpacked(packed(text), text.size());
            QVERIFY(back.has_value() && *back == text);
        }
        QVERIFY(packed(QByteArray(1'000'000, 'a')).size() < 10'000);
    }

    void damagedBytesStayInsideTheirRoom()
    {
        QRandomGenerator random(11);
        const QByteArray text = randomText(random, 3000, 12);
        const QByteArray good = packed(text);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bad = good;
            for (int i = random.bounded(1, 4); i > 0; --i) {
                bad[random.bounded(static_cast<int>(bad.size()))] =
                    static_cast<char>(random.bounded(256));
            }
            (void)unpacked(bad, text.size()); // aborts if it writes outside
        }
        for (qsizetype length = 0; length < good.size(); ++length) {
            QVERIFY(!unpacked(good.first(length), text.size()).has_value());
        }
        QVERIFY(!unpacked(good, text.size() - 1).has_value());
        QVERIFY(!unpacked(good, text.size() + 1).has_value());
    }

    void checksumSeesEachFlippedBit()
    {
        QRandomGenerator random(13);
        for (const int size : {0, 1, 7, 8, 31, 32, 33, 64, 100, 1000}) {
            QByteArray bytes = randomText(random, size, 256);
            const quint64 before = checksum(bytes);
            for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
                bytes[bit / 8] = static_cast<char>(bytes.at(bit / 8) ^ (1 << bit % 8));
                QVERIFY(checksum(bytes) != before);
                bytes[bit / 8] = static_cast<char>(bytes.at(bit / 8) ^ (1 << bit % 8));
            }
            QVERIFY(checksum(bytes + '\0') != before);
        }
    }

    void aTextHasTheMarksOfAllItsParts()
    {
        QRandomGenerator random(17);
        const QByteArray text = randomText(random, 5000, 256);
        GramSet set{};
        addGrams(set, text);
        for (int round = 0; round < 1000; ++round) {
            const int start = random.bounded(4900);
            for (const int mark :
                 gramsOf(QByteArrayView(text).sliced(start, random.bounded(1, 100)))) {
                QVERIFY((set[static_cast<size_t>(mark / 64)] >> mark % 64 & 1) != 0);
            }
        }
        QVERIFY(gramsOf("ab").empty());
        QCOMPARE(gramsOf("abcabc").size(), size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestSearchCodec)
#include "tst_search_codec.moc"
