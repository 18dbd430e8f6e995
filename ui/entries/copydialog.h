#pragma once

#include "changes/creation.h"
#include "changes/entrynames.h"
#include "entries/entrydialog.h"
#include "registry/catalog.h"

namespace hermes::widgets {
class SegmentedControl;
}

namespace hermes::entries {

class EntryNameFields;

/// Asks what a copy of an entry is to be called. Thread: UI.
class CopyDialog final : public EntryDialog
{
    Q_OBJECT

public:
    CopyDialog(const widgets::Theme &theme, const registry::EntrySummary &entry,
               const changes::EntryNames &names, QWidget *parent);

    [[nodiscard]] changes::CopyName copy() const;

private:
    void validate();

    EntryNameFields *m_names;
    widgets::SegmentedControl *m_version;
};

} // namespace hermes::entries
