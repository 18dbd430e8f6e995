#include "editor/diskmessages.h"

#include "widgets/messagebar.h"
#include "workspace/definitiondocument.h"

#include <QLocale>
#include <QPushButton>
#include <QTextDocument>
#include <QVBoxLayout>

using hermes::widgets::MessageBar;
using hermes::workspace::DefinitionDocument;

namespace hermes::editor {

DiskMessages::DiskMessages(const widgets::Theme &theme, DefinitionDocument *document,
                           QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_state(new MessageBar(theme))
    , m_disk(new MessageBar(theme))
    , m_event(new MessageBar(theme))
    , m_journal(new MessageBar(theme))
    , m_aside(new MessageBar(theme))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    for (MessageBar *bar : {m_state, m_disk, m_journal, m_aside, m_event}) {
        column->addWidget(bar);
    }
    connect(document, &DefinitionDocument::stateChanged, this, &DiskMessages::showState);
    connect(document, &DefinitionDocument::diskStateChanged, this, &DiskMessages::showDiskState);
    connect(document, &DefinitionDocument::saveFailed, this, &DiskMessages::showFailure);
    connect(document, &DefinitionDocument::saved, m_event, &MessageBar::dismiss);
    connect(document, &DefinitionDocument::recovered, this, &DiskMessages::showRecovered);
    connect(document, &DefinitionDocument::merged, this, &DiskMessages::showMerged);
    connect(document, &DefinitionDocument::theirsRefused, this, [this](const core::Error &error) {
        m_event->showMessage(MessageBar::Severity::Error, error.message);
    });
    connect(document, &DefinitionDocument::reloaded, this, [this] {
        m_event->showMessage(MessageBar::Severity::Info, tr("Changed on disk and taken over."));
    });
    connect(document, &DefinitionDocument::historyForgotten, this, [this] {
        m_event->showMessage(MessageBar::Severity::Info,
                             tr("Changed on disk since it was open here; undo begins anew."));
    });
    connect(document, &DefinitionDocument::keptAside, this, &DiskMessages::showKeptAside);
    connect(document, &DefinitionDocument::journalFailed, this, [this](const core::Error &error) {
        m_journal->showMessage(MessageBar::Severity::Error, error.message);
        offerOtherPlaces(*m_journal);
    });
    connect(document, &DefinitionDocument::journalWorks, m_journal, &MessageBar::dismiss);
    showState();
    showDiskState();
}

void DiskMessages::showState()
{
    switch (m_document->state()) {
    case DefinitionDocument::State::TooLarge:
        m_state->showMessage(MessageBar::Severity::Info,
                             tr("The prompt is large (%1). Opening it takes a moment, and it is "
                                "shown without colours and preview.")
                                 .arg(QLocale().formattedDataSize(m_document->promptSize())));
        connect(m_state->addButton(tr("Open anyway")), &QPushButton::clicked, m_document,
                &DefinitionDocument::loadAnyway);
        return;
    case DefinitionDocument::State::Unreadable:
        m_state->showMessage(MessageBar::Severity::Error, m_document->loadError().message);
        return;
    case DefinitionDocument::State::Loading:
    case DefinitionDocument::State::Ready:
        break;
    }
    if (m_document->readOnlyReason().isEmpty()) {
        m_state->dismiss();
    } else {
        m_state->showMessage(MessageBar::Severity::Info,
                             tr("%1 Changes can be made and are journaled, but not saved here.")
                                 .arg(m_document->readOnlyReason()));
        offerOtherPlaces(*m_state);
    }
}

void DiskMessages::showDiskState()
{
    switch (m_document->diskState()) {
    case DefinitionDocument::DiskState::Same:
        m_disk->dismiss();
        break;
    case DefinitionDocument::DiskState::Changed:
        showChanged();
        break;
    case DefinitionDocument::DiskState::Gone:
        showGone();
        break;
    }
}

void DiskMessages::showChanged()
{
    m_disk->showMessage(
        MessageBar::Severity::Warning,
        tr("This definition was changed on disk while you edited it. Nothing was overwritten."));
    QPushButton *compare = m_disk->addButton(tr("Compare"));
    compare->setDefault(true);
    connect(compare, &QPushButton::clicked, this, &DiskMessages::comparisonRequested);
    connect(m_disk->addButton(tr("Merge")), &QPushButton::clicked, m_document,
            &DefinitionDocument::mergeTheirs);
    connect(m_disk->addButton(tr("Keep mine")), &QPushButton::clicked, m_document,
            &DefinitionDocument::keepMine);
    connect(m_disk->addButton(tr("Take theirs")), &QPushButton::clicked, m_document,
            &DefinitionDocument::takeTheirs);
}

void DiskMessages::showGone()
{
    m_disk->showMessage(MessageBar::Severity::Warning,
                        tr("The file is gone from the disk. The text is kept here."));
    connect(m_disk->addButton(tr("Write it anew")), &QPushButton::clicked, m_document,
            [document = m_document] {
                QObject::connect(document, &DefinitionDocument::diskStateChanged, document,
                                 &DefinitionDocument::save, Qt::SingleShotConnection);
                document->keepMine();
            });
}

void DiskMessages::showFailure(const core::Error &error)
{
    if (error.code == core::ErrorCode::ChangedOutside || error.code == core::ErrorCode::NotFound) {
        showDiskState(); // says it, with what to do; it may have been closed
        return;
    }
    if (error.code == core::ErrorCode::ReadOnly) {
        showState(); // the same
        offerToSaveAgain(*m_state);
        return;
    }
    m_event->showMessage(MessageBar::Severity::Error, error.message);
    offerToSaveAgain(*m_event);
    offerOtherPlaces(*m_event);
}

void DiskMessages::offerToSaveAgain(MessageBar &bar)
{
    connect(bar.addButton(tr("Try again")), &QPushButton::clicked, m_document,
            &DefinitionDocument::save);
}

/// Where a text can go that its own disk does not take.
void DiskMessages::offerOtherPlaces(MessageBar &bar)
{
    connect(bar.addButton(tr("Save elsewhere…")), &QPushButton::clicked, this,
            &DiskMessages::saveElsewhereRequested);
    connect(bar.addButton(tr("Copy text")), &QPushButton::clicked, this,
            &DiskMessages::copyRequested);
}

void DiskMessages::showKeptAside(const QStringList &files, bool isDamaged)
{
    const QString places = files.join(u'\n');
    m_aside->showMessage(
        MessageBar::Severity::Warning,
        isDamaged
            ? tr("The journal of unsaved text is damaged. What could be read is here; the "
                 "newest edits may be missing. The journal itself was kept: %1")
                  .arg(places)
            : tr("More unsaved text than what is here was found. It was kept: %1").arg(places));
}

void DiskMessages::showRecovered()
{
    m_event->showMessage(MessageBar::Severity::Info,
                         tr("Unsaved text of an earlier run was recovered."));
    connect(m_event->addButton(tr("Compare")), &QPushButton::clicked, this,
            &DiskMessages::comparisonRequested);
    connect(m_event->addButton(tr("Discard")), &QPushButton::clicked, m_document, [this] {
        m_document->takeTheirs();
        m_event->dismiss();
    });
}

void DiskMessages::showMerged(int conflicts)
{
    m_event->showMessage(
        conflicts == 0 ? MessageBar::Severity::Info : MessageBar::Severity::Warning,
        conflicts == 0 ? tr("Both changes are in the draft now.")
                       : tr("%n place(s) were changed on both sides and are marked in the text.",
                            nullptr, conflicts));
}

} // namespace hermes::editor
