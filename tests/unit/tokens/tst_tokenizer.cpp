#include "tokens/tokenizer.h"

#include <QCryptographicHash>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using tokens::Encoding;
using tokens::Tokenizer;

using Ids = QList<quint32>;

class TestTokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vocabularyIsTheOriginal_data();
    void vocabularyIsTheOriginal();
    void everyTokenIsFoundByItsBytes_data();
    void everyTokenIsFoundByItsBytes();
    void encodes_data();
    void encodes();
    void longPiecesMergeAsShortOnesDo_data();
    void longPiecesMergeAsShortOnesDo();
    void emptyTextHasNoTokens();
    void encodingsAreKnownByName();
};

void TestTokenizer::vocabularyIsTheOriginal_data()
{
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<QByteArray>("sha256");
    QTest::newRow("o200k") << Encoding::O200kBase
                           << QByteArray("446a9538cb6c348e3516120d7c08b09f"
                                         "57c36495e2acfffe59a5bf8b0cfb1a2d");
    QTest::newRow("cl100k") << Encoding::Cl100kBase
                            << QByteArray("223921b76ee99bde995b7ff738513eef"
                                          "100fb51d18c93597a113bcffe865b2a7");
    // Their makers publish no such file: the digest is that of their tokenizer.json, written so.
    QTest::newRow("qwen2") << Encoding::Qwen2
                           << QByteArray("b2b1b8dfb5cc5f024bafc373121c6aba"
                                         "3f66f9a5a0269e243470a1de16a33186");
    QTest::newRow("deepSeek") << Encoding::DeepSeekV3
                              << QByteArray("ad69075df0d300aafefbf80fb48cae6c"
                                            "fec6b2eb4f696a990dc93318412641b1");
}

/// The file that the makers publish, written again, has the digest that they publish.
void TestTokenizer::vocabularyIsTheOriginal()
{
    QFETCH(Encoding, encoding);
    const tokens::Vocabulary &vocabulary = tokens::vocabularyOf(encoding);
    QCryptographicHash digest(QCryptographicHash::Sha256);
    for (quint32 rank = 0; rank < vocabulary.size(); ++rank) {
        digest.addData(vocabulary.bytesOf(rank).toByteArray().toBase64() + ' '
                       + QByteArray::number(rank) + '\n');
    }
    QTEST(digest.result().toHex(), "sha256");
}

void TestTokenizer::everyTokenIsFoundByItsBytes_data()
{
    vocabularyIsTheOriginal_data();
}

void TestTokenizer::everyTokenIsFoundByItsBytes()
{
    QFETCH(Encoding, encoding);
    const tokens::Vocabulary &vocabulary = tokens::vocabularyOf(encoding);
    for (quint32 rank = 0; rank < vocabulary.size(); ++rank) {
        if (const QByteArrayView bytes = vocabulary.bytesOf(rank); !bytes.isEmpty()) {
            QCOMPARE(vocabulary.rankOf(bytes), rank);
        }
    }
    for (const QByteArray &other :
         {QByteArray(), QByteArray("\xff\xfe"), QByteArray("zzyzxq"), QByteArray(500, ' ')}) {
        QCOMPARE(vocabulary.rankOf(other), tokens::Vocabulary::noRank);
    }
}

