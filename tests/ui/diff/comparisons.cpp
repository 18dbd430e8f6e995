#include "comparisons.h"

#include "registry/manifest.h"

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

registry::Definition definition(const QByteArray &prompt, const QByteArray &manifest)
{
    registry::Definition made;
    made.id = {core::EntryKind::Agent, u"writer"_s};
    made.folder = core::RepoPath::fromLiteral(u"agents/writer"_s);
    made.manifestFile = made.folder.child(u"manifest.json"_s);
    made.promptFile = made.folder.child(u"AGENT.md"_s);
    made.manifestText = manifest;
    made.promptText = prompt;
    made.manifest = registry::readManifestJson(manifest, made.manifestFile).manifest;
    return made;
}

} // namespace

QByteArray manifestWith(const QByteArray &description)
{
    return "{\n  \"id\": \"writer\",\n  \"description\": \"" + description
        + "\",\n  \"tools\": [\"Read\"]\n}\n";
}

workspace::Comparison compare(const QByteArray &leftPrompt, const QByteArray &rightPrompt,
                              const QByteArray &leftManifest, const QByteArray &rightManifest)
{
    workspace::Comparison made = workspace::compareDefinitions(
        definition(leftPrompt, leftManifest), definition(rightPrompt, rightManifest));
    made.left = workspace::ContentRef::atCommit(vcs::ObjectId::fromBytes({1}), u"v1.0.0"_s);
    made.right = workspace::ContentRef::draft();
    return made;
}

workspace::Comparison comparePrompts(const QByteArray &left, const QByteArray &right)
{
    return compare(left, right, manifestWith("Writes."), manifestWith("Writes."));
}

QByteArray numberedLines(int count, const QList<int> &changed)
{
    QByteArray text;
    for (int line = 1; line <= count; ++line) {
        text += (changed.contains(line) ? "new line " : "line ") + QByteArray::number(line) + '\n';
    }
    return text;
}

} // namespace hermes::test
