#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <memory>

using namespace hermes::widgets;
using namespace Qt::StringLiterals;

class IconsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void colouredIconHasItsColour();
    void themedIconFollowsTheTheme();
    void disabledAndCheckedLookDifferent();
    void pixmapIsSharpAtAnyRatio();
    void paintedIconIsSharpAtAnyRatio();
    void unknownNameIsEmptyAndSaid();
    void iconOutlivesItsTheme();

private:
    std::unique_ptr<Theme> m_theme;
};

namespace {

const QString square = u"test-square"_s;

QColor middleOf(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage();
    return image.pixelColor(image.width() / 2, image.height() / 2);
}

} // namespace

void IconsTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void IconsTest::colouredIconHasItsColour()
{
    const QPixmap pixmap = colouredIcon(square, QColor(0x7c3aed)).pixmap(QSize(16, 16), 1.0);
    QCOMPARE(middleOf(pixmap).rgb(), QColor(0x7c3aed).rgb());
    QCOMPARE(pixmap.toImage().pixelColor(0, 0).alpha(), 0);
}

void IconsTest::themedIconFollowsTheTheme()
{
    m_theme->setScheme(Theme::Scheme::Light);
    const QIcon icon = themedIcon(*m_theme, square);
    QCOMPARE(middleOf(icon.pixmap(QSize(16, 16), 1.0)), lightColors().text);
    m_theme->setScheme(Theme::Scheme::Dark);
    QCOMPARE(middleOf(icon.pixmap(QSize(16, 16), 1.0)), darkColors().text);
}

void IconsTest::disabledAndCheckedLookDifferent()
{
    m_theme->setScheme(Theme::Scheme::Light);
    const QIcon icon = themedIcon(*m_theme, square);
    const QSize size(16, 16);
    const QColor normal = middleOf(icon.pixmap(size, 1.0, QIcon::Normal, QIcon::Off));
    const QColor disabled = middleOf(icon.pixmap(size, 1.0, QIcon::Disabled, QIcon::Off));
    const QColor checked = middleOf(icon.pixmap(size, 1.0, QIcon::Normal, QIcon::On));
    QVERIFY(contrastRatio(disabled, lightColors().panel)
            < contrastRatio(normal, lightColors().panel));
    QCOMPARE(checked, lightColors().accent);
}

void IconsTest::pixmapIsSharpAtAnyRatio()
{
    const QPixmap pixmap = colouredIcon(square, Qt::black).pixmap(QSize(24, 24), 2.0);
    QCOMPARE(pixmap.size(), QSize(48, 48));
    QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    // The square's left edge lies at 4/24: exactly 8 of 48 device pixels, without a blurred column.
    QCOMPARE(pixmap.toImage().pixelColor(7, 24).alpha(), 0);
    QCOMPARE(pixmap.toImage().pixelColor(8, 24).alpha(), 255);
}

void IconsTest::paintedIconIsSharpAtAnyRatio()
{
    QImage image(48, 48, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(2);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    colouredIcon(square, Qt::black).paint(&painter, QRect(0, 0, 24, 24));
    painter.end();
    QCOMPARE(image.pixelColor(7, 24).alpha(), 0);
    QCOMPARE(image.pixelColor(8, 24).alpha(), 255);
}

void IconsTest::unknownNameIsEmptyAndSaid()
{
    QTest::ignoreMessage(QtWarningMsg, "no icon named \"not-an-icon\"");
    const QPixmap pixmap = colouredIcon(u"not-an-icon"_s, Qt::black).pixmap(QSize(16, 16), 1.0);
    QCOMPARE(middleOf(pixmap).alpha(), 0);
}

void IconsTest::iconOutlivesItsTheme()
{
    auto theme = std::make_unique<Theme>(*qApp);
    const QIcon icon = themedIcon(*theme, square);
    theme.reset();
    QCOMPARE(middleOf(icon.pixmap(QSize(16, 16), 1.0)),
             QApplication::palette().color(QPalette::WindowText));
}

QTEST_MAIN(IconsTest)
#include "tst_icons.moc"
