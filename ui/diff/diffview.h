#pragma once

#include "core/error.h"
#include "workspace/comparison.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class BusyBar;
class EmptyState;
class FlowLayout;
class IconButton;
class SegmentedControl;
class Theme;
} // namespace hermes::widgets

namespace hermes::diffview {

class DiffCanvas;
class FieldTable;

/// What differs between two states of a definition, chosen above it: figures, the manifest's
/// fields, the prompt's lines. Thread: UI.
class DiffView final : public QWidget
{
    Q_OBJECT

public:
    explicit DiffView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// The states one can choose, in the order shown. What is chosen stays so.
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
    void cancelRequested(); ///< The view has gone back to what it showed.
    void patchSaveRequested();
    void patchCopyRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void layOutTools(QHBoxLayout &tools);
    void joinSignals();
    void requestChosen();
    void cancel();
    void choose(const workspace::ContentRef &left, const workspace::ContentRef &right);
    void select(QComboBox *picker, const workspace::ContentRef &reference);
    void fillPicker(QComboBox *picker) const;
    void showMessage(const QString &icon, const QString &title, const QString &sentence);
    void showSummary();
    void pointArrow();
    [[nodiscard]] QStringList summaryParts() const;
    void updateSteps();

    const widgets::Theme &m_theme;
    struct Pair
    {
        workspace::ContentRef left;
        workspace::ContentRef right;
    };

    QList<workspace::ContentRef> m_choices;
    std::optional<Pair> m_chosen; ///< What the pickers show; nullopt = nothing was asked yet.
    std::optional<workspace::Comparison> m_comparison;
    QComboBox *m_left;
    QComboBox *m_right;
    QLabel *m_arrow;
    widgets::SegmentedControl *m_arrangement;
    widgets::IconButton *m_unchanged;
    widgets::IconButton *m_previous;
    widgets::IconButton *m_next;
    QPushButton *m_export;
    QWidget *m_summary;
    widgets::FlowLayout *m_figures;
    widgets::BusyBar *m_busy;
    QStackedWidget *m_pages;
    FieldTable *m_fields;
    DiffCanvas *m_canvas;
    widgets::EmptyState *m_empty;
};

} // namespace hermes::diffview
