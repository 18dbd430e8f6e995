#pragma once

#include "core/entryid.h"

#include <QList>
#include <QTreeView>

namespace hermes::browser {

/// The view of a CatalogModel: a click or Enter opens an entry and folds a group; with Ctrl or
/// Shift a click selects. Thread: UI.
class CatalogTree final : public QTreeView
{
    Q_OBJECT

public:
    explicit CatalogTree(QWidget *parent = nullptr);

    [[nodiscard]] QList<core::EntryId> selectedEntries() const; ///< In their order.

Q_SIGNALS:
    void entryChosen(const QModelIndex &index);
    void menuRequested(const QModelIndex &index, const QPoint &globalPosition); ///< Of an entry.
    void leftUpwards(); ///< The up key in the first row.

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void choose(const QModelIndex &index);
};

} // namespace hermes::browser
