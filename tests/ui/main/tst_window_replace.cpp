#include "editor/prompteditor.h"
#include "entries/replacedialog.h"
#include "find/searchpane.h"
#include "findfixture.h"
#include "widgets/buttons.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::EntryId;
using core::EntryKind;
using mainwindow::ActionId;

namespace {

const EntryId writer{EntryKind::Agent, u"writer"_s};

} // namespace

/// Replacing in the whole registry, in the real window over a real one.
class TestWindowReplace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<test::FindFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void manyEntriesAreOneOperation()
    {
        const QByteArray before = prompt(u"writer"_s);
        m_fixture->press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        ask(u"You "_s, u"They "_s);
        QTRY_COMPARE(replaceButton()->text(), u"Replace 3"_s);
        QTest::keyClick(dialog()->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY2(fixture()->bar(u"Done: Replace in 3 entries"_s),
                     qPrintable(fixture()->shownTexts()));
        QCOMPARE(prompt(u"writer"_s), QByteArray(before).replace("You ", "They "));
        QCOMPARE(prompt(u"architect"_s), "# Architect\n\nThey design.\n");
        QVERIFY(prompt(u"backend-engineer"_s).contains("They build."));
        QAction *undo = fixture()->action(ActionId::UndoOperation);
        QCOMPARE(undo->text(), u"T&ake back: Replace in 3 entries"_s);
        fixture()->click(fixture()->bar(u"Done"_s), u"Take back"_s);
        QTRY_COMPARE(prompt(u"writer"_s), before);
        QTRY_COMPARE(prompt(u"architect"_s), "# Architect\n\nYou design.\n");
        QTRY_COMPARE(undo->text(), u"T&ake back the last operation"_s);
    }

    void unsavedTextIsReplacedInItsDraft()
    {
        const QByteArray before = prompt(u"writer"_s);
        workspace::DefinitionDocument *document = fixture()->openEntry(writer);
        fixture()->type(u"You draft. "_s);
        const QByteArray draft = document->prompt()->bytes();
        fixture()->action(ActionId::ReplaceInRegistry)->trigger();
        ask(u"You "_s, u"They "_s);
        QTRY_COMPARE(replaceButton()->text(), u"Replace 4"_s);
        QTest::keyClick(dialog()->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(fixture()->bar(u"Done: Replace in 3 entries"_s));
        QCOMPARE(prompt(u"architect"_s), "# Architect\n\nThey design.\n");
        QCOMPARE(prompt(u"writer"_s), before);
        QVERIFY(document->isModified());
        QCOMPARE(document->prompt()->bytes(), QByteArray(draft).replace("You ", "They "));
        fixture()->click(fixture()->bar(u"Done"_s), u"Take back"_s);
        QTRY_COMPARE(document->prompt()->bytes(), draft);
        QTRY_COMPARE(prompt(u"architect"_s), "# Architect\n\nYou design.\n");
        QCOMPARE(prompt(u"writer"_s), before);
    }

    void anOpenCleanDocumentFollows()
    {
        workspace::DefinitionDocument *document = fixture()->openEntry(writer);
        fixture()->action(ActionId::ReplaceInRegistry)->trigger();
        ask(u"You write"_s, u"They write"_s);
        QTRY_COMPARE(replaceButton()->text(), u"Replace 1"_s);
        QTest::keyClick(dialog()->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(prompt(u"writer"_s).contains("They write."));
        QTRY_COMPARE(document->prompt()->bytes(), prompt(u"writer"_s));
        QVERIFY(!document->isModified());
    }

    void aFileThatChangesMeanwhileRefusesItAll()
    {
        fixture()->action(ActionId::ReplaceInRegistry)->trigger();
        ask(u"You "_s, u"They "_s);
        QTRY_COMPARE(replaceButton()->text(), u"Replace 3"_s);
        m_fixture->folder().write(u"agents/writer/AGENT.md"_s, "# Somebody else's\n");
        QTest::keyClick(dialog()->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY2(fixture()->bar(u"agents/writer/AGENT.md"_s),
                     qPrintable(fixture()->shownTexts()));
        QCOMPARE(prompt(u"writer"_s), "# Somebody else's\n");
        QCOMPARE(prompt(u"architect"_s), "# Architect\n\nYou design.\n");
    }

    void theSearchPaneSaysWhatAndWhere()
    {
        m_fixture->press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        auto *pane = fixture()->window().findChild<find::SearchPane *>();
        auto *field = pane->findChild<widgets::FilterField *>();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, u"\"You write\" tag:prose"_s);
        for (const auto buttons = pane->findChildren<QToolButton *>(); auto *button : buttons) {
            if (button->accessibleName().startsWith(u"Replace in the registry"_s)) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QTRY_VERIFY(dialog() != nullptr);
        QCOMPARE(dialog()->request().find.pattern, u"You write"_s);
        QCOMPARE(dialog()->entries(), u"tag:prose"_s);
        QTest::keyClicks(dialog()->focusWidget(), u"They write"_s);
        QTRY_COMPARE(replaceButton()->text(), u"Replace 1"_s);
        test::keepPicture(*dialog(), u"window-replace"_s);
        QTest::keyClick(dialog()->focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(prompt(u"writer"_s).contains("You write."));
    }

    void aWrongNarrowingIsTold()
    {
        fixture()->action(ActionId::ReplaceInRegistry)->trigger();
        ask(u"You "_s, u"They "_s);
        auto *entries = dialog()->findChild<widgets::FilterField *>();
        QTest::keyClicks(entries, u"kind:nonsense"_s);
        QTRY_VERIFY2(fixture()->shownTexts().contains(u"nonsense"_s),
                     qPrintable(fixture()->shownTexts()));
        QVERIFY(!replaceButton()->isEnabled());
        QTest::keyClick(dialog()->focusWidget(), Qt::Key_Escape);
    }

private:
    [[nodiscard]] test::FindFixture &fixture() { return *m_fixture; }

    [[nodiscard]] QByteArray prompt(const QString &id) const
    {
        return m_fixture->folder().read(u"agents/%1/AGENT.md"_s.arg(id));
    }

    [[nodiscard]] entries::ReplaceDialog *dialog()
    {
        const auto dialogs = fixture()->window().findChildren<entries::ReplaceDialog *>();
        return dialogs.isEmpty() || !dialogs.last()->isVisible() ? nullptr : dialogs.last();
    }
    [[nodiscard]] QPushButton *replaceButton()
    {
        return dialog()->findChild<widgets::PrimaryButton *>();
    }

    void ask(const QString &pattern, const QString &replacement)
    {
        QTRY_VERIFY(dialog() != nullptr);
        const QList<QLineEdit *> lines = dialog()->findChildren<QLineEdit *>();
        QTest::keyClicks(lines.at(0), pattern);
        QTest::keyClicks(lines.at(1), replacement);
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<test::FindFixture> m_fixture;
};

QTEST_MAIN(TestWindowReplace)
#include "tst_window_replace.moc"
