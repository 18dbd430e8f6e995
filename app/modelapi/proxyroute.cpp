#include "modelapi/proxyroute.h"

#include "modelapi/modelapitr.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

bool isExcepted(const QUrl &url, const QString &exceptions)
{
    const QString host = url.host().toLower();
    const QStringList names = exceptions.toLower().split(u',', Qt::SkipEmptyParts);
    return std::ranges::any_of(names, [&host](const QString &entry) {
        QString name = entry.trimmed();
        if (name.count(u':') == 1) {
            name = name.section(u':', 0, 0);
        }
        if (name.startsWith(u'.')) {
            name = name.sliced(1);
        }
        return name == "*"_L1 || host == name || (!name.isEmpty() && host.endsWith(u'.' + name));
    });
}

std::optional<ProxyRoute> routeFromEnvironment(const QUrl &url,
                                               const QProcessEnvironment &environment)
{
    const QString exceptions = environment.value(u"no_proxy"_s, environment.value(u"NO_PROXY"_s));
    if (isExcepted(url, exceptions)) {
        return {};
    }
    // HTTP_PROXY is left alone, as everybody does: in a web server it is a header of the request.
    const QStringList names = url.scheme() == "https"_L1
        ? QStringList{u"https_proxy"_s, u"HTTPS_PROXY"_s, u"all_proxy"_s, u"ALL_PROXY"_s}
        : QStringList{u"http_proxy"_s, u"all_proxy"_s, u"ALL_PROXY"_s};
    for (const QString &name : names) {
        const QString value = environment.value(name).trimmed();
        if (value.isEmpty()) {
            continue;
        }
        const QUrl proxy(value.contains("://"_L1) ? value : u"http://"_s + value);
        if (proxy.host().isEmpty()) {
            continue;
        }
        const bool isSocks = proxy.scheme().startsWith("socks"_L1);
        const bool isEncrypted = proxy.scheme() == "https"_L1;
        return ProxyRoute{isSocks ? ProxyChoice::Kind::Socks5 : ProxyChoice::Kind::Http,
                          proxy.host(),
                          static_cast<quint16>(proxy.port(isSocks           ? 1080
                                                              : isEncrypted ? 443
                                                                            : 80)),
                          name,
                          proxy.userName(QUrl::FullyDecoded),
                          proxy.password(QUrl::FullyDecoded),
                          isEncrypted};
    }
    return {};
}

} // namespace

std::optional<ProxyRoute> proxyRoute(const ProxyChoice &choice, const QUrl &url,
                                     const QProcessEnvironment &environment)
{
    if (choice.kind == ProxyChoice::Kind::None || isLoopback(url)) {
        return {};
    }
    if (choice.kind == ProxyChoice::Kind::FromEnvironment) {
        return routeFromEnvironment(url, environment);
    }
    return ProxyRoute{choice.kind, choice.host, choice.port, {}, {}, {}, false};
}

QString shownProxy(const ProxyRoute &route)
{
    const QString scheme = route.isEncrypted ? u"https://"_s : QString();
    const QString address = u"%1%2:%3"_s.arg(scheme, route.host).arg(route.port);
    return route.variable.isEmpty() ? address
                                    : ModelApiTr::tr("%1 (from %2)").arg(address, route.variable);
}

} // namespace hermes::modelapi
