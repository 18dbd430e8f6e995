#include "workspace/testsendprompt.h"

#include "assembly/assembly.h"
#include "tokens/tokenizer.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

modelapi::ToolDefinition declaredTool(const QString &name)
{
    // What every API takes as a name; `Bash(git *)` is a permission of the tool Bash.
    static const QRegularExpression notInNames(u"[^A-Za-z0-9_-]+"_s);
    constexpr qsizetype longestName = 64;
    QString shown = name;
    if (const qsizetype permission = shown.indexOf(u'('); permission > 0) {
        shown.truncate(permission);
    }
    shown.replace(notInNames, u"_"_s);
    return {shown.first(std::min(shown.size(), longestName)),
            u"The tool %1 of this agent."_s.arg(name),
            {{u"type"_s, u"object"_s},
             {u"properties"_s, QJsonObject()},
             {u"additionalProperties"_s, true}}};
}

QList<modelapi::ToolDefinition> declaredTools(const QStringList &names)
{
    QList<modelapi::ToolDefinition> tools;
    for (const QString &name : names) {
        const modelapi::ToolDefinition tool = declaredTool(name);
        const bool isKnown =
            std::ranges::contains(tools, tool.name, &modelapi::ToolDefinition::name);
        if (!tool.name.isEmpty() && !isKnown) {
            tools.append(tool);
        }
    }
    return tools;
}

PreparedPrompt preparedPrompt(const registry::Definition &definition, const QString &version,
                              const Preparation &preparation)
{
    PreparedPrompt prepared;
    const qint64 bodyStart = definition.id.kind == core::EntryKind::Skill
        ? registry::frontMatterEnd(definition.promptText)
        : 0;
    const tokens::CountingMethod method = tokens::methodFor(preparation.modelId);
    prepared.forTarget = targetPrompt(
        assembly::assemble({definition.promptFile, definition.promptText, bodyStart}),
        preparation.target, {preparation.target.target, method, preparation.contextTokens},
        definition.promptFile, {});
    prepared.systemPrompt = prepared.forTarget.sent;
    prepared.version = version;
    prepared.modelId = definition.manifest.model;
    prepared.tools = declaredTools(definition.manifest.tools.value_or(QStringList()));
    prepared.tokenCount.method = method;
    prepared.tokenCount.tokens =
        tokens::Tokenizer(prepared.tokenCount.method.encoding).count(prepared.systemPrompt);
    return prepared;
}

qint64 countedTurns(const QList<modelapi::Turn> &turns, const QString &modelId)
{
    tokens::Tokenizer tokenizer(tokens::methodFor(modelId).encoding);
    qint64 count = 0;
    for (const modelapi::Turn &turn : turns) {
        count += tokenizer.count(turn.text.toUtf8());
        for (const modelapi::ToolCall &call : turn.toolCalls) {
            count += tokenizer.count(call.name.toUtf8()) + tokenizer.count(call.arguments);
        }
    }
    return count;
}

} // namespace hermes::workspace
