#pragma once

#include "core/error.h"
#include "vcs/repository.h"

#include <QFuture>
#include <QObject>

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class MessageBar;
}

namespace hermes::workspace {
class Workspace;
struct RepositoryOverview;
} // namespace hermes::workspace

namespace hermes::mainwindow {

/// "main", "detached at 3f2c1ab", "main · merging", "files only"; empty while nothing is known.
[[nodiscard]] QString repositoryLabel(const workspace::RepositoryOverview &overview);
/// Why nothing can be released as the repository stands; empty = it can.
[[nodiscard]] QString releaseObstacle(const workspace::RepositoryOverview &overview);

/// Tells in a bar of its own what is wrong with the repository of the open registry, or what it is
/// in the middle of, and offers what mends it. The bar stays until the state is another or the user
/// closes it. Thread: UI.
class RepositoryNotice final : public QObject
{
    Q_OBJECT

public:
    RepositoryNotice(workspace::Workspace &workspace, widgets::MessageBar &bar, QObject *parent);

    void repairLocks();

Q_SIGNALS:
    void told(const QString &text); ///< Something was mended.
    void failed(const hermes::core::Error &error);

private:
    enum class Remedy
    {
        None,
        RepairLocks,
        RebuildStagingArea,
        RestoreBranch
    };
    struct Notice
    {
        bool isWarning = false;
        QString text; ///< Empty = nothing to tell.
        Remedy remedy = Remedy::None;

        bool operator==(const Notice &) const = default;
    };

    void update();
    [[nodiscard]] Notice noticeOf(const workspace::RepositoryOverview &overview) const;
    void addRemedy();
    void offerEarlierHeads(QPushButton *button);
    void carryOut(const QFuture<core::Result<void>> &mending, const QString &success);

    workspace::Workspace &m_workspace;
    widgets::MessageBar &m_bar;
    Notice m_shown;
};

} // namespace hermes::mainwindow
