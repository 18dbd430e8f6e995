#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace hermes::search {

/// Strings of which at least one stands in every match. Empty = nothing is known.
using RequiredLiterals = QList<QByteArray>;

/// Reads them from a regular expression. Knows the common syntax and gives up on the rest: what it
/// returns is always true, not always the most that could be said.
[[nodiscard]] RequiredLiterals requiredLiterals(const QString &expression);

/// True if letters of the expression, other than in escapes, are upper case.
[[nodiscard]] bool hasUpperCase(const QString &expression);

struct RegexError
{
    qsizetype offset = 0; ///< In the expression, in UTF-16 code units.
    QString message; ///< For people.
};

enum class CaseRule
{
    Smart, ///< Matters if the expression has an upper-case letter.
    Sensitive,
    Insensitive
};

/// A regular expression (PCRE2's syntax) for lines of UTF-8; bytes that are not UTF-8 match
/// nothing. Copies share the compiled expression. Thread: any, several at once.
class RegexPattern
{
public:
    [[nodiscard]] static std::expected<RegexPattern, RegexError> compile(const QString &expression,
                                                                         CaseRule rule);

    [[nodiscard]] bool ignoresCase() const { return m_ignoresCase; }
    [[nodiscard]] const RequiredLiterals &literals() const { return m_literals; }

private:
    friend class RegexMatcher;
    struct Code;

    bool m_ignoresCase = false;
    RequiredLiterals m_literals;
    std::shared_ptr<const Code> m_text; ///< For characters.
    std::shared_ptr<const Code> m_ascii; ///< Equal and faster on ASCII; may be null.
};

/// What one thread needs to match a pattern.
class RegexMatcher
{
public:
    explicit RegexMatcher(const RegexPattern &pattern);
    ~RegexMatcher();
    RegexMatcher(RegexMatcher &&) noexcept;
    RegexMatcher &operator=(RegexMatcher &&) noexcept;

    struct Match
    {
        qsizetype start = 0; ///< Bytes.
        qsizetype end = 0;
    };
    /// The first match at or behind `from`. `line` is one line without its end. Nothing also if
    /// matching was too costly; see hasGivenUp().
    [[nodiscard]] std::optional<Match> match(QByteArrayView line, qsizetype from, bool isAscii);
    /// True if the last match() was given up because it took too many steps.
    [[nodiscard]] bool hasGivenUp() const { return m_hasGivenUp; }

private:
    struct State;

    RegexPattern m_pattern;
    std::unique_ptr<State> m_state;
    bool m_hasGivenUp = false;
};

} // namespace hermes::search
