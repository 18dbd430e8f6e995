#include "browser/outlineview.h"

#include "browser/outlinemodel.h"
#include "browser/rowpainting.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

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
        const int indent = index.data(OutlineModel::IndentRole).toInt();
        QFont titleFont = option.font;
        titleFont.setWeight(indent == 0 ? QFont::Medium : QFont::Normal);
        painter->save();
        paintRowBackground(*painter, option, m_theme);
        paintRowTexts(*painter, option,
                      {.title = index.data().toString(),
                       .note = option.locale.toString(index.data(OutlineModel::WordsRole).toInt()),
                       .titleFont = titleFont,
                       .noteFont = m_theme.labelFont(),
                       .titleColor = colors.text,
                       .noteColor = colors.muted,
                       .leading = space::medium + space::small + indent * levelIndent,
                       .trailing = space::medium});
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &) const override
    {
        return {0, std::max(space::row - 2, option.fontMetrics.height() + space::small)};
    }

private:
    const widgets::Theme &m_theme;
};

} // namespace

OutlineView::OutlineView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(new OutlineModel(this))
    , m_title(new QLabel(tr("Outline"), this))
    , m_words(new QLabel(this))
    , m_nothing(new QLabel(tr("No sections in this document."), this))
    , m_list(new QListView(this))
{
    for (QLabel *label : {m_title, m_words, m_nothing}) {
        label->setForegroundRole(QPalette::PlaceholderText);
    }
    m_nothing->setContentsMargins(space::medium, space::tiny, space::medium, space::medium);
    m_nothing->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new OutlineDelegate(theme, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setAccessibleName(tr("Outline of the document"));
    const auto activate = [this](const QModelIndex &index) {
        Q_EMIT sectionActivated(index.data(OutlineModel::LineRole).toInt());
    };
    connect(m_list, &QListView::clicked, this, activate);
    connect(m_list, &QListView::activated, this, activate);

    auto *header = new QHBoxLayout;
    header->setContentsMargins(space::medium, space::medium, space::medium, space::tiny);
    header->addWidget(m_title);
    header->addStretch();
    header->addWidget(m_words);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, space::tiny);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_list, 1);
    takeTheme();
    setOutline({}, 0);
    connect(&theme, &widgets::Theme::changed, this, &OutlineView::takeTheme);
}

void OutlineView::setOutline(const QList<text::Section> &sections, int words)
{
    m_model->setSections(sections);
    m_words->setText(tr("%n words", nullptr, words));
    m_nothing->setVisible(sections.isEmpty());
    m_list->setVisible(!sections.isEmpty());
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
    m_words->setFont(m_theme.labelFont());
    m_nothing->setFont(m_theme.labelFont());
    m_list->viewport()->update();
}

} // namespace hermes::browser
