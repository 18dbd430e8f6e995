#include "browser/outlineview.h"

#include "browser/outlinemodel.h"
#include "browser/rowpainting.h"
#include "widgets/elidedlabel.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace hermes::browser {

namespace {

namespace space = widgets::space;

constexpr int levelIndent = 14;

class OutlineDelegate final : public QStyledItemDelegate
{
public:
    OutlineDelegate(const widgets::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const widgets::ThemeColors &colors = m_theme.colors();
        const bool isHighest = index.data(OutlineModel::IndentRole).toInt() == 0;
        QFont titleFont = option.font;
        titleFont.setWeight(isHighest ? QFont::Medium : QFont::Normal);
        painter->save();
        paintRowBackground(*painter, option, m_theme);
        paintRowTexts(*painter, option,
                      {.title = index.data().toString(),
                       .note = index.data(OutlineModel::SizeRole).toString(),
                       .titleFont = titleFont,
                       .noteFont = m_theme.labelFont(),
                       .titleColor = colors.text,
                       .noteColor = colors.muted,
                       .leading = leadingOf(index),
                       .trailing = space::medium});
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &) const override
    {
        return {0, std::max(space::row - 2, option.fontMetrics.height() + space::small)};
    }

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &,
                          const QModelIndex &index) const override
    {
        auto *field = new QLineEdit(parent);
        field->setAccessibleName(
            OutlineView::tr("Title of the section %1").arg(index.data().toString()));
        return field;
    }

    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override
    {
        const QRect row = option.rect.adjusted(leadingOf(index) - space::small, 0, -space::tiny, 0);
        editor->setGeometry(QStyle::visualRect(option.direction, option.rect, row));
    }

private:
    [[nodiscard]] static int leadingOf(const QModelIndex &index)
    {
        const int indent = index.data(OutlineModel::IndentRole).toInt();
        return space::medium + space::small + indent * levelIndent;
    }

    const widgets::Theme &m_theme;
};

/// A key is told in the menu and handled by the list: it is the window's elsewhere.
QAction *addRow(QMenu &menu, const QString &text, const QKeySequence &keys, bool isPossible)
{
    QAction *action = menu.addAction(text + u'\t' + keys.toString(QKeySequence::NativeText));
    action->setEnabled(isPossible);
    return action;
}

} // namespace

OutlineView::OutlineView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(new OutlineModel(this))
    , m_title(new QLabel(tr("Outline"), this))
    , m_size(new widgets::ElidedLabel(Qt::ElideRight, this))
    , m_nothing(new QLabel(tr("No sections in this document."), this))
    , m_list(new OutlineList(m_model, this))
{
    for (QLabel *label : {m_title, static_cast<QLabel *>(m_size), m_nothing}) {
        label->setForegroundRole(QPalette::PlaceholderText);
    }
    m_list->setItemDelegate(new OutlineDelegate(theme, m_list));
    m_list->setAccessibleName(tr("Outline of the document"));
    m_list->setAccessibleDescription(
        tr("Enter goes to the section, F2 renames it, Alt and an arrow moves it."));
    arrange();
    joinSignals();
    takeTheme();
    showOutline({});
}

void OutlineView::arrange()
{
    m_nothing->setContentsMargins(space::medium, space::tiny, space::medium, space::medium);
    m_nothing->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_size->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(space::medium, space::medium, space::medium, space::tiny);
    header->setSpacing(space::small);
    header->addWidget(m_title);
    header->addWidget(m_size, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, space::tiny);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_list, 1);
}

void OutlineView::joinSignals()
{
    connect(&m_theme, &widgets::Theme::changed, this, &OutlineView::takeTheme);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        Q_EMIT sectionShown(static_cast<int>(m_model->section(index.row()).line) + 1);
    });
    connect(m_list, &OutlineList::chosen, this, [this](int row) {
        Q_EMIT sectionActivated(static_cast<int>(m_model->section(row).line) + 1);
    });
    connect(m_list, &OutlineList::menuRequested, this, &OutlineView::openMenu);
    connect(m_list, &OutlineList::shiftRequested, this, &OutlineView::shift);
    connect(m_list, &OutlineList::moveRequested, this,
            [this](int row, int target, text::SectionTree::Place place) {
                Q_EMIT changeRequested(
                    {text::SectionRequest::Action::MoveTo, nameOf(row), nameOf(target), place, {}});
            });
    connect(m_list, &OutlineList::editingEnded, this, [this] {
        if (m_waiting) {
            showOutline(*std::exchange(m_waiting, std::nullopt));
        }
    });
    connect(m_model, &OutlineModel::renameRequested, this, [this](int row, const QString &heading) {
        Q_EMIT changeRequested({text::SectionRequest::Action::Rename,
                                nameOf(row),
                                {},
                                text::SectionTree::Place::Before,
                                heading});
    });
}

void OutlineView::setOutline(const workspace::Outline &outline)
{
    if (m_list->isEditing()) {
        m_waiting = outline;
    } else {
        showOutline(outline);
    }
}

