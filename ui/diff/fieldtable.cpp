#include "diff/fieldtable.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::diffview {

namespace {

constexpr int highestInLines = 8; ///< More fields than fit scroll.

/// A value with the words marked that the other one has not. Without any in common it is all new.
QString markedValue(const QString &value, const QList<diff::TextSpan> &marks, const QString &style)
{
    QString html;
    qsizetype at = 0;
    for (const diff::TextSpan &mark : marks) {
        html += value.sliced(at, mark.start - at).toHtmlEscaped();
        html += u"<span style=\"%1\">%2</span>"_s.arg(
            style, value.sliced(mark.start, mark.length).toHtmlEscaped());
        at = mark.start + mark.length;
    }
    return html + value.sliced(at).toHtmlEscaped();
}

} // namespace

FieldTable::FieldTable(const widgets::Theme &theme, QWidget *parent)
    : QTextBrowser(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setAccessibleName(tr("Changed fields of the manifest"));
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(widgets::space::small);
    setViewportMargins(widgets::space::small, 0, widgets::space::small, 0);
    connect(&theme, &widgets::Theme::changed, this, &FieldTable::render);
    setVisible(false);
}

void FieldTable::setComparison(const workspace::Comparison &comparison)
{
    m_change = comparison.manifestChange;
    m_fields = comparison.manifest;
    m_left = comparison.left.label;
    m_right = comparison.right.label;
    setVisible(m_change != workspace::ManifestChange::None);
    render();
}

void FieldTable::render()
{
    setHtml(u"<p align=\"%1\" style=\"margin: 0 0 4px 0;\"><b>%2</b></p>"_s.arg(leadingEdge(),
                                                                                tr("Manifest"))
            + (m_change == workspace::ManifestChange::Fields ? table() : note()));
    fitHeight();
}

QString FieldTable::leadingEdge() const
{
    return layoutDirection() == Qt::RightToLeft ? u"right"_s : u"left"_s;
}

QString FieldTable::table() const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QString head = u"<td style=\"padding: 2px 16px 2px 0; color: %1;\">%2</td>"_s;
    const QString cell = u"<td style=\"padding: 2px 16px 2px 0;\">%1</td>"_s;
    const QString removed = u"color: %1; background: %2; text-decoration: line-through;"_s.arg(
        colors.removed.name(), colors.removedSoft.name());
    const QString added = u"color: %1; background: %2; text-decoration: underline;"_s.arg(
        colors.added.name(), colors.addedSoft.name());
    const QString muted = colors.muted.name();
    const QString absent = u"<span style=\"color: %1;\">%2</span>"_s.arg(muted, tr("(none)"));

    QString html = row({head.arg(muted, tr("field")), head.arg(muted, m_left.toHtmlEscaped()),
                        head.arg(muted, m_right.toHtmlEscaped())});
    for (const workspace::FieldChange &change : m_fields) {
        const diff::WordDiff words = diff::diffWords(change.before, change.after);
        const QString before = u"− "_s + markedValue(change.before, words.left, removed);
        const QString after = u"+ "_s + markedValue(change.after, words.right, added);
        html += row({cell.arg(change.field.toHtmlEscaped()),
                     cell.arg(change.before.isEmpty() ? absent : before),
                     cell.arg(change.after.isEmpty() ? absent : after)});
    }
    return u"<table align=\"%1\" cellspacing=\"0\">%2</table>"_s.arg(leadingEdge(), html);
}

// QTextDocument does not mirror the columns of a table by itself.
QString FieldTable::row(QStringList cells) const
{
    if (layoutDirection() == Qt::RightToLeft) {
        std::ranges::reverse(cells);
    }
    return u"<tr>"_s + cells.join(QString()) + u"</tr>"_s;
}

QString FieldTable::note() const
{
    const QString text = m_change == workspace::ManifestChange::Layout
        ? tr("No field differs; the file does, in white space, order or escapes.")
        : tr("The file differs and cannot be read as a manifest; its lines are in the patch.");
    return u"<p align=\"%1\" style=\"margin: 0;\">%2</p>"_s.arg(leadingEdge(),
                                                                text.toHtmlEscaped());
}

void FieldTable::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    fitHeight();
}

void FieldTable::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        render();
    }
}

void FieldTable::fitHeight()
{
    const int content = static_cast<int>(document()->size().height());
    const int highest = fontMetrics().lineSpacing() * highestInLines;
    setFixedHeight(std::min(highest, content));
}

} // namespace hermes::diffview
