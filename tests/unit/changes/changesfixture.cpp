#include "changesfixture.h"

#include <QMap>
#include <QTest>

#include <limits>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::test {

InMemoryFileSource connectedRegistry()
{
    InMemoryFileSource source;
    source.write(u"agents/writer/manifest.json"_s, R"({
  "schemaVersion": "1",
  "type": "agent",
  "id": "writer",
  "name": "Writer",
  "version": "1.2.0",
  "description": "Writes.",
  "author": { "name": "Ada", "url": "https://ada.example.org" },
  "license": "MIT",
  "tags": [ "text","prose" ],
  "compatibility": { "hermes": ">=0.3.0", "desktop": ">=0.6.0" },
  "entry": "AGENT.md",
  "x-unknown": { "kept":  true }
}
)");
    source.write(u"agents/writer/AGENT.md"_s,
                 "# Writer\n\nYou are the writer.\n\n## Method\n\nWrite.\n\n## Output\n\nText.\n");
    source.write(u"agents/writer/notes.bin"_s, QByteArray("\x00\xff\x01", 3));
    source.write(u"agents/editor/manifest.json"_s,
                 "{\"id\":\"editor\",\"name\":\"Editor\",\"version\":\"1.0.0\",\"entry\":\"AGENT."
                 "md\",\r\n\"dependencies\": [ {\"id\":\"agent/writer\",  \"version\":\"^1.0.0\"}, "
                 "{\"id\": \"skill/spelling\"} ]}");
    source.write(u"agents/editor/AGENT.md"_s,
                 "# Editor\n\nAsk `writer` first, not screenwriter or writer-pro. Then writer.\n\n"
                 "## Method\n\nEdit.\n\n## Output\n\nText.\n");
    source.write(u"mcp/writer/manifest.json"_s,
                 "{\n  \"id\": \"writer\",\n  \"name\": \"Writer server\",\n  \"version\": "
                 "\"0.9.1-rc.1\",\n  \"type\": \"mcp\"\n}\n");
    source.write(u"skills/general/spelling/SKILL.md"_s,
                 "---\nname: spelling\ndescription: 'Spells.'\nversion: 1.0.0 # kept\n"
                 "author: Ada\nlicense: MIT\nmetadata:\n  hermes:\n    tags: [Text]\n"
                 "    related_skills: [grammar]\n---\n\n# Spelling\n\nSee grammar.\n");
    source.write(u"skills/general/grammar/SKILL.md"_s,
                 "---\nname: grammar\ndescription: Parses.\n---\n\nUse spelling, name: grammar\n");
    source.write(u"skills/general/grammar/scripts/parse.sh"_s, "#!/bin/sh\n",
                 FileType::ExecutableFile);
    source.write(u"workflows/publish/manifest.json"_s,
                 "{\n  \"id\": \"publish\",\n  \"type\": \"workflow\",\n  \"name\": \"Publish\",\n"
                 "  \"version\": \"1.0.0\",\n  \"entry\": \"workflow.json\",\n"
                 "  \"requires\": [\n    \"agent/writer\",\n    \"mcp/writer\"\n  ]\n}\n");
    source.write(u"workflows/publish/workflow.json"_s,
                 "{\n  \"steps\": [\n    { \"id\": \"w\", \"uses\": \"agent/writer\", \"input\": "
                 "\"Ask agent/writer: ${inputs.x}\" },\n    { \"id\": \"m\", \"uses\": "
                 "\"mcp/writer\" }\n  ]\n}\n");
    source.write(u"studio/channels/production.json"_s,
                 "{\n  \"agent/editor\": \"1.0.0\",\n  \"agent/writer\": \"1.1.0\",\n  "
                 "\"mcp/writer\": \"0.9.0\"\n}\n");
    source.write(u"studio/channels/staging.json"_s, "{ \"agent/writer\": \"1.2.0\" }\n");
    source.write(u"studio/sources/agents/writer.md"_s, "# Writer\n\n{{> tone}}\n");
    source.write(u"studio/suites/writer.yaml"_s,
                 "definition: agent/writer # the one under test\ncases:\n  - name: writer\n    "
                 "agent: writer\n");
    source.write(u"studio/suites/editor.yaml"_s,
                 "definition: agent/editor\nagents:\n- agent/writer\n");
    source.write(u"studio/reviews/writer/1/thread.json"_s, "{}\n");
    source.write(u"index.json"_s, "{}\n");
    return source;
}

registry::Catalog catalogOf(const FileSource &source)
{
    return *registry::loadCatalog(source, {});
}

registry::EntrySummary entryOf(const FileSource &source, const QString &id)
{
    return *catalogOf(source).find(*EntryId::parse(id));
}

QMap<QString, QByteArray> filesOf(const FileSource &source)
{
    QMap<QString, QByteArray> files;
    const QList<RepoPath> all = *filesBelow(source, RepoPath());
    for (const RepoPath &file : all) {
        files.insert(file.text(), *source.read(file, std::numeric_limits<qint64>::max()));
    }
    return files;
}

InMemoryFileSource performed(const InMemoryFileSource &source, const changes::ChangeSet &changes)
{
    InMemoryFileSource result = source;
    const auto move = [&result](const RepoPath &from, const RepoPath &to) {
        const QByteArray content = *result.read(from, std::numeric_limits<qint64>::max());
        result.write(to.text(), content, result.node(from)->type);
        result.remove(from.text());
    };
    for (const changes::PathMove &step : changes.moves) {
        const Result<FileNode> node = result.node(step.from);
        const QList<RepoPath> files = node && node->isFile()
            ? QList{step.from}
            : filesBelow(result, step.from).value_or(QList<RepoPath>());
        for (const RepoPath &file : files) {
            move(file, changes::pathAfterMoves({step}, file));
        }
    }
    for (const changes::FileWrite &write : changes.writes) {
        const Result<QByteArray> before =
            result.read(write.file, std::numeric_limits<qint64>::max());
        const bool isAsExpected =
            write.before ? before && *before == *write.before : !before.has_value();
        if (!isAsExpected) {
            QTest::qFail(qPrintable(write.file.text()), __FILE__, __LINE__);
        }
        if (write.after) {
            const bool keepsMode = before.has_value();
            result.write(write.file.text(), *write.after,
                         keepsMode                ? result.node(write.file)->type
                             : write.isExecutable ? FileType::ExecutableFile
                                                  : FileType::File);
        } else {
            result.remove(write.file.text());
        }
    }
    for (const changes::Deletion &deletion : changes.deletions) {
        for (const RepoPath &file : deletion.files) {
            result.remove(file.text());
        }
    }
    return result;
}

} // namespace hermes::test
