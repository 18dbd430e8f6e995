#pragma once

#include "modelapi/httprequest.h"
#include "modelapi/modelrequest.h"

namespace hermes::modelapi {

/// A request with the settings' model and parameters.
[[nodiscard]] ModelRequest requestFor(const ConnectionSettings &settings,
                                      const QByteArray &systemPrompt, const QList<Turn> &turns);

/// The request that asks a model: the bytes that a preview shows and that are sent.
///
/// Parameters that the API or the model does not take are left out and named in `leftOut`.
/// Errors: InvalidArgument (no model, no turn, a tool call whose arguments are no JSON object or
/// that has no result, what checkSettings() refuses, more words to stop at than OpenAI takes, a
/// document where the API has no form for it), NotText for a system prompt that is not UTF-8.
[[nodiscard]] core::Result<HttpRequest> answerRequest(const ConnectionSettings &settings,
                                                      const ModelRequest &request);

/// The request that has the provider count the input's tokens. Errors: as answerRequest(), and
/// InvalidArgument where the API has no such request (Azure, Ollama).
///
/// Servers of Chat Completions count by the address of Responses, if they count at all.
[[nodiscard]] core::Result<HttpRequest> countRequest(const ConnectionSettings &settings,
                                                     const ModelRequest &request);

/// Where else servers of the user's own count, in the order in which they are to be asked if the
/// address of countRequest() is not there: `/v1/messages/count_tokens`, and `/tokenize`, which
/// vLLM answers for the whole request and llama.cpp for the bare text of the system prompt. For
/// what countRequest() takes; empty for APIs that count in one way.
[[nodiscard]] QList<HttpRequest> furtherCountRequests(const ConnectionSettings &settings,
                                                      const ModelRequest &request);

/// The request for the list of models. `page`: the token of a further page, empty = the first.
[[nodiscard]] core::Result<HttpRequest> modelsRequest(const ConnectionSettings &settings,
                                                      const QString &page);

/// A request without content to the address of answers: who speaks the API finds fault with it, who
/// does not speak it does not know the address. Nothing is generated. Errors: as checkSettings().
[[nodiscard]] core::Result<HttpRequest> emptyRequest(const ConnectionSettings &settings);

/// Another request to that server, with the connection's headers. `method`: GET or POST.
[[nodiscard]] HttpRequest requestTo(const ConnectionSettings &settings, const QByteArray &method,
                                    const QUrl &url);

/// Whether the model named so is known to refuse temperature, top-p and top-k.
[[nodiscard]] bool refusesSampling(const ConnectionSettings &settings, const ModelRequest &request);

/// The tokens to which an answer is limited though the parameters set no limit, because the API
/// wants a number (Anthropic); nullopt where the parameters set one or none is sent.
///
/// As many as the model gives at most, but no more than 16384, and 4096 if that is not known; and
/// as many more as it may think.
[[nodiscard]] std::optional<qint64> impliedOutputLimit(const ConnectionSettings &settings,
                                                       const ModelRequest &request);

} // namespace hermes::modelapi
