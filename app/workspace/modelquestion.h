#pragma once

#include "modelapi/modelrequest.h"
#include "registry/modelfacts.h"

namespace hermes::workspace {

/// What the settings' model is asked, with what is known of it, so that nothing is sent that it
/// answers with an error.
[[nodiscard]] modelapi::ModelRequest
modelQuestion(const modelapi::ConnectionSettings &settings, const QByteArray &systemPrompt,
              const QList<modelapi::Turn> &turns, const std::optional<registry::ModelFacts> &facts);

/// What is known of the model of settings that may be half typed, at whose server they lead to.
[[nodiscard]] std::optional<registry::ModelFacts>
factsBy(const modelapi::ConnectionSettings &settings, const registry::ModelTable &models);

/// A question that tells what a model takes, by settings that may be half typed: of them type,
/// version, model and parameters count, and the others are given a usable value.
[[nodiscard]] modelapi::ModelRequest someQuestion(modelapi::ConnectionSettings &settings,
                                                  const std::optional<registry::ModelFacts> &facts);

/// Names of the parameters, as files have them, that the API or the model does not take, whatever
/// the others are. Of the settings type, version and model count, and the effort, for what is said
/// of thinking decides about others.
[[nodiscard]] QStringList parametersNotTaken(modelapi::ConnectionSettings settings,
                                             const std::optional<registry::ModelFacts> &facts);

/// How many tokens a model reads there, by the connection or by what is known of it; 0 = not known.
[[nodiscard]] qint64 windowOf(const modelapi::ConnectionSettings &settings,
                              const std::optional<registry::ModelFacts> &facts);

/// Tokens of tools as a model is told of them, by the model's own count or estimate; how a provider
/// writes them down beside that is not known. Thread: any.
[[nodiscard]] qint64 countedTools(const QList<modelapi::ToolDefinition> &tools,
                                  const QString &modelId);

/// All that a test-send sends, and that a preview of it shows. `input`: tokens of it all, counted
/// before; nullopt = they are counted here, where that decides about something. Thread: any.
[[nodiscard]] modelapi::ModelRequest
wholeQuestion(const modelapi::ConnectionSettings &settings, const QByteArray &systemPrompt,
              const QList<modelapi::Turn> &turns, const QList<modelapi::ToolDefinition> &tools,
              const std::optional<registry::ModelFacts> &facts, std::optional<qint64> input);

/// Asks for a context that holds `input` tokens and the answer: Ollama cuts a longer prompt without
/// a word. Only there, and unless the parameters say how large it is.
void makeRoom(modelapi::ModelRequest &request, modelapi::ConnectionType type, qint64 input,
              const std::optional<registry::ModelFacts> &facts);

/// The same with a count of all that `request` says. Thread: any but that of the window.
void makeRoom(modelapi::ModelRequest &request, modelapi::ConnectionType type,
              const std::optional<registry::ModelFacts> &facts);

} // namespace hermes::workspace
