#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::mainwindow {

class ActionCatalog;
class GoToField;
class RegistryButton;

/// The row above everything: which registry and branch, and what one does with the current
/// definition.
class TopBar final : public QWidget
{
    Q_OBJECT

public:
    TopBar(const ActionCatalog &actions, const widgets::Theme &theme, QWidget *parent = nullptr);

    /// `branch`: "main", "no git", "detached at 3f2c1ab"; `tip`: the whole story.
    void setRegistry(const QString &name, const QString &branch, const QString &tip);
    /// The menu of the registry button: recent registries and the actions about the registry.
    [[nodiscard]] QMenu *registryMenu() const { return m_registryMenu; }
    /// What opens "Go to anything"; the list lies over it.
    [[nodiscard]] GoToField *goToField() const { return m_goTo; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QMenu *m_registryMenu;
    RegistryButton *m_registry;
    GoToField *m_goTo;
};

} // namespace hermes::mainwindow
