#pragma once

#include "text/sections.h"

#include <QAbstractListModel>

namespace hermes::browser {

/// The sections of one document, in order, as a flat list. Thread: UI.
class OutlineModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        IndentRole = Qt::UserRole, ///< int, levels; the highest heading of the document has 0.
        WordsRole, ///< int
        LineRole, ///< int, 1-based.
    };

    using QAbstractListModel::QAbstractListModel;

    /// Rows that stay at their place are kept, so that selection and scroll position survive
    /// typing.
    void setSections(const QList<text::Section> &sections);

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<text::Section> m_sections;
    int m_highestLevel = 1;
};

} // namespace hermes::browser
