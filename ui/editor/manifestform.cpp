#include "editor/manifestform.h"

#include "editor/dependencyeditor.h"
#include "editor/fieldnote.h"
#include "editor/iconfield.h"
#include "editor/modelfield.h"
#include "editor/otherfields.h"
#include "registry/fieldvalues.h"
#include "registry/knownwords.h"
#include "registry/spdxlicenses.h"
#include "widgets/chipeditor.h"
#include "widgets/fieldinputs.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QCompleter>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QJsonArray>
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
constexpr int widestForm = 760;

QString dotted(const QStringList &path)
{
    return path.join(u'.');
}

/// The manifest's own key of a field.
QString keyOf(const QString &field)
{
    return field.section(u'.', 0, 0);
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
    setAccessibleName(tr("Manifest, form"));
    m_form->setContentsMargins({});
    m_form->setHorizontalSpacing(widgets::space::large);
    m_form->setVerticalSpacing(widgets::space::small);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_fields->setLayout(m_form);
    m_fields->setMaximumWidth(widestForm);
    m_fields->setEnabled(false);

    addId();
    addLine(tr("Name"), {u"name"_s}, {}, Access::Editable);
    addLine(tr("Version"), {u"version"_s}, tr("1.0.0"), Access::Editable);
    addDescription();
    addModel();
    addChips(tr("Tools"), u"tools"_s, tr("Add a tool"));
    addChips(tr("Tags"), u"tags"_s, tr("Add a tag"));
    addLine(tr("Hermes"), {u"compatibility"_s, u"hermes"_s}, tr(">=0.3.0"), Access::Editable);
    addLine(tr("Hermes Desktop"), {u"compatibility"_s, u"desktop"_s}, tr(">=0.6.0"),
            Access::Editable);
    addLine(tr("Author"), {u"author"_s, u"name"_s}, {}, Access::Editable);
    addLine(tr("Author's page"), {u"author"_s, u"url"_s}, tr("https://"), Access::Editable);
    addLicense();
    addLine(tr("Source"), {u"source"_s}, tr("https://"), Access::Editable);
    addIcon();
    addChips(tr("Permissions"), u"permissions"_s, tr("Add a permission"));
    m_chips.value(u"permissions"_s)->setSuggestions(registry::knownPermissions());
    addDependencies();
    addLine(tr("Prompt file"), {u"entry"_s}, {}, Access::Fixed);
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

void ManifestForm::addRow(const QString &label, const QString &field, QWidget *control)
{
    auto *note = new FieldNote(m_theme);
    connect(note, &FieldNote::fixChosen, this, [this](const check::FieldAdvice::Fix &fix) {
        write(fix.path, fix.value);
        focusField(dotted(fix.path));
    });
    auto *cell = new QVBoxLayout;
    cell->setSpacing(2);
    cell->addWidget(control);
    cell->addWidget(note);
    m_form->addRow(label, cell);
    m_order.append(field);
    m_controls.insert(field, control);
    m_notes.insert(field, note);
}

template <typename Control>
void ManifestForm::shareUndo(Control *control)
{
    connect(control, &Control::undoRequested, this, &ManifestForm::undo);
    connect(control, &Control::redoRequested, this, &ManifestForm::redo);
}

void ManifestForm::addLine(const QString &label, const Path &path, const QString &hint,
                           Access access)
{
    auto *line = new widgets::FieldLine;
    line->setPlaceholderText(hint);
    line->setAccessibleName(label);
    addRow(label, dotted(path), line);
    m_lines.insert(dotted(path), line);
    m_access.insert(dotted(path), access);
    shareUndo(line);
    connect(line, &QLineEdit::textEdited, this,
            [this, path](const QString &text) { writeText(path, text); });
}

void ManifestForm::addId()
{
    auto *line = new widgets::FieldLine;
    line->setAccessibleName(tr("ID"));
    line->setToolTip(tr("The folder has the same name."));
    auto *rename = new QPushButton(tr("Rename…"));
    rename->setToolTip(tr("Change the id, the folder and every reference to it"));
    auto *both = new QWidget;
    both->setFocusProxy(line);
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins({});
    row->setSpacing(widgets::space::small);
    row->addWidget(line, 1);
    row->addWidget(rename);
    addRow(tr("ID"), u"id"_s, both);
    m_lines.insert(u"id"_s, line);
    m_access.insert(u"id"_s, Access::Fixed);
    shareUndo(line);
    connect(rename, &QPushButton::clicked, this, [this] {
        if (m_document != nullptr) {
            Q_EMIT renameRequested(m_document->id());
        }
    });
}

void ManifestForm::addChips(const QString &label, const QString &field, const QString &placeholder)
{
    auto *chips = new widgets::ChipEditor(m_theme, label, placeholder);
    chips->setObjectName(field);
    addRow(label, field, chips);
    m_chips.insert(field, chips);
    shareUndo(chips);
    connect(chips, &widgets::ChipEditor::chipsChanged, this,
            [this, field](const QStringList &words) { writeList(field, words); });
}

void ManifestForm::addDescription()
{
    m_description = new widgets::FieldText;
    m_description->setAccessibleName(tr("Description"));
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(descriptionHeight);
    addRow(tr("Description"), u"description"_s, m_description);
    shareUndo(m_description);
    connect(m_description, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_isRefreshing) {
            writeText({u"description"_s}, exactText(*m_description));
        }
    });
}

