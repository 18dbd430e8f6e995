#include "modelapi/transfer.h"

#include <QFile>
#include <QSocketNotifier>

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qsizetype longestHead = qsizetype(256) * 1024; ///< Bytes.

/// OpenSSL's verdicts on a certificate, from openssl/x509_vfy.h.
enum Verdict : long
{
    NotYetKnown = 1, ///< libcurl compares the names first.
    NotYetValid = 9,
    Expired = 10,
    SelfSignedItself = 18,
    SelfSignedInChain = 19,
    IssuerNotFound = 20,
    FirstNotVerified = 21,
};

/// Whether nothing in it could be taken for the end of a header.
bool isHeaderText(QByteArrayView text)
{
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t') || byte == 0x7f;
    });
}

/// The host as a proxy of libcurl is named; empty if that is no host.
QByteArray proxyAddress(const ProxyRoute &proxy)
{
    return proxy.host.contains(u':') ? '[' + proxy.host.toLatin1() + ']' : QUrl::toAce(proxy.host);
}

void append(curl_slist *&list, const QByteArray &line)
{
    if (curl_slist *longer = curl_slist_append(list, line.constData())) {
        list = longer;
    }
}

} // namespace

/// A socket that the library wants to know about.
struct Transfer::Watch
{
    int socket;
    QSocketNotifier &reading; ///< Both are the transfer's children.
    QSocketNotifier &writing;

    Watch(Transfer &transfer, int watched)
        : socket(watched)
        , reading(*new QSocketNotifier(watched, QSocketNotifier::Read, &transfer))
        , writing(*new QSocketNotifier(watched, QSocketNotifier::Write, &transfer))
    {
        connect(&reading, &QSocketNotifier::activated, &transfer,
                [&transfer, watched] { transfer.drive(watched, CURL_CSELECT_IN); });
        connect(&writing, &QSocketNotifier::activated, &transfer,
                [&transfer, watched] { transfer.drive(watched, CURL_CSELECT_OUT); });
    }
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;
    ~Watch()
    {
        for (QSocketNotifier *notifier : {&reading, &writing}) {
            notifier->setEnabled(false); // before the socket is closed
            notifier->deleteLater(); // it may be the sender of what is being handled
        }
    }
};

/// What libcurl holds, and what it calls. It counts in items of one byte.
struct Transfer::Library
{
    CURLM *multi = curl_multi_init();
    CURL *easy = curl_easy_init();
    curl_slist *headers = nullptr;
    std::array<char, CURL_ERROR_SIZE> words{};
    bool areOptionsTaken = multi != nullptr && easy != nullptr;

    Library() = default;
    Library(const Library &) = delete;
    Library &operator=(const Library &) = delete;
    ~Library()
    {
        curl_multi_remove_handle(multi, easy);
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
        for (curl_slist *each = headers; each != nullptr; each = each->next) {
            explicit_bzero(each->data, qstrlen(each->data)); // one of them is the key
        }
        curl_slist_free_all(headers);
    }

    template <typename Value>
    void set(CURLoption option, Value value)
    {
        areOptionsTaken = areOptionsTaken && curl_easy_setopt(easy, option, value) == CURLE_OK;
    }
    template <typename Value>
    void setMulti(CURLMoption option, Value value)
    {
        areOptionsTaken = areOptionsTaken && curl_multi_setopt(multi, option, value) == CURLM_OK;
    }
    [[nodiscard]] long number(CURLINFO what) const
    {
        long value = 0;
        curl_easy_getinfo(easy, what, &value);
        return value;
    }

    static int watchSocket(CURL *, curl_socket_t socket, int what, void *transfer, void *)
    {
        static_cast<Transfer *>(transfer)->watch(socket, what);
        return 0;
    }
    static int setTimer(CURLM *, long wait, void *transfer)
    {
        QTimer &timer = static_cast<Transfer *>(transfer)->m_timer;
        if (wait < 0) {
            timer.stop();
        } else {
            timer.start(std::chrono::milliseconds(wait));
        }
        return 0;
    }
    /// Programs that are started meanwhile must not hold the connection open.
    static curl_socket_t openSocket(void *, curlsocktype, curl_sockaddr *address)
    {
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }
    static int connected(void *transfer, char *, char *, int, int)
    {
        static_cast<Transfer *>(transfer)->m_isConnected = true;
        return CURL_PREREQFUNC_OK;
    }
    static size_t takeBody(char *buffer, size_t, size_t room, void *transfer)
    {
        Transfer *self = static_cast<Transfer *>(transfer);
        const qsizetype length =
            std::min(static_cast<qsizetype>(room), self->m_body.size() - self->m_taken);
        std::copy_n(self->m_body.constData() + self->m_taken, length, buffer);
        self->m_taken += length;
        return static_cast<size_t>(length);
    }
    static int seekBody(void *transfer, curl_off_t offset, int origin)
    {
        Transfer *self = static_cast<Transfer *>(transfer);
        if (origin != SEEK_SET || offset < 0 || offset > self->m_body.size()) {
            return CURL_SEEKFUNC_FAIL;
        }
        self->m_taken = offset;
        return CURL_SEEKFUNC_OK;
    }
    static size_t headLine(char *buffer, size_t, size_t length, void *transfer)
    {
        Transfer *self = static_cast<Transfer *>(transfer);
        self->m_headBytes += static_cast<qsizetype>(length);
        if (self->m_headBytes > longestHead) {
            return 0; // the library ends the transfer
        }
        self->takeHeadLine(QByteArray(buffer, static_cast<qsizetype>(length)));
        return length;
    }
    static size_t bodyBytes(char *buffer, size_t, size_t length, void *transfer)
    {
        static_cast<Transfer *>(transfer)->m_arrived.append(buffer, static_cast<qsizetype>(length));
        return length;
    }
};

