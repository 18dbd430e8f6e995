#include "editor/dependencyeditor.h"

#include "editor/fieldnote.h"
#include "registry/fieldvalues.h"
#include "widgets/buttons.h"
#include "widgets/fieldinputs.h"
#include "widgets/theme.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QStringListModel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::widgets::FieldLine;

namespace hermes::editor {

namespace {

/// A row that was added and says nothing yet.
bool isBlank(const QJsonValue &item)
{
    return item.isObject() && item.toObject().isEmpty();
}

/// An item without the row that only the form has.
QJsonArray told(QJsonArray items)
{
    if (!items.isEmpty() && isBlank(items.last())) {
        items.removeLast();
    }
    return items;
}

} // namespace

DependencyEditor::DependencyEditor(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_suggestions(new QStringListModel(this))
    , m_layout(new QVBoxLayout)
{
    auto *add = new widgets::LinkButton(tr("Add dependency"));
    m_add = add;
    connect(add, &QPushButton::clicked, this, &DependencyEditor::add);
    m_layout->setSpacing(widgets::space::tiny);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::tiny);
    column->addLayout(m_layout);
    column->addWidget(add, 0, Qt::AlignLeading);
}

void DependencyEditor::setSuggestions(const QStringList &ids)
{
    m_suggestions->setStringList(ids);
    show();
}

void DependencyEditor::setAdvice(const QMap<QString, check::FieldAdvice> &advice)
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const auto found = advice.constFind(u"dependencies.%1"_s.arg(i));
        if (found != advice.cend()) {
            m_rows.at(i).note->setAdvice(*found);
        } else {
            m_rows.at(i).note->clear();
        }
    }
}

/// The entry of the registry that an item names.
std::optional<core::EntryId> DependencyEditor::entryAt(qsizetype index) const
{
    const QString id = m_items.at(index).toObject().value(u"id").toString();
    const core::Result<core::EntryId> entry = core::EntryId::parse(id);
    const QStringList &known = m_suggestions->stringList();
    return entry && std::ranges::binary_search(known, entry->toString()) ? std::optional(*entry)
                                                                         : std::nullopt;
}

void DependencyEditor::openAt(qsizetype index)
{
    if (const std::optional<core::EntryId> entry = entryAt(index)) {
        Q_EMIT entryRequested(*entry);
    }
}

void DependencyEditor::focusFirst()
{
    QWidget *first = m_rows.isEmpty() ? m_add : m_rows.first().id;
    first->setFocus(Qt::OtherFocusReason);
}

void DependencyEditor::setDependencies(const QJsonArray &items)
{
    if (told(m_items) == items) {
        return;
    }
    m_items = items;
    m_rows.size() == items.size() ? show() : rebuild();
}

void DependencyEditor::add()
{
    if (m_items.isEmpty() || !isBlank(m_items.last())) {
        m_items.append(QJsonObject());
        rebuild();
    }
    m_rows.last().id->setFocus(Qt::OtherFocusReason);
}

void DependencyEditor::removeAt(qsizetype index)
{
    m_items.removeAt(index);
    rebuild();
    if (!m_rows.isEmpty()) {
        m_rows.at(std::min(index, m_rows.size() - 1)).id->setFocus(Qt::OtherFocusReason);
    }
    tell();
}

void DependencyEditor::write(qsizetype index, const QString &key, const QString &text)
{
    QJsonObject item = m_items.at(index).toObject();
    if (text.isEmpty() && key == u"version") {
        item.remove(key);
    } else {
        item.insert(key, text);
    }
    m_items.replace(index, item);
    tell();
}

void DependencyEditor::tell()
{
    Q_EMIT dependenciesChanged(told(m_items));
}

void DependencyEditor::rebuild()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // one of its buttons may be what brought us here
        delete item;
    }
    m_rows.clear();
    for (qsizetype i = 0; i < m_items.size(); ++i) {
        m_rows.append(makeRow(i));
        m_layout->addWidget(m_rows.last().widget);
        m_rows.last().widget->show(); // at once, so that it can take the focus
    }
    show();
}

void DependencyEditor::show()
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const QJsonValue item = m_items.at(i);
        const auto id = registry::fieldValue(item.toObject().value(u"id"));
        const auto version = registry::fieldValue(item.toObject().value(u"version"));
        const bool isKnown = item.isObject() && id.isText;
        const Row &row = m_rows.at(i);
        row.id->showText(isKnown ? id.text : registry::fieldValue(item).text);
        row.id->setReadOnly(!isKnown);
        row.version->showText(version.text);
        row.version->setReadOnly(!version.isText);
        row.version->setVisible(isKnown);
        row.version->setEnabled(!isBlank(item)); // the id comes first
        row.open->setEnabled(entryAt(i).has_value());
    }
}

FieldLine *DependencyEditor::makeLine(const QString &name, const QString &hint)
{
    auto *line = new FieldLine;
    line->setAccessibleName(name);
    line->setPlaceholderText(hint);
    connect(line, &FieldLine::undoRequested, this, &DependencyEditor::undoRequested);
    connect(line, &FieldLine::redoRequested, this, &DependencyEditor::redoRequested);
    return line;
}

DependencyEditor::Row DependencyEditor::makeRow(qsizetype index)
{
    auto *id = makeLine(tr("Dependency %1, id").arg(index + 1), tr("agent/code-reviewer"));
    auto *version = makeLine(tr("Dependency %1, version range").arg(index + 1), tr(">=1.0.0"));
    auto *completer = new QCompleter(m_suggestions, id);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    id->setCompleter(completer);
    id->setToolTip(tr("Enter opens the entry."));
    auto *open = new widgets::IconButton(m_theme, u"external-link"_s,
                                         tr("Open dependency %1").arg(index + 1));
    auto *remove =
        new widgets::IconButton(m_theme, u"x"_s, tr("Remove dependency %1").arg(index + 1));
    auto *note = new FieldNote(m_theme);
    const auto writeId = [this, index](const QString &text) {
        write(index, u"id"_s, text);
        m_rows.at(index).version->setEnabled(true);
        m_rows.at(index).open->setEnabled(entryAt(index).has_value());
    };
    connect(id, &QLineEdit::textEdited, this, writeId);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, writeId);
    connect(version, &QLineEdit::textEdited, this,
            [this, index](const QString &text) { write(index, u"version"_s, text); });
    connect(id, &QLineEdit::returnPressed, this, [this, index] { openAt(index); });
    connect(open, &QToolButton::clicked, this, [this, index] { openAt(index); });
    connect(remove, &QToolButton::clicked, this, [this, index] { removeAt(index); });
    auto *inputs = new QHBoxLayout;
    inputs->setSpacing(widgets::space::small);
    inputs->addWidget(id, 2);
    inputs->addWidget(version, 1);
    inputs->addWidget(open);
    inputs->addWidget(remove);
    auto *row = new QWidget;
    row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    auto *column = new QVBoxLayout(row);
    column->setContentsMargins({});
    column->setSpacing(2);
    column->addLayout(inputs);
    column->addWidget(note);
    return {row, id, version, open, note};
}

} // namespace hermes::editor
