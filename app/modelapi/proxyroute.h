#pragma once

#include "modelapi/connectionsettings.h"

#include <QProcessEnvironment>

namespace hermes::modelapi {

/// The proxy that a request goes through.
struct ProxyRoute
{
    ProxyChoice::Kind kind = ProxyChoice::Kind::Http; ///< Http or Socks5.
    QString host;
    quint16 port = 0;
    QString variable; ///< The variable of the environment that names it; empty: the settings do.
    QString user; ///< From the environment alone.
    QString password; ///< Never shown, never stored.
    bool isEncrypted = false; ///< The way to the proxy itself goes by TLS. Http alone.

    bool operator==(const ProxyRoute &) const = default;
};

/// Which proxy a request to `url` goes through; nothing: none. This machine is always reached
/// directly, whatever the settings say: a key may go there by http, and so must not go elsewhere.
[[nodiscard]] std::optional<ProxyRoute> proxyRoute(const ProxyChoice &choice, const QUrl &url,
                                                   const QProcessEnvironment &environment);

/// For whoever must know before sending: `proxy.example.org:3128 (from https_proxy)`.
[[nodiscard]] QString shownProxy(const ProxyRoute &route);

} // namespace hermes::modelapi
