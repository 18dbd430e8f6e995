#pragma once

#include "modelapi/failure.h"

namespace hermes::workspace {

/// An answer as it was on the wire, for people: status, headers and the first bytes of its body.
/// Where no answer came, why. Holds no key, as long as what it is given does not.
[[nodiscard]] QString answerAsHttpText(const modelapi::AnswerHead &head, const QByteArray &received,
                                       const std::optional<modelapi::Failure> &failure);

} // namespace hermes::workspace
