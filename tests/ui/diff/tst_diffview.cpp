#include "comparisons.h"
#include "diff/diffcanvas.h"
#include "diff/diffview.h"
#include "diff/fieldtable.h"
#include "widgets/busybar.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using namespace hermes::diffview;
using workspace::ContentRef;

namespace {

ContentRef version(unsigned char number)
{
    return ContentRef::atCommit(vcs::ObjectId::fromBytes({number}), u"v%1.0.0"_s.arg(number));
}

QList<ContentRef> someChoices()
{
    return {ContentRef::draft(), ContentRef::saved(), version(2), version(1)};
}

workspace::Comparison threeChanges()
{
    return test::compare(test::numberedLines(120, {}), test::numberedLines(120, {20, 60, 100}),
                         test::manifestWith("Writes."), test::manifestWith("Writes well."));
}

/// The view in a shown window, with what a test reaches for.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : view(theme)
        , left(view.findChildren<QComboBox *>().at(0))
        , right(view.findChildren<QComboBox *>().at(1))
        , canvas(view.findChild<DiffCanvas *>())
        , fields(view.findChild<FieldTable *>())
        , empty(view.findChild<widgets::EmptyState *>())
        , busy(view.findChild<widgets::BusyBar *>())
        , requested(&view, &DiffView::comparisonRequested)
    {
        view.setChoices(someChoices());
        view.resize(700, 500);
        view.show();
        view.activateWindow();
    }

    [[nodiscard]] QAbstractButton *button(const QString &name) const
    {
        const auto buttons = view.findChildren<QAbstractButton *>();
        const auto found = std::ranges::find_if(buttons, [&](const QAbstractButton *each) {
            return each->text() == name || each->toolTip() == name;
        });
        return found == buttons.end() ? nullptr : *found;
    }

    [[nodiscard]] QAbstractButton *next() const { return button(u"Next change (F7)"_s); }
    [[nodiscard]] QAbstractButton *previous() const
    {
        return button(u"Previous change (Shift+F7)"_s);
    }

    [[nodiscard]] QString summary() const
    {
        QStringList texts;
        for (const auto labels = view.findChildren<QLabel *>(); const QLabel *label : labels) {
            if (label->isVisible()) {
                texts.append(label->text());
            }
        }
        return texts.join(u'\n');
    }

    [[nodiscard]] int line() const { return canvas->rows().at(canvas->currentRow()).row + 1; }

    DiffView view;
    QComboBox *left;
    QComboBox *right;
    DiffCanvas *canvas;
    FieldTable *fields;
    widgets::EmptyState *empty;
    widgets::BusyBar *busy;
    QSignalSpy requested;
};

} // namespace

