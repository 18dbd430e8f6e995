#include "workspace/fragmentsurroundings.h"

#include "workspace/fragmentuses.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Fragments)
};

constexpr qsizetype shownCharacters = 40; ///< Of a default in words.

/// A variable as one prompt has it.
struct Declared
{
    registry::Variable variable;
    RepoPath file;
};

/// The first declaration counts, but the first default.
void declare(QList<Declared> &known, const TemplateText &text)
{
    for (const registry::Variable &variable : text.head.variables) {
        const auto found = std::ranges::find_if(
            known, [&](const Declared &each) { return each.variable.name == variable.name; });
        if (found == known.end()) {
            known.append({variable, text.file});
            continue;
        }
        found->variable.isRequired |= variable.isRequired;
        if (found->variable.defaultValue.isUndefined() && !variable.defaultValue.isUndefined()) {
            found->variable.defaultValue =
                registry::valueOfType(found->variable.type, variable.defaultValue);
            found->variable.declaredAt = variable.declaredAt;
            found->file = text.file;
        }
    }
}

QString inWords(const registry::Variable &variable)
{
    const QJsonValue &value = variable.defaultValue;
    if (value.isUndefined()) {
        return Messages::tr("no default");
    }
    QString text = value.isArray()
        ? QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact))
        : value.toVariant().toString();
    if (text.size() > shownCharacters) {
        text = text.first(shownCharacters) + u'…';
    }
    return Messages::tr("“%1”", "default of a variable").arg(text);
}

} // namespace

QList<SurroundingVariable> variablesAround(const TemplateFiles &all, const QString &fragment)
{
    QList<const TemplateText *> around = all.includersOf(fragment);
    QList<const TemplateText *> roots = around;
    roots.removeIf([](const TemplateText *text) { return text->entry.id.isEmpty(); });
    if (roots.isEmpty()) {
        roots = around;
    }
    QList<SurroundingVariable> variables;
    QHash<QString, QStringList> words; // by variable
    for (const TemplateText *root : std::as_const(roots)) {
        QList<Declared> declared;
        declare(declared, *root);
        const QSet<QString> included = all.includedBy(root->file);
        for (const TemplateText *text : std::as_const(around)) {
            if (text != root && included.contains(fragmentNameOf(text->file))) {
                declare(declared, *text);
            }
        }
        for (const Declared &each : std::as_const(declared)) {
            const registry::Variable &variable = each.variable;
            const QString who =
                root->entry.id.isEmpty() ? fragmentNameOf(root->file) : root->entry.id;
            words[variable.name].append(Messages::tr("%1 (%2)", "default of a variable, agent")
                                            .arg(inWords(variable), who));
            const auto known = std::ranges::find_if(
                variables, [&](const auto &one) { return one.variable.name == variable.name; });
            if (known == variables.end()) {
                variables.append({variable, each.file, {}});
                continue;
            }
            known->variable.isRequired |= variable.isRequired;
            if (known->variable.type != variable.type
                || known->variable.defaultValue != variable.defaultValue) {
                known->differing = {QString()};
            }
        }
    }
    for (SurroundingVariable &each : variables) {
        if (!each.differing.isEmpty()) {
            each.differing = words.value(each.variable.name);
            each.variable.defaultValue = QJsonValue::Undefined;
            each.variable.isRequired = true;
        }
    }
    return variables;
}

} // namespace hermes::workspace
