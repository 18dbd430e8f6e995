#include "text/search.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes::core;

namespace hermes::text {

namespace {

/// Put around a pattern that is to match whole words.
constexpr QLatin1StringView wordStart("(?<!\\w)(?:");
constexpr QLatin1StringView wordEnd(")(?!\\w)");

QString tr(const char *text)
{
    return QCoreApplication::translate("Search", text);
}

bool isWordCharacter(QChar character)
{
    return character.isLetterOrNumber() || character.isMark() || character == u'_';
}

/// The word borders of a query hold in the whole text, not only in the part that was searched.
bool isWholeWord(QStringView text, const Match &match)
{
    return match.end() >= text.size() || match.length == 0 || !isWordCharacter(text.at(match.end()))
        || !isWordCharacter(text.at(match.end() - 1));
}

qsizetype behindCharacter(QStringView text, qsizetype at)
{
    const bool isPair =
        at + 1 < text.size() && text.at(at).isHighSurrogate() && text.at(at + 1).isLowSurrogate();
    return at + (isPair ? 2 : 1);
}

} // namespace

std::expected<Search, PatternError> Search::compile(const SearchQuery &query)
{
    const bool isLiteral = query.syntax == SearchQuery::Syntax::Literal;
    QString pattern = isLiteral ? QRegularExpression::escape(query.pattern) : query.pattern;
    if (query.wholeWords) {
        // A word border where the text sought ends with a sign would never be met.
        const bool hasStart =
            !isLiteral || query.pattern.isEmpty() || isWordCharacter(query.pattern.front());
        const bool hasEnd =
            !isLiteral || query.pattern.isEmpty() || isWordCharacter(query.pattern.back());
        pattern = (hasStart ? QString(wordStart) : u"(?:"_s) + pattern
            + (hasEnd ? QString(wordEnd) : u")"_s);
    }
    QRegularExpression::PatternOptions options =
        QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
    options.setFlag(QRegularExpression::CaseInsensitiveOption,
                    query.caseSensitivity == Qt::CaseInsensitive);
    Search search;
    search.m_query = query;
    search.m_expression = QRegularExpression(pattern, options);
    if (!search.m_expression.isValid()) {
        const qsizetype before = query.wholeWords ? wordStart.size() : 0;
        const qsizetype offset = std::clamp<qsizetype>(
            search.m_expression.patternErrorOffset() - before, 0, query.pattern.size());
        return std::unexpected(
            PatternError{{ErrorCode::InvalidArgument,
                          tr("The regular expression is wrong at character %1: %2.")
                              .arg(offset)
                              .arg(search.m_expression.errorString()),
                          query.pattern},
                         offset});
    }
    search.m_expression.optimize();
    return search;
}

Result<QList<Match>> Search::all(const QString &text, const QList<Match> &ranges, qsizetype limit,
                                 const CancelFlag &cancel) const
{
    QList<Match> found;
    if (m_query.pattern.isEmpty()) {
        return found;
    }
    const QList<Match> places = ranges.isEmpty() ? QList<Match>{{0, text.size()}} : ranges;
    for (const Match &place : places) {
        const QStringView part = QStringView(text).first(std::min(place.end(), text.size()));
        qsizetype at = place.start;
        while (at <= part.size()) {
            if (cancel.isCancelled()) {
                return failure(ErrorCode::Cancelled, tr("The search was stopped."));
            }
            const QRegularExpressionMatch match = m_expression.matchView(part, at);
            if (!match.isValid()) {
                return failure(ErrorCode::TooLarge,
                               tr("The regular expression needs too many steps on this text. "
                                  "Make it simpler."),
                               m_query.pattern);
            }
            if (!match.hasMatch()) {
                break;
            }
            const Match each{match.capturedStart(), match.capturedLength()};
            at = each.length > 0 ? each.end() : behindCharacter(part, each.end());
            if (m_query.wholeWords && !isWholeWord(text, each)) {
                continue;
            }
            if (found.size() >= limit) {
                return failure(ErrorCode::TooLarge,
                               tr("There are more than %1 matches.").arg(limit));
            }
            found.append(each);
        }
    }
    return found;
}

std::optional<QRegularExpressionMatch> Search::groupsOf(const QString &text,
                                                        const Match &match) const
{
    if (match.end() > text.size()) {
        return std::nullopt;
    }
    for (const QStringView part : {QStringView(text), QStringView(text).first(match.end())}) {
        QRegularExpressionMatch groups =
            m_expression.matchView(part, match.start, QRegularExpression::NormalMatch,
                                   QRegularExpression::AnchorAtOffsetMatchOption);
        if (groups.hasMatch() && groups.capturedLength() == match.length) {
            return groups;
        }
    }
    return std::nullopt;
}

Result<QList<Edit>> replacements(const QString &text, const Search &search,
                                 const Replacement &replacement, const QList<Match> &matches,
                                 const CancelFlag &cancel)
{
    QList<Edit> edits;
    for (const Match &match : matches) {
        if (cancel.isCancelled()) {
            return failure(ErrorCode::Cancelled, tr("Nothing was replaced."));
        }
        const std::optional<QRegularExpressionMatch> groups = search.groupsOf(text, match);
        if (!groups) {
            return failure(ErrorCode::ChangedOutside,
                           tr("The text has changed since it was searched. Nothing was replaced; "
                              "search again."));
        }
        const QString expanded = replacement.expanded(*groups);
        if (expanded != QStringView(text).sliced(match.start, match.length)) {
            edits.append({match.start, match.length, expanded});
        }
    }
    return edits;
}

QList<ChangedLines> changedLines(const QString &text, const QList<Edit> &edits, qsizetype limit)
{
    QList<ChangedLines> result;
    qsizetype counted = 0; // line ends before this place are in `line`
    qsizetype line = 0;
    for (qsizetype i = 0; i < edits.size() && result.size() < limit;) {
        const qsizetype start =
            edits.at(i).start > 0 ? text.lastIndexOf(u'\n', edits.at(i).start - 1) + 1 : 0;
        qsizetype end = start;
        qsizetype next = i;
        do {
            const qsizetype lineEnd = text.indexOf(u'\n', edits.at(next).end());
            end = lineEnd < 0 ? text.size() : lineEnd;
            ++next;
        } while (next < edits.size() && edits.at(next).start <= end);
        line += QStringView(text).sliced(counted, start - counted).count(u'\n');
        counted = start;
        ChangedLines changed{line, text.sliced(start, end - start), {}, {}, {}};
        qsizetype copied = start;
        for (; i < next; ++i) {
            const Edit &edit = edits.at(i);
            changed.after += QStringView(text).sliced(copied, edit.start - copied);
            changed.removed.append({edit.start - start, edit.length});
            changed.inserted.append({changed.after.size(), edit.replacement.size()});
            changed.after += edit.replacement;
            copied = edit.end();
        }
        changed.after += QStringView(text).sliced(copied, end - copied);
        result.append(changed);
    }
    return result;
}

} // namespace hermes::text
