#include "workspace/valuechoice.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using registry::Variable;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(ValueChoice)
};

bool isPlainItem(const QJsonValue &item)
{
    return item.isString() && !item.toString().contains(u',') && !item.toString().contains(u'\n')
        && item.toString() == item.toString().trimmed() && !item.toString().isEmpty();
}

core::Result<QJsonValue> typedList(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (!trimmed.startsWith(u'[')) {
        return registry::valueOfType(Variable::Type::List, trimmed);
    }
    QJsonParseError error;
    const QByteArray bytes = trimmed.toUtf8();
    const auto json = QJsonDocument::fromJson(bytes, &error);
    if (json.isArray()) {
        return QJsonValue(json.array());
    }
    // The offset counts bytes of what is left when the space before it is taken away.
    const QString before =
        text.first(text.indexOf(u'[')) + QString::fromUtf8(bytes.first(error.offset));
    const qsizetype place = before.toUcs4().size();
    return core::failure(
        core::ErrorCode::InvalidFormat,
        Messages::tr("This list is not valid JSON at character %1: %2. Write a, b or "
                     "[\"a\", {\"name\": \"b\"}].")
            .arg(QLocale().toString(place + 1))
            .arg(error.errorString()));
}

} // namespace

QString shownChoice(const ValueChoice &choice)
{
    QString values = choice.given.isEmpty()
        ? QString()
        : Messages::tr("%n values of yours", nullptr, static_cast<int>(choice.given.size()));
    if (choice.profile.isEmpty()) {
        return values;
    }
    const QString profile = Messages::tr("profile “%1”").arg(choice.profile);
    return values.isEmpty() ? profile
                            : Messages::tr("%1, %2", "profile, own values").arg(profile, values);
}

registry::VariableValues LayeredValues::all() const
{
    registry::VariableValues values = registry;
    values.insert(profile);
    values.insert(given);
    return values;
}

VariableUse useOf(const Variable &variable, const core::RepoPath &file, const LayeredValues &values)
{
    VariableUse use;
    use.variable = variable;
    use.file = file;
    const auto takeFrom = [&](const registry::VariableValues &from, ValueOrigin origin) {
        const auto found = from.constFind(variable.name);
        if (found == from.constEnd()) {
            return false;
        }
        const QJsonValue value = registry::valueOfType(variable.type, found->value);
        if (value.isUndefined()) {
            use.isRefused = true; // the default is used, whatever lies between
        } else {
            use.value = {origin, value};
        }
        return true;
    };
    if (!takeFrom(values.profile, ValueOrigin::Profile)) {
        takeFrom(values.registry, ValueOrigin::Registry);
    }
    if (use.value.origin == ValueOrigin::Nobody && !variable.defaultValue.isUndefined()) {
        use.value = {ValueOrigin::Default, variable.defaultValue};
    }
    use.inherited = use.value;
    if (values.given.contains(variable.name)) {
        use.isRefused = false;
        use.value = {};
        takeFrom(values.given, ValueOrigin::Given);
        if (use.isRefused && !variable.defaultValue.isUndefined()) {
            use.value = {ValueOrigin::Default, variable.defaultValue};
        }
    }
    return use;
}

QString editableList(const QJsonValue &list)
{
    const QJsonArray items = list.toArray();
    if (!std::ranges::all_of(items, isPlainItem)) {
        return QString::fromUtf8(QJsonDocument(items).toJson(QJsonDocument::Compact));
    }
    QStringList words;
    for (const auto &item : items) {
        words.append(item.toString());
    }
    return words.join(u", "_s);
}

core::Result<QJsonValue> typedValue(Variable::Type type, const QString &text)
{
    if (type == Variable::Type::List) {
        return typedList(text);
    }
    QJsonValue value = registry::valueOfType(type, text);
    if (!value.isUndefined()) {
        return value;
    }
    return core::failure(core::ErrorCode::InvalidFormat,
                         type == Variable::Type::Number
                             ? Messages::tr("“%1” is no number. Write one like 3 or 0.5.").arg(text)
                             : Messages::tr("“%1” is neither true nor false.").arg(text));
}

} // namespace hermes::workspace
