#pragma once

#include "modelapi/exchange.h"
#include "modelapi/servercheck.h"

#include <QProcess>

namespace hermes::test {

/// What the tests read of the reference: ../shared/reference/NAME.
[[nodiscard]] QString referenceFile(const QString &name);
/// What `packaging/dev test-extra` has fetched, such as `llama/usr/bin/llama-server`; empty if it
/// is not there.
[[nodiscard]] QString fetchedPeer(const QString &name);
/// A port of loopback that nobody has.
[[nodiscard]] int freePort();

/// A real server as a process of its own, ended with the object.
class PeerProcess
{
public:
    PeerProcess() = default;
    ~PeerProcess();
    PeerProcess(const PeerProcess &) = delete;
    PeerProcess &operator=(const PeerProcess &) = delete;

    /// Whether it answers on `port` of loopback; what it says goes to the test's output if not.
    [[nodiscard]] bool start(const QString &program, const QStringList &arguments, int port);
    void signal(int number);

private:
    QProcess m_process;
};

/// What llama-server is told to take.
inline constexpr auto llamaKey = "sk-local-test";
/// Whether a llama-server with the tiny model "stories260k" answers on `port`. `form`: the file of
/// its chat template, such as `story.jinja`.
[[nodiscard]] bool startLlamaServer(PeerProcess &server, int port, const QString &form,
                                    const QStringList &more);
/// Whether the mock of the providers answers on `port`.
[[nodiscard]] bool startProviderMock(PeerProcess &mock, int port);

/// How one exchange with a peer went.
struct Conversation
{
    modelapi::ExchangeOutcome outcome;
    qsizetype deltas = 0; ///< Pieces of text or thinking.
    QList<modelapi::Failure> waits; ///< Before further attempts.
};

/// What its failure says, for a test's own message.
[[nodiscard]] const char *why(const Conversation &talk);

/// A request with one message.
[[nodiscard]] modelapi::ModelRequest asking(const modelapi::ConnectionSettings &settings,
                                            const QString &message);
/// Sends it and waits for its end, with the usual retries.
[[nodiscard]] Conversation talked(const modelapi::ConnectionSettings &settings,
                                  const modelapi::ModelRequest &request, QByteArrayView key);

/// The report of "Test connection".
[[nodiscard]] modelapi::ServerReport checked(const modelapi::ConnectionSettings &settings,
                                             QByteArrayView key);

} // namespace hermes::test
