#pragma once

#include "check/fieldadvice.h"
#include "registry/catalog.h"
#include "workspace/edithistory.h"

#include <QHash>
#include <QPointer>
#include <QScrollArea>

#include <optional>

QT_BEGIN_NAMESPACE
class QFormLayout;
class QPlainTextEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class ChipEditor;
class FieldLine;
class FieldText;
class MessageBar;
class Theme;
} // namespace hermes::widgets

namespace hermes::workspace {
class DefinitionDocument;
class EditableText;
} // namespace hermes::workspace

namespace hermes::editor {

class DependencyEditor;
class FieldNote;
class IconField;
class ModelField;
class OtherFields;

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
/// schema stay and are shown; a value that a field cannot edit is shown and left alone. Undo is the
/// text's own, and shows what it changed. Thread: UI.
class ManifestForm final : public QScrollArea
{
    Q_OBJECT

public:
    explicit ManifestForm(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setDocument(workspace::DefinitionDocument *document);
    void setSuggestions(const FormSuggestions &suggestions);
    /// Gives a field of the manifest the focus and scrolls to it. `field`: a key, or several joined
    /// by dots; false if the form has no such field.
    bool focusField(const QString &field);
    /// Copies a picture into the entry's folder and names it in the manifest.
    void adoptIcon(const QString &path);

public Q_SLOTS:
    // Called by these names from the window's menu, like those of texts.
    void undo();
    void redo();

Q_SIGNALS:
    /// The manifest does not parse; its text is the place to mend it.
    void textRequested();
    /// Another entry, which this one depends on, is to be opened.
    void entryRequested(const hermes::core::EntryId &id);
    void renameRequested(const hermes::core::EntryId &id); ///< This entry is to get another id.
    void iconFileRequested(); ///< A picture is to be chosen for adoptIcon().

private:
    using Path = QStringList;

    using Step = std::optional<workspace::Caret> (workspace::EditableText::*)();

    enum class Access
    {
        Editable,
        Fixed
    };
    void addRow(const QString &label, const QString &field, QWidget *control);
    template <typename Control>
    void shareUndo(Control *control);
    void addLine(const QString &label, const Path &path, const QString &hint, Access access);
    void addId();
    void addChips(const QString &label, const QString &field, const QString &placeholder);
    void addDescription();
    void addModel();
    void addDependencies();
    void addLicense();
    void addIcon();
    void addOtherFields();

    void refresh();
    void showFields(const QJsonObject &all);
    void showOthers();
    void refreshNotes();
    void showAdvice(const QMap<QString, check::FieldAdvice> &advice);
    [[nodiscard]] check::FieldContext context() const;
    void takeStep(Step step);
    void showDifference(const QJsonObject &before, const QJsonObject &after);
    void write(const Path &path, const QJsonValue &value);
    void writeText(const Path &path, const QString &text);
    void writeList(const QString &field, const QStringList &words);
    void showError(const QString &message);
    void showBroken(const QString &message);
    [[nodiscard]] QJsonObject manifest() const;

    const widgets::Theme &m_theme;
    QPointer<workspace::DefinitionDocument> m_document;
    FormSuggestions m_suggestions;
    QFormLayout *m_form;
    widgets::MessageBar *m_message;
    QWidget *m_fields;
    QStringList m_order; ///< The fields as they stand, each as a dotted path.
    QHash<QString, QWidget *> m_controls; ///< By dotted path, as all here.
    QHash<QString, widgets::FieldLine *> m_lines;
    QHash<QString, Access> m_access; ///< Of lines.
    QHash<QString, widgets::ChipEditor *> m_chips;
    QHash<QString, FieldNote *> m_notes;
    widgets::FieldText *m_description = nullptr;
    ModelField *m_model = nullptr;
    IconField *m_icon = nullptr;
    DependencyEditor *m_dependencies = nullptr;
    OtherFields *m_others = nullptr;
    bool m_isRefreshing = false;
};

} // namespace hermes::editor
