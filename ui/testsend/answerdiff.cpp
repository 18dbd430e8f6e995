#include "testsend/answerdiff.h"

#include "diff/linediff.h"
#include "widgets/themecolors.h"

#include <QColor>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace {

QString escaped(QStringView text)
{
    return text.toString().toHtmlEscaped();
}

QString marked(QStringView line, const QList<diff::TextSpan> &spans, const QColor &color)
{
    QString html;
    int done = 0;
    for (const diff::TextSpan &span : spans) {
        html += escaped(line.sliced(done, span.start - done));
        html += u"<b style=\"color:%1\">%2</b>"_s.arg(
            color.name(), escaped(line.sliced(span.start, span.length)));
        done = span.start + span.length;
    }
    return html + escaped(line.sliced(done));
}

QString row(QStringView sign, const QString &html, const QColor &background)
{
    const QString style =
        background.isValid() ? u"background:%1;"_s.arg(background.name()) : QString();
    return u"<p style=\"margin:0 0 2px 0;white-space:pre-wrap;%1\">%2 %3</p>"_s.arg(style, sign,
                                                                                    html);
}

} // namespace

QString answerDiff(const QString &left, const QString &right, const widgets::ThemeColors &colors)
{
    const QList<QStringView> before = diff::splitLines(left);
    const QList<QStringView> after = diff::splitLines(right);
    QString html;
    int line = 0;
    const auto takeSame = [&](int end) {
        for (; line < end; ++line) {
            html += row(u"\u2007", escaped(before.at(line)), {});
        }
    };
    for (const auto hunks = diff::diffLines(before, after); const diff::DiffHunk &hunk : hunks) {
        takeSame(hunk.leftStart);
        const int paired = std::min(hunk.leftCount, hunk.rightCount);
        for (int i = 0; i < hunk.leftCount; ++i) {
            const QStringView text = before.at(hunk.leftStart + i);
            const auto words = i < paired
                ? diff::diffWords(text, after.at(hunk.rightStart + i)).left
                : QList<diff::TextSpan>();
            html += row(u"−", marked(text, words, colors.removed), colors.removedSoft);
        }
        for (int i = 0; i < hunk.rightCount; ++i) {
            const QStringView text = after.at(hunk.rightStart + i);
            const auto words = i < paired
                ? diff::diffWords(before.at(hunk.leftStart + i), text).right
                : QList<diff::TextSpan>();
            html += row(u"+", marked(text, words, colors.added), colors.addedSoft);
        }
        line = hunk.leftStart + hunk.leftCount;
    }
    takeSame(static_cast<int>(before.size()));
    return html;
}

} // namespace hermes::testsend
