#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>
#include <QUrl>

namespace hermes::modelapi {

struct HttpHeader
{
    QByteArray name;
    QByteArray value;

    bool operator==(const HttpHeader &) const = default;
};

/// A request but for its key: may be shown and logged.
struct HttpRequest
{
    QByteArray method = "POST";
    QUrl url;
    QList<HttpHeader> headers;
    QByteArray body;
    QByteArray keyHeader; ///< The header that the key goes into.
    QByteArray keyPrefix; ///< What stands before it: `Bearer `.
    QStringList leftOut; ///< Parameters that were set but that the API or the model does not take.

    bool operator==(const HttpRequest &) const = default;
};

/// Host and port as an address names them, for messages: `[::1]:11434`; no port if it is the
/// scheme's own.
[[nodiscard]] QString serverName(const QUrl &url);

/// The request as a `curl` command for a POSIX shell, with `$API_KEY` in place of the key.
/// A body that is too long for an argument comes by a pipe.
[[nodiscard]] QString asCurl(const HttpRequest &request);

/// Method, address, headers and indented body, with `…` in place of the key, and attached files cut
/// to their beginning: for people.
[[nodiscard]] QString asHttpText(const HttpRequest &request);

} // namespace hermes::modelapi
