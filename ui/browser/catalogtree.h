#pragma once

#include <QTreeView>

namespace hermes::browser {

/// The view of a CatalogModel: a click or Enter opens an entry and folds a group. Thread: UI.
class CatalogTree final : public QTreeView
{
    Q_OBJECT

public:
    explicit CatalogTree(QWidget *parent = nullptr);

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
