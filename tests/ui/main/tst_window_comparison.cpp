#include "diff/diffview.h"
#include "registryfixture.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using diffview::DiffView;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;

namespace {

const core::EntryId reader{core::EntryKind::Agent, u"reader"_s};

DiffView *shownComparison(WindowFixture &fixture)
{
    const QList<DiffView *> views = fixture.window().findChildren<DiffView *>();
    const auto shown = std::ranges::find_if(views, &DiffView::isVisible);
    return shown == views.end() ? nullptr : *shown;
}

} // namespace

/// Comparisons in tabs.
class TestWindowComparison final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void aLateComparisonGoesToTheTabThatAsked()
    {
        const RegistryFixture registry;
        QByteArray text;
        for (int line = 0; line < 60'000; ++line) { // takes a while to compare
            text += "Line " + QByteArray::number(line * 7919 % 60'000) + " of a long prompt.\n";
        }
        registry.writePrompt(text);
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(reader));
        fixture.action(ActionId::Compare)->trigger();
        DiffView *small = nullptr;
        QTRY_VERIFY((small = shownComparison(fixture)) != nullptr);
        QTRY_VERIFY(small->comparison().has_value());

        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        fixture.action(ActionId::Compare)->trigger();
        DiffView *large = shownComparison(fixture);
        QVERIFY(large != nullptr && large != small);
        QVERIFY(!large->comparison().has_value());
        QVERIFY(fixture.openEntry(reader)); // while the large one is compared

        QTRY_VERIFY_WITH_TIMEOUT(large->comparison().has_value(), 60'000);
        QCOMPARE(small->comparison()->promptFile.text(), u"agents/reader/AGENT.md"_s);
        QCOMPARE(large->comparison()->promptFile.text(), RegistryFixture::promptFile);
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowComparison)
#include "tst_window_comparison.moc"
