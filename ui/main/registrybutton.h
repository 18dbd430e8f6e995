#pragma once

#include "widgets/buttons.h"

namespace hermes::widgets {
class Theme;
}

namespace hermes::mainwindow {

/// Shows which registry is open and how its repository stands; opens the menu of registries.
/// Thread: UI.
class RegistryButton final : public widgets::PopupButton
{
    Q_OBJECT

public:
    RegistryButton(const widgets::Theme &theme, QMenu *menu, QWidget *parent = nullptr);

    /// `state`: "main", "detached at 3f2c1ab", …; empty = nothing to tell.
    void setRegistry(const QString &name, const QString &state);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QFont nameFont() const;

    const widgets::Theme &m_theme;
    QString m_name;
    QString m_state;
};

} // namespace hermes::mainwindow
