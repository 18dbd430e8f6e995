#include "modelapi/httprequest.h"

#include "modelapi/jsonwriter.h"

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

/// Bytes: Linux starts no program with a longer argument, whatever the others are.
constexpr qsizetype longestArgument = qsizetype(128) * 1024;
constexpr qsizetype mostBytesOfUnit = 3; ///< Of UTF-8, of one UTF-16 code unit.

QString quoted(const QString &text)
{
    QString inside = text;
    return u'\'' + inside.replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

QString serverName(const QUrl &url)
{
    const QString plain = url.host(QUrl::EncodeUnicode); // as it is looked up
    const QString host = plain.contains(u':') ? u'[' + plain + u']' : plain;
    return url.port() < 0 ? host : u"%1:%2"_s.arg(host).arg(url.port());
}

QString asCurl(const HttpRequest &request)
{
    QStringList parts{u"curl --request "_s + QString::fromLatin1(request.method) + u' '
                      + quoted(request.url.toString(QUrl::FullyEncoded))};
    if (!request.keyHeader.isEmpty()) {
        parts.append(u"--header \""_s
                     + QString::fromLatin1(request.keyHeader + ": " + request.keyPrefix)
                     + u"$API_KEY\""_s);
    }
    for (const HttpHeader &header : request.headers) {
        parts.append(u"--header "_s
                     + quoted(QString::fromLatin1(header.name + ": " + header.value)));
    }
    const QString body = quoted(QString::fromUtf8(request.body));
    const bool isLong = body.size() > longestArgument / mostBytesOfUnit;
    if (!request.body.isEmpty()) {
        parts.append(isLong ? u"--data-binary @-"_s : u"--data-raw "_s + body);
    }
    const QString command = parts.join(u" \\\n  "_s) + u'\n';
    // printf is the shell's own: no program is started with the body as its argument.
    return isLong ? u"printf %s "_s + body + u" |\n  "_s + command : command;
}

QString asHttpText(const HttpRequest &request)
{
    QString text = QString::fromLatin1(request.method) + u' '
        + request.url.toString(QUrl::FullyEncoded) + u'\n';
    if (!request.keyHeader.isEmpty()) {
        text += QString::fromLatin1(request.keyHeader + ": " + request.keyPrefix) + u"…\n"_s;
    }
    for (const HttpHeader &header : request.headers) {
        text += QString::fromLatin1(header.name + ": " + header.value) + u'\n';
    }
    return text + u'\n' + QString::fromUtf8(indentedJson(withoutLongBase64(request.body))) + u'\n';
}

} // namespace hermes::modelapi
