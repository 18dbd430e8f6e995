#include "browser/filterquery.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hermes::browser {

namespace {

// Two letters are in order in nearly every name; as an abbreviation they would find everything.
constexpr qsizetype shortestAbbreviation = 3;

QStringList folded(const QStringList &texts)
{
    QStringList result;
    result.reserve(texts.size());
    for (const QString &text : texts) {
        result.append(text.toCaseFolded());
    }
    return result;
}

qsizetype lineLength(QStringView text)
{
    const qsizetype end = text.indexOf(u'\n');
    return end < 0 ? text.size() : end;
}

bool isAbbreviationFrom(QStringView letters, QStringView text)
{
    qsizetype found = 0;
    for (const QChar character : text.first(lineLength(text))) {
        if (found < letters.size() && character == letters[found]) {
            ++found;
        }
    }
    return found == letters.size();
}

bool isAbbreviation(QStringView letters, QStringView text)
{
    if (letters.size() < shortestAbbreviation) {
        return false;
    }
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool beginsWord = i == 0 || !text[i - 1].isLetterOrNumber();
        if (beginsWord && text[i] == letters.front()
            && isAbbreviationFrom(letters, text.sliced(i))) {
            return true;
        }
    }
    return false;
}

bool anyContains(const QStringList &texts, const QString &value)
{
    return std::ranges::any_of(texts,
                               [&value](const QString &text) { return text.contains(value); });
}

QLatin1StringView stateWord(workspace::EntryState state)
{
    switch (state) {
    case workspace::EntryState::Clean:
        return QLatin1StringView("clean");
    case workspace::EntryState::Modified:
        return QLatin1StringView("modified");
    case workspace::EntryState::Added:
        return QLatin1StringView("added");
    case workspace::EntryState::Conflicted:
        return QLatin1StringView("conflicted");
    }
    Q_UNREACHABLE();
}

} // namespace

FilterText FilterText::of(const registry::EntrySummary &entry)
{
    FilterText text;
    text.nameAndId = (entry.name + u'\n' + entry.id.id).toCaseFolded();
    text.tags = folded(entry.tags);
    text.tools = folded(entry.tools);
    text.model = entry.model.toCaseFolded();
    text.anything = QStringList{text.nameAndId, entry.description.toCaseFolded(),
                                text.tags.join(u'\n'), text.tools.join(u'\n'), text.model}
                        .join(u'\n');
    return text;
}

FilterQuery FilterQuery::parse(const QString &text)
{
    static constexpr std::array<std::pair<QLatin1StringView, Field>, 6> keys{{
        {QLatin1StringView("tag"), Field::Tag},
        {QLatin1StringView("tool"), Field::Tool},
        {QLatin1StringView("model"), Field::Model},
        {QLatin1StringView("kind"), Field::Kind},
        {QLatin1StringView("status"), Field::Status},
        {QLatin1StringView("has"), Field::Has},
    }};
    FilterQuery query;
    const QStringList words = text.toCaseFolded().simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const qsizetype colon = word.indexOf(u':');
        const auto key = std::ranges::find_if(
            keys, [&](const auto &known) { return word.left(colon) == known.first; });
        if (colon < 0 || key == keys.end()) {
            query.m_terms.append({Field::Anything, word});
        } else if (colon + 1 < word.size()) {
            query.m_terms.append({key->second, word.sliced(colon + 1)});
        }
    }
    return query;
}

bool FilterQuery::matches(const FilterText &text, const registry::EntrySummary &entry,
                          workspace::EntryState state) const
{
    return std::ranges::all_of(
        m_terms, [&](const Term &term) { return matchesTerm(term, text, entry, state); });
}

bool FilterQuery::matchesTerm(const Term &term, const FilterText &text,
                              const registry::EntrySummary &entry, workspace::EntryState state)
{
    switch (term.field) {
    case Field::Anything:
        return text.anything.contains(term.value) || isAbbreviation(term.value, text.nameAndId);
    case Field::Tag:
        return anyContains(text.tags, term.value);
    case Field::Tool:
        return anyContains(text.tools, term.value);
    case Field::Model:
        return text.model.contains(term.value);
    case Field::Kind:
        return core::kindName(entry.id.kind).startsWith(term.value);
    case Field::Status:
        return stateWord(state).startsWith(term.value);
    case Field::Has:
        return QLatin1StringView("problems").startsWith(term.value) && !entry.problems.isEmpty();
    }
    Q_UNREACHABLE();
}

} // namespace hermes::browser
