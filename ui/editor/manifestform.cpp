#include "editor/manifestform.h"

#include "editor/dependencyeditor.h"
#include "widgets/chipeditor.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

constexpr int descriptionHeight = 64;
constexpr int otherFieldsHeight = 96;
constexpr int widestForm = 760;

QString dotted(const QStringList &path)
{
    return path.join(u'.');
}

/// A list as the manifest has it: of strings.
QStringList strings(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray items = value.toArray();
    for (const auto &item : items) {
        list.append(item.toString());
    }
    return list;
}

/// toPlainText() would turn NBSP into a blank.
QString exactText(const QPlainTextEdit &edit)
{
    return workspace::EditableText::fileText(edit.document()->toRawText());
}

QJsonValue valueAt(const QJsonObject &object, const QStringList &path)
{
    QJsonValue value = object;
    for (const QString &key : path) {
        value = value.toObject().value(key);
    }
    return value;
}

} // namespace

ManifestForm::ManifestForm(const widgets::Theme &theme, QWidget *parent)
    : QScrollArea(parent)
    , m_theme(theme)
    , m_form(new QFormLayout)
    , m_message(new widgets::MessageBar(theme))
    , m_fields(new QWidget)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    m_form->setContentsMargins({});
    m_form->setHorizontalSpacing(widgets::space::large);
    m_form->setVerticalSpacing(widgets::space::small);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_fields->setLayout(m_form);
    m_fields->setMaximumWidth(widestForm);

    addReadOnly(tr("ID"), {u"id"_s},
                tr("The folder has the same name; renaming both comes as one step."));
    addLine(tr("Name"), {u"name"_s}, {});
    addLine(tr("Version"), {u"version"_s}, tr("1.0.0"));
    addDescription();
    addModel();
    addChips(tr("Tools"), u"tools"_s, tr("Add a tool"));
    addChips(tr("Tags"), u"tags"_s, tr("Add a tag"));
    addLine(tr("Hermes"), {u"compatibility"_s, u"hermes"_s}, tr(">=0.3.0"));
    addLine(tr("Hermes Desktop"), {u"compatibility"_s, u"desktop"_s}, tr(">=0.6.0"));
    addLine(tr("Author"), {u"author"_s, u"name"_s}, {});
    addLine(tr("Author's page"), {u"author"_s, u"url"_s}, tr("https://"));
    addLine(tr("Licence"), {u"license"_s}, tr("MIT"));
    addLine(tr("Source"), {u"source"_s}, tr("https://"));
    addLine(tr("Icon"), {u"icon"_s}, tr("icon.svg"));
    addChips(tr("Permissions"), u"permissions"_s, tr("Add a permission"));
    addDependencies();
    addReadOnly(tr("Prompt file"), {u"entry"_s}, {});
    addOtherFields();

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(widgets::space::large, widgets::space::medium, widgets::space::large,
                               widgets::space::large);
    column->addWidget(m_message);
    column->addWidget(m_fields);
    column->addStretch();
    setWidget(content);
}

// --- rows
// -----------------------------------------------------------------------------------------------------------

void ManifestForm::note(const QString &field, const QString &text)
{
    QLabel *label = m_notes.value(field);
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

void ManifestForm::addLine(const QString &label, const Path &path, const QString &hint)
{
    auto *line = new QLineEdit;
    line->setPlaceholderText(hint);
    line->setAccessibleName(label);
    auto *problem = new QLabel;
    problem->setFont(m_theme.labelFont());
    problem->setWordWrap(true);
    problem->setVisible(false);
    auto *cell = new QVBoxLayout;
    cell->setSpacing(2);
    cell->addWidget(line);
    cell->addWidget(problem);
    m_form->addRow(label, cell);
    m_lines.insert(dotted(path), line);
    m_notes.insert(dotted(path), problem);
    connect(line, &QLineEdit::textEdited, this,
            [this, path](const QString &text) { writeText(path, text); });
}

void ManifestForm::addReadOnly(const QString &label, const Path &path, const QString &hint)
{
    addLine(label, path, {});
    m_lines.value(dotted(path))->setReadOnly(true);
    m_lines.value(dotted(path))->setToolTip(hint);
}

void ManifestForm::addChips(const QString &label, const QString &field, const QString &placeholder)
{
    auto *chips = new widgets::ChipEditor(m_theme, label, placeholder);
    m_form->addRow(label, chips);
    m_chips.insert(field, chips);
    connect(chips, &widgets::ChipEditor::chipsChanged, this,
            [this, field](const QStringList &words) {
                // An empty list of tools means none at all, which is not the same as no list.
                if (words.isEmpty() && field != u"tools") {
                    writeText({field}, {});
                } else {
                    write({field}, QJsonArray::fromStringList(words));
                }
            });
}

void ManifestForm::addDescription()
{
    m_description = new QPlainTextEdit;
    m_description->setAccessibleName(tr("Description"));
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(descriptionHeight);
    m_form->addRow(tr("Description"), m_description);
    connect(m_description, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_isRefreshing) {
            writeText({u"description"_s}, exactText(*m_description));
        }
    });
}

