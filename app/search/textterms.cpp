#include "search/textterms.h"

#include "search/utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>
#include <utility>

using namespace hermes::core;

namespace hermes::search {

namespace {

constexpr size_t mostTerms = 32;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The other side of the white space that begins at `at` and goes on in the direction of `step`;
/// nullptr if there is none, or a paragraph ends there. `limit`: where the text ends on that side.
const char *beyondSpace(const char *at, const char *limit, int step)
{
    const char *start = at;
    int lineEnds = 0;
    for (; at != limit; at += step) {
        const char c = step > 0 ? *at : at[-1];
        if (!isSpace(c)) {
            break;
        }
        lineEnds += c == '\n' ? 1 : 0;
    }
    return at != start && lineEnds <= 1 ? at : nullptr;
}

/// Where a phrase begins and ends whose piece `anchor` stands at `at`; nothing if the others do not
/// stand around it.
std::optional<std::pair<const char *, const char *>>
phraseAround(const TextTerm &term, const char *at, QByteArrayView text)
{
    const std::vector<LiteralFinder> &pieces = term.pieces;
    const char *end = text.data() + text.size();
    const char *start = at;
    for (size_t i = term.anchor; i > 0; --i) {
        const qsizetype size = pieces[i - 1].needle().size();
        start = beyondSpace(start, text.data(), -1);
        if (start == nullptr || start - text.data() < size || !pieces[i - 1].isAt(start - size)) {
            return std::nullopt;
        }
        start -= size;
    }
    const char *stop = at + pieces[term.anchor].needle().size();
    for (size_t i = term.anchor + 1; i < pieces.size(); ++i) {
        const qsizetype size = pieces[i].needle().size();
        stop = beyondSpace(stop, end, 1);
        if (stop == nullptr || end - stop < size || !pieces[i].isAt(stop)) {
            return std::nullopt;
        }
        stop += size;
    }
    return std::pair(start, stop);
}

/// Where the next line begins that has one of the strings, from `line` on; nullptr if none has.
/// `places`: where each of them stands next, nullptr = nowhere.
const char *nextCandidate(const std::vector<LiteralFinder> &strings,
                          std::vector<const char *> &places, const char *line, const char *end)
{
    const char *nearest = nullptr;
    for (size_t i = 0; i < places.size(); ++i) {
        if (places[i] != nullptr && places[i] < line) {
            places[i] = strings[i].find(line, end);
        }
        if (places[i] != nullptr && (nearest == nullptr || places[i] < nearest)) {
            nearest = places[i];
        }
    }
    if (nearest == nullptr) {
        return nullptr;
    }
    const auto *before =
        static_cast<const char *>(memrchr(line, '\n', static_cast<size_t>(nearest - line)));
    return before != nullptr ? before + 1 : line;
}

TextTerm literalTerm(const Query::Term &term, const TextOptions &options)
{
    TextTerm result;
    const bool mindsCase = options.caseRule == CaseRule::Sensitive
        || (options.caseRule == CaseRule::Smart
            && std::ranges::any_of(term.value, [](QChar c) { return c.isUpper(); }));
    result.folding = mindsCase ? Folding::Accents : Folding::CaseAndAccents;
    result.mindsAccents = hasAccents(term.value);
    result.words = options.words;
    if (folded(term.value, result.folding).isEmpty()) {
        result.isHidden = true;
        result.pieces.emplace_back(term.value.toUtf8(), LiteralFinder::Letters::Exact);
        return result;
    }
    const auto letters =
        mindsCase ? LiteralFinder::Letters::Exact : LiteralFinder::Letters::AsciiFolded;
    for (const auto allPieces = folded(term.value, result.folding).simplified().split(' ');
         const QByteArray &piece : allPieces) {
        result.pieces.emplace_back(piece, letters);
    }
    const auto longest = std::ranges::max_element(
        result.pieces, {}, [](const LiteralFinder &piece) { return piece.needle().size(); });
    result.anchor = static_cast<size_t>(longest - result.pieces.begin());
    return result;
}

TextTerm regexTerm(RegexPattern pattern)
{
    TextTerm result;
    const auto letters =
        pattern.ignoresCase() ? LiteralFinder::Letters::AsciiFolded : LiteralFinder::Letters::Exact;
    for (const QByteArray &literal : pattern.literals()) {
        result.pieces.emplace_back(pattern.ignoresCase() ? literal.toLower() : literal, letters);
    }
    result.regex = std::move(pattern);
    return result;
}

} // namespace

Result<TextTerms> TextTerms::of(const Query &query, const TextOptions &options)
{
    TextTerms result;
    for (const Query::Term &term : query.terms()) {
        TextTerm ready;
        if (term.field == Query::Field::Text) {
            ready = literalTerm(term, options);
        } else if (term.field == Query::Field::Regex) {
            const CaseRule rule =
                term.caseRule == CaseRule::Smart ? options.caseRule : term.caseRule;
            auto pattern = RegexPattern::compile(term.value, rule);
            if (!pattern) {
                return failure(ErrorCode::InvalidArgument, pattern.error().message);
            }
            ready = regexTerm(*std::move(pattern));
        } else {
            continue;
        }
        ready.value = term.value;
        ready.isNegated = term.isNegated;
        ready.isQuoted = term.isQuoted;
        result.terms.push_back(std::move(ready));
    }
    if (result.terms.size() > mostTerms) {
        return failure(ErrorCode::InvalidArgument,
                       QCoreApplication::translate(
                           "Search", "The search has more than %n words; leave some out.", nullptr,
                           static_cast<int>(mostTerms)));
    }
    std::ranges::stable_partition(result.terms,
                                  [](const TextTerm &term) { return !term.isNegated; });
    return result;
}

QList<RequiredLiterals> necessaryStrings(const TextTerm &term)
{
    QList<RequiredLiterals> result;
    if (term.isHidden) {
        return result;
    }
    if (!term.regex) {
        for (const LiteralFinder &piece : term.pieces) {
            result.append({folded(piece.needle(), Folding::CaseAndAccents)});
        }
        return result;
    }
    RequiredLiterals alternatives;
    for (const QByteArray &literal : term.regex->literals()) {
        alternatives.append(folded(literal, Folding::CaseAndAccents));
    }
    return alternatives.isEmpty() ? result : QList<RequiredLiterals>{alternatives};
}

TextScanner::TextScanner(const TextTerms &terms) : m_terms(terms)
{
    for (const TextTerm &term : terms.terms) {
        m_matchers.emplace_back(term.regex ? std::optional<RegexMatcher>(*term.regex)
                                           : std::nullopt);
    }
}

void TextScanner::setText(QByteArrayView text, TextClass textClass)
{
    m_text = text;
    m_textClass = textClass;
    m_isFolded = {};
    m_hasGivenUp = false;
}

void TextScanner::find(size_t term, const Take &take)
{
    m_skipTo = 0;
    if (m_terms.terms[term].regex) {
        findRegex(term, take);
    } else {
        findLiteral(m_terms.terms[term], take);
    }
}

const FoldedText *TextScanner::foldedFor(Folding folding)
{
    if (m_textClass != TextClass::Foldable) {
        return nullptr;
    }
    const auto index = static_cast<size_t>(folding);
    if (!std::exchange(m_isFolded[index], true)) {
        m_folded[index].assign(m_text, folding);
    }
    return &m_folded[index];
}

bool TextScanner::accepts(const TextTerm &term, Match match) const
{
    if (term.mindsAccents
        && !areEquivalent(
            m_text.sliced(match.start, match.end - match.start).toByteArray().simplified(),
            term.value.simplified().toUtf8(), term.folding)) {
        return false;
    }
    if (term.words == TextOptions::Words::Anywhere) {
        return true;
    }
    const char *begin = m_text.data();
    const char *end = begin + m_text.size();
    const char *start = begin + match.start;
    const char *stop = begin + match.end;
    const auto isWord = [](const Utf8Character &c) { return isWordCharacter(c.codePoint); };
    const bool isCutBefore =
        start > begin && isWord(characterBefore(start, begin)) && isWord(characterAt(start, end));
    const bool isCutBehind =
        stop < end && isWord(characterAt(stop, end)) && isWord(characterBefore(stop, begin));
    return !isCutBefore && !isCutBehind;
}

void TextScanner::findLiteral(const TextTerm &term, const Take &take)
{
    const FoldedText *map = term.isHidden ? nullptr : foldedFor(term.folding);
    const QByteArrayView text = map != nullptr ? map->bytes() : m_text;
    const char *begin = text.data();
    const char *end = begin + text.size();
    const LiteralFinder &anchor = term.pieces[term.anchor];
    const char *free = begin; // behind the last match
    for (const char *at = anchor.find(begin, end); at != nullptr;) {
        const char *next = at + 1;
        const auto phrase = phraseAround(term, at, text);
        if (phrase && phrase->first >= free) {
            Match match{phrase->first - begin, phrase->second - begin};
            if (map != nullptr) {
                match = {map->originalStart(match.start), map->originalEnd(match.end)};
            }
            if (accepts(term, match)) {
                if (!take(match)) {
                    return;
                }
                free = phrase->second;
                next = map != nullptr ? free : std::max(free, begin + m_skipTo);
            }
        }
        at = anchor.find(next, end);
    }
}

bool TextScanner::matchLine(RegexMatcher &matcher, qsizetype start, qsizetype end, const Take &take)
{
    QByteArrayView line = m_text.sliced(start, end - start);
    line = line.first(line.size() - (line.endsWith('\r') ? 1 : 0));
    const bool isAscii = m_textClass == TextClass::Ascii
        || asciiLength(line.data(), line.data() + line.size()) == line.size();
    qsizetype from = 0;
    while (const auto match = matcher.match(line, from, isAscii)) {
        if (!take({start + match->start, start + match->end})) {
            return false;
        }
        from = match->end;
        if (match->start == match->end) {
            if (from == line.size()) {
                break;
            }
            from += characterAt(line.data() + from, line.data() + line.size()).length;
        }
    }
    m_hasGivenUp = m_hasGivenUp || matcher.hasGivenUp();
    return true;
}

void TextScanner::findRegex(size_t index, const Take &take)
{
    const TextTerm &term = m_terms.terms[index];
    auto &found = m_matchers[index];
    if (!term.regex || !found) {
        return;
    }
    RegexMatcher &matcher = *found;
    const char *begin = m_text.data();
    const char *end = begin + m_text.size();
    // Letters beyond ASCII may be equal to ASCII ones when case is ignored: every line is tried.
    const bool isNarrowed =
        !term.pieces.empty() && (!term.regex->ignoresCase() || m_textClass != TextClass::Foldable);
    std::vector<const char *> places(isNarrowed ? term.pieces.size() : 0, nullptr);
    for (size_t i = 0; i < places.size(); ++i) {
        places[i] = term.pieces[i].find(begin, end);
    }
    const char *line = begin;
    while (line < end) {
        if (isNarrowed) {
            line = nextCandidate(term.pieces, places, line, end);
            if (line == nullptr) {
                return;
            }
        }
        const auto *stop =
            static_cast<const char *>(std::memchr(line, '\n', static_cast<size_t>(end - line)));
        stop = stop != nullptr ? stop : end;
        if (!matchLine(matcher, line - begin, stop - begin, take)) {
            return;
        }
        line = std::max(stop + 1, begin + m_skipTo);
    }
}

} // namespace hermes::search
