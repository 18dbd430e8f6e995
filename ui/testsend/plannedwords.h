#pragma once

#include <QString>

namespace hermes::workspace {
struct SendPlan;
}

namespace hermes::testsend {

/// `Sends 899 + 42 tokens to api.anthropic.com · about $0.003`, on one line.
[[nodiscard]] QString estimateInWords(const workspace::SendPlan &plan);
/// What will be sent, where, at what cost, for whoever is asked to agree.
[[nodiscard]] QString planInWords(const workspace::SendPlan &plan);
/// Where secrets are; never what they are.
[[nodiscard]] QString secretsInWords(const workspace::SendPlan &plan);
/// The servers, in their order, each once.
[[nodiscard]] QString serversInWords(const workspace::SendPlan &plan);

} // namespace hermes::testsend
