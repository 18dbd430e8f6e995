#pragma once

#include "core/error.h"
#include "search/folding.h"
#include "search/literalfinder.h"
#include "search/query.h"
#include "search/regexpattern.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace hermes::search {

/// How words and phrases of a query are compared. Regular expressions say so themselves where it
/// matters.
struct TextOptions
{
    enum class Words
    {
        Anywhere,
        Whole
    };
    CaseRule caseRule = CaseRule::Smart;
    Words words = Words::Anywhere;

    bool operator==(const TextOptions &) const = default;
};

/// One word, phrase or regular expression, ready to be looked for.
struct TextTerm
{
    QString value;
    bool isNegated = false;
    bool isQuoted = false;
    bool isHidden = false; ///< Nothing but marks and format characters: looked for as they are.
    TextOptions::Words words = TextOptions::Words::Anywhere;
    Folding folding = Folding::CaseAndAccents;
    bool mindsAccents = false; ///< It has some: those of a match must be the same.
    /// The words of a phrase, folded: any white space may stand between two, even one line end.
    std::vector<LiteralFinder> pieces;
    size_t anchor = 0; ///< The piece that is looked for; the others are compared around it.
    std::optional<RegexPattern>
        regex; ///< Then `pieces` are strings of which a matching line has one.
};

/// The text terms of a query. Values, shared by the threads that search.
struct TextTerms
{
    std::vector<TextTerm> terms; ///< Negated ones last.

    /// `query` has no problems. More than 32 terms are InvalidArgument.
    [[nodiscard]] static core::Result<TextTerms> of(const Query &query, const TextOptions &options);
};

/// Folded strings of which each must stand in every text that a term matches in; for regular
/// expressions lists of alternatives. For leaving out blocks.
[[nodiscard]] QList<RequiredLiterals> necessaryStrings(const TextTerm &term);

/// Looks for terms in texts. One thread uses one.
class TextScanner
{
public:
    explicit TextScanner(const TextTerms &terms);

    struct Match
    {
        qsizetype start = 0; ///< Bytes.
        qsizetype end = 0;
    };
    /// Called with each match in order; false ends the search.
    using Take = std::function<bool(Match)>;

    /// The text that the following calls look at; it must stay.
    void setText(QByteArrayView text, TextClass textClass);
    void find(size_t term, const Take &take);
    /// From within Take: matches before `offset` are of no interest. A hint.
    void skipTo(qsizetype offset) { m_skipTo = offset; }
    /// True if a line of the current text was given up because matching it took too many steps.
    [[nodiscard]] bool hasGivenUp() const { return m_hasGivenUp; }

private:
    void findLiteral(const TextTerm &term, const Take &take);
    void findRegex(size_t index, const Take &take);
    bool matchLine(RegexMatcher &matcher, qsizetype start, qsizetype end, const Take &take);
    [[nodiscard]] const FoldedText *foldedFor(Folding folding);
    [[nodiscard]] bool accepts(const TextTerm &term, Match match) const;

    const TextTerms &m_terms;
    std::vector<std::optional<RegexMatcher>> m_matchers;
    QByteArrayView m_text;
    TextClass m_textClass = TextClass::Ascii;
    std::array<FoldedText, 2> m_folded; ///< By Folding.
    std::array<bool, 2> m_isFolded{};
    qsizetype m_skipTo = 0;
    bool m_hasGivenUp = false;
};

} // namespace hermes::search
