#include "editedpair.h"

#include <array>

namespace hermes::test {

namespace {

constexpr std::array vocabulary{
    u"you",      u"the",     u"must",    u"review",   u"service",  u"never",    u"write",
    u"tests",    u"for",     u"each",    u"endpoint", u"and",      u"validate", u"input",
    u"before",   u"a",       u"request", u"reaches",  u"storage",  u"keep",     u"errors",
    u"explicit", u"retries", u"with",    u"backoff",  u"timeouts", u"logs",     u"secret",
    u"user",     u"data",    u"small",   u"function", u"clear",    u"names",    u"prefer",
    u"plain",    u"queries", u"indexes", u"monitor",  u"deploy"};

QString word(std::mt19937 &random)
{
    QString text =
        QString::fromUtf16(vocabulary.at(static_cast<size_t>(below(random, vocabulary.size()))));
    if (below(random, 8) == 0) {
        text += QString::number(below(random, 1000));
    }
    return text;
}

QString prose(std::mt19937 &random)
{
    const qsizetype length = 80 + below(random, 321);
    QString line = word(random);
    while (line.size() < length) {
        line +=
            (below(random, 12) == 0 ? QStringLiteral(", ") : QStringLiteral(" ")) + word(random);
    }
    return line + u'.';
}

} // namespace

QStringList promptLines(qsizetype characters, quint32 seed)
{
    std::mt19937 random(seed);
    QStringList lines;
    for (qsizetype written = 0; written < characters;) {
        QStringList block;
        switch (below(random, 6)) {
        case 0:
            block = {QStringLiteral("## ") + word(random) + u' ' + word(random), QString()};
            break;
        case 1:
            for (int i = 0; i < 4; ++i) {
                block.append(QStringLiteral("- ") + prose(random).left(60 + below(random, 100)));
            }
            block.append(QString());
            break;
        default:
            block = {prose(random), QString()};
        }
        for (const QString &line : std::as_const(block)) {
            written += line.size() + 1;
        }
        lines += block;
    }
    return lines;
}

QStringList editedLines(const QStringList &lines, int percent, quint32 seed)
{
    std::mt19937 random(seed);
    QStringList result;
    QStringList moved;
    for (const QString &line : lines) {
        if (!moved.isEmpty() && below(random, 40) == 0) {
            result.append(moved.takeFirst());
        }
        const bool isEdited = below(random, 100) < percent;
        const qsizetype way = below(random, 100);
        if (!isEdited) {
            result.append(line);
        } else if (way < 60) {
            QStringList words = line.split(u' ');
            words[below(random, words.size())] = word(random);
            result.append(words.join(u' '));
        } else if (way < 78) {
            result.append(prose(random));
            result.append(line);
        } else if (way >= 95) {
            moved.append(line);
        }
    }
    return result + moved;
}

QStringList repetitiveLines(qsizetype count, int distinct, std::mt19937 &random)
{
    QStringList lines;
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype kind = below(random, distinct);
        lines.append(kind == 0 ? QString() : QStringLiteral("line %1").arg(kind));
    }
    return lines;
}

} // namespace hermes::test
