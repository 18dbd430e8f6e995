#pragma once

#include <QDate>
#include <QList>

namespace hermes::workspace {

/// One prompt, counted here and by a provider.
struct MeasuredCount
{
    qint64 own = 0; ///< Tokens by our own count or estimate.
    qint64 provider = 0;
    QDate day; ///< Of the provider's answer.

    bool operator==(const MeasuredCount &) const = default;
};

/// How far our own counts of a model are from its provider's.
struct MeasuredError
{
    qsizetype prompts = 0; ///< That were measured; 0 = none.
    double percent = 0; ///< Of the provider's counts; negative = ours are too low.
    QDate last; ///< When the newest was measured.

    bool operator==(const MeasuredError &) const = default;
};
[[nodiscard]] MeasuredError errorOf(const QList<MeasuredCount> &counts);

} // namespace hermes::workspace
