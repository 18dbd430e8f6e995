#include "searchload.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;

namespace hermes::bench {

namespace {

constexpr int promptBytes = 5'000; ///< On average.
constexpr int needleIn = 7; ///< The number of the agent that has it.

constexpr std::array fields{"data",     "design",   "engineering", "operations", "product",
                            "research", "security", "support",     "writing",    "backend"};
constexpr std::array subjects{"accessibility", "network", "payment", "search",   "storage",
                              "latency",       "release", "privacy", "database", "frontend",
                              "compiler",      "mobile",  "billing", "testing",  "logging"};
constexpr std::array roles{"analyst", "engineer", "reviewer", "coach",
                           "planner", "writer",   "architect"};
constexpr std::array titles{
    "Operating principles", "Areas of expertise", "Method", "Output", "Limits", "Examples"};
constexpr std::array words{
    "the",     "a",        "service",  "retries",   "each",       "request",   "when",
    "it",      "fails",    "and",      "keeps",     "data",       "safe",      "for",
    "people",  "who",      "read",     "results",   "later",      "write",     "tests",
    "before",  "changing", "code",     "measure",   "latency",    "timeouts",  "errors",
    "explain", "why",      "in",       "plain",     "sentences",  "never",     "guess",
    "check",   "inputs",   "at",       "every",     "boundary",   "prefer",    "small",
    "steps",   "log",      "what",     "happened",  "and",        "how",       "to",
    "repair",  "handling", "building", "reviewing", "describing", "deploying", "queues"};

template <typename List>
QByteArray pick(const List &list, QRandomGenerator &random)
{
    return list.at(static_cast<size_t>(random.bounded(static_cast<int>(list.size()))));
}

QByteArray sentence(QRandomGenerator &random)
{
    QByteArray text;
    const int length = 6 + random.bounded(14);
    for (int i = 0; i < length; ++i) {
        text += (i > 0 ? " " : "") + pick(words, random);
    }
    text[0] = static_cast<char>(text.at(0) - 'a' + 'A');
    return text + ".";
}

QByteArray promptOf(int number, const QByteArray &name)
{
    QRandomGenerator random(static_cast<quint32>(number) + 1);
    QByteArray text = "# " + name + "\n\n" + sentence(random) + "\n";
    const int size = promptBytes / 2 + random.bounded(promptBytes);
    for (size_t section = 0; text.size() < size; ++section) {
        text += "\n## " + QByteArray(titles.at(section % titles.size())) + "\n\n";
        for (int i = 0; i < 8; ++i) {
            text += "- " + sentence(random) + " " + sentence(random) + "\n";
        }
    }
    text += "\n## History\n\nChanged in 20" + QByteArray::number(20 + number % 6) + "-0"
        + QByteArray::number(1 + number % 9) + ".\n";
    text += number == needleIn ? "\nThe zyxquartz-needle.\n" : "";
    text += number % 100 == 0 ? "\nFollow the quokka-protocol.\n" : "";
    text += number % 10 != 0 ? "\nMake each idempotent operation safe to repeat.\n" : "";
    return text;
}

} // namespace

void writeLoad(const QString &folder, int agents)
{
    if (QFile::exists(folder + u'/' + loadEntry(agents - 1).promptFile.text())) {
        return;
    }
    for (int number = 0; number < agents; ++number) {
        const registry::EntrySummary entry = loadEntry(number);
        QDir().mkpath(folder + u'/' + entry.folder.text());
        QFile file(folder + u'/' + entry.promptFile.text());
        const QByteArray text = promptOf(number, entry.name.toUtf8());
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            qFatal("%s cannot be written", qPrintable(file.fileName()));
        }
    }
}

registry::EntrySummary loadEntry(int number)
{
    QRandomGenerator random(static_cast<quint32>(number) * 31 + 5);
    const QByteArray parts = pick(fields, random) + ' ' + pick(subjects, random) + ' '
        + pick(roles, random) + ' ' + QByteArray::number(number);
    registry::EntrySummary entry;
    entry.id = {core::EntryKind::Agent, QString::fromLatin1(parts).replace(u' ', u'-')};
    entry.folder = *core::RepoPath::parse(u"agents/"_s + entry.id.id);
    entry.promptFile = entry.folder.child(u"AGENT.md"_s);
    for (const auto partsOfName = parts.split(' '); const QByteArray &part : partsOfName) {
        entry.name += (entry.name.isEmpty() ? QString() : u" "_s)
            + QString::fromLatin1(part.left(1).toUpper() + part.mid(1));
    }
    entry.version = u"1.%1.0"_s.arg(number % 20);
    entry.description = QString::fromLatin1(sentence(random));
    entry.author = u"Author %1"_s.arg(number % 40);
    entry.model = u"model-%1"_s.arg(number % 7);
    entry.tags = {QString::fromLatin1(pick(subjects, random)),
                  QString::fromLatin1(pick(fields, random))};
    entry.tools = {u"Read"_s, number % 3 == 0 ? u"Bash"_s : u"Grep"_s};
    return entry;
}

} // namespace hermes::bench
