#pragma once

#include "core/problem.h"

#include <QWidget>

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

/// The problems of the current document. Thread: UI.
class ProblemsPane final : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemsPane(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setProblems(const QList<core::Problem> &problems);

Q_SIGNALS:
    void
    problemActivated(const hermes::core::Problem &problem); ///< The user wants to see its place.
    void fixRequested(const hermes::core::Problem &problem, int fix); ///< Index in Problem::fixes.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    ProblemsModel *m_model;
    QStackedWidget *m_pages;
    QListView *m_list;
    widgets::EmptyState *m_empty;
};

} // namespace hermes::problems
