#include "check/checkdefinition.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace hermes::check {

namespace {

/// Ids that differ in case or in the kind of separator alone are the same to people who mistype
/// them.
QString folded(const QString &id)
{
    QString result = id.toLower();
    for (QChar &character : result) {
        if (!character.isLetterOrNumber()) {
            character = u'-';
        }
    }
    return result;
}

/// Levenshtein's distance in UTF-16 units.
qsizetype editDistance(QStringView left, QStringView right)
{
    std::vector<qsizetype> row(static_cast<size_t>(right.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < left.size(); ++i) {
        qsizetype diagonal = std::exchange(row.front(), i + 1);
        for (size_t j = 1; j < row.size(); ++j) {
            const bool isSame = left.at(i) == right.at(static_cast<qsizetype>(j) - 1);
            const qsizetype changed = diagonal + (isSame ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row.back();
}

struct Candidate
{
    qsizetype distance;
    bool hasProvider; ///< `provider/model` for an id without a provider.
    qsizetype exactDistance;
    QString id;
    auto operator<=>(const Candidate &) const = default;
};

} // namespace

QStringList nearestModels(const QString &modelId, const QList<registry::ModelInfo> &models,
                          int limit)
{
    const QString wanted = folded(modelId);
    // A third of the characters wrong is no misspelling any more.
    const qsizetype farthest = std::max<qsizetype>(2, wanted.size() / 3);
    std::vector<Candidate> candidates;
    for (const registry::ModelInfo &model : models) {
        const bool hasProvider = model.id.contains(u'/') && !modelId.contains(u'/');
        const QString name = hasProvider ? model.id.mid(model.id.lastIndexOf(u'/') + 1) : model.id;
        const qsizetype distance = editDistance(wanted, folded(name));
        if (distance <= farthest) {
            candidates.push_back(
                {distance, hasProvider, editDistance(modelId, model.id), model.id});
        }
    }
    std::sort(candidates.begin(), candidates.end());
    QStringList ids;
    for (const Candidate &candidate : candidates) {
        if (ids.size() < limit && !ids.contains(candidate.id)) {
            ids.append(candidate.id);
        }
    }
    return ids;
}

} // namespace hermes::check
