#include "search/fieldmatch.h"

#include "search/kinds.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace hermes::core;

namespace hermes::search {

namespace {

using Entry = EntryTable::Entry;
using Chunk = EntryTable::Chunk;

/// Two letters are in order in nearly every name; as an abbreviation they would find everything.
constexpr qsizetype shortestAbbreviation = 3;

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<uchar>(c) >= 0x80;
}

bool areInOrder(QByteArrayView letters, QByteArrayView text)
{
    qsizetype found = 0;
    for (const char c : text) {
        found += found < letters.size() && c == letters[found] ? 1 : 0;
    }
    return found == letters.size();
}

bool isAbbreviation(QByteArrayView letters, QByteArrayView nameAndId)
{
    for (qsizetype i = 0; i < nameAndId.size(); ++i) {
        const bool beginsWord = i == 0 || !isLetterOrDigit(nameAndId[i - 1]);
        if (beginsWord && nameAndId[i] == letters.front()) {
            const qsizetype lineEnd = nameAndId.indexOf('\n', i);
            if (areInOrder(letters, nameAndId.sliced(i, lineEnd - i))) {
                return true;
            }
        }
    }
    return false;
}

/// The terms of a query that are about what an entry is.
class StateTerms
{
public:
    StateTerms(const Query &query, const EntryTable &table, const QDateTime &now)
    {
        for (const Query::Term &term : query.terms()) {
            switch (term.field) {
            case Query::Field::Text:
            case Query::Field::Regex:
                break;
            case Query::Field::Tag:
                addFacet(term, Facet::Tag, table);
                break;
            case Query::Field::Tool:
                addFacet(term, Facet::Tool, table);
                break;
            case Query::Field::Model:
                addFacet(term, Facet::Model, table);
                break;
            case Query::Field::Author:
                addFacet(term, Facet::Author, table);
                break;
            case Query::Field::Kind:
                addState(term, kindWords());
                break;
            case Query::Field::Status:
                addState(term, statusWords());
                break;
            case Query::Field::Has:
                addState(term, hasWords());
                break;
            case Query::Field::Changed:
                m_changes.push_back(
                    {readChangedSince(term.value, now).value_or(SinceNewestVersion()),
                     term.isNegated});
                break;
            }
        }
    }

    [[nodiscard]] bool accept(const Chunk &chunk, int row) const
    {
        if (chunk.extents[static_cast<size_t>(row)].isRemoved) {
            return false;
        }
        if (m_facets.empty() && m_states.empty() && m_changes.empty()) {
            return true; // entries are large: looking at none of them is most of the time saved
        }
        const Entry &entry = chunk.entries[static_cast<size_t>(row)];
        return std::ranges::all_of(m_facets,
                                   [&](const FacetTerm &term) {
                                       const auto values = chunk.valuesOf(row, term.facet);
                                       return term.isNegated
                                           != std::ranges::any_of(values, [&](quint32 value) {
                                                  return term.accepted.testBit(value);
                                              });
                                   })
            && std::ranges::all_of(
                   m_states,
                   [&](const StateTerm &term) { return term.isNegated != isState(term, entry); })
            && std::ranges::all_of(m_changes, [&](const ChangedTerm &term) {
                   return term.isNegated != isChanged(term, entry);
               });
    }

private:
    struct FacetTerm
    {
        Facet facet = Facet::Tag;
        bool isNegated = false;
        QBitArray accepted; ///< By the value's number.
    };
    struct StateTerm
    {
        Query::Field field = Query::Field::Kind;
        bool isNegated = false;
        std::vector<bool> accepted; ///< By the word's place.
    };
    struct ChangedTerm
    {
        ChangedSince since;
        bool isNegated = false;
    };

    void addFacet(const Query::Term &term, Facet facet, const EntryTable &table)
    {
        FacetTerm result{facet, term.isNegated, QBitArray(table.values(facet).size())};
        QList<QByteArray> wanted;
        for (const auto allValues = term.alternatives(); const QString &value : allValues) {
            wanted.append(folded(value, Folding::CaseAndAccents));
        }
        const QList<QByteArray> &values = table.foldedValues(facet);
        for (qsizetype i = 0; i < values.size(); ++i) {
            const QByteArray &value = values.at(i);
            result.accepted.setBit(i, std::ranges::any_of(wanted, [&](const QByteArray &text) {
                                       return term.isQuoted ? value == text : value.contains(text);
                                   }));
        }
        m_facets.push_back(std::move(result));
    }

    void addState(const Query::Term &term, const QStringList &words)
    {
        StateTerm result{term.field, term.isNegated, {}};
        for (const QString &word : words) {
            result.accepted.push_back(
                std::ranges::any_of(term.alternatives(), [&](const QString &value) {
                    return term.isQuoted ? word.compare(value, Qt::CaseInsensitive) == 0
                                         : word.startsWith(value, Qt::CaseInsensitive);
                }));
        }
        m_states.push_back(std::move(result));
    }

    static bool isState(const StateTerm &term, const Entry &entry)
    {
        switch (term.field) {
        case Query::Field::Kind:
            return term.accepted[kindOf(entry)];
        case Query::Field::Status:
            return term.accepted[static_cast<size_t>(entry.facts.status)];
        default: // in the order of hasWords()
            return (term.accepted[0] && entry.hasProblems) || (term.accepted[1] && entry.hasErrors);
        }
    }

