#include "entries/deletefragmentdialog.h"

#include "entries/changesview.h"

#include <QLabel>
#include <QVBoxLayout>

namespace hermes::entries {

DeleteFragmentDialog::DeleteFragmentDialog(const widgets::Theme &theme, const QString &fragment,
                                           int uses,
                                           const core::Result<changes::ChangeSet> &dissolved,
                                           QWidget *parent)
    : EntryDialog(theme, tr("Delete the fragment %1").arg(fragment), tr("Inline and delete"),
                  parent)
{
    auto *reason = new QLabel(tr("It is included at %n places. Its text can stand there instead; "
                                 "what prompts become stays the same.",
                                 nullptr, uses));
    reason->setTextFormat(Qt::PlainText);
    reason->setWordWrap(true);
    auto *view = new ChangesView(theme);
    column()->addWidget(reason);
    column()->addWidget(heading(tr("What changes")));
    column()->addWidget(view, 1);
    if (dissolved) {
        view->setChanges(*dissolved);
    } else {
        view->showSentence(dissolved.error().message);
        setObstacle(tr("It cannot be inlined everywhere."));
    }
    makeRoomForChanges();
}

} // namespace hermes::entries
