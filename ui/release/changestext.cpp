#include "release/changestext.h"

#include "widgets/theme.h"

using namespace Qt::StringLiterals;

namespace hermes::release {

ChangesText::ChangesText(const widgets::Theme &theme, const workspace::Comparison &comparison,
                         QWidget *parent)
    : QTextBrowser(parent), m_theme(theme)
{
    setOpenLinks(false);
    setAccessibleName(tr("What changed"));
    setHtml(fieldRows(comparison) + lineRows(comparison));
}

QString ChangesText::fieldRows(const workspace::Comparison &comparison) const
{
    QString html;
    for (const workspace::FieldChange &change : comparison.manifest) {
        html +=
            u"<p style=\"margin: 0 0 2px 0;\">%1: <s style=\"color: %2;\">− %3</s> <span style=\"color: %4;\">+ %5</span></p>"_s
                .arg(change.field.toHtmlEscaped(), m_theme.colors().removed.name(),
                     change.before.isEmpty() ? tr("(none)") : change.before.toHtmlEscaped(),
                     m_theme.colors().added.name(),
                     change.after.isEmpty() ? tr("(none)") : change.after.toHtmlEscaped());
    }
    return html;
}

QString ChangesText::row(QChar sign, QStringView line, const QList<diff::TextSpan> &marks) const
{
    const bool isRemoved = sign == u'−';
    const QString soft =
        (isRemoved ? m_theme.colors().removedSoft : m_theme.colors().addedSoft).name();
    const QString strong = (isRemoved ? m_theme.colors().removed : m_theme.colors().added).name();
    QString html;
    qsizetype at = 0;
    for (const diff::TextSpan &mark : marks) {
        html += line.sliced(at, mark.start - at).toString().toHtmlEscaped();
        html += u"<span style=\"color: %1; background: %2;\">%3</span>"_s.arg(
            strong, soft, line.sliced(mark.start, mark.length).toString().toHtmlEscaped());
        at = mark.start + mark.length;
    }
    html += line.sliced(at).toString().toHtmlEscaped();
    return u"<p style=\"margin: 0 0 2px 0; white-space: pre-wrap;\"><span style=\"color: %1;\">%2</span> %3</p>"_s
        .arg(strong, QString(sign), html);
}

QString ChangesText::lineRows(const workspace::Comparison &comparison) const
{
    const diff::LineDiff &diff = *comparison.prompt;
    QString html;
    int shown = 0;
    for (const diff::DiffRow &change : diff.rows) {
        if (change.kind == diff::DiffRow::Kind::Same) {
            continue;
        }
        if (++shown > maximumRows) {
            return html + u"<p>%1</p>"_s.arg(tr("… and more. The comparison shows all."));
        }
        const auto whole = [](QStringView line) {
            return QList{diff::TextSpan{0, static_cast<int>(line.size())}};
        };
        if (change.leftLine >= 0) {
            const QStringView line = diff.leftLines.at(change.leftLine);
            html +=
                row(u'−', line,
                    change.kind == diff::DiffRow::Kind::Changed ? change.leftMarks : whole(line));
        }
        if (change.rightLine >= 0) {
            const QStringView line = diff.rightLines.at(change.rightLine);
            html +=
                row(u'+', line,
                    change.kind == diff::DiffRow::Kind::Changed ? change.rightMarks : whole(line));
        }
    }
    return html.isEmpty() ? u"<p>%1</p>"_s.arg(tr("The prompt is unchanged.")) : html;
}

} // namespace hermes::release
