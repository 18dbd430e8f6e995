#include "modelapi/stopwords.h"

#include "modelapi/failure.h"
#include "modelapi/modelapitr.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr std::array names{"end"_L1,     "output-limit"_L1, "stop-sequence"_L1, "tool-calls"_L1,
                           "refusal"_L1, "context-full"_L1, "paused"_L1,        "other"_L1};

constexpr qsizetype mostOfName = 200; ///< Characters: a server may call it anything.

QString shownName(const QString &text)
{
    return shownServerText(text, {}).left(mostOfName);
}

} // namespace

QString stopName(Stop::Reason reason)
{
    return names.at(static_cast<size_t>(reason));
}

std::optional<Stop::Reason> stopNamed(const QString &name)
{
    const auto found = std::ranges::find(names, name);
    return found != names.end() ? std::optional(static_cast<Stop::Reason>(found - names.begin()))
                                : std::nullopt;
}

QString stopInWords(const Stop &stop)
{
    switch (stop.reason) {
    case Stop::Reason::EndOfTurn:
    case Stop::Reason::StopSequence:
        return {};
    case Stop::Reason::OutputLimit:
        return ModelApiTr::tr("The answer ended at the limit of output and is not whole. A higher "
                              "limit lets it be longer.");
    case Stop::Reason::ToolCalls:
        return ModelApiTr::tr("The model waits for what its tools give.");
    case Stop::Reason::Refusal:
        return stop.detail.isEmpty()
            ? ModelApiTr::tr("The model refused to answer.")
            : ModelApiTr::tr("The model refused to answer: %1.").arg(shownName(stop.detail));
    case Stop::Reason::ContextFull:
        return ModelApiTr::tr("The answer ended because the model's window is full. Shorten the "
                              "prompt, or begin a new conversation.");
    case Stop::Reason::Paused:
    case Stop::Reason::Other:
        return stop.name.isEmpty()
            ? ModelApiTr::tr("The answer ended for a reason that the server does not name.")
            : ModelApiTr::tr("The answer ended because of “%1”.").arg(shownName(stop.name));
    }
    Q_UNREACHABLE();
}

} // namespace hermes::modelapi
