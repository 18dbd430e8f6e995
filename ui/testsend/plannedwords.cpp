#include "testsend/plannedwords.h"

#include "workspace/stoptext.h"
#include "workspace/testsendattachment.h"
#include "workspace/testsendcost.h"
#include "workspace/testsendfiles.h"
#include "workspace/testsendsession.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace {

using workspace::SendPlan;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(TestSend)
};

std::optional<runs::Cost> inputCost(const SendPlan::Part &part)
{
    return workspace::costOfInput(part.facts,
                                  part.prompt.tokenCount.tokens + part.conversationTokens);
}

QString number(double value)
{
    return QLocale().toString(value, 'g', 6);
}

/// In one line, whatever breaks the sequences have.
QString stopsInWords(const QStringList &stops)
{
    QStringList quoted;
    for (const QString &stop : stops) {
        quoted.append(Tr::tr("“%1”").arg(workspace::stopText({stop})));
    }
    return quoted.join(u", "_s);
}

/// What a parameter does, by its name in files.
using NamedWords = std::pair<QString, QString>;

QList<NamedWords> wordsOf(const modelapi::Parameters &parameters)
{
    const QLocale locale;
    QList<NamedWords> words;
    const auto say = [&](bool isSet, const QString &name, const QString &inWords) {
        if (isSet) {
            words.append({name, inWords});
        }
    };
    const auto whole = [&](const std::optional<qint64> &value) {
        return locale.toString(value.value_or(0));
    };
    say(parameters.temperature.has_value(), u"temperature"_s,
        Tr::tr("temperature %1").arg(number(parameters.temperature.value_or(0))));
    say(parameters.topP.has_value(), u"topP"_s,
        Tr::tr("top-p %1").arg(number(parameters.topP.value_or(0))));
    say(parameters.topK.has_value(), u"topK"_s, Tr::tr("top-k %1").arg(whole(parameters.topK)));
    say(parameters.maxOutputTokens.has_value(), u"maxOutputTokens"_s,
        Tr::tr("at most %1 tokens").arg(whole(parameters.maxOutputTokens)));
    say(parameters.seed.has_value(), u"seed"_s, Tr::tr("seed %1").arg(whole(parameters.seed)));
    say(parameters.contextTokens.has_value(), u"contextTokens"_s,
        Tr::tr("context of %1 tokens").arg(whole(parameters.contextTokens)));
    say(parameters.thinkingBudget.has_value(), u"thinkingBudget"_s,
        Tr::tr("thinking up to %1 tokens").arg(whole(parameters.thinkingBudget)));
    say(!parameters.effort.isEmpty(), u"effort"_s, Tr::tr("effort %1").arg(parameters.effort));
    say(parameters.thinking == modelapi::Parameters::Thinking::On, u"thinking"_s,
        Tr::tr("thinking on"));
    say(parameters.thinking == modelapi::Parameters::Thinking::Off, u"thinking"_s,
        Tr::tr("thinking off"));
    say(!parameters.stopSequences.isEmpty(), u"stopSequences"_s,
        Tr::tr("stops at %1").arg(stopsInWords(parameters.stopSequences)));
    return words;
}

QString parametersOf(const SendPlan::Part &part, const modelapi::Parameters &here)
{
    const QJsonObject saidHere = modelapi::toJson(here);
    QStringList words;
    for (const auto all = wordsOf(part.connection.settings.parameters);
         const auto &[name, inWords] : all) {
        if (!part.leftOut.contains(name)) {
            words.append(saidHere.contains(name) ? Tr::tr("%1 (set here)").arg(inWords) : inWords);
        }
    }
    if (!part.leftOut.isEmpty()) {
        words.append(Tr::tr("not taken: %1").arg(part.leftOut.join(u", "_s)));
    }
    return words.isEmpty() ? Tr::tr("the model's own defaults") : words.join(u" · "_s);
}