Transfer::Transfer()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { drive(CURL_SOCKET_TIMEOUT, 0); });
}

Transfer::~Transfer()
{
    close();
}

void Transfer::close()
{
    m_library.reset(); // it may set the timer once more
    m_timer.stop();
    m_watches.clear();
}

void Transfer::start(const TransferRequest &request)
{
    m_library = std::make_unique<Library>();
    if (!prepare(request)) {
        return;
    }
    if (curl_multi_add_handle(m_library->multi, m_library->easy) != CURLM_OK) {
        refuse(u"curl_multi_add_handle"_s);
    }
}

bool Transfer::prepare(const TransferRequest &request)
{
    setCallbacks();
    Library &library = *m_library;
    library.set(CURLOPT_NOSIGNAL, 1L);
    // The thread that looks a name up cannot be stopped: it is left to itself.
    library.set(CURLOPT_QUICK_EXIT, 1L);
    library.set(CURLOPT_CONNECTTIMEOUT, 24L * 3600); // whoever asks has a clock of their own
    library.set(CURLOPT_PROTOCOLS_STR, "http,https");
    library.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    library.set(CURLOPT_URL,
                request.url.toEncoded(QUrl::FullyEncoded | QUrl::RemoveFragment).constData());
    library.set(CURLOPT_PATH_AS_IS, 1L);
    setCertificates(request.caFile);
    setProxy(request.proxy);
    if (request.method != "GET") {
        m_body = request.body;
        library.set(CURLOPT_POST, 1L);
        library.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_body.size()));
    }
    for (const HttpHeader &header : request.headers) {
        if (!addHeader(header.name, header.value, {})) {
            return false;
        }
    }
    if (!request.keyHeader.isEmpty() && !request.key.isEmpty()
        && !addHeader(request.keyHeader, request.keyPrefix, request.key)) {
        return false;
    }
    append(library.headers, "Expect:"_ba); // the body follows at once
    library.set(CURLOPT_HTTPHEADER, library.headers);
    if (!library.areOptionsTaken) {
        refuse(u"libcurl does not take an option"_s);
    }
    return library.areOptionsTaken;
}

bool Transfer::addHeader(QByteArrayView name, QByteArrayView value, QByteArrayView secret)
{
    if (!isHeaderText(name) || !isHeaderText(value) || !isHeaderText(secret)) {
        refuse(u"the header %1 holds a control character"_s.arg(QLatin1StringView(name)));
        return false;
    }
    QByteArray line;
    // At once as long as it gets: growing would leave copies behind.
    line.reserve(name.size() + 2 + value.size() + secret.size());
    line.append(name);
    line.append(value.isEmpty() && secret.isEmpty() ? ";" : ": ");
    line.append(value).append(secret);
    append(m_library->headers, line);
    line.fill('\0');
    return true;
}

void Transfer::setCallbacks()
{
    Library &library = *m_library;
    library.setMulti(CURLMOPT_SOCKETFUNCTION, &Library::watchSocket);
    library.setMulti(CURLMOPT_SOCKETDATA, this);
    library.setMulti(CURLMOPT_TIMERFUNCTION, &Library::setTimer);
    library.setMulti(CURLMOPT_TIMERDATA, this);
    library.set(CURLOPT_ERRORBUFFER, library.words.data());
    library.set(CURLOPT_OPENSOCKETFUNCTION, &Library::openSocket);
    library.set(CURLOPT_PREREQFUNCTION, &Library::connected);
    library.set(CURLOPT_PREREQDATA, this);
    library.set(CURLOPT_READFUNCTION, &Library::takeBody);
    library.set(CURLOPT_READDATA, this);
    library.set(CURLOPT_SEEKFUNCTION, &Library::seekBody);
    library.set(CURLOPT_SEEKDATA, this);
    library.set(CURLOPT_HEADERFUNCTION, &Library::headLine);
    library.set(CURLOPT_HEADERDATA, this);
    library.set(CURLOPT_WRITEFUNCTION, &Library::bodyBytes);
    library.set(CURLOPT_WRITEDATA, this);
}

