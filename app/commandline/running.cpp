#include "commandline/commands.h"
#include "commandline/conversation.h"
#include "commandline/report.h"
#include "commandline/runkeys.h"
#include "diff/linediff.h"
#include "keys/processprotection.h"
#include "modelapi/tokencountcall.h"
#include "workspace/neededkey.h"
#include "workspace/providercount.h"
#include "workspace/secretplaces.h"
#include "workspace/toldwindows.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QSaveFile>
#include <QUrl>

#include <algorithm>
#include <memory>
#include <ranges>
#include <utility>
#include <vector>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

/// Of a run that was held: how it ended, and in the text form what follows the streamed answer.
Outcome reported(const Invocation &invocation, const RunReport &report)
{
    Outcome outcome;
    if (invocation.form == OutputForm::Text) {
        const QString &text = report.outcome.answer.text;
        outcome.output = text.isEmpty() || text.endsWith(u'\n') ? QByteArray() : "\n";
        outcome.errors = runText(report).toUtf8();
    }
    if (!report.outcome.answer.toolCalls.isEmpty()) {
        outcome.exitCode = Different;
    }
    if (report.outcome.failure) {
        const Outcome failed = failedWith(report.outcome.failure->error);
        outcome.exitCode = failed.exitCode;
        outcome.errors += failed.errors;
    }
    return outcome;
}

/// Nothing that looks like a secret leaves unless that is allowed. Errors: InvalidDefinition.
Result<void> withoutSecrets(const Invocation &invocation, const QList<QByteArray> &prompts,
                            const QList<Turn> &turns, const ToolAnswers &answers)
{
    if (invocation.parser->isSet(u"allow-secrets"_s)) {
        return {};
    }
    QList<workspace::SecretPlace> places;
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const QString where = i + 1 == turns.size() ? translated("Your message")
                                                    : translated("Turn %1 of --turns").arg(i + 1);
        places += workspace::secretPlaces(where, turns.at(i).text.toUtf8());
    }
    for (const QByteArray &prompt : prompts) {
        places += workspace::secretPlaces(translated("The prompt"), prompt);
    }
    for (const auto given = answers.all(); const auto &[tool, text] : given) {
        places += workspace::secretPlaces(translated("What %1 gives").arg(tool), text.toUtf8());
    }
    if (places.isEmpty()) {
        return {};
    }
    return failure(ErrorCode::InvalidDefinition,
                   translated("%1\nNothing was sent. Take it out, or send it with --allow-secrets.")
                       .arg(workspace::secretsInWords(places)));
}

/// All that the entry declares in any of the states that are asked.
QList<ToolDefinition> toolsOf(const QList<RunPlan> &plans)
{
    QList<ToolDefinition> tools;
    for (const RunPlan &plan : plans) {
        for (const ToolDefinition &tool : plan.asked.tools) {
            if (!std::ranges::contains(tools, tool.name, &ToolDefinition::name)) {
                tools.append(tool);
            }
        }
    }
    return tools;
}

/// How an answer differs from the first one; empty: not at all.
QByteArray differenceFrom(const Conversation &first, const Conversation &other)
{
    constexpr int context = 3; // lines
    return diff::unifiedPatch(diff::compareTexts(first.report().outcome.answer.text,
                                                 other.report().outcome.answer.text),
                              first.plan().name, other.plan().name, context)
        .toUtf8();
}

using Conversations = std::vector<std::unique_ptr<Conversation>>;

Outcome runsJson(const Invocation &invocation, const Conversations &runs)
{
    const bool isCompared = invocation.parser->isSet(u"differences"_s);
    QJsonArray all;
    for (const auto &run : runs) {
        QJsonObject json = runJson(run->report());
        json.insert(u"state"_s, run->plan().state);
        if (run->plan().target.stored) {
            json.insert(u"connection"_s, run->plan().target.stored->name);
        }
        if (isCompared && !all.isEmpty()) {
            json.insert(u"patchFromFirst"_s,
                        QString::fromUtf8(differenceFrom(*runs.front(), *run)));
        }
        all.append(json);
    }
    return runs.size() == 1 ? succeededWith(all.first().toObject()) : succeededWith(all);
}

