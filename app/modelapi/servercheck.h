#pragma once

#include "modelapi/serverguess.h"

#include <QSet>

namespace hermes::modelapi {

/// What a ServerCheck found.
struct ServerReport
{
    std::optional<Failure> failure; ///< Nothing: the connection can be used as it is.
    QList<ModelEntry> models; ///< Also with a failure, as far as they came.
    QString summary; ///< For people: what is there, or what is wrong and what to do.
    /// Of the connection's model as the server runs it, or of the one model of a server that takes
    /// any name; nothing: it was not told. Tokens.
    std::optional<qint64> window;
    std::optional<FoundServer> suggestion; ///< What answers there instead, with its type.

    bool operator==(const ServerReport &) const = default;
};

/// Tests a connection: name, way, certificate, proxy, address, API, key and model, in this order.
///
/// Asks for the list of models, then sends a request without content to the address of answers:
/// nothing is generated or billed. Cancel and destruction close the connection at once.
/// Thread: the one that made it, which needs an event loop.
class ServerCheck final : public QObject
{
    Q_OBJECT

public:
    explicit ServerCheck(const ConnectionSettings &settings);
    ~ServerCheck() override;

    /// Once. The key lives as long as this object.
    void start(QByteArrayView key);
    /// `finished` follows.
    void cancel();

Q_SIGNALS:
    /// Exactly once, never from inside start() or cancel().
    void finished(const hermes::modelapi::ServerReport &report);

private:
    using Taker = void (ServerCheck::*)(const JsonReply &);

    void ask(const core::Result<HttpRequest> &request, Taker take);
    void takeList(const JsonReply &reply);
    void askAnswerAddress();
    void takeAnswerAddress(const JsonReply &reply);
    void askDetails();
    void takeDetails(const JsonReply &reply);
    void guess(const Failure &failure);
    void takeGuess(const Failure &failure, const std::optional<FoundServer> &server);
    void judgeModel();
    [[nodiscard]] std::optional<qint64> windowTold() const;
    void end(const std::optional<Failure> &failure, const QString &summary);
    [[nodiscard]] Failure keyFailure(const Failure &failure) const;
    [[nodiscard]] QString successSummary(const ModelEntry *model) const;
    [[nodiscard]] QString server() const;

    ConnectionSettings m_settings;
    QByteArray m_key;
    std::unique_ptr<JsonCall> m_call;
    std::unique_ptr<ServerGuess> m_guess;
    QSet<QString> m_pages; ///< That were asked for.
    std::optional<WireForm> m_listForm; ///< Nothing: there is no list.
    QString m_program;
    ServerReport m_report;
    bool m_isOver = false;
};

} // namespace hermes::modelapi
