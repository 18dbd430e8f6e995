#include "assembly/assembly.h"

#include <QRegularExpression>

#include <md4c-html.h>

namespace hermes::assembly {

namespace {

constexpr unsigned parserFlags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_STRIKETHROUGH;

/// `<img src="…" alt="…">` as md4c writes it: shown as words, never as something to be fetched.
QString withoutImages(QString html)
{
    static const QRegularExpression image(QStringLiteral("<img src=\"([^\"]*)\" alt=\"([^\"]*)\"(?: title=\"[^\"]*\")?>"));
    return html.replace(image, QStringLiteral("<span class=\"image\">[\\2: \\1]</span>"));
}

/// Links keep their address only where a click may follow it after a question.
QString withSafeLinks(QString html)
{
    static const QRegularExpression unsafe(QStringLiteral("<a href=\"(?!(?:https?://|mailto:))([^\"]*)\"(?: title=\"[^\"]*\")?>"),
                                           QRegularExpression::CaseInsensitiveOption);
    return html.replace(unsafe, QStringLiteral("<a class=\"inert\">"));
}

} // namespace

QString renderMarkdown(QByteArrayView text)
{
    QByteArray html;
    const auto append = [](const MD_CHAR *piece, MD_SIZE size, void *target) {
        static_cast<QByteArray *>(target)->append(piece, static_cast<qsizetype>(size));
    };
    if (md_html(text.data(), static_cast<MD_SIZE>(text.size()), append, &html, parserFlags, 0) != 0) {
        return QString::fromUtf8(text.toByteArray()).toHtmlEscaped();
    }
    return withSafeLinks(withoutImages(QString::fromUtf8(html)));
}

} // namespace hermes::assembly
