#include "samples.h"

#include "bundle/bundlemanifest.h"
#include "bundle/checksums.h"
#include "bundle/composition.h"

#include <QTimeZone>

#include <algorithm>

using namespace hermes::bundle;
using namespace hermes::core;

namespace hermes::test {

namespace {

const QByteArray apiDesigner = R"({
  "schemaVersion": "1",
  "type": "agent",
  "id": "api-designer",
  "name": "API Designer",
  "version": "1.1.0",
  "description": "Designs “clean”, consistent APIs – 設計.",
  "license": "MIT",
  "compatibility": { "hermes": ">=0.3.0", "desktop": ">=0.6.0" },
  "entry": "AGENT.md"
}
)";

const QByteArray reviewer = R"({
  "schemaVersion": "1",
  "type": "agent",
  "id": "acme/reviewer",
  "name": "Reviewer",
  "version": "0.2.0",
  "description": "Reads changes.",
  "compatibility": { "hermes": ">=0.3.0", "desktop": ">=0.6.0" },
  "entry": "AGENT.md"
}
)";

const QByteArray ship = R"({
  "schemaVersion": "1",
  "type": "workflow",
  "id": "ship",
  "name": "Ship",
  "version": "2.0.0-rc.1",
  "description": "Ships.",
  "compatibility": { "hermes": ">=0.3.0", "desktop": ">=0.6.0" },
  "entry": "workflow.json",
  "dependencies": [ { "id": "api-designer", "version": "^1.0.0" }, { "id": "acme/reviewer" } ]
}
)";

} // namespace

QList<SampleFile> sampleFiles()
{
    return {
        {QStringLiteral("agents/api-designer/manifest.json"), apiDesigner},
        {QStringLiteral("agents/api-designer/AGENT.md"), "# Rôle\r\nYou design APIs."},
        {QStringLiteral("agents/reviewer/manifest.json"), reviewer},
        {QStringLiteral("agents/reviewer/AGENT.md"), "# Role\nYou review.\n"},
        {QStringLiteral("workflows/ship/manifest.json"), ship},
        {QStringLiteral("workflows/ship/workflow.json"), "{ \"name\": \"ship\", \"steps\": [] }\n"},
        {QStringLiteral("skills/tools/notes/SKILL.md"),
         "---\nname: notes\ndescription: Takes notes.\nversion: 1.0.0\n---\n\nWrite it down.\n"},
        {QStringLiteral("skills/tools/notes/scripts/run.sh"), "#!/bin/sh\necho notes\n",
         FileType::ExecutableFile},
        {QStringLiteral("skills/tools/notes/Größe.md"), ""},
        {QStringLiteral("models/acme.json"), "[]\n"},
        {QStringLiteral("schemas/agent.schema.json"), "{}\n"},
        {QStringLiteral("index.json"), "{}\n"},
        {QStringLiteral("categories.json"), "[]\n"},
        {QStringLiteral("LICENSE"), "MIT License\n"},
        {QStringLiteral("README.md"), "# Registry\n"},
        {QStringLiteral("agents/README.md"), "# Agents\n"},
        {QStringLiteral("studio/fragments/tone.md"), "Be kind.\n"},
    };
}

InMemoryFileSource sampleSource()
{
    InMemoryFileSource source;
    for (const auto files = sampleFiles(); const SampleFile &file : files) {
        source.write(file.path, file.content, file.type);
    }
    return source;
}

BundleRequest sampleRequest()
{
    BundleRequest request;
    request.name = QStringLiteral("acme.sample");
    request.version = QStringLiteral("1.0.0");
    request.title = QStringLiteral("Muster \"Büro\" \\ 見本");
    request.license = QStringLiteral("MIT");
    request.commit = QStringLiteral("0123456789abcdef0123456789abcdef01234567");
    request.tree = QStringLiteral("89abcdef0123456789abcdef0123456789abcdef");
    request.ref = QStringLiteral("refs/heads/main");
    request.committed =
        QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), QTimeZone::fromSecondsAheadOfUtc(3600));
    return request;
}

BundleRequest smallRequest()
{
    BundleRequest request = sampleRequest();
    request.name = QStringLiteral("small");
    request.ids = {EntryId{EntryKind::Workflow, QStringLiteral("ship")},
                   EntryId{EntryKind::Agent, QStringLiteral("api-designer")}};
    request.entrySources.insert(request.ids.last(),
                                {QStringLiteral("agent/api-designer@1.1.0"),
                                 QStringLiteral("fedcba9876543210fedcba9876543210fedcba98")});
    return request;
}

QByteArray sampleBundle()
{
    return bundleBytes(sampleSource(), sampleRequest(), {}).value();
}

QByteArray smallBundle()
{
    return bundleBytes(sampleSource(), smallRequest(), {}).value();
}

QByteArray patched(QByteArray bytes, qsizetype offset, const QByteArray &replacement)
{
    return bytes.replace(offset, replacement.size(), replacement);
}

QByteArray forged(const QByteArray &bundle, const std::function<void(QList<ArchiveFile> &)> &change)
{
    QList<ArchiveFile> files = openArchive(bundle).value().files;
    change(files);
    files.removeIf([](const ArchiveFile &file) { return file.path == sumsPath; });
    files.append(ArchiveFile{sumsPath, sumsText(checksumsOf(files))});
    sortForBundle(files);
    return archiveBytes(files);
}

ArchiveFile &fileOf(QList<ArchiveFile> &files, const QString &path)
{
    const auto found = std::ranges::find(files, path, &ArchiveFile::path);
    if (found == files.end()) {
        qFatal("no file %s", qPrintable(path));
    }
    return *found;
}

} // namespace hermes::test
