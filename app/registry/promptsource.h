#pragma once

#include "core/problem.h"
#include "core/repopath.h"

#include <QByteArray>
#include <QHash>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace hermes::registry {

/// A named value that a prompt's source or a fragment asks for.
struct Variable
{
    enum class Type
    {
        Text,
        Number,
        Flag, ///< true or false
        List, ///< Of texts, or of mappings whose keys are variables within the section.
    };
    QString name;
    Type type = Type::Text;
    QJsonValue defaultValue = QJsonValue::Undefined; ///< Undefined = none.
    QString description;
    QString example;
    bool isRequired = false; ///< Somebody must give it a value; a default is one.
    qint64 declaredAt = 0; ///< Byte offset in its file.

    bool operator==(const Variable &) const = default;
};

/// What the front matter of a prompt's source (`studio/sources/…`) or of a fragment
/// (`studio/fragments/…`) says:
///
///     ---
///     version: 1.2.0            # fragments
///     description: How we speak
///     variables:
///       language: Go            # a text with a default
///       strict:
///         type: flag
///         default: true
///         description: Refuse what is not tested
///         example: false
///         required: true
///     ---
///
/// The types are `text` (the usual one), `number`, `flag` and `list`.
struct SourceHead
{
    QString version; ///< Of a fragment; empty = it has none.
    QString description;
    QList<Variable> variables; ///< As declared; a name counts once.
    qint64 bodyStart = 0; ///< Byte at which the template begins; a BOM is skipped.
    QList<core::Problem> problems;

    bool operator==(const SourceHead &) const = default;
};

/// Reads leniently: what is wrong is a problem, and the rest counts. Thread: any.
[[nodiscard]] SourceHead readSourceHead(const QByteArray &text, const core::RepoPath &file);

/// A value as its variable's type has it; Undefined if it cannot be that. Texts are read: `true`,
/// `3.5`, `a, b`.
[[nodiscard]] QJsonValue valueOfType(Variable::Type type, const QJsonValue &value);

/// A value for a variable, and where it was written.
struct VariableValue
{
    QJsonValue value;
    core::RepoPath file; ///< Root = no file: typed in.
    qint64 start = 0; ///< Byte offset in it.

    bool operator==(const VariableValue &) const = default;
};
using VariableValues = QHash<QString, VariableValue>;

/// What a file of values (`studio/values.json` for the registry, `studio/profiles/<name>.json` for
/// a named profile) gives: one JSON object, name → value.
struct ValueFile
{
    VariableValues values;
    QList<core::Problem> problems;
};
[[nodiscard]] ValueFile readValueFile(const QByteArray &text, const core::RepoPath &file);

} // namespace hermes::registry
