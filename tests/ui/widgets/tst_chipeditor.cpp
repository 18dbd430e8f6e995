#include "widgets/chipeditor.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <memory>

using namespace hermes::widgets;
using namespace Qt::StringLiterals;

class ChipEditorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void enterAddsWhatIsTyped();
    void commaAddsSeveralAtOnce();
    void sameWordIsNotAddedTwice();
    void leavingTheInputKeepsTheWord();
    void backspaceRemovesTheLast();
    void backspaceInTextRemovesALetter();
    void arrowsReachTheChips();
    void arrowsAreMirroredRightToLeft();
    void deleteRemovesTheFocusedChip();
    void clickOnTheCrossRemoves();
    void clickOnTheWordDoesNotRemove();
    void settingChipsSaysNothing();
    void completionOffersWhatIsNotThere();
    void completedWordIsAdded();
    void manyChipsWrapToLines();
    void tabLeavesTheListForWhatComesNext();
    void everythingHasAName();

private:
    [[nodiscard]] QList<QAbstractButton *> chips() const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    ChipEditor *m_editor = nullptr;
};

void ChipEditorTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void ChipEditorTest::init()
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_editor = new ChipEditor(*m_theme, u"Tags"_s, u"Add a tag"_s);
    layout->addWidget(m_editor);
    layout->addStretch(1);
    m_window->resize(500, 400);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_editor->input()->setFocus();
}

void ChipEditorTest::cleanup()
{
    m_window.reset();
}

QList<QAbstractButton *> ChipEditorTest::chips() const
{
    QList<QAbstractButton *> visible;
    for (const auto allChips =
             m_editor->findChildren<QAbstractButton *>(Qt::FindDirectChildrenOnly);
         QAbstractButton * chip : allChips)
        if (chip->isVisible())
            visible.append(chip);
    return visible;
}

void ChipEditorTest::enterAddsWhatIsTyped()
{
    QSignalSpy changed(m_editor, &ChipEditor::chipsChanged);
    QTest::keyClicks(m_editor->input(), u" api "_s);
    QTest::keyClick(m_editor->input(), Qt::Key_Return);
    QCOMPARE(m_editor->chips(), QStringList{u"api"_s});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toStringList(), QStringList{u"api"_s});
    QVERIFY(m_editor->input()->text().isEmpty());
}

void ChipEditorTest::commaAddsSeveralAtOnce()
{
    QTest::keyClicks(m_editor->input(), u"api,backend,"_s);
    QCOMPARE(m_editor->chips(), (QStringList{u"api"_s, u"backend"_s}));
}

void ChipEditorTest::sameWordIsNotAddedTwice()
{
    m_editor->setChips({u"api"_s});
    QSignalSpy changed(m_editor, &ChipEditor::chipsChanged);
    QTest::keyClicks(m_editor->input(), u"api,"_s);
    QCOMPARE(m_editor->chips(), QStringList{u"api"_s});
    QCOMPARE(changed.count(), 0);
    QVERIFY(m_editor->input()->text().isEmpty());
}

void ChipEditorTest::leavingTheInputKeepsTheWord()
{
    QTest::keyClicks(m_editor->input(), u"api"_s);
    m_editor->input()->clearFocus();
    QCOMPARE(m_editor->chips(), QStringList{u"api"_s});
}

void ChipEditorTest::backspaceRemovesTheLast()
{
    m_editor->setChips({u"api"_s, u"backend"_s});
    QTest::keyClick(m_editor->input(), Qt::Key_Backspace);
    QCOMPARE(m_editor->chips(), QStringList{u"api"_s});
    QVERIFY(m_editor->input()->hasFocus());
}

void ChipEditorTest::backspaceInTextRemovesALetter()
{
    m_editor->setChips({u"api"_s});
    QTest::keyClicks(m_editor->input(), u"ab"_s);
    QTest::keyClick(m_editor->input(), Qt::Key_Backspace);
    QCOMPARE(m_editor->input()->text(), u"a"_s);
    QCOMPARE(m_editor->chips(), QStringList{u"api"_s});
}

void ChipEditorTest::arrowsReachTheChips()
{
    m_editor->setChips({u"api"_s, u"backend"_s});
    QTest::keyClick(m_editor->input(), Qt::Key_Left);
    QVERIFY(chips().at(1)->hasFocus());
    QTest::keyClick(chips().at(1), Qt::Key_Left);
    QVERIFY(chips().at(0)->hasFocus());
    QTest::keyClick(chips().at(0), Qt::Key_Left);
    QVERIFY(chips().at(0)->hasFocus());
    QTest::keyClick(chips().at(0), Qt::Key_End);
    QVERIFY(m_editor->input()->hasFocus());
}

