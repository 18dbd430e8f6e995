#pragma once

#include "registry/manifest.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// The entries that a definition depends on, one row each: id and version range. Thread: UI.
class DependencyEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit DependencyEditor(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Says nothing; dependenciesChanged() is for what the user does.
    void setDependencies(const QList<registry::Dependency> &dependencies);
    void setSuggestions(const QStringList &ids);

Q_SIGNALS:
    void dependenciesChanged(const QList<hermes::registry::Dependency> &dependencies);

private:
    void rebuild();
    void addRow(qsizetype index);

    const widgets::Theme &m_theme;
    QList<registry::Dependency> m_dependencies;
    QStringList m_suggestions;
    QVBoxLayout *m_rows;
};

} // namespace hermes::editor
