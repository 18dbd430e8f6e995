#include "editor/prompteditor.h"
#include "entries/fragmentdialog.h"
#include "entries/promptsdialog.h"
#include "preview/previewpane.h"
#include "preview/renderedview.h"
#include "problems/problemspane.h"
#include "registryfixture.h"
#include "release/releasedialog.h"
#include "testsend/questioninput.h"
#include "testsend/runspane.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"
#include "workspace/fragmentdocument.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes;
using mainwindow::ActionId;
using test::RegistryFixture;
using workspace::DefinitionDocument;

namespace {

const core::EntryId &writer = RegistryFixture::writer;
const QString writerSource = u"studio/sources/agents/writer.md"_s;
const QString toneFile = u"studio/fragments/tone.md"_s;
const QByteArray saved = "# Writer\n\nBe mild.\n";

} // namespace

/// What is typed in a fragment and not saved: seen in the prompts that include it, never written
/// into them.
class TestWindowUnsavedFragments final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        write(toneFile, "Be mild.\n");
        write(writerSource, "# Writer\n\n{{> tone}}\n");
        m_registry->writePrompt(saved);
        m_registry->folder().commitAll(u"Add a source"_s);
        m_fixture = std::make_unique<test::WindowFixture>(m_theme);
        m_fixture->window().resize(1440, 900);
        m_fixture->open(m_registry->root());
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void thePreviewShowsItAtOnceAndSaysSo()
    {
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_VERIFY(preview().contains(u"Be mild."_s));
        QVERIFY(!m_fixture->shownTexts().contains(u"With unsaved text"_s));
        typeInTone(u"Never shout. "_s);
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_VERIFY(preview().contains(u"Never shout."_s));
        QVERIFY(m_fixture->shownTexts().contains(u"With unsaved text of tone."_s));
        QCOMPARE(pane()->content().assembly.text, "# Writer\n\nNever shout. Be mild.\n");
        // The text of the body, and what is counted, is the same.
        QVERIFY(m_fixture->workspace().openDocument(writer)->draft().assembled({})->assembly
                == pane()->content().assembly);
        // Taken back in the fragment, it is gone from the preview.
        showTone();
        for (int words = 2; words > 0; --words) {
            QTest::keyClick(m_fixture->prompt(), Qt::Key_Z, Qt::ControlModifier);
        }
        QVERIFY(!tone()->isModified());
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_COMPARE(pane()->content().assembly.text, saved);
        QVERIFY(!m_fixture->shownTexts().contains(u"With unsaved text"_s));
    }

    void aTagWithAVersionTakesNothingOfIt()
    {
        write(toneFile, "---\nversion: 1.0.0\n---\nBe mild.\n");
        write(writerSource, "# Writer\n\n{{> tone@1.0.0}}\n");
        m_registry->folder().commitAll(u"A version"_s);
        write(toneFile, "---\nversion: 1.1.0\n---\nBe strict.\n");
        showTone();
        QTRY_VERIFY(m_fixture->prompt()->toPlainText().contains(u"strict"));
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"Never shout."_s);
        QVERIFY(tone()->isModified());
        QVERIFY(m_fixture->openEntry(writer));
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"Write."_s);
        QTRY_COMPARE(pane()->content().assembly.text, saved + "Write.");
        const QString shown = m_fixture->shownTexts();
        QVERIFY2(!shown.contains(u"nsaved text") && !shown.contains(u"tone, unsaved"),
                 qPrintable(shown));
    }

    void problemsOfItAreListed()
    {
        typeInTone(u"{{nobody}}"_s);
        QVERIFY(m_fixture->openEntry(writer));
        const auto *problems =
            m_fixture->window().findChild<problems::ProblemsPane *>()->findChild<QListView *>();
        QTRY_VERIFY(!problems->model()
                         ->match(problems->model()->index(0, 0), Qt::DisplayRole, u"nobody"_s, 1,
                                 Qt::MatchContains)
                         .isEmpty());
    }

    void savingThePromptTakesWhatIsSavedOfItAndSaysSo()
    {
        typeInTone(u"Never shout. "_s);
        QVERIFY(m_fixture->openEntry(writer));
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"Write."_s);
        QTest::keyClick(m_fixture->prompt(), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(m_registry->prompt(), saved + "Write.");
        QCOMPARE(read(toneFile), "Be mild.\n");
        QTRY_VERIFY(m_fixture->bar(u"not part of it"_s) != nullptr);
        // The preview goes on showing what is in the editors.
        QTRY_VERIFY(preview().contains(u"Never shout."_s));
        // What is missing can be saved from there, and then written.
        m_fixture->click(m_fixture->bar(u"not part of it"_s), u"Save 1 fragments"_s);
        QTRY_COMPARE(read(toneFile), "Never shout. Be mild.\n");
        QTRY_VERIFY(m_fixture->bar(u"use the fragment"_s) != nullptr);
        QTRY_VERIFY(!m_fixture->shownTexts().contains(u"With unsaved text"_s));
        m_fixture->click(m_fixture->bar(u"use the fragment"_s), u"Show what changes…"_s);
        entries::PromptsDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::PromptsDialog *>()));
        agree(dialog);
        QTRY_COMPARE(m_registry->prompt(), "# Writer\n\nNever shout. Be mild.\nWrite.");
    }

    void savingSaysNothingWhereItMakesNoDifference()
    {
        write(writerSource, "# Writer\n");
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_COMPARE(m_fixture->prompt()->toPlainText(), u"# Writer\n"_s);
        typeInTone(u"Never shout. "_s);
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_COMPARE(pane()->content().assembly.text, "# Writer\n");
        QVERIFY(!m_fixture->shownTexts().contains(u"With unsaved text"_s));
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"Write."_s);
        QTest::keyClick(m_fixture->prompt(), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(m_registry->prompt(), "# Writer\nWrite.");
        QVERIFY(m_fixture->bar(u"not part of it"_s) == nullptr);
    }

    void anOperationDoesNotWriteItIntoAPrompt()
    {
        write(writerSource,
              "---\nvariables:\n  who: you\n---\n# Writer\n\n{{> tone}}\nTo {{who}}.");
        m_registry->writePrompt(saved + "To you.");
        typeInTone(u"To {{who}}: "_s);
        QVERIFY(m_fixture->openEntry(writer));
        QTRY_VERIFY(preview().contains(u"To you: Be mild."_s));
        const int at = static_cast<int>(m_fixture->prompt()->toPlainText().indexOf(u"# Writer"_s));
        m_fixture->prompt()->select(at, at + 9);
        m_fixture->action(ActionId::ExtractFragment)->trigger();
        entries::FragmentDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<entries::FragmentDialog *>()));
        auto *field = dialog->findChild<QLineEdit *>();
        QTest::keyClicks(field, u"title"_s);
        QTRY_VERIFY(defaultButton(dialog)->isEnabled());
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(read(writerSource).contains("{{> title}}"));
        QTRY_VERIFY(m_fixture->bar(u"Done"_s) != nullptr);
        QCOMPARE(m_registry->prompt(), saved + "To you.");
        QVERIFY(tone()->isModified());
    }

    void aReleaseIsMadeWithoutItAndSaysSo()
    {
        typeInTone(u"Never shout. "_s);
        QVERIFY(m_fixture->openEntry(writer));
        m_fixture->prompt()->moveCursor(QTextCursor::End);
        m_fixture->type(u"Write."_s);
        m_fixture->action(ActionId::Release)->trigger();
        release::ReleaseDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_fixture->window().findChild<release::ReleaseDialog *>()));
        QStringList texts;
        for (const auto labels = dialog->findChildren<QLabel *>(); const QLabel *label : labels) {
            texts.append(label->text());
        }
        QVERIFY2(texts.join(u'\n').contains(u"tone. Their unsaved text"_s),
                 qPrintable(texts.join(u'\n')));
        const auto plan = m_fixture->workspace().planRelease(writer).result();
        QVERIFY(plan);
        QCOMPARE(plan->promptText, saved + "Write.");
        dialog->reject();
    }

    void aTestSendSaysThatItGoesWithIt()
    {
        workspace::Connection connection;
        connection.id = u"nobody"_s;
        connection.name = u"Nobody"_s;
        connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
        connection.settings.baseUrl = u"http://127.0.0.1:9"_s;
        connection.settings.modelId = u"story"_s;
        QTRY_VERIFY(m_fixture->connections().isLoaded());
        m_fixture->connections().put(connection);
        typeInTone(u"Never shout. "_s);
        QVERIFY(m_fixture->openEntry(writer));
        QTest::keyClick(m_fixture->prompt(), Qt::Key_F5);
        const auto estimate = [this] {
            const auto *runs = m_fixture->window().findChild<testsend::RunsPane *>();
            const auto labels = runs->findChildren<QLabel *>();
            const auto found = std::ranges::find_if(labels, [](const QLabel *label) {
                return label->isVisible() && label->text().startsWith(u"Sends "_s);
            });
            return found == labels.cend() ? QString() : (*found)->text();
        };
        QTRY_VERIFY(estimate().contains(u"with unsaved text of tone"_s));
        // And in the question before the first send.
        m_fixture->dialogs().answerButton(0);
        auto *input = m_fixture->window().findChild<testsend::QuestionInput *>();
        QTest::keyClicks(input, u"Go"_s);
        QTest::keyClick(input, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY2(m_fixture->dialogs().lastText().contains(
                         u"It is made with unsaved text of tone, which is not what is saved."_s),
                     qPrintable(m_fixture->dialogs().lastText()));
    }

private:
    void write(const QString &file, const QByteArray &text) const
    {
        m_registry->folder().write(file, text);
    }
    [[nodiscard]] QByteArray read(const QString &file) const
    {
        return m_registry->folder().read(file);
    }
    [[nodiscard]] DefinitionDocument *tone() const
    {
        return m_fixture->workspace().openDocument(workspace::fragmentId(u"tone"_s));
    }
    void showTone() const
    {
        m_fixture->window().openPath(m_registry->folder().path(toneFile));
        QTRY_VERIFY(tone() != nullptr && m_fixture->prompt() != nullptr
                    && m_fixture->prompt()->text() == tone()->prompt()
                    && tone()->state() == DefinitionDocument::State::Ready);
    }
    void typeInTone(const QString &text) const
    {
        showTone();
        m_fixture->prompt()->moveCursor(QTextCursor::Start);
        m_fixture->type(text);
        QVERIFY(tone()->isModified());
    }
    [[nodiscard]] preview::PreviewPane *pane() const
    {
        return m_fixture->window().findChild<preview::PreviewPane *>();
    }
    [[nodiscard]] QString preview() const
    {
        return m_fixture->window().findChild<preview::RenderedView *>()->toPlainText();
    }
    static QPushButton *defaultButton(const QWidget *dialog)
    {
        for (const auto buttons = dialog->findChildren<QPushButton *>(); auto *button : buttons) {
            if (button->isDefault()) {
                return button;
            }
        }
        return nullptr;
    }
    static void agree(const QDialog *dialog)
    {
        QPushButton *button = defaultButton(dialog);
        QVERIFY(button != nullptr);
        QTRY_VERIFY(button->isEnabled());
        QTest::keyClick(button, Qt::Key_Space);
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowUnsavedFragments)
#include "tst_window_unsavedfragments.moc"
