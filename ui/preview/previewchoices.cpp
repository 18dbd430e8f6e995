#include "preview/previewchoices.h"

#include "preview/valuespanel.h"
#include "widgets/buttons.h"
#include "widgets/labelcolor.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace space = widgets::space;

namespace {

constexpr qsizetype mostPlaces = 4; ///< That lack a value and are listed.
constexpr int tallestContext = 132; ///< px; more files than fit in it are scrolled.

} // namespace

PreviewChoices::PreviewChoices(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                               QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_target(new QComboBox)
    , m_place(new QLabel)
    , m_cut(new QLabel)
    , m_contextPanel(new QWidget)
    , m_contextScroll(new QScrollArea)
    , m_contextRows(new QVBoxLayout)
    , m_valuesButton(new QToolButton)
    , m_summary(new QLabel)
    , m_unsaved(new QLabel)
    , m_failure(new QLabel)
    , m_missing(new QVBoxLayout)
    , m_values(new ValuesPanel(theme))
{
    layOut();
    connect(m_target, &QComboBox::activated, this, [this](int index) {
        Q_EMIT targetChosen(assembly::allTargets.at(static_cast<size_t>(index)));
    });
    connect(m_valuesButton, &QToolButton::toggled, this, [this](bool isOpen) {
        showArrow();
        m_values->setVisible(isOpen);
        if (isOpen) {
            focusValues();
        }
    });
    connect(m_values, &ValuesPanel::leaveRequested, this, [this] {
        m_valuesButton->setChecked(false);
        m_valuesButton->setFocus();
    });
    connect(&theme, &widgets::Theme::changed, this, &PreviewChoices::applyTheme);
    showArrow();
    applyTheme();
}

void PreviewChoices::layOut()
{
    for (const assembly::Target target : assembly::allTargets) {
        m_target->addItem(assembly::targetLabel(target));
    }
    m_target->setObjectName(u"target"_s);
    m_target->setAccessibleName(tr("For which program"));
    m_target->setToolTip(tr("How this program takes the prompt: where it goes, what is cut"));
    m_valuesButton->setToolTip(tr("Profile and values of the variables, for this preview and for "
                                  "test-sends"));
    m_valuesButton->setText(tr("Values"));
    m_valuesButton->setCheckable(true);
    m_valuesButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_valuesButton->setFocusPolicy(Qt::StrongFocus);
    for (QLabel *label : {m_place, m_cut, m_summary, m_unsaved, m_failure}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_summary->setAccessibleDescription(tr("With what this preview is assembled"));
    m_values->hide();
    m_missing->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(m_target);
    row->addWidget(m_valuesButton);
    row->addStretch();
    auto *add = new widgets::LinkButton(tr("Add context files…"));
    add->setObjectName(u"atEdge"_s); // its text begins where the texts around it do
    add->setToolTip(tr("A file that the program puts beside the prompt: AGENTS.md, CLAUDE.md, a "
                       "skill"));
    connect(add, &QPushButton::clicked, this, &PreviewChoices::contextRequested);
    auto *rows = new QWidget(m_contextScroll);
    rows->setLayout(m_contextRows);
    m_contextRows->setContentsMargins({});
    m_contextRows->setSpacing(0);
    m_contextScroll->setFrameShape(QFrame::NoFrame);
    m_contextScroll->setWidgetResizable(true);
    m_contextScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_contextScroll->setFocusPolicy(Qt::NoFocus); // its buttons have it
    m_contextScroll->setWidget(rows);
    auto *context = new QVBoxLayout(m_contextPanel);
    context->setContentsMargins({});
    context->setSpacing(0);
    context->addWidget(m_contextScroll);
    context->addWidget(add, 0, Qt::AlignLeading);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::small);
    column->addLayout(row);
    column->addWidget(m_place);
    column->addWidget(m_cut);
    column->addWidget(m_contextPanel);
    column->addWidget(m_summary);
    column->addWidget(m_unsaved);
    column->addWidget(m_failure);
    column->addLayout(m_missing);
    column->addWidget(m_values);
}

bool PreviewChoices::openValues()
{
    if (m_valuesButton->isHidden()) {
        return false;
    }
    m_valuesButton->setChecked(true);
    focusValues();
    return true;
}

void PreviewChoices::focusValues()
{
    m_awaitsValues = !m_values->focusFirst();
    if (m_awaitsValues) {
        m_valuesButton->setFocus();
    }
}

void PreviewChoices::setContent(const workspace::PreviewContent &content)
{
    m_sourceFile = content.sourceFile;
    const bool hasSource = !m_sourceFile.isRoot();
    showTarget(content);
    showContext(content);
    m_valuesButton->setVisible(hasSource);
    m_values->setVisible(hasSource && m_valuesButton->isChecked());
    m_summary->setVisible(hasSource && !content.choice.isEmpty());
    m_summary->setText(tr("With %1. What is saved has the registry's values.")
                           .arg(workspace::shownChoice(content.choice)));
    m_unsaved->setText(tr("With unsaved text of %1. A prompt is saved with what is saved of its "
                          "fragments.")
                           .arg(content.unsavedFragments.join(u", "_s)));
    m_unsaved->setVisible(!content.unsavedFragments.isEmpty());
    m_failure->setText(content.failure);
    m_failure->setVisible(!content.failure.isEmpty());
    m_values->show(content.id, content.choice, content.uses, content.profiles);
    if (m_awaitsValues) {
        m_awaitsValues =
            m_valuesButton->hasFocus() && m_values->isVisible() && !m_values->focusFirst();
    }
    QList<core::Problem> missing;
    std::ranges::copy_if(content.assembly.problems, std::back_inserter(missing),
                         [](const core::Problem &problem) {
                             return problem.rule == u"template.missing-value"
                                 || problem.rule == u"template.wrong-type";
                         });
    showMissing(missing.first(std::min(missing.size(), mostPlaces)));
}

void PreviewChoices::showTarget(const workspace::PreviewContent &content)
{
    const auto *const found = std::ranges::find(assembly::allTargets, content.prompt.target);
    m_target->setCurrentIndex(static_cast<int>(found - assembly::allTargets.begin()));
    const assembly::TargetText &taken = content.prompt.taken;
    QString place = taken.place;
    if (taken.limit > 0) {
        const QLocale locale;
        place = tr("%1 · %2 of %3 characters", "place, number, limit")
                    .arg(place, locale.toString(taken.characters), locale.toString(taken.limit));
    }
    const QString additions = assembly::ownAdditions(content.prompt.target);
    m_place->setText(additions.isEmpty() ? place : tr("%1. %2", "sentences").arg(place, additions));
    m_place->setVisible(!place.isEmpty());
    QStringList problems;
    for (const core::Problem &problem : taken.problems) {
        problems.append(problem.message);
    }
    if (taken.keptCharacters < taken.characters) {
        problems.append(tr("What is dropped is struck through."));
    }
    m_cut->setText(problems.join(u' '));
    m_cut->setVisible(!problems.isEmpty());
}

void PreviewChoices::showContext(const workspace::PreviewContent &content)
{
    m_contextPanel->setVisible(workspace::takesContext(content.prompt.target));
    if (content.prompt.context == m_shownContext) {
        return;
    }
    m_shownContext = content.prompt.context;
    while (QLayoutItem *item = m_contextRows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // its click may be under way
        delete item;
    }
    for (const workspace::ContextFile &file : content.prompt.context) {
        addContextRow(file);
    }
    fitContext();
}

void PreviewChoices::fitContext()
{
    const int rows = m_contextRows->isEmpty() ? 0 : m_contextRows->totalHeightForWidth(width());
    m_contextScroll->setFixedHeight(std::min(rows, tallestContext));
    m_contextScroll->setVisible(rows > 0);
}

void PreviewChoices::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitContext();
}

