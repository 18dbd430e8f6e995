#include "browser/facetbar.h"

#include "widgets/buttons.h"
#include "widgets/flowlayout.h"
#include "widgets/theme.h"

#include <QLocale>
#include <QPushButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::browser {

namespace space = widgets::space;

FacetBar::FacetBar(const widgets::Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *layout = new widgets::FlowLayout(space::small, this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (const auto &[facet, text] : {std::pair(&m_modified, u"status:modified"_s),
                                      std::pair(&m_withProblems, u"has:problem"_s)}) {
        facet->word = search::Query::parse(text).terms().first();
        facet->chip = addChip(facet->word);
    }
    setCounts(0, 0);
}

void FacetBar::setCounts(int modified, int withProblems)
{
    update(m_modified, tr("modified %1").arg(locale().toString(modified)), modified);
    update(m_withProblems, tr("problems %1").arg(locale().toString(withProblems)), withProblems);
    setVisible(!m_modified.chip->isHidden() || !m_withProblems.chip->isHidden());
}

void FacetBar::setFilter(const QString &filter)
{
    m_filter = filter;
    const QList<search::Query::Term> words = search::Query::parse(filter).terms();
    for (const Facet &facet : {m_modified, m_withProblems}) {
        facet.chip->setChecked(words.contains(facet.word));
    }
}

QPushButton *FacetBar::addChip(const search::Query::Term &word)
{
    auto *chip = new widgets::ToggleChip(m_theme, this);
    chip->setToolTip(tr("Show only these entries (%1)").arg(word.toString()));
    layout()->addWidget(chip);
    connect(chip, &QPushButton::clicked, this, [this, word] { toggle(word); });
    return chip;
}

void FacetBar::toggle(const search::Query::Term &word)
{
    const search::Query query = search::Query::parse(m_filter);
    Q_EMIT filterEdited(
        (query.terms().contains(word) ? query.without(word) : query.with(word)).toString());
}

void FacetBar::update(const Facet &facet, const QString &text, int count)
{
    facet.chip->setText(text);
    facet.chip->setVisible(count > 0 || facet.chip->isChecked());
}

} // namespace hermes::browser
