#pragma once

#include "find/gotoitems.h"

#include <QAbstractListModel>

namespace hermes::find {

/// The rows of "Go to anything". Each key gives other ones, so it is always all of them. Thread:
/// UI.
class GoToModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit GoToModel(QObject *parent = nullptr);

    void setItems(const QList<GoToItem> &items);
    [[nodiscard]] const GoToItem &item(int row) const { return m_items.at(row); }
    [[nodiscard]] const QList<GoToItem> &items() const { return m_items; }

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<GoToItem> m_items;
};

} // namespace hermes::find
