#include "editor/otherfields.h"

#include "editor/fieldnote.h"
#include "registry/manifesttext.h"
#include "widgets/buttons.h"
#include "widgets/fieldinputs.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QTextDocument>
#include <QVBoxLayout>
#include <QtMath>

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::widgets::FieldText;

namespace hermes::editor {

namespace {

constexpr int mostLines = 8;
constexpr int framing = widgets::space::tiny + 2; ///< Padding and line of the style, in pixels.

QString exactText(const FieldText &text)
{
    return workspace::EditableText::fileText(text.document()->toRawText());
}

} // namespace

OtherFields::OtherFields(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QVBoxLayout)
    , m_name(new widgets::FieldLine)
    , m_add(new widgets::LinkButton(tr("Add field")))
{
    m_name->setAccessibleName(tr("Name of another field"));
    m_name->setPlaceholderText(tr("Name of another field"));
    m_add->setEnabled(false);
    connect(m_name, &QLineEdit::textChanged, this,
            [this](const QString &name) { m_add->setEnabled(!name.trimmed().isEmpty()); });
    connect(m_name, &QLineEdit::returnPressed, this, &OtherFields::add);
    connect(m_add, &QPushButton::clicked, this, &OtherFields::add);
    connect(m_name, &widgets::FieldLine::undoRequested, this, &OtherFields::undoRequested);
    connect(m_name, &widgets::FieldLine::redoRequested, this, &OtherFields::redoRequested);
    layOut();
}

void OtherFields::layOut()
{
    m_layout->setSpacing(widgets::space::small);
    auto *addition = new QHBoxLayout;
    addition->setSpacing(widgets::space::small);
    addition->addWidget(m_name, 1);
    addition->addWidget(m_add);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::small);
    column->addLayout(m_layout);
    column->addLayout(addition);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

void OtherFields::add()
{
    const QString name = m_name->text().trimmed();
    m_name->clear();
    if (!name.isEmpty()) {
        Q_EMIT additionRequested(name);
        focusField(name);
    }
}

void OtherFields::setFields(const QList<Field> &fields)
{
    if (fields == m_fields) {
        return;
    }
    const bool isSameKeys = std::ranges::equal(fields, m_fields, {}, &Field::key, &Field::key);
    const QList<Field> before = std::exchange(m_fields, fields);
    if (!isSameKeys) {
        rebuild();
        return;
    }
    for (qsizetype i = 0; i < fields.size(); ++i) {
        FieldText &text = *m_rows.at(i).text;
        if (fields.at(i) != before.at(i) && exactText(text) != fields.at(i).json) {
            const QSignalBlocker quiet(&text);
            text.setPlainText(workspace::EditableText::documentText(fields.at(i).json));
        }
        if (exactText(text) == fields.at(i).json) {
            m_rows.at(i).note->clear();
        }
    }
}

bool OtherFields::focusField(const QString &key)
{
    const auto found = std::ranges::find(std::as_const(m_fields), key, &Field::key);
    if (found == m_fields.cend()) {
        return false;
    }
    m_rows.at(found - m_fields.cbegin()).text->setFocus(Qt::OtherFocusReason);
    return true;
}

void OtherFields::rebuild()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // one of its buttons may be what brought us here
        delete item;
    }
    m_rows.clear();
    for (const Field &field : std::as_const(m_fields)) {
        m_rows.append(makeRow(field));
        m_layout->addWidget(m_rows.last().widget);
        m_rows.last().widget->show(); // at once, so that it can take the focus
    }
}

OtherFields::Row OtherFields::makeRow(const Field &field)
{
    auto *name = new QLabel(field.key);
    name->setTextFormat(Qt::PlainText);
    auto *remove = new widgets::IconButton(m_theme, u"x"_s, tr("Remove %1").arg(field.key));
    auto *text = new FieldText;
    widgets::keepFont(*text, m_theme, &widgets::Theme::editorFont);
    text->setAccessibleName(tr("%1, JSON").arg(field.key));
    text->setTabChangesFocus(true);
    text->setPlainText(workspace::EditableText::documentText(field.json));
    name->setBuddy(text);
    auto *note = new FieldNote(m_theme);
    const qsizetype index = m_rows.size();
    connect(text, &QPlainTextEdit::textChanged, this, [this, index] { take(index); });
    connect(text, &FieldText::undoRequested, this, &OtherFields::undoRequested);
    connect(text, &FieldText::redoRequested, this, &OtherFields::redoRequested);
    connect(remove, &QToolButton::clicked, this,
            [this, key = field.key] { Q_EMIT removalRequested(key); });
    auto *head = new QHBoxLayout;
    head->addWidget(name, 1);
    head->addWidget(remove);
    auto *row = new QWidget;
    auto *column = new QVBoxLayout(row);
    column->setContentsMargins({});
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(text);
    column->addWidget(note);
    connect(text->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged,
            text, [text] { fit(*text); }); // also when it wraps
    fit(*text);
    return {row, text, note};
}

void OtherFields::take(qsizetype index)
{
    const Row &row = m_rows.at(index);
    const QString json = exactText(*row.text).trimmed();
    if (const auto parsed = registry::ManifestText::parse(json.toUtf8()); !parsed) {
        row.note->setAdvice({core::Problem::Severity::Error,
                             tr("Not JSON, and not written yet: a text needs quotes around it."),
                             std::nullopt});
        return;
    }
    row.note->clear();
    m_fields[index].json = json;
    Q_EMIT jsonEdited(m_fields.at(index).key, json);
}

/// As high as its lines, up to a number of them.
void OtherFields::fit(FieldText &text)
{
    const int all = qCeil(text.document()->size().height()); // a plain text counts in lines
    const int lines = std::clamp(all, 1, mostLines);
    const int margin = qCeil(text.document()->documentMargin());
    text.setFixedHeight(lines * text.fontMetrics().lineSpacing() + 2 * (margin + framing));
    text.setVerticalScrollBarPolicy(all > mostLines ? Qt::ScrollBarAsNeeded
                                                    : Qt::ScrollBarAlwaysOff);
}

} // namespace hermes::editor
