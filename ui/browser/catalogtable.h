#pragma once

#include "core/entryid.h"

#include <QList>
#include <QTreeView>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::browser {

class EntryListModel;

/// The view of an EntryListModel: columns that the user chooses, sorted by a click on their titles.
/// Keeps current row and selection while the rows are made anew. Thread: UI.
class CatalogTable final : public QTreeView
{
    Q_OBJECT

public:
    CatalogTable(EntryListModel &model, const widgets::Theme &theme, QWidget *parent = nullptr);

    void setCurrentEntry(const core::EntryId &id);
    [[nodiscard]] QList<core::EntryId> selectedEntries() const;
    /// A menu entry for each column that can be hidden.
    void addColumnActions(QMenu &menu);
    /// Which columns are shown, where, how wide, and what sorts; empty = the usual.
    void setColumns(const QByteArray &state);
    [[nodiscard]] QByteArray columnState() const;

Q_SIGNALS:
    void entryChosen(const QModelIndex &index);
    void menuRequested(const QModelIndex &index, const QPoint &globalPosition);
    void leftUpwards(); ///< The up key in the first row.
    void columnsChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void rememberPlace();
    void restorePlace();
    void showHeaderMenu(const QPoint &place);

    EntryListModel &m_entries;
    QList<core::EntryId> m_selected;
    core::EntryId m_current;
    int m_scrolled = 0;
};

} // namespace hermes::browser
