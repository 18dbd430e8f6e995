#include "entries/difftext.h"

#include "widgets/theme.h"

#include <QTextBlock>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::entries {

namespace {

constexpr int contextRows = 3;
constexpr qsizetype signWidth = 2; ///< Of "+ " and "− ".

using Kind = diff::DiffRow::Kind;

/// A line of the shown text.
struct ShownLine
{
    QChar sign = u' ';
    QStringView text;
    QList<diff::TextSpan> marks;
};

QList<diff::TextSpan> whole(QStringView line)
{
    return {{0, static_cast<int>(line.size())}};
}

/// Which rows are shown: those that differ and their neighbours.
QList<bool> shownRows(const QList<diff::DiffRow> &rows)
{
    QList<bool> shown(rows.size(), false);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (rows.at(i).kind != Kind::Same) {
            const qsizetype end = std::min(rows.size(), i + contextRows + 1);
            for (qsizetype j = std::max<qsizetype>(0, i - contextRows); j < end; ++j) {
                shown[j] = true;
            }
        }
    }
    return shown;
}

void addLines(QList<ShownLine> &lines, const diff::LineDiff &diff, const diff::DiffRow &row)
{
    if (row.kind == Kind::Same) {
        lines.append({u' ', diff.leftLines.at(row.leftLine), {}});
        return;
    }
    const bool isChanged = row.kind == Kind::Changed;
    if (row.leftLine >= 0) {
        const QStringView line = diff.leftLines.at(row.leftLine);
        lines.append({u'−', line, isChanged ? row.leftMarks : whole(line)});
    }
    if (row.rightLine >= 0) {
        const QStringView line = diff.rightLines.at(row.rightLine);
        lines.append({u'+', line, isChanged ? row.rightMarks : whole(line)});
    }
}

} // namespace

DiffText::DiffText(const widgets::Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
    , m_task(this, [this](const Compared &compared) { take(compared); })
{
    setReadOnly(true);
    setAccessibleName(tr("What changes in the file"));
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    widgets::keepFont(*this, theme, &widgets::Theme::editorFont);
    connect(&theme, &widgets::Theme::changed, this, &DiffText::showDiff);
}

void DiffText::showSentence(const QString &sentence)
{
    m_task.cancel();
    m_diff.reset();
    setPlainText(sentence);
}

void DiffText::setTexts(const QByteArray &before, const QByteArray &after)
{
    const auto isText = [](const QByteArray &bytes) {
        return bytes.isValidUtf8() && !bytes.contains('\0');
    };
    if (!isText(before) || !isText(after)) {
        showSentence(tr("This file is not text."));
        return;
    }
    if (before.size() + after.size() > maximumBytes) {
        showSentence(tr("This file is too large to be compared here."));
        return;
    }
    m_task.request([before, after](const core::CancelFlag &cancel) {
        return QtConcurrent::run([before, after, cancel]() -> Compared {
            return std::make_shared<const diff::LineDiff>(
                diff::compareTexts(QString::fromUtf8(before), QString::fromUtf8(after), cancel));
        });
    });
}

void DiffText::take(const Compared &compared)
{
    m_diff = compared;
    showDiff();
}

void DiffText::showDiff()
{
    if (!m_diff) {
        return;
    }
    QList<ShownLine> lines;
    const QList<bool> shown = shownRows(m_diff->rows);
    for (qsizetype i = 0; i < m_diff->rows.size() && lines.size() < maximumRows; ++i) {
        if (shown.at(i)) {
            addLines(lines, *m_diff, m_diff->rows.at(i));
        } else if (i > 0 && shown.at(i - 1)) {
            lines.append({u'⋯', {}, {}});
        }
    }
    QStringList text;
    for (const ShownLine &line : std::as_const(lines)) {
        text.append(QString(line.sign) + u' ' + line.text.toString());
    }
    if (lines.size() >= maximumRows) {
        text.append(tr("… and more."));
    }
    setPlainText(text.join(u'\n'));

    QList<QTextEdit::ExtraSelection> selections;
    QTextBlock block = document()->firstBlock();
    for (const ShownLine &line : std::as_const(lines)) {
        const bool isRemoved = line.sign == u'−';
        if (isRemoved || line.sign == u'+') {
            const widgets::ThemeColors &colors = m_theme.colors();
            QTextEdit::ExtraSelection row{QTextCursor(block), {}};
            row.format.setProperty(QTextFormat::FullWidthSelection, true);
            row.format.setForeground(isRemoved ? colors.removed : colors.added);
            selections.append(row);
            for (const diff::TextSpan &mark : line.marks) {
                QTextEdit::ExtraSelection word{QTextCursor(block), {}};
                const int start = block.position() + static_cast<int>(signWidth) + mark.start;
                word.cursor.setPosition(start);
                word.cursor.setPosition(start + mark.length, QTextCursor::KeepAnchor);
                word.format.setForeground(isRemoved ? colors.removed : colors.added);
                word.format.setBackground(isRemoved ? colors.removedSoft : colors.addedSoft);
                selections.append(word);
            }
        }
        block = block.next();
    }
    setExtraSelections(selections);
}

} // namespace hermes::entries
