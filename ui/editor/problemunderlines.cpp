#include "editor/problemunderlines.h"

#include "widgets/themecolors.h"

#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

using Severity = core::Problem::Severity;

/// Of an underline's format: the Severity it shows.
constexpr int severityProperty = QTextFormat::UserProperty + 1;

bool isWordCharacter(QChar character)
{
    return character.isLetterOrNumber() || u"_-./"_s.contains(character);
}

/// Where a problem that is told by its first character ends: with its word or its quoted text.
int placeEnd(QStringView text, int start)
{
    if (start < text.size() && text.at(start) == u'"') {
        const qsizetype quote = text.indexOf(u'"', start + 1);
        return static_cast<int>(quote < 0 ? text.size() : quote + 1);
    }
    const auto *end = std::find_if_not(text.begin() + start, text.end(), isWordCharacter);
    return std::max(static_cast<int>(end - text.begin()),
                    std::min(start + 1, static_cast<int>(text.size())));
}

QTextCursor placeOf(const core::Problem &problem, QTextDocument *document)
{
    const QTextBlock block = document->findBlockByNumber(problem.line - 1);
    if (problem.line < 1 || !block.isValid()) {
        return {};
    }
    const QString text = block.text();
    const auto length = static_cast<int>(text.size());
    int start = std::clamp(problem.column - 1, 0, std::max(0, length - 1));
    int end = placeEnd(text, start);
    if (problem.column < 1) {
        const auto *firstInk =
            std::find_if_not(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
        start = static_cast<int>(firstInk - text.begin());
        end = length;
    }
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + start);
    cursor.setPosition(block.position() + end, QTextCursor::KeepAnchor);
    return cursor;
}

QColor colorOf(Severity severity, const widgets::ThemeColors &colors)
{
    switch (severity) {
    case Severity::Error:
        return colors.error;
    case Severity::Warning:
        return colors.warning;
    case Severity::Note:
        break;
    }
    return colors.muted;
}

} // namespace

QList<QTextEdit::ExtraSelection> problemUnderlines(const QList<core::Problem> &problems,
                                                   QTextDocument *document,
                                                   const widgets::ThemeColors &colors,
                                                   qsizetype limit)
{
    QList<QTextEdit::ExtraSelection> underlines;
    for (const auto allProblems = problems.first(std::min(problems.size(), limit));
         const core::Problem &problem : allProblems) {
        QTextEdit::ExtraSelection underline;
        underline.cursor = placeOf(problem, document);
        if (underline.cursor.isNull()) {
            continue;
        }
        underline.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        underline.format.setUnderlineColor(colorOf(problem.severity, colors));
        underline.format.setProperty(severityProperty, static_cast<int>(problem.severity));
        underline.format.setToolTip(problem.message);
        underlines.append(underline);
    }
    return underlines;
}

QList<QTextEdit::ExtraSelection> recoloured(QList<QTextEdit::ExtraSelection> underlines,
                                            const widgets::ThemeColors &colors)
{
    for (QTextEdit::ExtraSelection &underline : underlines) {
        const auto severity = static_cast<Severity>(underline.format.intProperty(severityProperty));
        underline.format.setUnderlineColor(colorOf(severity, colors));
    }
    return underlines;
}

QString problemTextAt(int position, const QList<QTextEdit::ExtraSelection> &underlines)
{
    QStringList messages;
    for (const QTextEdit::ExtraSelection &underline : underlines) {
        if (position >= underline.cursor.selectionStart()
            && position <= underline.cursor.selectionEnd()) {
            messages.append(underline.format.toolTip().toHtmlEscaped());
        }
    }
    return messages.isEmpty() ? QString() : u"<p>%1</p>"_s.arg(messages.join("<br>"_L1));
}

} // namespace hermes::editor
