#include "check/promptrules.h"

#include "check/invisibletext.h"
#include "check/lookalikes.h"
#include "check/runtimerules.h"
#include "check/secrets.h"
#include "registry/place.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QUtf8StringView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::check {

using core::EntryKind;
using core::Problem;

namespace {

/// More findings of one kind help nobody and fill the list of problems.
constexpr qsizetype maximumListed = 100;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Check)
};

Problem promptProblem(Problem::Severity severity, const QString &rule, const QString &message,
                      const core::RepoPath &file)
{
    Problem problem;
    problem.severity = severity;
    problem.rule = rule;
    problem.message = message;
    problem.file = file;
    return problem;
}

QString codePoint(char32_t character)
{
    return u"U+"_s + QString::number(character, 16).toUpper().rightJustified(4, u'0');
}

QString invisibleMessage(const InvisibleText &place)
{
    using Kind = InvisibleText::Kind;
    const QString code = codePoint(place.character);
    switch (place.kind) {
    case Kind::Direction:
        return Messages::tr("%1 changes the direction of the text invisibly.").arg(code);
    case Kind::Hidden:
        return Messages::tr("Invisible character %1.").arg(code);
    case Kind::Selector:
        return Messages::tr("Invisible variation selector %1 outside an emoji.").arg(code);
    case Kind::Tags:
        return Messages::tr("Hidden tag characters spell “%1”.").arg(place.decoded);
    case Kind::Space:
        return Messages::tr("No-break space %1 looks like a space.").arg(code);
    case Kind::Control:
        return Messages::tr("Control character %1.").arg(code);
    }
    Q_UNREACHABLE();
}

Problem invisibleProblem(const InvisibleText &place, const QByteArray &text,
                         const core::RepoPath &file, const QString &rule)
{
    const bool isHiddenText = place.kind == InvisibleText::Kind::Tags;
    const bool isSpace = place.kind == InvisibleText::Kind::Space;
    const registry::Place position = registry::placeOf(text, place.start);
    Problem problem =
        promptProblem(isHiddenText ? Problem::Severity::Error : Problem::Severity::Warning, rule,
                      invisibleMessage(place), file);
    problem.line = position.line;
    problem.column = position.column;
    problem.fixes = {{isSpace ? Messages::tr("Replace") : Messages::tr("Remove"), place.start,
                      place.length, isSpace ? QByteArray(" ") : QByteArray()}};
    return problem;
}

qint64 characterCount(QByteArrayView utf8)
{
    return std::count_if(utf8.begin(), utf8.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    });
}

/// True if loading has already told why there is no prompt.
bool isUnread(const registry::Definition &definition)
{
    return definition.promptText.isEmpty()
        && std::any_of(definition.problems.begin(), definition.problems.end(),
                       [&definition](const Problem &problem) {
                           return problem.file == definition.promptFile
                               && problem.rule.startsWith(u"file.");
                       });
}

/// Variables, addresses and code: what machines read. Prose may mix alphabets as it likes.
QList<Problem> checkLookalikes(const QByteArray &text, const core::RepoPath &file)
{
    static const QRegularExpression identifiers(
        uR"(\{\{[^{}\n]+\}\}|\bhttps?://[^\s<>"')\]]+|`[^`\n]+`)"_s);
    const QString decoded = decodedWhole(text);
    QList<Problem> problems;
    QRegularExpressionMatchIterator matches = identifiers.globalMatch(decoded);
    while (matches.hasNext() && problems.size() < maximumListed) {
        const QRegularExpressionMatch match = matches.next();
        for (const auto places = findLookalikesInIdentifier(match.capturedView());
             const Lookalike &place : places) {
            const qsizetype position = match.capturedStart() + place.position;
            problems.append(lookalikeProblem(place, text,
                                             QStringView(decoded).first(position).toUtf8().size(),
                                             file, u"prompt.lookalike"_s));
        }
    }
    return problems;
}

} // namespace

QString decodedWhole(QByteArrayView utf8)
{
    return QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom)
        .decode(utf8);
}