void PreviewChoices::addContextRow(const workspace::ContextFile &file)
{
    const QString name = workspace::contextName(file.path);
    QString words = tr("%1 · %2", "file, tokens").arg(name, shownCount(file.tokens));
    if (file.keptCharacters < file.characters) {
        const QLocale locale;
        words =
            tr("%1 · %2 of %3 characters are kept", "file and tokens, number, number")
                .arg(words, locale.toString(file.keptCharacters), locale.toString(file.characters));
    }
    auto *row = new QWidget;
    auto *label = new QLabel(file.fault.isEmpty() ? words : file.fault);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    widgets::keepFont(*label, m_theme, &widgets::Theme::labelFont);
    label->setToolTip(file.path);
    auto *remove = new widgets::IconButton(m_theme, u"x"_s, tr("Take %1 away").arg(name));
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins({});
    line->addWidget(label, 1);
    line->addWidget(remove);
    m_contextRows->addWidget(row);
    connect(remove, &QToolButton::clicked, this,
            [this, path = file.path] { Q_EMIT contextRemoved(path); });
}

void PreviewChoices::chooseContextFile()
{
    m_dialogs.chooseOpenFile(
        this,
        {tr("Context file"),
         {},
         tr("Markdown and text (*.md *.mdc *.txt .cursorrules);;All files (*)")},
        [this](const QString &path) {
            if (!path.isEmpty()) {
                Q_EMIT contextAdded(path);
            }
        });
}

