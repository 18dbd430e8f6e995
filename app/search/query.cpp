#include "search/query.h"

#include "core/entryid.h"

#include <QCoreApplication>
#include <QDate>

#include <algorithm>
#include <array>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::search {

namespace {

constexpr std::array<std::pair<QLatin1StringView, Query::Field>, 8> keys{{
    {"tag"_L1, Query::Field::Tag},
    {"tool"_L1, Query::Field::Tool},
    {"model"_L1, Query::Field::Model},
    {"kind"_L1, Query::Field::Kind},
    {"author"_L1, Query::Field::Author},
    {"status"_L1, Query::Field::Status},
    {"has"_L1, Query::Field::Has},
    {"changed"_L1, Query::Field::Changed},
}};

QString tr(const char *text)
{
    return QCoreApplication::translate("Search", text);
}

/// The field that a word names before its first colon.
std::optional<Query::Field> fieldOf(QStringView word)
{
    const qsizetype colon = word.indexOf(u':');
    const auto key = std::ranges::find_if(keys, [&](const auto &known) {
        return colon > 0 && word.first(colon).compare(known.first, Qt::CaseInsensitive) == 0;
    });
    return key == keys.end() ? std::nullopt : std::optional(key->second);
}

/// True if a word, unquoted, would be read as something else.
bool needsEscape(QStringView word)
{
    return word.startsWith(u'/') || word.startsWith(u'"')
        || (word.startsWith(u'-') && word.size() > 1) || fieldOf(word).has_value();
}

/// `text` in quotes; quotes and backslashes in it are escaped.
QString quoted(const QString &text)
{
    QString result = u"\""_s;
    for (const QChar c : text) {
        result += c == u'"' || c == u'\\' ? QString(u'\\') + c : QString(c);
    }
    return result + u'"';
}

/// An expression between slashes; its own are escaped.
QString slashed(const QString &expression)
{
    QString result = u"/"_s;
    for (qsizetype i = 0; i < expression.size(); ++i) {
        if (expression.at(i) == u'\\' && i + 1 < expression.size()) {
            result += QStringView(expression).mid(i, 2);
            ++i;
        } else {
            result += expression.at(i) == u'/' ? u"\\/"_s : QString(expression.at(i));
        }
    }
    return result + u'/';
}

std::optional<CaseRule> caseRuleOf(QStringView flags)
{
    return flags.isEmpty() ? std::optional(CaseRule::Smart)
        : flags == u"i"    ? std::optional(CaseRule::Insensitive)
        : flags == u"c"    ? std::optional(CaseRule::Sensitive)
                           : std::nullopt;
}

std::optional<QDateTime> timeBefore(const QString &value, const QDateTime &now)
{
    bool isNumber = false;
    const int count = value.chopped(1).toInt(&isNumber);
    constexpr int mostUnits = 100'000;
    if (!isNumber || count < 0 || count > mostUnits) {
        return std::nullopt;
    }
    switch (value.back().unicode()) {
    case u'h':
        return now.addSecs(qint64(count) * -3600);
    case u'd':
        return now.addDays(-count);
    case u'w':
        return now.addDays(qint64(count) * -7);
    case u'm':
        return now.addMonths(-count);
    case u'y':
        return now.addYears(-count);
    default:
        return std::nullopt;
    }
}

} // namespace

/// Reads a query from left to right.
class QueryReader
{
public:
    explicit QueryReader(const QString &text) : m_text(text) { }

