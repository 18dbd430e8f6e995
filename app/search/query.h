#pragma once

#include "core/semanticversion.h"
#include "search/regexpattern.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

namespace hermes::search {

/// What someone looks for, as typed: words, "quoted phrases", /regular expressions/, and terms
/// about what an entry is. An entry must answer every term; one with `-` before it, it must not.
///
///     retry "at least once" /time-?outs?/ -deprecated tag:api tool:Bash model:opus author:"Ada"
///     kind:agent status:modified has:problem changed:7d
///
/// Text is found in an entry's fields and prompt. `tag:`, `tool:`, `model:` and `author:` look for
/// a part of the value, or with quotes for the whole one; a comma separates alternatives
/// (`kind:agent,skill`). `kind:`, `status:` and `has:` may be unfinished (`status:mod`), as they
/// are while someone types. `changed:` takes a time (`12h`, `7d`, `2w`, `3m`, `1y`), a date
/// (`2026-06-01`), a version (`1.2.0`: it is newer now, or edited since) or `version` (edited since
/// the entry's newest version). `/…/i` ignores case, `/…/c` minds it. An unknown key is a word, a
/// key without a value is nothing yet.
class Query
{
public:
    enum class Field
    {
        Text, ///< A word or phrase.
        Regex,
        Tag,
        Tool,
        Model,
        Kind,
        Author,
        Status,
        Has,
        Changed
    };

    struct Term
    {
        Field field = Field::Text;
        QString value; ///< Alternatives of an unquoted value are separated by commas.
        bool isNegated = false;
        bool isQuoted = false; ///< A phrase, or the whole of a field's value.
        CaseRule caseRule = CaseRule::Smart; ///< Of a Regex.
        qsizetype start = 0; ///< Place in the text that was parsed, in UTF-16 code units.
        qsizetype length = 0;

        /// The same apart from the place.
        [[nodiscard]] bool operator==(const Term &other) const;
        /// As it is typed. Parsing it gives an equal term.
        [[nodiscard]] QString toString() const;
        [[nodiscard]] QStringList alternatives() const;
    };

    /// What is wrong with a query, and where.
    struct Problem
    {
        qsizetype start = 0; ///< In UTF-16 code units.
        qsizetype length = 0;
        QString message; ///< For people.

        bool operator==(const Problem &) const = default;
    };

    Query() = default;
    /// Never fails: what cannot be understood is a problem.
    [[nodiscard]] static Query parse(const QString &text);
    [[nodiscard]] static Query of(const QList<Term> &terms);

    [[nodiscard]] const QList<Term> &terms() const { return m_terms; }
    [[nodiscard]] const QList<Problem> &problems() const { return m_problems; }
    [[nodiscard]] bool isEmpty() const { return m_terms.isEmpty(); }
    [[nodiscard]] bool hasText() const; ///< A word, phrase or regular expression to look for.
    [[nodiscard]] QString toString() const; ///< For saving; parsing it gives an equal query.

    /// With one term more (once), or without it: for chips and facets.
    [[nodiscard]] Query with(const Term &term) const;
    [[nodiscard]] Query without(const Term &term) const;

    [[nodiscard]] bool operator==(const Query &other) const { return m_terms == other.m_terms; }

private:
    void validate(const Term &term, qsizetype valueStart);

    QList<Term> m_terms;
    QList<Problem> m_problems;
    friend class QueryReader;
};

/// What `changed:` asks for.
struct SinceNewestVersion
{
};
using ChangedSince = std::variant<QDateTime, core::SemanticVersion, SinceNewestVersion>;
/// nullopt if `value` is none of the forms. `now`: what times are counted back from.
[[nodiscard]] std::optional<ChangedSince> readChangedSince(const QString &value,
                                                           const QDateTime &now);

/// The words that `kind:`, `status:` and `has:` know. Kinds are those of entries, in their order,
/// and `fragment`.
[[nodiscard]] const QStringList &kindWords();
[[nodiscard]] const QStringList &statusWords();
[[nodiscard]] const QStringList &hasWords();

} // namespace hermes::search
