#include "registry/entryfiles.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::EntryKind;
using core::ErrorCode;
using core::FileType;
using core::Problem;
using core::RepoPath;
using core::Result;

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Registry)
};

Problem fieldProblem(const QString &rule, const QString &message, const RepoPath &file,
                     const QString &field)
{
    Problem problem = fileProblem(Problem::Severity::Error, rule, message, file);
    problem.field = field;
    return problem;
}

PromptFile promptProblem(const RepoPath &path, const Problem &problem)
{
    return {path, false, {problem}};
}

} // namespace

Problem fileProblem(Problem::Severity severity, const QString &rule, const QString &message,
                    const RepoPath &file)
{
    Problem problem;
    problem.severity = severity;
    problem.rule = rule;
    problem.message = message;
    problem.file = file;
    return problem;
}

RepoPath manifestFileOf(EntryKind kind, const RepoPath &folder)
{
    return folder.child(kind == EntryKind::Skill ? u"SKILL.md"_s : u"manifest.json"_s);
}

ReadManifest readManifest(EntryKind kind, const QByteArray &text, const RepoPath &file)
{
    return kind == EntryKind::Skill ? readSkillFrontMatter(text, file)
                                    : readManifestJson(text, file);
}

core::EntryId idOf(EntryKind kind, const RepoPath &folder, const Manifest &manifest)
{
    return {kind, manifest.id.isEmpty() ? folder.fileName() : manifest.id};
}

QList<Problem> placeProblems(EntryKind kind, const RepoPath &folder, const Manifest &manifest)
{
    QList<Problem> problems;
    const RepoPath file = manifestFileOf(kind, folder);
    if (!manifest.type.isEmpty() && manifest.type != core::kindName(kind)) {
        problems.append(
            fieldProblem(u"manifest.kind"_s,
                         Messages::tr("Type is %1, but the folder %2/ holds entries of type %3.")
                             .arg(manifest.type, core::kindFolder(kind), core::kindName(kind)),
                         file, u"type"_s));
    }
    const core::EntryId id = idOf(kind, folder, manifest);
    if (id.namePart() != folder.fileName()) {
        const bool isSkill = kind == EntryKind::Skill;
        Problem problem = fieldProblem(
            u"manifest.folder"_s,
            Messages::tr("The folder is named %1, but the id is %2.").arg(folder.fileName(), id.id),
            file, isSkill ? u"name"_s : u"id"_s);
        // The public registry accepts such skills.
        problem.severity = isSkill ? Problem::Severity::Warning : Problem::Severity::Error;
        problems.append(problem);
    }
    return problems;
}

PromptFile findPrompt(const core::FileSource &source, EntryKind kind, const RepoPath &folder,
                      const Manifest &manifest)
{
    const RepoPath manifestFile = manifestFileOf(kind, folder);
    if (kind == EntryKind::Skill) {
        return {manifestFile, true, {}};
    }
    if (kind == EntryKind::Mcp) {
        return {};
    }
    if (manifest.all.isEmpty() && kind == EntryKind::Agent) {
        // The manifest says nothing at all: the prompt stays in reach under its usual name.
        const RepoPath usual = folder.child(u"AGENT.md"_s);
        if (const Result<core::FileNode> node = source.node(usual); node && node->isFile()) {
            return {usual, true, {}};
        }
    }
    if (manifest.entry.isEmpty()) {
        return promptProblem({},
                             fieldProblem(u"manifest.entry"_s, Messages::tr("Entry names no file."),
                                          manifestFile, u"entry"_s));
    }
    const Result<RepoPath> path = RepoPath::parse(folder.text() + u'/' + manifest.entry);
    if (!path) {
        return promptProblem(
            {},
            fieldProblem(
                u"manifest.entry"_s,
                Messages::tr("Entry “%1” names no file inside the folder.").arg(manifest.entry),
                manifestFile, u"entry"_s));
    }
    const Result<core::FileNode> node = source.node(*path);
    if (node && node->isFile()) {
        return {*path, true, {}};
    }
    if (!node) {
        return promptProblem(*path, readProblem(source, *path, node.error()));
    }
    return promptProblem(*path, readProblem(source, *path, {ErrorCode::NotAFile, {}, {}}));
}

Problem readProblem(const core::FileSource &source, const RepoPath &file, const core::Error &error)
{
    using enum Problem::Severity;
    switch (error.code) {
    case ErrorCode::NotFound:
        return fileProblem(Error, u"file.missing"_s,
                           Messages::tr("%1 is missing.").arg(file.fileName()), file);
    case ErrorCode::TooLarge:
        return fileProblem(Error, u"file.size"_s, error.message, file);
    case ErrorCode::NotAFile:
    case ErrorCode::OutsideRegistry: {
        const Result<core::FileNode> node = source.node(file);
        const bool isLink = !node || node->type == FileType::SymbolicLink;
        return isLink
            ? fileProblem(Error, u"file.link"_s,
                          Messages::tr("%1 is, or lies behind, a symbolic link. It was not read.")
                              .arg(file.fileName()),
                          file)
            : fileProblem(
                  Error, u"file.type"_s,
                  Messages::tr("%1 is not a regular file. It was not read.").arg(file.fileName()),
                  file);
    }
    default:
        return fileProblem(Error, u"file.unreadable"_s, error.message, file);
    }
}

} // namespace hermes::registry
