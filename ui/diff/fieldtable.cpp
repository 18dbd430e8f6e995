#include "diff/fieldtable.h"

#include "widgets/theme.h"

#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::diffview {

namespace {

constexpr int highest = 132; ///< More fields than fit scroll.

} // namespace

FieldTable::FieldTable(const widgets::Theme &theme, QWidget *parent)
    : QTextBrowser(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setAccessibleName(tr("Changed fields of the manifest"));
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    document()->setDocumentMargin(widgets::space::medium);
    connect(&theme, &widgets::Theme::changed, this, &FieldTable::render);
    setVisible(false);
}

void FieldTable::setFields(const QList<workspace::FieldChange> &fields, const QString &leftLabel,
                           const QString &rightLabel)
{
    m_fields = fields;
    m_left = leftLabel;
    m_right = rightLabel;
    setVisible(!fields.isEmpty());
    render();
}

void FieldTable::render()
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QString cell = u"<td style=\"padding: 4px 12px 4px 0;\">%1</td>"_s;
    QString html =
        u"<p style=\"margin: 0 0 8px 0;\"><b>%1</b></p><table cellspacing=\"0\"><tr style=\"color: %2;\">"_s
            .arg(tr("Manifest"), colors.muted.name())
        + cell.arg(tr("field")) + cell.arg(m_left.toHtmlEscaped())
        + cell.arg(m_right.toHtmlEscaped()) + u"</tr>"_s;
    for (const workspace::FieldChange &change : std::as_const(m_fields)) {
        const QString before =
            change.before.isEmpty() ? tr("(none)") : u"− %1"_s.arg(change.before);
        const QString after = change.after.isEmpty() ? tr("(none)") : u"+ %1"_s.arg(change.after);
        html += u"<tr>"_s + cell.arg(change.field.toHtmlEscaped())
            + cell.arg(u"<s style=\"color: %1; background: %2;\">%3</s>"_s.arg(
                colors.removed.name(), colors.removedSoft.name(), before.toHtmlEscaped()))
            + cell.arg(u"<span style=\"color: %1; background: %2;\">%3</span>"_s.arg(
                colors.added.name(), colors.addedSoft.name(), after.toHtmlEscaped()))
            + u"</tr>"_s;
    }
    setHtml(html + u"</table>"_s);
    setFixedHeight(std::min(highest, static_cast<int>(document()->size().height()) + 2));
}

} // namespace hermes::diffview
