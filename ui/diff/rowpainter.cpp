#include "diff/rowpainter.h"

#include "widgets/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hermes::diffview {

namespace {

namespace space = widgets::space;

// One line of a minified file must not stop the view; nobody reads further than this.
constexpr qsizetype longestShownLine = 20'000;
constexpr qreal lineSpacing = 1.3; // of the font's height
constexpr qreal rowTint = 0.5; // of a word's tint
constexpr int hatchDistance = 6; // px

QString translated(const char *text)
{
    return QCoreApplication::translate("DiffView", text);
}

bool isChanged(const diff::DiffRow &row)
{
    return row.kind != diff::DiffRow::Kind::Same;
}

} // namespace

RowPainter::RowPainter(const widgets::Theme &theme) : m_theme(theme)
{
    takeFont();
}

void RowPainter::takeFont()
{
    m_font = m_theme.editorFont();
    m_lineHeight = static_cast<int>(std::ceil(QFontMetricsF(m_font).height() * lineSpacing));
}

void RowPainter::setDiff(std::shared_ptr<const diff::LineDiff> diff)
{
    m_diff = std::move(diff);
    const qsizetype lines =
        m_diff ? std::max(m_diff->leftLines.size(), m_diff->rightLines.size()) : 0;
    m_digits = static_cast<int>(QString::number(lines).size());
}

int RowPainter::numberWidth() const
{
    return QFontMetrics(m_font).horizontalAdvance(u'0') * m_digits + space::medium;
}

RowPainter::Column RowPainter::column(Side side) const
{
    const int signWidth = QFontMetrics(m_font).horizontalAdvance(u'+') + space::small;
    if (m_arrangement == Arrangement::Unified) {
        const int gutter = side == Side::Left ? 0 : numberWidth();
        return {gutter, 2 * numberWidth() + signWidth, m_width - space::small};
    }
    const int half = m_width / 2;
    const int start = side == Side::Left ? 0 : half;
    const int end = side == Side::Left ? half : m_width;
    return {start, start + numberWidth() + signWidth, end - space::small};
}

bool RowPainter::isRightSide(int x) const
{
    return m_arrangement == Arrangement::SideBySide && x >= m_width / 2;
}

QStringView RowPainter::lineText(const diff::DiffRow &row, Side side) const
{
    const int line = side == Side::Left ? row.leftLine : row.rightLine;
    return line < 0 ? QStringView()
                    : (side == Side::Left ? m_diff->leftLines : m_diff->rightLines).at(line);
}

int RowPainter::estimatedHeight(const DisplayRow &row) const
{
    if (row.kind == DisplayRow::Kind::Fold) {
        return m_lineHeight + space::small;
    }
    const diff::DiffRow &compared = m_diff->rows.at(row.row);
    const Column text = column(Side::Left);
    const int columns =
        std::max(1, (text.end - text.text) / QFontMetrics(m_font).horizontalAdvance(u'0'));
    const qsizetype left =
        row.kind == DisplayRow::Kind::Right ? 0 : lineText(compared, Side::Left).size();
    const qsizetype right =
        row.kind == DisplayRow::Kind::Left ? 0 : lineText(compared, Side::Right).size();
    const qsizetype longest = std::min(std::max(left, right), longestShownLine);
    return m_lineHeight * static_cast<int>(1 + std::max<qsizetype>(0, longest - 1) / columns);
}

std::unique_ptr<QTextLayout> RowPainter::shapeSide(const diff::DiffRow &row, Side side) const
{
    const QStringView text = lineText(row, side);
    QString shown = text.first(std::min(text.size(), longestShownLine)).toString();
    if (text.size() > longestShownLine) {
        shown += u' '
            + translated("… %1 more characters")
                  .arg(QLocale().toString(text.size() - longestShownLine));
    }
    auto layout = std::make_unique<QTextLayout>(shown, m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LeftToRight);
    if (row.onlyInvisible) {
        option.setFlags(QTextOption::ShowTabsAndSpaces);
    }
    layout->setTextOption(option);

    const widgets::ThemeColors &colors = m_theme.colors();
    QTextCharFormat marked;
    marked.setBackground(side == Side::Left ? colors.removedSoft : colors.addedSoft);
    marked.setForeground(side == Side::Left ? colors.removed : colors.added);
    marked.setFontStrikeOut(side == Side::Left);
    marked.setFontUnderline(side == Side::Right);
    QList<QTextLayout::FormatRange> formats;
    for (const diff::TextSpan &span : side == Side::Left ? row.leftMarks : row.rightMarks) {
        formats.append({span.start, span.length, marked});
    }
    layout->setFormats(formats);

    const Column place = column(side);
    qreal top = 0;
    layout->beginLayout();
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(std::max(1, place.end - place.text));
        line.setPosition({0, top + (m_lineHeight - line.height()) / 2});
        top += m_lineHeight;
    }
    layout->endLayout();
    return layout;
}

