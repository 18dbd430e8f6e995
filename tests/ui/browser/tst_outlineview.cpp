#include "browser/outlineview.h"

#include "browser/outlinemodel.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using browser::OutlineList;
using browser::OutlineView;
using text::SectionRequest;
using workspace::Outline;

using Action = SectionRequest::Action;

namespace {

/// A, with A1 and A2 within, then B.
Outline sample()
{
    return workspace::outlineOf(u"# A\none two\n\n## *A1*\nx\n\n## A2\ny\n\n# B\nz\n"_s, {});
}

struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : view(theme)
        , list(view.findChild<OutlineList *>())
        , requested(&view, &OutlineView::changeRequested)
    {
        view.resize(260, 240);
        view.show();
        view.activateWindow();
        view.setOutline(sample());
        list->setFocus();
        constexpr int longEnough = 30'000; // ms
        if (!QTest::qWaitForWindowActive(&view, longEnough)) {
            qFatal("the window does not become active");
        }
    }

    void choose(int row) const { list->setCurrentIndex(list->model()->index(row, 0)); }
    [[nodiscard]] QPoint placeOf(int row) const
    {
        return list->visualRect(list->model()->index(row, 0)).center();
    }
    [[nodiscard]] QString title(int row) const
    {
        return list->model()->index(row, 0).data().toString();
    }
    [[nodiscard]] SectionRequest request() const
    {
        return requested.isEmpty() ? SectionRequest()
                                   : requested.last().at(0).value<SectionRequest>();
    }

    OutlineView view;
    OutlineList *list;
    QSignalSpy requested;
};

} // namespace

