#include "diff/rowpainter.h"

#include "diff/invisible.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QLocale>
#include <QPainter>
#include <QStyle>

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

/// Characters of a line that nobody sees and that the other line has not, but for spaces and tabs:
/// "U+200B". Each once, in order.
QStringList hiddenCharacters(QStringView line, QStringView other)
{
    const QList<uint> known = other.toUcs4();
    QStringList names;
    for (const auto characters = line.toUcs4(); const uint character : characters) {
        const bool isHidden = character != u' ' && character != u'\t'
            && diff::visiblePart(
                   QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1))
                   .isEmpty();
        const QString name =
            u"U+%1"_s.arg(QString::number(character, 16).toUpper(), 4, QLatin1Char('0'));
        if (isHidden && !known.contains(character) && !names.contains(name)) {
            names.append(name);
        }
    }
    return names;
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
    m_digitWidth = std::max(1, QFontMetrics(m_font).horizontalAdvance(u'0'));
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
    return m_digitWidth * m_digits + space::medium;
}

RowPainter::Column RowPainter::column(Side side) const
{
    const int signWidth = m_digitWidth + space::small;
    if (m_arrangement == Arrangement::Unified) {
        const int gutter = side == Side::Left ? 0 : numberWidth();
        return {gutter, 2 * numberWidth() + signWidth, m_width - space::small};
    }
    const int half = m_width / 2;
    const int start = side == Side::Left ? 0 : half;
    const int end = side == Side::Left ? half : m_width;
    return {start, start + numberWidth() + signWidth, end - space::small};
}

QRect RowPainter::mirrored(const QRect &area) const
{
    return QStyle::visualRect(m_direction, QRect(0, area.top(), m_width, area.height()), area);
}

bool RowPainter::isRightSide(int x) const
{
    return m_arrangement == Arrangement::SideBySide
        && (x >= m_width / 2) == (m_direction == Qt::LeftToRight);
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
    const int columns = std::max(1, (text.end - text.text) / m_digitWidth);
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
    option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
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
    const QList<Cell> cells = cellsOf(area, row, shaped);
    for (const Cell &cell : cells) {
        paintBackground(painter, cell, row);
    }
    if (cells.isEmpty()) {
        painter.fillRect(area, colors.background);
    }
    if (emphasis != Emphasis::None) { // below the text, whose contrast it must not lower
        QColor veil = colors.accent;
        veil.setAlphaF(0.12F);
        painter.fillRect(area, veil);
    }
    for (const Cell &cell : cells) {
        paintText(painter, cell, row);
    }
    if (cells.isEmpty()) {
        paintFold(painter, area, row);
    }
    if (m_arrangement == Arrangement::SideBySide && !cells.isEmpty()) {
        painter.fillRect(mirrored({m_width / 2, top, 1, shaped.height}), colors.line);
    }
    if (emphasis == Emphasis::Current) {
        painter.fillRect(mirrored({0, top, 2, shaped.height}), colors.accent);
    }
}

QList<RowPainter::Cell> RowPainter::cellsOf(const QRect &area, const DisplayRow &row,
                                            const ShapedRow &shaped) const
{
    if (row.kind == DisplayRow::Kind::Fold) {
        return {};
    }
    if (m_arrangement == Arrangement::SideBySide) {
        const int half = m_width / 2;
        return {{Side::Left, mirrored({0, area.top(), half, area.height()}), shaped.left.get()},
                {Side::Right, mirrored({half, area.top(), m_width - half, area.height()}),
                 shaped.right.get()}};
    }
    return row.kind == DisplayRow::Kind::Right
        ? QList<Cell>{{Side::Right, area, shaped.right.get()}}
        : QList<Cell>{{Side::Left, area, shaped.left.get()}};
}

void RowPainter::paintBackground(QPainter &painter, const Cell &cell, const DisplayRow &row) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    if (cell.layout == nullptr) {
        paintFiller(painter, cell.area);
    } else if (isChanged(m_diff->rows.at(row.row))) {
        const QColor &tint = cell.side == Side::Left ? colors.removedSoft : colors.addedSoft;
        painter.fillRect(cell.area, widgets::mixed(tint, colors.edit, rowTint));
    }
}

void RowPainter::paintText(QPainter &painter, const Cell &cell, const DisplayRow &shown) const
{
    if (cell.layout == nullptr) {
        return;
    }
    const diff::DiffRow &row = m_diff->rows.at(shown.row);
    const int top = cell.area.top();
    paintGutter(painter, top, row, cell.side);
    painter.setPen(m_theme.colors().text);
    const Column place = column(cell.side);
    const QRect text = mirrored({place.text, top, place.end - place.text, cell.area.height()});
    cell.layout->draw(&painter, text.topLeft());
    if (row.onlyInvisible && cell.side == Side::Right) {
        paintCaption(painter, top, row, *cell.layout);
    }
}

void RowPainter::paintGutter(QPainter &painter, int top, const diff::DiffRow &row, Side side) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const int alignment =
        static_cast<int>(QStyle::visualAlignment(m_direction, Qt::AlignRight) | Qt::AlignVCenter);
    const auto paintNumber = [&](int line, int start) {
        const QRect place(start, top, numberWidth() - space::tiny, m_lineHeight);
        painter.drawText(mirrored(place), alignment, QString::number(line + 1));
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
        const QRect place(signEnd - space::large, top, space::large, m_lineHeight);
        painter.setPen(side == Side::Left ? colors.removed : colors.added);
        painter.drawText(mirrored(place), alignment, side == Side::Left ? u"−"_s : u"+"_s);
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
    painter.fillRect(area.left(), area.top(), area.width(), 1, colors.line);
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, colors.line);
    painter.setFont(m_theme.labelFont());
    painter.setPen(colors.muted);
    painter.drawText(area, static_cast<int>(Qt::AlignCenter), spokenText(row));
}

void RowPainter::paintCaption(QPainter &painter, int top, const diff::DiffRow &row,
                              const QTextLayout &layout) const
{
    const Column place = column(Side::Right);
    const QRect area(place.text, top + layout.lineCount() * m_lineHeight, place.end - place.text,
                     m_lineHeight);
    painter.setFont(m_theme.labelFont());
    painter.setPen(m_theme.colors().muted);
    painter.drawText(
        mirrored(area),
        static_cast<int>(QStyle::visualAlignment(m_direction, Qt::AlignLeft) | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(caption(row), Qt::ElideRight, area.width()));
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
    const QStringList gone = hiddenCharacters(left, right);
    const QStringList come = hiddenCharacters(right, left);
    if (gone.isEmpty() && come.isEmpty()) {
        return translated("white space only");
    }
    QStringList names;
    for (const QString &name : gone) {
        names.append(u'−' + name);
    }
    for (const QString &name : come) {
        names.append(u'+' + name);
    }
    return translated("invisible characters only: %1").arg(names.join(u", "_s));
}

QString RowPainter::spokenText(const DisplayRow &row) const
{
    if (row.kind == DisplayRow::Kind::Fold) {
        return QCoreApplication::translate("DiffView", "… %n unchanged lines", nullptr, row.count);
    }
    const diff::DiffRow &compared = m_diff->rows.at(row.row);
    const QString left = lineText(compared, Side::Left).left(longestShownLine).toString();
    const QString right = lineText(compared, Side::Right).left(longestShownLine).toString();
    QString removed = translated("Removed, line %1: %2").arg(compared.leftLine + 1).arg(left);
    QString added = translated("Added, line %1: %2").arg(compared.rightLine + 1).arg(right);
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
