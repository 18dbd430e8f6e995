#include "search/regexpattern.h"

#include <QCoreApplication>
#include <QStringView>

#include <algorithm>
#include <array>
#include <utility>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace hermes::search {

namespace {

/// Steps of one match before it is given up: a tenth of a second.
constexpr quint32 mostSteps = 10'000'000;
constexpr size_t smallestStack = size_t(32) * 1024; ///< Bytes.
constexpr size_t largestStack = size_t(1024) * 1024;

template <auto Free>
struct Freed
{
    template <typename T>
    void operator()(T *pointer) const
    {
        Free(pointer);
    }
};
using CodePointer = std::unique_ptr<pcre2_code, Freed<&pcre2_code_free>>;
using DataPointer = std::unique_ptr<pcre2_match_data, Freed<&pcre2_match_data_free>>;
using ContextPointer = std::unique_ptr<pcre2_match_context, Freed<&pcre2_match_context_free>>;
using StackPointer = std::unique_ptr<pcre2_jit_stack, Freed<&pcre2_jit_stack_free>>;

/// True if bytes that are ASCII match an expression whether it is compiled for bytes or for
/// characters. Escapes that name characters by number or property are for characters.
bool isForAscii(const QString &expression)
{
    const bool isAscii =
        std::ranges::all_of(expression, [](QChar c) { return c.unicode() < 0x80; });
    static constexpr std::array special{"\\x", "\\p", "\\P", "\\X", "\\N{", "\\o", "(*", "\\C"};
    return isAscii && std::ranges::none_of(special, [&expression](const char *text) {
               return expression.contains(QLatin1StringView(text));
           });
}

std::expected<CodePointer, RegexError> compileCode(const QString &expression, quint32 options)
{
    const QByteArray bytes = expression.toUtf8();
    int error = 0;
    PCRE2_SIZE offset = 0;
    CodePointer code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(bytes.constData()),
                                   static_cast<PCRE2_SIZE>(bytes.size()), options, &error, &offset,
                                   nullptr));
    if (!code) {
        std::array<PCRE2_UCHAR, 256> text{};
        pcre2_get_error_message(error, text.data(), text.size());
        return std::unexpected(RegexError{
            QString::fromUtf8(
                bytes.first(std::min<qsizetype>(static_cast<qsizetype>(offset), bytes.size())))
                .size(),
            QCoreApplication::translate("Search", "The regular expression is not valid: %1.")
                .arg(QString::fromLatin1(reinterpret_cast<const char *>(text.data())))});
    }
    // Without a compiler for this processor PCRE2 interprets: slower, the same matches.
    pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
    return code;
}

} // namespace

struct RegexPattern::Code
{
    CodePointer pointer;
};

std::expected<RegexPattern, RegexError> RegexPattern::compile(const QString &expression,
                                                              CaseRule rule)
{
    RegexPattern pattern;
    pattern.m_ignoresCase =
        rule == CaseRule::Insensitive || (rule == CaseRule::Smart && !hasUpperCase(expression));
    pattern.m_literals = requiredLiterals(expression);
    const quint32 common = (pattern.m_ignoresCase ? PCRE2_CASELESS : 0) | PCRE2_NEVER_BACKSLASH_C;
    auto text = compileCode(expression, common | PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF);
    if (!text) {
        return std::unexpected(text.error());
    }
    pattern.m_text = std::make_shared<Code>(*std::move(text));
    if (isForAscii(expression)) {
        if (auto ascii = compileCode(expression, common)) {
            pattern.m_ascii = std::make_shared<Code>(*std::move(ascii));
        }
    }
    return pattern;
}

struct RegexMatcher::State
{
    ContextPointer context;
    StackPointer stack;
    DataPointer data;
};

RegexMatcher::RegexMatcher(const RegexPattern &pattern)
    : m_pattern(pattern), m_state(std::make_unique<State>())
{
    m_state->context.reset(pcre2_match_context_create(nullptr));
    m_state->stack.reset(pcre2_jit_stack_create(smallestStack, largestStack, nullptr));
    m_state->data.reset(pcre2_match_data_create(1, nullptr)); // where the whole match lies
    pcre2_set_match_limit(m_state->context.get(), mostSteps);
    pcre2_jit_stack_assign(m_state->context.get(), nullptr, m_state->stack.get());
}

RegexMatcher::~RegexMatcher() = default;
RegexMatcher::RegexMatcher(RegexMatcher &&) noexcept = default;
RegexMatcher &RegexMatcher::operator=(RegexMatcher &&) noexcept = default;

std::optional<RegexMatcher::Match> RegexMatcher::match(QByteArrayView line, qsizetype from,
                                                       bool isAscii)
{
    const RegexPattern::Code &code =
        isAscii && m_pattern.m_ascii ? *m_pattern.m_ascii : *m_pattern.m_text;
    // A view of nothing may have no address, and PCRE2 wants one.
    const auto *subject = reinterpret_cast<PCRE2_SPTR>(line.isEmpty() ? "" : line.data());
    const int result =
        pcre2_match(code.pointer.get(), subject, static_cast<PCRE2_SIZE>(line.size()),
                    static_cast<PCRE2_SIZE>(from), 0, m_state->data.get(), m_state->context.get());
    m_hasGivenUp = result < 0 && result != PCRE2_ERROR_NOMATCH;
    if (result < 0) {
        return std::nullopt;
    }
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(m_state->data.get());
    // \K may put the start behind the end.
    const auto start = static_cast<qsizetype>(std::min(ends[0], ends[1]));
    return Match{start, static_cast<qsizetype>(ends[1])};
}

} // namespace hermes::search