class TestDiffView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void nothingComparedSaysWhatToDo()
    {
        const Fixture fixture(*m_theme);
        QVERIFY(fixture.empty->isVisible());
        QCOMPARE(fixture.empty->title(), u"Nothing compared yet"_s);
        QVERIFY(!fixture.next()->isEnabled());
        QVERIFY(!fixture.button(u"Export"_s)->isEnabled());
    }

    void choosingAsksForAComparison()
    {
        Fixture fixture(*m_theme);
        fixture.view.showWaiting(version(2), ContentRef::draft());
        fixture.left->setFocus();
        QTest::keyClick(fixture.left, Qt::Key_Down);
        QCOMPARE(fixture.requested.size(), 1);
        QCOMPARE(fixture.requested.last().at(0).value<ContentRef>(), version(1));
        QCOMPARE(fixture.requested.last().at(1).value<ContentRef>(), ContentRef::draft());
    }

    void pickersShowWhatIsCompared()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        QCOMPARE(fixture.left->currentText(), u"v1.0.0"_s);
        QCOMPARE(fixture.right->currentText(), u"Draft"_s);
    }

    // The list of versions is read while the first comparison is made.
    void pickersKeepWhatIsWaitedForWhenTheListComes()
    {
        Fixture fixture(*m_theme);
        fixture.view.showWaiting(version(2), ContentRef::saved());
        fixture.view.setChoices({ContentRef::draft(), ContentRef::saved(), version(3), version(2)});
        QCOMPARE(fixture.left->currentText(), u"v2.0.0"_s);
        QCOMPARE(fixture.right->currentText(), u"Saved"_s);
    }

    void aCommitThatIsNotInTheListIsAdded()
    {
        Fixture fixture(*m_theme);
        const ContentRef commit = ContentRef::atCommit(vcs::ObjectId::fromBytes({9}), u"3f2c1ab"_s);
        fixture.view.showWaiting(commit, ContentRef::draft());
        QCOMPARE(fixture.left->currentText(), u"3f2c1ab"_s);
        fixture.view.setChoices(someChoices());
        QCOMPARE(fixture.left->currentText(), u"3f2c1ab"_s);
    }

    void longComparisonsCanBeCancelled()
    {
        Fixture fixture(*m_theme);
        const QSignalSpy cancelled(&fixture.view, &DiffView::cancelRequested);
        fixture.view.setComparison(threeChanges());
        fixture.view.showWaiting(version(2), ContentRef::saved());
        QTRY_VERIFY(fixture.busy->isVisible());
        QTest::mouseClick(fixture.button(u"Cancel"_s), Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
        QVERIFY(!fixture.busy->isVisible()); // nobody else says that it is over
        QCOMPARE(fixture.left->currentText(), u"v1.0.0"_s); // what is still shown
        QVERIFY(fixture.canvas->isVisible());
    }

    void summaryHasFigures()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        const QString summary = fixture.summary();
        QVERIFY2(summary.contains(u"3 change(s)"_s), qPrintable(summary));
        QVERIFY(summary.contains(u"+3"_s));
        QVERIFY(summary.contains(u"tokens ≈ "_s));
        QVERIFY(summary.contains(u"1 manifest field(s)"_s));
    }

    void summaryFollowsTheTheme()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        m_theme->setScheme(widgets::Theme::Scheme::Dark);
        QVERIFY(fixture.summary().contains(widgets::darkColors().added.name()));
        m_theme->setScheme(widgets::Theme::Scheme::Light);
        QVERIFY(fixture.summary().contains(widgets::lightColors().added.name()));
    }

    void changesThatAreNotSeenAreCounted()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(test::comparePrompts("a b\nc\n", "a  b\nc\n"));
        QVERIFY2(fixture.summary().contains(u"1 line(s) differ invisibly"_s),
                 qPrintable(fixture.summary()));
    }

    void keysStepThroughChanges()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        QVERIFY(QTest::qWaitForWindowActive(&fixture.view));
        fixture.canvas->setFocus();
        QCOMPARE(fixture.line(), 20);
        QVERIFY(!fixture.previous()->isEnabled());
        QTest::keyClick(fixture.canvas, Qt::Key_F7);
        QCOMPARE(fixture.line(), 60);
        QTest::keyClick(fixture.canvas, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(fixture.line(), 100);
        QVERIFY(!fixture.next()->isEnabled());
        QTest::keyClick(fixture.canvas, Qt::Key_F7);
        QCOMPARE(fixture.line(), 100);
        QTest::keyClick(fixture.canvas, Qt::Key_F7, Qt::ShiftModifier);
        QCOMPARE(fixture.line(), 60);
        QTest::keyClick(fixture.canvas, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(fixture.line(), 20);
    }

    void buttonsStepThroughChanges()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        QTest::mouseClick(fixture.next(), Qt::LeftButton);
        QCOMPARE(fixture.line(), 60);
        QTest::mouseClick(fixture.previous(), Qt::LeftButton);
        QCOMPARE(fixture.line(), 20);
    }

    void arrangementIsChosenByKeyOrClick()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        QVERIFY(QTest::qWaitForWindowActive(&fixture.view));
        QTest::mouseClick(fixture.button(u"Unified"_s), Qt::LeftButton);
        QCOMPARE(fixture.canvas->arrangement(), Arrangement::Unified);
        fixture.button(u"Unified"_s)->setFocus();
        QTest::keyClick(fixture.button(u"Unified"_s), Qt::Key_Left);
        QCOMPARE(fixture.canvas->arrangement(), Arrangement::SideBySide);
    }

    void unchangedLinesAreShownOnDemand()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        const qsizetype folded = fixture.canvas->rows().size();
        QTest::mouseClick(fixture.button(u"Show unchanged lines"_s), Qt::LeftButton);
        QCOMPARE(fixture.canvas->rows().size(), 120);
        QTest::mouseClick(fixture.button(u"Show unchanged lines"_s), Qt::LeftButton);
        QCOMPARE(fixture.canvas->rows().size(), folded);
    }

    void fieldsAreSeenBesideTheLines()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        QVERIFY(fixture.fields->isVisible());
        QTRY_VERIFY(fixture.fields->height() > 3 * fixture.fields->fontMetrics().height());
        const QString text = fixture.fields->toPlainText();
        QVERIFY2(text.contains(u"description"_s), qPrintable(text));
        QVERIFY2(text.contains(u"− Writes."_s), qPrintable(text));
        QVERIFY2(text.contains(u"+ Writes well."_s), qPrintable(text));
        QVERIFY(text.contains(u"v1.0.0"_s));
        QVERIFY(text.contains(u"Draft"_s));
    }

    void manyFieldsLeaveRoomForTheLines()
    {
        Fixture fixture(*m_theme);
        QByteArray manifest = "{\n  \"id\": \"writer\"";
        for (int field = 0; field < 60; ++field) {
            manifest += ",\n  \"x-" + QByteArray::number(field) + "\": 1";
        }
        fixture.view.setComparison(
            test::compare("a\n", "b\n", test::manifestWith("Writes."), manifest + "\n}\n"));
        QTRY_VERIFY(fixture.fields->height() > 3 * fixture.fields->fontMetrics().height());
        QTRY_VERIFY(fixture.canvas->height() > fixture.view.height() / 3);
    }

    void noFieldDiffersNoTable()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(test::comparePrompts("a\n", "b\n"));
        QVERIFY(!fixture.fields->isVisible());
        QVERIFY(fixture.canvas->isVisible());
    }

    void layoutOfTheManifestIsNamed()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(test::compare("a\n", "a\n", test::manifestWith("Writes."),
                                                 test::manifestWith("Writes.") + "\n"));
        QVERIFY(fixture.fields->isVisible());
        QVERIFY(fixture.fields->toPlainText().contains(u"No field differs"_s));
        QVERIFY(fixture.summary().contains(u"prompt unchanged"_s));
        QVERIFY(fixture.button(u"Export"_s)->isEnabled());
    }

    void unreadableManifestIsNamed()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(
            test::compare("a\n", "a\n", test::manifestWith("Writes."), "{ \"id\": "));
        QVERIFY(fixture.fields->toPlainText().contains(u"cannot be read"_s));
    }

    void markupInAManifestIsText()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(test::compare("a\n", "a\n", test::manifestWith("Writes."),
                                                 test::manifestWith("<img src='x'> %1")));
        QVERIFY(fixture.fields->toPlainText().contains(u"<img src='x'> %1"_s));
    }

    void equalStatesSaySo()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        fixture.view.setComparison(test::comparePrompts("a\n", "a\n"));
        QVERIFY(fixture.empty->isVisible());
        QCOMPARE(fixture.empty->title(), u"No differences"_s);
        QCOMPARE(fixture.empty->sentence(), u"v1.0.0 and Draft are the same, byte for byte."_s);
        QVERIFY(!fixture.next()->isEnabled());
        QVERIFY(!fixture.button(u"Export"_s)->isEnabled());
        QVERIFY(fixture.view.comparison());
    }

    void failureIsSaidInPlace()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        fixture.view.showWaiting(version(2), ContentRef::draft());
        fixture.view.showError({core::ErrorCode::NotFound, u"v2.0.0 has no such agent."_s, {}});
        QVERIFY(fixture.empty->isVisible());
        QCOMPARE(fixture.empty->sentence(), u"v2.0.0 has no such agent."_s);
        QCOMPARE(fixture.left->currentText(), u"v2.0.0"_s);
        QVERIFY(!fixture.next()->isEnabled()); // nothing of the old comparison is left
        QVERIFY(!fixture.previous()->isEnabled());
        QVERIFY(!fixture.button(u"Export"_s)->isEnabled());
        QVERIFY(!fixture.view.comparison());
    }

    void patchIsSavedAndCopied()
    {
        Fixture fixture(*m_theme);
        fixture.view.setComparison(threeChanges());
        const QSignalSpy saved(&fixture.view, &DiffView::patchSaveRequested);
        const QSignalSpy copied(&fixture.view, &DiffView::patchCopyRequested);
        fixture.button(u"Export"_s)->setFocus();
        auto *menu = qobject_cast<QPushButton *>(fixture.button(u"Export"_s))->menu();
        for (const int item : {1, 2}) {
            menu->popup(fixture.view.mapToGlobal(QPoint(10, 10)));
            QTRY_VERIFY(menu->isVisible());
            for (int step = 0; step < item; ++step) {
                QTest::keyClick(menu, Qt::Key_Down);
            }
            QTest::keyClick(menu, Qt::Key_Return);
        }
        QCOMPARE(saved.size(), 1);
        QCOMPARE(copied.size(), 1);
    }

    void holdsInEveryLook()
    {
        DiffView view(*m_theme);
        view.setChoices(someChoices());
        test::expectGoodLooks(view, *m_theme, {500, 420}, u"diff-none"_s);
        view.setComparison(test::compare(
            "# Writer\n\nUse timeouts, retries, and clear errors.\n\nDon't swallow "
            "errors.\n\nEnd.\n",
            "# Writer\n\nUse timeouts, sensible retries with backoff, and clear errors.\n\n"
            "Swallow nothing.\n\nSay\u00a0why.\n\nEnd. \n",
            test::manifestWith("Writes."), test::manifestWith("Writes well.")));
        test::expectGoodLooks(view, *m_theme, {500, 420}, u"diff"_s);
        QTest::mouseClick(view.findChild<widgets::SegmentedControl *>()->segment(1),
                          Qt::LeftButton);
        test::expectGoodLooks(view, *m_theme, {500, 420}, u"diff-unified"_s);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestDiffView)
#include "tst_diffview.moc"
