#pragma once

#include <QList>
#include <QString>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class FieldLine;
class FieldText;
class Theme;
} // namespace hermes::widgets

namespace hermes::editor {

class FieldNote;

/// The fields that the form has no control for, each as its JSON value. What is typed is told once
/// it is JSON; until then it stays here, with what is wrong. Further fields are added by
/// their names. Thread: UI.
class OtherFields final : public QWidget
{
    Q_OBJECT

public:
    struct Field
    {
        QString key;
        QString json; ///< As the text has it, with LF line endings.

        bool operator==(const Field &) const = default;
    };

    explicit OtherFields(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Says nothing; jsonEdited() is for what the user does.
    void setFields(const QList<Field> &fields);
    /// False if there is no such field.
    bool focusField(const QString &key);

Q_SIGNALS:
    void jsonEdited(const QString &key, const QString &json);
    void removalRequested(const QString &key);
    void additionRequested(const QString &key);
    void undoRequested();
    void redoRequested();

private:
    struct Row
    {
        QWidget *widget;
        widgets::FieldText *text;
        FieldNote *note;
    };
    void layOut();
    void rebuild();
    void add();
    [[nodiscard]] Row makeRow(const Field &field);
    void take(qsizetype index);
    static void fit(widgets::FieldText &text);

    const widgets::Theme &m_theme;
    QList<Field> m_fields;
    QVBoxLayout *m_layout;
    QList<Row> m_rows;
    widgets::FieldLine *m_name; ///< Of the field to be added.
    QPushButton *m_add;
};

} // namespace hermes::editor