ShapedRow RowPainter::shape(const DisplayRow &row) const
{
    ShapedRow shaped;
    shaped.height = estimatedHeight(row);
    if (row.kind == DisplayRow::Kind::Fold) {
        return shaped;
    }
    const diff::DiffRow &compared = m_diff->rows.at(row.row);
    const bool isUnifiedSame =
        m_arrangement == Arrangement::Unified && row.kind == DisplayRow::Kind::Both;
    if (row.kind != DisplayRow::Kind::Right && compared.leftLine >= 0) {
        shaped.left = shapeSide(compared, Side::Left);
    }
    if (row.kind != DisplayRow::Kind::Left && compared.rightLine >= 0 && !isUnifiedSame) {
        shaped.right = shapeSide(compared, Side::Right);
    }
    const int leftLines = shaped.left ? shaped.left->lineCount() : 0;
    const int rightLines = shaped.right ? shaped.right->lineCount() : 0;
    const int captionLines = compared.onlyInvisible && shaped.right ? 1 : 0;
    shaped.height = m_lineHeight * std::max({1, leftLines, rightLines + captionLines});
    return shaped;
}

void RowPainter::paint(QPainter &painter, int top, const DisplayRow &row, const ShapedRow &shaped,
                       Emphasis emphasis) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QRect area(0, top, m_width, shaped.height);
    if (row.kind == DisplayRow::Kind::Fold) {
        paintFold(painter, area, row);
    } else if (m_arrangement == Arrangement::SideBySide) {
        const int half = m_width / 2;
        paintSide(painter, QRect(0, top, half, shaped.height), row, Side::Left, shaped.left.get());
        paintSide(painter, QRect(half, top, m_width - half, shaped.height), row, Side::Right,
                  shaped.right.get());
        painter.fillRect(half, top, 1, shaped.height, colors.line);
    } else {
        const Side side = row.kind == DisplayRow::Kind::Right ? Side::Right : Side::Left;
        paintSide(painter, area, row, side,
                  side == Side::Left ? shaped.left.get() : shaped.right.get());
    }
    if (emphasis != Emphasis::None) {
        QColor veil = colors.accent;
        veil.setAlphaF(0.12F);
        painter.fillRect(area, veil);
    }
    if (emphasis == Emphasis::Current) {
        painter.fillRect(0, top, 2, shaped.height, colors.accent);
    }
}

void RowPainter::paintSide(QPainter &painter, const QRect &area, const DisplayRow &shown, Side side,
                           const QTextLayout *layout) const
{
    const diff::DiffRow &row = m_diff->rows.at(shown.row);
    const widgets::ThemeColors &colors = m_theme.colors();
    if (!layout) {
        paintFiller(painter, area);
        return;
    }
    if (isChanged(row)) {
        const QColor &tint = side == Side::Left ? colors.removedSoft : colors.addedSoft;
        painter.fillRect(area, widgets::mixed(tint, colors.edit, rowTint));
    }
    paintGutter(painter, area, row, side);
    painter.setPen(colors.text);
    layout->draw(&painter, QPointF(column(side).text, area.top()));
    if (row.onlyInvisible && side == Side::Right) {
        paintCaption(painter, area, row, *layout);
    }
}

