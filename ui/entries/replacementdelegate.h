#pragma once

#include <QStyledItemDelegate>

namespace hermes::widgets {
class Theme;
}

namespace hermes::entries {

class ReplacementTree;

/// Paints the rows of a ReplacementTree: a file with how many are chosen, a replacement with what
/// goes struck out before what comes. Thread: UI.
class ReplacementDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ReplacementDelegate(const ReplacementTree &model, const widgets::Theme &theme,
                        QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    void paintFile(QPainter &painter, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;
    void paintReplacement(QPainter &painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const;

    const ReplacementTree &m_model;
    const widgets::Theme &m_theme;
};

} // namespace hermes::entries
