#include "diff/diffview.h"

#include "diff/diffcanvas.h"
#include "diff/fieldtable.h"
#include "widgets/busybar.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::diffview {

namespace {

constexpr int contentPage = 0;
constexpr int emptyPage = 1;

} // namespace

DiffView::DiffView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_left(new QComboBox)
    , m_right(new QComboBox)
    , m_arrangement(new widgets::SegmentedControl(theme, tr("Arrangement"),
                                                  {tr("Side by side"), tr("Unified")}))
    , m_previous(new widgets::IconButton(theme, u"arrow-up"_s, tr("Previous change (Shift+F7)")))
    , m_next(new widgets::IconButton(theme, u"arrow-down"_s, tr("Next change (F7)")))
    , m_export(nullptr)
    , m_summary(new QLabel)
    , m_busy(new widgets::BusyBar(theme))
    , m_pages(new QStackedWidget)
    , m_fields(new FieldTable(theme))
    , m_canvas(new DiffCanvas(theme))
    , m_empty(new widgets::EmptyState(theme))
{
    auto *menu = new QMenu(this);
    menu->addAction(tr("Save patch…"), this, &DiffView::patchSaveRequested);
    menu->addAction(tr("Copy patch"), this, &DiffView::patchCopyRequested);
    m_export = new widgets::PopupButton(tr("Export"), menu);
    m_left->setAccessibleName(tr("Compare from"));
    m_right->setAccessibleName(tr("Compare to"));
    m_summary->setAccessibleDescription(tr("Summary of the changes"));
    m_canvas->setAccessibleName(tr("Changes"));
    layOut();
    joinSignals();
    m_empty->setContent(u"git-compare"_s, tr("Nothing compared yet"),
                        tr("Choose two states above."));
    m_pages->setCurrentIndex(emptyPage);
    updateSteps();
}

void DiffView::layOut()
{
    auto *arrow = new QLabel(layoutDirection() == Qt::RightToLeft ? u"←"_s : u"→"_s);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(widgets::space::large, widgets::space::small, widgets::space::large,
                              widgets::space::small);
    tools->setSpacing(widgets::space::small);
    tools->addWidget(m_left);
    tools->addWidget(arrow);
    tools->addWidget(m_right);
    tools->addStretch();
    tools->addWidget(m_arrangement);
    tools->addWidget(m_previous);
    tools->addWidget(m_next);
    tools->addWidget(m_export);
    m_summary->setContentsMargins(widgets::space::large, 0, widgets::space::large,
                                  widgets::space::small);
    m_summary->setWordWrap(true);

    auto *content = new QWidget;
    auto *contents = new QVBoxLayout(content);
    contents->setContentsMargins({});
    contents->setSpacing(0);
    contents->addWidget(m_fields);
    contents->addWidget(m_canvas, 1);
    m_pages->addWidget(content);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(tools);
    column->addWidget(m_summary);
    column->addWidget(m_busy);
    column->addWidget(m_pages, 1);
}

void DiffView::joinSignals()
{
    connect(m_left, &QComboBox::activated, this, &DiffView::requestChosen);
    connect(m_right, &QComboBox::activated, this, &DiffView::requestChosen);
    connect(m_arrangement, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
        m_canvas->setArrangement(index == 0 ? Arrangement::SideBySide : Arrangement::Unified);
    });
    connect(m_previous, &QToolButton::clicked, m_canvas, &DiffCanvas::goToPreviousChange);
    connect(m_next, &QToolButton::clicked, m_canvas, &DiffCanvas::goToNextChange);
    connect(m_canvas, &DiffCanvas::currentRowChanged, this, &DiffView::updateSteps);
    connect(m_busy, &widgets::BusyBar::cancelled, this, &DiffView::cancelRequested);
    for (const auto &[keys, button] : {std::pair{QKeySequence(Qt::Key_F7), m_next},
                                       std::pair{QKeySequence(Qt::SHIFT | Qt::Key_F7), m_previous},
                                       std::pair{QKeySequence(Qt::ALT | Qt::Key_Down), m_next},
                                       std::pair{QKeySequence(Qt::ALT | Qt::Key_Up), m_previous}}) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, button, &QAbstractButton::click);
    }
}

