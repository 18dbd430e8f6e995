#pragma once

#include <QString>

namespace hermes::modelapi {
struct Parameters;
struct Turn;
} // namespace hermes::modelapi

namespace hermes::workspace {
struct FileObjection;
struct SendPlan;
} // namespace hermes::workspace

namespace hermes::testsend {

/// `Sends 899 + 42 tokens to api.anthropic.com · about $0.003`, on one line.
[[nodiscard]] QString estimateInWords(const workspace::SendPlan &plan);
/// The parameters that go with it: `temperature 0.2 · at most 4,096 tokens`, or that the models'
/// defaults hold, and which are said here; those of several connections one after the other.
[[nodiscard]] QString parametersInWords(const workspace::SendPlan &plan);
/// Those that a run was sent with; empty = none.
[[nodiscard]] QString parametersInWords(const modelapi::Parameters &parameters);
/// What is known against sending the files of this question, and of the turns before it, to each of
/// the models.
[[nodiscard]] workspace::FileObjection objectionToFiles(const workspace::SendPlan &plan,
                                                        const modelapi::Turn &question);
/// What the program refuses for which it is sent, and context that could not be read. Empty =
/// nothing.
[[nodiscard]] QString objectionToTarget(const workspace::SendPlan &plan);
/// What will be sent, where, at what cost, for whoever is asked to agree.
[[nodiscard]] QString planInWords(const workspace::SendPlan &plan);
/// The servers, in their order, each once.
[[nodiscard]] QString serversInWords(const workspace::SendPlan &plan);

} // namespace hermes::testsend
