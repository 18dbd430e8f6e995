#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "widgets/underlinetabs.h"
#include "windowchecks.h"

#include <QAccessible>
#include <QApplication>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace hermes::widgets;
using namespace Qt::StringLiterals;

class ChoicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void clickChoosesASegment();
    void arrowKeysChooseASegment();
    void settingASegmentSaysNothing();
    void segmentsAreRadioButtonsToScreenReaders();
    void segmentsRunFromTheRightRightToLeft();
    void segmentsAreNotClippedAtTwiceTheFont();
    void clickChoosesATab();
    void arrowKeysChooseATab();
    void countIsShownAndTakenAway();
    void tabsKeepTheirWordsWhole();
    void onlyTheCurrentTabIsUnderlined();

private:
    std::unique_ptr<Theme> m_theme;
};

void ChoicesTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->setScheme(Theme::Scheme::Light);
}

namespace {

const QStringList views{u"Rendered"_s, u"Text"_s, u"Request"_s};

void fill(UnderlineTabs &tabs)
{
    for (const QString &word : {u"Prompt"_s, u"Manifest"_s, u"Compare"_s})
        tabs.addTab(word);
    tabs.resize(tabs.sizeHint());
    tabs.show();
    QVERIFY(QTest::qWaitForWindowActive(&tabs));
}

} // namespace

void ChoicesTest::clickChoosesASegment()
{
    SegmentedControl control(*m_theme, u"View"_s, views);
    control.show();
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);
    QCOMPARE(control.currentIndex(), 0);
    QTest::mouseClick(control.segment(2), Qt::LeftButton, {}, {control.segment(2)->width() - 3, 3});
    QCOMPARE(control.currentIndex(), 2);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toInt(), 2);
}

void ChoicesTest::arrowKeysChooseASegment()
{
    SegmentedControl control(*m_theme, u"View"_s, views);
    control.show();
    QVERIFY(QTest::qWaitForWindowActive(&control));
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);
    control.segment(0)->setFocus(Qt::TabFocusReason);
    QTest::keyClick(control.segment(0), Qt::Key_Right);
    QCOMPARE(control.currentIndex(), 1);
    QVERIFY(control.segment(1)->hasFocus());
    QTest::keyClick(control.segment(1), Qt::Key_Left);
    QCOMPARE(control.currentIndex(), 0);
    QCOMPARE(changed.count(), 2);
}

void ChoicesTest::settingASegmentSaysNothing()
{
    SegmentedControl control(*m_theme, u"View"_s, views);
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);
    control.setCurrentIndex(1);
    QCOMPARE(control.currentIndex(), 1);
    QCOMPARE(changed.count(), 0);
}

void ChoicesTest::segmentsAreRadioButtonsToScreenReaders()
{
    SegmentedControl control(*m_theme, u"View"_s, views);
    control.show();
    const QAccessibleInterface *segment = QAccessible::queryAccessibleInterface(control.segment(1));
    QCOMPARE(segment->role(), QAccessible::RadioButton);
    QCOMPARE(segment->text(QAccessible::Name), u"Text"_s);
    QVERIFY(!segment->state().checked);
    control.setCurrentIndex(1);
    QVERIFY(segment->state().checked);
    QCOMPARE(control.accessibleName(), u"View"_s);
}

void ChoicesTest::segmentsRunFromTheRightRightToLeft()
{
    SegmentedControl control(*m_theme, u"View"_s, views);
    control.setLayoutDirection(Qt::RightToLeft);
    control.show();
    QVERIFY(QTest::qWaitForWindowExposed(&control));
    QVERIFY(control.segment(0)->x() > control.segment(2)->x());
}

void ChoicesTest::segmentsAreNotClippedAtTwiceTheFont()
{
    SegmentedControl control(*m_theme, u"View"_s, views);
    control.show();
    const hermes::test::FontScale scale(2);
    QTRY_COMPARE(control.height(), control.sizeHint().height());
    QCOMPARE(hermes::test::clippedTexts(control), QStringList());
}

void ChoicesTest::clickChoosesATab()
{
    UnderlineTabs tabs(*m_theme);
    fill(tabs);
    QTest::mouseClick(&tabs, Qt::LeftButton, {}, tabs.tabRect(2).center());
    QCOMPARE(tabs.currentIndex(), 2);
}

void ChoicesTest::arrowKeysChooseATab()
{
    UnderlineTabs tabs(*m_theme);
    fill(tabs);
    tabs.setFocus(Qt::TabFocusReason);
    QTest::keyClick(&tabs, Qt::Key_Right);
    QCOMPARE(tabs.currentIndex(), 1);
}

void ChoicesTest::countIsShownAndTakenAway()
{
    UnderlineTabs tabs(*m_theme);
    fill(tabs);
    tabs.setCount(1, 3);
    QCOMPARE(tabs.tabText(1), u"Manifest 3"_s);
    tabs.setCount(1, 4);
    QCOMPARE(tabs.tabText(1), u"Manifest 4"_s);
    tabs.setCount(1, 0);
    QCOMPARE(tabs.tabText(1), u"Manifest"_s);
}

void ChoicesTest::tabsKeepTheirWordsWhole()
{
    UnderlineTabs tabs(*m_theme);
    fill(tabs);
    QVERIFY(tabs.tabRect(0).height() >= space::tab);
    for (int index = 0; index < tabs.count(); ++index)
        QVERIFY(tabs.tabRect(index).width()
                > tabs.fontMetrics().horizontalAdvance(tabs.tabText(index)));
}

void ChoicesTest::onlyTheCurrentTabIsUnderlined()
{
    UnderlineTabs tabs(*m_theme);
    fill(tabs);
    tabs.setCurrentIndex(1);
    const QImage image = tabs.grab().toImage();
    const auto below = [&](int index) {
        return image.pixelColor(tabs.tabRect(index).center().x(), tabs.tabRect(index).bottom());
    };
    QCOMPARE(below(1), m_theme->colors().accent);
    QVERIFY(below(0) != m_theme->colors().accent);
}

QTEST_MAIN(ChoicesTest)
#include "tst_choices.moc"
