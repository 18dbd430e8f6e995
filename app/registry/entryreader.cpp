#include "registry/entryreader.h"

#include "registry/entryfiles.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::EntryKind;
using core::RepoPath;

EntrySummary EntryReader::read(const EntryCandidate &candidate)
{
    EntrySummary summary;
    summary.folder = candidate.folder;
    summary.id = {candidate.kind, candidate.folder.fileName()};
    summary.name = summary.id.id;
    summary.problems = candidate.problems;
    if (candidate.kind == EntryKind::Skill) {
        summary.category = shared(candidate.folder.parts().value(1));
    }
    if (candidate.type == core::FileType::SymbolicLink) {
        summary.problems.append(
            readProblem(m_source, candidate.folder, {core::ErrorCode::NotAFile, {}, {}}));
        return summary;
    }
    const RepoPath manifestFile = manifestFileOf(candidate.kind, candidate.folder);
    const bool isSkill = candidate.kind == EntryKind::Skill;
    const auto text =
        m_source.read(manifestFile, isSkill ? maximumSkillBytes : maximumManifestBytes);
    if (!text) {
        summary.problems.append(readProblem(m_source, manifestFile, text.error()));
        return summary;
    }
    const ReadManifest read = readManifest(candidate.kind, *text, manifestFile);
    summary.problems += read.problems;
    if (read.manifest.all.isEmpty() && !read.problems.isEmpty()) {
        summary.promptFile =
            findPrompt(m_source, candidate.kind, candidate.folder, read.manifest).path;
        return summary; // no manifest to speak of: what it lacks is not worth further problems
    }
    takeManifest(summary, read.manifest);
    return summary;
}

void EntryReader::takeManifest(EntrySummary &summary, const Manifest &manifest)
{
    const EntryKind kind = summary.id.kind;
    const PromptFile prompt = findPrompt(m_source, kind, summary.folder, manifest);
    summary.id = idOf(kind, summary.folder, manifest);
    summary.promptFile = prompt.path;
    summary.name = manifest.name.isEmpty() ? summary.id.id : manifest.name;
    summary.version = shared(manifest.version);
    summary.description = manifest.description;
    summary.author = shared(manifest.author ? manifest.author->name : QString());
    summary.model = shared(manifest.model);
    summary.icon = shared(manifest.icon);
    summary.tags = shared(manifest.tags);
    summary.tools = shared(manifest.tools.value_or(QStringList()));
    summary.problems += placeProblems(kind, summary.folder, manifest) + prompt.problems;
}

QString EntryReader::shared(const QString &text)
{
    return text.isEmpty() ? QString() : *m_texts.insert(text);
}

QStringList EntryReader::shared(const QStringList &texts)
{
    if (const auto known = m_lists.constFind(texts); known != m_lists.constEnd()) {
        return *known;
    }
    QStringList result;
    result.reserve(texts.size());
    for (const QString &text : texts) {
        result.append(shared(text));
    }
    m_lists.insert(result);
    return result;
}

} // namespace hermes::registry
