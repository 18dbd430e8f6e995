#include "tokens/countingmethod.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

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
    Apart ///< `gpt-4` stands for `gpt-4-turbo`, but not for `gpt-4.1` or `gpt-4o`.
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
};

bool isOf(const Family &family, QStringView id)
{
    if (!id.startsWith(family.name)) {
        return false;
    }
    const QStringView rest = id.sliced(family.name.size());
    return rest.isEmpty() || family.ending == Ending::Any
        || QStringView(u"-:@").contains(rest.front());
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
    // What another provider calls `gpt-4-…` can be anything.
    if (const qsizetype slash = id.lastIndexOf(u'/'); slash >= 0) {
        const QStringView maker = id.first(slash).sliced(id.first(slash).lastIndexOf(u'/') + 1);
        const bool isMaker = maker == u"openai" || maker == u"azure" || maker == u"anthropic";
        id = isMaker ? id.sliced(slash + 1) : QStringView();
    }
    if (id.startsWith(u"ft:")) {
        id = id.sliced(3);
    }
    const auto *const family =
        std::ranges::find_if(families, [id](const Family &one) { return isOf(one, id); });
    return family == families.end() ? CountingMethod{Encoding::O200kBase, Reason::NotPublic}
                                    : family->method;
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
