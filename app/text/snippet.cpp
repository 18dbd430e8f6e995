#include "text/snippet.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

constexpr QLatin1StringView ruler("---");

QString unquoted(const QString &value)
{
    const bool isQuoted = value.size() >= 2 && (value.front() == u'"' || value.front() == u'\'')
        && value.back() == value.front();
    return isQuoted ? value.sliced(1, value.size() - 2) : value;
}

} // namespace

Snippet readSnippet(const QString &prefix, const QByteArray &file)
{
    QString text = QString::fromUtf8(file);
    text.replace("\r\n"_L1, "\n"_L1);
    Snippet snippet{prefix, prefix, {}, text};
    const QStringList lines = text.split(u'\n');
    const qsizetype end = lines.indexOf(ruler, 1);
    if (lines.first() == ruler && end > 0) {
        for (const auto allLines = lines.sliced(1, end - 1); const QString &line : allLines) {
            const QString value = unquoted(line.section(u':', 1).trimmed());
            if (line.startsWith("name:"_L1) && !value.isEmpty()) {
                snippet.name = value;
            } else if (line.startsWith("description:"_L1)) {
                snippet.description = value;
            }
        }
        snippet.body = lines.sliced(end + 1).join(u'\n');
    }
    if (snippet.body.endsWith(u'\n')) {
        snippet.body.chop(1);
    }
    return snippet;
}

QByteArray writtenSnippet(const Snippet &snippet)
{
    QString text = ruler + u"\nname: "_s + snippet.name.simplified() + u'\n';
    if (!snippet.description.isEmpty()) {
        text += u"description: "_s + snippet.description.simplified() + u'\n';
    }
    return (text + ruler + u'\n' + snippet.body + u'\n').toUtf8();
}

} // namespace hermes::text
