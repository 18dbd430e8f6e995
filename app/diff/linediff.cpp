#include "diff/linediff.h"

#include "diff/hunkslide.h"
#include "diff/linehunks.h"
#include "diff/sequencediff.h"
#include "diff/symboltable.h"

#include <algorithm>

namespace hermes::diff {

QList<DiffHunk> shortestHunks(const QList<QStringView> &left, const QList<QStringView> &right,
                              const core::CancelFlag &cancel)
{
    const qsizetype shorter = std::min(left.size(), right.size());
    qsizetype before = 0;
    while (before < shorter && left[before] == right[before]) {
        ++before;
    }
    qsizetype after = 0;
    while (after < shorter - before
           && left[left.size() - 1 - after] == right[right.size() - 1 - after]) {
        ++after;
    }
    const auto middle = [&](const QList<QStringView> &lines) {
        return std::span(lines).subspan(static_cast<size_t>(before),
                                        static_cast<size_t>(lines.size() - before - after));
    };
    const std::span<const QStringView> leftMiddle = middle(left);
    const std::span<const QStringView> rightMiddle = middle(right);
    if (leftMiddle.empty() && rightMiddle.empty()) {
        return {};
    }
    SymbolTable table(static_cast<qsizetype>(leftMiddle.size() + rightMiddle.size()));
    const std::vector<int> leftSymbols = symbolsOf(table, leftMiddle);
    const std::vector<int> rightSymbols = symbolsOf(table, rightMiddle);
    QList<DiffHunk> hunks = SequenceDiff(cancel).compare(leftSymbols, rightSymbols, table.size());
    for (DiffHunk &hunk : hunks) {
        hunk.leftStart += static_cast<int>(before);
        hunk.rightStart += static_cast<int>(before);
    }
    return hunks;
}

QList<DiffHunk> diffLines(const QList<QStringView> &left, const QList<QStringView> &right,
                          const core::CancelFlag &cancel)
{
    return slideToParagraphs(shortestHunks(left, right, cancel), left, right);
}

} // namespace hermes::diff
