#pragma once

#include "changes/bulkedit.h"
#include "entries/entrydialog.h"

#include <QTimer>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class ChipEditor;
class SegmentedControl;
} // namespace hermes::widgets

namespace hermes::entries {

class ChangesView;

/// The entries that are edited together, and what the fields offer.
struct BulkEditOffer
{
    QList<core::EntryId> ids;
    QStringList tags; ///< Of the chosen entries: what can be removed.
    QStringList knownTags; ///< Of the registry.
    QStringList models;
    QStringList categories;
};

/// Asks for one edit of many entries and shows what it would change. Thread: UI.
class BulkEditDialog final : public EntryDialog
{
    Q_OBJECT

public:
    BulkEditDialog(const widgets::Theme &theme, const BulkEditOffer &offer, QWidget *parent);

    [[nodiscard]] changes::BulkEdit edit() const;
    /// The answer to changesWanted().
    void setChanges(const core::Result<changes::ChangeSet> &changes);
    /// What is shown: performed as it is when the dialog is accepted.
    [[nodiscard]] const changes::ChangeSet &changes() const { return m_changes; }

Q_SIGNALS:
    /// A moment after the user changed something that can be shown.
    void changesWanted(const hermes::changes::BulkEdit &edit);

private:
    void addFields();
    /// A field that counts only while its box is checked; editing it checks the box.
    void addOptional(QGridLayout &grid, int row, QCheckBox *box, QLineEdit *line, QWidget *field);
    void edited();
    [[nodiscard]] bool hasSkills() const;

    BulkEditOffer m_offer;
    widgets::ChipEditor *m_addedTags;
    widgets::ChipEditor *m_removedTags;
    widgets::SegmentedControl *m_bump;
    QCheckBox *m_setsModel;
    QComboBox *m_model;
    QCheckBox *m_setsAuthor;
    QLineEdit *m_author;
    QCheckBox *m_setsLicense;
    QLineEdit *m_license;
    QCheckBox *m_setsCategory;
    QComboBox *m_category;
    ChangesView *m_view;
    changes::ChangeSet m_changes;
    QTimer m_delay;
};

} // namespace hermes::entries