    Query read()
    {
        while (skipSpace()) {
            Query::Term term;
            term.start = m_at;
            term.isNegated = at(0) == u'-' && !at(1).isNull() && !at(1).isSpace();
            m_at += term.isNegated ? 1 : 0;
            const qsizetype valueStart = readInto(term);
            term.length = m_at - term.start;
            if (!term.value.isEmpty()) {
                m_query.m_terms.append(term);
                m_query.validate(term, valueStart);
            }
        }
        return std::move(m_query);
    }

private:
    [[nodiscard]] QChar at(qsizetype ahead) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }

    bool skipSpace()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace()) {
            ++m_at;
        }
        return m_at < m_text.size();
    }

    /// Returns where the value begins.
    qsizetype readInto(Query::Term &term)
    {
        if (at(0) == u'/' && readRegex(term)) {
            return term.start + (term.isNegated ? 2 : 1);
        }
        if (at(0) == u'"') {
            const qsizetype start = m_at + 1;
            term.isQuoted = true;
            term.value = readQuoted().simplified();
            return start;
        }
        const qsizetype start = m_at;
        const QString word = readWord();
        const std::optional<Query::Field> field = fieldOf(word);
        if (!field) {
            const QStringView rest = QStringView(word).sliced(word.startsWith(u'\\') ? 1 : 0);
            const bool isEscaped = needsEscape(rest) || rest.startsWith(u'\\');
            term.value = isEscaped ? rest.toString() : word;
            return start;
        }
        const qsizetype colon = word.indexOf(u':');
        term.field = *field;
        term.value = word.sliced(colon + 1);
        if (term.value.startsWith(u'"')) {
            m_at = start + colon + 1;
            term.isQuoted = true;
            term.value = readQuoted();
        }
        return start + colon + 1;
    }

    QString readWord()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && !m_text.at(m_at).isSpace()) {
            ++m_at;
        }
        return m_text.sliced(start, m_at - start);
    }

    /// What stands in quotes; the closing one may be missing.
    QString readQuoted()
    {
        QString value;
        for (++m_at; m_at < m_text.size() && m_text.at(m_at) != u'"'; ++m_at) {
            const bool isEscape = m_text.at(m_at) == u'\\' && (at(1) == u'"' || at(1) == u'\\');
            m_at += isEscape ? 1 : 0;
            value += m_text.at(m_at);
        }
        m_at = std::min(m_at + 1, m_text.size());
        return value;
    }

    /// Reads `/…/` with its flags, if the closing slash ends a word: `/etc/hosts` is none.
    bool readRegex(Query::Term &term)
    {
        QString value;
        for (qsizetype i = m_at + 1; i < m_text.size(); ++i) {
            if (m_text.at(i) == u'\\' && i + 1 < m_text.size()) {
                value += m_text.at(i + 1) == u'/' ? u"/"_s : m_text.mid(i, 2);
                ++i;
                continue;
            }
            if (m_text.at(i) != u'/') {
                value += m_text.at(i);
                continue;
            }
            qsizetype end = i + 1;
            while (end < m_text.size() && !m_text.at(end).isSpace()) {
                ++end;
            }
            const auto rule = caseRuleOf(QStringView(m_text).sliced(i + 1, end - i - 1));
            if (rule && !value.isEmpty()) {
                term.field = Query::Field::Regex;
                term.caseRule = *rule;
                term.value = value;
                m_at = end;
                return true;
            }
            value += u'/';
        }
        return false;
    }

    const QString &m_text;
    qsizetype m_at = 0;
    Query m_query;
};

bool Query::Term::operator==(const Term &other) const
{
    return field == other.field && value == other.value && isNegated == other.isNegated
        && isQuoted == other.isQuoted && caseRule == other.caseRule;
}

QStringList Query::Term::alternatives() const
{
    return isQuoted ? QStringList{value} : value.split(u',', Qt::SkipEmptyParts);
}

QString Query::Term::toString() const
{
    const QString sign = isNegated ? u"-"_s : QString();
    if (field == Field::Regex) {
        return sign + slashed(value)
            + (caseRule == CaseRule::Insensitive     ? u"i"_s
                   : caseRule == CaseRule::Sensitive ? u"c"_s
                                                     : QString());
    }
    const QString written = isQuoted ? quoted(value) : value;
    if (field == Field::Text) {
        const bool isEscaped = !isQuoted && (needsEscape(value) || value.startsWith(u'\\'));
        return sign + (isEscaped ? u"\\"_s : QString()) + written;
    }
    const auto key = std::ranges::find(keys, field, [](const auto &known) { return known.second; });
    return sign + key->first + u':' + written;
}

