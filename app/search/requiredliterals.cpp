#include "search/regexpattern.h"

#include <algorithm>
#include <optional>

namespace hermes::search {

namespace {

constexpr qsizetype mostLiterals = 16;

qsizetype shortest(const RequiredLiterals &literals)
{
    const auto least = std::ranges::min_element(literals, {}, &QByteArray::size);
    return least == literals.end() ? 0 : least->size();
}

const RequiredLiterals &better(const RequiredLiterals &left, const RequiredLiterals &right)
{
    return shortest(right) > shortest(left) ? right : left;
}

/// How often the thing before it occurs at least; the reader stands behind the quantifier.
enum class Repeats
{
    Once,
    Never, ///< Perhaps.
    AtLeastOnce
};

/// Walks over an expression once, from left to right.
class LiteralReader
{
public:
    explicit LiteralReader(QStringView expression) : m_text(expression) { }

    RequiredLiterals read()
    {
        const RequiredLiterals found = alternatives();
        return m_isUnknown || m_at < m_text.size() ? RequiredLiterals() : found;
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }
    [[nodiscard]] bool isAtEnd() const { return m_isUnknown || m_at >= m_text.size(); }

    RequiredLiterals alternatives()
    {
        RequiredLiterals all = sequence();
        bool areAllKnown = !all.isEmpty();
        while (!isAtEnd() && peek() == u'|') {
            ++m_at;
            const RequiredLiterals next = sequence();
            areAllKnown = areAllKnown && !next.isEmpty();
            all += next;
        }
        return areAllKnown && all.size() <= mostLiterals ? all : RequiredLiterals();
    }

    RequiredLiterals sequence()
    {
        RequiredLiterals best;
        QString run; // characters that stand side by side in every match
        const auto endRun = [&best, &run] {
            best =
                better(best, run.isEmpty() ? RequiredLiterals() : RequiredLiterals{run.toUtf8()});
            run.clear();
        };
        while (!isAtEnd() && peek() != u'|' && peek() != u')') {
            if (peek() == u'(') {
                endRun();
                const RequiredLiterals inner = group();
                if (repeats() != Repeats::Never) {
                    best = better(best, inner);
                }
                continue;
            }
            const QString character = oneCharacter();
            const Repeats count = repeats();
            if (character.isEmpty() || count == Repeats::Never) {
                endRun();
                continue;
            }
            run += character;
            if (count == Repeats::AtLeastOnce) {
                endRun();
            }
        }
        endRun();
        return best;
    }

    RequiredLiterals group()
    {
        ++m_at;
        if (peek() == u'*' || (peek() == u'?' && peek(1) != u':')) {
            m_isUnknown = true; // options, looking around, names, verbs
            return {};
        }
        m_at += peek() == u'?' ? 2 : 0;
        const RequiredLiterals inner = alternatives();
        m_isUnknown = m_isUnknown || peek() != u')';
        ++m_at;
        return inner;
    }

    /// The next character if it stands for itself, else an empty text for what was skipped.
    QString oneCharacter()
    {
        const QChar character = peek();
        ++m_at;
        switch (character.unicode()) {
        case u'\\':
            return escape();
        case u'[':
            skipClass();
            return {};
        case u'.':
        case u'^':
        case u'$':
            return {};
        case u'*':
        case u'+':
        case u'?':
        case u'{':
            m_isUnknown = true; // nothing to repeat, or a brace that may be anything
            return {};
        default:
            if (character.isHighSurrogate() && peek().isLowSurrogate()) {
                ++m_at;
                return QString(character) + m_text[m_at - 1];
            }
            return character;
        }
    }

    QString escape()
    {
        const QChar character = peek();
        ++m_at;
        if (character == u't') {
            return QStringLiteral("\t");
        }
        if (QStringView(u"dDwWsSbBhHvVRN").contains(character)) {
            m_isUnknown = m_isUnknown || (character == u'N' && peek() == u'{');
            return {};
        }
        if (character.isNull() || character.unicode() >= 0x80 || character.isLetterOrNumber()) {
            m_isUnknown = true;
            return {};
        }
        return character;
    }

    void skipClass()
    {
        m_at += peek() == u'^' ? 1 : 0;
        m_at += peek() == u']' ? 1 : 0; // the first one is a member
        while (m_at < m_text.size() && peek() != u']') {
            // `[:alpha:]` has a bracket of its own, and \Q and \E may hide others.
            m_isUnknown = m_isUnknown || (peek() == u'[' && QStringView(u":.=").contains(peek(1)))
                || (peek() == u'\\' && (peek(1) == u'Q' || peek(1) == u'E'));
            m_at += peek() == u'\\' ? 2 : 1;
        }
        m_isUnknown = m_isUnknown || m_at >= m_text.size();
        ++m_at;
    }

    Repeats repeats()
    {
        Repeats result = Repeats::Once;
        switch (peek().unicode()) {
        case u'*':
        case u'?':
            result = Repeats::Never;
            break;
        case u'+':
            result = Repeats::AtLeastOnce;
            break;
        case u'{':
            return braces();
        default:
            return Repeats::Once;
        }
        ++m_at;
        skipManner();
        return result;
    }

    Repeats braces()
    {
        const qsizetype start = m_at + 1;
        m_at = start;
        while (peek().isDigit()) {
            ++m_at;
        }
        const QStringView least =
            m_text.sliced(std::min(start, m_text.size()), std::min(m_at, m_text.size()) - start);
        m_at += peek() == u',' ? 1 : 0;
        while (peek().isDigit()) {
            ++m_at;
        }
        m_isUnknown = m_isUnknown || least.isEmpty() || peek() != u'}';
        ++m_at;
        skipManner();
        return least.toInt() > 0 ? Repeats::AtLeastOnce : Repeats::Never;
    }

    void skipManner() { m_at += peek() == u'?' || peek() == u'+' ? 1 : 0; }

    QStringView m_text;
    qsizetype m_at = 0;
    bool m_isUnknown = false; ///< Something this reader does not know: nothing may be concluded.
};

} // namespace

RequiredLiterals requiredLiterals(const QString &expression)
{
    return LiteralReader(expression).read();
}

bool hasUpperCase(const QString &expression)
{
    for (qsizetype i = 0; i < expression.size(); ++i) {
        if (expression.at(i) == u'\\') {
            // `\pL` and `\P{Lu}` are no letters to be found.
            const bool isProperty =
                i + 1 < expression.size() && expression.at(i + 1).toLower() == u'p';
            const qsizetype end =
                isProperty && expression.mid(i + 2, 1) == u"{" ? expression.indexOf(u'}', i) : -1;
            i = end > i ? end : i + (isProperty ? 2 : 1);
        } else if (expression.at(i).isUpper()) {
            return true;
        }
    }
    return false;
}

} // namespace hermes::search
