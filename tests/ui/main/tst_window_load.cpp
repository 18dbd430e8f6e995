#include "browser/catalogtree.h"
#include "generatedregistry.h"
#include "stallwatch.h"
#include "widgets/theme.h"
#include "windowfixture.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::WindowFixture;
using workspace::Workspace;

namespace {

constexpr int agents = 10'000;
constexpr int patience = 240'000; ///< ms

} // namespace

/// What happens, in order, while the window reads a registry.
class LoadLog final : public QObject
{
public:
    enum class Event
    {
        Batch,
        Paint, ///< Of the list, with entries in it.
        Answer, ///< To a knock from outside, as a key would be.
        Loaded
    };

    LoadLog(Workspace &workspace, browser::CatalogTree &tree) : m_tree(tree)
    {
        connect(&workspace, &Workspace::entriesAdded, this,
                [this](const QList<registry::EntrySummary> &entries) {
                    m_events.append(Event::Batch);
                    m_largestBatch = std::max(m_largestBatch, entries.size());
                });
        connect(&workspace, &Workspace::loaded, this, [this] { m_events.append(Event::Loaded); });
        tree.viewport()->installEventFilter(this);
    }

    [[nodiscard]] const QList<Event> &events() const { return m_events; }
    [[nodiscard]] qsizetype largestBatch() const { return m_largestBatch; }
    /// Most batches between one paint of the list and the next.
    [[nodiscard]] qsizetype longestUnpainted() const
    {
        qsizetype longest = 0;
        qsizetype batches = 0;
        for (const Event event : m_events) {
            batches = event == Event::Batch ? batches + 1 : event == Event::Paint ? 0 : batches;
            longest = std::max(longest, batches);
        }
        return longest;
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const QModelIndex group = m_tree.model()->index(0, 0);
        if (event->type() == QEvent::Paint && m_tree.isExpanded(group)
            && m_tree.model()->rowCount(group) > 0) {
            m_events.append(Event::Paint);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    browser::CatalogTree &m_tree;
    QList<Event> m_events;
    qsizetype m_largestBatch = 0;
};

/// A registry of ten thousand agents in the real window.
class TestWindowLoad final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(vcs::initializeLibrary());
        test::generateRegistry(m_folder.path(u"registry"_s), agents);
    }

    void firstRowsAreSeenBeforeTheLoadEnds()
    {
        WindowFixture fixture(m_theme);
        auto *tree = fixture.window().findChild<browser::CatalogTree *>();
        const LoadLog log(fixture.workspace(), *tree);
        const QSignalSpy loaded(&fixture.workspace(), &Workspace::loaded);
        fixture.window().openRegistry(m_folder.path(u"registry"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), patience);
        const auto firstPaint = log.events().indexOf(LoadLog::Event::Paint);
        const auto end = log.events().indexOf(LoadLog::Event::Loaded);
        QVERIFY(firstPaint >= 0 && firstPaint < end);
        const auto batchesAfterwards = log.events().sliced(firstPaint).count(LoadLog::Event::Batch);
        QVERIFY2(batchesAfterwards > 10, qPrintable(QString::number(batchesAfterwards)));
    }

    void batchesAreBoundedAndPaintingComesInBetween()
    {
        WindowFixture fixture(m_theme);
        auto *tree = fixture.window().findChild<browser::CatalogTree *>();
        const LoadLog log(fixture.workspace(), *tree);
        const test::StallWatch watch;
        const QSignalSpy loaded(&fixture.workspace(), &Workspace::loaded);
        fixture.window().openRegistry(m_folder.path(u"registry"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), patience);
        QVERIFY(log.largestBatch() <= Workspace::entriesPerBatch);
        QVERIFY(log.events().count(LoadLog::Event::Batch) >= agents / Workspace::entriesPerBatch);
        // The loop answered from outside all along, not only at the end.
        QVERIFY2(watch.answers() > 10, qPrintable(QString::number(watch.answers())));
        QVERIFY2(log.longestUnpainted() < 60, qPrintable(QString::number(log.longestUnpainted())));
        QCOMPARE(fixture.workspace().catalog().entries.size(), agents);
        QCOMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), agents);
    }

    void oneChangedFileTouchesOneRow()
    {
        WindowFixture fixture(m_theme);
        fixture.open(m_folder.path(u"registry"_s));
        // The first look after the load has ended when a change is told at once.
        const QSignalSpy changed(&fixture.workspace(), &Workspace::entryChanged);
        auto *tree = fixture.window().findChild<browser::CatalogTree *>();
        const QSignalSpy data(tree->model(), &QAbstractItemModel::dataChanged);
        const QString file = u"registry/agents/agent-7/manifest.json"_s;
        const QByteArray before = m_folder.read(file);
        m_folder.write(file, QByteArray(before).replace("\"Agent 7\"", "\"Agent 007\""));
        QTRY_VERIFY_WITH_TIMEOUT(
            fixture.workspace().catalog().find({core::EntryKind::Agent, u"agent-7"_s})->name
                == u"Agent 007",
            patience);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), agents);
        m_folder.write(file, before);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, patience);
    }

private:
    const test::ScratchFolder m_folder;
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowLoad)
#include "tst_window_load.moc"
