#pragma once

#include "workspace/assemblypreview.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QScrollArea;
class QToolButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::preview {

class ValuesPanel;

/// What the user chooses for the preview: for which program, with which values the prompt is
/// assembled, and what stands beside it in that program's window; and what is to be said about
/// that, so that nobody takes the preview for what is installed. Thread: UI.
class PreviewChoices final : public QWidget
{
    Q_OBJECT

public:
    PreviewChoices(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                   QWidget *parent = nullptr);

    void setContent(const workspace::PreviewContent &content);
    [[nodiscard]] ValuesPanel *values() const { return m_values; }
    /// Opens them, with the caret in the first; false where the prompt has none.
    bool openValues();
    /// Asks for a file of any place; contextAdded() may follow.
    void chooseContextFile();

Q_SIGNALS:
    void targetChosen(hermes::assembly::Target target);
    void contextRequested(); ///< The user wants to choose context files.
    void contextAdded(const QString &path);
    void contextRemoved(const QString &path);
    /// The user wants to see its place.
    void problemActivated(const hermes::core::Problem &problem);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    void showTarget(const workspace::PreviewContent &content);
    void showContext(const workspace::PreviewContent &content);
    void fitContext();
    void addContextRow(const workspace::ContextFile &file);
    void showMissing(const QList<core::Problem> &problems);
    [[nodiscard]] QWidget *placeRow(const core::Problem &problem);
    void applyTheme();
    void showArrow();
    void focusValues();

    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    QComboBox *m_target;
    QLabel *m_place; ///< Where the target puts the prompt, and how much of it.
    QLabel *m_cut; ///< What it drops or refuses.
    QWidget *m_contextPanel;
    QScrollArea *m_contextScroll;
    QVBoxLayout *m_contextRows;
    QList<workspace::ContextFile> m_shownContext;
    QToolButton *m_valuesButton;
    QLabel *m_summary;
    QLabel *m_unsaved; ///< That it is made with text that is not on the disk.
    QLabel *m_failure;
    QVBoxLayout *m_missing; ///< What is said of each place that lacks a value.
    core::RepoPath m_sourceFile;
    QList<core::Problem> m_shownMissing;
    ValuesPanel *m_values;
    bool m_awaitsValues = false; ///< The first takes the focus, if the button still has it then.
};

} // namespace hermes::preview
