#pragma once

#include "core/error.h"
#include "workspace/release.h"

#include <QDialog>

#include <optional>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class MessageBar;
class SegmentedControl;
class Theme;
} // namespace hermes::widgets

namespace hermes::release {

class ChangesText;

/// What the user decided.
struct ReleaseChoice
{
    core::SemanticVersion version;
    QString changelog;
    QString authorName;
    QString authorEmail;
    QList<workspace::SecretPlace> acceptedSecrets; ///< That the dialog named.
};

/// Asks for a release of one definition, and stays until it is done: a failure is shown where it
/// was asked for, and what was typed is still there. Performs nothing itself. Thread: UI.
class ReleaseDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `author`: who git says releases; nullopt = git does not know and the dialog asks.
    ReleaseDialog(const widgets::Theme &theme, const workspace::ReleasePlan &plan,
                  const std::optional<vcs::Signature> &author, QWidget *parent);

    /// A newer plan for the same definition; what the user has typed stays.
    void setPlan(const workspace::ReleasePlan &plan);
    /// The release has begun: nothing can be changed, nor the dialog closed, until showFailure() or
    /// accept().
    void showRunning();
    void showFailure(const core::Error &error);

    [[nodiscard]] ReleaseChoice choice() const;
    void reject() override;

Q_SIGNALS:
    void releaseRequested(); ///< choice() is complete.

private:
    void layOut();
    void joinSignals();
    [[nodiscard]] QWidget *makeVersionRow();
    [[nodiscard]] QWidget *makeAuthorRow();
    void showPlan();
    void showFiles();
    void showSecrets();
    void takeStep(int step);
    void showStep();
    void validate();
    /// What hinders the release; empty = nothing.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] QLabel *makeHeading(const QString &text) const;

    const widgets::Theme &m_theme;
    workspace::ReleasePlan m_plan;
    std::optional<vcs::Signature> m_author;
    widgets::MessageBar *m_failure;
    QWidget *m_form;
    QLabel *m_current;
    QLineEdit *m_version;
    widgets::SegmentedControl *m_steps;
    QLabel *m_reasons;
    QPlainTextEdit *m_changelog;
    QLineEdit *m_name;
    QLineEdit *m_email;
    QLabel *m_changesHeading;
    ChangesText *m_changes;
    QLabel *m_files;
    QList<workspace::SecretPlace> m_found; ///< Of the plan and the changelog.
    QLabel *m_secrets; ///< Where they are.
    QCheckBox *m_acceptsSecrets;
    QLabel *m_obstacle;
    QPushButton *m_cancel;
    QPushButton *m_release;
};

} // namespace hermes::release
