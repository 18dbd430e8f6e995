#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace hermes::widgets {
class IconButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::testsend {

/// Which of several branches of a conversation is shown here, and buttons to the others: ‹ 2/3 ›.
/// Thread: UI.
class BranchSwitch final : public QWidget
{
    Q_OBJECT

public:
    explicit BranchSwitch(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// `branch` from 0 of `branches`; with one, it is hidden.
    void setBranch(qsizetype branch, qsizetype branches);
    /// Gives the focus to the button that was pressed last, or to the other one at the end: the
    /// view that it was in may have been replaced. `before`: which branch was shown.
    void takeFocus(qsizetype before);

Q_SIGNALS:
    void branchRequested(qsizetype branch);

private:
    widgets::IconButton *m_previous;
    QLabel *m_name;
    widgets::IconButton *m_next;
    qsizetype m_branch = 0;
};

} // namespace hermes::testsend