void ManifestForm::addModel()
{
    m_model = new QComboBox;
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setAccessibleName(tr("Model"));
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_model->completer()->setFilterMode(Qt::MatchContains);
    auto *problem = new QLabel;
    problem->setFont(m_theme.labelFont());
    problem->setWordWrap(true);
    problem->setVisible(false);
    m_notes.insert(u"model"_s, problem);
    auto *cell = new QVBoxLayout;
    cell->setSpacing(2);
    cell->addWidget(m_model);
    cell->addWidget(problem);
    m_form->addRow(tr("Model"), cell);
    connect(m_model->lineEdit(), &QLineEdit::textEdited, this, &ManifestForm::writeModel);
    connect(m_model, &QComboBox::textActivated, this, &ManifestForm::writeModel);
}

void ManifestForm::addDependencies()
{
    m_dependencies = new DependencyEditor(m_theme);
    m_form->addRow(tr("Dependencies"), m_dependencies);
    connect(m_dependencies, &DependencyEditor::dependenciesChanged, this,
            [this](const QList<registry::Dependency> &dependencies) {
                QJsonArray list;
                for (const registry::Dependency &dependency : dependencies) {
                    QJsonObject item{{u"id"_s, dependency.id}};
                    if (!dependency.version.isEmpty()) {
                        item.insert(u"version"_s, dependency.version);
                    }
                    list.append(item);
                }
                list.isEmpty() ? writeText({u"dependencies"_s}, {})
                               : write({u"dependencies"_s}, list);
            });
}

void ManifestForm::addOtherFields()
{
    m_others = new QPlainTextEdit;
    m_others->setReadOnly(true);
    m_others->setFont(m_theme.editorFont());
    m_others->setFixedHeight(otherFieldsHeight);
    m_others->setAccessibleName(tr("Other fields"));
    m_others->setToolTip(tr(
        "Fields that this form does not know are kept as they are; edit them in the JSON text."));
    m_form->addRow(tr("Other fields"), m_others);
}

// --- from the text
// --------------------------------------------------------------------------------------------------

void ManifestForm::setSuggestions(const FormSuggestions &suggestions)
{
    m_suggestions = suggestions;
    const QString model = m_model->currentText();
    m_model->clear();
    for (const registry::ModelInfo &info : suggestions.models) {
        m_model->addItem(info.id);
        m_model->setItemData(m_model->count() - 1, tr("%1 · %2").arg(info.label, info.provider),
                             Qt::ToolTipRole);
    }
    m_model->setCurrentText(model);
    m_chips.value(u"tools"_s)->setSuggestions(suggestions.tools);
    m_chips.value(u"tags"_s)->setSuggestions(suggestions.tags);
    m_dependencies->setSuggestions(suggestions.entryIds);
    refreshNotes();
}

void ManifestForm::setDocument(workspace::DefinitionDocument *document)
{
    if (m_document != nullptr) {
        m_document->disconnect(this);
    }
    m_document = document;
    if (document != nullptr) {
        connect(document->manifest(), &workspace::EditableText::changed, this,
                &ManifestForm::refresh);
        connect(document, &workspace::DefinitionDocument::stateChanged, this,
                &ManifestForm::refresh);
        refresh();
    }
}

