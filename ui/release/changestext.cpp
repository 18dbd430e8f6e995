#include "release/changestext.h"

#include "widgets/theme.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::workspace::ManifestChange;

namespace hermes::release {

namespace {

constexpr QChar removedSign = u'−';
constexpr QChar addedSign = u'+';

QList<diff::TextSpan> wholeLine(QStringView line)
{
    return {diff::TextSpan{0, static_cast<int>(line.size())}};
}

} // namespace

ChangesText::ChangesText(const widgets::Theme &theme, QWidget *parent)
    : QTextBrowser(parent), m_theme(theme)
{
    setOpenLinks(false);
    setAccessibleName(tr("What changed"));
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    connect(&theme, &widgets::Theme::changed, this, &ChangesText::render);
}

void ChangesText::setComparison(const workspace::Comparison &comparison)
{
    m_comparison = comparison;
    render();
}

void ChangesText::render()
{
    if (m_comparison) {
        setHtml(manifestRows() + promptRows());
    }
}

QString ChangesText::muted(const QString &text) const
{
    return u"<p style=\"margin: 0 0 2px 0; color: %1;\">%2</p>"_s.arg(m_theme.colors().muted.name(),
                                                                      text.toHtmlEscaped());
}

QString ChangesText::manifestRows() const
{
    if (!m_comparison) {
        return {};
    }
    if (m_comparison->manifestChange == ManifestChange::Layout) {
        return muted(tr("manifest.json: no field differs; white space, order or escapes do."));
    }
    QString html;
    for (const workspace::FieldChange &change : m_comparison->manifest) {
        const diff::WordDiff words = diff::diffWords(change.before, change.after);
        html += muted(change.field);
        if (!change.before.isEmpty()) {
            html += row(removedSign, change.before, words.left);
        }
        if (!change.after.isEmpty()) {
            html += row(addedSign, change.after, words.right);
        }
    }
    return html.isEmpty() ? html : html + muted(m_comparison->promptFile.fileName());
}

QString ChangesText::row(QChar sign, QStringView line, const QList<diff::TextSpan> &marks) const
{
    const bool isRemoved = sign == removedSign;
    const widgets::ThemeColors &colors = m_theme.colors();
    const QString strong = (isRemoved ? colors.removed : colors.added).name();
    const QString mark = u"<span style=\"color: %1; background: %2; text-decoration: %3;\">"_s.arg(
        strong, (isRemoved ? colors.removedSoft : colors.addedSoft).name(),
        isRemoved ? u"line-through"_s : u"underline"_s);
    const QStringView shown = line.first(std::min<qsizetype>(line.size(), maximumLine));
    QString html;
    qsizetype at = 0;
    for (const diff::TextSpan &span : marks) {
        const qsizetype start = std::min<qsizetype>(span.start, shown.size());
        const qsizetype end = std::min<qsizetype>(span.start + span.length, shown.size());
        html += shown.sliced(at, start - at).toString().toHtmlEscaped() + mark
            + shown.sliced(start, end - start).toString().toHtmlEscaped() + u"</span>"_s;
        at = end;
    }
    html += shown.sliced(at).toString().toHtmlEscaped();
    if (shown.size() < line.size()) {
        html += u'…';
    }
    return u"<p style=\"margin: 0 0 2px 0; white-space: pre-wrap;\"><span style=\"color: %1;\">%2</span> "_s
               .arg(strong, QString(sign))
        + html + u"</p>"_s;
}

QString ChangesText::promptRows() const
{
    if (!m_comparison || !m_comparison->prompt) {
        return {};
    }
    const diff::LineDiff &diff = *m_comparison->prompt;
    if (diff.hunks.isEmpty()) {
        return muted(tr("The prompt is unchanged."));
    }
    QString html;
    int shown = 0;
    for (const diff::DiffRow &change : diff.rows) {
        if (change.kind == diff::DiffRow::Kind::Same) {
            continue;
        }
        if (++shown > maximumRows) {
            return html + muted(tr("… and more. The comparison shows all."));
        }
        const bool isChanged = change.kind == diff::DiffRow::Kind::Changed;
        if (change.leftLine >= 0) {
            const QStringView line = diff.leftLines.at(change.leftLine);
            html += row(removedSign, line, isChanged ? change.leftMarks : wholeLine(line));
        }
        if (change.rightLine >= 0) {
            const QStringView line = diff.rightLines.at(change.rightLine);
            html += row(addedSign, line, isChanged ? change.rightMarks : wholeLine(line));
        }
        if (change.onlyInvisible) {
            html += muted(tr("These two differ only in white space or invisible characters."));
        }
    }
    return html;
}

} // namespace hermes::release
