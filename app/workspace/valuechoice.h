#pragma once

#include "core/error.h"
#include "registry/promptsource.h"

namespace hermes::workspace {

/// Where the values of a prompt's variables come from, beyond their defaults and
/// `studio/values.json`.
struct ValueChoice
{
    QString profile; ///< `studio/profiles/<profile>.json`; empty = none.
    registry::VariableValues given; ///< Before all others.

    bool operator==(const ValueChoice &) const = default;
    [[nodiscard]] bool isEmpty() const { return profile.isEmpty() && given.isEmpty(); }
};

/// "profile “night”, 2 values of yours"; empty if nothing is chosen.
[[nodiscard]] QString shownChoice(const ValueChoice &choice);

/// Who gives a variable its value: the first that has one.
enum class ValueOrigin
{
    Given,
    Profile,
    Registry, ///< `studio/values.json`
    Default,
    Nobody
};

/// A variable that a source or one of its fragments declares, and what becomes of it.
struct VariableUse
{
    struct Value
    {
        ValueOrigin origin = ValueOrigin::Nobody;
        QJsonValue value = QJsonValue::Undefined;

        bool operator==(const Value &) const = default;
    };
    registry::Variable variable;
    core::RepoPath file; ///< That declares it.
    Value value; ///< In the assembly.
    Value inherited; ///< Without what is given.
    /// The value given last does not fit the type and is not used.
    bool isRefused = false;

    bool operator==(const VariableUse &) const = default;
    [[nodiscard]] bool isMissing() const
    {
        return variable.isRequired && value.origin == ValueOrigin::Nobody;
    }
};

/// Values by who gives them.
struct LayeredValues
{
    registry::VariableValues given;
    registry::VariableValues profile;
    registry::VariableValues registry;

    /// All of them, the first that has one.
    [[nodiscard]] registry::VariableValues all() const;
};

[[nodiscard]] VariableUse useOf(const registry::Variable &variable, const core::RepoPath &file,
                                const LayeredValues &values);

/// A list as people edit it: `a, b`, or JSON where it is not a list of plain texts.
[[nodiscard]] QString editableList(const QJsonValue &list);
/// What is typed for a variable, as its type has it. Errors: InvalidFormat, with what is wrong and
/// what would be right; nothing typed is no error for a text alone.
[[nodiscard]] core::Result<QJsonValue> typedValue(registry::Variable::Type type,
                                                  const QString &text);

} // namespace hermes::workspace
