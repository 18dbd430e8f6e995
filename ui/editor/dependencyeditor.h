#pragma once

#include <QJsonArray>
#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QStringListModel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class FieldLine;
class Theme;
} // namespace hermes::widgets

namespace hermes::editor {

/// The entries that a definition depends on, one row each: id and version range. What an item has
/// besides these stays; an item that is something else is shown and can only be removed.
/// Thread: UI.
class DependencyEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit DependencyEditor(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Says nothing; dependenciesChanged() is for what the user does.
    void setDependencies(const QJsonArray &items);
    void setSuggestions(const QStringList &ids);
    /// The first row, or what adds one.
    void focusFirst();

Q_SIGNALS:
    void dependenciesChanged(const QJsonArray &items);
    void undoRequested();
    void redoRequested();

private:
    struct Row
    {
        QWidget *widget;
        widgets::FieldLine *id;
        widgets::FieldLine *version;
    };

    void rebuild();
    void show();
    void add();
    void removeAt(qsizetype index);
    [[nodiscard]] Row makeRow(qsizetype index);
    [[nodiscard]] widgets::FieldLine *makeLine(const QString &name, const QString &hint);
    void write(qsizetype index, const QString &key, const QString &text);
    void tell();

    const widgets::Theme &m_theme;
    QJsonArray m_items; ///< The last one may have no id yet: it is only here.
    QStringListModel *m_suggestions;
    QVBoxLayout *m_layout;
    QWidget *m_add;
    QList<Row> m_rows;
};

} // namespace hermes::editor
