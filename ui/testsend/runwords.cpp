#include "testsend/runwords.h"

#include "assembly/target.h"
#include "core/semanticversion.h"
#include "workspace/testsendcost.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using hermes::modelapi::Stop;
using hermes::runs::Run;

namespace hermes::testsend {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(TestSend)
};

/// How a whole answer ended.
QString endInWords(const std::optional<Stop> &stop)
{
    switch (stop ? stop->reason : Stop::Reason::EndOfTurn) {
    case Stop::Reason::OutputLimit:
        return Tr::tr("Cut short");
    case Stop::Reason::ContextFull:
        return Tr::tr("Window full");
    case Stop::Reason::Refusal:
        return Tr::tr("Refused");
    case Stop::Reason::Paused:
        return Tr::tr("Paused");
    case Stop::Reason::ToolCalls:
        return Tr::tr("Calls a tool");
    case Stop::Reason::Other:
        return Tr::tr("Ended");
    case Stop::Reason::EndOfTurn:
    case Stop::Reason::StopSequence:
        break;
    }
    return Tr::tr("Complete");
}

} // namespace

QString outcomeInWords(const Run &run)
{
    switch (run.outcome) {
    case Run::Outcome::Complete:
        return endInWords(run.stop);
    case Run::Outcome::Stopped:
        return Tr::tr("Stopped");
    case Run::Outcome::Failed:
        return Tr::tr("Failed");
    case Run::Outcome::Unfinished:
        break;
    }
    return Tr::tr("Unfinished");
}

QString stateInWords(const Run &run)
{
    const bool isVersion = core::SemanticVersion::parse(run.version).has_value();
    const QString state = run.version.isEmpty() ? Tr::tr("Draft")
        : isVersion                             ? u'v' + run.version
                                                : run.version;
    if (run.target.isEmpty()) {
        return state;
    }
    const auto target = assembly::targetFromName(run.target);
    return Tr::tr("%1 for %2", "state, program")
        .arg(state, target ? assembly::targetLabel(*target) : run.target);
}

QString contextInWords(const Run &run)
{
    return Tr::tr("Beside the prompt: %1").arg(run.contextFiles.join(u", "_s));
}

QString secondsInWords(std::chrono::milliseconds time, int digits)
{
    return QLocale().toString(static_cast<double>(time.count()) / 1000, 'f', digits);
}

bool isBilled(const Run &run)
{
    return run.outcome == Run::Outcome::Complete && run.usage.input && run.usage.output;
}

QString tokensInWords(const Run &run)
{
    const QLocale locale;
    QStringList words;
    if (run.countedInput) {
        words.append(Tr::tr("≈ %1 counted").arg(locale.toString(*run.countedInput)));
    }
    words.append(isBilled(run) ? Tr::tr("%1 + %2 billed")
                                     .arg(locale.toString(*run.usage.input),
                                          locale.toString(*run.usage.output))
                               : Tr::tr("usage unknown"));
    return words.join(u" · "_s);
}

QString factsInWords(const Run &run)
{
    QStringList facts;
    if (run.firstToken) {
        facts.append(Tr::tr("%1 s to first token").arg(secondsInWords(*run.firstToken, 2)));
        const auto writing = run.total - *run.firstToken;
        if (isBilled(run) && writing > 0ms) {
            const double rate = static_cast<double>(*run.usage.output) * 1000
                / static_cast<double>(writing.count());
            facts.append(Tr::tr("%1 tok/s").arg(QLocale().toString(std::lround(rate))));
        }
    }
    facts.append(tokensInWords(run));
    if (run.cost) {
        facts.append(workspace::shownCost(*run.cost));
    }
    facts.append(Tr::tr("%1 s in all").arg(secondsInWords(run.total, 1)));
    return facts.join(u" · "_s);
}

} // namespace hermes::testsend