    static bool isChanged(const ChangedTerm &term, const Entry &entry)
    {
        if (const auto *time = std::get_if<QDateTime>(&term.since)) {
            return entry.facts.changed && *entry.facts.changed >= *time;
        }
        if (const auto *version = std::get_if<SemanticVersion>(&term.since)) {
            const Result<SemanticVersion> own = SemanticVersion::parse(entry.version);
            return own
                && (*own > *version || (*own == *version && entry.facts.isChangedSinceVersion));
        }
        return entry.facts.isChangedSinceVersion;
    }

    std::vector<FacetTerm> m_facets;
    std::vector<StateTerm> m_states;
    std::vector<ChangedTerm> m_changes;
};

/// The text terms of a query for fields, which are folded already.
Result<TextTerms> termsForFields(const Query &query, TextOptions::Words words)
{
    QList<Query::Term> terms = query.terms();
    for (Query::Term &term : terms) {
        term.caseRule = CaseRule::Insensitive;
    }
    Result<TextTerms> result = TextTerms::of(Query::of(terms), {CaseRule::Insensitive, words});
    if (result) {
        for (TextTerm &term : result->terms) {
            term.mindsAccents = false;
        }
    }
    return result;
}

/// Marks the rows of a chunk in whose fields a term stands.
void findInChunk(TextScanner &scanner, size_t term, const Chunk &chunk, quint32 *texts,
                 quint32 *names)
{
    size_t row = 0;
    scanner.setText(chunk.fields, TextClass::Plain);
    scanner.find(term, [&](TextScanner::Match match) {
        while (chunk.extents[row + 1].fieldsStart <= static_cast<size_t>(match.start)) {
            ++row;
        }
        texts[row] |= quint32(1) << term;
        const auto offset = static_cast<quint32>(match.start) - chunk.extents[row].fieldsStart;
        names[row] |= quint32(offset < chunk.extents[row].nameAndIdSize) << term;
        // The rest of the row has nothing to add.
        scanner.skipTo(chunk.extents[row + 1].fieldsStart);
        return true;
    });
}

void findAbbreviations(const TextTerm &term, quint32 bit, const Chunk &chunk, quint32 *texts,
                       quint32 *names)
{
    const QByteArray &letters = term.pieces.front().needle();
    quint64 needed = 0;
    for (const char c : letters) {
        needed |= letterBit(c);
    }
    for (size_t row = 0; row < chunk.entries.size(); ++row) {
        if ((texts[row] & bit) == 0 && (chunk.extents[row].letters & needed) == needed
            && isAbbreviation(letters, chunk.nameAndIdOf(static_cast<int>(row)))) {
            texts[row] |= bit;
            names[row] |= bit;
        }
    }
}

bool mayAbbreviate(const TextTerm &term)
{
    return !term.regex && !term.isNegated && !term.isQuoted && term.pieces.size() == 1
        && term.pieces.front().needle().size() >= shortestAbbreviation;
}

} // namespace

Result<FieldAnswers> askFields(const EntryTable &table, const Query &query,
                               TextOptions::Words words, Abbreviations abbreviations,
                               const QDateTime &now)
{
    if (!query.problems().isEmpty()) {
        return failure(ErrorCode::InvalidArgument, query.problems().first().message);
    }
    const Result<TextTerms> terms = termsForFields(query, words);
    if (!terms) {
        return std::unexpected(terms.error());
    }
    const StateTerms states(query, table, now);
    FieldAnswers answers;
    answers.isSuch.resize(table.rowCount());
    answers.texts.resize(terms->terms.empty() ? 0 : static_cast<size_t>(table.rowCount()));
    answers.names.resize(answers.texts.size());
    TextScanner scanner(*terms);
    for (int index = 0; index < table.chunkCount(); ++index) {
        const Chunk &chunk = table.chunk(index);
        const int firstRow = index * EntryTable::rowsPerChunk;
        for (int row = 0; row < static_cast<int>(chunk.entries.size()); ++row) {
            answers.isSuch.setBit(firstRow + row, states.accept(chunk, row));
        }
        for (size_t term = 0; term < terms->terms.size(); ++term) {
            quint32 *texts = answers.texts.data() + firstRow;
            quint32 *names = answers.names.data() + firstRow;
            findInChunk(scanner, term, chunk, texts, names);
            if (abbreviations == Abbreviations::Accepted && mayAbbreviate(terms->terms[term])) {
                findAbbreviations(terms->terms[term], quint32(1) << term, chunk, texts, names);
            }
        }
    }
    return answers;
}

Result<QList<int>> matchingRows(const EntryTable &table, const Query &query, const QDateTime &now)
{
    const Result<FieldAnswers> answers =
        askFields(table, query, TextOptions::Words::Anywhere, Abbreviations::Accepted, now);
    if (!answers) {
        return std::unexpected(answers.error());
    }
    // Positive terms come first among TextTerms: their bits must be set, all others not.
    quint32 wanted = 0;
    int count = 0;
    for (const Query::Term &term : query.terms()) {
        const bool isText = term.field == Query::Field::Text || term.field == Query::Field::Regex;
        if (isText && !term.isNegated) {
            wanted |= quint32(1) << count++;
        }
    }
    QList<int> rows;
    for (int row = 0; row < table.rowCount(); ++row) {
        if (answers->isSuch.testBit(row)
            && (answers->texts.empty() || answers->texts[static_cast<size_t>(row)] == wanted)) {
            rows.append(row);
        }
    }
    return rows;
}

} // namespace hermes::search
