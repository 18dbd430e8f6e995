#include "editor/prompteditor.h"
#include "preview/previewpane.h"
#include "preview/renderedview.h"
#include "preview/textview.h"
#include "registryfixture.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QRadioButton>
#include <QScrollBar>
#include <QTest>
#include <QTextBlock>

using namespace hermes;
using namespace Qt::StringLiterals;
using preview::RenderedView;
using test::RegistryFixture;
using test::WindowFixture;

namespace {

constexpr int sections = 60;

QByteArray longPrompt()
{
    QByteArray text = "# Writer\n\n";
    for (int i = 0; i < sections; ++i) {
        text += "## Section " + QByteArray::number(i) + "\n\nOne line.\n\nAnother line.\n\n";
    }
    return text;
}

} // namespace

/// The prompt and its preview side by side: both show the same place.
class TestWindowPreview final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_registry->writePrompt(longPrompt());
        m_fixture = std::make_unique<WindowFixture>(m_theme);
        m_fixture->window().resize(1440, 900);
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer));
        QTRY_VERIFY(view().toPlainText().contains(u"Section 59"));
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void previewFollowsTheEditor()
    {
        prompt().scrollToLine(lineOf(u"Section 30"_s));
        QTRY_VERIFY2(topOfPreview().contains(u"Section 30"), qPrintable(topOfPreview()));
        prompt().scrollToLine(1);
        QTRY_COMPARE(view().verticalScrollBar()->value(), 0);
    }

    void editorFollowsThePreview()
    {
        for (int page = 0; page < 3; ++page) {
            QTest::keyClick(&view(), Qt::Key_PageDown);
        }
        const int scrolled = view().verticalScrollBar()->value();
        QVERIFY(scrolled > 300);
        const QString top = topOfPreview();
        const QString section = top.isEmpty() ? u"Section"_s : top;
        QString onTop;
        for (int line = prompt().topLine() - 2; line < prompt().topLine() + 3; ++line) {
            onTop += prompt().document()->findBlockByNumber(line).text() + u'\n';
        }
        QVERIFY2(onTop.contains(section), qPrintable(onTop + u" lacks "_s + section));
        // The one that was scrolled is not pulled back.
        QCOMPARE(view().verticalScrollBar()->value(), scrolled);
    }

    void clickInThePreviewGoesToTheSource()
    {
        const QPoint place = placeOf(u"Section 2"_s);
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, place + QPoint(4, 6));
        QTRY_COMPARE(prompt().caretLine(), lineOf(u"## Section 2\u2029"_s.chopped(1)));
    }

    void textFollowsTheEditor()
    {
        showText();
        prompt().scrollToLine(lineOf(u"Section 30"_s));
        QTRY_COMPARE(topOfText(), u"## Section 30"_s);
        prompt().scrollToLine(1);
        QTRY_COMPARE(text().verticalScrollBar()->value(), 0);
    }

    void editorFollowsTheText()
    {
        showText();
        text().setFocus();
        for (int page = 0; page < 3; ++page) {
            QTest::keyClick(&text(), Qt::Key_PageDown);
        }
        const int scrolled = text().verticalScrollBar()->value();
        QVERIFY(scrolled > 20);
        QCOMPARE(prompt().document()->findBlockByNumber(prompt().topLine() - 1).text(),
                 topOfText());
        QCOMPARE(text().verticalScrollBar()->value(), scrolled); // not pulled back
    }

    void clickInTheTextGoesToTheSource()
    {
        showText();
        prompt().scrollToLine(lineOf(u"Section 40"_s));
        QTRY_COMPARE(topOfText(), u"## Section 40"_s);
        prompt().showCaret(0, 0);
        showPlaceOfText(u"Section 42"_s);
        const int scrolled = text().verticalScrollBar()->value();
        QTextCursor found = text().document()->find(u"Section 42"_s);
        QTest::mouseClick(text().viewport(), Qt::LeftButton, {}, text().cursorRect(found).center());
        QTRY_COMPARE(prompt().caretLine(), lineOf(u"Section 42"_s));
        QCOMPARE(text().verticalScrollBar()->value(), scrolled); // it stays under the pointer
    }

    void codeIsColouredByItsLanguage()
    {
        QTextCursor(prompt().document()).insertText(u"```python\nreturn 1\n```\n\n"_s);
        QTRY_VERIFY(view().toPlainText().startsWith(u"return 1"));
        const QColor keyword = m_theme.colors().agent;
        const int least = (keyword.blue() - keyword.green()) / 3; // letters are thin
        QTRY_VERIFY([&] {
            const QImage image = view().viewport()->grab().toImage();
            int pixels = 0;
            for (int y = 0; y < 60; ++y) {
                for (int x = 12; x < 120; ++x) { // beside the stripe
                    const QColor pixel = image.pixelColor(x, y); // letters have soft edges
                    pixels += pixel.blue() - pixel.green() > least ? 1 : 0;
                }
            }
            return pixels > 10;
        }());
    }

    void typingKeepsThePreviewWhereItIs()
    {
        prompt().scrollToLine(lineOf(u"Section 30"_s));
        QTRY_VERIFY(topOfPreview().contains(u"Section 30"));
        const int before = view().verticalScrollBar()->value();
        prompt().showCaret(prompt().document()->find(u"Section 31"_s).position(),
                           prompt().document()->find(u"Section 31"_s).position());
        m_fixture->type(u"typed "_s);
        QTRY_VERIFY(view().toPlainText().contains(u"typed"));
        QCOMPARE(view().verticalScrollBar()->value(), before);
    }

private:
    [[nodiscard]] RenderedView &view() const
    {
        return *m_fixture->window().findChild<RenderedView *>();
    }
    [[nodiscard]] preview::TextView &text() const
    {
        return *m_fixture->window().findChild<preview::TextView *>();
    }
    void showText()
    {
        auto *pane = m_fixture->window().findChild<preview::PreviewPane *>();
        QTest::mouseClick(pane->findChild<widgets::SegmentedControl *>()->segment(1),
                          Qt::LeftButton);
        QTRY_VERIFY(text().isVisible() && text().toPlainText().contains(u"Section 59"));
    }
    /// Scrolls there by the wheel's way.
    void showPlaceOfText(const QString &words)
    {
        const QTextCursor found = text().document()->find(words);
        text().verticalScrollBar()->setValue(found.block().firstLineNumber() - 3);
    }
    [[nodiscard]] QString topOfText() const
    {
        return text().cursorForPosition({40, 4}).block().text();
    }
    [[nodiscard]] editor::PromptEditor &prompt() const { return *m_fixture->prompt(); }
    [[nodiscard]] int lineOf(const QString &text) const
    {
        return prompt().document()->find(text).blockNumber() + 1;
    }
    [[nodiscard]] QString topOfPreview() const
    {
        for (int y = 2; y < 60; y += 4) {
            if (const QString text = view().blockTextAt({40, y}); !text.isEmpty()) {
                return text;
            }
        }
        return {};
    }
    [[nodiscard]] QPoint placeOf(const QString &text) const
    {
        for (int y = 0; y < view().viewport()->height(); ++y) {
            if (view().blockTextAt({20, y}) == text) {
                return {20, y};
            }
        }
        return {-1, -1};
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowPreview)
#include "tst_window_preview.moc"
