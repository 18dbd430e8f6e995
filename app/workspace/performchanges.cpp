#include "workspace/performchanges.h"

#include "workspace/changesteps.h"

#include <QCoreApplication>
#include <QTimeZone>

#include <optional>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

using State = ChangeSteps::State;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Changes)
};

/// The first step that is not as it was when the change set was made.
std::optional<RepoPath> firstMismatch(const ChangeSteps &steps)
{
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (steps.state(i) != State::Before) {
            return steps.pathOf(i);
        }
    }
    return std::nullopt;
}

/// Undoes the first `count` steps, from the last to the first. A step that somebody else changed
/// is left as it is.
Result<void> takeBack(ChangeSteps &steps, qsizetype count)
{
    for (qsizetype i = count - 1; i >= 0; --i) {
        if (steps.state(i) == State::Other) {
            continue;
        }
        if (const Result<void> undone = steps.takeBack(i); !undone) {
            return undone;
        }
    }
    return {};
}

std::unexpected<Error> withSentence(const Error &error, const QString &sentence)
{
    return failure(error.code, error.message + u' ' + sentence, error.detail);
}

/// Does every step; takes them back after an error.
Result<void> performSteps(ChangeSteps &steps, const ChangeRecords &records,
                          const ChangeRecord &record)
{
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const Result<void> done = steps.perform(i);
        if (done) {
            continue;
        }
        const Result<void> undone = takeBack(steps, i + 1);
        if (!undone) {
            // The record stays: the next start tries again.
            return withSentence(done.error(),
                                Messages::tr("What was done before could not be taken back (%1); "
                                             "it is tried again when the registry is opened.")
                                    .arg(undone.error().message));
        }
        records.forget(record);
        return withSentence(done.error(), Messages::tr("Everything is as it was before."));
    }
    return {};
}

/// Completes what is pending, or takes it back where that is no longer possible.
Result<UnfinishedChange> finishPending(const ChangePlace &place, const ChangeRecords &records)
{
    std::optional<ChangeRecord> pending = records.pending();
    if (!pending) {
        return UnfinishedChange{};
    }
    ChangeSteps steps(place, records.folder(), *pending);
    bool canComplete = true;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        canComplete = canComplete && steps.state(i) != State::Other;
    }
    Result<void> done;
    for (qsizetype i = 0; canComplete && done && i < steps.size(); ++i) {
        done = steps.perform(i);
    }
    if (!canComplete) {
        done = takeBack(steps, steps.size());
    }
    steps.clean();
    if (!done) {
        return std::unexpected(done.error());
    }
    if (canComplete) {
        records.finish(*pending);
    } else {
        records.forget(*pending);
    }
    return UnfinishedChange{canComplete ? UnfinishedChange::Outcome::Completed
                                        : UnfinishedChange::Outcome::TakenBack,
                            pending->changes.title};
}

Result<ChangeRecord> perform(const ChangePlace &place, const ChangeRecords &records,
                             const changes::ChangeSet &changes, const QString &undoes)
{
    ChangeRecord record{
        records.nextName(),
        changes,
        {},
        undoes,
        QDateTime::fromSecsSinceEpoch(QDateTime::currentSecsSinceEpoch(), QTimeZone::UTC)};
    record.changes.remarks.clear();
    ChangeSteps steps(place, records.folder(), record);
    if (const std::optional<RepoPath> path = firstMismatch(steps)) {
        return failure(ErrorCode::ChangedOutside,
                       Messages::tr("%1 was changed meanwhile, so “%2” cannot be done. Nothing was "
                                    "changed.")
                           .arg(path->text(), changes.title));
    }
    return records.begin(record)
        .and_then([&] { return performSteps(steps, records, record); })
        .transform([&] {
            steps.clean();
            records.finish(record);
            return record;
        });
}

} // namespace

Result<ChangeRecord> performChanges(const ChangePlace &place, const changes::ChangeSet &changes)
{
    const Result<ChangeRecords> records = ChangeRecords::acquire(place);
    if (!records) {
        return std::unexpected(records.error());
    }
    return finishPending(place, *records).and_then([&](const UnfinishedChange &) {
        return perform(place, *records, changes, {});
    });
}

Result<ChangeRecord> undoChanges(const ChangePlace &place, const QString &name)
{
    const Result<ChangeRecords> records = ChangeRecords::acquire(place);
    if (!records) {
        return std::unexpected(records.error());
    }
    const Result<UnfinishedChange> finished = finishPending(place, *records);
    const Result<ChangeRecord> done =
        finished ? records->done(name) : std::unexpected(finished.error());
    if (!done) {
        return std::unexpected(done.error());
    }
    for (const changes::Deletion &deletion : done->changes.deletions) {
        if (done->trashed.value(deletion.path).isEmpty()) {
            return failure(
                ErrorCode::NotFound,
                Messages::tr("%1 went into the trash, but its place there is not known. Restore it "
                             "with the file manager.")
                    .arg(deletion.path.text()));
        }
    }
    return perform(place, *records, inverse(done->changes, done->trashed), name);
}

Result<UnfinishedChange> finishChanges(const ChangePlace &place)
{
    if (!ChangeRecords::exist(place)) {
        return UnfinishedChange{}; // most registries were never changed here
    }
    const Result<ChangeRecords> records = ChangeRecords::acquire(place);
    if (!records) {
        if (records.error().code == ErrorCode::RepositoryLocked) {
            return UnfinishedChange{UnfinishedChange::Outcome::BusyElsewhere, {}};
        }
        return std::unexpected(records.error());
    }
    return finishPending(place, *records);
}

} // namespace hermes::workspace