/// The same for a proxy that is reached by TLS.
void Transfer::setCertificates(const QString &caFile)
{
    for (const CURLoption bundle : {CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO}) {
        // The system's folder is read by need; the bundle of all its certificates would take 30 ms.
        if (curl_version_info(CURLVERSION_NOW)->capath != nullptr) {
            m_library->set(bundle, static_cast<char *>(nullptr));
        }
        if (!caFile.isEmpty()) {
            m_library->set(bundle, QFile::encodeName(caFile).constData());
        }
    }
}

namespace {

long proxyTypeOf(const ProxyRoute &proxy)
{
    if (proxy.kind == ProxyChoice::Kind::Socks5) {
        return CURLPROXY_SOCKS5_HOSTNAME;
    }
    return proxy.isEncrypted ? CURLPROXY_HTTPS : CURLPROXY_HTTP;
}

} // namespace

void Transfer::setProxy(const std::optional<ProxyRoute> &proxy)
{
    Library &library = *m_library;
    library.set(CURLOPT_NOPROXY, "");
    library.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE)); // no key for the proxy
    m_hasProxy = proxy.has_value();
    if (!proxy) {
        library.set(CURLOPT_PROXY, "");
        return;
    }
    library.set(CURLOPT_PROXYTYPE, proxyTypeOf(*proxy));
    const QByteArray address = proxyAddress(*proxy);
    // None would mean to go without a proxy.
    library.areOptionsTaken = library.areOptionsTaken && !address.isEmpty();
    library.set(CURLOPT_PROXY, address.constData());
    // The other way that a proxy may ask for would block, and use the user's Kerberos ticket.
    library.set(CURLOPT_SOCKS5_AUTH, static_cast<long>(CURLAUTH_BASIC));
    library.set(CURLOPT_PROXYPORT, static_cast<long>(proxy->port));
    if (!proxy->user.isEmpty()) {
        library.set(CURLOPT_PROXYUSERNAME, proxy->user.toUtf8().constData());
        library.set(CURLOPT_PROXYPASSWORD, proxy->password.toUtf8().constData());
    }
}

void Transfer::refuse(const QString &detail)
{
    m_end = TransferEnd{TransferEnd::Fault::NotSent, {}, detail, {}};
    QMetaObject::invokeMethod(this, &Transfer::deliver, Qt::QueuedConnection);
}

void Transfer::watch(int socket, int what)
{
    auto found =
        std::ranges::find(m_watches, socket, [](const auto &each) { return each->socket; });
    if (what == CURL_POLL_REMOVE) {
        if (found != m_watches.end()) {
            m_watches.erase(found);
        }
        return;
    }
    if (found == m_watches.end()) {
        found = m_watches.insert(found, std::make_unique<Watch>(*this, socket));
    }
    (*found)->reading.setEnabled((what & CURL_POLL_IN) != 0);
    (*found)->writing.setEnabled((what & CURL_POLL_OUT) != 0);
}

void Transfer::drive(int socket, int events)
{
    if (!m_library || m_end) {
        return;
    }
    int running = 0;
    curl_multi_socket_action(m_library->multi, socket, events, &running);
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_library->multi, &left)) {
        if (message->msg == CURLMSG_DONE) {
            m_end = endOf(message->data.result);
        }
    }
    deliver();
}

void Transfer::takeHeadLine(const QByteArray &line)
{
    if (m_isHeadWhole) {
        return; // a trailer, behind the answer
    }
    if (m_hasProxy && !m_isConnected) {
        addHeadLine(m_proxyHead, line);
        return;
    }
    if (!line.trimmed().isEmpty()) {
        addHeadLine(m_head, line);
        return;
    }
    m_isHeadWhole = m_head.status >= 200;
    if (!m_isHeadWhole) {
        m_head = {}; // an interim answer
    }
}

void Transfer::addHeadLine(AnswerHead &head, const QByteArray &line)
{
    const QByteArray text = line.trimmed();
    if (text.startsWith("HTTP/") && head.headers.isEmpty()) {
        head.status = text.split(' ').value(1).toInt();
    } else if ((line.startsWith(' ') || line.startsWith('\t')) && !head.headers.isEmpty()) {
        head.headers.last().value += ' ' + text;
    } else if (const qsizetype colon = text.indexOf(':'); colon > 0) {
        head.headers.append(
            HttpHeader{text.first(colon).trimmed(), text.sliced(colon + 1).trimmed()});
    }
}