void OutlineView::showOutline(const workspace::Outline &outline)
{
    const int row = m_list->currentIndex().row();
    const QString title = row < 0 ? QString() : m_model->section(row).title;
    m_model->setOutline(outline);
    // What was chosen stays chosen where it is now.
    if (const int now = row < 0 ? -1 : m_model->rowOf(title, row); now >= 0 && now != row) {
        m_list->setCurrentIndex(m_model->index(now));
    }
    const tokens::TokenCount count{outline.whole.tokens, outline.counting};
    m_size->setText(
        tr("%n words · %1", "words, tokens", outline.whole.words).arg(shownCount(count)));
    m_size->setToolTip(QStringLiteral("<p>%1</p>").arg(inWords(outline.counting).toHtmlEscaped()));
    m_size->setAccessibleDescription(inWords(outline.counting));
    m_nothing->setVisible(outline.sections.isEmpty());
    m_list->setVisible(!outline.sections.isEmpty());
    Q_EMIT outlineChanged();
}

void OutlineView::setCaretLine(int line)
{
    if (!m_list->hasFocus() && !m_list->isEditing()) {
        m_list->setCurrentIndex(m_model->index(m_model->rowAt(line)));
    }
}

QSize OutlineView::sizeHint() const
{
    const int rows = std::max(m_model->rowCount({}), 1);
    const int head = m_title->sizeHint().height() + space::medium + 2 * space::tiny;
    return {QWidget::sizeHint().width(),
            head + rows * std::max(m_list->sizeHintForRow(0), space::row - 2)};
}

void OutlineView::takeTheme()
{
    m_title->setFont(groupLabelFont(m_theme));
    m_size->setFont(m_theme.labelFont());
    m_nothing->setFont(m_theme.labelFont());
    m_list->viewport()->update();
}

// --- what is done to sections

text::SectionName OutlineView::nameOf(int row) const
{
    const workspace::OutlineSection &section = m_model->section(row);
    return {section.title, section.line};
}

void OutlineView::request(int row, text::SectionRequest::Action action)
{
    Q_EMIT changeRequested({action, nameOf(row), {}, text::SectionTree::Place::Before, {}});
}

bool OutlineView::canShift(int row, OutlineList::Shift shift) const
{
    switch (shift) {
    case OutlineList::Shift::Up:
        return m_model->canMove(row, -1);
    case OutlineList::Shift::Down:
        return m_model->canMove(row, 1);
    case OutlineList::Shift::Higher:
        return m_model->canRelevel(row, -1);
    case OutlineList::Shift::Deeper:
        return m_model->canRelevel(row, 1);
    }
    return false;
}

void OutlineView::shift(int row, OutlineList::Shift shift)
{
    using Action = text::SectionRequest::Action;
    if (canShift(row, shift)) {
        request(row,
                shift == OutlineList::Shift::Up           ? Action::MoveUp
                    : shift == OutlineList::Shift::Down   ? Action::MoveDown
                    : shift == OutlineList::Shift::Higher ? Action::Promote
                                                          : Action::Demote);
    }
}

void OutlineView::requestExtraction(int row)
{
    const workspace::OutlineSection &section = m_model->section(row);
    int end = -1;
    for (int next = row + 1; end < 0 && next < m_model->rowCount({}); ++next) {
        if (m_model->section(next).level <= section.level) {
            end = static_cast<int>(m_model->section(next).line);
        }
    }
    Q_EMIT extractionRequested(static_cast<int>(section.line), end, section.title);
}

void OutlineView::openMenu(int row, const QPoint &globalPosition)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int line = static_cast<int>(m_model->section(row).line) + 1;
    connect(addRow(*menu, tr("&Go to the section"), Qt::Key_Return, true), &QAction::triggered,
            this, [this, line] { Q_EMIT sectionActivated(line); });
    connect(addRow(*menu, tr("&Rename…"), Qt::Key_F2, true), &QAction::triggered, m_list,
            &OutlineList::renameCurrent);
    menu->addSeparator();
    const bool isMirrored = isRightToLeft();
    struct Row
    {
        QString text;
        Qt::Key key;
        OutlineList::Shift shift;
    };
    for (const Row &each : {Row{tr("Move &up"), Qt::Key_Up, OutlineList::Shift::Up},
                            Row{tr("Move &down"), Qt::Key_Down, OutlineList::Shift::Down},
                            Row{tr("&Promote"), isMirrored ? Qt::Key_Right : Qt::Key_Left,
                                OutlineList::Shift::Higher},
                            Row{tr("D&emote"), isMirrored ? Qt::Key_Left : Qt::Key_Right,
                                OutlineList::Shift::Deeper}}) {
        connect(addRow(*menu, each.text, Qt::ALT | each.key, canShift(row, each.shift)),
                &QAction::triggered, this, [this, row, way = each.shift] { shift(row, way); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("E&xtract to fragment…")), &QAction::triggered, this,
            [this, row] { requestExtraction(row); });
    menu->popup(globalPosition);
}

} // namespace hermes::browser
