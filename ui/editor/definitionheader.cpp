#include "editor/definitionheader.h"

#include "widgets/badge.h"
#include "widgets/copybutton.h"
#include "widgets/elidedlabel.h"
#include "widgets/kindicon.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::editor {

DefinitionHeader::DefinitionHeader(const widgets::Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new widgets::KindIcon(theme))
    , m_author(new QLabel)
    , m_name(new widgets::ElidedLabel(Qt::ElideRight))
    , m_version(new widgets::Badge(theme))
    , m_kind(new widgets::Badge(theme))
    , m_state(new widgets::Badge(theme))
    , m_description(new QLabel)
    , m_idLabel(new QLabel(tr("ID")))
    , m_id(new QLabel)
    , m_copyId(new widgets::CopyButton(theme, tr("Copy the id")))
    , m_facts(new widgets::ElidedLabel(Qt::ElideRight))
    , m_copyChecksum(new widgets::CopyButton(theme, tr("Copy the checksum")))
{
    m_description->setWordWrap(true);
    for (QLabel *label :
         std::initializer_list<QLabel *>{m_author, m_name, m_description, m_id, m_facts}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_name->setAccessibleDescription(tr("Name"));
    m_description->setAccessibleDescription(tr("Description"));
    m_id->setAccessibleDescription(tr("ID"));
    layOut();
    connect(&theme, &widgets::Theme::changed, this, &DefinitionHeader::applyTheme);
    applyTheme();
}

void DefinitionHeader::layOut()
{
    auto *title = new QHBoxLayout;
    title->setSpacing(widgets::space::small);
    title->addWidget(m_name);
    title->addWidget(m_version);
    title->addWidget(m_kind);
    title->addWidget(m_state);
    title->addStretch();
    auto *facts = new QHBoxLayout;
    facts->setSpacing(widgets::space::small);
    facts->addWidget(m_idLabel);
    facts->addWidget(m_id);
    facts->addWidget(m_copyId);
    facts->addSpacing(widgets::space::small);
    facts->addWidget(m_facts, 1);
    facts->addWidget(m_copyChecksum);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(widgets::space::tiny);
    texts->addWidget(m_author);
    texts->addLayout(title);
    texts->addWidget(m_description);
    texts->addLayout(facts);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(widgets::space::large, widgets::space::medium, widgets::space::large,
                            widgets::space::small);
    row->setSpacing(widgets::space::medium);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
}

void DefinitionHeader::applyTheme()
{
    m_author->setFont(m_theme.labelFont());
    m_name->setFont(m_theme.titleFont());
    m_id->setFont(m_theme.editorFont());
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, m_theme.colors().muted);
    for (QLabel *label :
         std::initializer_list<QLabel *>{m_author, m_description, m_idLabel, m_facts}) {
        label->setPalette(muted);
    }
}

void DefinitionHeader::setContent(const HeaderContent &content)
{
    m_content = content;
    m_icon->setEntry(content.id.kind, content.icon);
    m_author->setText(content.author);
    m_author->setVisible(!content.author.isEmpty());
    m_name->setText(content.name);
    m_version->setContent(u'v' + content.version, widgets::Badge::Tone::Outline);
    m_version->setVisible(!content.version.isEmpty());
    m_kind->setKind(content.id.kind);
    m_state->setContent(content.state, widgets::Badge::Tone::Warning);
    m_state->setVisible(!content.state.isEmpty());
    m_description->setText(content.description);
    m_description->setVisible(!content.description.isEmpty());
    m_id->setText(content.id.id);
    m_copyId->setCopiedText(content.id.id);
    m_copyChecksum->setCopiedText(content.checksum);
    m_copyChecksum->setToolTip(content.checksum.isEmpty()
                                   ? tr("Copy the checksum")
                                   : tr("Copy the checksum\n%1").arg(content.checksum));

    QStringList facts;
    for (const QString &fact :
         {content.model, content.tools.join(u" · "_s),
          content.hermesRange.isEmpty() ? QString() : tr("hermes %1").arg(content.hermesRange),
          content.tags.isEmpty() ? QString() : u'#' + content.tags.join(u" #"_s)}) {
        if (!fact.isEmpty()) {
            facts.append(fact);
        }
    }
    m_facts->setText(facts.join(u"      "_s));
}

QString DefinitionHeader::plainText() const
{
    return QStringList{m_author->text(),      m_name->text(),    m_version->text(), m_kind->text(),
                       m_description->text(), m_idLabel->text(), m_id->text()}
        .join(u'\n');
}

} // namespace hermes::editor
