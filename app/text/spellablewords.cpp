#include "text/spellablewords.h"

#include "text/paragraphtext.h"
#include "text/wordbreaks.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

/// Signs between words, whatever stands beside them.
bool isSeparator(QChar character)
{
    return character.isSpace() || u"—–…()[]{}<>\"“”„«»‹›|,;!?*~`"_s.contains(character);
}

bool isApostrophe(QChar character)
{
    return character == u'\'' || character == u'’';
}

bool isLetter(QChar character)
{
    return character.isLetter() || character.isMark() || character.isSurrogate();
}

/// No word of a language: a name, a path, an abbreviation.
bool isName(QStringView word)
{
    int capitals = 0;
    int smalls = 0;
    for (qsizetype i = 0; i < word.size(); ++i) {
        const QChar character = word.at(i);
        if (!isLetter(character) && !isApostrophe(character) && character != u'-') {
            return true;
        }
        if (isWrittenWithoutBlanks(characterAt(word, i))) {
            return true;
        }
        if (character.isUpper()) {
            ++capitals;
            if (i > 0 && word.at(i - 1).isLower()) {
                return true; // camelCase
            }
        }
        smalls += character.isLower() ? 1 : 0;
    }
    return capitals > 1 && smalls == 0;
}

/// What stands between blanks is no text at all.
bool isAddress(QStringView chunk)
{
    static const QRegularExpression pattern(
        uR"(://|^www\.|\w@\w|^[.~]{0,2}[/\\]|^[A-Za-z]:\\|\w[/\\]\w*[./\\]|^--?\w|^[#@$%&]\w|::|\(\)|=|^\\)"_s);
    return pattern.matchView(chunk).hasMatch();
}

void hide(QString &text, qsizetype start, qsizetype end)
{
    for (qsizetype i = std::max<qsizetype>(0, start); i < std::min(end, text.size()); ++i) {
        text[i] = u' ';
    }
}

/// The line with blanks in place of what is no prose.
QString proseOf(const Lines &lines, qsizetype line, const LineInfo &info)
{
    QString text = lines.line(line);
    hide(text, 0, info.textStart);
    if (info.kind == LineKind::FrontMatter) {
        static const QRegularExpression key(uR"(^\s*(?:- )?[\w.-]+:)"_s);
        const QRegularExpressionMatch match = key.match(text);
        const bool isSentence =
            text.sliced(match.capturedEnd(0) < 0 ? 0 : match.capturedEnd(0)).trimmed().count(u' ')
            > 1;
        hide(text, 0, isSentence ? match.capturedEnd(0) : text.size());
    } else {
        const ParagraphText paragraph(lines, line);
        const qsizetype start = lines.start(line);
        for (const auto allSpans = verbatimSpans(paragraph.spans());
             const InlineSpan &span : allSpans) {
            hide(text, paragraph.toDocument(span.start) - start,
                 paragraph.toDocument(span.end) - start);
        }
    }
    static const QRegularExpression variable(uR"(\{\{.*?\}\}|\$\{[^}]*\}|\$\w+|&#?\w+;)"_s);
    for (const QRegularExpressionMatch &match : variable.globalMatch(QString(text))) {
        hide(text, match.capturedStart(), match.capturedEnd());
    }
    return text;
}

bool isProse(LineKind kind)
{
    return kind == LineKind::Paragraph || kind == LineKind::Heading || kind == LineKind::Table
        || kind == LineKind::FrontMatter;
}

/// The words of what stands between two blanks.
void addWords(QList<WordPlace> &words, QStringView text, qsizetype start, qsizetype end)
{
    const QStringView chunk = text.sliced(start, end - start);
    if (isAddress(chunk)) {
        return;
    }
    const auto isEdge = [](QChar c) {
        return !c.isLetterOrNumber() && !c.isMark() && !c.isSurrogate();
    };
    for (qsizetype at = start; at < end;) {
        const auto isBreak = [](QChar c) { return isSeparator(c) || c == u'/' || c == u':'; };
        qsizetype from = at;
        while (from < end && isBreak(text.at(from))) {
            ++from;
        }
        qsizetype to = from;
        while (to < end && !isBreak(text.at(to))) {
            ++to;
        }
        at = to;
        while (to > from && isEdge(text.at(to - 1))) {
            --to;
        }
        while (from < to && isEdge(text.at(from))) {
            ++from;
        }
        if (to - from > 1 && !isName(text.sliced(from, to - from))) {
            words.append({from, to - from});
        }
    }
}

} // namespace

QList<WordPlace> spellableWords(const Lines &lines, qsizetype line)
{
    const LineInfo info = lines.info(line);
    if (!isProse(info.kind)) {
        return {};
    }
    const QString text = proseOf(lines, line, info);
    QList<WordPlace> words;
    for (qsizetype start = 0; start < text.size();) {
        if (text.at(start).isSpace()) {
            ++start;
            continue;
        }
        qsizetype end = start;
        while (end < text.size() && !text.at(end).isSpace()) {
            ++end;
        }
        addWords(words, text, start, end);
        start = end;
    }
    return words;
}

} // namespace hermes::text
