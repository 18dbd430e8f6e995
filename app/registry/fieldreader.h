#pragma once

#include "core/problem.h"
#include "registry/manifest.h"
#include "registry/place.h"

#include <functional>

namespace hermes::registry {

/// Takes typed values out of a manifest's fields; a value of another type is a problem
/// (`manifest.type`) and absent. Internal to this folder.
class FieldReader
{
public:
    enum class Null
    {
        IsWrong, ///< JSON: a manifest's schema allows it nowhere.
        IsAbsent, ///< YAML: a key without a value.
    };
    /// Where a field of this name stands. Asked for problems only, so it may be slow.
    using Locate = std::function<Place(const QString &field)>;

    FieldReader(core::RepoPath file, Null nullMeans, Locate locate);

    [[nodiscard]] QString text(const QJsonObject &object, const QString &field);
    [[nodiscard]] std::optional<QStringList> texts(const QJsonObject &object, const QString &field);
    [[nodiscard]] QJsonObject object(const QJsonObject &object, const QString &field);
    [[nodiscard]] QJsonArray array(const QJsonObject &object, const QString &field);
    [[nodiscard]] std::optional<Author> author(const QJsonObject &object);
    [[nodiscard]] std::optional<Compatibility> compatibility(const QJsonObject &object);
    [[nodiscard]] QList<Dependency> dependencies(const QJsonObject &object);

    [[nodiscard]] QList<core::Problem> takeProblems() { return std::move(m_problems); }

private:
    [[nodiscard]] bool isAbsent(const QJsonValue &value) const;
    void wrongType(const QString &field, const QString &expected);

    core::RepoPath m_file;
    Null m_null;
    Locate m_locate;
    QList<core::Problem> m_problems;
};

} // namespace hermes::registry
