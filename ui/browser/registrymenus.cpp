// The menus of the registry pane.

#include "browser/registrypane.h"

#include "browser/catalogmodel.h"
#include "browser/catalogtable.h"
#include "widgets/buttons.h"

#include <QActionGroup>
#include <QMenu>

#include <utility>

namespace hermes::browser {

void RegistryPane::fillViewMenu()
{
    QMenu *menu = m_viewButton->menu();
    menu->clear();
    auto *views = new QActionGroup(menu);
    for (const auto &[view, text] :
         {std::pair(View::Tree, tr("&Tree")), std::pair(View::Table, tr("T&able"))}) {
        QAction *action = menu->addAction(text, this, [this, shown = view] { setView(shown); });
        action->setCheckable(true);
        action->setChecked(m_view == view);
        views->addAction(action);
    }
    if (m_view == View::Table) {
        menu->addSection(tr("Columns"));
        m_table->addColumnActions(*menu);
    }
}

void RegistryPane::openMenu(const QModelIndex &index, const QPoint &globalPosition)
{
    const auto id = index.data(CatalogModel::IdRole).value<core::EntryId>();
    if (const QList<core::EntryId> ids = selectedEntries(); ids.size() > 1 && ids.contains(id)) {
        openMenuOfMany(ids, globalPosition);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Open"), this, [this, id] { Q_EMIT entryActivated(id); });
    menu->addAction(tr("&Compare…"), this, [this, id] { Q_EMIT compareRequested(id); });
    menu->addSeparator();
    menu->addAction(tr("Copy &id"), this, [this, id] { Q_EMIT copyIdRequested(id); });
    menu->addAction(tr("&Reveal in file manager"), this,
                    [this, id] { Q_EMIT revealRequested(id); });
    menu->addAction(tr("&Export…"), this, [this, id] { Q_EMIT exportRequested(id); });
    menu->addSeparator();
    menu->addAction(tr("&Duplicate…"), this, [this, id] { Q_EMIT duplicateRequested(id); });
    menu->addAction(tr("Re&name…"), this, [this, id] { Q_EMIT renameRequested(id); });
    menu->addAction(tr("De&lete"), this, [this, id] { Q_EMIT deleteRequested(id); });
    menu->popup(globalPosition);
}

void RegistryPane::openMenuOfMany(const QList<core::EntryId> &ids, const QPoint &globalPosition)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int count = static_cast<int>(ids.size());
    menu->addAction(tr("&Edit %n entries…", nullptr, count), this,
                    [this, ids] { Q_EMIT editRequested(ids); });
    menu->addAction(tr("&Compare the two"), this,
                    [this, ids] { Q_EMIT comparePairRequested(ids.first(), ids.last()); })
        ->setEnabled(count == 2);
    menu->addAction(tr("E&xport %n entries…", nullptr, count), this,
                    [this, ids] { Q_EMIT exportManyRequested(ids); });
    menu->popup(globalPosition);
}

} // namespace hermes::browser
