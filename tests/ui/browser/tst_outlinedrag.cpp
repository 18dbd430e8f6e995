#include "browser/outlineview.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QStyleHints>
#include <QTest>
#include <QTimer>
#include <QWindow>

using namespace Qt::StringLiterals;
using namespace hermes;
using browser::OutlineList;
using browser::OutlineView;
using text::SectionRequest;

using Place = text::SectionTree::Place;

Q_DECLARE_METATYPE(hermes::text::SectionTree::Place)

/// On a screen: the offscreen platform has no drag and drop.
class TestOutlineDrag final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForTheMove_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<int>("part"); // -1 the upper edge, 0 the middle, 1 the lower edge
        QTest::addColumn<QString>("target");
        QTest::addColumn<Place>("place");
        QTest::newRow("into") << 3 << 0 << 0 << u"A"_s << Place::Into;
        QTest::newRow("before") << 3 << 1 << -1 << u"A1"_s << Place::Before;
        QTest::newRow("after") << 1 << 3 << 1 << u"B"_s << Place::After;
        QTest::newRow("above the first within") << 3 << 0 << 1 << u"A1"_s << Place::Before;
        QTest::newRow("into itself") << 0 << 1 << 0 << QString() << Place::Into;
    }

    void asksForTheMove()
    {
        QFETCH(const int, from);
        QFETCH(const int, to);
        QFETCH(const int, part);
        QFETCH(const QString, target);
        QFETCH(const Place, place);
        OutlineView view(m_theme);
        view.resize(260, 240);
        view.setOutline(workspace::outlineOf(u"# A\n\n## A1\n\n## A2\n\n# B\n"_s, {}));
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        const QSignalSpy requested(&view, &OutlineView::changeRequested);
        const auto *list = view.findChild<OutlineList *>();
        const auto rowOf = [list](int row) {
            return list->visualRect(list->model()->index(row, 0));
        };
        const QRect over = rowOf(to);
        const int y = part < 0 ? over.top() + 1 : part > 0 ? over.bottom() - 1 : over.center().y();
        drag(list->viewport(), rowOf(from).center(), {over.center().x(), y});
        if (target.isEmpty()) {
            QCOMPARE(requested.size(), 0);
            return;
        }
        QCOMPARE(requested.size(), 1);
        const auto request = requested.first().at(0).value<SectionRequest>();
        QCOMPARE(request.action, SectionRequest::Action::MoveTo);
        QCOMPARE(request.target.title, target);
        QCOMPARE(request.place, place);
        QCOMPARE(list->model()->rowCount(), 4); // the next outline tells
    }

private:
    static void drag(QWidget *viewport, const QPoint &from, const QPoint &to)
    {
        QTest::mousePress(viewport, Qt::LeftButton, {}, from);
        bool isDone = false;
        // The drag runs an event loop of its own within the move that begins it.
        QTimer::singleShot(0, viewport, [&isDone, viewport, to] {
            QWindow *window = viewport->window()->windowHandle();
            const QPoint place = viewport->mapTo(viewport->window(), to);
            QTest::mouseMove(window, place - QPoint(2, 0));
            QTest::mouseMove(window, place);
            QTest::mouseRelease(window, Qt::LeftButton, {}, place);
            isDone = true;
        });
        const int enough = QGuiApplication::styleHints()->startDragDistance() + 2;
        QTest::mouseMove(viewport, from + QPoint(enough, 0));
        QTest::mouseMove(viewport, from + QPoint(enough + 1, 0));
        QTRY_VERIFY(isDone);
    }

    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestOutlineDrag)
#include "tst_outlinedrag.moc"
