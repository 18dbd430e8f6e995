#pragma once

#include "check/fieldadvice.h"

#include <QJsonArray>
#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QStringListModel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class FieldLine;
class IconButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::editor {

class FieldNote;

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
    /// `ids`: of the registry's entries, `kind/id`, sorted.
    void setSuggestions(const QStringList &ids);
    /// What is to be said about each item, by `dependencies.<index>`.
    void setAdvice(const QMap<QString, check::FieldAdvice> &advice);
    /// The first row, or what adds one.
    void focusFirst();

Q_SIGNALS:
    void dependenciesChanged(const QJsonArray &items);
    /// An entry of the registry that is depended on is to be opened.
    void entryRequested(const hermes::core::EntryId &id);
    void undoRequested();
    void redoRequested();

private:
    struct Row
    {
        QWidget *widget;
        widgets::FieldLine *id;
        widgets::FieldLine *version;
        widgets::IconButton *open;
        FieldNote *note;
    };

    void rebuild();
    void show();
    void add();
    void removeAt(qsizetype index);
    [[nodiscard]] Row makeRow(qsizetype index);
    [[nodiscard]] widgets::FieldLine *makeLine(const QString &name, const QString &hint);
    void write(qsizetype index, const QString &key, const QString &text);
    void tell();
    [[nodiscard]] std::optional<core::EntryId> entryAt(qsizetype index) const;
    void openAt(qsizetype index);

    const widgets::Theme &m_theme;
    QJsonArray m_items; ///< The last one may have no id yet: it is only here.
    QStringListModel *m_suggestions;
    QVBoxLayout *m_layout;
    QWidget *m_add;
    QList<Row> m_rows;
};

} // namespace hermes::editor
