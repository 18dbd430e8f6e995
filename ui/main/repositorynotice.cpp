#include "main/repositorynotice.h"

#include "widgets/messagebar.h"
#include "workspace/workspace.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMenu>
#include <QPushButton>

using hermes::widgets::MessageBar;
using hermes::workspace::RepositoryOverview;

namespace hermes::mainwindow {

namespace {

using Operation = vcs::RepositoryState::Operation;
using Head = vcs::RepositoryState::Head;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(RepositoryNotice)
};

/// "merging", "rebasing", …
QString doing(Operation operation)
{
    switch (operation) {
    case Operation::Merge:
        return Messages::tr("merging");
    case Operation::Rebase:
        return Messages::tr("rebasing");
    case Operation::CherryPick:
        return Messages::tr("cherry-picking");
    case Operation::Revert:
        return Messages::tr("reverting");
    case Operation::Bisect:
        return Messages::tr("bisecting");
    case Operation::ApplyMailbox:
        return Messages::tr("applying patches");
    case Operation::None:
        break;
    }
    return {};
}

/// The command that ends it, as git itself names it.
QString command(Operation operation)
{
    switch (operation) {
    case Operation::Merge:
        return QStringLiteral("git merge");
    case Operation::Rebase:
        return QStringLiteral("git rebase");
    case Operation::CherryPick:
        return QStringLiteral("git cherry-pick");
    case Operation::Revert:
        return QStringLiteral("git revert");
    case Operation::Bisect:
        return QStringLiteral("git bisect reset");
    case Operation::ApplyMailbox:
        return QStringLiteral("git am");
    case Operation::None:
        break;
    }
    return {};
}

QString ageText(qint64 seconds)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    if (seconds < minute) {
        return Messages::tr("less than a minute");
    }
    if (seconds < hour) {
        return Messages::tr("%n minute(s)", nullptr, static_cast<int>(seconds / minute));
    }
    return seconds < day ? Messages::tr("%n hour(s)", nullptr, static_cast<int>(seconds / hour))
                         : Messages::tr("%n day(s)", nullptr, static_cast<int>(seconds / day));
}

bool isYoung(const vcs::StaleLock &lock)
{
    return vcs::StaleLock{{}, lock.ageSeconds, 0}.isInUse();
}

QString lockText(const vcs::StaleLock &lock)
{
    if (lock.holderPid != 0) {
        return Messages::tr("Another program (process %1) is working in this repository and holds "
                            "%2. Nothing can be released until it is done.")
            .arg(lock.holderPid)
            .arg(lock.path);
    }
    return lock.ageSeconds < 0
        ? Messages::tr("A lock file stands in the repository and no program holds it: %1. Nothing "
                       "can be released until it is moved aside.")
              .arg(lock.path)
        : Messages::tr("A lock file has stood in the repository for %1 and no program holds it: "
                       "%2. Nothing can be released until it is moved aside.")
              .arg(ageText(lock.ageSeconds), lock.path);
}

} // namespace

QString repositoryLabel(const RepositoryOverview &overview)
{
    if (!overview.state) {
        return overview.reason.message.isEmpty() ? QString() : Messages::tr("files only");
    }
    const vcs::RepositoryState &state = *overview.state;
    const QString head = state.head == Head::Detached
        ? Messages::tr("detached at %1").arg(state.commit.shortText())
        : state.head == Head::Unborn ? Messages::tr("%1 · no commit yet").arg(state.branch)
                                     : state.branch;
    if (state.operation != Operation::None) {
        return Messages::tr("%1 · %2", "branch and what is going on")
            .arg(head, doing(state.operation));
    }
    return state.isShallow ? Messages::tr("%1 · shallow clone").arg(head) : head;
}

QString releaseObstacle(const RepositoryOverview &overview)
{
    if (!overview.state) {
        return overview.reason.message;
    }
    const vcs::RepositoryState &state = *overview.state;
    if (state.operation == Operation::Bisect) {
        return Messages::tr("A bisection is under way in this repository. Drafts can be edited and "
                            "saved; to release, end it first: “git bisect reset”.");
    }
    if (state.operation != Operation::None) {
        return Messages::tr("The repository is in the middle of something (%1). Drafts can be "
                            "edited and saved; to release, finish it first: “%2 --continue”, or "
                            "“%2 --abort”.")
            .arg(doing(state.operation), command(state.operation));
    }
    if (state.head == Head::Detached) {
        return Messages::tr("No branch is checked out (HEAD is detached at %1). Drafts can be "
                            "edited and saved; to release, switch to a branch: “git switch main”, "
                            "with your branch's name.")
            .arg(state.commit.shortText());
    }
    return overview.reason.message; // what part of git does not work
}