QByteArray differencesText(const Conversations &runs)
{
    QByteArray text;
    for (const auto &run : runs | std::views::drop(1)) {
        const QByteArray difference = differenceFrom(*runs.front(), *run);
        text += '\n'
            + (difference.isEmpty() ? translated("%1 and %2 answer the same.\n")
                                          .arg(runs.front()->plan().name, run->plan().name)
                                          .toUtf8()
                                    : difference);
    }
    return text;
}

/// Holds runs side by side: each is asked as soon as its server may be, and printed when those
/// before it are. One that fails does not keep the others from being asked; the worst exit code is
/// that of all.
class SideBySide
{
public:
    SideBySide(const Invocation &invocation, Conversations &runs)
        : m_invocation(invocation), m_runs(runs)
    {
    }

    /// The exit code of all.
    int hold()
    {
        QEventLoop loop;
        for (const auto &run : m_runs) {
            QObject::connect(run.get(), &Conversation::finished, &loop, [this, &loop] {
                startNext();
                printEnded();
                if (m_printed == m_runs.size()) {
                    loop.quit();
                }
            });
        }
        beginPrinting();
        startNext();
        loop.exec();
        return m_exitCode;
    }

private:
    /// A server of one's own is not asked twice at once: it would answer neither any sooner.
    [[nodiscard]] static bool shareServer(const Conversation &one, const Conversation &other)
    {
        const ConnectionSettings &settings = one.plan().target.settings;
        return !workspace::needsKey(settings)
            && effectiveBaseUrl(settings) == effectiveBaseUrl(other.plan().target.settings);
    }

    void startNext()
    {
        for (const auto &run : m_runs) {
            const bool isBusy = std::ranges::any_of(m_runs, [&run](const auto &other) {
                return other->isStarted() && !other->isFinished() && shareServer(*run, *other);
            });
            if (!run->isStarted() && !isBusy) {
                run->start();
            }
        }
    }

    void beginPrinting()
    {
        const auto &run = m_runs.at(m_printed);
        if (m_invocation.form == OutputForm::Text && m_runs.size() > 1) {
            m_invocation.streams->output((m_printed == 0 ? QByteArray() : QByteArray("\n")) + "=== "
                                         + run->output().printable(run->plan().name) + " ===\n");
        }
        m_invocation.streams->errors(run->plan().notes);
        run->output().release();
    }

    void printEnded()
    {
        while (m_printed < m_runs.size() && m_runs.at(m_printed)->isFinished()) {
            const Outcome outcome = reported(m_invocation, m_runs.at(m_printed)->report());
            m_invocation.streams->output(outcome.output);
            m_invocation.streams->errors(outcome.errors);
            m_exitCode = std::max(m_exitCode, outcome.exitCode);
            ++m_printed;
            if (m_printed < m_runs.size()) {
                beginPrinting();
            }
        }
    }

    const Invocation &m_invocation;
    Conversations &m_runs;
    size_t m_printed = 0; ///< So many are printed to their end.
    int m_exitCode = Success;
};

/// Opened before anything is sent, since what was paid for could not be asked once more.
Result<std::unique_ptr<QSaveFile>> exchangeFile(const Invocation &invocation)
{
    if (!invocation.parser->isSet(u"exchange"_s)) {
        return nullptr;
    }
    auto file = std::make_unique<QSaveFile>(invocation.parser->value(u"exchange"_s));
    if (!file->open(QIODevice::WriteOnly)) {
        return failure(ErrorCode::NotWritable,
                       translated("%1 cannot be written: %2. Nothing was sent.")
                           .arg(shown(file->fileName()), file->errorString()));
    }
    file->setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file;
}

Result<void> writeExchanges(QSaveFile &file, const Conversations &runs)
{
    for (const auto &run : runs) {
        const QString heading =
            runs.size() > 1 ? u"=== %1 ===\n"_s.arg(run->plan().name) : QString();
        file.write((heading + run->exchanges()).toUtf8());
    }
    if (!file.commit()) {
        return failure(
            ErrorCode::NotWritable,
            translated("%1 was not written: %2").arg(shown(file.fileName()), file.errorString()));
    }
    return {};
}

