#pragma once

#include "workspace/assemblypreview.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QToolButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::preview {

class ValuesPanel;

/// What the user chooses for the preview: with which values the prompt is assembled; and what is to
/// be said about that choice, so that nobody takes the preview for what is installed. Thread: UI.
class PreviewChoices final : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewChoices(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setContent(const workspace::PreviewContent &content);
    [[nodiscard]] ValuesPanel *values() const { return m_values; }

Q_SIGNALS:
    /// The user wants to see its place.
    void problemActivated(const hermes::core::Problem &problem);

private:
    void showMissing(const QList<core::Problem> &problems);
    [[nodiscard]] QWidget *placeRow(const core::Problem &problem);
    void applyTheme();

    const widgets::Theme &m_theme;
    QToolButton *m_valuesButton;
    QLabel *m_summary;
    QLabel *m_failure;
    QVBoxLayout *m_missing; ///< What is said of each place that lacks a value.
    core::RepoPath m_sourceFile;
    QList<core::Problem> m_shownMissing;
    ValuesPanel *m_values;
};

} // namespace hermes::preview
