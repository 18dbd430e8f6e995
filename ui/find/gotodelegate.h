#pragma once

#include <QStyledItemDelegate>

namespace hermes::widgets {
class Theme;
}

namespace hermes::find {

class GoToModel;

/// Paints a row of a GoToModel: what it is, its text with the letters found, and its note.
class GoToDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    GoToDelegate(const GoToModel &model, const widgets::Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    const GoToModel &m_model;
    const widgets::Theme &m_theme;
};

} // namespace hermes::find
