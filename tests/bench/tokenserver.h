#pragma once

#include <QString>

#include <cstdint>

namespace hermes::bench {

struct TokenServerState;

/// A server of Chat Completions in a process of its own: it answers whatever it is asked with
/// Markdown, one token an event, at an even pace, and notes when the first one went. It ends with
/// this process.
class TokenServer
{
public:
    /// Before any thread is started. `tokens`: how long an answer is.
    TokenServer(int tokens, int tokensPerSecond);
    ~TokenServer();
    TokenServer(const TokenServer &) = delete;
    TokenServer &operator=(const TokenServer &) = delete;

    [[nodiscard]] QString baseUrl() const;
    /// Another length for answers that are asked for from now on.
    void setTokens(int tokens);
    /// When the first token of the last answer was handed to the system, in ns of the monotonic
    /// clock.
    [[nodiscard]] std::int64_t firstToken() const;

private:
    TokenServerState *m_shared; ///< With the server's process.
    int m_process = -1;
};

[[nodiscard]] std::int64_t monotonicNanoseconds();

} // namespace hermes::bench