/// With a blank before it; nothing of a prompt as it is written.
QString targetInWords(const workspace::TargetPrompt &prompt)
{
    if (prompt.target == assembly::Target::AsWritten) {
        return {};
    }
    QStringList sentences{Tr::tr("It is sent as for %1.").arg(workspace::shownTarget(prompt))};
    for (const core::Problem &problem : prompt.taken.problems) {
        sentences.append(problem.message);
    }
    sentences.append(assembly::ownAdditions(prompt.target));
    return u' ' + sentences.join(u' ');
}

QString tokensInWords(const SendPlan::Part &part)
{
    const QLocale locale;
    return (part.prompt.tokenCount.isExact() ? Tr::tr("%1 + %2 tokens")
                                             : Tr::tr("≈ %1 + %2 tokens"))
        .arg(locale.toString(part.prompt.tokenCount.tokens),
             locale.toString(part.conversationTokens));
}

/// Fragments whose unsaved text goes with it, each once.
QStringList unsavedFragmentsOf(const SendPlan &plan)
{
    QStringList names;
    for (const SendPlan::Part &part : plan.parts) {
        names += part.unsavedFragments;
    }
    names.removeDuplicates();
    return names;
}

/// That it is more than the model reads; empty if it is not, or if that is not known.
QString excessInWords(const SendPlan::Part &part)
{
    const qint64 tokens = part.prompt.tokenCount.tokens + part.conversationTokens;
    return part.window > 0 && tokens > part.window
        ? Tr::tr("too long: %1 reads %2 tokens").arg(part.modelId, QLocale().toString(part.window))
        : QString();
}

} // namespace

QString serversInWords(const SendPlan &plan)
{
    QStringList servers;
    for (const SendPlan::Part &part : plan.parts) {
        if (!servers.contains(part.server)) {
            servers.append(part.server);
        }
    }
    return QLocale().createSeparatedList(servers);
}

QString estimateInWords(const SendPlan &plan)
{
    if (plan.parts.isEmpty()) {
        return {};
    }
    const SendPlan::Part &first = plan.parts.first();
    QStringList words{Tr::tr("Sends %1 to %2").arg(tokensInWords(first), serversInWords(plan))};
    QStringList proxies;
    for (const SendPlan::Part &part : plan.parts) {
        if (!part.proxy.isEmpty() && !proxies.contains(part.proxy)) {
            proxies.append(part.proxy);
        }
    }
    if (!proxies.isEmpty()) {
        words.append(Tr::tr("by the proxy %1").arg(QLocale().createSeparatedList(proxies)));
    }
    for (const SendPlan::Part &part : plan.parts) {
        if (const QString excess = excessInWords(part);
            !excess.isEmpty() && !words.contains(excess)) {
            words.append(excess);
        }
    }
    if (const workspace::TargetPrompt &target = first.prompt.forTarget;
        target.target != assembly::Target::AsWritten) {
        words.append(Tr::tr("for %1").arg(workspace::shownTarget(target)));
    }
    if (!first.values.isEmpty()) {
        words.append(Tr::tr("with %1").arg(workspace::shownChoice(first.values)));
    }
    if (const QStringList unsaved = unsavedFragmentsOf(plan); !unsaved.isEmpty()) {
        words.append(Tr::tr("with unsaved text of %1").arg(unsaved.join(u", "_s)));
    }
    if (const auto cost = inputCost(first)) {
        words.append(
            plan.parts.size() == 1
                ? Tr::tr("about %1 and the answer").arg(workspace::shownCost(*cost))
                : Tr::tr("about %1 each and the answers").arg(workspace::shownCost(*cost)));
    }
    return words.join(u" · "_s);
}

QString parametersInWords(const SendPlan &plan)
{
    QStringList all;
    for (const SendPlan::Part &part : plan.parts) {
        all.append(parametersOf(part, plan.parameters));
    }
    if (QStringList each = all; each.removeDuplicates() == all.size() - 1) {
        return each.join(QString());
    }
    for (qsizetype i = 0; i < all.size(); ++i) {
        all[i] = Tr::tr("%1: %2").arg(plan.parts.at(i).connection.name, all.at(i));
    }
    all.removeDuplicates();
    return all.join(u"; "_s);
}

