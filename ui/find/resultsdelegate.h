#pragma once

#include <QStyledItemDelegate>

namespace hermes::widgets {
class Theme;
}

namespace hermes::find {

class ResultsModel;
struct ResultRow;

/// Paints the rows of a ResultsModel.
class ResultsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ResultsDelegate(const ResultsModel &model, const widgets::Theme &theme,
                    QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    /// The note at the trailing edge; what is left of `room`.
    [[nodiscard]] QRect paintNote(QPainter &painter, const QStyleOptionViewItem &option, QRect room,
                                  const QString &note) const;
    void paintGroup(QPainter &painter, const QStyleOptionViewItem &option,
                    const ResultRow &row) const;
    void paintEntry(QPainter &painter, const QStyleOptionViewItem &option,
                    const ResultRow &row) const;
    void paintExcerpt(QPainter &painter, const QStyleOptionViewItem &option,
                      const ResultRow &row) const;

    const ResultsModel &m_model;
    const widgets::Theme &m_theme;
};

} // namespace hermes::find
