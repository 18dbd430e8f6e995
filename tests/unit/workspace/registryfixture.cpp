#include "registryfixture.h"

#include "vcs/repository.h"
#include "workspace/filesave.h"

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

QByteArray manifestOf(const QByteArray &id)
{
    return R"({
  "schemaVersion": "1",
  "type": "agent",
  "id": ")"
        + id + R"(",
  "name": "Writer",
  "version": "1.0.0",
  "description": "Writes.",
  "tags": ["a", "b"],
  "compatibility": { "hermes": ">=0.3.0", "desktop": ">=0.6.0" },
  "entry": "AGENT.md",
  "x-unknown": { "kept":  true },
  "tools": ["Read"]
}
)";
}

} // namespace

const core::EntryId RegistryFixture::writer{core::EntryKind::Agent, u"writer"_s};
const core::RepoPath RegistryFixture::writerFolder =
    core::RepoPath::fromLiteral(u"agents/writer"_s);
const QString RegistryFixture::promptFile = u"agents/writer/AGENT.md"_s;
const QString RegistryFixture::manifestFile = u"agents/writer/manifest.json"_s;

RegistryFixture::RegistryFixture()
{
    m_folder.initGit();
    for (const QString &id : {u"writer"_s, u"reader"_s}) {
        m_folder.write(u"agents/%1/manifest.json"_s.arg(id), manifestOf(id.toUtf8()));
        m_folder.write(u"agents/%1/AGENT.md"_s.arg(id),
                       "# Writer\n\nYou write.\n\n## Output\n\nText.\n");
    }
    m_folder.commitAll(u"Begin"_s);
}

void RegistryFixture::writePrompt(const QByteArray &text) const
{
    m_folder.write(promptFile, text);
}

QByteArray RegistryFixture::prompt() const
{
    return m_folder.read(promptFile);
}

QByteArray RegistryFixture::manifest() const
{
    return m_folder.read(manifestFile);
}

workspace::ReleaseRequest RegistryFixture::releaseRequest(const QString &version) const
{
    workspace::ReleaseRequest request;
    request.id = writer;
    request.folder = writerFolder;
    request.manifestText = manifest();
    request.promptText = prompt();
    request.manifestFingerprint = workspace::fingerprint(request.manifestText);
    request.promptFingerprint = workspace::fingerprint(request.promptText);
    request.version = *core::SemanticVersion::parse(version);
    request.changelog = u"Says more."_s;
    request.expectedHead =
        *vcs::ObjectId::parse(QString::fromLatin1(m_folder.git({u"rev-parse"_s, u"HEAD"_s})));
    request.author = {u"Ada Author"_s, u"ada@example.org"_s,
                      QDateTime::fromString(u"2026-05-06T07:08:09+02:00"_s, Qt::ISODate)};
    return request;
}

} // namespace hermes::test
