#pragma once

#include "modelapi/failure.h"

#include <QJsonObject>
#include <QObject>

#include <memory>

namespace hermes::modelapi {

class HttpJob;

/// What came of a JsonCall.
struct JsonReply
{
    std::optional<Failure> failure; ///< Nothing: `json` is the whole answer.
    QJsonObject json;
};

/// One request, sent once, whose answer is one JSON object of at most 8 MiB.
///
/// Cancel and destruction close the connection at once. Thread: the one that made it, which needs
/// an event loop.
class JsonCall final : public QObject
{
    Q_OBJECT

public:
    JsonCall(const ConnectionSettings &settings, const HttpRequest &request);
    ~JsonCall() override;

    /// Once. The key lives as long as this object.
    void start(QByteArrayView key);
    /// `finished` follows.
    void cancel();

Q_SIGNALS:
    /// Exactly once, never from inside start() or cancel().
    void finished(const hermes::modelapi::JsonReply &reply);

private:
    void takeBytes(const QByteArray &bytes);
    void takeEnd(const std::optional<Failure> &failure);

    std::unique_ptr<HttpJob> m_job;
    AnswerHead m_head;
    QByteArray m_body;
};

} // namespace hermes::modelapi
