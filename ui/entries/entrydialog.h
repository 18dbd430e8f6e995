#pragma once

#include <QDialog>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class PrimaryButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::entries {

/// What the dialogs of this folder have in common: a column, and at its foot what still stands in
/// the way, Cancel, and the one button that does it. Thread: UI.
class EntryDialog : public QDialog
{
    Q_OBJECT

protected:
    EntryDialog(const widgets::Theme &theme, const QString &title, const QString &verb,
                QWidget *parent);

    [[nodiscard]] const widgets::Theme &theme() const { return m_theme; }
    /// Above the foot.
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }
    /// What the button says.
    void setVerb(const QString &verb);
    /// Empty = the button can be pressed.
    void setObstacle(const QString &obstacle);
    /// As large as changes are read in, or as the screen allows.
    void makeRoomForChanges();
    [[nodiscard]] QLabel *heading(const QString &text) const;

private:
    const widgets::Theme &m_theme;
    QVBoxLayout *m_column;
    QLabel *m_obstacle;
    widgets::PrimaryButton *m_do;
};

} // namespace hermes::entries
