#pragma once

#include <QStyledItemDelegate>

namespace hermes::widgets {
class Theme;
}

namespace hermes::problems {

/// Paints a problem: sign of its severity, message, place, and at the end the label of its first
/// fix as a link. Thread: UI.
class ProblemDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ProblemDelegate(const widgets::Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

    /// Where the link is within a row; empty if the problem has no fix.
    [[nodiscard]] QRect fixRect(const QStyleOptionViewItem &option, const QModelIndex &index) const;

Q_SIGNALS:
    void fixClicked(const QModelIndex &index);

private:
    /// What fits into a row.
    struct Row
    {
        QString message;
        QString place;
        QString link;
        QRect linkArea;
    };
    [[nodiscard]] static Row rowFor(const QStyleOptionViewItem &option, const QModelIndex &index);
    void paintSign(QPainter &painter, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;

    const widgets::Theme &m_theme;
    QPersistentModelIndex m_pressed; ///< Its link has the mouse button down.
};

} // namespace hermes::problems
