#include "browser/catalogtable.h"

#include "browser/catalogtree.h"
#include "browser/entrylistmodel.h"
#include "browser/registrypane.h"
#include "scratchfolder.h"
#include "search/registrysearch.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace hermes;
using browser::CatalogTable;
using browser::EntryListModel;
using browser::RegistryPane;
using core::EntryId;
using core::EntryKind;
using registry::EntrySummary;
using Column = EntryListModel::Column;

namespace {

EntrySummary entry(EntryKind kind, const QString &id, const QString &name, const QString &version)
{
    EntrySummary summary;
    summary.id = {kind, id};
    summary.name = name;
    summary.version = version;
    summary.model = u"model-"_s + id;
    summary.tags = {u"one"_s, u"two"_s};
    summary.author = u"Ada"_s;
    return summary;
}

QList<EntrySummary> someEntries()
{
    return {entry(EntryKind::Agent, u"architect"_s, u"Architect"_s, u"1.10.0"_s),
            entry(EntryKind::Agent, u"writer"_s, u"Writer"_s, u"1.9.0"_s),
            entry(EntryKind::Mcp, u"github"_s, u"GitHub"_s, u"2.0.0"_s),
            entry(EntryKind::Skill, u"pdf"_s, u"PDF"_s, u"0.1.0"_s)};
}

/// The pane in a shown window, as a table.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : search(folder.path(u"registry"_s), folder.path(u"cache"_s))
        , pane(theme)
        , table(pane.findChild<CatalogTable *>())
        , tree(pane.findChild<browser::CatalogTree *>())
        , field(pane.findChild<widgets::FilterField *>())
    {
        pane.setSearch(&search);
        pane.resize(900, 600);
        pane.show();
        pane.activateWindow();
        pane.startLoading();
        search.addEntries(someEntries());
        pane.addEntries(someEntries());
        pane.finishLoading();
    }

    [[nodiscard]] QStringList column(Column which) const
    {
        QStringList texts;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            texts.append(table->model()->index(row, static_cast<int>(which)).data().toString());
        }
        return texts;
    }

    void clickTitle(Column which) const
    {
        const QHeaderView *header = table->header();
        const int x = header->sectionViewportPosition(static_cast<int>(which)) + 20;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {x, header->height() / 2});
    }

    void clickRow(int row, Qt::KeyboardModifiers modifiers) const
    {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, modifiers,
                          table->visualRect(table->model()->index(row, 0)).center());
    }

    [[nodiscard]] QMenu *contextMenu(QWidget *viewport) const
    {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(viewport, &event);
        const QList<QMenu *> menus = pane.findChildren<QMenu *>();
        for (QMenu *menu : menus) {
            if (menu->isVisible()) {
                return menu;
            }
        }
        return nullptr;
    }

    test::ScratchFolder folder;
    search::RegistrySearch search;
    RegistryPane pane;
    CatalogTable *table;
    browser::CatalogTree *tree;
    widgets::FilterField *field;
};

QAction *actionOf(const QMenu &menu, const QString &text)
{
    for (const auto actions = menu.actions(); QAction * action : actions) {
        if (action->text().remove(u'&') == text) {
            return action;
        }
    }
    return nullptr;
}

} // namespace

class TestCatalogTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsTellTheFacts()
    {
        Fixture fixture(m_theme);
        const QAbstractItemModelTester tester(fixture.table->model());
        fixture.pane.setEntryStates(
            {{{EntryKind::Agent, u"writer"_s}, workspace::EntryState::Modified}});
        fixture.pane.setView(RegistryPane::View::Table);
        QTRY_COMPARE(fixture.column(Column::Name),
                     (QStringList{u"Architect"_s, u"GitHub"_s, u"PDF"_s, u"Writer"_s}));
        QVERIFY(fixture.table->isVisible() && !fixture.tree->isVisible());
        QCOMPARE(fixture.column(Column::Kind),
                 (QStringList{u"Agent"_s, u"MCP server"_s, u"Skill"_s, u"Agent"_s}));
        QCOMPARE(fixture.column(Column::Model).constFirst(), u"model-architect"_s);
        QCOMPARE(fixture.column(Column::Tags).constFirst(), u"one, two"_s);
        QCOMPARE(fixture.column(Column::Author).constFirst(), u"Ada"_s);
        QCOMPARE(fixture.column(Column::Id).constLast(), u"writer"_s);
        QCOMPARE(fixture.column(Column::Status).constLast(), u"modified"_s);
        fixture.pane.removeEntry({EntryKind::Mcp, u"github"_s});
        QTRY_COMPARE(fixture.column(Column::Name).size(), 3);
    }

    void aClickOnATitleSorts()
    {
        Fixture fixture(m_theme);
        fixture.pane.setView(RegistryPane::View::Table);
        QTRY_COMPARE(fixture.column(Column::Name).size(), 4);
        fixture.clickTitle(Column::Version);
        const QStringList rising{u"0.1.0"_s, u"1.9.0"_s, u"1.10.0"_s, u"2.0.0"_s};
        QTRY_COMPARE(fixture.column(Column::Version), rising);
        fixture.clickTitle(Column::Version);
        QTRY_COMPARE(fixture.column(Column::Version),
                     QStringList(rising.crbegin(), rising.crend()));
    }

    void rowsTellWhenTheyWereChanged()
    {
        Fixture fixture(m_theme);
        fixture.pane.setView(RegistryPane::View::Table);
        QTRY_COMPARE(fixture.column(Column::Name).size(), 4);
        const int modified = static_cast<int>(Column::Modified);
        QVERIFY(fixture.table->isColumnHidden(modified));
        fixture.table->setColumnHidden(modified, false);
        const QDateTime early(QDate(2026, 1, 2), QTime(3, 4));
        const QDateTime late(QDate(2026, 11, 2), QTime(3, 4));
        fixture.search.setFacts({{{EntryKind::Agent, u"writer"_s}, {{}, early, false}},
                                 {{EntryKind::Mcp, u"github"_s}, {{}, late, false}}});
        const QString shown = QLocale().toString(early, QLocale::ShortFormat);
        QTRY_COMPARE(fixture.column(Column::Modified),
                     (QStringList{QString(), QLocale().toString(late, QLocale::ShortFormat),
                                  QString(), shown}));
        fixture.table->scrollTo(fixture.table->model()->index(0, modified));
        fixture.clickTitle(Column::Modified);
        QTRY_COMPARE(fixture.column(Column::Name),
                     (QStringList{u"Architect"_s, u"PDF"_s, u"Writer"_s, u"GitHub"_s}));
        fixture.clickTitle(Column::Modified);
        QTRY_COMPARE(fixture.column(Column::Name).constFirst(), u"GitHub"_s);
        fixture.search.setFacts({});
        QTRY_COMPARE(fixture.column(Column::Modified).constFirst(), QString());
    }

    void aStateOfOtherColumnsIsNotTaken()
    {
        Fixture fixture(m_theme);
        const Fixture before(m_theme);
        before.table->hideColumn(static_cast<int>(Column::Version));
        fixture.pane.setTableColumns("9 " + before.table->header()->saveState());
        QVERIFY(!fixture.table->isColumnHidden(static_cast<int>(Column::Version)));
        QVERIFY(fixture.table->isColumnHidden(static_cast<int>(Column::Modified)));
    }

    void selectionStaysThroughSortingAndUpdates()
    {
        Fixture fixture(m_theme);
        fixture.pane.setView(RegistryPane::View::Table);
        QTRY_COMPARE(fixture.column(Column::Name).size(), 4);
        fixture.clickRow(0, {});
        fixture.clickRow(3, Qt::ControlModifier);
        const QList<EntryId> both{{EntryKind::Agent, u"architect"_s},
                                  {EntryKind::Agent, u"writer"_s}};
        QCOMPARE(fixture.pane.selectedEntries(), both);
        fixture.clickTitle(Column::Version);
        QTRY_COMPARE(fixture.column(Column::Version).constFirst(), u"0.1.0"_s);
        QCOMPARE(fixture.pane.selectedEntries(), (QList{both.last(), both.first()}));
        fixture.pane.updateEntry(entry(EntryKind::Agent, u"writer"_s, u"Author"_s, u"3.0.0"_s));
        QTRY_COMPARE(fixture.column(Column::Version).constLast(), u"3.0.0"_s);
        QCOMPARE(fixture.pane.selectedEntries(), both);
    }

    void columnsAreChosenAndRemembered()
    {
        Fixture fixture(m_theme);
        fixture.pane.setView(RegistryPane::View::Table);
        const auto author = static_cast<int>(Column::Author);
        QVERIFY(fixture.table->isColumnHidden(author));
        const QSignalSpy changed(&fixture.pane, &RegistryPane::viewChanged);
        Q_EMIT fixture.table->header()->customContextMenuRequested({10, 5});
        auto *menu = fixture.table->findChild<QMenu *>();
        QVERIFY(menu != nullptr && actionOf(*menu, u"Name"_s) == nullptr);
        actionOf(*menu, u"Author"_s)->trigger();
        menu->close();
        QVERIFY(!fixture.table->isColumnHidden(author));
        QVERIFY(!changed.isEmpty());
        const QByteArray state = fixture.pane.tableColumns();
        Fixture next(m_theme);
        next.pane.setTableColumns(state);
        QVERIFY(!next.table->isColumnHidden(author));
        next.pane.setTableColumns("rubbish");
        QVERIFY(!next.table->isColumnHidden(0));
    }

    void theKeyboardWorksAsInTheTree()
    {
        Fixture fixture(m_theme);
        fixture.pane.setView(RegistryPane::View::Table);
        QTRY_COMPARE(fixture.column(Column::Name).size(), 4);
        const QSignalSpy activated(&fixture.pane, &RegistryPane::entryActivated);
        fixture.pane.focusFilter();
        QTRY_VERIFY(fixture.field->hasFocus());
        QTest::keyClick(fixture.field, Qt::Key_Down);
        QVERIFY(fixture.table->hasFocus());
        QTest::keyClick(fixture.table, Qt::Key_Down);
        QTest::keyClick(fixture.table, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).value<EntryId>().id, u"github"_s);
        QTest::keyClick(fixture.table, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(fixture.pane.selectedEntries().size(), 2);
        QTest::keyClick(fixture.table, Qt::Key_Up);
        QTest::keyClick(fixture.table, Qt::Key_Up);
        QTest::keyClick(fixture.table, Qt::Key_Up);
        QVERIFY(fixture.field->hasFocus());
    }

    void filterNarrowsTheTable()
    {
        Fixture fixture(m_theme);
        fixture.pane.setView(RegistryPane::View::Table);
        QTRY_COMPARE(fixture.column(Column::Name).size(), 4);
        QTest::keyClicks(fixture.field, u"kind:agent"_s);
        QTRY_COMPARE(fixture.column(Column::Name), (QStringList{u"Architect"_s, u"Writer"_s}));
    }

    void severalRowsHaveAMenuOfTheirOwn_data()
    {
        QTest::addColumn<RegistryPane::View>("view");
        QTest::newRow("tree") << RegistryPane::View::Tree;
        QTest::newRow("table") << RegistryPane::View::Table;
    }

    void severalRowsHaveAMenuOfTheirOwn()
    {
        QFETCH(const RegistryPane::View, view);
        Fixture fixture(m_theme);
        fixture.pane.setView(view);
        const QSignalSpy activated(&fixture.pane, &RegistryPane::entryActivated);
        const QSignalSpy edited(&fixture.pane, &RegistryPane::editRequested);
        const QSignalSpy compared(&fixture.pane, &RegistryPane::comparePairRequested);
        QAbstractItemView *shown = fixture.table;
        if (view == RegistryPane::View::Tree) {
            shown = fixture.tree;
            fixture.tree->setFocus();
            fixture.tree->setCurrentIndex(
                fixture.tree->model()->index(0, 0, fixture.tree->model()->index(0, 0)));
        } else {
            QTRY_COMPARE(fixture.column(Column::Name).size(), 4);
            fixture.clickTitle(Column::Kind); // agents first
            QTRY_COMPARE(fixture.column(Column::Kind).at(1), u"Agent"_s);
            shown->setFocus();
            shown->setCurrentIndex(shown->model()->index(0, 0));
        }
        QTest::keyClick(shown, Qt::Key_Down, Qt::ShiftModifier);
        const QList<EntryId> both{{EntryKind::Agent, u"architect"_s},
                                  {EntryKind::Agent, u"writer"_s}};
        QCOMPARE(fixture.pane.selectedEntries(), both);
        QCOMPARE(activated.size(), 0);
        QMenu *menu = fixture.contextMenu(shown->viewport());
        QVERIFY(menu != nullptr);
        actionOf(*menu, u"Edit 2 entries…"_s)->trigger();
        QCOMPARE(edited.at(0).at(0).value<QList<EntryId>>(), both);
        QVERIFY(actionOf(*menu, u"Compare the two"_s)->isEnabled());
        actionOf(*menu, u"Compare the two"_s)->trigger();
        QCOMPARE(compared.at(0).at(0).value<EntryId>(), both.first());
        QCOMPARE(compared.at(0).at(1).value<EntryId>(), both.last());
        menu->close();
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestCatalogTable)
#include "tst_catalogtable.moc"
