#include "generatedregistry.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

constexpr quint32 seed = 20260628;
constexpr int promptBytes = 5000;

[[noreturn]] void stop(const QString &message)
{
    std::fprintf(stderr, "%s\n", qPrintable(message));
    std::exit(EXIT_FAILURE);
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        stop(u"cannot write %1"_s.arg(path));
    }
}

void shell(const QString &folder, const QString &command)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"sh"_s, {u"-c"_s, command});
    if (!process.waitForFinished(-1) || process.exitCode() != 0) {
        stop(u"failed: %1\n%2"_s.arg(command, QString::fromUtf8(process.readAllStandardError())));
    }
}

QByteArray manifest(QRandomGenerator &random, int number)
{
    static const QByteArrayList models{"claude-sonnet-4.6", "gpt-5", "gemini-3-pro", "llama-4"};
    const QByteArray text = QByteArray::number(number);
    return R"({
  "schemaVersion": "1",
  "type": "agent",
  "id": "agent-)"
        + text + R"(",
  "name": "Agent )"
        + text + R"(",
  "version": "1.)"
        + QByteArray::number(random.bounded(20)) + R"(.0",
  "description": "Implements robust, secure server-side services, data access, and business logic no. )"
        + text + R"(.",
  "author": { "name": "Hermes Registry", "url": "https://example.org/" },
  "license": "MIT",
  "tags": ["backend", "server", "api", "services"],
  "compatibility": { "hermes": ">=0.3.0", "desktop": ">=0.6.0" },
  "entry": "AGENT.md",
  "model": ")"
        + models.at(random.bounded(static_cast<int>(models.size()))) + R"(",
  "tools": ["Read", "Grep", "Write", "Edit", "Bash"]
}
)";
}

QByteArray prompt(QRandomGenerator &random)
{
    static const QByteArrayList words{"agent", "reads",  "the",   "code", "before",
                                      "it",    "writes", "tests", "and",  "reports"};
    QByteArray text = "# Agent\n\n";
    while (text.size() < promptBytes) {
        text += words.at(random.bounded(static_cast<int>(words.size())))
            + (random.bounded(15) == 0 ? ".\n" : " ");
    }
    return text + '\n';
}

} // namespace

void generateRegistry(const QString &folder, int agents)
{
    QRandomGenerator random(seed);
    for (int i = 0; i < agents; ++i) {
        const QString agent = folder + u"/agents/agent-%1"_s.arg(i);
        QDir().mkpath(agent);
        write(agent + u"/manifest.json"_s, manifest(random, i));
        write(agent + u"/AGENT.md"_s, prompt(random));
    }
    shell(
        folder,
        u"git init -q . && git add -A && git -c user.name=b -c user.email=b@example.org commit -q -m load"_s);
}

} // namespace hermes::test
