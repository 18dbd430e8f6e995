#include "browser/rowpainting.h"

#include "widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionViewItem>

#include <algorithm>

namespace hermes::browser {

namespace {
constexpr int barWidth = 2;
constexpr qreal labelSpacing = 0.6; // px between letters
} // namespace

QFont groupLabelFont(const widgets::Theme &theme)
{
    QFont font = theme.labelFont();
    font.setCapitalization(QFont::AllUppercase);
    font.setWeight(QFont::DemiBold);
    font.setLetterSpacing(QFont::AbsoluteSpacing, labelSpacing);
    return font;
}

void paintRowBackground(QPainter &painter, const QStyleOptionViewItem &option,
                        const widgets::Theme &theme)
{
    const widgets::ThemeColors &colors = theme.colors();
    if (option.state & QStyle::State_Selected) {
        painter.fillRect(option.rect, colors.accentSoft);
        QRect bar = option.rect;
        bar.setWidth(barWidth);
        painter.fillRect(QStyle::visualRect(option.direction, option.rect, bar), colors.accent);
    } else if (option.state & QStyle::State_MouseOver) {
        painter.fillRect(option.rect, colors.hover);
    }
    if ((option.state & QStyle::State_HasFocus)
        && (option.state & QStyle::State_KeyboardFocusChange)) {
        painter.setPen(colors.accent);
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

int paintRowTexts(QPainter &painter, const QStyleOptionViewItem &option, const RowTexts &texts)
{
    const Qt::Alignment toLeading =
        QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter;
    const Qt::Alignment toTrailing =
        QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter;
    const QRect row = option.rect.adjusted(texts.leading, 0, -texts.trailing, 0);
    const int noteWidth = QFontMetrics(texts.noteFont).horizontalAdvance(texts.note);

    painter.setFont(texts.noteFont);
    painter.setPen(texts.noteColor);
    painter.drawText(QStyle::visualRect(option.direction, option.rect, row),
                     static_cast<int>(toTrailing), texts.note);

    QRect place = row;
    place.setWidth(std::max(0, row.width() - noteWidth - widgets::space::small));
    const QFontMetrics metrics(texts.titleFont);
    const QString title = metrics.elidedText(texts.title, Qt::ElideRight, place.width());
    painter.setFont(texts.titleFont);
    painter.setPen(texts.titleColor);
    painter.drawText(QStyle::visualRect(option.direction, option.rect, place),
                     static_cast<int>(toLeading), title);
    return metrics.horizontalAdvance(title);
}

} // namespace hermes::browser