void DiffView::setChoices(const QList<workspace::ContentRef> &choices)
{
    const workspace::ContentRef left = chosen(m_left);
    const workspace::ContentRef right = chosen(m_right);
    m_choices = choices;
    for (QComboBox *picker : {m_left, m_right}) {
        picker->clear();
        for (const workspace::ContentRef &choice : choices) {
            picker->addItem(choice.label);
        }
    }
    if (m_comparison) {
        select(m_left, left);
        select(m_right, right);
    }
}

workspace::ContentRef DiffView::chosen(const QComboBox *picker) const
{
    return m_choices.value(picker->currentIndex());
}

void DiffView::select(QComboBox *picker, const workspace::ContentRef &reference)
{
    qsizetype index = m_choices.indexOf(reference);
    if (index < 0) {
        m_choices.append(reference);
        m_left->addItem(reference.label);
        m_right->addItem(reference.label);
        index = m_choices.size() - 1;
    }
    picker->setCurrentIndex(static_cast<int>(index));
}

void DiffView::requestChosen()
{
    Q_EMIT comparisonRequested(chosen(m_left), chosen(m_right));
}

void DiffView::showWaiting(const workspace::ContentRef &left, const workspace::ContentRef &right)
{
    select(m_left, left);
    select(m_right, right);
    m_busy->start(tr("Comparing %1 with %2").arg(left.label, right.label));
}

void DiffView::setComparison(const workspace::Comparison &comparison)
{
    m_busy->stop();
    m_comparison = comparison;
    select(m_left, comparison.left);
    select(m_right, comparison.right);
    m_fields->setFields(comparison.manifest, comparison.left.label, comparison.right.label);
    m_canvas->setDiff(comparison.prompt);
    m_empty->setContent(u"circle-check"_s, tr("No differences"),
                        tr("%1 and %2 are the same, byte for byte.")
                            .arg(comparison.left.label, comparison.right.label));
    m_pages->setCurrentIndex(comparison.isEmpty() ? emptyPage : contentPage);
    showSummary();
    updateSteps();
}

void DiffView::showError(const core::Error &error)
{
    m_busy->stop();
    m_comparison.reset();
    m_summary->clear();
    m_empty->setContent(u"circle-alert"_s, tr("Nothing to compare"), error.message);
    m_pages->setCurrentIndex(emptyPage);
    updateSteps();
}

void DiffView::showSummary()
{
    const widgets::ThemeColors &colors = m_theme.colors();
    QStringList parts;
    const int hunks = static_cast<int>(m_comparison->prompt->hunks.size());
    parts.append(tr("%n change(s)", nullptr, hunks));
    parts.append(tr("words <span style=\"color:%1\">+%2</span> <span style=\"color:%3\">−%4</span>")
                     .arg(colors.added.name())
                     .arg(m_comparison->prompt->wordsAdded)
                     .arg(colors.removed.name())
                     .arg(m_comparison->prompt->wordsRemoved));
    parts.append(tr("tokens ≈ %1 → %2")
                     .arg(QLocale().toString(m_comparison->tokensBefore),
                          QLocale().toString(m_comparison->tokensAfter)));
    if (!m_comparison->manifest.isEmpty()) {
        parts.append(
            tr("%n manifest field(s)", nullptr, static_cast<int>(m_comparison->manifest.size())));
    }
    m_summary->setText(parts.join(u"&nbsp;&nbsp; · &nbsp;&nbsp;"_s));
}

void DiffView::updateSteps()
{
    m_previous->setEnabled(m_canvas->hasPreviousChange());
    m_next->setEnabled(m_canvas->hasNextChange());
    m_export->setEnabled(m_comparison && !m_comparison->prompt->hunks.isEmpty());
}

} // namespace hermes::diffview
