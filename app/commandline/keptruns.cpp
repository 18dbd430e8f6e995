#include "commandline/keptruns.h"

#include "commandline/report.h"
#include "runs/runhistory.h"
#include "workspace/settings.h"
#include "workspace/testsendrun.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

} // namespace

KeptRuns::KeptRuns(const Invocation &invocation) : m_streams(*invocation.streams)
{
    if (invocation.parser->isSet(u"no-history"_s)) {
        return;
    }
    m_history = std::make_unique<runs::RunHistory>(workspace::runsFile(), runs::RunLimits{});
    QObject::connect(m_history.get(), &runs::RunHistory::setAside, m_history.get(),
                     [&streams = m_streams](const QString &file) {
                         streams.errors(translated("The history of runs was damaged. It is kept as "
                                                   "%1, and a new one begins.\n")
                                            .arg(shown(file))
                                            .toUtf8());
                     });
}

KeptRuns::~KeptRuns() = default;

runs::Run KeptRuns::begun(const workspace::TestSendRequest &request,
                          const modelapi::ConnectionSettings &settings)
{
    runs::Run run = workspace::begunRun(request, settings);
    put(run);
    return run;
}

void KeptRuns::ended(runs::Run run, const modelapi::ExchangeOutcome &outcome,
                     const std::optional<registry::ModelFacts> &facts)
{
    run.firstToken = outcome.firstToken;
    run.total = outcome.total;
    run.attempts = outcome.attempts;
    workspace::noteEnd(run, outcome.answer, outcome.failure, workspace::EndedBy::Itself, facts);
    put(run);
}

void KeptRuns::put(const runs::Run &run)
{
    if (!m_history) {
        return;
    }
    auto kept = m_history->put(run);
    kept.waitForFinished();
    if (const core::Result<void> done = kept.takeResult(); !done) {
        m_streams.errors((shown(done.error().message) + u'\n').toUtf8());
        m_history.reset(); // what fails once fails again, and costs its wait
    }
}

} // namespace hermes::commandline