Outcome heldRuns(const Invocation &invocation, const QList<RunPlan> &plans,
                 const ToolAnswers &answers, std::vector<keys::Secret> keys)
{
    const auto file = exchangeFile(invocation);
    if (!file) {
        return failedWith(file.error());
    }
    KeptRuns kept(invocation);
    Conversations runs;
    for (const auto &[plan, key] : std::views::zip(plans, keys)) {
        runs.push_back(
            std::make_unique<Conversation>(invocation, plan, answers, std::move(key), kept));
    }
    Outcome all;
    all.exitCode = SideBySide(invocation, runs).hold();
    if (invocation.form == OutputForm::Json) {
        all.output = runsJson(invocation, runs).output;
    } else if (invocation.parser->isSet(u"differences"_s)) {
        all.output = differencesText(runs);
    }
    if (*file != nullptr) {
        if (const Result<void> written = writeExchanges(**file, runs); !written) {
            const Outcome failed = failedWith(written.error());
            all.errors += failed.errors;
            all.exitCode = std::max(all.exitCode, failed.exitCode);
        }
    }
    return all;
}

} // namespace

Result<CountAtConnection> countedAtConnection(const Invocation &invocation,
                                              const QByteArray &prompt, const QString &modelId)
{
    if (const Result<void> harmless = withoutSecrets(invocation, {prompt}, {}, {}); !harmless) {
        return std::unexpected(harmless.error());
    }
    Result<RunTarget> target = connectionNamed(invocation.parser->value(u"count-at"_s));
    if (!target) {
        return std::unexpected(target.error());
    }
    ConnectionSettings &settings = target->settings;
    if (invocation.parser->isSet(u"model"_s)) {
        settings.modelId = invocation.parser->value(u"model"_s);
    } else if (settings.modelId.isEmpty()) {
        settings.modelId = modelId;
    }
    keys::protectProcess();
    const Result<keys::Secret> key = keyFor(invocation, *target);
    if (!key) {
        return std::unexpected(key.error());
    }
    QEventLoop loop;
    TokenCountCall call(settings, workspace::countedRequest(settings, prompt));
    TokenCountReply reply;
    QObject::connect(&call, &TokenCountCall::finished, &loop, [&](const TokenCountReply &end) {
        reply = end;
        loop.quit();
    });
    call.start(key->reveal());
    loop.exec();
    if (reply.failure) {
        return std::unexpected(reply.failure->error);
    }
    CountAtConnection counted{reply, settings.modelId, std::nullopt};
    // Of another model than what is told of it would say nothing.
    const std::optional<workspace::Connection> &stored = target->stored;
    if (stored && settings.modelId == modelId) {
        if (const auto window = workspace::toldWindow(*stored, modelId)) {
            counted.window = workspace::NamedWindow{*window, stored->name};
        }
    }
    return counted;
}

Outcome runPrompt(const Invocation &invocation)
{
    const auto plans = chosenPlans(invocation);
    if (!plans) {
        return plans.error();
    }
    if (plans->size() == 1 && invocation.parser->isSet(u"differences"_s)) {
        return wrongUsage(translated("--differences compares answers: name more than one --at, "
                                     "--connection or --model."));
    }
    if (invocation.parser->isSet(u"dry-run"_s) || invocation.parser->isSet(u"curl"_s)) {
        return shownPlans(invocation, *plans);
    }
    const Result<ToolAnswers> answers =
        ToolAnswers::parse(invocation.parser->values(u"tool-answer"_s), toolsOf(*plans));
    if (!answers) {
        return failedWith(answers.error());
    }
    QList<QByteArray> prompts;
    for (const RunPlan &plan : *plans) {
        if (!prompts.contains(plan.asked.systemPrompt)) {
            prompts.append(plan.asked.systemPrompt);
        }
    }
    if (const auto harmless =
            withoutSecrets(invocation, prompts, plans->constFirst().asked.turns, *answers);
        !harmless) {
        return failedWith(harmless.error());
    }
    keys::protectProcess();
    auto keys = keysFor(invocation, *plans);
    if (!keys) {
        return failedWith(keys.error());
    }
    return heldRuns(invocation, *plans, *answers, std::move(*keys));
}

} // namespace hermes::commandline