Problem lookalikeProblem(const Lookalike &place, const QByteArray &text, qint64 offset,
                         const core::RepoPath &file, const QString &rule)
{
    const registry::Place position = registry::placeOf(text, offset);
    Problem problem =
        promptProblem(Problem::Severity::Warning, rule,
                      Messages::tr("The letter %1 (%2) looks like %3 (%4) and is another one.")
                          .arg(QChar(place.letter), codePoint(place.letter), QChar(place.looksLike),
                               codePoint(place.looksLike)),
                      file);
    problem.line = position.line;
    problem.column = position.column;
    problem.fixes = {{Messages::tr("Use %1").arg(QChar(place.looksLike)), offset,
                      QString(QChar(place.letter)).toUtf8().size(),
                      QString(QChar(place.looksLike)).toUtf8()}};
    return problem;
}

QList<Problem> checkInvisibleText(const QByteArray &text, const core::RepoPath &file,
                                  const QString &rule)
{
    const QList<InvisibleText> places = findInvisibleText(text);
    QList<Problem> problems;
    const QList<InvisibleText> listed = places.first(std::min(places.size(), maximumListed));
    for (const InvisibleText &place : listed) {
        problems.append(invisibleProblem(place, text, file, rule));
    }
    if (const qsizetype rest = places.size() - problems.size(); rest > 0) {
        problems.append(promptProblem(
            Problem::Severity::Warning, rule,
            Messages::tr("%n more invisible characters.", nullptr, static_cast<int>(rest)), file));
    }
    return problems;
}

QList<Problem> checkSecrets(const QByteArray &text, const core::RepoPath &file)
{
    const QList<SecretFinding> found = findSecrets(text);
    QList<Problem> problems;
    const QList<SecretFinding> listed = found.first(std::min(found.size(), maximumListed));
    for (const SecretFinding &secret : listed) {
        Problem problem =
            promptProblem(Problem::Severity::Warning, u"text.secret"_s,
                          Messages::tr("This looks like %1; whoever gets the registry can read it.")
                              .arg(secret.what),
                          file);
        const registry::Place place = registry::placeOf(text, secret.start);
        problem.line = place.line;
        problem.column = place.column;
        problems.append(problem);
    }
    return problems;
}

QList<Problem> checkPrompt(const registry::Definition &definition)
{
    const core::RepoPath &file = definition.promptFile;
    if (file.isRoot() || isUnread(definition)) {
        return {};
    }
    const QByteArray &text = definition.promptText;
    if (!QUtf8StringView(text).isValidUtf8()) {
        return {promptProblem(Problem::Severity::Error, u"prompt.encoding"_s,
                              Messages::tr("%1 is not UTF-8 text.").arg(file.fileName()), file)};
    }
    QList<Problem> problems;
    const bool isSkill = definition.id.kind == EntryKind::Skill;
    const QByteArrayView body =
        QByteArrayView(text).sliced(isSkill ? registry::frontMatterEnd(text) : 0);
    if (QString::fromUtf8(body).trimmed().isEmpty()) {
        problems.append(promptProblem(Problem::Severity::Error, u"prompt.empty"_s,
                                      Messages::tr("%1 is empty.").arg(file.fileName()), file));
    }
    const qint64 count = characterCount(body);
    if (definition.id.kind == EntryKind::Agent && count > runtimePromptLimit) {
        const QLocale locale;
        problems.append(promptProblem(
            Problem::Severity::Warning, u"prompt.length"_s,
            Messages::tr(
                "The prompt has %1 characters; Hermes Agent takes %2, or more with a large context "
                "window, and drops the middle.")
                .arg(locale.toString(count), locale.toString(runtimePromptLimit)),
            file));
    }
    if (definition.id.kind == EntryKind::Agent) {
        problems += checkRuntimeBlocks(text, file);
    }
    return problems + checkInvisibleText(text, file, u"prompt.invisible"_s)
        + checkLookalikes(text, file) + checkSecrets(text, file);
}

} // namespace hermes::check
