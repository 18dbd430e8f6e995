#pragma once

#include "registry/catalog.h"

#include <QHash>
#include <QPointer>
#include <QScrollArea>

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class ChipEditor;
class MessageBar;
class Theme;
} // namespace hermes::widgets

namespace hermes::workspace {
class DefinitionDocument;
}

namespace hermes::editor {

class DependencyEditor;

/// What the form offers while one types.
struct FormSuggestions
{
    QList<registry::ModelInfo> models;
    QStringList tools;
    QStringList tags;
    QStringList entryIds; ///< For dependencies.
};

/// The manifest as a form. Each change is one edit of the document's text, of that field's bytes
/// alone; what the text says comes back into the fields. Fields that are not of the registry's
/// schema stay and are shown. Thread: UI.
class ManifestForm final : public QScrollArea
{
    Q_OBJECT

public:
    explicit ManifestForm(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setDocument(workspace::DefinitionDocument *document);
    void setSuggestions(const FormSuggestions &suggestions);

Q_SIGNALS:
    /// The manifest does not parse; its text is the place to mend it.
    void textRequested();

private:
    using Path = QStringList;

    void addLine(const QString &label, const Path &path, const QString &hint);
    void addReadOnly(const QString &label, const Path &path, const QString &hint);
    void addChips(const QString &label, const QString &field, const QString &placeholder);
    void addDescription();
    void addModel();
    void addDependencies();
    void addOtherFields();
    void note(const QString &field, const QString &text);

    void refresh();
    void refreshNotes();
    void write(const Path &path, const QJsonValue &value);
    void writeText(const Path &path, const QString &text);
    void writeModel(const QString &text);
    void showError(const QString &message);

    const widgets::Theme &m_theme;
    QPointer<workspace::DefinitionDocument> m_document;
    FormSuggestions m_suggestions;
    QFormLayout *m_form;
    widgets::MessageBar *m_message;
    QWidget *m_fields;
    QHash<QString, QLineEdit *> m_lines; ///< By dotted path.
    QHash<QString, widgets::ChipEditor *> m_chips;
    QHash<QString, QLabel *> m_notes; ///< What is wrong with a field, below it.
    QPlainTextEdit *m_description = nullptr;
    QComboBox *m_model = nullptr;
    DependencyEditor *m_dependencies = nullptr;
    QPlainTextEdit *m_others = nullptr;
    bool m_isRefreshing = false;
};

} // namespace hermes::editor
