#pragma once

#include <QColor>
#include <QFont>
#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
class QStyleOptionViewItem;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::browser {

/// Small spaced capitals: titles of groups.
[[nodiscard]] QFont groupLabelFont(const widgets::Theme &theme);

/// Background of a row: soft accent and a bar at the leading edge if it is selected, hover, and the
/// frame of the keyboard focus.
void paintRowBackground(QPainter &painter, const QStyleOptionViewItem &option,
                        const widgets::Theme &theme);

/// A text at the beginning of a row and a short one at its end.
struct RowTexts
{
    QString title; ///< Elided if it is too long.
    QString note;
    QFont titleFont;
    QFont noteFont;
    QColor titleColor;
    QColor noteColor;
    int leading = 0; ///< Distance from the row's leading edge, px.
    int trailing = 0; ///< Distance from the row's trailing edge, px.
};

/// Paints in the row's layout direction; returns the width of the painted title, px.
int paintRowTexts(QPainter &painter, const QStyleOptionViewItem &option, const RowTexts &texts);

} // namespace hermes::browser
