#pragma once

#include "core/problem.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QListView;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class Theme;
} // namespace hermes::widgets

namespace hermes::problems {

class ProblemsModel;

/// The problems of the current document.
///
/// A fix names a place in the text that was checked. While the document is ahead of its problems, a
/// fix that is asked for waits until the same problem is found again. Thread: UI.
class ProblemsPane final : public QWidget
{
    Q_OBJECT

public:
    /// How problems stand to the document now.
    enum class Age
    {
        Current,
        Outdated ///< It has changed since; others will follow.
    };

    explicit ProblemsPane(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setProblems(const QList<core::Problem> &problems, Age age);
    /// The document has changed; its problems will follow.
    void setOutdated();

Q_SIGNALS:
    void
    problemActivated(const hermes::core::Problem &problem); ///< The user wants to see its place.
    void fixRequested(const hermes::core::Problem &problem, int fix); ///< Index in Problem::fixes.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void requestFix(int row, int fix);
    void requestWaitingFix();
    void showMenu(const QPoint &place);

    struct WaitingFix
    {
        core::Problem problem;
        QString label;
    };

    ProblemsModel *m_model;
    QStackedWidget *m_pages;
    QListView *m_list;
    widgets::EmptyState *m_empty;
    Age m_age = Age::Current;
    std::optional<WaitingFix> m_waiting;
};

} // namespace hermes::problems
