#include "renderedhtml.h"

#include <QRegularExpression>

#include <md4c-html.h>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

QString html(const QString &markdown, unsigned flags)
{
    const QByteArray text = markdown.toUtf8();
    QByteArray html;
    md_html(
        text.isEmpty() ? "" : text.data(), static_cast<MD_SIZE>(text.size()),
        [](const MD_CHAR *part, MD_SIZE size, void *target) {
            static_cast<QByteArray *>(target)->append(part, static_cast<qsizetype>(size));
        },
        &html, flags, 0);
    return QString::fromUtf8(html);
}

QString withoutLayout(QString text)
{
    static const QRegularExpression joined(
        uR"((?<=[\p{Han}\p{Hiragana}\p{Katakana}\x{3000}-\x{303F}\x{FF01}-\x{FF9F}])\n(?=[\p{Han}\p{Hiragana}\p{Katakana}\x{3000}-\x{303F}\x{FF01}-\x{FF9F}]))"_s);
    static const QRegularExpression blanks(u"[ \\t\\n]+"_s);
    return text.replace(joined, QString()).replace(blanks, u" "_s);
}

} // namespace

QString renderedHtml(const QString &markdown)
{
    QString result;
    for (const unsigned flags : {unsigned(MD_DIALECT_COMMONMARK), unsigned(MD_DIALECT_GITHUB)}) {
        const QString text = html(markdown, flags);
        qsizetype at = 0;
        while (at < text.size()) {
            const qsizetype pre = text.indexOf("<pre>"_L1, at);
            const qsizetype end = pre < 0 ? text.size() : text.indexOf("</pre>"_L1, pre);
            result += withoutLayout(text.sliced(at, (pre < 0 ? text.size() : pre) - at));
            result += pre < 0 ? QString() : text.sliced(pre, end - pre);
            at = end;
        }
        result += u"\n=====\n"_s;
    }
    return result;
}

} // namespace hermes::test
