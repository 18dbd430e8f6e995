#include "entries/renamedialog.h"

#include "entries/changesview.h"
#include "entries/entrynamefields.h"
#include "widgets/buttons.h"
#include "widgets/screenroom.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::entries {

namespace {

constexpr QSize usualSize(860, 680);
constexpr auto delay = 150ms;
constexpr int shownMentions = 4;

} // namespace

RenameDialog::RenameDialog(const widgets::Theme &theme, const registry::EntrySummary &entry,
                           const changes::EntryNames &names, QWidget *parent)
    : EntryDialog(theme, tr("Rename %1").arg(entry.id.toString()), tr("Rename"), parent)
    , m_before(entry.id)
    , m_nameBefore(entry.name)
    , m_names(new EntryNameFields(theme, entry.id.kind, names, EntryNameFields::IdSource::Itself))
    , m_mentionsPart(new QWidget)
    , m_mentions(new QListWidget)
    , m_view(new ChangesView(theme))
{
    m_names->setNameAndId(entry.name, entry.id.id);
    column()->addWidget(m_names);
    addMentions();
    column()->addWidget(heading(tr("What changes")));
    column()->addWidget(m_view, 1);
    auto *tags = new QLabel(tr("Versions made so far keep their tags, under the id they had."));
    tags->setForegroundRole(QPalette::PlaceholderText);
    tags->setWordWrap(true);
    column()->addWidget(tags);

    m_delay.setSingleShot(true);
    m_delay.setInterval(delay);
    connect(&m_delay, &QTimer::timeout, this, [this] { Q_EMIT changesWanted(renaming()); });
    connect(m_names, &EntryNameFields::edited, this, &RenameDialog::edited);
    connect(m_mentions, &QListWidget::itemChanged, this, &RenameDialog::edited);
    m_names->setFocus();
    resize(widgets::fittedToScreen(usualSize, *this));
    edited();
}

void RenameDialog::addMentions()
{
    m_mentions->setAccessibleName(tr("Mentions in prompts"));
    m_mentions->setFixedHeight(shownMentions * widgets::space::row);
    auto *all = new widgets::LinkButton(tr("Choose all"));
    connect(all, &QPushButton::clicked, this, [this] {
        const QSignalBlocker once(m_mentions);
        for (int row = 0; row < m_mentions->count(); ++row) {
            m_mentions->item(row)->setCheckState(Qt::Checked);
        }
        edited();
    });
    auto *head = new QHBoxLayout;
    head->addWidget(heading(tr("Prompts mention it. Choose what means this entry:")));
    head->addStretch();
    head->addWidget(all);
    auto *part = new QVBoxLayout(m_mentionsPart);
    part->setContentsMargins({});
    part->setSpacing(widgets::space::tiny);
    part->addLayout(head);
    part->addWidget(m_mentions);
    m_mentionsPart->hide();
    column()->addWidget(m_mentionsPart);
}

void RenameDialog::setMentions(const changes::Mentions &mentions)
{
    const QSignalBlocker once(m_mentions);
    m_found = mentions.list;
    m_mentions->clear();
    for (const changes::Mention &mention : mentions.list) {
        auto *item = new QListWidgetItem(
            tr("%1:%2   %3")
                .arg(mention.file.text(), QString::number(mention.line), mention.excerpt));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
        m_mentions->addItem(item);
    }
    m_mentionsPart->setVisible(!m_found.isEmpty());
}

changes::Renaming RenameDialog::renaming() const
{
    changes::Renaming renaming{m_names->id(), m_names->name(), {}};
    for (int row = 0; row < m_mentions->count(); ++row) {
        if (m_mentions->item(row)->checkState() == Qt::Checked) {
            renaming.mentions.append(m_found.at(row));
        }
    }
    return renaming;
}

void RenameDialog::edited()
{
    QString obstacle = m_names->obstacle();
    const bool isSame = m_names->id() == m_before.id && m_names->name() == m_nameBefore;
    if (obstacle.isEmpty() && isSame) {
        obstacle = tr("Change the id or the name.");
    }
    m_changes = {};
    if (obstacle.isEmpty()) {
        setObstacle(tr("Looking for references…"));
        m_delay.start();
    } else {
        m_delay.stop();
        m_view->showSentence(obstacle);
        setObstacle(obstacle);
    }
}

void RenameDialog::setChanges(const core::Result<changes::ChangeSet> &changes)
{
    if (!changes) {
        m_view->showSentence(changes.error().message);
        setObstacle(changes.error().message);
        return;
    }
    m_changes = *changes;
    m_view->setChanges(*changes);
    setObstacle({});
}

} // namespace hermes::entries
