#include "entries/promptsdialog.h"

#include "entries/changesview.h"

#include <QLabel>
#include <QVBoxLayout>

namespace hermes::entries {

PromptsDialog::PromptsDialog(const widgets::Theme &theme, const QString &fragment,
                             const changes::ChangeSet &changes, QWidget *parent)
    : EntryDialog(theme, tr("Prompts that use the fragment %1").arg(fragment),
                  tr("Write %n prompts", nullptr, static_cast<int>(changes.writes.size())), parent)
{
    auto *view = new ChangesView(theme);
    view->setChanges(changes);
    column()->addWidget(heading(tr("What changes")));
    column()->addWidget(view, 1);
    if (changes.writes.isEmpty()) {
        setObstacle(tr("Nothing is to be written."));
    }
    makeRoomForChanges();
}

} // namespace hermes::entries