Query Query::parse(const QString &text)
{
    return QueryReader(text).read();
}

Query Query::of(const QList<Term> &terms)
{
    QStringList texts;
    for (const Term &term : terms) {
        texts.append(term.toString());
    }
    return parse(texts.join(u' '));
}

bool Query::hasText() const
{
    return std::ranges::any_of(m_terms, [](const Term &term) {
        return term.field == Field::Text || term.field == Field::Regex;
    });
}

QString Query::toString() const
{
    QStringList texts;
    for (const Term &term : m_terms) {
        texts.append(term.toString());
    }
    return texts.join(u' ');
}

Query Query::with(const Term &term) const
{
    return m_terms.contains(term) ? *this : of(m_terms + QList{term});
}

Query Query::without(const Term &term) const
{
    QList<Term> rest = m_terms;
    rest.removeAll(term);
    return of(rest);
}

void Query::validate(const Term &term, qsizetype valueStart)
{
    const auto check = [&](const QStringList &known) {
        for (const auto values = term.alternatives(); const QString &value : values) {
            const bool isKnown = std::ranges::any_of(known, [&](const QString &word) {
                return word.startsWith(value, Qt::CaseInsensitive);
            });
            if (!isKnown) {
                m_problems.append({term.start, term.length,
                                   tr("“%1” is none of: %2.").arg(value, known.join(u", "))});
            }
        }
    };
    switch (term.field) {
    case Field::Kind:
        return check(kindWords());
    case Field::Status:
        return check(statusWords());
    case Field::Has:
        return check(hasWords());
    case Field::Regex:
        if (const auto pattern = RegexPattern::compile(term.value, term.caseRule); !pattern) {
            // Escaped slashes before the place make it inexact, never outside the term.
            const qsizetype end = term.start + term.length;
            const qsizetype place = std::min(valueStart + pattern.error().offset, end - 1);
            m_problems.append({place, end - place, pattern.error().message});
        }
        return;
    case Field::Changed:
        if (!readChangedSince(term.value, QDateTime::currentDateTime())) {
            m_problems.append(
                {term.start, term.length,
                 tr("“%1” is no time (12h, 7d, 2w, 3m, 1y), date (2026-06-01) or version (1.2.0, "
                    "version).")
                     .arg(term.value)});
        }
        return;
    default:
        return;
    }
}

std::optional<ChangedSince> readChangedSince(const QString &value, const QDateTime &now)
{
    if (value.isEmpty()) {
        return std::nullopt;
    }
    if (value.compare("version"_L1, Qt::CaseInsensitive) == 0) {
        return SinceNewestVersion();
    }
    if (const auto time = timeBefore(value, now)) {
        return *time;
    }
    if (const QDate date = QDate::fromString(value, Qt::ISODate); date.isValid()) {
        return date.startOfDay();
    }
    if (const auto version =
            SemanticVersion::parse(value.startsWith(u'v') ? value.sliced(1) : value)) {
        return *version;
    }
    return std::nullopt;
}

const QStringList &kindWords()
{
    static const QStringList words = [] {
        QStringList result;
        for (const EntryKind kind : allEntryKinds) {
            result.append(kindName(kind));
        }
        result.append(u"fragment"_s);
        return result;
    }();
    return words;
}

const QStringList &statusWords()
{
    static const QStringList words{u"clean"_s, u"modified"_s, u"added"_s, u"conflicted"_s};
    return words;
}

const QStringList &hasWords()
{
    static const QStringList words{u"problems"_s, u"errors"_s};
    return words;
}

} // namespace hermes::search
