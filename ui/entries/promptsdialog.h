#pragma once

#include "changes/changeset.h"
#include "entries/entrydialog.h"

namespace hermes::entries {

/// Shows what the prompts that use a fragment would become, to be written together. Thread: UI.
class PromptsDialog final : public EntryDialog
{
    Q_OBJECT

public:
    PromptsDialog(const widgets::Theme &theme, const QString &fragment,
                  const changes::ChangeSet &changes, QWidget *parent);
};

} // namespace hermes::entries
