#include "modelapi/failure.h"

#include "modelapi/connectionsettings.h"
#include "modelapi/jsonwriter.h"

#include <QRegularExpression>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qsizetype longestShown = 4096; ///< Bytes of UTF-8.

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        // Fillers that are letters to Unicode and nothing to the eye; variation selectors.
        return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0
            || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef)
            || (c >= 0x17b4 && c <= 0x17b5) || (c >= 0x180b && c <= 0x180f);
    }
}

QString escaped(const QString &text)
{
    QString shown;
    for (const auto points = text.toUcs4(); const uint point : points) {
        if (point == U'\n' || point == U'\t') {
            shown += u' ';
        } else if (isInvisible(point)) {
            shown += u"\\u{%1}"_s.arg(point, 0, 16);
        } else {
            shown += QString::fromUcs4(reinterpret_cast<const char32_t *>(&point), 1);
        }
    }
    return shown;
}

QString wordsOfPage(const QString &text)
{
    static const QRegularExpression page(u"^\\s*<(!doctype|html|head|body)\\b"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    if (!page.match(text).hasMatch()) {
        return text;
    }
    static const QRegularExpression silent(u"<(style|script)\\b.*?</\\1\\s*>|<!--.*?-->"_s,
                                           QRegularExpression::CaseInsensitiveOption
                                               | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression tag(u"<[^>]*>?"_s);
    return QString(text).replace(silent, u" "_s).replace(tag, u" "_s).simplified();
}

/// What looks like a key of a provider, whoever's it is.
QString withoutLookalikes(QString text)
{
    static const QRegularExpression key(
        u"\\b(sk-|sk_|AIza|gsk_|xai-|hf_|Bearer\\s+)[A-Za-z0-9_\\-.*]{8,}|([?&]key=)[^&\\s\"]+"_s);
    return text.replace(key, u"[key]"_s);
}

} // namespace

QList<QByteArray> spellingsOfKey(QByteArrayView key)
{
    if (key.size() < 4) { // what is shorter is no secret, and is in every text
        return {};
    }
    JsonWriter json;
    json.text(key);
    const QByteArray plain = key.toByteArray();
    const QByteArray quoted = json.json().sliced(1).chopped(1);
    QList<QByteArray> spellings;
    for (const QByteArray &spelling :
         {plain, quoted, QByteArray(quoted).replace('/', "\\/"), plain.toPercentEncoding(),
          plain.toBase64(), plain.toBase64(QByteArray::OmitTrailingEquals)}) {
        if (!spellings.contains(spelling)) {
            spellings.append(spelling);
        }
    }
    std::ranges::stable_sort(spellings, std::greater(), &QByteArray::size);
    return spellings;
}

QByteArray withoutKey(QByteArray bytes, QByteArrayView key)
{
    for (const auto spellings = spellingsOfKey(key); const QByteArray &spelling : spellings) {
        bytes.replace(spelling, "[key]");
    }
    return bytes;
}

AnswerHead shownHead(AnswerHead head, QByteArrayView key)
{
    for (HttpHeader &header : head.headers) {
        const QString name = QString::fromLatin1(header.name).toLower();
        const bool isCount = name.contains("tokens"_L1); // of a limit
        header.name = withoutKey(header.name, key);
        header.value =
            isCredentialHeader(name) && !isCount ? "…"_ba : withoutKey(header.value, key);
    }
    return head;
}

QString shownServerText(const QString &text, QByteArrayView key)
{
    const QString harmless = withoutLookalikes(QString::fromUtf8(withoutKey(text.toUtf8(), key)));
    QString shown = escaped(wordsOfPage(harmless)).simplified();
    if (shown.toUtf8().size() <= longestShown) {
        return shown;
    }
    QByteArray bytes = shown.toUtf8().first(longestShown - 3);
    while ((static_cast<unsigned char>(bytes.back()) & 0xc0) == 0x80) {
        bytes.chop(1);
    }
    bytes.chop(static_cast<unsigned char>(bytes.back()) >= 0xc0 ? 1 : 0);
    return QString::fromUtf8(bytes) + u'…';
}

} // namespace hermes::modelapi
