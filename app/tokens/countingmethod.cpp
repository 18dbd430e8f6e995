#include "tokens/countingmethod.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::tokens {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Tokens)
};

using Reason = CountingMethod::Reason;

enum class Ending
{
    Any, ///< `gpt-5` stands for `gpt-5.4-mini` as well.
    Apart, ///< `gpt-4` stands for `gpt-4-turbo`, but not for `gpt-4.1` or `gpt-4o`.
    None ///< The name alone.
};

/// Models that are counted alike.
struct Family
{
    QLatin1StringView name;
    Ending ending;
    CountingMethod method;
};

constexpr CountingMethod o200k{Encoding::O200kBase, Reason::Published};
constexpr CountingMethod cl100k{Encoding::Cl100kBase, Reason::Published};
constexpr CountingMethod qwen{Encoding::Qwen2, Reason::Published};
constexpr CountingMethod nearQwen{Encoding::Qwen2, Reason::Family};
constexpr CountingMethod deepSeek{Encoding::DeepSeekV3, Reason::Published};
constexpr CountingMethod nearDeepSeek{Encoding::DeepSeekV3, Reason::Family};
constexpr CountingMethod unknown{Encoding::O200kBase, Reason::NotPublic};

/// The first that fits counts.
constexpr std::array families{
    Family{"gpt-4o"_L1, Ending::Apart, o200k},
    Family{"chatgpt-4o"_L1, Ending::Apart, o200k},
    Family{"gpt-4.1"_L1, Ending::Apart, o200k},
    Family{"gpt-4.5"_L1, Ending::Apart, o200k},
    Family{"o1"_L1, Ending::Apart, o200k},
    Family{"o3"_L1, Ending::Apart, o200k},
    Family{"o4-mini"_L1, Ending::Apart, o200k},
    Family{"gpt-5"_L1, Ending::Any, o200k},
    // The ranks are those of o200k_base; only special tokens, which no text has, differ.
    Family{"gpt-oss"_L1, Ending::Apart, o200k},
    Family{"gpt-6"_L1, Ending::Any, {Encoding::O200kBase, Reason::Reported}},
    Family{"gpt-4"_L1, Ending::Apart, cl100k},
    Family{"gpt-3.5"_L1, Ending::Apart, cl100k},
    Family{"gpt-35"_L1, Ending::Apart, cl100k}, // as Azure writes it
    Family{"text-embedding-3"_L1, Ending::Apart, cl100k},
    Family{"text-embedding-ada-002"_L1, Ending::Apart, cl100k},
    Family{"claude"_L1, Ending::Apart, {Encoding::O200kBase, Reason::Claude}},
    // From 3.5 on it is another vocabulary, so that `qwen3` must stand apart.
    Family{"qwen1.5"_L1, Ending::Apart, qwen},
    Family{"qwen2"_L1, Ending::Apart, qwen},
    Family{"qwen2.5"_L1, Ending::Apart, qwen},
    Family{"qwen2.5vl"_L1, Ending::Apart, qwen}, // as Ollama writes it
    Family{"qwen-2.5"_L1, Ending::Apart, qwen}, // as OpenRouter writes it
    Family{"qwen3"_L1, Ending::Apart, qwen},
    Family{"qwq"_L1, Ending::Apart, qwen},
    Family{"qvq"_L1, Ending::Apart, qwen},
    Family{"qwen"_L1, Ending::Apart, nearQwen}, // `qwen-max`, or what Ollama has as `qwen`
    // Smaller models that were taught by R1, with changed tokenizers, as their maker says.
    Family{"deepseek-r1-distill-qwen"_L1, Ending::Apart, nearQwen},
    Family{"deepseek-r1-0528-qwen3"_L1, Ending::Apart, nearQwen},
    Family{"deepseek-r1:1.5b"_L1, Ending::Apart, nearQwen}, // as Ollama names them
    Family{"deepseek-r1:7b"_L1, Ending::Apart, nearQwen},
    Family{"deepseek-r1:14b"_L1, Ending::Apart, nearQwen},
    Family{"deepseek-r1:32b"_L1, Ending::Apart, nearQwen},
    Family{"deepseek-r1-distill"_L1, Ending::Apart, unknown}, // of Llama
    Family{"deepseek-r1:671b"_L1, Ending::Apart, deepSeek},
    Family{"deepseek-r1-0528"_L1, Ending::Apart, deepSeek},
    Family{"deepseek-r1-zero"_L1, Ending::Apart, deepSeek},
    Family{"deepseek-v3"_L1, Ending::Apart, deepSeek},
    Family{"deepseek-v3.1"_L1, Ending::Apart, deepSeek},
    Family{"deepseek-v3.2"_L1, Ending::Apart, deepSeek},
    Family{"deepseek-chat-v3"_L1, Ending::Apart, deepSeek}, // as OpenRouter writes it
    Family{"deepseek-chat-v3.1"_L1, Ending::Apart, deepSeek},
    // Names that stand for the newest model.
    Family{"deepseek-chat"_L1, Ending::None, nearDeepSeek},
    Family{"deepseek-reasoner"_L1, Ending::None, nearDeepSeek},
    Family{"deepseek-v4"_L1, Ending::Any, nearDeepSeek},
};

