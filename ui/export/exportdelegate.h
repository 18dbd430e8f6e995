#pragma once

#include <QStyledItemDelegate>

namespace hermes::widgets {
class Theme;
}

namespace hermes::bundleexport {

/// Paints an entry: check box, name, id, and at the end what of it is not in a bundle.
class ExportDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ExportDelegate(const widgets::Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    const widgets::Theme &m_theme;
};

} // namespace hermes::bundleexport
