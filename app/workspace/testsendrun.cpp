#include "workspace/testsendrun.h"

#include "workspace/testsend.h"
#include "workspace/testsendcost.h"

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr qsizetype longestKept = qsizetype(2) << 20; ///< Characters.

QString bounded(const QString &text)
{
    return text.size() <= longestKept ? text : text.first(longestKept) + u"\n\n[…]"_s;
}

qsizetype lengthOf(const QList<modelapi::ThinkingBlock> &blocks)
{
    qsizetype length = 0;
    for (const modelapi::ThinkingBlock &block : blocks) {
        length += block.text.size() + block.signature.size() + block.redacted.size();
    }
    return length;
}

} // namespace

runs::Run begunRun(const TestSendRequest &request, const modelapi::ConnectionSettings &settings)
{
    runs::Run run;
    run.id = runs::newRunId();
    run.started = QDateTime::fromMSecsSinceEpoch(QDateTime::currentMSecsSinceEpoch());
    run.entry = request.entry;
    run.registry = request.registry;
    run.version = request.version;
    run.promptDigest = runs::digestOf(request.systemPrompt);
    if (request.target.target != assembly::Target::AsWritten) {
        run.target = assembly::targetName(request.target.target);
    }
    for (const ContextFile &file : request.target.context) {
        if (file.fault.isEmpty()) {
            run.contextFiles.append(file.path);
        }
    }
    run.connectionName = request.connection.name;
    run.provider = modelapi::connectionTypeName(settings.type);
    run.host = shownServer(settings);
    run.modelId = settings.modelId;
    run.parameters = settings.parameters;
    run.turns = request.turns;
    run.countedInput = request.countedInput;
    return run;
}

void note(runs::Run &run, const modelapi::Answer &answer)
{
    run.answer = bounded(answer.text);
    run.thinking = bounded(answer.thinking);
    // Signed as they are: of blocks that are cut nothing goes on.
    run.thinkingBlocks = lengthOf(answer.thinkingBlocks) <= longestKept
        ? answer.thinkingBlocks
        : QList<modelapi::ThinkingBlock>();
    run.toolCalls = answer.toolCalls;
    run.usage = answer.usage;
    run.stop = answer.stop;
}

void noteEnd(runs::Run &run, const modelapi::Answer &answer,
             const std::optional<modelapi::Failure> &failure, EndedBy endedBy,
             const std::optional<registry::ModelFacts> &facts)
{
    note(run, answer);
    run.cost = billedFigures(facts, answer.usage, failure).cost;
    run.outcome = !failure         ? runs::Run::Outcome::Complete
        : endedBy == EndedBy::User ? runs::Run::Outcome::Stopped
                                   : runs::Run::Outcome::Failed;
    if (failure && endedBy == EndedBy::Itself) {
        run.failure = failure->error.message;
    }
}

} // namespace hermes::workspace
