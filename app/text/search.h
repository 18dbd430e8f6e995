#pragma once

#include "core/cancelflag.h"
#include "core/error.h"
#include "text/edit.h"

#include <QRegularExpression>

#include <expected>
#include <optional>

namespace hermes::text {

/// What to look for.
struct SearchQuery
{
    enum class Syntax
    {
        Literal,
        RegularExpression ///< Perl's; `^` and `$` match at line ends.
    };
    QString pattern;
    Syntax syntax = Syntax::Literal;
    Qt::CaseSensitivity caseSensitivity = Qt::CaseInsensitive;
    bool wholeWords = false;

    bool operator==(const SearchQuery &) const = default;
};

/// A stretch of a text. A match can be empty: `^` is the start of every line.
struct Match
{
    qsizetype start = 0;
    qsizetype length = 0;

    bool operator==(const Match &) const = default;
    [[nodiscard]] qsizetype end() const { return start + length; }
};

/// Why a pattern or a replacement cannot be used, and where in it.
struct PatternError
{
    core::Error error;
    qsizetype offset = 0; ///< Characters before the place.

    bool operator==(const PatternError &) const = default;
};

/// A query made ready. Copies are cheap. Thread: any.
class Search
{
public:
    [[nodiscard]] static std::expected<Search, PatternError> compile(const SearchQuery &query);

    /// Every match in order, none overlapping. Within `ranges` if there are any: a match lies in
    /// one of them as a whole.
    ///
    /// Errors: Cancelled; TooLarge if there are more than `limit` or a regular expression needs too
    /// many steps.
    [[nodiscard]] core::Result<QList<Match>> all(const QString &text, const QList<Match> &ranges,
                                                 qsizetype limit,
                                                 const core::CancelFlag &cancel) const;
    /// The match with its groups, if the text has one that begins and ends there.
    [[nodiscard]] std::optional<QRegularExpressionMatch> groupsOf(const QString &text,
                                                                  const Match &match) const;

    [[nodiscard]] const SearchQuery &query() const { return m_query; }
    [[nodiscard]] int groupCount() const { return m_expression.captureCount(); }
    [[nodiscard]] QStringList groupNames() const { return m_expression.namedCaptureGroups(); }

private:
    SearchQuery m_query;
    QRegularExpression m_expression; ///< Of literal queries too: escaped.
};

/// What comes in place of matches.
///
/// For literal queries it is the text as it is. For regular expressions `$1` to `$99`, `${1}`,
/// `${name}`, `$0` and `$&` are groups, `$$` is a dollar sign, `\n`, `\t` and `\\` are what they
/// are everywhere; `\u` and `\l` change the next letter, `\U` and `\L` all up to `\E`.
class Replacement
{
public:
    [[nodiscard]] static std::expected<Replacement, PatternError> compile(const QString &text,
                                                                          const Search &search);
    [[nodiscard]] QString expanded(const QRegularExpressionMatch &match) const;

private:
    struct Part
    {
        enum class Kind
        {
            Text,
            Group,
            UpperNext,
            LowerNext,
            Upper,
            Lower,
            EndOfCase
        };
        Kind kind = Kind::Text;
        QString text;
        int group = 0;
    };
    class Parser;

    QList<Part> m_parts;
};

/// The edits that replace matches, as Search::all() gave them for this text. Matches that are equal
/// to their replacement give none.
///
/// Errors: Cancelled; ChangedOutside if the text no longer has one of the matches.
[[nodiscard]] core::Result<QList<Edit>> replacements(const QString &text, const Search &search,
                                                     const Replacement &replacement,
                                                     const QList<Match> &matches,
                                                     const core::CancelFlag &cancel);

/// Lines that edits change, before and after, for showing them beforehand.
struct ChangedLines
{
    qsizetype firstLine = 0; ///< From 0, before the change.
    QString before; ///< Whole lines, without the last line's end.
    QString after;
    QList<Match> removed; ///< In `before`.
    QList<Match> inserted; ///< In `after`.

    bool operator==(const ChangedLines &) const = default;
};
/// In order; edits on one line come together. At most `limit`.
[[nodiscard]] QList<ChangedLines> changedLines(const QString &text, const QList<Edit> &edits,
                                               qsizetype limit);

} // namespace hermes::text
