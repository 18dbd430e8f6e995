#pragma once

#include "modelapi/failure.h"
#include "modelapi/proxyroute.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace hermes::modelapi {

/// A request as it goes out.
struct TransferRequest
{
    QByteArray method; ///< GET, or POST with a body.
    QUrl url;
    QList<HttpHeader> headers;
    QByteArray body;
    std::optional<ProxyRoute> proxy; ///< None: directly, whatever the environment says.
    QString caFile; ///< PEM; trusted besides the system's; empty: none.
    /// What the key's header is called and what stands before the key in it; empty: none is sent.
    QByteArray keyHeader;
    QByteArray keyPrefix;
    QByteArrayView key; ///< Of whoever asks: no copy of it stays here.
};

/// How a transfer ended, as far as the way itself goes.
struct TransferEnd
{
    enum class Fault
    {
        None,
        NotSent, ///< It cannot be put into HTTP, or the library does not take it.
        NameNotFound,
        Refused, ///< Nobody listens there.
        NotReached, ///< No way leads there, or nobody answers on it.
        ProxyNotReached,
        ProxyWithoutPassword, ///< The proxy asks for one.
        ProxyRefused,
        UnsafeProxy, ///< By TLS, and it does not prove who it is or does not speak it.
        NoCertificates, ///< The CA file holds none, or cannot be read.
        UntrustedCertificate,
        NoTls, ///< The two do not come to speak TLS with each other.
        NotHttp,
        HeadTooLong,
        NoAnswer, ///< Closed before the first byte.
        BrokenBefore, ///< Before the answer's head was whole.
        Broken
    };
    /// What is wrong with the server's certificate.
    enum class Distrust
    {
        Expired,
        NotYetValid,
        SelfSigned,
        UnknownIssuer,
        OtherHost,
        Other ///< `detail` says it.
    };

    Fault fault = Fault::None;
    Distrust distrust = Distrust::Other;
    QString detail; ///< The library's own words, English.
    /// Where a proxy does not let the request through: what it says instead; status 0: nothing.
    AnswerHead proxyHead;
};

/// One request and its answer over a connection of its own, by libcurl.
///
/// Its multi interface tells which sockets to watch and when to call it again
/// (https://curl.se/libcurl/c/libcurl-multi.html); nothing here blocks: names are looked up by a
/// thread of the library, and each call reads a few hundred KiB at most. HTTP/1.1, as one
/// connection has one request. Redirects, cookies, passwords of servers and the environment are
/// left alone; nothing is unpacked, nothing is sent twice. The heads of an answer may have 256 KiB.
///
/// Signals come after the library has returned: whoever gets one may close() this, but not destroy
/// it. Thread: the one that made it.
class Transfer final : public QObject
{
    Q_OBJECT

public:
    Transfer();
    ~Transfer() override;

    /// Once.
    void start(const TransferRequest &request);
    /// Closes the connection before it returns. No signal follows.
    void close();

Q_SIGNALS:
    /// The connection stands, or more of the request was taken; `left`: bytes that were not.
    void requestWentOn(qsizetype left);
    /// Of the answer itself, not of interim ones and not of a proxy before it.
    void headArrived(const hermes::modelapi::AnswerHead &head);
    void bytesArrived(const QByteArray &bytes);
    /// The last signal.
    void finished(const hermes::modelapi::TransferEnd &end);

private:
    struct Library;
    struct Watch;

    [[nodiscard]] bool prepare(const TransferRequest &request);
    /// `secret` stands behind the value, and is overwritten wherever it was copied to.
    [[nodiscard]] bool addHeader(QByteArrayView name, QByteArrayView value, QByteArrayView secret);
    void setCallbacks();
    void setCertificates(const QString &caFile);
    void setProxy(const std::optional<ProxyRoute> &proxy);
    void drive(int socket, int events);
    void watch(int socket, int what);
    void takeHeadLine(const QByteArray &line);
    static void addHeadLine(AnswerHead &head, const QByteArray &line);
    void deliver();
    [[nodiscard]] TransferEnd endOf(int code) const;
    [[nodiscard]] TransferEnd::Fault faultBeforeAnswer(int code) const;
    [[nodiscard]] bool isSilent() const;
    [[nodiscard]] bool isUnsafeProxy() const;
    void refuse(const QString &detail);

    std::unique_ptr<Library> m_library; ///< Null: closed.
    std::vector<std::unique_ptr<Watch>> m_watches;
    QTimer m_timer; ///< When the library wants to be called again.
    AnswerHead m_head; ///< Of what is arriving, interim answers included.
    AnswerHead m_proxyHead; ///< Of the way that is asked of a proxy.
    qsizetype m_headBytes = 0; ///< Of all heads.
    bool m_isHeadWhole = false;
    bool m_isHeadTold = false;
    QByteArray m_body; ///< Of the request.
    qsizetype m_taken = 0; ///< Bytes of it.
    qsizetype m_takenTold = -1;
    bool m_hasProxy = false;
    bool m_isConnected = false; ///< To the server itself, TLS included.
    QByteArray m_arrived; ///< Not yet told.
    std::optional<TransferEnd> m_end;
};

} // namespace hermes::modelapi
