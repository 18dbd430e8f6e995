#include "entries/changesview.h"
#include "entries/difftext.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QTest>
#include <QVBoxLayout>

#include <memory>

using namespace hermes;
using namespace hermes::entries;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::RepoPath;

namespace {

RepoPath path(const QString &text)
{
    return RepoPath::fromLiteral(text);
}

changes::ChangeSet someChanges()
{
    changes::ChangeSet changes;
    changes.title = u"Rename agent/writer to agent/author"_s;
    changes.moves = {{path(u"agents/writer"_s),
                      path(u"agents/author"_s),
                      {path(u"agents/writer/AGENT.md"_s), path(u"agents/writer/manifest.json"_s)}}};
    changes.writes = {{path(u"agents/author/manifest.json"_s),
                       "{\n  \"id\": \"writer\",\n  \"name\": \"W\"\n}\n",
                       "{\n  \"id\": \"author\",\n  \"name\": \"W\"\n}\n", false},
                      {path(u"workflows/publish/manifest.json"_s), "\"agent/writer\"\n",
                       "\"agent/author\"\n", false}};
    changes.deletions = {{path(u"agents/old"_s), {path(u"agents/old/AGENT.md"_s)}}};
    changes.remarks = {
        {EntryId{EntryKind::Workflow, u"ship"_s}, u"It still refers to agent/old."_s}};
    return changes;
}

} // namespace

class ChangesViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void everyFileHasARow();
    void theChosenFileShowsItsDifference();
    void aMoveIsToldInWords();
    void theChosenFileStaysChosen();
    void remarksAreShown();
    void longAndBinaryFilesAreTold();
    void changedWordsAreMarked();
    void looksGood();

private:
    [[nodiscard]] QListView *files() const { return m_window->findChild<QListView *>(); }
    [[nodiscard]] DiffText *diff() const { return m_window->findChild<DiffText *>(); }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    ChangesView *m_view = nullptr;
};

void ChangesViewTest::initTestCase()
{
    m_theme = std::make_unique<widgets::Theme>(*qApp);
}

void ChangesViewTest::init()
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_view = new ChangesView(*m_theme);
    layout->addWidget(m_view);
    m_view->setChanges(someChanges());
    m_window->resize(800, 420);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void ChangesViewTest::everyFileHasARow()
{
    QStringList rows;
    for (int row = 0; row < files()->model()->rowCount(); ++row) {
        rows.append(files()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString());
    }
    QCOMPARE(rows,
             (QStringList{u"agents/author/AGENT.md, moved"_s,
                          u"agents/author/manifest.json, moved and changed"_s,
                          u"agents/old/AGENT.md, into the trash"_s,
                          u"workflows/publish/manifest.json, changed"_s}));
}

void ChangesViewTest::theChosenFileShowsItsDifference()
{
    files()->setFocus();
    QTest::keyClick(files(), Qt::Key_Down);
    QTRY_VERIFY(diff()->toPlainText().contains(u"− "));
    QCOMPARE(diff()->toPlainText(),
             u"  {\n−   \"id\": \"writer\",\n+   \"id\": \"author\",\n    \"name\": \"W\"\n  }"_s);
}

void ChangesViewTest::aMoveIsToldInWords()
{
    QTest::keyClick(files(), Qt::Key_Home);
    QCOMPARE(diff()->toPlainText(), u"moved: agents/writer/AGENT.md → agents/author/AGENT.md"_s);
}

void ChangesViewTest::theChosenFileStaysChosen()
{
    files()->setFocus();
    QTest::keyClick(files(), Qt::Key_End);
    QCOMPARE(files()->currentIndex().row(), 3);
    changes::ChangeSet changes = someChanges();
    changes.moves.clear();
    changes.writes.removeFirst();
    m_view->setChanges(changes);
    QCOMPARE(files()->currentIndex().data().toString(), u"workflows/publish/manifest.json"_s);
    changes.writes.clear();
    m_view->setChanges(changes);
    QCOMPARE(files()->currentIndex().data().toString(), u"agents/old/AGENT.md"_s);
}

void ChangesViewTest::remarksAreShown()
{
    const auto texts = [this] {
        QString all;
        for (const auto labels = m_window->findChildren<QLabel *>(); const QLabel *label : labels) {
            all += label->isVisible() ? label->text() + u'\n' : QString();
        }
        return all;
    };
    QVERIFY(texts().contains(u"workflow/ship: It still refers to agent/old."_s));
    QVERIFY(texts().contains(u"4 files change"_s));
    changes::ChangeSet many = someChanges();
    many.remarks = QList<changes::Remark>(9, someChanges().remarks.first());
    m_view->setChanges(many);
    QVERIFY(texts().contains(u"… and 4 more"_s));
    m_view->showSentence(u"Enter an id."_s);
    QVERIFY(texts().contains(u"Enter an id."_s));
}

void ChangesViewTest::longAndBinaryFilesAreTold()
{
    diff()->setTexts(QByteArray("\x00\x01", 2), "text");
    QCOMPARE(diff()->toPlainText(), u"This file is not text."_s);
    diff()->setTexts({}, QByteArray(DiffText::maximumBytes + 1, 'a'));
    QVERIFY(diff()->toPlainText().contains(u"too large"_s));
    diff()->setTexts({}, QByteArray("line\n").repeated(qsizetype(DiffText::maximumRows) * 2));
    QTRY_VERIFY(diff()->toPlainText().contains(u"and more"_s));
    QVERIFY(diff()->document()->blockCount() <= DiffText::maximumRows + 2);
}

void ChangesViewTest::changedWordsAreMarked()
{
    diff()->setTexts("one two three\n", "one 2 three\n");
    QTRY_VERIFY(diff()->toPlainText().contains(u"+ one 2 three"_s));
    QStringList marked;
    for (const auto selections = diff()->extraSelections();
         const QTextEdit::ExtraSelection &selection : selections) {
        if (selection.cursor.hasSelection()) {
            marked.append(selection.cursor.selectedText());
            QVERIFY(selection.format.background().color() == m_theme->colors().removedSoft
                    || selection.format.background().color() == m_theme->colors().addedSoft);
        }
    }
    QCOMPARE(marked, (QStringList{u"two"_s, u"2"_s}));
}

void ChangesViewTest::looksGood()
{
    files()->setCurrentIndex(files()->model()->index(1, 0));
    QTRY_VERIFY(diff()->toPlainText().contains(u"− "));
    test::expectGoodLooks(*m_window, *m_theme, {640, 420}, u"changesview"_s);
}

QTEST_MAIN(ChangesViewTest)
#include "tst_changesview.moc"
