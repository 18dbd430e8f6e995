#pragma once

#include "workspace/release.h"

#include <QDialog>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class SegmentedControl;
class Theme;
} // namespace hermes::widgets

namespace hermes::release {

/// What the user decided.
struct ReleaseChoice
{
    core::SemanticVersion version;
    QString changelog;
    QString authorName;
    QString authorEmail;
};

/// Asks for a release of one definition. Performs nothing: accepted() means that choice() is
/// complete. Thread: UI.
class ReleaseDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `author`: who git says releases; nullopt = git does not know and the dialog asks.
    ReleaseDialog(const widgets::Theme &theme, const workspace::ReleasePlan &plan,
                  const std::optional<vcs::Signature> &author, QWidget *parent);

    [[nodiscard]] ReleaseChoice choice() const;

private:
    void layOut();
    void addVersion(QVBoxLayout &column);
    void addAuthor(QVBoxLayout &column);
    [[nodiscard]] QString filesText() const;
    void takeStep(int step);
    void validate();
    /// What hinders the release; empty = nothing.
    [[nodiscard]] QString obstacle() const;

    const widgets::Theme &m_theme;
    workspace::ReleasePlan m_plan;
    std::optional<vcs::Signature> m_author;
    widgets::SegmentedControl *m_steps;
    QLineEdit *m_version;
    QPlainTextEdit *m_changelog;
    QLineEdit *m_name;
    QLineEdit *m_email;
    QLabel *m_obstacle;
    QLabel *m_files;
    QPushButton *m_release;
};

} // namespace hermes::release
