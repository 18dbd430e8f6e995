#include "diff/diffview.h"

#include "diff/diffcanvas.h"
#include "diff/fieldtable.h"
#include "widgets/busybar.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/flowlayout.h"
#include "widgets/linewidget.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace hermes::diffview {

namespace {

constexpr int contentPage = 0;
constexpr int emptyPage = 1;
constexpr int shortestChoice = 6; // characters of a picker

} // namespace

DiffView::DiffView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_left(new QComboBox)
    , m_right(new QComboBox)
    , m_arrow(new QLabel)
    , m_arrangement(new widgets::SegmentedControl(theme, tr("Arrangement"),
                                                  {tr("Side by side"), tr("Unified")}))
    , m_unchanged(new widgets::IconButton(theme, u"eye"_s, tr("Show unchanged lines")))
    , m_previous(new widgets::IconButton(theme, u"arrow-up"_s, tr("Previous change (Shift+F7)")))
    , m_next(new widgets::IconButton(theme, u"arrow-down"_s, tr("Next change (F7)")))
    , m_export(nullptr)
    , m_summary(new QWidget)
    , m_figures(new widgets::FlowLayout(widgets::space::large, m_summary))
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
    for (QComboBox *picker : {m_left, m_right}) {
        picker->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        picker->setMinimumContentsLength(shortestChoice);
    }
    m_unchanged->setCheckable(true);
    m_canvas->setAccessibleName(tr("Changes"));
    layOut();
    pointArrow();
    joinSignals();
    showMessage(u"git-compare"_s, tr("Nothing compared yet"), tr("Choose two states above."));
}

void DiffView::layOut()
{
    auto *tools = new QHBoxLayout;
    layOutTools(*tools);
    m_figures->setContentsMargins(widgets::space::large, 0, widgets::space::large,
                                  widgets::space::small);
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
    column->addWidget(new widgets::LineWidget(Qt::Horizontal));
    column->addWidget(m_pages, 1);
}

void DiffView::layOutTools(QHBoxLayout &tools)
{
    tools.setContentsMargins(widgets::space::large, widgets::space::small, widgets::space::large,
                             widgets::space::small);
    tools.setSpacing(widgets::space::small);
    tools.addWidget(m_left);
    tools.addWidget(m_arrow);
    tools.addWidget(m_right);
    tools.addStretch();
    tools.addWidget(m_arrangement);
    // Of their own height; else it would be that of the whole row.
    for (widgets::IconButton *button : {m_unchanged, m_previous, m_next}) {
        tools.addWidget(button, 0, Qt::AlignVCenter);
    }
    tools.addWidget(m_export);
}

void DiffView::joinSignals()
{
    connect(m_left, &QComboBox::activated, this, &DiffView::requestChosen);
    connect(m_right, &QComboBox::activated, this, &DiffView::requestChosen);
    connect(m_arrangement, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
        m_canvas->setArrangement(index == 0 ? Arrangement::SideBySide : Arrangement::Unified);
    });
    connect(m_unchanged, &QToolButton::toggled, this, [this](bool isShown) {
        m_canvas->setUnchanged(isShown ? Unchanged::Shown : Unchanged::Folded);
    });
    connect(m_previous, &QToolButton::clicked, m_canvas, &DiffCanvas::goToPreviousChange);
    connect(m_next, &QToolButton::clicked, m_canvas, &DiffCanvas::goToNextChange);
    connect(m_canvas, &DiffCanvas::currentRowChanged, this, &DiffView::updateSteps);
    connect(m_busy, &widgets::BusyBar::cancelled, this, &DiffView::cancel);
    connect(&m_theme, &widgets::Theme::changed, this, &DiffView::showSummary);
    for (const auto &[keys, button] : {std::pair{QKeySequence(Qt::Key_F7), m_next},
                                       std::pair{QKeySequence(Qt::SHIFT | Qt::Key_F7), m_previous},
                                       std::pair{QKeySequence(Qt::ALT | Qt::Key_Down), m_next},
                                       std::pair{QKeySequence(Qt::ALT | Qt::Key_Up), m_previous}}) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, button, &QAbstractButton::click);
    }
}

void DiffView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        pointArrow();
    }
}

void DiffView::pointArrow()
{
    m_arrow->setText(layoutDirection() == Qt::RightToLeft ? u"←"_s : u"→"_s);
}

// --- what is compared

void DiffView::setChoices(const QList<workspace::ContentRef> &choices)
{
    m_choices = choices;
    fillPicker(m_left);
    fillPicker(m_right);
    if (m_chosen) {
        select(m_left, m_chosen->left);
        select(m_right, m_chosen->right);
    }
}