void RowPainter::paintGutter(QPainter &painter, const QRect &area, const diff::DiffRow &row,
                             Side side) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QRect firstLine(area.left(), area.top(), area.width(), m_lineHeight);
    const auto paintNumber = [&](int line, int start) {
        const QRect place(start, firstLine.top(), numberWidth() - space::tiny, m_lineHeight);
        painter.drawText(place, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                         QString::number(line + 1));
    };
    painter.setFont(m_font);
    painter.setPen(colors.muted);
    const bool showsBoth = m_arrangement == Arrangement::Unified && !isChanged(row);
    if (side == Side::Left || showsBoth) {
        paintNumber(row.leftLine, column(Side::Left).gutter);
    }
    if (side == Side::Right || showsBoth) {
        paintNumber(row.rightLine, column(Side::Right).gutter);
    }
    if (isChanged(row)) {
        const int signEnd = column(side).text - space::tiny;
        const QRect place(signEnd - space::large, firstLine.top(), space::large, m_lineHeight);
        painter.setPen(side == Side::Left ? colors.removed : colors.added);
        painter.drawText(place, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                         side == Side::Left ? u"−"_s : u"+"_s);
    }
}

// Says "there is no line here" without a colour. Lines lie on one grid, so that neighbouring rows
// join.
void RowPainter::paintFiller(QPainter &painter, const QRect &area) const
{
    painter.save();
    painter.setClipRect(area);
    painter.fillRect(area, m_theme.colors().background);
    painter.setPen(QPen(m_theme.colors().line, 1));
    const int first = area.left() - area.height() - area.top() % hatchDistance;
    for (int x = first - first % hatchDistance - area.top() % hatchDistance; x < area.right();
         x += hatchDistance) {
        painter.drawLine(x, area.bottom() + 1, x + area.height(), area.top());
    }
    painter.restore();
}

void RowPainter::paintFold(QPainter &painter, const QRect &area, const DisplayRow &row) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    painter.fillRect(area, colors.background);
    painter.fillRect(area.left(), area.top(), area.width(), 1, colors.line);
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, colors.line);
    painter.setFont(m_theme.labelFont());
    painter.setPen(colors.muted);
    painter.drawText(area, static_cast<int>(Qt::AlignCenter), spokenText(row));
}

void RowPainter::paintCaption(QPainter &painter, const QRect &area, const diff::DiffRow &row,
                              const QTextLayout &layout) const
{
    const int top = area.top() + layout.lineCount() * m_lineHeight;
    painter.setFont(m_theme.labelFont());
    painter.setPen(m_theme.colors().muted);
    painter.drawText(QRect(column(Side::Right).text, top, area.width(), m_lineHeight),
                     static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), caption(row));
}

QString RowPainter::caption(const diff::DiffRow &row) const
{
    if (!row.onlyInvisible) {
        return {};
    }
    const QStringView left = lineText(row, Side::Left);
    const QStringView right = lineText(row, Side::Right);
    if (left == right) {
        return translated("line ending only");
    }
    const auto visible = [](QStringView text) {
        QString kept = text.toString();
        return kept.removeIf([](QChar character) { return character.isSpace(); });
    };
    return visible(left) == visible(right) ? translated("white space only")
                                           : translated("invisible characters only");
}

QString RowPainter::spokenText(const DisplayRow &row) const
{
    if (row.kind == DisplayRow::Kind::Fold) {
        return QCoreApplication::translate("DiffView", "… %n unchanged lines", nullptr, row.count);
    }
    const diff::DiffRow &compared = m_diff->rows.at(row.row);
    const QString left = lineText(compared, Side::Left).left(longestShownLine).toString();
    const QString right = lineText(compared, Side::Right).left(longestShownLine).toString();
    const QString removed = translated("Removed, line %1: %2").arg(compared.leftLine + 1).arg(left);
    const QString added = translated("Added, line %1: %2").arg(compared.rightLine + 1).arg(right);
    if (compared.kind == diff::DiffRow::Kind::Same) {
        return translated("Line %1: %2").arg(compared.rightLine + 1).arg(right);
    }
    if (row.kind == DisplayRow::Kind::Left || compared.rightLine < 0) {
        return removed;
    }
    if (row.kind == DisplayRow::Kind::Right || compared.leftLine < 0) {
        return added;
    }
    if (compared.onlyInvisible) {
        return translated("Changed, line %1, %2: %3")
            .arg(compared.rightLine + 1)
            .arg(caption(compared), right);
    }
    return removed + u". "_s + added;
}

} // namespace hermes::diffview
