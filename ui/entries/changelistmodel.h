#pragma once

#include "changes/shownchange.h"

#include <QAbstractListModel>

namespace hermes::widgets {
class Theme;
}

namespace hermes::entries {

/// The files that an operation concerns, one a row. Thread: UI.
class ChangeListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit ChangeListModel(const widgets::Theme &theme, QObject *parent = nullptr);

    void setChanges(const QList<changes::ShownChange> &changes);
    [[nodiscard]] const changes::ShownChange &change(int row) const { return m_changes.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    const widgets::Theme &m_theme;
    QList<changes::ShownChange> m_changes;
};

/// What happens to a file, for people: "new", "changed", "moved", "into the trash" …
[[nodiscard]] QString changeText(changes::ShownChange::Kind kind);

} // namespace hermes::entries
