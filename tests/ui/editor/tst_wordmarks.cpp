#include "editor/prompteditor.h"
#include "pagefixture.h"
#include "scratchfolder.h"
#include "text/spellchecker.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QTest>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;
using test::PageFixture;

namespace {

/// A checker with a dictionary of a few words, and a page that uses it.
class Bench
{
public:
    explicit Bench(const QByteArray &text) : m_checker({m_folder.path()}), m_fixture(text)
    {
        m_folder.write(u"en_US.aff"_s, "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n");
        m_folder.write(u"en_US.dic"_s, "5\nyou\nare\na\nteacher\nthe\n");
        m_checker.setLanguages({u"en_US"_s});
        m_fixture.page().setSpelling(
            {&m_checker, [this](const QString &word) { m_added.append(word); },
             [this](const QString &word) { m_checker.setAcceptedWords({word}); }});
    }

    [[nodiscard]] PageFixture &fixture() { return m_fixture; }
    [[nodiscard]] const QStringList &added() const { return m_added; }

    /// Whether a wave or a box is painted at a character: both are red, and nothing else is.
    [[nodiscard]] bool isMarked(int position)
    {
        constexpr int redness = 60;
        QTextCursor cursor(m_fixture.editor().document());
        cursor.setPosition(position);
        const QRect left = m_fixture.editor().cursorRect(cursor);
        cursor.setPosition(position + 1);
        const int right = m_fixture.editor().cursorRect(cursor).left();
        const QImage picture = m_fixture.editor().viewport()->grab().toImage();
        for (int x = left.left(); x < right; ++x) {
            for (int y = left.top() - 3; y < left.bottom() + 4; ++y) {
                const QColor found = picture.pixelColor(x, std::max(0, y));
                if (found.red() - found.green() > redness && found.red() > found.blue()) {
                    return true;
                }
            }
        }
        return false;
    }
    /// The context menu at the caret, as its key opens it.
    [[nodiscard]] QMenu *menu()
    {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(&m_fixture.editor(), &event);
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    }
    static QAction *actionOf(QMenu *menu, const QString &text)
    {
        for (const auto actions = menu->actions(); QAction * action : actions) {
            if (action->text().contains(text) && action->isVisible()) {
                return action;
            }
        }
        return nullptr;
    }

private:
    test::ScratchFolder m_folder;
    text::SpellChecker m_checker;
    QStringList m_added;
    PageFixture m_fixture;
};

} // namespace

/// Marks of single words and letters: spelling, look-alikes.
class TestWordMarks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongWordsHaveWaves();
    void theWordBeingTypedHasNone();
    void codeHasNone();
    void aSuggestionReplacesTheWord();
    void wordsAreAddedAndIgnored();
    void lookalikesAreMarkedAndNamed();
    void lookalikesAreReplaced();
    void allLookalikesAreOneStep();
};

void TestWordMarks::wrongWordsHaveWaves()
{
    Bench bench("you are the teecher\n");
    QTRY_VERIFY(bench.isMarked(13));
    QVERIFY(!bench.isMarked(5));
    // The mark moves with its word.
    bench.fixture().type(u"a "_s);
    QVERIFY(bench.isMarked(15));
}

void TestWordMarks::theWordBeingTypedHasNone()
{
    Bench bench("you are \n");
    bench.fixture().placeCaret(8);
    bench.fixture().type(u"teecher"_s);
    bench.fixture().placeCaret(0);
    QTRY_VERIFY(bench.isMarked(9));
    bench.fixture().placeCaret(15);
    QTRY_VERIFY(!bench.isMarked(9));
}

void TestWordMarks::codeHasNone()
{
    Bench bench("the `teecher` teecher\n\n```\nteecher\n```\n");
    QTRY_VERIFY(bench.isMarked(15));
    QVERIFY(!bench.isMarked(6));
    QVERIFY(!bench.isMarked(28));
}

void TestWordMarks::aSuggestionReplacesTheWord()
{
    Bench bench("you are the teecher\n");
    QTRY_VERIFY(bench.isMarked(13));
    bench.fixture().placeCaret(14);
    QMenu *menu = bench.menu();
    QVERIFY(menu != nullptr);
    QTRY_VERIFY(Bench::actionOf(menu, u"teacher"_s) != nullptr);
    Bench::actionOf(menu, u"teacher"_s)->trigger();
    menu->close();
    QCOMPARE(bench.fixture().bytes(), "you are the teacher\n");
    bench.fixture().text().undo();
    QCOMPARE(bench.fixture().bytes(), "you are the teecher\n");
}

void TestWordMarks::wordsAreAddedAndIgnored()
{
    Bench bench("teecher quokka\n");
    QTRY_VERIFY(bench.isMarked(1));
    bench.fixture().placeCaret(9);
    QMenu *menu = bench.menu();
    QVERIFY(Bench::actionOf(menu, u"Add “quokka”"_s) != nullptr);
    Bench::actionOf(menu, u"Add “quokka”"_s)->trigger();
    QCOMPARE(bench.added(), QStringList{u"quokka"_s});
    Bench::actionOf(menu, u"Ignore “quokka”"_s)->trigger();
    menu->close();
    QTRY_VERIFY(!bench.isMarked(9));
    QVERIFY(bench.isMarked(1));
}

void TestWordMarks::lookalikesAreMarkedAndNamed()
{
    Bench bench(u"the pаypal\n"_s.toUtf8()); // a Cyrillic а
    QTRY_VERIFY(bench.isMarked(5));
    QVERIFY(!bench.isMarked(1));
    QTextCursor cursor(bench.fixture().editor().document());
    cursor.setPosition(5);
    const QPoint place = bench.fixture().editor().cursorRect(cursor).center() + QPoint(2, 0);
    QHelpEvent event(QEvent::ToolTip, place,
                     bench.fixture().editor().viewport()->mapToGlobal(place));
    QApplication::sendEvent(bench.fixture().editor().viewport(), &event);
    QVERIFY2(QToolTip::text().contains(u"Cyrillic “а” (U+0430) looks like Latin “a”"_s),
             qPrintable(QToolTip::text()));
}

void TestWordMarks::lookalikesAreReplaced()
{
    Bench bench(u"the pаypal\n"_s.toUtf8());
    QTRY_VERIFY(bench.isMarked(5));
    bench.fixture().placeCaret(5);
    QMenu *menu = bench.menu();
    QAction *replace = Bench::actionOf(menu, u"Replace Cyrillic"_s);
    QVERIFY(replace != nullptr);
    replace->trigger();
    menu->close();
    QCOMPARE(bench.fixture().bytes(), "the paypal\n");
}

void TestWordMarks::allLookalikesAreOneStep()
{
    const QByteArray before = u"pаypal\nрaypal and pаypаl\nтекст\n"_s.toUtf8();
    Bench bench(before);
    bench.fixture().page().perform(EditCommand::ReplaceLookalikes);
    QTRY_COMPARE(QString::fromUtf8(bench.fixture().bytes()),
                 u"paypal\npaypal and paypal\nтекст\n"_s);
    bench.fixture().text().undo();
    QCOMPARE(bench.fixture().bytes(), before);
}

QTEST_MAIN(TestWordMarks)
#include "tst_wordmarks.moc"
