#pragma once

#include "modelapi/modelrequest.h"
#include "registry/modelfacts.h"

namespace hermes::workspace {

/// What the settings' model is asked, with what is known of it, so that nothing is sent that it
/// answers with an error.
[[nodiscard]] modelapi::ModelRequest
modelQuestion(const modelapi::ConnectionSettings &settings, const QByteArray &systemPrompt,
              const QList<modelapi::Turn> &turns, const std::optional<registry::ModelFacts> &facts);

/// How many tokens a model reads there, by the connection or by what is known of it; 0 = not known.
[[nodiscard]] qint64 windowOf(const modelapi::ConnectionSettings &settings,
                              const std::optional<registry::ModelFacts> &facts);

/// Asks for a context that holds `input` tokens and the answer: Ollama cuts a longer prompt without
/// a word. Only there, and unless the parameters say how large it is.
void makeRoom(modelapi::ModelRequest &request, modelapi::ConnectionType type, qint64 input,
              const std::optional<registry::ModelFacts> &facts);

/// The same with a count of all that `request` says. Thread: any but that of the window.
void makeRoom(modelapi::ModelRequest &request, modelapi::ConnectionType type,
              const std::optional<registry::ModelFacts> &facts);

} // namespace hermes::workspace
