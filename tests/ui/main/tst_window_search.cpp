#include "browser/registrypane.h"
#include "editor/prompteditor.h"
#include "find/resultsmodel.h"
#include "find/searchpane.h"
#include "findfixture.h"
#include "generatedregistry.h"
#include "widgets/buttons.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QSplitter>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::EntryKind;

/// Full-text search, in the real window over a real registry.
class TestWindowSearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<test::FindFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void wordsAreFoundInPromptsWithTheirLines()
    {
        openSearch();
        QTest::keyClicks(field(), u"retry once"_s);
        QTRY_COMPARE(rows(), (QStringList{u"Backend Engineer"_s, u"11: Retry at least once."_s}));
        QVERIFY(shows(u"1 entries, 2 matches in "_s));
        QTest::keyClicks(field(), u"x"_s);
        QTRY_COMPARE(rows(), QStringList());
        QVERIFY(shows(u"No entry answers “retry oncex”."_s));
    }

    void enterOpensAtTheMatchAndSelectsIt()
    {
        openSearch();
        QTest::keyClicks(field(), u"\"at least\""_s);
        QTRY_COMPARE(rows().size(), 2);
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(fixture()->prompt() != nullptr && fixture()->prompt()->hasFocus());
        QCOMPARE(fixture()->prompt()->textCursor().selectedText(), u"at least"_s);
        QVERIFY(pane()->isVisible()); // to go on with the next one
    }

    void theKeyboardReachesEverything()
    {
        openSearch();
        QTest::keyClicks(field(), u"method"_s);
        QTRY_COMPARE(rows().size(), 4);
        QTest::keyClick(field(), Qt::Key_Down);
        QVERIFY(list()->hasFocus());
        QTest::keyClick(list(), Qt::Key_Down);
        QTest::keyClick(list(), Qt::Key_Down);
        QTest::keyClick(list(), Qt::Key_Down);
        QTest::keyClick(list(), Qt::Key_Return);
        QTRY_VERIFY(fixture()->prompt() != nullptr && fixture()->prompt()->hasFocus());
        QCOMPARE(fixture()->prompt()->textCursor().block().text(), u"## Method"_s);
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_Escape);
        QVERIFY(field()->hasFocus());
        QTest::keyClick(field(), Qt::Key_Escape);
        QCOMPARE(field()->text(), QString());
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(!pane()->isVisible());
        QVERIFY(fixture()->window().findChild<browser::RegistryPane *>()->isVisible());
        for (const QWidget *control :
             {static_cast<QWidget *>(field()), static_cast<QWidget *>(list())}) {
            QVERIFY(!control->accessibleName().isEmpty());
        }
        for (const auto buttons = pane()->findChildren<QToolButton *>();
             const auto *button : buttons) {
            QVERIFY(button->focusPolicy() == Qt::StrongFocus || button->parent() == field());
        }
    }

    void fieldsAnswerToo()
    {
        openSearch();
        QTest::keyClicks(field(), u"tag:api"_s);
        QTRY_COMPARE(rows(), QStringList{u"Backend Engineer"_s});
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(fixture()->prompt() != nullptr && fixture()->prompt()->hasFocus());
    }

    void unsavedTextIsSearchedAsItIsTyped()
    {
        openSearch();
        QTest::keyClicks(field(), u"haystack"_s);
        QTRY_VERIFY(shows(u"No entry answers"_s));
        QVERIFY(fixture()->openEntry({EntryKind::Agent, u"writer"_s}) != nullptr);
        QTRY_VERIFY(fixture()->prompt() != nullptr);
        fixture()->type(u"a haystack "_s);
        QTRY_COMPARE(rows(), (QStringList{u"Writer"_s, u"1: a haystack # Writer"_s}));
    }

    void aFragmentOpensAtItsMatch()
    {
        fixture().folder().write(u"studio/fragments/tone.md"_s,
                                 "---\nversion: 1.0.0\n---\nBe mild.\nOr a haystack.\n");
        openSearch();
        QTest::keyClicks(field(), u"haystack"_s);
        QTRY_COMPARE(rows(), (QStringList{u"tone"_s, u"5: Or a haystack."_s}));
        QCOMPARE(results()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 u"tone, Fragment, 1 matches"_s);
        QTRY_VERIFY(button(u"Fragments 1"_s) != nullptr);
        order(u"By kind"_s);
        QTRY_COMPARE(rows().constFirst(), u"Fragments"_s);
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_VERIFY(fixture()->prompt() != nullptr && fixture()->prompt()->hasFocus());
        QCOMPARE(fixture()->prompt()->textCursor().selectedText(), u"haystack"_s);
        QCOMPARE(fixture()->prompt()->caretLine(), 5);
        // As it is typed.
        fixture()->type(u"needle"_s);
        field()->clear();
        QTest::keyClicks(field(), u"needle kind:fragment"_s);
        QTRY_COMPARE(entries(), QStringList{u"tone"_s});
    }

    void aWrongQueryIsToldAndKeepsWhatWasFound()
    {
        openSearch();
        QTest::keyClicks(field(), u"method"_s);
        QTRY_COMPARE(rows().size(), 4);
        QTest::keyClicks(field(), u" /a(b/"_s);
        QVERIFY(!field()->accessibleDescription().isEmpty());
        QVERIFY(shows(field()->accessibleDescription()));
        QCOMPARE(rows().size(), 4);
    }

    void facetsNarrowAndWiden()
    {
        openSearch();
        QTest::keyClicks(field(), u"method"_s);
        QTRY_COMPARE(rows().size(), 4);
        QTRY_VERIFY(button(u"Agents 2"_s) != nullptr);
        QTest::mouseClick(button(u"Agents 2"_s), Qt::LeftButton);
        QCOMPARE(field()->text(), u"method kind:agent"_s);
        QTRY_VERIFY(button(u"Agents 2"_s)->isChecked());
        QPushButton *tags = button(u"Tag"_s);
        QVERIFY(tags != nullptr);
        Q_EMIT tags->menu()->aboutToShow();
        QStringList values;
        for (const auto allActions = tags->menu()->actions(); const QAction *action : allActions) {
            values.append(action->text());
        }
        QCOMPARE(values, (QStringList{u"api\t1"_s, u"prose\t1"_s, u"server\t1"_s}));
        tags->menu()->actions().at(1)->trigger();
        QTRY_COMPARE(rows().constFirst(), u"Writer"_s);
        QTRY_VERIFY(button(u"Tag: prose"_s) != nullptr);
        QTRY_VERIFY(button(u"Agents 1"_s) != nullptr);
        QTest::mouseClick(button(u"Agents 1"_s), Qt::LeftButton);
        QCOMPARE(field()->text(), u"method tag:\"prose\""_s);
    }

    void sortsAndGroups()
    {
        fixture().write(u"zebra"_s, "Zebra", R"("a")", "method method method\n");
        openSearch();
        QTest::keyClicks(field(), u"method"_s);
        QTRY_COMPARE(entries().size(), 3);
        order(u"By name"_s);
        QTRY_COMPARE(entries(), (QStringList{u"Backend Engineer"_s, u"Writer"_s, u"Zebra"_s}));
        order(u"Most matches first"_s);
        QTRY_COMPARE(entries().constFirst(), u"Zebra"_s);
        order(u"By kind"_s);
        QTRY_COMPARE(rows().constFirst(), u"Agents"_s);
        QTest::keyClick(field(), Qt::Key_Down); // past the title
        QCOMPARE(list()->currentIndex().data().toString(), u"Zebra"_s);
    }

    void aSearchIsSavedUnderANameAndDeleted()
    {
        openSearch();
        QTest::keyClicks(field(), u"method tag:prose"_s);
        QTRY_COMPARE(entries(), QStringList{u"Writer"_s});
        fixture()->dialogs().answer(u"Prose & methods"_s);
        savedAction(u"Save this search…"_s)->trigger();
        QVERIFY(savedAction(u"Prose && methods"_s) != nullptr);
        m_fixture->restart();
        openSearch();
        savedAction(u"Prose && methods"_s)->trigger();
        QCOMPARE(field()->text(), u"method tag:prose"_s);
        QTRY_COMPARE(entries(), QStringList{u"Writer"_s});
        savedAction(u"Delete “Prose && methods”"_s)->trigger();
        QVERIFY(savedAction(u"Prose && methods"_s) == nullptr);
    }

    void resultsThatArePastTheFirstPageCome()
    {
        for (int i = 0; i < 120; ++i) {
            fixture().write(u"a-%1"_s.arg(i), "Many", R"("a")", "a needle\nanother needle\n");
        }
        openSearch();
        QTest::keyClicks(field(), u"needle"_s);
        QTRY_VERIFY(shows(u"120 entries, 240 matches"_s));
        QTRY_VERIFY(entries().size() < 120);
        QTest::keyClick(field(), Qt::Key_Down);
        for (int presses = 0; presses < 6; ++presses) {
            const qsizetype before = entries().size();
            QTest::keyClick(list(), Qt::Key_End);
            if (before < 120) {
                QTRY_VERIFY(entries().size() > before);
            }
        }
        QCOMPARE(entries().size(), 120);
    }

    void theColumnGrowsForTheSearchAndGoesBack()
    {
        const auto *columns = fixture()->window().findChild<QSplitter *>();
        const int before = columns->sizes().constFirst();
        openSearch();
        QVERIFY(columns->sizes().constFirst() > before);
        fixture().press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    }

    void theEndOfASearchIsAnnounced()
    {
        static QStringList announced;
        announced.clear();
        openSearch();
        QAccessible::setActive(true);
        QAccessible::installUpdateHandler([](QAccessibleEvent *event) {
            if (event->type() == QAccessible::Announcement) {
                announced.append(static_cast<QAccessibleAnnouncementEvent *>(event)->message());
            }
        });
        QTest::keyClicks(field(), u"retry"_s);
        QTRY_VERIFY(!announced.isEmpty()
                    && announced.last().startsWith(u"1 entries, 1 matches in"_s));
        QAccessible::installUpdateHandler(nullptr);
        QAccessible::setActive(false);
    }