void ChipEditorTest::arrowsAreMirroredRightToLeft()
{
    m_window->setLayoutDirection(Qt::RightToLeft);
    m_editor->setChips({u"api"_s, u"backend"_s});
    QTest::keyClick(m_editor->input(), Qt::Key_Right);
    QVERIFY(chips().at(1)->hasFocus());
    QTRY_VERIFY(chips().at(0)->x() > chips().at(1)->x());
}

void ChipEditorTest::deleteRemovesTheFocusedChip()
{
    m_editor->setChips({u"a"_s, u"b"_s, u"c"_s});
    chips().at(1)->setFocus();
    QTest::keyClick(chips().at(1), Qt::Key_Delete);
    QCOMPARE(m_editor->chips(), (QStringList{u"a"_s, u"c"_s}));
    QVERIFY(chips().at(1)->hasFocus());
}

void ChipEditorTest::clickOnTheCrossRemoves()
{
    m_editor->setChips({u"api"_s, u"backend"_s});
    QTRY_COMPARE(chips().size(), 2);
    QAbstractButton *chip = chips().at(0);
    QTRY_VERIFY(chip->width() > 30);
    QTest::mouseClick(chip, Qt::LeftButton, {}, QPoint(chip->width() - 12, chip->height() / 2));
    QCOMPARE(m_editor->chips(), QStringList{u"backend"_s});
}

void ChipEditorTest::clickOnTheWordDoesNotRemove()
{
    m_editor->setChips({u"api-design"_s});
    QAbstractButton *chip = chips().at(0);
    QTRY_VERIFY(chip->width() > 30);
    QTest::mouseClick(chip, Qt::LeftButton, {}, QPoint(10, chip->height() / 2));
    QCOMPARE(m_editor->chips(), QStringList{u"api-design"_s});
}

void ChipEditorTest::settingChipsSaysNothing()
{
    QSignalSpy changed(m_editor, &ChipEditor::chipsChanged);
    m_editor->setChips({u"api"_s});
    QCOMPARE(changed.count(), 0);
    QCOMPARE(chips().size(), 1);
}

void ChipEditorTest::completionOffersWhatIsNotThere()
{
    m_editor->setChips({u"Bash"_s});
    m_editor->setSuggestions({u"Bash"_s, u"Read"_s});
    const QAbstractItemModel *offered = m_editor->input()->completer()->model();
    QCOMPARE(offered->rowCount(), 1);
    QCOMPARE(offered->index(0, 0).data().toString(), u"Read"_s);
}

void ChipEditorTest::completedWordIsAdded()
{
    m_editor->setSuggestions({u"Bash"_s, u"Read"_s, u"Write"_s});
    QTest::keyClicks(m_editor->input(), u"re"_s);
    QAbstractItemView *popup = m_editor->input()->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QTRY_COMPARE(m_editor->chips(), QStringList{u"Read"_s});
    QTRY_VERIFY(m_editor->input()->text().isEmpty());
}

void ChipEditorTest::manyChipsWrapToLines()
{
    const int before = m_editor->height();
    QStringList words;
    for (int number = 0; number < 20; ++number)
        words += u"word-number-%1"_s.arg(number);
    m_editor->setChips(words);
    QTRY_VERIFY(m_editor->height() > before + 2 * space::row);
    for (const auto allChips = chips(); const QAbstractButton *chip : allChips)
        QTRY_VERIFY(m_editor->rect().contains(chip->geometry()));
    QTRY_VERIFY(m_editor->rect().contains(m_editor->input()->geometry()));
}

void ChipEditorTest::tabLeavesTheListForWhatComesNext()
{
    auto *next = new QLineEdit;
    next->setAccessibleName(u"Next"_s);
    m_window->layout()->addWidget(next);
    next->show();
    QTest::keyClicks(m_editor->input(), u"one,two,"_s);
    QCOMPARE(chips().size(), 2);
    QTest::keyClick(m_editor->input(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), next);
    QTest::keyClick(next, Qt::Key_Backtab);
    QCOMPARE(QApplication::focusWidget(), m_editor->input());
}

void ChipEditorTest::everythingHasAName()
{
    m_editor->setChips({u"api"_s});
    QCOMPARE(hermes::test::controlsWithoutName(*m_window), QStringList());
    QCOMPARE(m_editor->input()->accessibleName(), u"Add to Tags"_s);
}

QTEST_MAIN(ChipEditorTest)
#include "tst_chipeditor.moc"
