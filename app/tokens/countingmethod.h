#pragma once

#include "tokens/encoding.h"

#include <QString>

namespace hermes::tokens {

enum class Exactness
{
    Exact, ///< By a vocabulary that is the right one.
    Estimated
};

/// How a model's tokens are counted without asking its provider.
struct CountingMethod
{
    enum class Reason
    {
        Published, ///< By the model's own vocabulary.
        Asked, ///< By the encoding that somebody asked for, whatever the model.
        Reported, ///< The encoding is said to be the model's; its maker has not said so.
        Family, ///< That of the models it is made from or named with; not known to be its own.
        Claude, ///< No public vocabulary; its maker tells how far o200k_base is off.
        NotPublic, ///< No vocabulary here; how far o200k_base is off is not known.
        NoModel ///< Nobody says what model it is for.
    };
    Encoding encoding = Encoding::O200kBase;
    Reason reason = Reason::NoModel;

    bool operator==(const CountingMethod &) const = default;
    [[nodiscard]] Exactness exactness() const
    {
        return reason == Reason::Published || reason == Reason::Asked ? Exactness::Exact
                                                                      : Exactness::Estimated;
    }
};

/// By the model's id, which may name its provider (`openai/gpt-4o`) and a fine-tuning
/// (`ft:gpt-4o:…`); empty = no model. Exact only where the name leaves no doubt: Ollama's
/// `deepseek-r1:8b` is another model than `deepseek/deepseek-r1`.
[[nodiscard]] CountingMethod methodFor(QStringView modelId);

/// A whole sentence on what a count is worth: the vocabulary, and the error of an estimate.
[[nodiscard]] QString inWords(const CountingMethod &method);

/// How many tokens a text is, and how that was found.
struct TokenCount
{
    qint64 tokens = 0;
    CountingMethod method;

    bool operator==(const TokenCount &) const = default;
    [[nodiscard]] bool isExact() const { return method.exactness() == Exactness::Exact; }
};

/// `1,234 tokens`, or `≈ 1,234 tokens` of an estimate.
[[nodiscard]] QString shownCount(const TokenCount &count);
/// The same for a screen reader and within sentences: `about 1,234 tokens`.
[[nodiscard]] QString spokenCount(const TokenCount &count);

} // namespace hermes::tokens
