#pragma once

#include "core/error.h"
#include "workspace/contentref.h"
#include "workspace/definitionhistory.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class EmptyState;
class Theme;
} // namespace hermes::widgets

namespace hermes::history {

class HistoryModel;

/// The history of the current definition, and what can be done with a state of it: compare it with
/// the draft, with the one before or with another that is selected too; restore it. Thread: UI.
class HistoryPane final : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPane(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setHistory(const workspace::DefinitionHistory &history);
    /// There is none, and why.
    void setUnavailable(const core::Error &reason);

Q_SIGNALS:
    void comparisonRequested(const hermes::workspace::ContentRef &left,
                             const hermes::workspace::ContentRef &right);
    void restoreRequested(const hermes::workspace::ContentRef &reference);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpList();
    [[nodiscard]] QWidget *makeDetail();
    void fitColumns();
    void showSelection();
    [[nodiscard]] QList<int> selectedRows() const; ///< Newest first.
    [[nodiscard]] workspace::ContentRef reference(int row) const;
    void compareWithDraft();
    void compareSelected();
    void activate();
    void restoreSelected();

    HistoryModel *m_model;
    QStackedWidget *m_pages;
    QTreeView *m_list;
    QLabel *m_heading;
    QLabel *m_changelog;
    QPushButton *m_compareDraft;
    QPushButton *m_compare;
    QPushButton *m_restore;
    widgets::CopyButton *m_copy;
    widgets::EmptyState *m_empty;
};

} // namespace hermes::history
