#include "find/resultsdelegate.h"
#include "find/resultsmodel.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QListView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using find::ResultRow;

class TestResultsDelegate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMatchIsSeenInARowThatIsTooNarrow_data()
    {
        QTest::addColumn<int>("width");
        QTest::newRow("wide") << 900;
        QTest::newRow("narrow") << 240;
    }

    void theMatchIsSeenInARowThatIsTooNarrow()
    {
        QFETCH(const int, width);
        const QString line = u"word "_s.repeated(15) + u"needle and more"_s;
        ResultRow row;
        row.type = ResultRow::Type::Excerpt;
        row.text = line;
        row.marks = {{line.indexOf(u"needle"_s), u"needle"_s.size()}};
        row.line = 12;
        find::ResultsModel model;
        model.setRows({row}, false);
        QListView list;
        list.setModel(&model);
        list.setItemDelegate(new find::ResultsDelegate(model, m_theme, &list));
        list.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list.setFrameShape(QFrame::NoFrame);
        list.resize(width, 60);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        const QImage image = list.viewport()->grab().toImage();
        int marked = 0; // pixels in the colour behind a match
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                marked += image.pixelColor(x, y) == m_theme.colors().warningSoft ? 1 : 0;
            }
        }
        QVERIFY2(marked > 20, qPrintable(QString::number(marked)));
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestResultsDelegate)
#include "tst_resultsdelegate.moc"