void Transfer::deliver()
{
    if (m_isConnected && m_takenTold != m_taken && !m_isHeadWhole) {
        m_takenTold = m_taken;
        Q_EMIT requestWentOn(m_body.size() - m_taken);
    }
    if (m_library && m_isHeadWhole && !m_isHeadTold) {
        m_isHeadTold = true;
        Q_EMIT headArrived(m_head);
    }
    if (m_library && !m_arrived.isEmpty()) {
        Q_EMIT bytesArrived(std::exchange(m_arrived, {}));
    }
    if (m_library && m_end) {
        const TransferEnd end = *m_end;
        close();
        Q_EMIT finished(end);
    }
}

TransferEnd Transfer::endOf(int code) const
{
    using Fault = TransferEnd::Fault;
    TransferEnd end;
    if (code == CURLE_OK) {
        end.fault = m_isHeadWhole ? Fault::None : Fault::NoAnswer;
        return end;
    }
    end.detail = QString::fromUtf8(m_library->words[0] != '\0'
                                       ? m_library->words.data()
                                       : curl_easy_strerror(static_cast<CURLcode>(code)));
    end.fault = m_isHeadWhole ? Fault::Broken : faultBeforeAnswer(code);
    if (!m_isConnected && m_proxyHead.status >= 300) {
        end.proxyHead = m_proxyHead;
    }
    switch (m_library->number(CURLINFO_SSL_VERIFYRESULT)) {
    case Verdict::NotYetKnown:
        end.distrust = TransferEnd::Distrust::OtherHost;
        break;
    case Verdict::NotYetValid:
        end.distrust = TransferEnd::Distrust::NotYetValid;
        break;
    case Verdict::Expired:
        end.distrust = TransferEnd::Distrust::Expired;
        break;
    case Verdict::SelfSignedItself:
        end.distrust = TransferEnd::Distrust::SelfSigned;
        break;
    case Verdict::SelfSignedInChain:
    case Verdict::IssuerNotFound:
    case Verdict::FirstNotVerified:
        end.distrust = TransferEnd::Distrust::UnknownIssuer;
        break;
    default:
        end.distrust = TransferEnd::Distrust::Other;
    }
    return end;
}

/// Whether the connection ended without a word of TLS's about it: libcurl has then only the name of
/// the function that failed.
bool Transfer::isSilent() const
{
    return QByteArrayView(m_library->words.data()).contains("SSL_connect:");
}

/// Whether a proxy that is to be reached by TLS has not proved who it is.
bool Transfer::isUnsafeProxy() const
{
    return m_library->number(CURLINFO_PROXY_SSL_VERIFYRESULT) != 0;
}

TransferEnd::Fault Transfer::faultBeforeAnswer(int code) const
{
    using Fault = TransferEnd::Fault;
    if (const long status = m_library->number(CURLINFO_HTTP_CONNECTCODE); status >= 300) {
        return status == 407 ? Fault::ProxyWithoutPassword : Fault::ProxyRefused;
    }
    if (m_headBytes > longestHead) {
        return Fault::HeadTooLong;
    }
    const long systemError = m_library->number(CURLINFO_OS_ERRNO); // maybe of an earlier address
    switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL: // the scheme, or HTTP/0.9: no status line came
        return m_isConnected ? Fault::NotHttp : Fault::NotSent;
    case CURLE_URL_MALFORMAT:
    case CURLE_FAILED_INIT:
    case CURLE_OUT_OF_MEMORY:
        return Fault::NotSent;
    case CURLE_COULDNT_RESOLVE_PROXY:
        return Fault::ProxyNotReached;
    case CURLE_PROXY:
        return Fault::ProxyRefused;
    case CURLE_COULDNT_RESOLVE_HOST:
        return Fault::NameNotFound;
    case CURLE_COULDNT_CONNECT:
        if (m_hasProxy) {
            return Fault::ProxyNotReached;
        }
        return systemError == ECONNREFUSED ? Fault::Refused : Fault::NotReached;
    case CURLE_OPERATION_TIMEDOUT:
        return m_hasProxy ? Fault::ProxyNotReached : Fault::NotReached;
    case CURLE_SSL_CACERT_BADFILE:
        return Fault::NoCertificates;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return isUnsafeProxy() ? Fault::UnsafeProxy : Fault::UntrustedCertificate;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
        if (isUnsafeProxy()) {
            return Fault::UnsafeProxy;
        }
        return systemError == ECONNRESET || isSilent() ? Fault::BrokenBefore : Fault::NoTls;
    case CURLE_WEIRD_SERVER_REPLY:
        return Fault::NotHttp;
    case CURLE_TOO_LARGE: // a line of 100 KB and more
        return Fault::HeadTooLong;
    case CURLE_GOT_NOTHING:
        return Fault::NoAnswer;
    default:
        return m_hasProxy && !m_isConnected ? Fault::ProxyRefused : Fault::BrokenBefore;
    }
}

} // namespace hermes::modelapi
