#include "check/secrets.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::check {

namespace {

struct Rule
{
    const char *what;
    const char *pattern;
};

// Ordered: of two rules that match at one place the first one counts.
constexpr Rule rules[]{
    {QT_TRANSLATE_NOOP("Secrets", "a private key"),
     R"(-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of Anthropic"), R"(\bsk-ant-[A-Za-z0-9_-]{16,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of OpenRouter"), R"(\bsk-or-[A-Za-z0-9_-]{16,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of OpenAI"),
     R"(\bsk-(?:proj-|svcacct-|admin-)?(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of Google"), R"(\bAIza[A-Za-z0-9_-]{35}\b)"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of Groq"), R"(\bgsk_[A-Za-z0-9]{20,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of xAI"), R"(\bxai-[A-Za-z0-9]{20,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a token of Hugging Face"), R"(\bhf_[A-Za-z0-9]{20,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a token of GitHub"),
     R"(\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}))"},
    {QT_TRANSLATE_NOOP("Secrets", "a token of GitLab"), R"(\bglpat-[A-Za-z0-9_-]{20,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a token of Slack"), R"(\bxox[abeoprs]-[A-Za-z0-9-]{10,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of Stripe"), R"(\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,})"},
    {QT_TRANSLATE_NOOP("Secrets", "a key of Amazon Web Services"),
     R"(\b(?:AKIA|ASIA)[A-Z0-9]{16}\b)"},
};

const QRegularExpression &expression()
{
    static const QRegularExpression all = [] {
        QString pattern;
        for (const Rule &rule : rules) {
            pattern +=
                (pattern.isEmpty() ? u"("_s : u"|("_s) + QString::fromLatin1(rule.pattern) + u')';
        }
        QRegularExpression made(pattern);
        made.optimize();
        return made;
    }();
    return all;
}

constexpr int privateKeyRule = 1; // its group

/// Where a private key ends, whose first line ends at `start`. Also of one that is written in one
/// line, as in JSON.
qsizetype endOfPrivateKey(const QString &text, qsizetype start)
{
    constexpr qsizetype longest = qsizetype(64) * 1024;
    static const QRegularExpression edge(
        uR"(-----(?:BEGIN |(END) )[A-Z ]*PRIVATE KEY(?: BLOCK)?-----)"_s);
    const QRegularExpressionMatch next = edge.match(text, start);
    if (next.hasCaptured(1) && next.capturedStart() - start <= longest) {
        return next.capturedEnd();
    }
    static const QRegularExpression lines(
        uR"((?:[ \t>]*\r?\n[ \t>]*[A-Za-z0-9+/]{16,}={0,2})*+)"_s);
    const QRegularExpressionMatch rest = lines.match(text, start, QRegularExpression::NormalMatch,
                                                     QRegularExpression::AnchorAtOffsetMatchOption);
    return std::max(start, rest.capturedEnd());
}

} // namespace

QList<SecretFinding> findSecrets(QByteArrayView text)
{
    QList<SecretFinding> found;
    // One unit for each byte: what is sought is ASCII, and places stay those of the bytes.
    const QString latin = QString::fromLatin1(text);
    qsizetype counted = 0;
    int line = 1;
    qsizetype end = 0;
    for (auto match = expression().match(latin); match.hasMatch();
         match = expression().match(latin, end)) {
        const auto start = match.capturedStart();
        end = match.lastCapturedIndex() == privateKeyRule
            ? endOfPrivateKey(latin, match.capturedEnd())
            : match.capturedEnd();
        line += static_cast<int>(std::count(text.cbegin() + counted, text.cbegin() + start, '\n'));
        counted = start;
        const Rule &rule = rules[match.lastCapturedIndex() - 1];
        found.append({QCoreApplication::translate("Secrets", rule.what), start, end - start, line});
    }
    return found;
}

} // namespace hermes::check
