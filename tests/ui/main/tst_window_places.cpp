#include "editor/folding.h"
#include "editor/prompteditor.h"
#include "registryfixture.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;

namespace {

constexpr int sections = 40;
const EntryId reader{EntryKind::Agent, u"reader"_s};

QByteArray longPrompt()
{
    QByteArray text = "# Writer\n\n";
    for (int i = 0; i < sections; ++i) {
        text += "## Section " + QByteArray::number(i) + "\n\nOne line.\n\nAnother line.\n\n";
    }
    return text;
}

int lineOf(const editor::PromptEditor &prompt, const QString &text)
{
    return prompt.document()->find(text).blockNumber();
}

int topLine(const editor::PromptEditor &prompt)
{
    return prompt.visibleBlocks(prompt.viewport()->rect()).constFirst().block.blockNumber();
}

} // namespace

/// Where someone was in a document, in the window that opens next.
class TestWindowPlaces final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_registry->writePrompt(longPrompt());
        m_registry->folder().write(u"agents/reader/AGENT.md"_s, longPrompt());
        m_registry->folder().commitAll(u"Longer"_s);
        m_fixture = std::make_unique<WindowFixture>(m_theme);
        open();
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void caretSelectionScrollAndFoldsComeBack()
    {
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        const editor::PromptEditor *prompt = m_fixture->prompt();
        const int folded = lineOf(*prompt, u"Section 12"_s);
        prompt->folding().toggle(folded);
        selectLine(u"Section 20"_s);
        prompt->verticalScrollBar()->setValue(prompt->verticalScrollBar()->value() + 5);
        const int anchor = prompt->textCursor().anchor();
        const int position = prompt->textCursor().position();
        const int top = topLine(*prompt);
        QVERIFY(top > 20 && position > anchor);
        m_fixture->window().close();
        m_fixture->restart();
        open();
        QTRY_VERIFY(m_fixture->prompt() != nullptr
                    && m_fixture->prompt()->textCursor().hasSelection());
        prompt = m_fixture->prompt();
        QCOMPARE(prompt->textCursor().anchor(), anchor);
        QCOMPARE(prompt->textCursor().position(), position);
        QVERIFY(prompt->folding().isFolded(folded));
        QTRY_COMPARE(topLine(*prompt), top);
    }

    void everyDocumentHasItsOwn()
    {
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        selectLine(u"Section 20"_s);
        QVERIFY(m_fixture->openEntry(reader));
        selectLine(u"Section 30"_s);
        m_fixture->window().close();
        m_fixture->restart();
        open();
        QTRY_COMPARE(selected(), u"## Section 30"_s);
        m_fixture->action(ActionId::PreviousDocument)->trigger();
        QTRY_COMPARE(selected(), u"## Section 20"_s);
        m_fixture->action(ActionId::NextDocument)->trigger();
        QTRY_COMPARE(selected(), u"## Section 30"_s);
    }

    void aDocumentThatWasClosedComesBackWhereItWas()
    {
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        selectLine(u"Section 20"_s);
        m_fixture->action(ActionId::CloseDocument)->trigger();
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        QTRY_COMPARE(selected(), u"## Section 20"_s);
    }

    void aCrashForgetsNoMoreThanAMoment()
    {
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        selectLine(u"Section 20"_s);
        const auto kept = [this] {
            const auto place = m_fixture->settings().textPlace(m_registry->root(),
                                                               RegistryFixture::writer.toString());
            return place && place->anchor != place->position;
        };
        QVERIFY(!kept());
        QTRY_VERIFY(kept()); // nothing was closed
    }

    void aShorterTextIsNoMishap()
    {
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        selectLine(u"Section 39"_s);
        m_fixture->action(ActionId::CloseDocument)->trigger();
        m_registry->writePrompt("# Short\n");
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        QTRY_COMPARE(m_fixture->prompt()->textCursor().position(), 8);
        QCOMPARE(m_fixture->prompt()->toPlainText(), u"# Short\n"_s);
    }

private:
    void open() { m_fixture->open(m_registry->root()); }

    void selectLine(const QString &text)
    {
        editor::PromptEditor *prompt = m_fixture->prompt();
        QTextCursor cursor = prompt->document()->find(text);
        cursor.movePosition(QTextCursor::StartOfBlock);
        prompt->setTextCursor(cursor);
        QTest::keyClick(prompt, Qt::Key_End, Qt::ShiftModifier);
    }

    QString selected()
    {
        return m_fixture->prompt() != nullptr ? m_fixture->prompt()->textCursor().selectedText()
                                              : QString();
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowPlaces)
#include "tst_window_places.moc"
