#include "preview/jsonhtml.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

/// The end of a string that begins at `start` with its quote; the end of the line if it has none.
qsizetype endOfString(QByteArrayView line, qsizetype start)
{
    for (qsizetype i = start + 1; i < line.size(); ++i) {
        if (line.at(i) == '\\') {
            ++i;
        } else if (line.at(i) == '"') {
            return i + 1;
        }
    }
    return line.size();
}

bool isWordCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'
        || c == '+' || c == '.';
}

QString part(QByteArrayView text, QStringView kind)
{
    const QString escaped = QString::fromUtf8(text).toHtmlEscaped();
    return kind.isEmpty() ? escaped : u"<span class=\"%1\">%2</span>"_s.arg(kind, escaped);
}

QString htmlOfLine(QByteArrayView line)
{
    QString html = u"<pre class=\"line\">"_s;
    for (qsizetype i = 0; i < line.size();) {
        qsizetype end = i + 1;
        QStringView kind;
        if (line.at(i) == '"') {
            end = endOfString(line, i);
            kind = end < line.size() && line.at(end) == ':' ? u"key" : u"string";
        } else if (isWordCharacter(line.at(i))) {
            while (end < line.size() && isWordCharacter(line.at(end))) {
                ++end;
            }
            const char first = line.at(i);
            kind = (first >= '0' && first <= '9') || first == '-' ? u"number" : u"word";
        }
        html += part(line.sliced(i, end - i), kind);
        i = end;
    }
    return html + u"</pre>"_s;
}

} // namespace

QList<assembly::RenderedBlock> jsonBlocks(QByteArrayView indented)
{
    QList<assembly::RenderedBlock> blocks;
    for (qsizetype start = 0; start < indented.size();) {
        const qsizetype found = indented.indexOf('\n', start);
        const qsizetype end = found < 0 ? indented.size() : found;
        blocks.append({htmlOfLine(indented.sliced(start, end - start)), start, 0});
        start = end + 1;
    }
    return blocks;
}

} // namespace hermes::preview
