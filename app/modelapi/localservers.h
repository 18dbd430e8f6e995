#pragma once

#include "modelapi/serverguess.h"

#include <vector>

namespace hermes::modelapi {

/// A port that a program for models usually listens on.
struct LocalPort
{
    quint16 port = 0;
    QString program;
};

/// Of Ollama, llama.cpp (its own and Debian's), LM Studio and vLLM.
[[nodiscard]] QList<LocalPort> usualLocalPorts();

/// Looks for model servers on this machine: all ports at once, seconds at most, no key.
///
/// Thread: the one that made it, which needs an event loop. Destruction ends it.
class LocalServers final : public QObject
{
    Q_OBJECT

public:
    explicit LocalServers(const QList<LocalPort> &ports);

    /// Once.
    void start();

Q_SIGNALS:
    /// In the order in which they answer.
    void found(const hermes::modelapi::FoundServer &server);
    /// Exactly once, after all `found`, never from inside start().
    void finished();

private:
    void take(const QString &program, const std::optional<FoundServer> &server);

    std::vector<std::unique_ptr<ServerGuess>> m_guesses;
    size_t m_answered = 0;
};

} // namespace hermes::modelapi
