#pragma once

#include "changes/changeset.h"
#include "core/error.h"
#include "entries/entrydialog.h"

namespace hermes::entries {

/// Says that a fragment is included and cannot just go, and shows what putting its text in the
/// place of its tags changes. Thread: UI.
class DeleteFragmentDialog final : public EntryDialog
{
    Q_OBJECT

public:
    /// `uses`: at how many places. `dissolved`: what is to be done instead; an error if it cannot
    /// be.
    DeleteFragmentDialog(const widgets::Theme &theme, const QString &fragment, int uses,
                         const core::Result<changes::ChangeSet> &dissolved, QWidget *parent);
};

} // namespace hermes::entries