QString parametersInWords(const modelapi::Parameters &parameters)
{
    QStringList words;
    for (const auto all = wordsOf(parameters); const auto &[name, inWords] : all) {
        words.append(inWords);
    }
    return words.join(u" · "_s);
}

workspace::FileObjection objectionToFiles(const SendPlan &plan, const modelapi::Turn &question)
{
    QStringList final;
    QStringList other;
    for (const SendPlan::Part &part : plan.parts) {
        const workspace::FileObjection objection =
            workspace::objectionToFiles({part.connection.settings, part.modelId, part.facts},
                                        part.prompt.systemPrompt, part.turns, question);
        if (!objection.message.isEmpty()) {
            (objection.isFinal ? final : other).append(objection.message);
        }
    }
    QStringList &told = final.isEmpty() ? other : final;
    told.removeDuplicates();
    return {told.join(u' '), !final.isEmpty()};
}

QString objectionToTarget(const SendPlan &plan)
{
    QStringList objections;
    for (const SendPlan::Part &part : plan.parts) {
        for (const auto each = part.prompt.forTarget.objections(); const QString &words : each) {
            objections.append(plan.parts.size() == 1
                                  ? words
                                  : Tr::tr("%1: %2", "state, sentence").arg(part.content, words));
        }
    }
    objections.removeDuplicates();
    return objections.join(u'\n');
}

QString planInWords(const SendPlan &plan)
{
    QStringList lines;
    for (const SendPlan::Part &part : plan.parts) {
        QString line =
            Tr::tr("%1: %2 (prompt + conversation) go to %3 by the connection “%4”, "
                   "model %5.")
                .arg(part.content, tokensInWords(part), part.server, part.connection.name,
                     part.modelId.isEmpty() ? Tr::tr("not chosen") : part.modelId);
        if (!part.values.isEmpty()) {
            line += u' '
                + Tr::tr("The prompt is the one that the preview shows: %1.")
                      .arg(workspace::shownChoice(part.values));
        }
        if (!part.unsavedFragments.isEmpty()) {
            line += u' '
                + Tr::tr("It is made with unsaved text of %1, which is not what is saved.")
                      .arg(part.unsavedFragments.join(u", "_s));
        }
        if (!excessInWords(part).isEmpty()) {
            line += u' '
                + Tr::tr(
                      "That is more than the %1 tokens that the model reads there: it is refused "
                      "or cut. Shorten it, or choose a model that reads more.")
                      .arg(QLocale().toString(part.window));
        }
        line += targetInWords(part.prompt.forTarget);
        if (!part.proxy.isEmpty()) {
            line += u' ' + Tr::tr("On the way is the proxy %1.").arg(part.proxy);
        }
        if (const auto cost = inputCost(part)) {
            line += u' '
                + Tr::tr("The input costs about %1; the answer comes on top.")
                      .arg(workspace::shownCost(*cost));
        } else {
            line += u' ' + Tr::tr("What it costs is not known.");
        }
        lines.append(line);
    }
    if (!plan.question.images.isEmpty()) {
        lines.append(Tr::tr("Pictures that go with it: %1. Their tokens are not counted here.")
                         .arg(QLocale().toString(plan.question.images.size())));
    }
    if (!plan.question.documents.isEmpty()) {
        QStringList documents;
        std::ranges::transform(plan.question.documents, std::back_inserter(documents),
                               workspace::shownDocument);
        lines.append(Tr::tr("PDFs that go with it: %1. Their tokens are not counted here, and they "
                            "were not looked through for keys.")
                         .arg(documents.join(u", "_s)));
    }
    lines.append(Tr::tr("You are asked once for each connection, and again when its server or the "
                        "proxy is another one."));
    return lines.join(u"\n\n"_s);
}

} // namespace hermes::testsend
