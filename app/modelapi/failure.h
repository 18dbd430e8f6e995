#pragma once

#include "modelapi/answerevent.h"
#include "modelapi/httprequest.h"

#include <QDateTime>

namespace hermes::modelapi {

/// What kind of failure it was, for whoever decides what to offer.
enum class FailureKind
{
    Authentication,
    Billing,
    NotFound, ///< The model or the address.
    TooLong,
    BadRequest,
    Refused, ///< By the rules for content: sending the same again does not help.
    RateLimited,
    Overloaded,
    Server,
    TimedOut,
    Interrupted, ///< The end came before the API's end mark.
    Protocol, ///< What came is not what the API promises.
    Redirected,
    Certificate,
    Proxy,
    Network,
    KeyWithheld, ///< http to another machine.
    TooLarge,
    Cancelled,
};

/// The head of an answer.
struct AnswerHead
{
    int status = 0;
    QList<HttpHeader> headers;

    /// The value of the first header of that name; letter case does not matter.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;

    bool operator==(const AnswerHead &) const = default;
};

/// Why there is no answer, or no whole one.
struct Failure
{
    FailureKind kind = FailureKind::Server;
    core::Error error; ///< Plain text, never markup: part of it may be the server's.
    int status = 0; ///< 0: no answer came.
    QString requestId; ///< The provider's, for its support.
    QString parameter; ///< Which one the server does not like.
    QByteArray body; ///< The first 2 KiB of an error answer, without the key.
    std::optional<std::chrono::milliseconds> retryAfter; ///< When the server says to come back.
    /// The same as a time, where that is later than is waited for by ourselves and sending again
    /// then may help; invalid elsewhere.
    QDateTime retryAt;
    std::optional<bool> shouldRetry; ///< The server's own word on it.

    bool operator==(const Failure &) const = default;
};

/// Text of a server for people: without the key and what looks like one, control, bidi and other
/// invisible characters as \u{…}, an HTML page as its words, at most 4 KiB of UTF-8.
[[nodiscard]] QString shownServerText(const QString &text, QByteArrayView key);
/// The same bytes without the key, in any spelling that JSON or an address gives it.
[[nodiscard]] QByteArray withoutKey(QByteArray bytes, QByteArrayView key);
/// The spellings that withoutKey() looks for, the longest first; none for what is too short to be a
/// key.
[[nodiscard]] QList<QByteArray> spellingsOfKey(QByteArrayView key);
/// The head as it may be shown: without the key, and `…` for whatever proves who somebody is, such
/// as cookies.
[[nodiscard]] AnswerHead shownHead(AnswerHead head, QByteArrayView key);

/// A failure that no server tells of. `message`: for people, whole; `detail`: for logs.
[[nodiscard]] Failure makeFailure(FailureKind kind, core::ErrorCode code, const QString &message,
                                  const QString &detail = {});
/// What an answer with an error status means. `host`: who answered, for the message. `now`: to
/// understand a date to come back at.
[[nodiscard]] Failure failureOfAnswer(const QString &host, const AnswerHead &head,
                                      const QByteArray &body, QByteArrayView key,
                                      const QDateTime &now);
/// What an error in the middle of an answer means.
[[nodiscard]] Failure failureOfEvent(const QString &host, const AnswerHead &head,
                                     const ServerError &error, QByteArrayView key);

} // namespace hermes::modelapi
