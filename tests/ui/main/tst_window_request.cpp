#include "editor/prompteditor.h"
#include "preview/previewpane.h"
#include "preview/renderedview.h"
#include "preview/requestview.h"
#include "testsendfixture.h"
#include "widgets/copybutton.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QRadioButton>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using preview::RequestView;

/// The request that the preview shows.
class TestWindowRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void itIsTheOneThatATestSendSends()
    {
        TestSendFixture fixture(m_theme);
        fixture.connectTo(u"a"_s, {wholeAnswer("Yes.")});
        QVERIFY(fixture.window().openEntry(RegistryFixture::writer) != nullptr);
        auto *pane = fixture.window().window().findChild<preview::PreviewPane *>();
        QTRY_VERIFY(pane->content().id == RegistryFixture::writer);
        QTest::mouseClick(pane->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        auto *shown = pane->findChild<RequestView *>();
        QTRY_VERIFY(shown->body()->toPlainText().contains(u"Your message"));
        QTest::mouseClick(shown->findChildren<widgets::CopyButton *>().first(), Qt::LeftButton);
        const QByteArray copied = QApplication::clipboard()->text().toUtf8();

        fixture.openRuns();
        fixture.askAgreeing(u"Your message"_s);
        QTRY_COMPARE(fixture.server().requests(u"a"_s).size(), 1);
        QCOMPARE(copied, fixture.server().requests(u"a"_s).first().body);
        QVERIFY2(copied.contains("\"Read\""), copied.constData()); // the writer's tool
    }

    void aClickInItGoesToTheSource()
    {
        TestSendFixture fixture(m_theme);
        fixture.registry().writePrompt("# Writer\n\nYou \"write\".\n\n## Output\n\nText.\n");
        fixture.connectTo(u"a"_s, {wholeAnswer("Yes.")});
        QVERIFY(fixture.window().openEntry(RegistryFixture::writer) != nullptr);
        auto *pane = fixture.window().window().findChild<preview::PreviewPane *>();
        QTest::mouseClick(pane->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        preview::RenderedView *body = pane->findChild<RequestView *>()->body();
        QTRY_VERIFY(body->toPlainText().contains(u"Output"));
        const qsizetype place = body->toPlainText().indexOf(u"## Output"_s) + 4;
        QPoint there;
        for (there.ry() = 0; body->placeAt(there) != place; there.rx() += 2) {
            if (there.x() > body->viewport()->width()) {
                there = {0, there.y() + 4};
                QVERIFY(there.y() < body->viewport()->height());
            }
        }
        QTest::mouseClick(body->viewport(), Qt::LeftButton, {}, there);
        QTRY_COMPARE(fixture.window().prompt()->caretLine(), 5);
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowRequest)
#include "tst_window_request.moc"
