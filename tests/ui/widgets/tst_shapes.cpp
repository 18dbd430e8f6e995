#include "widgets/badge.h"
#include "widgets/flowlayout.h"
#include "widgets/kindicon.h"
#include "widgets/linewidget.h"
#include "widgets/segmentbar.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QTest>

#include <cmath>
#include <memory>
#include <numeric>

using namespace hermes::widgets;
using namespace Qt::StringLiterals;
using hermes::core::EntryKind;

class ShapesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void badgeSaysItsText();
    void badgeTakesTheColourOfItsTone();
    void badgeFollowsTheTheme();
    void kindIconHasTheKindsNameAndColour();
    void everyKindHasAnIcon();
    void flowWrapsAndTellsItsHeight();
    void flowMirrorsRightToLeft();
    void expandingItemTakesTheRestOfItsLine();
    void flowOfNothingHasNoHeight();
    void segmentsArePaintedAsShares();
    void littleOfALargeWholeIsStillSeen();
    void segmentsMirrorRightToLeft();
    void segmentsAreToldInWords();
    void smallWholeIsRaisedToTheSum();
    void lineIsOnePixel();

private:
    std::unique_ptr<Theme> m_theme;
};

namespace {

// Four boxes of 100 x 20.
void fill(FlowLayout &layout)
{
    for (int number = 0; number < 4; ++number) {
        auto *box = new QWidget;
        box->setFixedSize(100, 20);
        layout.addWidget(box);
    }
}

QColor barColorAt(SegmentBar &bar, double share)
{
    const QImage image = bar.grab().toImage();
    return image.pixelColor(static_cast<int>(share * image.width()), 4);
}

} // namespace

void ShapesTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void ShapesTest::badgeSaysItsText()
{
    Badge badge(*m_theme);
    badge.setContent(u"draft · proposes 1.1.0"_s, Badge::Tone::Warning);
    QCOMPARE(badge.text(), u"draft · proposes 1.1.0"_s);
    badge.setKind(EntryKind::Mcp);
    QCOMPARE(badge.text(), u"MCP server"_s);
    QCOMPARE(badge.tone(), Badge::Tone::Mcp);
    badge.resize(badge.sizeHint());
    badge.show();
    QCOMPARE(hermes::test::clippedTexts(badge), QStringList());
}

void ShapesTest::badgeTakesTheColourOfItsTone()
{
    m_theme->setScheme(Theme::Scheme::Light);
    Badge badge(*m_theme);
    badge.setContent(u"draft"_s, Badge::Tone::Warning);
    badge.resize(badge.sizeHint());
    const QImage image = badge.grab().toImage();
    QCOMPARE(image.pixelColor(4, image.height() / 2), m_theme->colors().warningSoft);
    QCOMPARE(badge.palette().color(QPalette::WindowText), m_theme->colors().warning);
}

void ShapesTest::badgeFollowsTheTheme()
{
    m_theme->setScheme(Theme::Scheme::Light);
    Badge badge(*m_theme);
    badge.setKind(EntryKind::Agent);
    m_theme->setScheme(Theme::Scheme::Dark);
    QCOMPARE(badge.palette().color(QPalette::WindowText), darkColors().agent);
}

void ShapesTest::kindIconHasTheKindsNameAndColour()
{
    KindIcon icon(*m_theme);
    icon.setEntry(EntryKind::Workflow, {});
    QCOMPARE(icon.accessibleName(), u"Workflow"_s);
    QCOMPARE(icon.size(), QSize(36, 36));
    QCOMPARE(icon.grab().toImage().pixelColor(4, 18), m_theme->kindSoftColor(EntryKind::Workflow));
}

void ShapesTest::everyKindHasAnIcon()
{
    for (const EntryKind kind : hermes::core::allEntryKinds)
        QVERIFY2(QFile::exists(u":/icons/%1.svg"_s.arg(kindIconName(kind))),
                 qPrintable(kindIconName(kind)));
}

void ShapesTest::flowWrapsAndTellsItsHeight()
{
    QWidget window;
    auto *flow = new FlowLayout(8, &window);
    fill(*flow);
    QCOMPARE(flow->heightForWidth(424), 20);
    QCOMPARE(flow->heightForWidth(423), 48);
    QCOMPARE(flow->heightForWidth(100), 4 * 20 + 3 * 8);
    QCOMPARE(flow->sizeHint(), QSize(424, 20));
    flow->setGeometry(QRect(0, 0, 210, 100));
    QCOMPARE(flow->itemAt(1)->geometry(), QRect(108, 0, 100, 20));
    QCOMPARE(flow->itemAt(2)->geometry(), QRect(0, 28, 100, 20));
}

void ShapesTest::flowMirrorsRightToLeft()
{
    QWidget window;
    window.setLayoutDirection(Qt::RightToLeft);
    auto *flow = new FlowLayout(8, &window);
    fill(*flow);
    flow->setGeometry(QRect(0, 0, 210, 100));
    QCOMPARE(flow->itemAt(0)->geometry(), QRect(110, 0, 100, 20));
    QCOMPARE(flow->itemAt(1)->geometry(), QRect(2, 0, 100, 20));
}

