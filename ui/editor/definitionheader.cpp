#include "editor/definitionheader.h"

#include "widgets/badge.h"
#include "widgets/copybutton.h"
#include "widgets/elidedlabel.h"
#include "widgets/flowlayout.h"
#include "widgets/kindicon.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

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
    , m_source(new widgets::Badge(theme))
    , m_state(new widgets::Badge(theme))
    , m_description(new QLabel)
    , m_idLabel(new QLabel(tr("ID")))
    , m_id(new QLabel)
    , m_copyId(new widgets::CopyButton(theme, tr("Copy the id")))
    , m_model(new widgets::ElidedLabel(Qt::ElideRight))
    , m_tools(new widgets::ElidedLabel(Qt::ElideRight))
    , m_hermes(new QLabel)
    , m_tags(new widgets::ElidedLabel(Qt::ElideRight))
    , m_checksumGroup(new QWidget)
    , m_checksum(new QLabel)
    , m_copyChecksum(new widgets::CopyButton(theme, tr("Copy the checksum")))
{
    m_description->setWordWrap(true);
    for (QLabel *label :
         std::initializer_list<QLabel *>{m_author, m_name, m_description, m_id, m_model, m_tools,
                                         m_hermes, m_tags, m_checksum}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_name->setAccessibleDescription(tr("Name"));
    m_description->setAccessibleDescription(tr("Description"));
    m_id->setAccessibleDescription(tr("ID"));
    m_model->setAccessibleDescription(tr("Model"));
    m_tools->setAccessibleDescription(tr("Tools"));
    m_tags->setAccessibleDescription(tr("Tags"));
    layOut();
    applyDirection();
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
    title->addWidget(m_source);
    title->addWidget(m_state);
    title->addStretch();
    auto *facts = new widgets::FlowLayout(widgets::space::tiny);
    addFacts(*facts);
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

void DefinitionHeader::addFacts(widgets::FlowLayout &flow)
{
    const auto group = [](QWidget *widget, std::initializer_list<QWidget *> parts) {
        auto *row = new QHBoxLayout(widget);
        row->setContentsMargins(0, 0, widgets::space::small, 0); // between facts
        row->setSpacing(widgets::space::tiny);
        for (QWidget *part : parts) {
            row->addWidget(part);
        }
        return widget;
    };
    flow.addWidget(group(new QWidget, {m_idLabel, m_id, m_copyId}));
    for (QLabel *fact : std::initializer_list<QLabel *>{m_model, m_tools, m_hermes, m_tags}) {
        fact->setContentsMargins(0, 0, widgets::space::medium, 0);
        flow.addWidget(fact);
    }
    flow.addWidget(group(m_checksumGroup, {m_checksum, m_copyChecksum}));
}

void DefinitionHeader::applyTheme()
{
    m_author->setFont(m_theme.labelFont());
    m_name->setFont(m_theme.titleFont());
    m_id->setFont(m_theme.editorFont());
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, m_theme.colors().muted);
    for (QLabel *label : std::initializer_list<QLabel *>{
             m_author, m_description, m_idLabel, m_model, m_tools, m_hermes, m_tags, m_checksum}) {
        label->setPalette(muted);
    }
}

void DefinitionHeader::setContent(const HeaderContent &content)
{
    m_content = content;
    m_icon->setEntry(content.id.kind, content.icon);
    m_author->setText(content.author);
    m_name->setText(content.name);
    m_version->setContent(u'v' + content.version, widgets::Badge::Tone::Outline);
    m_version->setVisible(!content.version.isEmpty());
    showKind();
    m_source->setContent(tr("source", "what is edited, as a chip"), widgets::Badge::Tone::Accent);
    m_source->setToolTip(content.sourceNote);
    m_source->setAccessibleDescription(content.sourceNote);
    m_source->setVisible(!content.sourceNote.isEmpty());
    m_state->setContent(content.state, widgets::Badge::Tone::Warning);
    m_state->setVisible(!content.state.isEmpty());
    m_description->setText(content.description);
    m_copyChecksum->setCopiedText(content.checksum);
    m_copyChecksum->setToolTip(content.checksum.isEmpty()
                                   ? tr("Copy the checksum")
                                   : tr("Copy the checksum\n%1").arg(content.checksum));

    m_model->setText(content.model);
    m_tools->setText(content.tools.join(u" · "_s));
    m_hermes->setText(tr("hermes %1").arg(content.hermesRange));
    // Right to left, a number sign would go to the other end of its tag.
    const QString sign = isRightToLeft() ? u"\u200E#"_s : u"#"_s;
    m_tags->setText(sign + content.tags.join(u' ' + sign));
    // Its beginning tells it from others; the copy has all of it.
    constexpr qsizetype shownLength = 15; // "sha256:" and eight digits
    m_checksum->setText(content.checksum.first(std::min(content.checksum.size(), shownLength)));
    m_checksum->setToolTip(content.checksum);
    showFacts();
}

void DefinitionHeader::showKind()
{
    const bool isFragment = !m_content.fragmentFile.isEmpty();
    if (isFragment) {
        m_kind->setContent(tr("Fragment"), widgets::Badge::Tone::Accent);
        m_icon->setAccessibleName(tr("Fragment"));
    } else {
        m_kind->setKind(m_content.id.kind);
    }
    const QString id = isFragment ? m_content.fragmentFile : m_content.id.id;
    m_idLabel->setText(isFragment ? tr("File") : tr("ID"));
    m_id->setText(id);
    m_id->setAccessibleDescription(m_idLabel->text());
    m_copyId->setCopiedText(id);
}

void DefinitionHeader::setCompact(bool isCompact)
{
    if (std::exchange(m_isCompact, isCompact) != isCompact) {
        showFacts();
    }
}

void DefinitionHeader::showFacts()
{
    const bool isFull = !m_isCompact;
    m_author->setVisible(isFull && !m_content.author.isEmpty());
    m_description->setVisible(isFull && !m_content.description.isEmpty());
    m_model->setVisible(isFull && !m_content.model.isEmpty());
    m_tools->setVisible(isFull && !m_content.tools.isEmpty());
    m_hermes->setVisible(isFull && !m_content.hermesRange.isEmpty());
    m_tags->setVisible(isFull && !m_content.tags.isEmpty());
    m_checksumGroup->setVisible(isFull && !m_content.checksum.isEmpty());
}

bool DefinitionHeader::event(QEvent *event)
{
    const bool isHandled = QFrame::event(event);
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::LayoutRequest:
        // A layout that is short of room squeezes texts that could wrap; not these.
        setFixedHeight(layout()->totalHeightForWidth(width()));
        break;
    case QEvent::LayoutDirectionChange:
        applyDirection();
        break;
    default:
        break;
    }
    return isHandled;
}

/// A text that can be selected stands on the side of its own writing, unless told where.
void DefinitionHeader::applyDirection()
{
    const Qt::Alignment side = isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    for (QLabel *label : {m_author, m_description}) {
        label->setAlignment(side | Qt::AlignAbsolute | Qt::AlignVCenter);
    }
}

QString DefinitionHeader::plainText() const
{
    return QStringList{m_author->text(),      m_name->text(),    m_version->text(), m_kind->text(),
                       m_description->text(), m_idLabel->text(), m_id->text()}
        .join(u'\n');
}

} // namespace hermes::editor
