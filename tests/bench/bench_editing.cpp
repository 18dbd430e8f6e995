// Measures how long single acts on a text keep the GUI thread: in texts of 100 KB, 1 MB and 10 MB,
// and in one of a single long line. Beside each, a bare QPlainTextEdit that types one key in the
// same text.
//
// Usage: bench_editing [KILOBYTES…]   (default 100 1000 10000); QT_QPA_PLATFORM=offscreen will do.

#include "editor/breadcrumbs.h"
#include "editor/documentlines.h"
#include "editor/folding.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "editor/textpage.h"
#include "editor/textsearch.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::EditCommand;

namespace {

constexpr int patience = 600'000; ///< ms

QByteArray prompt(qsizetype kilobytes)
{
    QByteArray text = "# The whole\n\n";
    for (int i = 0; text.size() < kilobytes * 1000; ++i) {
        text += "## Section " + QByteArray::number(i) + "\n\n";
        for (int line = 0; line < 12; ++line) {
            text += "- Say what is done in step " + QByteArray::number(line)
                + ", why, and what is left to do.\n";
        }
        text += "\n";
    }
    return text + "the onlyonehere\n";
}

double millisecondsOf(const std::function<void()> &act)
{
    QElapsedTimer clock;
    clock.start();
    act();
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// With the events that follow at once: the slices of what goes on later are not in it.
double middleOf(int times, const std::function<void()> &act)
{
    QList<double> measured;
    for (int i = 0; i < times; ++i) {
        measured.append(millisecondsOf(act));
    }
    std::ranges::sort(measured);
    return measured.at(times / 2);
}

double bareKey(const QByteArray &bytes)
{
    QPlainTextEdit edit;
    edit.resize(720, 480);
    edit.setPlainText(QString::fromUtf8(bytes));
    edit.show();
    if (!QTest::qWaitForWindowExposed(&edit)) {
        std::exit(EXIT_FAILURE);
    }
    return middleOf(15, [&edit] {
        QTest::keyClick(&edit, Qt::Key_X);
        edit.viewport()->repaint();
    });
}

class Bench
{
public:
    Bench(const QByteArray &bytes, const char *name)
        : m_theme(*qApp)
        , m_syntax(m_theme)
        , m_page(m_theme, editor::EditingTools::Language::Markdown)
        , m_bare(bareKey(bytes))
    {
        if (!m_text.setBytes(bytes)) {
            std::exit(EXIT_FAILURE);
        }
        m_page.showText(&m_text);
        m_syntax.highlight(m_text.document(), editor::PromptSyntax::Language::Markdown);
        m_page.resize(720, 480);
        m_page.show();
        m_page.editor()->setFocus();
        if (!QTest::qWaitForWindowActive(&m_page)) {
            std::exit(EXIT_FAILURE);
        }
        settle();
        std::printf("%s: bare key %.2f ms\n", name, m_bare);
    }

    void tell(const char *act, double milliseconds) const
    {
        std::printf("  %-34s %9.2f ms  %8.1f bare keys\n", act, milliseconds,
                    milliseconds / m_bare);
    }
    void key(const char *act)
    {
        tell(act, middleOf(15, [this] {
                 QTest::keyClick(m_page.editor(), Qt::Key_X);
                 m_page.editor()->viewport()->repaint();
                 QCoreApplication::processEvents();
             }));
        settle();
    }
    void act(const char *name, const std::function<void()> &act)
    {
        tell(name, millisecondsOf(act));
        settle();
    }
    void settle()
    {
        auto &lines = editor::DocumentLines::of(m_text.document());
        if (!QTest::qWaitFor([&] { return lines.isSettled(); }, patience)) {
            std::exit(EXIT_FAILURE);
        }
        QTest::qWait(300);
    }
    [[nodiscard]] editor::TextPage &page() { return m_page; }
    [[nodiscard]] workspace::EditableText &text() { return m_text; }

private:
    widgets::Theme m_theme;
    editor::PromptSyntax m_syntax;
    workspace::EditableText m_text;
    editor::TextPage m_page; // goes before its text
    double m_bare;
};

void replaceAll(Bench &bench)
{
    editor::TextSearch *search = bench.page().search();
    text::SearchQuery query;
    query.pattern = u"step"_s;
    search->setQuery(query, editor::TextSearch::Follow::Stay);
    search->setReplacement(u"stage"_s);
    QSignalSpy prepared(search, &editor::TextSearch::prepared);
    search->prepareReplaceAll();
    if (!QTest::qWaitFor([&] { return !prepared.isEmpty(); }, patience)) {
        std::exit(EXIT_FAILURE);
    }
    const auto all = prepared.first().first().value<editor::PreparedReplacements>();
    std::printf("  %lld matches:\n", static_cast<long long>(all.edits.size()));
    bench.act("replace all", [&] { search->replaceAll(all); });
    bench.act("its undo", [&] { bench.page().editor()->undo(); });
    search->setQuery({}, editor::TextSearch::Follow::Stay);
}

void measure(qsizetype kilobytes)
{
    Bench bench(prompt(kilobytes), qPrintable(u"%1 KB"_s.arg(kilobytes)));
    editor::TextPage &page = bench.page();
    page.editor()->goTo(20, 5);
    bench.key("key");
    bench.act("caret to the end", [&] { page.editor()->goTo(1 << 30, 1); });
    bench.act("caret to the start", [&] { page.editor()->goTo(3, 1); });
    bench.act("split", [&] { page.perform(EditCommand::SplitBelow); });
    bench.key("key in a half");
    bench.act("one again", [&] { page.perform(EditCommand::SplitBelow); });
    bench.act("fold all", [&] { page.perform(EditCommand::FoldAll); });
    page.editor()->goTo(1, 3);
    bench.key("key with all folded");
    bench.act("unfold all", [&] { page.perform(EditCommand::UnfoldAll); });
    page.editor()->goTo(1 << 30, 1);
    page.editor()->moveCursor(QTextCursor::Left);
    page.perform(EditCommand::NextOccurrence);
    bench.act("next occurrence, there is none", [&] { page.perform(EditCommand::NextOccurrence); });
    bench.act("replace look-alikes", [&] { page.perform(EditCommand::ReplaceLookalikes); });
    replaceAll(bench);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QList<qsizetype> sizes;
    for (int i = 1; i < argc; ++i) {
        sizes.append(std::atoi(argv[i]));
    }
    for (const auto kilobytess = sizes.isEmpty() ? QList<qsizetype>{100, 1000, 10'000} : sizes;
         const qsizetype kilobytes : kilobytess) {
        measure(kilobytes);
    }
    QByteArray line;
    while (line.size() < 1'000'000) {
        line += "words without an end ";
    }
    Bench bench(line, "one line of 1 MB");
    bench.key("key");
    return EXIT_SUCCESS;
}
