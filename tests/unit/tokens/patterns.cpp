#include "patterns.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

QString withSpaces(QString pattern)
{
    return pattern.replace(u"WS"_s,
                           uR"(\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a})"
                           uR"(\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})"_s);
}

QString o200kPattern()
{
    const QString end = uR"((?i:'s|'t|'re|'ve|'m|'ll|'d)?)"_s;
    const QString before = uR"([^\r\n\p{L}\p{N}]?)"_s;
    return before + uR"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)"_s + end + u'|'
        + before + uR"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)"_s + end
        + uR"(|\p{N}{1,3}| ?[^WS\p{L}\p{N}]+[\r\n/]*|[WS]*[\r\n]+|[WS]+(?![^WS])|[WS]+)"_s;
}

QString cl100kPattern()
{
    return uR"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+)"_s
        + uR"(| ?[^WS\p{L}\p{N}]++[\r\n]*+|[WS]++\z|[WS]*[\r\n]|[WS]+(?![^WS])|[WS])"_s;
}

QString qwenPattern()
{
    return uR"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N})"_s
        + uR"(| ?[^WS\p{L}\p{N}]+[\r\n]*|[WS]*[\r\n]+|[WS]+(?![^WS])|[WS]+)"_s;
}

QString deepSeekPattern()
{
    return uR"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+)"_s
        + uR"(|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*)"_s
        + uR"(|[WS]*[\r\n]+|[WS]+(?![^WS])|[WS]+)"_s;
}

/// What a pattern matches is a part, and so is what lies between.
QStringList partsBy(const QString &pattern, const QStringList &whole)
{
    static QHash<QString, QRegularExpression> expressions;
    QRegularExpression &expression = expressions[pattern];
    if (expression.pattern().isEmpty()) {
        expression.setPattern(pattern);
        expression.setPatternOptions(QRegularExpression::UseUnicodePropertiesOption);
    }
    QStringList parts;
    for (const QString &text : whole) {
        qsizetype taken = 0;
        for (auto match = expression.globalMatch(text); match.hasNext();) {
            const QRegularExpressionMatch found = match.next();
            if (found.capturedStart() > taken) {
                parts.append(text.sliced(taken, found.capturedStart() - taken));
            }
            parts.append(found.captured());
            taken = found.capturedEnd();
        }
        if (taken < text.size()) {
            parts.append(text.sliced(taken));
        }
    }
    return parts;
}

} // namespace

QString patternOf(tokens::Encoding encoding)
{
    switch (encoding) {
    case tokens::Encoding::O200kBase:
        return withSpaces(o200kPattern());
    case tokens::Encoding::Cl100kBase:
        return withSpaces(cl100kPattern());
    case tokens::Encoding::Qwen2:
        return withSpaces(qwenPattern());
    case tokens::Encoding::DeepSeekV3:
        return withSpaces(deepSeekPattern());
    }
    Q_UNREACHABLE();
}

QList<qsizetype> endsByPattern(tokens::Encoding encoding, const QByteArray &text)
{
    // Unlike QString::fromUtf8() it keeps a byte order mark at the start.
    QStringList parts{
        QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom)(text)};
    if (encoding == tokens::Encoding::DeepSeekV3) {
        parts = partsBy(uR"(\p{N}{1,3})"_s, parts);
        parts = partsBy(uR"([\x{4e00}-\x{9fa5}\x{3040}-\x{309f}\x{30a0}-\x{30ff}]+)"_s, parts);
    }
    QList<qsizetype> ends;
    qsizetype bytes = 0;
    for (const QStringList cut = partsBy(patternOf(encoding), parts); const QString &part : cut) {
        bytes += part.toUtf8().size();
        ends.append(bytes);
    }
    return ends;
}

QByteArray awkwardText(std::mt19937 &random, qsizetype characters)
{
    static const QStringList pool{
        u"a"_s,       u"A"_s,      u"b"_s,      u"'s"_s,         u"'S"_s,     u"'t"_s,
        u"'\u017f"_s, u"'"_s,      u"'re"_s,    u"'VE"_s,        u"'m"_s,     u"'lL"_s,
        u"'d"_s,      u"r"_s,      u"1"_s,      u"23"_s,         u" "_s,      u" "_s,
        u"  "_s,      u"\t"_s,     u"\n"_s,     u"\n"_s,         u"\r\n"_s,   u"\r"_s,
        u"\v"_s,      u"\u0085"_s, u"\u00a0"_s, u"\u180e"_s,     u"\u2003"_s, u"\u2028"_s,
        u"\u3000"_s,  u"\ufeff"_s, u"\u200b"_s, u"\u0301"_s,     u"\u0903"_s, u"\u20dd"_s,
        u"é"_s,       u"É"_s,      u"ǅ"_s,      u"ʰ"_s,          u"日本"_s,   u"ß"_s,
        u"א"_s,       u"ⅷ"_s,      u"²"_s,      u"\U0001d7d8"_s, u"."_s,      u"/"_s,
        u"//"_s,      u"!"_s,      u"#"_s,      u"—"_s,          u"€"_s,      u"\U0001f600"_s,
        u"\u200d"_s,  u"_"_s,      u"<|"_s,     u"\U0001d400"_s, u"Word"_s,   u"WORD"_s,
        u"的"_s,      u"\u0000"_s, u"\u007f"_s, u"\ue000"_s,     u"カ・ナ"_s, u"\u3099"_s,
        u"\u3040"_s,  u"\u9fa6"_s, u"가"_s,     u"\u1161"_s,     u"\u11a8"_s, u"\u0344"_s,
        u"\u212b"_s,  u"\u0323"_s, u"[a"_s,
    };
    QString text;
    for (qsizetype i = 0; i < characters; ++i) {
        text += pool.at(static_cast<qsizetype>(random() % static_cast<quint32>(pool.size())));
    }
    return text.toUtf8();
}

} // namespace hermes::test
