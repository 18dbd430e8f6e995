#include "textfixture.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::test {

void letColoursSettle(const QTextDocument &document)
{
    const auto isSettled = [&document] {
        const auto timers = document.findChildren<QTimer *>();
        return std::ranges::none_of(timers, &QTimer::isActive);
    };
    constexpr int longEnough = 60'000; // ms
    if (!QTest::qWaitFor(isSettled, longEnough)) {
        qFatal("the colours do not settle");
    }
}

TextFixture::TextFixture(const QByteArray &bytes)
    : m_theme(*qApp), m_syntax(m_theme), m_editor(m_theme)
{
    m_theme.setScheme(widgets::Theme::Scheme::Light);
    if (!m_text.setBytes(bytes)) {
        qFatal("not a text");
    }
    QSignalSpy loaded(&m_syntax, &editor::PromptSyntax::loaded);
    m_editor.showText(&m_text);
    m_syntax.highlight(m_text.document(), editor::PromptSyntax::Language::Markdown);
    m_editor.setAccessibleName(u"Prompt"_s);
    m_editor.resize(720, 420);
    m_editor.show();
    m_editor.setFocus();
    constexpr int longEnough = 30'000; // ms
    if (!QTest::qWaitForWindowActive(&m_editor, longEnough)) {
        qFatal("the window does not become active");
    }
    if (!QTest::qWaitFor([&] { return !loaded.isEmpty(); }, longEnough)) {
        qFatal("the grammars do not load");
    }
}

void TextFixture::placeCaret(int position)
{
    select(position, position);
}

void TextFixture::select(int anchor, int position)
{
    QTextCursor cursor(m_text.document());
    cursor.setPosition(anchor);
    cursor.setPosition(position, QTextCursor::KeepAnchor);
    m_editor.setTextCursor(cursor);
}

QPoint TextFixture::pointOf(int position) const
{
    QTextCursor cursor(m_text.document());
    cursor.setPosition(position);
    return m_editor.cursorRect(cursor).center();
}

QImage TextFixture::picture()
{
    letColoursSettle(*document());
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
    return m_editor.viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
}

} // namespace hermes::test
