#include "editor/replacepreview.h"

#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace space = widgets::space;

namespace {

constexpr QSize usualSize(720, 480);
/// What a row shows before its first change, and of the whole line.
constexpr qsizetype shownBefore = 40;
constexpr qsizetype mostShown = 400;

/// One line of a row: the part of a text around its first change.
struct Excerpt
{
    QString text;
    QList<QTextLayout::FormatRange> marks;
};

Excerpt excerptOf(const QString &line, const QList<text::Match> &changes,
                  const QTextCharFormat &mark)
{
    const qsizetype first = changes.isEmpty() ? 0 : changes.first().start;
    const qsizetype skipped = std::max<qsizetype>(0, first - shownBefore);
    const QString cut = skipped > 0 ? u"…"_s : QString();
    Excerpt excerpt{cut + line.mid(skipped, mostShown), {}};
    excerpt.text.replace(u'\n', u'⏎');
    for (const text::Match &change : changes) {
        const qsizetype start = change.start - skipped + cut.size();
        if (start < excerpt.text.size()) {
            excerpt.marks.append({static_cast<int>(start), static_cast<int>(change.length), mark});
        }
    }
    return excerpt;
}

void drawExcerpt(QPainter *painter, const QRectF &place, const Excerpt &excerpt, const QFont &font)
{
    QTextLayout layout(excerpt.text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFormats(excerpt.marks);
    layout.beginLayout();
    QTextLine row = layout.createLine();
    row.setLineWidth(place.width());
    layout.endLayout();
    painter->save();
    painter->setClipRect(place);
    layout.draw(painter, {place.x(), place.y() + (place.height() - row.height()) / 2});
    painter->restore();
}

} // namespace

// --- rows
// -------------------------------------------------------------------------------------------------------------------

ReplacementModel::ReplacementModel(const QList<text::ChangedLines> &lines, QObject *parent)
    : QAbstractListModel(parent), m_lines(lines)
{
}

int ReplacementModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant ReplacementModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const text::ChangedLines &lines = m_lines.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return lines.after;
    case Qt::AccessibleTextRole:
        return tr("Line %1: %2 becomes %3")
            .arg(QString::number(lines.firstLine + 1), lines.before, lines.after);
    default:
        return {};
    }
}

ReplacementDelegate::ReplacementDelegate(const ReplacementModel *model, const widgets::Theme &theme,
                                         QObject *parent)
    : QStyledItemDelegate(parent), m_model(model), m_theme(theme)
{
}

QSize ReplacementDelegate::sizeHint(const QStyleOptionViewItem & /*option*/,
                                    const QModelIndex & /*index*/) const
{
    return {0, 2 * (QFontMetrics(m_theme.editorFont()).height() + space::tiny) + space::small};
}

void ReplacementDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const text::ChangedLines &lines = m_model->lines(index.row());
    const QFont font = m_theme.editorFont();
    const QFontMetrics metrics(font);
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(option.rect, colors.accentSoft);
    }
    const bool isMirrored = option.direction == Qt::RightToLeft;
    const int numberWidth = metrics.horizontalAdvance(u"00000"_s) + space::small;
    const int signWidth = metrics.horizontalAdvance(u'+') + space::small;
    const int lineHeight = (option.rect.height() - space::small) / 2;
    const QRect inner =
        option.rect.adjusted(space::small, space::tiny, -space::small, -space::tiny);
    const auto place = [&](int left, int width, int row) {
        const QRect rect(inner.left() + left, inner.top() + row * lineHeight, width, lineHeight);
        return isMirrored ? QStyle::visualRect(option.direction, inner, rect) : rect;
    };
    const auto drawRow = [&](int row, QChar sign, const QColor &color, const Excerpt &excerpt) {
        painter->setPen(color);
        painter->drawText(place(numberWidth, signWidth, row), Qt::AlignCenter, sign);
        painter->setPen(colors.text);
        const int left = numberWidth + signWidth;
        drawExcerpt(painter, place(left, inner.width() - left, row), excerpt, font);
    };
    painter->setFont(font);
    painter->setPen(colors.muted);
    painter->drawText(place(0, numberWidth - space::small, 0), Qt::AlignRight | Qt::AlignVCenter,
                      QString::number(lines.firstLine + 1));
    QTextCharFormat gone;
    gone.setBackground(colors.removedSoft);
    gone.setForeground(colors.removed);
    gone.setFontStrikeOut(true);
    QTextCharFormat come;
    come.setBackground(colors.addedSoft);
    come.setForeground(colors.added);
    drawRow(0, u'−', colors.removed, excerptOf(lines.before, lines.removed, gone));
    drawRow(1, u'+', colors.added, excerptOf(lines.after, lines.inserted, come));
    painter->setPen(colors.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->restore();
}

// --- dialog
// -------------------------------------------------------------------------------------------------------------------

ReplacePreview::ReplacePreview(const PreparedReplacements &prepared, const widgets::Theme &theme,
                               QWidget *parent)
    : QDialog(parent)
{
    const auto count = static_cast<int>(prepared.edits.size());
    setWindowTitle(tr("Replace all"));
    auto *title = new QLabel(
        count == 0 ? tr("Nothing would change: each match is already what it would become.")
                   : tr("%n replacement(s), as they would be:", nullptr, count));
    title->setWordWrap(true);
    auto *list = new QListView;
    auto *model = new ReplacementModel(prepared.lines, this);
    list->setAccessibleName(tr("Lines before and after"));
    list->setModel(model);
    list->setItemDelegate(new ReplacementDelegate(model, theme, list));
    list->setUniformItemSizes(true);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *rest = new QLabel(tr("Only the first %1 lines are shown.")
                                .arg(locale().toString(PreparedReplacements::mostShown)));
    rest->setVisible(prepared.lines.size() >= PreparedReplacements::mostShown);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    auto *replace = new widgets::PrimaryButton(tr("Replace %n", nullptr, count));
    replace->setEnabled(count > 0);
    replace->setDefault(true);
    buttons->addButton(replace, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(title);
    column->addWidget(list, 1);
    column->addWidget(rest);
    column->addWidget(buttons);
    if (model->rowCount({}) > 0) {
        list->setCurrentIndex(model->index(0));
    }
    list->setFocus();
    resize(usualSize);
}

} // namespace hermes::editor
