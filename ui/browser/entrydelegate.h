#pragma once

#include <QStyledItemDelegate>

namespace hermes::widgets {
class Theme;
}

namespace hermes::browser {

/// Paints the rows of a CatalogModel over their whole width; the tree's own indentation is expected
/// to be 0. Thread: UI.
class EntryDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit EntryDelegate(const widgets::Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    void paintKindGroup(QPainter &painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const;
    void paintGroup(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                    const QFont &titleFont) const;
    void paintEntry(QPainter &painter, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;
    void paintMark(QPainter &painter, const QRect &square, const QModelIndex &index) const;

    const widgets::Theme &m_theme;
};

} // namespace hermes::browser
