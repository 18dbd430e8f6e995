#include "find/facetchips.h"

#include "widgets/buttons.h"
#include "widgets/flowlayout.h"
#include "widgets/theme.h"

#include <QLocale>
#include <QMenu>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::find {

using search::FacetCount;
using search::FacetCounts;
using search::Query;

namespace {

constexpr qsizetype mostValues = 30; ///< In a menu; the most frequent ones.

/// The term of the query that asks for the same, however it is written.
std::optional<Query::Term> termIn(const Query &query, const Query::Term &term)
{
    for (const Query::Term &asked : query.terms()) {
        if (asked.field == term.field && !asked.isNegated
            && asked.value.compare(term.value, Qt::CaseInsensitive) == 0) {
            return asked;
        }
    }
    return std::nullopt;
}

int countOf(const FacetCounts &facets, const Query::Term &term)
{
    const QList<FacetCount> &counts =
        term.field == Query::Field::Kind ? facets.kinds : facets.statuses;
    const auto found = std::ranges::find(counts, term.value, &FacetCount::label);
    return found == counts.cend() ? 0 : found->count;
}

QString escaped(const QString &text)
{
    return QString(text).replace(u'&', u"&&"_s);
}

} // namespace

FacetChips::FacetChips(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme)
{
    auto *layout = new widgets::FlowLayout(widgets::space::tiny, this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (const core::EntryKind kind : {core::EntryKind::Agent, core::EntryKind::Skill,
                                       core::EntryKind::Mcp, core::EntryKind::Workflow}) {
        addChip(Query::Field::Kind, search::kindWords().at(static_cast<int>(kind)),
                widgets::kindGroupLabel(kind));
    }
    addChip(Query::Field::Kind, search::kindWords().constLast(), tr("Fragments"));
    addChip(Query::Field::Status, u"modified"_s, tr("modified"));
    addChip(Query::Field::Status, u"added"_s, tr("new"));
    addChip(Query::Field::Status, u"conflicted"_s, tr("in conflict"));
    addMenu({tr("Tag"), Query::Field::Tag, &FacetCounts::tags, nullptr, nullptr});
    addMenu({tr("Tool"), Query::Field::Tool, &FacetCounts::tools, nullptr, nullptr});
    addMenu({tr("Model"), Query::Field::Model, &FacetCounts::models, nullptr, nullptr});
    addMenu({tr("Author"), Query::Field::Author, &FacetCounts::authors, nullptr, nullptr});
    showAll();
}

void FacetChips::addChip(Query::Field field, const QString &value, const QString &label)
{
    Chip chip;
    chip.term.field = field;
    chip.term.value = value;
    chip.label = label;
    chip.button = new widgets::ToggleChip(m_theme, this);
    chip.button->setToolTip(tr("Show only these entries (%1)").arg(chip.term.toString()));
    connect(chip.button, &QPushButton::clicked, this, [this, term = chip.term] { toggle(term); });
    layout()->addWidget(chip.button);
    m_chips.append(chip);
}

void FacetChips::addMenu(const Menu &menu)
{
    Menu made = menu;
    made.menu = new QMenu;
    made.button = new widgets::PopupButton(menu.title, made.menu, this);
    widgets::keepFont(*made.button, m_theme, &widgets::Theme::labelFont);
    connect(made.menu, &QMenu::aboutToShow, this, [this, made] { fill(made); });
    layout()->addWidget(made.button);
    m_menus.append(made);
}

void FacetChips::setQuery(const Query &query)
{
    m_query = query;
    showAll();
}

void FacetChips::setFacets(const FacetCounts &facets)
{
    m_facets = facets;
    showAll();
}

void FacetChips::showAll()
{
    for (const Chip &chip : std::as_const(m_chips)) {
        const int count = countOf(m_facets, chip.term);
        const bool isAsked = termIn(m_query, chip.term).has_value();
        chip.button->setText(
            tr("%1 %2", "facet and count").arg(chip.label, locale().toString(count)));
        chip.button->setChecked(isAsked);
        chip.button->setVisible(count > 0 || isAsked);
    }
    for (const Menu &menu : std::as_const(m_menus)) {
        QStringList asked;
        for (const Query::Term &term : m_query.terms()) {
            if (term.field == menu.field && !term.isNegated) {
                asked.append(term.value);
            }
        }
        menu.button->setText(
            asked.isEmpty()
                ? menu.title
                : escaped(tr("%1: %2", "facet and values").arg(menu.title, asked.join(tr(", ")))));
        menu.button->setVisible(!(m_facets.*menu.counts).isEmpty() || !asked.isEmpty());
    }
    const auto isShown = [](const auto &item) { return !item.button->isHidden(); };
    setVisible(std::ranges::any_of(m_chips, isShown) || std::ranges::any_of(m_menus, isShown));
}

void FacetChips::fill(const Menu &menu)
{
    menu.menu->clear();
    const QList<FacetCount> &counts = m_facets.*menu.counts;
    for (const auto allFacets = counts.first(std::min(counts.size(), mostValues));
         const FacetCount &facet : allFacets) {
        // A menu puts what follows a tab at its other edge.
        QAction *action =
            menu.menu->addAction(escaped(facet.label) + u'\t' + locale().toString(facet.count),
                                 this, [this, term = facet.term] { toggle(term); });
        action->setCheckable(true);
        action->setChecked(termIn(m_query, facet.term).has_value());
    }
    if (counts.size() > mostValues) {
        menu.menu
            ->addAction(tr("%n more are less frequent", nullptr,
                           static_cast<int>(counts.size() - mostValues)))
            ->setEnabled(false);
    }
}

void FacetChips::toggle(const Query::Term &term)
{
    const auto asked = termIn(m_query, term);
    Q_EMIT queryEdited(asked ? m_query.without(*asked) : m_query.with(term));
}

} // namespace hermes::find
