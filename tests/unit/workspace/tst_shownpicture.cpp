#include "workspace/shownpicture.h"

#include <QBuffer>
#include <QTest>
#include <QtEndian>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::shownPicture;

namespace {

modelapi::Image encoded(const QImage &image, const char *format)
{
    modelapi::Image picture{u"image/"_s + QString::fromLatin1(format), {}};
    QBuffer buffer(&picture.bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return picture;
}

QImage filled(int width, int height, const QColor &colour)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

/// A PNG whose head says another size: decoders make room for that before they read on.
modelapi::Image claiming(quint32 width, quint32 height)
{
    modelapi::Image picture = encoded(filled(8, 8, Qt::red), "png");
    constexpr qsizetype widthAt = 16; // signature, length and name of IHDR
    constexpr qsizetype checksumAt = widthAt + 13;
    qToBigEndian(width, picture.bytes.data() + widthAt);
    qToBigEndian(height, picture.bytes.data() + widthAt + 4);
    quint32 checksum = 0xffffffff;
    for (const char byte : QByteArrayView(picture.bytes).sliced(widthAt - 4, 4 + 13)) {
        checksum ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            checksum = (checksum >> 1) ^ ((checksum & 1) != 0 ? 0xedb88320 : 0);
        }
    }
    qToBigEndian(~checksum, picture.bytes.data() + checksumAt);
    return picture;
}

} // namespace

class TestShownPicture final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLargePictureIsMadeSmaller_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("png") << QByteArray("png");
        QTest::newRow("jpeg") << QByteArray("jpeg");
    }
    void aLargePictureIsMadeSmaller()
    {
        QFETCH(const QByteArray, format);
        const auto shown =
            shownPicture(encoded(filled(640, 320, Qt::red), format.constData()), {56, 56});
        QVERIFY2(shown.has_value(), shown ? "" : qPrintable(shown.error().message));
        QCOMPARE(shown->size, QSize(640, 320));
        QCOMPARE(shown->image.size(), QSize(56, 28));
        QVERIFY(shown->image.pixelColor(20, 10).red() > 240);
    }

    void aSmallOneIsNotEnlarged()
    {
        const auto shown = shownPicture(encoded(filled(8, 4, Qt::blue), "png"), {56, 56});
        QVERIFY(shown.has_value());
        QCOMPARE(shown->image.size(), QSize(8, 4));
    }

    void oneOfALineStaysVisible()
    {
        const auto shown = shownPicture(encoded(filled(4000, 2, Qt::blue), "png"), {56, 56});
        QVERIFY(shown.has_value());
        QCOMPARE(shown->image.size(), QSize(56, 1));
    }

    void aHugeOneIsNotDecoded_data()
    {
        QTest::addColumn<modelapi::Image>("picture");
        QTest::newRow("claims to be") << claiming(20'000, 20'000);
        QTest::newRow("claims more than any") << claiming(1U << 30, 1U << 30);
    }
    void aHugeOneIsNotDecoded()
    {
        QFETCH(const modelapi::Image, picture);
        QVERIFY(!shownPicture(picture, {56, 56}).has_value());
    }

    void aHugeOneIsToldBySize()
    {
        const auto shown = shownPicture(claiming(20'000, 20'000), {56, 56});
        QVERIFY(!shown.has_value());
        QCOMPARE(shown.error().code, core::ErrorCode::TooLarge);
        QVERIFY(shown.error().message.contains(QLocale().toString(20'000)));
    }

    void whatIsNoPictureIsToldAsSuch_data()
    {
        QTest::addColumn<modelapi::Image>("picture");
        const QByteArray whole = encoded(filled(64, 64, Qt::red), "png").bytes;
        QTest::newRow("none") << modelapi::Image{u"image/png"_s, {}};
        QTest::newRow("cut") << modelapi::Image{u"image/png"_s, whole.first(20)};
        QTest::newRow("other") << modelapi::Image{u"image/png"_s, "<svg/>"};
        QTest::newRow("another kind")
            << modelapi::Image{u"image/png"_s, encoded(filled(8, 8, Qt::red), "jpeg").bytes};
        QTest::newRow("unknown kind") << modelapi::Image{u"text/html"_s, whole};
    }
    void whatIsNoPictureIsToldAsSuch()
    {
        QFETCH(const modelapi::Image, picture);
        const auto shown = shownPicture(picture, {56, 56});
        QVERIFY(!shown.has_value());
        QCOMPARE(shown.error().code, core::ErrorCode::NotReadable);
        QVERIFY(!shown.error().message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestShownPicture)
#include "tst_shownpicture.moc"