void ManifestForm::refresh()
{
    if (m_document == nullptr || m_isRefreshing
        || m_document->state() != workspace::DefinitionDocument::State::Ready) {
        return;
    }
    const workspace::Draft::ReadManifest draft = m_document->draft().readManifest();
    const QJsonObject &all = draft.manifest.all;
    const bool isBroken = all.isEmpty() && !draft.problems.isEmpty();
    m_fields->setEnabled(!isBroken && m_document->readOnlyReason().isEmpty());
    if (isBroken) {
        showError(draft.problems.first().message);
        return;
    }
    m_message->dismiss();
    m_isRefreshing = true;
    for (auto it = m_lines.cbegin(); it != m_lines.cend(); ++it) {
        QJsonValue value = valueAt(all, it.key().split(u'.'));
        if (it.key() == u"author.name" && all.value(u"author"_s).isString()) {
            value = all.value(u"author"_s); // the short form
        }
        if (it.value()->text() != value.toString()) {
            it.value()->setText(value.toString());
        }
    }
    if (exactText(*m_description) != all.value(u"description"_s).toString()) {
        m_description->setPlainText(
            workspace::EditableText::documentText(all.value(u"description"_s).toString()));
    }
    for (auto it = m_chips.cbegin(); it != m_chips.cend(); ++it) {
        if (it.value()->chips() != strings(all.value(it.key()))) {
            it.value()->setChips(strings(all.value(it.key())));
        }
    }
    if (m_model->currentText() != draft.manifest.model) {
        m_model->setCurrentText(draft.manifest.model);
    }
    m_dependencies->setDependencies(draft.manifest.dependencies);
    QJsonObject others = all;
    for (const QString &known :
         {u"schemaVersion"_s, u"type"_s, u"id"_s, u"name"_s, u"version"_s, u"description"_s,
          u"model"_s, u"tools"_s, u"tags"_s, u"compatibility"_s, u"author"_s, u"license"_s,
          u"source"_s, u"icon"_s, u"permissions"_s, u"dependencies"_s, u"entry"_s}) {
        others.remove(known);
    }
    m_form->setRowVisible(m_others, !others.isEmpty());
    m_others->setPlainText(QString::fromUtf8(QJsonDocument(others).toJson()).trimmed());
    m_isRefreshing = false;
    refreshNotes();
}

void ManifestForm::refreshNotes()
{
    const QString version = m_lines.value(u"version"_s)->text();
    const bool isVersion = version.isEmpty() || core::SemanticVersion::parse(version).has_value();
    note(u"version"_s, isVersion ? QString() : tr("Not a semantic version such as 1.2.0."));
    note(u"name"_s,
         m_document != nullptr && m_lines.value(u"name"_s)->text().isEmpty()
             ? tr("A definition needs a name.")
             : QString());
    const QString model = m_model->currentText();
    const auto info = std::ranges::find(m_suggestions.models, model, &registry::ModelInfo::id);
    if (model.isEmpty() || m_suggestions.models.isEmpty()) {
        note(u"model"_s, {});
    } else if (info == m_suggestions.models.end()) {
        note(u"model"_s, tr("Not in the registry's model catalog."));
    } else {
        note(u"model"_s,
             info->contextTokens > 0 ? tr("%1 · %2 · %L3 tokens")
                                           .arg(info->label, info->provider)
                                           .arg(info->contextTokens)
                                     : tr("%1 · %2").arg(info->label, info->provider));
    }
}

void ManifestForm::showError(const QString &message)
{
    m_message->showMessage(widgets::MessageBar::Severity::Error,
                           tr("The manifest does not parse. %1").arg(message));
    connect(m_message->addButton(tr("Edit as text")), &QPushButton::clicked, this,
            &ManifestForm::textRequested);
}

// --- into the text
// --------------------------------------------------------------------------------------------------

void ManifestForm::write(const Path &path, const QJsonValue &value)
{
    if (m_document == nullptr || m_isRefreshing) {
        return;
    }
    if (const core::Result<void> written = m_document->setField(path, value); !written) {
        showError(written.error().message);
    }
}

void ManifestForm::writeText(const Path &path, const QString &text)
{
    if (m_document == nullptr || m_isRefreshing) {
        return;
    }
    const QJsonObject all = m_document->draft().readManifest().manifest.all;
    const bool isShortAuthor = path.first() == u"author" && all.value(u"author"_s).isString();
    const Path target = isShortAuthor && path.last() == u"name" ? Path{u"author"_s} : path;
    if (!text.isEmpty()) {
        // An author who gets a page needs the long form; the name moves into it.
        const bool needsObject = isShortAuthor && path.last() == u"url";
        needsObject
            ? write({u"author"_s},
                    QJsonObject{{u"name"_s, all.value(u"author"_s).toString()}, {u"url"_s, text}})
            : write(target, text);
    } else if (!valueAt(all, target).isUndefined()) {
        const bool isRequired =
            QStringList{u"id"_s, u"name"_s, u"version"_s, u"description"_s}.contains(target.first())
            || target.first() == u"compatibility";
        if (isRequired) {
            write(target, QString());
        } else if (const core::Result<void> removed = m_document->removeField(target); !removed) {
            showError(removed.error().message);
        }
    }
}

void ManifestForm::writeModel(const QString &text)
{
    writeText({u"model"_s}, text);
    refreshNotes();
}

} // namespace hermes::editor