/// The ids are those of another implementation.
void TestTokenizer::encodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Ids>("o200k");
    QTest::addColumn<Ids>("cl100k");
    QTest::newRow("prose") << QByteArray("You are a careful reviewer. Answer in short sentences.")
                           << Ids{3575, 553, 261, 25120, 95699, 13, 30985, 306, 4022, 40536, 13}
                           << Ids{2675, 527, 264, 16994, 56614, 13, 22559, 304, 2875, 23719, 13};
    QTest::newRow("markdown") << QByteArray(
        "# Role\n\n- Read the *whole* file.\n- Don't guess; ask.\n")
                              << Ids{2,    24128, 279, 12,    5405,  290, 425,  127718, 9,
                                     1974, 558,   12,  19666, 11915, 26,  3810, 558}
                              << Ids{2,    15766, 271, 12,   4557, 279,  353, 67733, 9,
                                     1052, 627,   12,  4418, 956,  8101, 26,  2610,  627};
    QTest::newRow("code")
        << QByteArray("for (int i = 0; i < 10'000; ++i) {\n    total += values[i];\n}\n")
        << Ids{1938, 350, 491,  575, 314, 220, 15,  26,   575,  464,  220,  702,  6,
               1302, 26,  7600, 72,  8,   405, 271, 3609, 2757, 4824, 1768, 1735, 739}
        << Ids{2000, 320, 396,  602, 284, 220, 15,  26,   602,  366,  220,  605, 6,
               931,  26,  3526, 72,  8,   341, 262, 2860, 1447, 2819, 1004, 947, 534};
    QTest::newRow("german") << QByteArray("Prüfe die Änderungen gründlich, Straße für Straße.")
                            << Ids{2938, 572, 2302,  1076, 143956, 143371,
                                   2593, 11,  71184, 3125, 71184,  13}
                            << Ids{3617, 2448, 1897,  2815,  49786, 910,   11856, 1099, 35371,
                                   6915, 11,   27745, 24352, 7328,  27745, 24352, 13};
    QTest::newRow("japanese") << QByteArray("変更をよく読んでから答えてください。")
                              << Ids{178677, 7277,  15161, 10459,  45877, 6676,
                                     4344,   27500, 32956, 170450, 44900, 788}
                              << Ids{8192,  231,   34226, 30512, 57980, 47884, 98499, 25827,
                                     16556, 55031, 29857, 242,   58942, 38144, 72315, 1811};
    QTest::newRow("arabic") << QByteArray("اقرأ التغييرات بعناية")
                            << Ids{9099, 433, 1668, 3269, 57613, 81726, 42076, 137682}
                            << Ids{5821,  28590, 11318, 70782, 96057, 82878, 14900,
                                   94643, 48732, 28946, 24102, 12061, 5821,  74541};
    QTest::newRow("emoji") << QByteArray("Done ✅ 👩‍💻🇩🇪!")
                           << Ids{24537, 91349, 61138, 102,   2524, 31446,
                                  119,   55506, 102,   55506, 103,  0}
                           << Ids{17911, 26602, 227, 62904, 102,  378, 235, 93273,
                                  119,   9468,  229, 102,   9468, 229, 103, 0};
    QTest::newRow("numbers") << QByteArray("3.14159 and 1234567 and 2026-11-28")
                             << Ids{18,  13,  16926, 4621, 326, 220, 7633, 19354, 22,
                                    326, 220, 1323,  21,   12,  994, 12,   2029}
                             << Ids{18,  13,  9335, 2946, 323, 220, 4513, 10961, 22,
                                    323, 220, 2366, 21,   12,  806, 12,   1591};
    QTest::newRow("whiteSpace") << QByteArray("a    b\t\tc  \n\n   d   ")
                                << Ids{64, 271, 287, 197, 2736, 11691, 256, 272, 271}
                                << Ids{64, 262, 293, 197, 1470, 19124, 256, 294, 262};
    QTest::newRow("specialTokenIsText")
        << QByteArray("<|endoftext|> is text") << Ids{27, 91, 419, 1440, 919, 91, 29, 382, 2201}
        << Ids{27, 91, 8862, 728, 428, 91, 29, 374, 1495};
    QTest::newRow("capitals") << QByteArray("HTTPServer and JSONParserFactory, I'LL SEE")
                              << Ids{17893, 6444, 326, 8205, 9231, 4870, 11, 3413, 7454, 83389}
                              << Ids{9412, 5592, 323, 4823, 6707, 4246, 11, 358, 6, 4178, 27195};
    QTest::newRow("rare") << QByteArray("ꙮ 🧿 zzyzx")
                          << Ids{166, 247, 106, 9552, 100, 123, 579, 3705, 141497}
                          << Ids{166, 247, 106, 11410, 100, 123, 1167, 4341, 67800};
}

void TestTokenizer::encodes()
{
    QFETCH(QByteArray, text);
    QFETCH(Ids, o200k);
    Tokenizer tokenizer(Encoding::O200kBase);
    QCOMPARE(tokenizer.encode(text), o200k);
    QCOMPARE(tokenizer.count(text), o200k.size());
    QFETCH(Ids, cl100k);
    Tokenizer other(Encoding::Cl100kBase);
    QCOMPARE(other.encode(text), cl100k);
    QCOMPARE(other.count(text), cl100k.size());
}

void TestTokenizer::longPiecesMergeAsShortOnesDo_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::newRow("oneLetter") << QByteArray("a");
    QTest::newRow("twoLetters") << QByteArray("ab");
    QTest::newRow("blank") << QByteArray(" ");
    QTest::newRow("sign") << QByteArray("=");
    QTest::newRow("ideographs") << u"変更"_s.toUtf8();
}

/// By the rule itself, at its plainest, on both sides of the length at which the way of merging
/// changes.
void TestTokenizer::longPiecesMergeAsShortOnesDo()
{
    QFETCH(QByteArray, unit);
    const tokens::Vocabulary &vocabulary = tokens::vocabularyOf(Encoding::O200kBase);
    tokens::PairMerge merge(vocabulary);
    for (qsizetype length = 60; length < 300; length += 7) {
        const QByteArray piece = unit.repeated(length / unit.size() + 1).first(length);
        QByteArrayList parts;
        for (const char byte : piece) {
            parts.append(QByteArray(1, byte));
        }
        while (true) {
            qsizetype best = -1;
            quint32 bestRank = tokens::Vocabulary::noRank;
            for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
                const quint32 rank = vocabulary.rankOf(parts.at(i) + parts.at(i + 1));
                if (rank < bestRank) {
                    bestRank = rank;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            parts[best] += parts.takeAt(best + 1);
        }
        QList<quint32> starts;
        quint32 start = 0;
        for (const QByteArray &part : std::as_const(parts)) {
            starts.append(start);
            start += static_cast<quint32>(part.size());
        }
        const auto found = merge.startsIn(piece);
        QCOMPARE(QList<quint32>(found.begin(), found.end()), starts);
    }
}

void TestTokenizer::emptyTextHasNoTokens()
{
    QCOMPARE(Tokenizer(Encoding::O200kBase).count({}), 0);
    QCOMPARE(Tokenizer(Encoding::O200kBase).encode({}), Ids());
}

void TestTokenizer::encodingsAreKnownByName()
{
    for (const Encoding encoding : tokens::allEncodings) {
        QCOMPARE(tokens::encodingNamed(tokens::nameOf(encoding)), std::optional(encoding));
    }
    QCOMPARE(tokens::encodingNamed(u"o200k"), std::nullopt);
}

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
