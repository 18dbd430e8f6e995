#include "preview/previewchoices.h"

#include "preview/valuespanel.h"
#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace space = widgets::space;

namespace {

constexpr qsizetype mostPlaces = 4; ///< That lack a value and are listed.

void setColor(QLabel &label, const QColor &color)
{
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, color);
    label.setPalette(palette);
}

} // namespace

PreviewChoices::PreviewChoices(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_valuesButton(new QToolButton)
    , m_summary(new QLabel)
    , m_failure(new QLabel)
    , m_missing(new QVBoxLayout)
    , m_values(new ValuesPanel(theme))
{
    m_valuesButton->setText(tr("Values"));
    m_valuesButton->setToolTip(tr("Profile and values of the variables, for this preview and for "
                                  "test-sends"));
    m_valuesButton->setCheckable(true);
    m_valuesButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_valuesButton->setArrowType(Qt::RightArrow);
    m_valuesButton->setFocusPolicy(Qt::StrongFocus);
    for (QLabel *label : {m_summary, m_failure}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_summary->setAccessibleDescription(tr("With what this preview is assembled"));
    m_values->hide();
    m_missing->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(m_valuesButton, 0, Qt::AlignTop);
    row->addWidget(m_summary, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::small);
    column->addLayout(row);
    column->addWidget(m_failure);
    column->addLayout(m_missing);
    column->addWidget(m_values);
    connect(m_valuesButton, &QToolButton::toggled, this, [this](bool isOpen) {
        m_valuesButton->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        m_values->setVisible(isOpen);
        if (isOpen) {
            m_values->focusFirst();
        }
    });
    connect(m_values, &ValuesPanel::leaveRequested, this, [this] {
        m_valuesButton->setChecked(false);
        m_valuesButton->setFocus();
    });
    connect(&theme, &widgets::Theme::changed, this, &PreviewChoices::applyTheme);
    applyTheme();
}

void PreviewChoices::setContent(const workspace::PreviewContent &content)
{
    m_sourceFile = content.sourceFile;
    const bool hasSource = !m_sourceFile.isRoot();
    m_valuesButton->setVisible(hasSource);
    m_values->setVisible(hasSource && m_valuesButton->isChecked());
    m_summary->setVisible(hasSource && !content.choice.isEmpty());
    m_summary->setText(tr("With %1. What is saved has the registry's values.")
                           .arg(workspace::shownChoice(content.choice)));
    m_failure->setText(content.failure);
    m_failure->setVisible(!content.failure.isEmpty());
    m_values->show(content.choice, content.uses, content.profiles);
    QList<core::Problem> missing;
    std::ranges::copy_if(content.assembly.problems, std::back_inserter(missing),
                         [](const core::Problem &problem) {
                             return problem.rule == u"template.missing-value"
                                 || problem.rule == u"template.wrong-type";
                         });
    showMissing(missing.first(std::min(missing.size(), mostPlaces)));
    setVisible(hasSource || !content.failure.isEmpty());
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
    words->setFont(m_theme.labelFont());
    setColor(*words, m_theme.colors().error);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins({});
    line->setSpacing(space::small);
    line->addWidget(words, 1);
    if (problem.line > 0 && problem.file == m_sourceFile) {
        auto *link = new widgets::LinkButton(tr("Line %1").arg(problem.line));
        link->setAccessibleDescription(problem.message);
        line->addWidget(link, 0, Qt::AlignTop);
        connect(link, &QPushButton::clicked, this,
                [this, problem] { Q_EMIT problemActivated(problem); });
    }
    return row;
}

void PreviewChoices::applyTheme()
{
    m_summary->setFont(m_theme.labelFont());
    m_failure->setFont(m_theme.labelFont());
    setColor(*m_summary, m_theme.colors().warning);
    setColor(*m_failure, m_theme.colors().error);
    showMissing(std::exchange(m_shownMissing, {})); // in the new colours
}

} // namespace hermes::preview
