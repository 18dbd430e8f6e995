#include "testsend/plannedwords.h"

#include "workspace/testsendcost.h"
#include "workspace/testsendsession.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

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

QString tokensInWords(const SendPlan::Part &part)
{
    const QLocale locale;
    return (part.prompt.tokenCount.isExact() ? Tr::tr("%1 + %2 tokens")
                                             : Tr::tr("≈ %1 + %2 tokens"))
        .arg(locale.toString(part.prompt.tokenCount.tokens),
             locale.toString(part.conversationTokens));
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
    if (!first.values.isEmpty()) {
        words.append(Tr::tr("with %1").arg(workspace::shownChoice(first.values)));
    }
    if (const auto cost = inputCost(first)) {
        words.append(
            plan.parts.size() == 1
                ? Tr::tr("about %1 and the answer").arg(workspace::shownAmount(*cost))
                : Tr::tr("about %1 each and the answers").arg(workspace::shownAmount(*cost)));
    }
    return words.join(u" · "_s);
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
    lines.append(Tr::tr("You are asked once for each connection, and again when its server is "
                        "another one."));
    return lines.join(u"\n\n"_s);
}

QString secretsInWords(const SendPlan &plan)
{
    QStringList places;
    for (const SendPlan::Part &part : plan.parts) {
        for (const check::SecretFinding &secret : part.prompt.secrets) {
            places.append(Tr::tr("%1, line %2 of the prompt: what looks like %3")
                              .arg(part.content, QLocale().toString(secret.line), secret.what));
        }
    }
    for (const check::SecretFinding &secret : plan.secretsInQuestion) {
        places.append(Tr::tr("Your question: what looks like %1").arg(secret.what));
    }
    places.removeDuplicates();
    return places.join(u'\n');
}

} // namespace hermes::testsend
