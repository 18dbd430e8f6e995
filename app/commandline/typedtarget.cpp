#include "commandline/typedtarget.h"

#include "commandline/report.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <limits>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

std::unexpected<Error> refused(const QString &message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

/// `none`, `http://host:port` or `socks5://host:port`. A password would be an argument, which other
/// users of the machine can read.
Result<ProxyChoice> proxyNamed(const QString &text)
{
    if (text == "none"_L1) {
        return ProxyChoice{ProxyChoice::Kind::None, {}, 0};
    }
    const QUrl url(text, QUrl::StrictMode);
    const bool isSocks = url.scheme() == "socks5"_L1;
    if (!url.isValid() || (url.scheme() != "http"_L1 && !isSocks) || url.host().isEmpty()
        || url.port() <= 0 || !url.userInfo().isEmpty()) {
        return refused(translated("--proxy is none, http://HOST:PORT or socks5://HOST:PORT. One "
                                  "that wants a password goes into https_proxy."));
    }
    return ProxyChoice{isSocks ? ProxyChoice::Kind::Socks5 : ProxyChoice::Kind::Http, url.host(),
                       static_cast<quint16>(url.port())};
}

Result<QList<ExtraHeader>> headersNamed(const QStringList &options)
{
    QList<ExtraHeader> headers;
    for (const QString &option : options) {
        const QString name = option.section(u'=', 0, 0).trimmed();
        if (name.isEmpty() || !option.contains(u'=')) {
            return refused(translated("--header is NAME=VALUE."));
        }
        headers.append({name, option.section(u'=', 1)});
    }
    return headers;
}

Result<TimeOuts> timeOutsOf(const QString &seconds)
{
    bool isNumber = false;
    const int number = seconds.toInt(&isNumber);
    if (!isNumber || number <= 0) {
        return refused(translated("--time-out is a number of seconds, such as 1800."));
    }
    TimeOuts timeOuts;
    timeOuts.firstByte = timeOuts.total = std::chrono::seconds(number);
    return timeOuts;
}

} // namespace

Result<RunTarget> typedTarget(const Invocation &invocation)
{
    const QCommandLineParser &options = *invocation.parser;
    const auto type = connectionTypeNamed(options.value(u"type"_s));
    if (!type) {
        QStringList names;
        std::ranges::transform(connectionTypes(), std::back_inserter(names), connectionTypeName);
        return refused(translated("run needs --connection NAME, or --type with one of: %1.")
                           .arg(names.join(u", "_s)));
    }
    RunTarget target;
    target.settings.type = *type;
    target.settings.baseUrl = options.value(u"base-url"_s);
    target.settings.apiVersion = options.value(u"api-version"_s);
    target.settings.caFile = options.value(u"ca-file"_s);
    if (options.isSet(u"bearer"_s)) {
        target.settings.keyHeader = KeyHeader::Bearer;
    }
    const auto proxy = options.isSet(u"proxy"_s) ? proxyNamed(options.value(u"proxy"_s))
                                                 : Result<ProxyChoice>(ProxyChoice());
    const auto headers = headersNamed(options.values(u"header"_s));
    const auto timeOuts = options.isSet(u"time-out"_s) ? timeOutsOf(options.value(u"time-out"_s))
                                                       : Result<TimeOuts>(TimeOuts());
    return proxy.and_then([&](const ProxyChoice &chosen) {
        target.settings.proxy = chosen;
        return headers.and_then([&](const QList<ExtraHeader> &extra) {
            target.settings.extraHeaders = extra;
            return timeOuts.transform([&](const TimeOuts &limits) {
                target.settings.timeOuts = limits;
                return target;
            });
        });
    });
}

} // namespace hermes::commandline
