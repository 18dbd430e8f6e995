#pragma once

#include "changes/entrynames.h"
#include "changes/renaming.h"
#include "entries/entrydialog.h"

#include <QTimer>

QT_BEGIN_NAMESPACE
class QListWidget;
QT_END_NAMESPACE

namespace hermes::entries {

class ChangesView;
class EntryNameFields;

/// Asks for another id, shows everything that would change, and offers the mentions in prompts.
/// Thread: UI.
class RenameDialog final : public EntryDialog
{
    Q_OBJECT

public:
    /// `names`: without the entry itself.
    RenameDialog(const widgets::Theme &theme, const registry::EntrySummary &entry,
                 const changes::EntryNames &names, QWidget *parent);

    [[nodiscard]] changes::Renaming renaming() const;
    void setMentions(const changes::Mentions &mentions);
    /// The answer to changesWanted().
    void setChanges(const core::Result<changes::ChangeSet> &changes);
    /// What is shown: performed as it is when the dialog is accepted.
    [[nodiscard]] const changes::ChangeSet &changes() const { return m_changes; }

Q_SIGNALS:
    /// A moment after the user changed something that can be shown.
    void changesWanted(const hermes::changes::Renaming &renaming);

private:
    void addMentions();
    void edited();

    core::EntryId m_before;
    QString m_nameBefore;
    EntryNameFields *m_names;
    QWidget *m_mentionsPart;
    QListWidget *m_mentions;
    QList<changes::Mention> m_found;
    ChangesView *m_view;
    changes::ChangeSet m_changes;
    QTimer m_delay;
};

} // namespace hermes::entries