/// In names of Qwen: models that are to be had from Alibaba alone, so that nobody can look.
constexpr std::array closedQwen{"max"_L1, "plus"_L1, "turbo"_L1, "flash"_L1};

/// These are R1 where its maker's name stands before them; elsewhere they may be a distilled one.
constexpr std::array familiesOfMaker{
    Family{"deepseek-r1"_L1, Ending::None, deepSeek},
    Family{"deepseek-r1:free"_L1, Ending::None, deepSeek}, // as OpenRouter writes it
};

/// Whose names before a slash do not make a model another one.
constexpr std::array makers{"openai"_L1, "azure"_L1,    "anthropic"_L1,
                            "qwen"_L1,   "deepseek"_L1, "deepseek-ai"_L1};

bool isOf(const Family &family, QStringView id)
{
    if (!id.startsWith(family.name)) {
        return false;
    }
    const QStringView rest = id.sliced(family.name.size());
    return rest.isEmpty() || family.ending == Ending::Any
        || (family.ending == Ending::Apart && QStringView(u"-:@").contains(rest.front()));
}

template <size_t count>
std::optional<CountingMethod> methodIn(const std::array<Family, count> &among, QStringView id)
{
    const auto *const family =
        std::ranges::find_if(among, [id](const Family &one) { return isOf(one, id); });
    return family == among.end() ? std::nullopt : std::optional(family->method);
}

template <size_t count>
bool isAmong(const std::array<QLatin1StringView, count> &words, QStringView word)
{
    return std::ranges::any_of(words, [word](QLatin1StringView one) { return word == one; });
}

bool isClosedQwen(QStringView id)
{
    return std::ranges::any_of(id.split(u'-'),
                               [](QStringView word) { return isAmong(closedQwen, word); });
}

/// Translations take an int; no text that fits into memory has more tokens.
int forPlural(qint64 tokens)
{
    return static_cast<int>(std::min<qint64>(tokens, std::numeric_limits<int>::max()));
}

} // namespace

CountingMethod methodFor(QStringView modelId)
{
    const QString lower = modelId.trimmed().toString().toLower();
    QStringView id = lower;
    if (id.isEmpty()) {
        return {};
    }
    bool isOfDeepSeek = false;
    // What another provider calls `gpt-4-…` can be anything.
    if (const qsizetype slash = id.lastIndexOf(u'/'); slash >= 0) {
        const QStringView maker = id.first(slash).sliced(id.first(slash).lastIndexOf(u'/') + 1);
        isOfDeepSeek = maker == u"deepseek" || maker == u"deepseek-ai";
        id = isAmong(makers, maker) ? id.sliced(slash + 1) : QStringView();
    }
    if (id.startsWith(u"ft:")) {
        id = id.sliced(3);
    }
    if (const auto method = isOfDeepSeek ? methodIn(familiesOfMaker, id) : std::nullopt) {
        return *method;
    }
    const CountingMethod method = methodIn(families, id).value_or(unknown);
    return method == qwen && isClosedQwen(id) ? nearQwen : method;
}

QString inWords(const CountingMethod &method)
{
    const QString vocabulary = nameOf(method.encoding);
    switch (method.reason) {
    case Reason::Published:
        return Messages::tr("Exact: counted by %1, the model's own vocabulary.").arg(vocabulary);
    case Reason::Asked:
        return Messages::tr("Exact: counted by %1, as asked.").arg(vocabulary);
    case Reason::Reported:
        return Messages::tr("An estimate: counted by %1, which is reported to be the model's "
                            "vocabulary. Its maker has not published it.")
            .arg(vocabulary);
    case Reason::Family:
        return Messages::tr("An estimate: counted by %1, the vocabulary of the models that this "
                            "one is made from or named with. How far its own is off is not known.")
            .arg(vocabulary);
    case Reason::Claude:
        return Messages::tr(
                   "An estimate: counted by %1. Claude has no public vocabulary; it counts "
                   "15 to 20 % more in plain text, and more still in code and in languages "
                   "other than English.")
            .arg(vocabulary);
    case Reason::NotPublic:
        return Messages::tr(
                   "An estimate: counted by %1. The model's own vocabulary is not here, and "
                   "how far it is off is not known.")
            .arg(vocabulary);
    case Reason::NoModel:
        return Messages::tr("An estimate: counted by %1, since no model is named.").arg(vocabulary);
    }
    Q_UNREACHABLE();
}

QString shownCount(const TokenCount &count)
{
    const int number = forPlural(count.tokens);
    return count.isExact() ? Messages::tr("%Ln tokens", nullptr, number)
                           : Messages::tr("≈ %Ln tokens", nullptr, number);
}

QString spokenCount(const TokenCount &count)
{
    const int number = forPlural(count.tokens);
    return count.isExact() ? Messages::tr("%Ln tokens", nullptr, number)
                           : Messages::tr("about %Ln tokens", nullptr, number);
}

} // namespace hermes::tokens