class TestOutlineView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsTellTheirSize()
    {
        const Fixture fixture(m_theme);
        const auto index = fixture.list->model()->index(0, 0);
        QVERIFY2(index.data(browser::OutlineModel::SizeRole).toString().startsWith(u"3 · ≈"_s),
                 qPrintable(index.data(browser::OutlineModel::SizeRole).toString()));
        const QString tip = index.data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(u"estimate"_s), qPrintable(tip));
        QVERIFY2(tip.contains(u"With the sections within: 7 words"_s), qPrintable(tip));
        const QString spoken = index.data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.startsWith(u"A, level 1, 3 words, about "_s), qPrintable(spoken));
        QVERIFY(!fixture.list->accessibleName().isEmpty());
    }

    void aClickShowsAndEnterGoesThere()
    {
        const Fixture fixture(m_theme);
        const QSignalSpy shown(&fixture.view, &OutlineView::sectionShown);
        const QSignalSpy chosen(&fixture.view, &OutlineView::sectionActivated);
        QTest::mouseClick(fixture.list->viewport(), Qt::LeftButton, {}, fixture.placeOf(2));
        QCOMPARE(shown.last().at(0).toInt(), 7);
        QVERIFY(fixture.list->hasFocus());
        QTest::keyClick(fixture.list, Qt::Key_Down);
        QTest::keyClick(fixture.list, Qt::Key_Return);
        QCOMPARE(chosen.last().at(0).toInt(), 10);
    }

    void altAndAnArrowMoveASection()
    {
        const Fixture fixture(m_theme);
        fixture.choose(2);
        QTest::keyClick(fixture.list, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(fixture.request().action, Action::MoveUp);
        QCOMPARE(fixture.request().section, (text::SectionName{u"A2"_s, 6}));
        QTest::keyClick(fixture.list, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(fixture.request().action, Action::Demote);
        QTest::keyClick(fixture.list, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(fixture.request().action, Action::Promote);
        fixture.choose(0);
        QTest::keyClick(fixture.list, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(fixture.request().action, Action::MoveDown);
        QCOMPARE(fixture.requested.size(), 4);
    }

    void whatCannotBeIsNotAskedFor()
    {
        const Fixture fixture(m_theme);
        fixture.choose(0);
        QTest::keyClick(fixture.list, Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(fixture.list, Qt::Key_Left, Qt::AltModifier);
        fixture.choose(2);
        QTest::keyClick(fixture.list, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(fixture.requested.size(), 0);
    }

    void arrowsTurnWithTheDirection()
    {
        Fixture fixture(m_theme);
        fixture.view.setLayoutDirection(Qt::RightToLeft);
        fixture.choose(2);
        QTest::keyClick(fixture.list, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(fixture.request().action, Action::Demote);
    }

    void f2RenamesInPlaceWithTheMarkup()
    {
        const Fixture fixture(m_theme);
        fixture.choose(1);
        QTest::keyClick(fixture.list, Qt::Key_F2);
        auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(field != nullptr);
        QCOMPARE(field->text(), u"*A1*"_s);
        QVERIFY(!field->accessibleName().isEmpty());
        QTest::keyClicks(field, u"First one"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(fixture.requested.size(), 1);
        QCOMPARE(fixture.request().action, Action::Rename);
        QCOMPARE(fixture.request().section, (text::SectionName{u"A1"_s, 3}));
        QCOMPARE(fixture.request().title, u"First one"_s);
    }

    void escapeAndAnEmptyTitleRenameNothing()
    {
        const Fixture fixture(m_theme);
        QTest::mouseClick(fixture.list->viewport(), Qt::LeftButton, {}, fixture.placeOf(0));
        QTest::mouseDClick(fixture.list->viewport(), Qt::LeftButton, {}, fixture.placeOf(0));
        QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
        QTest::keyClicks(QApplication::focusWidget(), u"other"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTest::keyClick(fixture.list, Qt::Key_F2);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::qWait(0);
        QCOMPARE(fixture.requested.size(), 0);
    }

    void anOutlineThatComesMeanwhileWaits()
    {
        Fixture fixture(m_theme);
        fixture.choose(0);
        QTest::keyClick(fixture.list, Qt::Key_F2);
        QTest::keyClicks(QApplication::focusWidget(), u"typed"_s);
        fixture.view.setOutline(workspace::outlineOf(u"# New\n\n# A\n"_s, {}));
        QCOMPARE(qobject_cast<QLineEdit *>(QApplication::focusWidget())->text(), u"typed"_s);
        QCOMPARE(fixture.title(0), u"A"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(fixture.title(0), u"New"_s);
        QCOMPARE(fixture.list->currentIndex().row(), 1); // still A
    }

    void theMenuHasAllOfIt()
    {
        const Fixture fixture(m_theme);
        fixture.choose(2);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(fixture.list, &event);
        auto *menu = fixture.view.findChild<QMenu *>();
        QVERIFY(menu != nullptr);
        QTRY_VERIFY(menu->isVisible());
        QList<bool> enabled;
        for (const auto actions = menu->actions(); const QAction *action : actions) {
            if (!action->isSeparator()) {
                enabled.append(action->isEnabled());
            }
        }
        QCOMPARE(enabled, (QList<bool>{true, true, true, false, true, true, true}));
        QTest::keyClick(menu, Qt::Key_P); // promote
        QTRY_COMPARE(fixture.request().action, Action::Promote);
    }

    void theCaretsSectionIsMarked()
    {
        Fixture fixture(m_theme);
        fixture.choose(0);
        fixture.view.setCaretLine(7);
        QCOMPARE(fixture.list->currentIndex().row(), 0); // somebody is at work there
        fixture.list->clearFocus();
        fixture.view.setCaretLine(7);
        QCOMPARE(fixture.list->currentIndex().row(), 2);
    }

    void withoutSectionsItSaysSo()
    {
        Fixture fixture(m_theme);
        fixture.view.setOutline({});
        QVERIFY(!fixture.list->isVisible());
        const auto labels = fixture.view.findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"No sections"_s);
        }));
    }

    void theModelKeepsItsPromises()
    {
        browser::OutlineModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setOutline(sample());
        QCOMPARE(model.rowCount({}), 4);
        model.setOutline(workspace::outlineOf(u"# One\n"_s, {}));
        model.setOutline(sample());
        QCOMPARE(model.endOf(0), 3);
        QCOMPARE(model.rowAt(8), 2);
        QCOMPARE(model.rowOf(u"B"_s, 0), 3);
        QCOMPARE(model.rowOf(u"gone"_s, 0), -1);
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestOutlineView)
#include "tst_outlineview.moc"
