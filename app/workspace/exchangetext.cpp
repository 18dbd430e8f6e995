#include "workspace/exchangetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

QString answerAsHttpText(const modelapi::AnswerHead &head, const QByteArray &received,
                         const std::optional<modelapi::Failure> &failure)
{
    if (head.status == 0) {
        return failure ? failure->error.message : QString();
    }
    const bool isProxys = failure && failure->kind == modelapi::FailureKind::Proxy;
    QString text =
        (isProxys ? QCoreApplication::translate("ExchangeText", "HTTP %1, from the proxy")
                  : u"HTTP %1"_s)
            .arg(head.status)
        + u'\n';
    for (const modelapi::HttpHeader &header : head.headers) {
        text +=
            QString::fromLatin1(header.name) + u": "_s + QString::fromUtf8(header.value) + u'\n';
    }
    const QByteArray body = !received.isEmpty() || !failure ? received : failure->body;
    return text + u'\n' + QString::fromUtf8(body);
}

} // namespace hermes::workspace
