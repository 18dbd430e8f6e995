#include "pagefixture.h"

#include "editor/documentlines.h"
#include "editor/prompteditor.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

template <typename Control>
Control *named(QWidget &page, const QString &name)
{
    const QList<Control *> controls = page.findChildren<Control *>();
    const auto found = std::ranges::find_if(controls, [&name](const Control *control) {
        return control->accessibleName().startsWith(name) && control->isVisible();
    });
    return found == controls.end() ? nullptr : *found;
}

} // namespace

PageFixture::PageFixture(const QByteArray &bytes)
    : m_theme(*qApp), m_syntax(m_theme), m_page(m_theme, editor::EditingTools::Language::Markdown)
{
    m_theme.setScheme(widgets::Theme::Scheme::Light);
    if (!m_text.setBytes(bytes)) {
        qFatal("not a text");
    }
    m_page.showText(&m_text);
    m_syntax.highlight(m_text.document(), editor::PromptSyntax::Language::Markdown);
    m_page.setTextName(u"Prompt"_s);
    m_page.resize(720, 480);
    m_page.show();
    editor().setFocus();
    constexpr int longEnough = 30'000; // ms
    if (!QTest::qWaitForWindowActive(&m_page, longEnough)) {
        qFatal("the window does not become active");
    }
    auto &lines = editor::DocumentLines::of(m_text.document());
    if (!QTest::qWaitFor([&] { return lines.isSettled(); }, longEnough)) {
        qFatal("the lines are not classified");
    }
}

void PageFixture::select(int anchor, int position)
{
    editor().select(anchor, position);
}

int PageFixture::caret()
{
    return editor().textCursor().position();
}

QString PageFixture::selectedText()
{
    return editor().textCursor().selectedText();
}

void PageFixture::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

void PageFixture::type(const QString &keys)
{
    QTest::keyClicks(QApplication::focusWidget(), keys);
}

QLineEdit *PageFixture::field(const QString &name)
{
    return named<QLineEdit>(m_page, name);
}

QToolButton *PageFixture::toggle(const QString &name)
{
    return named<QToolButton>(m_page, name);
}

bool PageFixture::shows(const QString &text)
{
    const QList<QLabel *> labels = m_page.findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *label) {
        return label->isVisible() && label->text().contains(text);
    });
}

} // namespace hermes::test
