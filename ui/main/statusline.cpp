#include "main/statusline.h"

#include "widgets/buttons.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"

#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

StatusLine::StatusLine(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_caret(new QLabel)
    , m_format(new QLabel)
    , m_safety(new QLabel)
    , m_problems(new widgets::LinkButton({}))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(widgets::space::medium, 0, widgets::space::medium, 0);
    row->setSpacing(widgets::space::large);
    for (QLabel *label : {m_caret, m_format}) {
        row->addWidget(label);
    }
    row->addStretch();
    row->addWidget(m_safety);
    row->addWidget(m_problems);
    for (QWidget *item :
         std::initializer_list<QWidget *>{m_caret, m_format, m_safety, m_problems}) {
        item->setFont(theme.labelFont());
    }
    m_caret->setAccessibleDescription(tr("Caret"));
    m_format->setAccessibleDescription(tr("File format"));
    m_safety->setAccessibleDescription(tr("State of the draft"));
    connect(m_problems, &QPushButton::clicked, this, &StatusLine::problemsRequested);
    setDocument(nullptr);
}

void StatusLine::setDocument(workspace::DefinitionDocument *document)
{
    if (m_document != nullptr) {
        m_document->disconnect(this);
    }
    m_document = document;
    if (document != nullptr) {
        connect(document, &workspace::DefinitionDocument::modificationChanged, this,
                &StatusLine::update);
        connect(document, &workspace::DefinitionDocument::stateChanged, this, &StatusLine::update);
        connect(document, &workspace::DefinitionDocument::saved, this, &StatusLine::update);
        connect(document, &workspace::DefinitionDocument::reloaded, this, &StatusLine::update);
    }
    update();
}

void StatusLine::update()
{
    const bool isShown =
        m_document != nullptr && m_document->state() == workspace::DefinitionDocument::State::Ready;
    for (QWidget *item :
         std::initializer_list<QWidget *>{m_caret, m_format, m_safety, m_problems}) {
        item->setVisible(isShown);
    }
    if (!isShown) {
        return;
    }
    m_caret->setVisible(!m_caret->text().isEmpty());
    const workspace::EditableText *text =
        m_document->location().promptFile.isRoot() ? m_document->manifest() : m_document->prompt();
    m_format->setText(text->hasByteOrderMark()
                          ? tr("%1 · UTF-8 with BOM").arg(text->lineEndingName())
                          : tr("%1 · UTF-8").arg(text->lineEndingName()));
    m_safety->setText(!m_document->readOnlyReason().isEmpty() ? tr("Read-only")
                          : m_document->isModified()          ? tr("Draft kept in the journal")
                                                              : tr("Saved"));
}

void StatusLine::setCaret(int line, int column)
{
    m_caret->setText(tr("Ln %1, Col %2").arg(line).arg(column));
    m_caret->setVisible(!m_format->isHidden());
}

void StatusLine::setProblemCount(int count)
{
    m_problems->setText(count == 0 ? tr("No problems") : tr("%n problem(s)", nullptr, count));
}

} // namespace hermes::mainwindow
