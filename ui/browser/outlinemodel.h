#pragma once

#include "workspace/liveoutline.h"

#include <QAbstractListModel>

namespace hermes::browser {

/// The sections of one document, in order, as a flat list. The title can be edited: that asks for
/// another one, and the next outline brings it. Thread: UI.
class OutlineModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        IndentRole = Qt::UserRole, ///< int, levels; the highest heading of the document has 0.
        SizeRole, ///< QString: words and tokens.
    };

    using QAbstractListModel::QAbstractListModel;

    /// Rows that stay at their place are kept, so that selection and scroll position survive
    /// typing.
    void setOutline(const workspace::Outline &outline);
    [[nodiscard]] const workspace::OutlineSection &section(int row) const
    {
        return m_sections.at(row);
    }
    /// The row behind the last one that belongs to a section.
    [[nodiscard]] int endOf(int row) const;
    /// The row of the section that a line, from 0, lies in; -1 if it is above all.
    [[nodiscard]] int rowAt(int line) const;
    /// The row with this title nearest to another; -1 if there is none.
    [[nodiscard]] int rowOf(const QString &title, int near) const;
    /// Whether there is a section to move past in the direction of -1 or 1.
    [[nodiscard]] bool canMove(int row, int step) const;
    /// Whether all its headings can become deeper (1) or higher (-1).
    [[nodiscard]] bool canRelevel(int row, int by) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }

Q_SIGNALS:
    void renameRequested(int row, const QString &heading);

private:
    [[nodiscard]] QString tipOf(const workspace::OutlineSection &section) const;

    QList<workspace::OutlineSection> m_sections;
    tokens::CountingMethod m_counting;
    int m_highestLevel = 1;
};

} // namespace hermes::browser
