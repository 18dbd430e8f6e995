#include "modelapi/httprequest.h"

#include "modelapi/jsonwriter.h"

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

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
    if (!request.body.isEmpty()) {
        parts.append(u"--data-raw "_s + quoted(QString::fromUtf8(request.body)));
    }
    return parts.join(u" \\\n  "_s) + u'\n';
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
