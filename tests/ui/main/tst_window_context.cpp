#include "editor/prompteditor.h"
#include "find/gotoanything.h"
#include "preview/contextdialog.h"
#include "preview/previewchoices.h"
#include "preview/previewpane.h"
#include "preview/renderedview.h"
#include "preview/valuespanel.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "widgets/buttons.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "windowfixture.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes;
using mainwindow::ActionId;
using preview::ContextDialog;
using test::RegistryFixture;
using test::WindowFixture;

/// What stands beside a prompt, chosen from the registry, and the commands about the preview, in
/// the real window by real keys.
class TestWindowContext final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        write(u"AGENTS.md"_s, "Keep it short.\n");
        write(u"skills/data/sql/SKILL.md"_s,
              "---\nname: sql\ndescription: Writes queries\n---\nUse indexes.\n");
        write(u"skills/web/rest/SKILL.md"_s,
              "---\nname: rest\ndescription: Designs endpoints\n---\nUse nouns.\n");
        m_fixture = std::make_unique<WindowFixture>(m_theme);
        m_fixture->window().resize(1440, 900);
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer) != nullptr);
        QTRY_COMPARE(content().id.id, u"writer"_s);
        m_fixture->window().activateWindow();
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void filesOfTheRegistryAreChosenByKeysSeveralAtOnce()
    {
        perform(u"target: hermes"_s);
        QTRY_COMPARE(content().prompt.target, assembly::Target::HermesAgent);
        openDialog();
        QTest::keyClicks(filter(), u"quer"_s); // of a description
        QTRY_COMPARE(list()->model()->rowCount(), 1);
        QTest::keyClick(filter(), Qt::Key_Return);
        QTest::keyClick(filter(), Qt::Key_Escape); // empties it
        QTRY_COMPARE(list()->model()->rowCount(), 3);
        QCOMPARE(row(0), u"AGENTS.md · project context"_s);
        QTest::keyClick(filter(), Qt::Key_Down);
        QTest::keyClick(filter(), Qt::Key_Up);
        QTest::keyClick(filter(), Qt::Key_Return);
        test::keepPicture(*dialog(), u"context"_s);
        QCOMPARE(test::clippedTexts(*dialog()), QStringList());
        QCOMPARE(test::controlsWithoutName(*dialog()), QStringList());
        QTest::keyClick(filter(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(content().prompt.context.size(), 2);
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(content().prompt.sent.contains("Keep it short.\n"));
        QVERIFY(content().prompt.sent.endsWith("Use indexes.\n"));
        QTRY_VERIFY2(shown().contains(u"AGENTS.md · ") && shown().contains(u"skill sql · "),
                     qPrintable(shown()));
        // What is chosen has its check, and loses it by the same key.
        openDialog();
        QCOMPARE(checks(), (QList{true, true, false}));
        QTest::keyClick(filter(), Qt::Key_Return);
        QTest::keyClick(filter(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(content().prompt.context.size(), 1);
        QCOMPARE(workspace::contextName(content().prompt.context.first().path), u"skill sql"_s);
        // Or by the button in the bar.
        auto *remove = choices().findChild<widgets::IconButton *>();
        remove->setFocus(Qt::TabFocusReason);
        QTest::keyClick(remove, Qt::Key_Space);
        QTRY_VERIFY(content().prompt.context.isEmpty());
    }

    void escapeLeavesWhatWasChosen()
    {
        perform(u"target: claude"_s);
        openDialog();
        QTest::keyClick(filter(), Qt::Key_Return);
        QTest::keyClick(filter(), Qt::Key_Escape);
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(content().prompt.context.isEmpty());
    }

    void filesOfOneRegistryStayOutOfAnother()
    {
        perform(u"target: hermes"_s);
        openDialog();
        QTest::keyClick(filter(), Qt::Key_Return);
        QTest::keyClick(filter(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(content().prompt.context.size(), 1);
        m_fixture->action(ActionId::CloseRegistry)->trigger();
        const RegistryFixture other; // has an entry of the same id
        m_fixture->open(other.root());
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer) != nullptr);
        QTRY_COMPARE(content().id.id, u"writer"_s);
        QTRY_COMPARE(content().prompt.target, assembly::Target::HermesAgent);
        QCOMPARE(content().prompt.context.size(), 0);
        // They are still there for the first.
        m_fixture->action(ActionId::CloseRegistry)->trigger();
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer) != nullptr);
        QTRY_COMPARE(content().prompt.context.size(), 1);
    }

    void anotherFileIsAsked()
    {
        const test::ScratchFolder elsewhere;
        elsewhere.write(u"notes.md"_s, "Note this.\n");
        perform(u"target: claude"_s);
        openDialog();
        QTest::keyClick(filter(), Qt::Key_Return);
        m_fixture->dialogs().answer(elsewhere.path(u"notes.md"_s));
        for (const auto buttons = dialog()->findChildren<QPushButton *>(); auto *button : buttons) {
            if (button->text() == u"Other file…") {
                button->setFocus(Qt::TabFocusReason);
                QTest::keyClick(button, Qt::Key_Space);
                break;
            }
        }
        QTRY_COMPARE(content().prompt.context.size(), 2);
        QVERIFY(content().prompt.sent.endsWith("Keep it short.\n\nNote this.\n"));
    }

    void aFileThatGoesAwayIsTold()
    {
        perform(u"target: claude"_s);
        openDialog();
        QTest::keyClick(filter(), Qt::Key_Return);
        QTest::keyClick(filter(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(content().prompt.context.size(), 1);
        const QString file = m_registry->folder().path(u"AGENTS.md"_s);
        QVERIFY(QFile::remove(file));
        m_fixture->type(u"More. "_s);
        QTRY_VERIFY2(shown().contains(file), qPrintable(shown()));
        QVERIFY(!content().prompt.sent.contains("Keep it short."));
    }

    void aClickOnItLeadsToItsFile()
    {
        perform(u"target: claude"_s);
        openDialog();
        QTest::keyClick(filter(), Qt::Key_Return); // AGENTS.md
        QTest::keyClick(filter(), Qt::Key_Down);
        QTest::keyClick(filter(), Qt::Key_Return); // a skill
        QTest::keyClick(filter(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(content().prompt.context.size(), 2);
        const auto views = m_fixture->window().findChildren<preview::RenderedView *>();
        preview::RenderedView *view =
            *std::ranges::find_if(views, &preview::RenderedView::isVisible);
        const auto clickOn = [view](const QString &words) {
            QTRY_VERIFY(view->toPlainText().contains(words));
            view->showPlace(static_cast<int>(view->toPlainText().indexOf(words)));
            QPoint place(40, 0);
            while (!view->blockTextAt(place).contains(words)) {
                place.ry() += 2;
                QVERIFY(place.y() < view->viewport()->height());
            }
            QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, place + QPoint(0, 4));
        };
        clickOn(u"Keep it short."_s);
        QTRY_VERIFY(m_fixture->bar(m_registry->folder().path(u"AGENTS.md"_s)) != nullptr);
        const QByteArray skill = content().prompt.context.last().text;
        const QString words = QString::fromUtf8(skill.split('\n').at(4));
        QVERIFY(words.startsWith(u"Use "));
        clickOn(words);
        QTRY_VERIFY(m_fixture->prompt() != nullptr
                    && m_fixture->prompt()->document()->toPlainText().contains(words));
        QTRY_COMPARE(m_fixture->prompt()->caretLine(), 5);
    }

    void whereNothingStandsBesideAPromptThatIsSaid()
    {
        QTest::keyClick(m_fixture->prompt(), Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(m_fixture->bar(u"puts nothing beside a prompt"_s) != nullptr);
        QVERIFY(dialog() == nullptr);
    }

    void thePreviewsChoicesAreCommands()
    {
        perform(u"target: github"_s);
        QTRY_COMPARE(content().prompt.target, assembly::Target::Copilot);
        QVERIFY(m_fixture->action(ActionId::TargetCopilot)->isChecked());
        perform(u"target: as written"_s);
        QTRY_COMPARE(content().prompt.target, assembly::Target::AsWritten);
        perform(u"values"_s);
        QTRY_VERIFY(m_fixture->bar(u"has no source"_s) != nullptr);
        perform(u"count at"_s);
        QTRY_VERIFY(m_fixture->bar(u"No connection counts tokens"_s) != nullptr);
        // By hand the commands follow.
        auto *targets = choices().findChild<QComboBox *>(u"target"_s);
        targets->setFocus(Qt::TabFocusReason);
        QTest::keyClick(targets, Qt::Key_Down);
        QTRY_VERIFY(m_fixture->action(ActionId::TargetHermesAgent)->isChecked());
    }

    void valuesOpenByTheirKey()
    {
        write(u"studio/sources/agents/writer.md"_s,
              "---\nvariables:\n  tone:\n    default: mild\n---\nBe {{tone}}.\n");
        QTRY_VERIFY(content().sourceFile.text().contains(u"writer"));
        QTest::keyClick(m_fixture->prompt(), Qt::Key_A, Qt::ControlModifier | Qt::AltModifier);
        auto *values = m_fixture->window().findChild<preview::ValuesPanel *>();
        QTRY_VERIFY(values->isVisible());
        QTRY_VERIFY2(values->isAncestorOf(QApplication::focusWidget()),
                     QApplication::focusWidget() != nullptr
                         ? QApplication::focusWidget()->metaObject()->className()
                         : "nothing has the focus");
    }

    void theCommandListShowsTheirKeys()
    {
        QCOMPARE(m_fixture->action(ActionId::ChooseValues)->shortcut(),
                 QKeySequence(u"Ctrl+Alt+A"_s));
        QCOMPARE(m_fixture->action(ActionId::AddContext)->shortcut(),
                 QKeySequence(u"Ctrl+Alt+C"_s));
    }

private:
    void write(const QString &path, const QByteArray &text) const
    {
        m_registry->folder().write(path, text);
    }
    [[nodiscard]] QString shown() const { return m_fixture->shownTexts(); }
    [[nodiscard]] const workspace::PreviewContent &content() const
    {
        return m_fixture->window().findChild<preview::PreviewPane *>()->content();
    }
    [[nodiscard]] preview::PreviewChoices &choices() const
    {
        return *m_fixture->window().findChild<preview::PreviewChoices *>();
    }
    /// By the list of commands.
    void perform(const QString &command)
    {
        m_fixture->prompt()->setFocus();
        QTest::keyClick(m_fixture->prompt(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        auto *goTo = m_fixture->window().findChild<find::GoToAnything *>();
        QTRY_VERIFY(goTo->isVisible());
        auto *field = goTo->findChild<QLineEdit *>();
        QTest::keyClicks(field, command);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!goTo->isVisible());
    }
    void openDialog()
    {
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        QTest::keyClick(m_fixture->prompt(), Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(dialog() != nullptr);
        QTRY_COMPARE(list()->model()->rowCount(), 3);
    }
    [[nodiscard]] ContextDialog *dialog() const
    {
        auto *found = m_fixture->window().findChild<ContextDialog *>();
        return found != nullptr && found->isVisible() ? found : nullptr;
    }
    [[nodiscard]] QLineEdit *filter() const { return dialog()->findChild<QLineEdit *>(); }
    [[nodiscard]] QListView *list() const { return dialog()->findChild<QListView *>(); }
    [[nodiscard]] QString row(int number) const
    {
        return list()->model()->index(number, 0).data().toString();
    }
    [[nodiscard]] QList<bool> checks() const
    {
        QList<bool> checks;
        for (int number = 0; number < list()->model()->rowCount(); ++number) {
            checks.append(list()->model()->index(number, 0).data(Qt::CheckStateRole).toInt()
                          == Qt::Checked);
        }
        return checks;
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowContext)
#include "tst_window_context.moc"