private:
    [[nodiscard]] test::FindFixture &fixture() { return *m_fixture; }

    void openSearch()
    {
        m_fixture->press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(pane()->isVisible());
        QTRY_VERIFY(field()->hasFocus());
    }

    find::SearchPane *pane() { return fixture()->window().findChild<find::SearchPane *>(); }
    widgets::FilterField *field() { return pane()->findChild<widgets::FilterField *>(); }
    QListView *list() { return pane()->findChild<QListView *>(); }
    find::ResultsModel *results() { return pane()->findChild<find::ResultsModel *>(); }

    QStringList rows()
    {
        QStringList texts;
        for (int row = 0; row < results()->count(); ++row) {
            const find::ResultRow &shown = results()->row(row);
            texts.append(shown.type == find::ResultRow::Type::Excerpt
                             ? u"%1: %2"_s.arg(shown.line).arg(shown.text)
                             : shown.text);
        }
        return texts;
    }

    QStringList entries()
    {
        QStringList names;
        for (int row = 0; row < results()->count(); ++row) {
            if (results()->row(row).type == find::ResultRow::Type::Entry) {
                names.append(results()->row(row).text);
            }
        }
        return names;
    }

    QPushButton *button(const QString &text)
    {
        for (const auto candidates = pane()->findChildren<QPushButton *>();
             auto *candidate : candidates) {
            if (candidate->isVisible() && candidate->text() == text) {
                return candidate;
            }
        }
        return nullptr;
    }

    QAction *actionOf(const QString &buttonName, const QString &text)
    {
        for (const auto allCandidates = pane()->findChildren<QToolButton *>();
             auto *candidate : allCandidates) {
            if (candidate->accessibleName() == buttonName) {
                Q_EMIT candidate->menu()->aboutToShow();
                for (const auto allActions = candidate->menu()->actions();
                     QAction * action : allActions) {
                    // Only marks of keys are left out: a doubled one is a letter of the name.
                    QString shown = action->text();
                    if (shown.startsWith(u'&') && !shown.startsWith(u"&&"_s)) {
                        shown.remove(0, 1);
                    }
                    if (shown == text) {
                        return action;
                    }
                }
            }
        }
        return nullptr;
    }
    void order(const QString &text) { actionOf(u"Sort and group"_s, text)->trigger(); }
    QAction *savedAction(const QString &text) { return actionOf(u"Saved searches"_s, text); }

    bool shows(const QString &words) { return fixture()->shownTexts().contains(words); }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<test::FindFixture> m_fixture;
};

QTEST_MAIN(TestWindowSearch)
#include "tst_window_search.moc"