RepositoryNotice::RepositoryNotice(workspace::Workspace &workspace, MessageBar &bar,
                                   QObject *parent)
    : QObject(parent), m_workspace(workspace), m_bar(bar)
{
    connect(&workspace, &workspace::Workspace::repositoryChanged, this, &RepositoryNotice::update);
    connect(&workspace, &workspace::Workspace::statusChanged, this, &RepositoryNotice::update);
    connect(&workspace, &workspace::Workspace::holdChanged, this, &RepositoryNotice::update);
}

void RepositoryNotice::update()
{
    const Notice notice = noticeOf(m_workspace.repository());
    if (notice == m_shown) {
        return; // a bar that the user has closed does not come back for the same
    }
    m_shown = notice;
    if (notice.text.isEmpty()) {
        m_bar.dismiss();
        return;
    }
    m_bar.showMessage(notice.isWarning ? MessageBar::Severity::Warning : MessageBar::Severity::Info,
                      notice.text);
    addRemedy();
}

RepositoryNotice::Notice RepositoryNotice::noticeOf(const RepositoryOverview &overview) const
{
    if (m_workspace.root().isEmpty()) {
        return {};
    }
    if (!m_workspace.heldElsewhere().isEmpty()) {
        return {true, m_workspace.heldElsewhere(), Remedy::None};
    }
    for (const vcs::StaleLock &lock : overview.locks) {
        if (!lock.isInUse()) {
            return {true, lockText(lock), Remedy::RepairLocks};
        }
        if (!isYoung(lock)) { // every command of git's locks for a moment
            return {false, lockText(lock), Remedy::None};
        }
    }
    const QString &reason = overview.reason.message;
    if (reason.isEmpty()) {
        return {false, releaseObstacle(overview), Remedy::None};
    }
    switch (overview.reason.code) {
    case core::ErrorCode::NotARepository:
        return {}; // the label says "files only"; nothing is wrong
    case core::ErrorCode::StagingAreaDamaged:
        return {true, reason, Remedy::RebuildStagingArea};
    default:
        return {true, reason,
                overview.earlierHeads.isEmpty() ? Remedy::None : Remedy::RestoreBranch};
    }
}

void RepositoryNotice::addRemedy()
{
    switch (m_shown.remedy) {
    case Remedy::None:
        break;
    case Remedy::RepairLocks:
        connect(m_bar.addButton(tr("Repair")), &QPushButton::clicked, this,
                &RepositoryNotice::repairLocks);
        break;
    case Remedy::RebuildStagingArea:
        connect(m_bar.addButton(tr("Rebuild staging area")), &QPushButton::clicked, this, [this] {
            carryOut(m_workspace.rebuildStagingArea(),
                     tr("The staging area was made anew from the last commit. The damaged one is "
                        "kept beside it in .git."));
        });
        break;
    case Remedy::RestoreBranch:
        offerEarlierHeads(m_bar.addButton(tr("Earlier states")));
        break;
    }
}

void RepositoryNotice::offerEarlierHeads(QPushButton *button)
{
    auto *menu = new QMenu(button);
    for (const vcs::CommitInfo &commit : m_workspace.repository().earlierHeads) {
        const QString when =
            QLocale().toString(commit.committer.when.toLocalTime(), QLocale::ShortFormat);
        QString summary = commit.summary;
        menu->addAction(tr("%1  %2  %3", "time, commit, first line of its message")
                            .arg(when, commit.id.shortText(),
                                 summary.replace(QChar(u'&'), QStringLiteral("&&"))),
                        this, [this, id = commit.id] {
                            carryOut(m_workspace.restoreBranch(id),
                                     tr("The branch is at %1 again. The damaged file is kept in "
                                        ".git.")
                                         .arg(id.shortText()));
                        });
    }
    button->setMenu(menu);
}

void RepositoryNotice::repairLocks()
{
    carryOut(m_workspace.repairLocks(), tr("The lock files were moved aside."));
}

void RepositoryNotice::carryOut(const QFuture<core::Result<void>> &mending, const QString &success)
{
    QFuture<core::Result<void>>(mending).then(this,
                                              [this, success](const core::Result<void> &mended) {
                                                  if (mended) {
                                                      Q_EMIT told(success);
                                                  } else {
                                                      Q_EMIT failed(mended.error());
                                                  }
                                              });
}

} // namespace hermes::mainwindow
