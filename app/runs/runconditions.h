#pragma once

#include "runs/rundatabase.h"

#include <QVariant>

namespace hermes::runs {

/// Everything of a run in which words are sought, in one case.
[[nodiscard]] QString wordsOf(const Run &run);

/// The condition of a statement on the table of runs, and its values in their order.
struct Condition
{
    QStringList parts{QStringLiteral("1")};
    QVariantList values;

    void add(const QString &part, const QVariant &value);
    void addEntry(const std::optional<core::EntryId> &entry, const QString &registry);
    void addWords(const QString &words);
    [[nodiscard]] QString text() const;
};

[[nodiscard]] Condition conditionOf(const RunQuery &query);
[[nodiscard]] Condition conditionOf(const ErasedRuns &erased);

[[nodiscard]] bool isAll(const ErasedRuns &erased);
/// What conditionOf() says, of a run that is not in the file.
[[nodiscard]] bool isAmong(const Run &run, const ErasedRuns &erased);

} // namespace hermes::runs