void ManifestForm::addModel()
{
    m_model = new ModelField(m_theme);
    m_model->setAccessibleName(tr("Model"));
    m_model->setPlaceholderText(tr("Search by name, id or provider"));
    addRow(tr("Model"), u"model"_s, m_model);
    m_lines.insert(u"model"_s, m_model);
    m_access.insert(u"model"_s, Access::Editable);
    shareUndo(m_model);
    const auto writeModel = [this](const QString &text) { writeText({u"model"_s}, text); };
    connect(m_model, &QLineEdit::textEdited, this, writeModel);
    connect(m_model, &ModelField::chosen, this, writeModel);
}

void ManifestForm::addLicense()
{
    const Path path{u"license"_s};
    addLine(tr("Licence"), path, tr("MIT"), Access::Editable);
    widgets::FieldLine *line = m_lines.value(dotted(path));
    auto *completer = new QCompleter(registry::spdxLicenses(), line);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    line->setCompleter(completer);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this,
            [this, path](const QString &license) { writeText(path, license); });
}

void ManifestForm::addIcon()
{
    m_icon = new IconField(m_theme);
    widgets::FieldLine *line = m_icon->line();
    line->setAccessibleName(tr("Icon"));
    line->setPlaceholderText(tr("icon.svg"));
    addRow(tr("Icon"), u"icon"_s, m_icon);
    m_lines.insert(u"icon"_s, line);
    m_access.insert(u"icon"_s, Access::Editable);
    shareUndo(line);
    const auto writeIcon = [this](const QString &name) { writeText({u"icon"_s}, name); };
    connect(line, &QLineEdit::textEdited, this, writeIcon);
    connect(m_icon, &IconField::chosen, this, writeIcon);
    connect(m_icon, &IconField::fileRequested, this, &ManifestForm::iconFileRequested);
}

void ManifestForm::adoptIcon(const QString &path)
{
    m_icon->adopt(path);
}

void ManifestForm::addDependencies()
{
    m_dependencies = new DependencyEditor(m_theme);
    addRow(tr("Dependencies"), u"dependencies"_s, m_dependencies);
    shareUndo(m_dependencies);
    connect(m_dependencies, &DependencyEditor::entryRequested, this, &ManifestForm::entryRequested);
    connect(m_dependencies, &DependencyEditor::dependenciesChanged, this,
            [this](const QJsonArray &items) {
                items.isEmpty() ? writeText({u"dependencies"_s}, {})
                                : write({u"dependencies"_s}, items);
            });
}

void ManifestForm::addOtherFields()
{
    m_others = new OtherFields(m_theme);
    m_form->addRow(tr("Other fields"), m_others);
    shareUndo(m_others);
    connect(
        m_others, &OtherFields::jsonEdited, this, [this](const QString &key, const QString &json) {
            if (const core::Result<void> written = m_document->setFieldJson(key, json); !written) {
                showError(written.error().message);
            }
        });
    connect(m_others, &OtherFields::removalRequested, this,
            [this](const QString &key) { writeText({key}, {}); });
    connect(m_others, &OtherFields::additionRequested, this, [this](const QString &key) {
        if (!focusField(key) && !manifest().contains(key)) {
            write({key}, QString());
        }
    });
}

bool ManifestForm::focusField(const QString &field)
{
    const auto found = std::ranges::find_if(m_order, [&field](const QString &each) {
        return each == field || each.startsWith(field + u'.');
    });
    if (found == m_order.end()) {
        return m_others->focusField(field);
    }
    QWidget *control = m_controls.value(*found);
    if (control == m_dependencies) {
        m_dependencies->focusFirst();
    } else {
        control->setFocus(Qt::OtherFocusReason);
    }
    ensureWidgetVisible(control);
    return true;
}

// --- from the text
// --------------------------------------------------------------------------------------------------

void ManifestForm::setSuggestions(const FormSuggestions &suggestions)
{
    m_suggestions = suggestions;
    m_model->setModels(suggestions.models);
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
    using State = workspace::DefinitionDocument::State;
    if (m_document == nullptr || m_isRefreshing) {
        return;
    }
    const State state = m_document->state();
    if (state != State::Ready && state != State::Unreadable) {
        m_fields->setEnabled(false);
        return;
    }
    const workspace::Draft::ReadManifest draft = m_document->draft().readManifest();
    const QJsonObject &all = draft.manifest.all;
    const bool isBroken = all.isEmpty() && !draft.problems.isEmpty();
    m_fields->setEnabled(state == State::Ready && !isBroken);
    if (isBroken) {
        showBroken(draft.problems.first().message);
        return;
    }
    m_message->dismiss();
    m_isRefreshing = true;
    showFields(all);
    showOthers();
    m_isRefreshing = false;
    refreshNotes();
}

