#pragma once

#include "modelapi/connectionsettings.h"

#include <QDate>

namespace hermes::modelapi {

/// A model that a server offers; what the server does not say is not set.
struct ModelEntry
{
    QString id; ///< What requests name.
    QString displayName; ///< For people; never empty.
    std::optional<qint64> contextTokens;
    std::optional<qint64> outputTokens; ///< At most.
    bool isDeprecated = false;
    QDate endsOn; ///< When it is switched off; invalid: not said.

    bool operator==(const ModelEntry &) const = default;
};

/// The four families of APIs, by how they list their models and report errors.
enum class WireForm
{
    Anthropic,
    OpenAi,
    Gemini,
    Ollama
};
[[nodiscard]] WireForm wireForm(ConnectionType type);
/// `Anthropic`, `OpenAI-compatible`, `Gemini`, `Ollama`: as people know them.
[[nodiscard]] QString wireFormName(WireForm form);

/// One page of a server's list of models.
struct ModelPage
{
    WireForm form = WireForm::OpenAi;
    QString program; ///< `llama.cpp`, `vLLM`, `LM Studio`, `OpenRouter`, `Ollama`; empty: unknown.
    QList<ModelEntry> models; ///< Without those that cannot answer (Gemini's embeddings).
    QString nextPage; ///< For modelsRequest(); empty: this is the last.

    bool operator==(const ModelPage &) const = default;
};

/// The page in an answer, whatever server sent it; nothing: it is no list of models.
///
/// Names are the server's and are to be shown by shownServerText().
[[nodiscard]] std::optional<ModelPage> modelPageIn(const QJsonObject &json);

/// Whose error answer that is; nothing: it is nobody's.
[[nodiscard]] std::optional<WireForm> formOfError(const QByteArray &body);

/// The list's entry for a model that requests name so: Ollama means `:latest` by a name without a
/// tag, Gemini's may begin with `models/`, Anthropic's without a date is its newest.
[[nodiscard]] const ModelEntry *modelNamed(const QList<ModelEntry> &models, const QString &id);

} // namespace hermes::modelapi