void DiffView::fillPicker(QComboBox *picker) const
{
    picker->clear();
    for (const workspace::ContentRef &choice : m_choices) {
        picker->addItem(choice.label);
    }
}

void DiffView::choose(const workspace::ContentRef &left, const workspace::ContentRef &right)
{
    m_chosen = {left, right};
    select(m_left, left);
    select(m_right, right);
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
    m_chosen = {m_choices.value(m_left->currentIndex()), m_choices.value(m_right->currentIndex())};
    Q_EMIT comparisonRequested(m_chosen->left, m_chosen->right);
}

void DiffView::showWaiting(const workspace::ContentRef &left, const workspace::ContentRef &right)
{
    choose(left, right);
    m_busy->start(tr("Comparing %1 with %2").arg(left.label, right.label));
}

void DiffView::cancel()
{
    m_busy->stop();
    if (m_comparison) {
        choose(m_comparison->left, m_comparison->right);
    }
    Q_EMIT cancelRequested();
}

// --- what is shown

void DiffView::setComparison(const workspace::Comparison &comparison)
{
    if (comparison.isEmpty()) {
        showMessage(u"circle-check"_s, tr("No differences"),
                    tr("%1 and %2 are the same, byte for byte.")
                        .arg(comparison.left.label, comparison.right.label));
    } else {
        m_busy->stop();
        m_canvas->setDiff(comparison.prompt);
        m_pages->setCurrentIndex(contentPage);
    }
    m_comparison = comparison;
    choose(comparison.left, comparison.right);
    m_fields->setComparison(comparison);
    showSummary();
    updateSteps();
}

void DiffView::showError(const core::Error &error)
{
    showMessage(u"circle-alert"_s, tr("These two cannot be compared"), error.message);
}

void DiffView::showMessage(const QString &icon, const QString &title, const QString &sentence)
{
    m_busy->stop();
    m_comparison.reset();
    m_canvas->setDiff(nullptr);
    m_empty->setContent(icon, title, sentence);
    m_pages->setCurrentIndex(emptyPage);
    showSummary();
    updateSteps();
}

void DiffView::showSummary()
{
    while (const std::unique_ptr<QLayoutItem> item{m_figures->takeAt(0)}) {
        delete item->widget();
    }
    const bool isShown = m_comparison && !m_comparison->isEmpty();
    m_summary->setVisible(isShown);
    const QStringList parts = isShown ? summaryParts() : QStringList();
    for (const QString &part : parts) {
        auto *figure = new QLabel(part, m_summary);
        figure->setTextFormat(Qt::RichText);
        figure->setForegroundRole(QPalette::PlaceholderText);
        m_figures->addWidget(figure);
        figure->show();
    }
}

QStringList DiffView::summaryParts() const
{
    QStringList parts;
    if (!m_comparison || !m_comparison->prompt) {
        return parts;
    }
    const widgets::ThemeColors &colors = m_theme.colors();
    const diff::LineDiff &prompt = *m_comparison->prompt;
    const QLocale locale;
    if (prompt.hunks.isEmpty()) {
        parts.append(tr("prompt unchanged"));
    } else {
        const QString figure = u"<b style=\"color:%1\">%2</b>"_s;
        const auto strong = [&](const QString &text) {
            return figure.arg(colors.text.name(), text);
        };
        parts.append(strong(tr("%n change(s)", nullptr, static_cast<int>(prompt.hunks.size()))));
        parts.append(
            tr("words %1 %2", "added and removed")
                .arg(figure.arg(colors.added.name(), u'+' + locale.toString(prompt.wordsAdded)),
                     figure.arg(colors.removed.name(),
                                u'−' + locale.toString(prompt.wordsRemoved))));
        const tokens::TokenCount &before = m_comparison->tokensBefore;
        const tokens::TokenCount &after = m_comparison->tokensAfter;
        parts.append(
            (before.isExact() && after.isExact() ? tr("tokens %1 → %2") : tr("tokens ≈ %1 → %2"))
                .arg(locale.toString(before.tokens), strong(locale.toString(after.tokens))));
    }
    if (const auto count = std::ranges::count_if(prompt.rows, &diff::DiffRow::onlyInvisible);
        count > 0) {
        parts.append(tr("%n line(s) differ invisibly", nullptr, static_cast<int>(count)));
    }
    if (!m_comparison->manifest.isEmpty()) {
        parts.append(
            tr("%n manifest field(s)", nullptr, static_cast<int>(m_comparison->manifest.size())));
    }
    return parts;
}

void DiffView::updateSteps()
{
    m_previous->setEnabled(m_canvas->hasPreviousChange());
    m_next->setEnabled(m_canvas->hasNextChange());
    m_export->setEnabled(m_comparison && !m_comparison->isEmpty());
}

} // namespace hermes::diffview
