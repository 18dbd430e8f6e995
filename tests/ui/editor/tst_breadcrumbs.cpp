#include "editor/breadcrumbs.h"
#include "editor/documentlines.h"
#include "editor/headings.h"
#include "pagefixture.h"

#include <QApplication>
#include <QMenu>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::Breadcrumbs;
using editor::EditCommand;
using test::PageFixture;

namespace {

constexpr auto sample = "intro\n# One\na\n## Two\nb\n### Deep\nc\n## Three\nd\n# Four\ne\n";

QList<QToolButton *> buttons(PageFixture &fixture)
{
    QList<QToolButton *> shown;
    for (const auto all = fixture.page().findChild<Breadcrumbs *>()->findChildren<QToolButton *>();
         QToolButton * button : all) {
        if (button->isVisible()) {
            shown.append(button);
        }
    }
    return shown;
}

QString path(PageFixture &fixture)
{
    QStringList titles;
    for (const auto shown = buttons(fixture); const QToolButton *button : shown) {
        titles.append(button->text());
    }
    return titles.join(u'/');
}

QStringList texts(const QMenu &menu)
{
    QStringList found;
    for (const auto actions = menu.actions(); const QAction *action : actions) {
        found.append(action->text());
    }
    return found;
}

} // namespace

class TestBreadcrumbs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followTheCaret()
    {
        PageFixture fixture(sample);
        fixture.editor().goTo(7, 1);
        QCOMPARE(path(fixture), u"One/Two/Deep"_s);
        fixture.press(Qt::Key_Down);
        QCOMPARE(path(fixture), u"One/Three"_s);
        fixture.editor().goTo(10, 3);
        QCOMPARE(path(fixture), u"Four"_s);
        fixture.editor().goTo(1, 1);
        QCOMPARE(path(fixture), QString());
        QVERIFY(fixture.shows(u"Above the first section"_s));
    }

    void followWhatIsTyped()
    {
        PageFixture fixture(sample);
        fixture.editor().goTo(4, 7);
        fixture.type(u" and *more*"_s);
        QTRY_COMPARE(path(fixture), u"One/Two and more"_s);
        fixture.editor().goTo(2, 1);
        fixture.press(Qt::Key_Delete); // no heading any more
        fixture.editor().goTo(5, 1);
        QTRY_COMPARE(path(fixture), u"Two and more"_s);
    }

    void knowUnderlinedHeadings()
    {
        PageFixture fixture("Title\nof two\n===\ntext\n\nSub\n---\nmore\n");
        fixture.editor().goTo(8, 1);
        QCOMPARE(path(fixture), u"Title of two/Sub"_s);
        fixture.editor().goTo(1, 3);
        QCOMPARE(path(fixture), u"Title of two"_s);
        fixture.editor().goTo(6, 1);
        QCOMPARE(path(fixture), u"Title of two/Sub"_s);
    }

    void aClickListsTheSectionsBeside()
    {
        PageFixture fixture(sample);
        fixture.editor().goTo(5, 1);
        QStringList listed;
        // The button's menu runs an event loop of its own within the click.
        QTimer::singleShot(0, &fixture.page(), [&listed] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (menu != nullptr) {
                listed = texts(*menu);
                QTest::keyClick(menu, Qt::Key_Down);
                QTest::keyClick(menu, Qt::Key_Return);
            }
        });
        QTest::mouseClick(buttons(fixture).at(1), Qt::LeftButton);
        QCOMPARE(listed, (QStringList{u"Two"_s, u"Three"_s}));
        QTRY_COMPARE(fixture.editor().caretLine(), 8);
        QVERIFY(fixture.page().focusWidget() == &fixture.editor());
    }

    void keysListThemToo()
    {
        PageFixture fixture(sample);
        fixture.editor().goTo(3, 1);
        fixture.page().perform(EditCommand::SectionsBeside);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu != nullptr);
        QCOMPARE(texts(*menu), (QStringList{u"One"_s, u"Four"_s}));
        QVERIFY(menu->actions().constFirst()->isChecked());
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(fixture.editor().caretLine(), 10);
    }

    void sectionsOfOddLevelsStandBeside()
    {
        PageFixture fixture("# A\n### Deep\n## Mid\n### In mid\n## Last\n# B\n");
        const editor::Headings headings(editor::DocumentLines::of(fixture.editor().document()));
        QCOMPARE(headings.beside(2), (QList<int>{1, 2, 4}));
        QCOMPARE(headings.beside(3), (QList<int>{3}));
        QCOMPARE(headings.beside(5), (QList<int>{0, 5}));
        QCOMPARE(headings.sectionEnd(2), 4);
        QCOMPARE(headings.all(), (QList<int>{0, 1, 2, 3, 4, 5}));
    }

    void longTitlesAreCutToTheRoom()
    {
        const QByteArray title(200, 'x');
        PageFixture fixture("# " + title + "\n## Short\n### " + title + "\n");
        fixture.page().resize(300, 300);
        fixture.editor().goTo(3, 1);
        QTRY_COMPARE(buttons(fixture).size(), 3);
        QCOMPARE(buttons(fixture).at(1)->text(), u"Short"_s);
        QVERIFY(buttons(fixture).at(0)->text().endsWith(u'…'));
        QTRY_VERIFY(buttons(fixture).constLast()->geometry().right() < fixture.page().width());
        QCOMPARE(buttons(fixture).at(0)->accessibleName(),
                 u"Section %1"_s.arg(QString::fromLatin1(title)));
    }

    void canBeHidden()
    {
        PageFixture fixture(sample);
        const auto *row = fixture.page().findChild<Breadcrumbs *>();
        QVERIFY(row->isVisible());
        workspace::Settings::TextLook look;
        look.hasBreadcrumbs = false;
        fixture.page().setLook(look);
        QVERIFY(!row->isVisible());
    }
};

QTEST_MAIN(TestBreadcrumbs)
#include "tst_breadcrumbs.moc"
