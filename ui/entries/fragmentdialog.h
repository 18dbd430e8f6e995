#pragma once

#include "changes/changeset.h"
#include "core/error.h"
#include "entries/entrydialog.h"

#include <QTimer>

QT_BEGIN_NAMESPACE
class QLineEdit;
QT_END_NAMESPACE

namespace hermes::entries {

class ChangesView;

/// Asks for the name of a fragment or a variable and shows everything that would change. Thread:
/// UI.
class FragmentDialog final : public EntryDialog
{
    Q_OBJECT

public:
    enum class Purpose
    {
        Extract,
        Rename,
        RenameVariable
    };
    /// `name`: what the field begins with; unless it is Extract, the name there is.
    FragmentDialog(const widgets::Theme &theme, Purpose purpose, const QString &name,
                   QWidget *parent);

    [[nodiscard]] QString name() const;
    /// The answer to changesWanted().
    void setChanges(const core::Result<changes::ChangeSet> &changes);

Q_SIGNALS:
    /// A moment after the user changed the name.
    void changesWanted(const QString &name);

private:
    [[nodiscard]] static QString titleFor(Purpose purpose, const QString &name);
    void edited();

    QString m_before; ///< Of what is renamed.
    QLineEdit *m_name;
    ChangesView *m_view;
    QTimer m_delay;
};

} // namespace hermes::entries
