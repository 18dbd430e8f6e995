#include "check/runtimerules.h"

#include "check/promptrules.h"
#include "registry/place.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::check {

using core::Problem;

namespace {

/// More findings of one kind help nobody.
constexpr qsizetype maximumListed = 20;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Check)
};

/// What the runtime refuses to see, in the order of code points.
constexpr std::array blockedCharacters{u'\u200B', u'\u200C', u'\u200D', u'\u202A', u'\u202B',
                                       u'\u202C', u'\u202D', u'\u202E', u'\u2060', u'\uFEFF'};

/// One expression for each family of phrases; all are tried without case.
const QList<QRegularExpression> &blockedPhrases()
{
    static const QList<QRegularExpression> phrases = [] {
        QList<QRegularExpression> list;
        for (const QString &pattern : {
                 uR"(\bignore\s+(?:all|above|previous|prior)\s+instructions)"_s,
                 uR"(\bdisregard\s+(?:all|any|your)\s+(?:guidelines|instructions|rules))"_s,
                 uR"(\bdo\s+not\s+tell\s+the\s+user)"_s,
                 uR"(\bsystem\s+prompt\s+override)"_s,
                 uR"(\bact\s+as\s+(?:if|though)\s+you\s+(?:don't\s+have|have\s+no)\s+)"
                 uR"((?:limits|restrictions|rules))"_s,
                 uR"(<!--[^>]*(?:hidden|ignore|override|secret|system)[^>]*-->)"_s,
                 uR"(<\s*div\s+style\s*=\s*["'][^\n]*display\s*:\s*none)"_s,
                 uR"(\btranslate\s+[^\n]*\s+into\s+[^\n]*\s+and\s+(?:eval|execute|run))"_s,
                 uR"(\bcurl\s+[^\n]*\$\{?\w*(?:api|credential|key|password|secret|token))"_s,
                 uR"(\bcat\s+[^\n]*(?:\.env|\.netrc|\.pgpass|credentials))"_s,
             }) {
            list.append(QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption));
        }
        return list;
    }();
    return phrases;
}

Problem blocked(const QByteArray &text, const core::RepoPath &file, qint64 offset,
                const QString &message)
{
    const registry::Place place = registry::placeOf(text, offset);
    Problem problem;
    problem.severity = Problem::Severity::Error;
    problem.rule = u"runtime.blocked"_s;
    problem.message = message;
    problem.file = file;
    problem.line = place.line;
    problem.column = place.column;
    return problem;
}

} // namespace

QList<Problem> checkRuntimeBlocks(const QByteArray &text, const core::RepoPath &file)
{
    const QString decoded = decodedWhole(text);
    const auto offsetOf = [&decoded](qsizetype position) {
        return QStringView(decoded).first(position).toUtf8().size();
    };
    QList<Problem> problems;
    for (const char16_t character : blockedCharacters) {
        // One suffices to block the file, so one of each kind is told; all have their own marks.
        const qsizetype position = decoded.indexOf(QChar(character));
        if (position < 0) {
            continue;
        }
        problems.append(blocked(
            text, file, offsetOf(position),
            Messages::tr("Hermes Agent refuses the whole prompt because of the character U+%1.")
                .arg(QString::number(character, 16).toUpper())));
    }
    for (const QRegularExpression &phrase : blockedPhrases()) {
        QRegularExpressionMatchIterator matches = phrase.globalMatch(decoded);
        while (matches.hasNext() && problems.size() < maximumListed) {
            const QRegularExpressionMatch match = matches.next();
            problems.append(blocked(
                text, file, offsetOf(match.capturedStart()),
                Messages::tr("Hermes Agent takes “%1” for prompt injection and refuses the whole "
                             "prompt.")
                    .arg(match.captured().simplified())));
        }
    }
    return problems;
}

} // namespace hermes::check
