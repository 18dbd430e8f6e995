#pragma once

#include "core/error.h"
#include "workspace/comparison.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class BusyBar;
class EmptyState;
class IconButton;
class SegmentedControl;
class Theme;
} // namespace hermes::widgets

namespace hermes::diffview {

class DiffCanvas;
class FieldTable;

/// What differs between two states of a definition, chosen above it. Thread: UI.
class DiffView final : public QWidget
{
    Q_OBJECT

public:
    explicit DiffView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// The states one can choose, in the order shown.
    void setChoices(const QList<workspace::ContentRef> &choices);
    /// A comparison is being made; the pickers show what was asked for.
    void showWaiting(const workspace::ContentRef &left, const workspace::ContentRef &right);
    void setComparison(const workspace::Comparison &comparison);
    void showError(const core::Error &error);

    [[nodiscard]] const std::optional<workspace::Comparison> &comparison() const
    {
        return m_comparison;
    }

Q_SIGNALS:
    void comparisonRequested(const hermes::workspace::ContentRef &left,
                             const hermes::workspace::ContentRef &right);
    void cancelRequested();
    void patchSaveRequested();
    void patchCopyRequested();

private:
    void layOut();
    void joinSignals();
    void requestChosen();
    void select(QComboBox *picker, const workspace::ContentRef &reference);
    void showSummary();
    void updateSteps();
    [[nodiscard]] workspace::ContentRef chosen(const QComboBox *picker) const;

    const widgets::Theme &m_theme;
    QList<workspace::ContentRef> m_choices;
    std::optional<workspace::Comparison> m_comparison;
    QComboBox *m_left;
    QComboBox *m_right;
    widgets::SegmentedControl *m_arrangement;
    widgets::IconButton *m_previous;
    widgets::IconButton *m_next;
    QPushButton *m_export;
    QLabel *m_summary;
    widgets::BusyBar *m_busy;
    QStackedWidget *m_pages;
    FieldTable *m_fields;
    DiffCanvas *m_canvas;
    widgets::EmptyState *m_empty;
};

} // namespace hermes::diffview
