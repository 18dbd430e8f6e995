#include "browser/registrypane.h"

#include "browser/catalogmodel.h"
#include "browser/catalogtree.h"
#include "scratchfolder.h"
#include "search/registrysearch.h"
#include "widgets/emptystate.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes;
using browser::RegistryPane;
using core::EntryId;
using core::EntryKind;
using registry::EntrySummary;
using workspace::EntryState;

namespace {

EntrySummary entry(EntryKind kind, const QString &id, const QString &name,
                   const QString &category = {})
{
    EntrySummary summary;
    summary.id = {kind, id};
    summary.name = name;
    summary.version = u"1.1.0"_s;
    summary.category = category;
    return summary;
}

QList<EntrySummary> fewEntries()
{
    QList<EntrySummary> entries{
        entry(EntryKind::Agent, u"api-designer"_s, u"API Designer"_s),
        entry(EntryKind::Agent, u"architect"_s, u"Architect"_s),
        entry(EntryKind::Agent, u"backend-engineer"_s, u"Backend Engineer"_s),
        entry(EntryKind::Agent, u"code-reviewer"_s, u"Code Reviewer"_s),
        entry(EntryKind::Skill, u"pdf"_s, u"PDF"_s, u"documents"_s),
        entry(EntryKind::Mcp, u"github"_s, u"GitHub"_s),
        entry(EntryKind::Workflow, u"ship"_s, u"Ship"_s)};
    core::Problem problem;
    problem.message = u"The manifest has no version."_s;
    entries[3].problems = {problem};
    return entries;
}

/// The pane in a shown window, with what a test reaches for.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme)
        : search(folder.path(u"registry"_s), folder.path(u"cache"_s))
        , pane(theme)
        , field(pane.findChild<widgets::FilterField *>())
        , tree(pane.findChild<browser::CatalogTree *>())
        , empty(pane.findChild<widgets::EmptyState *>())
    {
        pane.setSearch(&search);
        pane.resize(275, 830);
        pane.show();
        pane.activateWindow();
    }

    void load(const QList<EntrySummary> &entries)
    {
        pane.startLoading();
        search.addEntries(entries);
        pane.addEntries(entries);
        pane.finishLoading();
    }

    void update(const EntrySummary &changed)
    {
        search.updateEntry(changed);
        pane.updateEntry(changed);
    }

    void setModified(const EntryId &id)
    {
        search.setFacts({{id, {search::Status::Modified, {}, false}}});
        pane.setEntryStates({{id, EntryState::Modified}});
    }

    [[nodiscard]] QModelIndex find(const QString &text) const
    {
        for (QModelIndex index = tree->model()->index(0, 0); index.isValid();
             index = tree->indexBelow(index)) {
            if (index.data().toString() == text) {
                return index;
            }
        }
        return {};
    }

    void click(const QString &text) const
    {
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {},
                          tree->visualRect(find(text)).center());
    }

    test::ScratchFolder folder;
    search::RegistrySearch search;
    RegistryPane pane;
    widgets::FilterField *field;
    browser::CatalogTree *tree;
    widgets::EmptyState *empty;
};

QPushButton *buttonOf(const QWidget &widget)
{
    const QList<QPushButton *> buttons = widget.findChildren<QPushButton *>();
    return buttons.isEmpty() ? nullptr : buttons.last();
}

} // namespace

class TestRegistryPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clickOpensAnEntry()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        const QSignalSpy activated(&fixture.pane, &RegistryPane::entryActivated);
        fixture.click(u"Backend Engineer"_s);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).value<EntryId>(),
                 (EntryId{EntryKind::Agent, u"backend-engineer"_s}));
    }

    void clickFoldsAGroup()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        const QSignalSpy activated(&fixture.pane, &RegistryPane::entryActivated);
        QVERIFY(fixture.tree->isExpanded(fixture.find(u"Agents"_s)));
        fixture.click(u"Agents"_s);
        QVERIFY(!fixture.tree->isExpanded(fixture.find(u"Agents"_s)));
        fixture.click(u"Skills"_s);
        QVERIFY(fixture.tree->isExpanded(fixture.find(u"Skills"_s)));
        QCOMPARE(activated.size(), 0);
    }

    void downGoesFromFilterToTreeAndEnterOpens()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        const QSignalSpy activated(&fixture.pane, &RegistryPane::entryActivated);
        fixture.pane.focusFilter();
        QTRY_VERIFY(fixture.field->hasFocus());
        QTest::keyClick(fixture.field, Qt::Key_Down);
        QVERIFY(fixture.tree->hasFocus());
        QTest::keyClick(fixture.tree, Qt::Key_Down);
        QTest::keyClick(fixture.tree, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).value<EntryId>().id, u"architect"_s);
    }

    void upInTheFirstRowGoesToTheFilter()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        fixture.tree->setFocus();
        fixture.tree->setCurrentIndex(fixture.find(u"Agents"_s));
        QTest::keyClick(fixture.tree, Qt::Key_Up);
        QTRY_VERIFY(fixture.field->hasFocus());
    }

    void enterInTheFilterOpensTheFirstMatch()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        const QSignalSpy activated(&fixture.pane, &RegistryPane::entryActivated);
        QTest::keyClicks(fixture.field, u"github"_s);
        QTest::keyClick(fixture.field, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).value<EntryId>(), (EntryId{EntryKind::Mcp, u"github"_s}));
    }

    void filterOpensGroupsAndClearingClosesThemAgain()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        QTest::keyClicks(fixture.field, u"pdf"_s);
        QVERIFY(fixture.find(u"PDF"_s).isValid());
        QVERIFY(!fixture.find(u"Agents"_s).isValid());
        QTest::keyClick(fixture.field, Qt::Key_Escape);
        QCOMPARE(fixture.field->text(), QString());
        QVERIFY(!fixture.find(u"PDF"_s).isValid());
        QVERIFY(fixture.tree->isExpanded(fixture.find(u"Agents"_s)));
    }

    void noMatchOffersToClearTheFilter()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        QTest::keyClicks(fixture.field, u"<b>zzz"_s);
        QVERIFY(fixture.empty->isVisible());
        QCOMPARE(fixture.empty->sentence(), u"No entry matches “<b>zzz”."_s);
        QTest::mouseClick(buttonOf(*fixture.empty), Qt::LeftButton);
        QCOMPARE(fixture.pane.filter(), QString());
        QVERIFY(fixture.tree->isVisible());
    }

    void emptyStatesSayWhatToDo()
    {
        Fixture fixture(m_theme);
        const QSignalSpy opened(&fixture.pane, &RegistryPane::openRegistryRequested);
        const QSignalSpy created(&fixture.pane, &RegistryPane::newEntryRequested);
        QCOMPARE(fixture.empty->title(), u"No registry is open"_s);
        QTest::mouseClick(buttonOf(*fixture.empty), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
        fixture.pane.startLoading();
        QVERIFY(fixture.tree->isVisible());
        fixture.pane.finishLoading();
        QCOMPARE(fixture.empty->title(), u"No entries yet"_s);
        QTest::mouseClick(buttonOf(*fixture.empty), Qt::LeftButton);
        QCOMPARE(created.size(), 1);
    }

    void aWrongQueryIsToldAtTheBoxAndKeepsWhatWasFound()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        const auto told = [&fixture](const QString &words) {
            const QList<QLabel *> labels = fixture.pane.findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&words](const QLabel *label) {
                return label->isVisible() && label->text().contains(words);
            });
        };
        QTest::keyClicks(fixture.field, u"kind:agent"_s);
        QVERIFY(fixture.find(u"Architect"_s).isValid());
        QVERIFY(fixture.field->accessibleDescription().isEmpty());
        QTest::keyClicks(fixture.field, u"x"_s);
        QVERIFY(told(u"agentx"_s));
        QVERIFY(fixture.field->accessibleDescription().contains(u"agentx"_s));
        QVERIFY(fixture.find(u"Architect"_s).isValid());
        QVERIFY(!fixture.find(u"GitHub"_s).isValid());
        QTest::keyClick(fixture.field, Qt::Key_Backspace);
        QVERIFY(fixture.field->accessibleDescription().isEmpty());
        QVERIFY(!told(u"agentx"_s));
    }

    void filterUnderstandsTheWholeLanguage_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("abbreviation") << u"codrev"_s << QStringList{u"Code Reviewer"_s};
        QTest::newRow("expression") << u"/^arch/"_s << QStringList{u"Architect"_s};
        QTest::newRow("without") << u"kind:agent -engineer -designer -code"_s
                                 << QStringList{u"Architect"_s};
        QTest::newRow("problem") << u"has:problem"_s << QStringList{u"Code Reviewer"_s};
    }

    void filterUnderstandsTheWholeLanguage()
    {
        QFETCH(const QString, filter);
        QFETCH(const QStringList, names);
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        QTest::keyClicks(fixture.field, filter);
        QStringList shown;
        for (const auto entries = fixture.pane.shownEntries(); const EntryId &id : entries) {
            shown.append(fixture.tree->model()
                             ->match(fixture.tree->model()->index(0, 0),
                                     browser::CatalogModel::IdRole, QVariant::fromValue(id), 1,
                                     Qt::MatchExactly | Qt::MatchRecursive)
                             .value(0)
                             .data()
                             .toString());
        }
        QCOMPARE(shown, names);
    }

    void loadingTellsHowMany()
    {
        Fixture fixture(m_theme);
        const auto progress = [&fixture] {
            for (const auto labels = fixture.pane.findChildren<QLabel *>();
                 const QLabel *label : labels) {
                if (label->isVisible() && label->text().startsWith(u"Loading"_s)) {
                    return label->text();
                }
            }
            return QString();
        };
        fixture.pane.startLoading();
        fixture.pane.addEntries(fewEntries());
        QCOMPARE(progress(), u"Loading… 7 entries"_s);
        fixture.pane.finishLoading();
        QCOMPARE(progress(), QString());
    }

    void currentEntryStaysSelectedThroughUpdates()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        fixture.pane.setCurrentEntry(EntryId{EntryKind::Agent, u"architect"_s});
        const auto selected = [&fixture] { return fixture.tree->currentIndex().data().toString(); };
        QCOMPARE(selected(), u"Architect"_s);
        fixture.pane.updateEntry(entry(EntryKind::Agent, u"architect"_s, u"Zeno"_s));
        QCOMPARE(selected(), u"Zeno"_s);
        fixture.pane.updateEntry(entry(EntryKind::Agent, u"aardvark"_s, u"Aardvark"_s));
        fixture.pane.removeEntry({EntryKind::Agent, u"api-designer"_s});
        QCOMPARE(selected(), u"Zeno"_s);
        fixture.pane.setFilter(u"backend"_s);
        fixture.pane.setFilter({});
        QCOMPARE(selected(), u"Zeno"_s);
    }

    void currentEntryThatComesLaterIsSelectedThen()
    {
        Fixture fixture(m_theme);
        fixture.pane.startLoading();
        fixture.pane.setCurrentEntry(EntryId{EntryKind::Agent, u"architect"_s});
        fixture.pane.addEntries(fewEntries());
        QCOMPARE(fixture.tree->currentIndex().data().toString(), u"Architect"_s);
    }

    void groupsCountWhatMatches()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        const auto agents = [&fixture] {
            return fixture.tree->model()->index(0, 0).data(browser::CatalogModel::EntryCountRole);
        };
        QCOMPARE(agents(), 4);
        fixture.pane.setFilter(u"er"_s);
        QCOMPARE(agents(), 3);
        fixture.update(entry(EntryKind::Agent, u"gardener"_s, u"Gardener"_s));
        QTRY_COMPARE(agents(), 4);
        fixture.pane.removeEntry({EntryKind::Agent, u"gardener"_s});
        QCOMPARE(agents(), 3);
        fixture.pane.setFilter({});
        QCOMPARE(agents(), 4);
    }

    void facetChipsAreWordsOfTheFilter()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        fixture.setModified({EntryKind::Agent, u"architect"_s});
        const auto chip = [&fixture](const QString &text) {
            for (const auto buttons = fixture.pane.findChildren<QPushButton *>();
                 QPushButton * button : buttons) {
                if (button->text() == text) {
                    return button;
                }
            }
            return static_cast<QPushButton *>(nullptr);
        };
        QVERIFY(chip(u"problems 1"_s));
        QTest::mouseClick(chip(u"modified 1"_s), Qt::LeftButton);
        QCOMPARE(fixture.pane.filter(), u"status:modified"_s);
        QVERIFY(fixture.find(u"Architect"_s).isValid());
        QVERIFY(!fixture.find(u"Backend Engineer"_s).isValid());
        QVERIFY(chip(u"modified 1"_s)->isChecked());
        QTest::mouseClick(chip(u"modified 1"_s), Qt::LeftButton);
        QCOMPARE(fixture.pane.filter(), QString());
    }

    void contextMenuAsksForWhatWasChosen()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        const QSignalSpy copied(&fixture.pane, &RegistryPane::copyIdRequested);
        fixture.pane.setCurrentEntry(EntryId{EntryKind::Agent, u"architect"_s});
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(fixture.tree->viewport(), &event);
        auto *menu = fixture.pane.findChild<QMenu *>();
        QVERIFY(menu);
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_I);
        QCOMPARE(copied.size(), 1);
        QCOMPARE(copied.at(0).at(0).value<EntryId>().id, u"architect"_s);
    }

    void everyControlHasAName()
    {
        Fixture fixture(m_theme);
        fixture.load(fewEntries());
        QVERIFY(!fixture.field->accessibleName().isEmpty());
        QVERIFY(!fixture.tree->accessibleName().isEmpty());
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestRegistryPane)
#include "tst_registrypane.moc"