void ManifestForm::showFields(const QJsonObject &all)
{
    for (auto it = m_lines.cbegin(); it != m_lines.cend(); ++it) {
        const registry::FieldValue value = registry::fieldValue(all, it.key().split(u'.'));
        it.value()->showText(value.text);
        it.value()->setReadOnly(!value.isText || m_access.value(it.key()) == Access::Fixed);
    }
    m_icon->showIcon(m_document->location());
    const registry::FieldValue description = registry::fieldValue(all.value(u"description"_s));
    if (exactText(*m_description) != description.text) {
        m_description->setPlainText(workspace::EditableText::documentText(description.text));
    }
    m_description->setReadOnly(!description.isText);
    for (auto it = m_chips.cbegin(); it != m_chips.cend(); ++it) {
        const QJsonValue value = all.value(it.key());
        it.value()->setChips(registry::listWords(value.toArray()));
        it.value()->setEnabled(value.isArray() || value.isUndefined());
    }
    const QJsonValue dependencies = all.value(u"dependencies"_s);
    m_dependencies->setDependencies(dependencies.toArray());
    m_dependencies->setEnabled(dependencies.isArray() || dependencies.isUndefined());
}

void ManifestForm::showOthers()
{
    QStringList known{u"schemaVersion"_s, u"type"_s};
    for (const QString &field : std::as_const(m_order)) {
        known.append(keyOf(field));
    }
    QList<OtherFields::Field> others;
    if (const auto text = registry::ManifestText::parse(m_document->manifest()->bytes())) {
        for (const auto keys = text->keys({}); const QString &key : keys) {
            if (const auto span = text->span({key}); span && !known.contains(key)) {
                QString json = QString::fromUtf8(text->text().sliced(span->start, span->length));
                others.append({key, json.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n')});
            }
        }
    }
    m_others->setFields(others);
}

check::FieldContext ManifestForm::context() const
{
    return {m_document->id().kind, m_document->location().folder.fileName(), m_suggestions.models,
            m_suggestions.entryIds};
}

void ManifestForm::refreshNotes()
{
    if (m_document == nullptr) {
        return;
    }
    const workspace::Draft::ReadManifest draft = m_document->draft().readManifest();
    QMap<QString, check::FieldAdvice> advice = check::adviseFields(draft.manifest, context());
    for (const QString &field : std::as_const(m_order)) {
        const auto wrong = std::ranges::find(draft.problems, keyOf(field), &core::Problem::field);
        if (wrong != draft.problems.cend()) {
            advice.insert(field, {core::Problem::Severity::Error, wrong->message, std::nullopt});
        }
    }
    showAdvice(advice);
}

void ManifestForm::showAdvice(const QMap<QString, check::FieldAdvice> &advice)
{
    for (auto it = m_notes.cbegin(); it != m_notes.cend(); ++it) {
        const auto found = advice.constFind(it.key());
        if (found == advice.cend()) {
            it.value()->clear();
        } else {
            it.value()->setAdvice(*found);
        }
        m_controls.value(it.key())->setAccessibleDescription(it.value()->text());
    }
    m_dependencies->setAdvice(advice);
}

void ManifestForm::showError(const QString &message)
{
    m_message->showMessage(widgets::MessageBar::Severity::Error, message);
    connect(m_message->addButton(tr("Edit as text")), &QPushButton::clicked, this,
            &ManifestForm::textRequested);
}

void ManifestForm::showBroken(const QString &message)
{
    showError(tr("The manifest does not parse. %1").arg(message));
}

// --- undo
// ---------------------------------------------------------------------------------------------------------------

QJsonObject ManifestForm::manifest() const
{
    return m_document->draft().readManifest().manifest.all;
}

void ManifestForm::undo()
{
    takeStep(&workspace::EditableText::undo);
}

void ManifestForm::redo()
{
    takeStep(&workspace::EditableText::redo);
}

void ManifestForm::takeStep(Step step)
{
    if (m_document == nullptr
        || m_document->state() != workspace::DefinitionDocument::State::Ready) {
        return;
    }
    const QJsonObject before = manifest();
    if ((m_document->manifest()->*step)()) {
        showDifference(before, manifest());
    }
}

void ManifestForm::showDifference(const QJsonObject &before, const QJsonObject &after)
{
    for (const QString &field : std::as_const(m_order)) {
        const QStringList path = field.split(u'.');
        if (registry::fieldValue(before, path) == registry::fieldValue(after, path)) {
            continue;
        }
        const QWidget *control = m_controls.value(field);
        const QWidget *focus = QApplication::focusWidget();
        if (control != focus && !control->isAncestorOf(focus)) {
            focusField(field);
        }
        return;
    }
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
    const QJsonObject all = manifest();
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

void ManifestForm::writeList(const QString &field, const QStringList &words)
{
    // An empty list of tools means none at all, which is not the same as no list.
    if (words.isEmpty() && field != u"tools") {
        writeText({field}, {});
    } else {
        write({field}, registry::listWithWords(manifest().value(field).toArray(), words));
    }
}

} // namespace hermes::editor
