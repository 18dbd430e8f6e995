#include "modelapi/thinking.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

QStringList lowToHigh()
{
    return {u"low"_s, u"medium"_s, u"high"_s};
}

/// All words that OpenAI has for it.
QStringList noneToMax()
{
    return QStringList{u"none"_s, u"minimal"_s} + lowToHigh() + QStringList{u"xhigh"_s, u"max"_s};
}

/// 407 of `claude-opus-4-7`, 305 of `claude-3-5-haiku-20241022`; nullopt for another's name.
std::optional<int> claudeVersion(const QString &modelId)
{
    static const QRegularExpression newer(
        u"claude-[a-z]+-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?"_s);
    static const QRegularExpression older(u"claude-(\\d)(?:[-.](\\d))?(?!\\d)"_s);
    for (const QRegularExpression *form : {&newer, &older}) {
        if (const auto match = form->match(modelId); match.hasMatch()) {
            return match.captured(1).toInt() * 100 + match.captured(2).toInt();
        }
    }
    return {};
}

ThinkingRules anthropicRules(const QString &modelId)
{
    constexpr int firstThinking = 307;
    constexpr int firstAdaptive = 406;
    constexpr int firstWithoutBudget = 407;
    const QStringList all = lowToHigh() + QStringList{u"xhigh"_s, u"max"_s};
    const auto version = claudeVersion(modelId);
    if (!version) {
        return {all, true, true, true, true};
    }
    ThinkingRules rules;
    rules.takesOn = *version >= firstThinking;
    rules.takesAdaptive = *version >= firstAdaptive;
    rules.takesOff = *version >= firstThinking && !modelId.contains("claude-fable"_L1);
    rules.takesBudget = *version >= firstThinking && *version < firstWithoutBudget;
    rules.efforts = QStringList();
    if (*version >= firstWithoutBudget) {
        rules.efforts = all;
    } else if (*version == firstAdaptive) {
        rules.efforts = lowToHigh() + QStringList{u"max"_s};
    } else if (modelId.contains("claude-opus-4-5"_L1)) {
        rules.efforts = lowToHigh();
    }
    return rules;
}

ThinkingRules openAiRules(const QString &modelId)
{
    static const QRegularExpression thoughtless(u"^(gpt-[34]|chatgpt)"_s);
    static const QRegularExpression first(u"^o\\d"_s);
    static const QRegularExpression fifth(u"^gpt-5(?![.\\d])"_s);
    if (thoughtless.match(modelId).hasMatch()) {
        return {QStringList(), false, false, false, false};
    }
    QStringList efforts = lowToHigh();
    if (fifth.match(modelId).hasMatch()) {
        efforts.prepend(u"minimal"_s);
    } else if (!first.match(modelId).hasMatch()) {
        efforts = noneToMax();
    }
    return {efforts, false, true, false, false};
}

ThinkingRules geminiRules(QString modelId)
{
    static const QRegularExpression thoughtless(u"^gemini-(1|2\\.0)"_s);
    static const QRegularExpression byBudget(u"^gemini-(2|flash-)"_s);
    static const QRegularExpression byLevel(u"^gemini-[3-9]"_s);
    modelId = modelId.section(u'/', -1);
    if (thoughtless.match(modelId).hasMatch()) {
        return {QStringList(), false, false, false, false};
    }
    if (byBudget.match(modelId).hasMatch()) {
        return {QStringList(), !modelId.startsWith("gemini-2.5-pro"_L1), true, false, true};
    }
    return {QStringList{u"minimal"_s} + lowToHigh(), !byLevel.match(modelId).hasMatch(), true,
            false, true};
}

ThinkingRules rulesByName(ConnectionType type, const QString &modelId)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return anthropicRules(modelId);
    case ConnectionType::OpenAiResponses:
    case ConnectionType::OpenAiChat:
        return openAiRules(modelId);
    case ConnectionType::Gemini:
        return geminiRules(modelId);
    case ConnectionType::Ollama:
        return {lowToHigh(), true, true, false, false};
    case ConnectionType::OpenAiCompatible:
    case ConnectionType::Azure: // the model's name is the customer's own
        return {std::nullopt, false, false, false, false};
    }
    Q_UNREACHABLE();
}

} // namespace

ThinkingRules thinkingRules(ConnectionType type, const ModelRequest &request)
{
    ThinkingRules rules = rulesByName(type, request.modelId);
    if (!request.efforts || type == ConnectionType::Ollama) {
        return rules;
    }
    // What the API has no word for, it takes of no model.
    const std::optional<QStringList> ofApi = rulesByName(type, {}).efforts;
    QStringList taken;
    for (const QString &effort : *request.efforts) {
        if (!ofApi || ofApi->contains(effort)) {
            taken.append(effort);
        }
    }
    rules.efforts = taken;
    return rules;
}

QStringList offeredEfforts(ConnectionType type, const ModelRequest &request)
{
    return thinkingRules(type, request).efforts.value_or(noneToMax());
}

QString takenEffort(ConnectionType type, const ModelRequest &request)
{
    const QString &wanted = request.parameters.effort;
    const ThinkingRules rules = thinkingRules(type, request);
    if (!rules.efforts) {
        return wanted;
    }
    const QString word = wanted.toLower();
    return rules.efforts->contains(word) ? word : QString();
}

} // namespace hermes::modelapi