void PreviewChoices::showMissing(const QList<core::Problem> &problems)
{
    if (problems == m_shownMissing) {
        return;
    }
    m_shownMissing = problems;
    while (QLayoutItem *item = m_missing->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // its click may be under way
        delete item;
    }
    for (const core::Problem &problem : problems) {
        m_missing->addWidget(placeRow(problem));
    }
}

QWidget *PreviewChoices::placeRow(const core::Problem &problem)
{
    auto *row = new QWidget;
    auto *words = new QLabel(problem.message);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    widgets::keepFont(*words, m_theme, &widgets::Theme::labelFont);
    const bool isNote = problem.severity == core::Problem::Severity::Note;
    widgets::setTextColor(*words, isNote ? m_theme.colors().muted : m_theme.colors().error);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins({});
    line->setSpacing(space::small);
    line->addWidget(words, 1);
    if (problem.line > 0 && problem.file == m_sourceFile) {
        auto *link = new widgets::LinkButton(tr("Line %1").arg(QLocale().toString(problem.line)));
        link->setAccessibleDescription(problem.message);
        line->addWidget(link, 0, Qt::AlignTop);
        connect(link, &QPushButton::clicked, this,
                [this, problem] { Q_EMIT problemActivated(problem); });
    }
    return row;
}

void PreviewChoices::showArrow()
{
    m_valuesButton->setArrowType(m_valuesButton->isChecked() ? Qt::DownArrow
                                     : isRightToLeft()       ? Qt::LeftArrow
                                                             : Qt::RightArrow);
}

void PreviewChoices::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        showArrow();
    }
}

void PreviewChoices::applyTheme()
{
    for (QLabel *label : {m_place, m_cut}) {
        label->setFont(m_theme.labelFont());
    }
    widgets::setTextColor(*m_place, m_theme.colors().muted);
    widgets::setTextColor(*m_cut, m_theme.colors().warning);
    m_summary->setFont(m_theme.labelFont());
    m_failure->setFont(m_theme.labelFont());
    widgets::setTextColor(*m_summary, m_theme.colors().warning);
    m_unsaved->setFont(m_theme.labelFont());
    widgets::setTextColor(*m_unsaved, m_theme.colors().warning);
    widgets::setTextColor(*m_failure, m_theme.colors().error);
    showMissing(std::exchange(m_shownMissing, {})); // in the new colours
}

} // namespace hermes::preview