void ShapesTest::expandingItemTakesTheRestOfItsLine()
{
    QWidget window;
    auto *flow = new FlowLayout(8, &window);
    fill(*flow);
    auto *last = new QWidget;
    last->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    last->setMinimumSize(50, 20);
    flow->addWidget(last);
    flow->setGeometry(QRect(0, 0, 600, 100));
    QCOMPARE(last->geometry().left(), 432);
    QCOMPARE(last->geometry().right(), 599);
}

void ShapesTest::flowOfNothingHasNoHeight()
{
    QWidget window;
    const auto *flow = new FlowLayout(8, &window);
    QCOMPARE(flow->heightForWidth(100), 0);
    QCOMPARE(flow->sizeHint(), QSize(0, 0));
}

void ShapesTest::segmentsArePaintedAsShares()
{
    m_theme->setScheme(Theme::Scheme::Light);
    SegmentBar bar(*m_theme);
    bar.setSegments({{u"prompt"_s, 50, Qt::red}, {u"principles"_s, 25, Qt::blue}}, 100);
    bar.resize(400, bar.sizeHint().height());
    QCOMPARE(barColorAt(bar, 0.25), QColor(Qt::red));
    QCOMPARE(barColorAt(bar, 0.6), QColor(Qt::blue));
    QCOMPARE(barColorAt(bar, 0.9), m_theme->colors().line);
}

void ShapesTest::littleOfALargeWholeIsStillSeen()
{
    const QList<double> widths = barWidths({900, 3, 0}, 1'000'000, 400);
    QVERIFY(widths.at(0) + widths.at(1) >= 20);
    QVERIFY(widths.at(1) >= 2);
    QCOMPARE(widths.at(2), 0);
    QVERIFY(widths.at(0) + widths.at(1) < 40); // the rest of the window is free
    const QList<double> half = barWidths({400'000, 100'000}, 1'000'000, 400);
    QVERIFY(std::abs(half.at(0) + half.at(1) - 200) < 1);
    const QList<double> many = barWidths(QList<qint64>(300, 1), 1'000'000, 400);
    QVERIFY(std::accumulate(many.cbegin(), many.cend(), 0.0) <= 400.001);
    m_theme->setScheme(Theme::Scheme::Dark);
    SegmentBar bar(*m_theme);
    bar.setSegments({{u"prompt"_s, 900, Qt::red}}, 200'000);
    bar.resize(400, bar.sizeHint().height());
    QCOMPARE(barColorAt(bar, 0.03), QColor(Qt::red));
    QCOMPARE(barColorAt(bar, 0.5), m_theme->colors().line);
}

void ShapesTest::segmentsMirrorRightToLeft()
{
    SegmentBar bar(*m_theme);
    bar.setLayoutDirection(Qt::RightToLeft);
    bar.setSegments({{u"prompt"_s, 50, Qt::red}}, 100);
    bar.resize(400, bar.sizeHint().height());
    QCOMPARE(barColorAt(bar, 0.75), QColor(Qt::red));
    QVERIFY(barColorAt(bar, 0.25) != QColor(Qt::red));
}

void ShapesTest::segmentsAreToldInWords()
{
    QLocale::setDefault(QLocale::c());
    SegmentBar bar(*m_theme);
    bar.setSegments({{u"prompt"_s, 612, Qt::red}, {u"principles"_s, 284, Qt::blue}}, 200);
    QVERIFY2(bar.accessibleName().contains(u"prompt 612"_s), qPrintable(bar.accessibleName()));
    QVERIFY(bar.accessibleName().contains(u"principles 284"_s));
    const QList<QLabel *> legend = bar.findChildren<QLabel *>();
    QCOMPARE(legend.size(), 2);
    QCOMPARE(legend.at(0)->text(), u"prompt 612"_s);
    bar.setSegments({{u"prompt"_s, 1, Qt::red}}, 0);
    QCOMPARE(bar.findChildren<QLabel *>().size(), 1);
}

void ShapesTest::smallWholeIsRaisedToTheSum()
{
    SegmentBar bar(*m_theme);
    bar.setSegments({{u"prompt"_s, 300, Qt::red}, {u"principles"_s, 100, Qt::blue}}, 200);
    bar.resize(400, bar.sizeHint().height());
    QCOMPARE(barColorAt(bar, 0.7), QColor(Qt::red));
    QCOMPARE(barColorAt(bar, 0.8), QColor(Qt::blue));
}

void ShapesTest::lineIsOnePixel()
{
    LineWidget line(Qt::Horizontal);
    line.resize(100, 30);
    QCOMPARE(line.height(), 1);
    QCOMPARE(line.grab().toImage().pixelColor(50, 0), m_theme->colors().line);
}

QTEST_MAIN(ShapesTest)
#include "tst_shapes.moc"
