#include "workspace/sampleregistry.h"

#include "vcs/repository.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

using namespace hermes::core;
using namespace Qt::StringLiterals;

/// A static library's resources are left out by the linker unless somebody asks for them; the macro
/// wants the global namespace.
static void includeSampleResources()
{
    Q_INIT_RESOURCE(sample);
}

namespace hermes::workspace {

namespace {

const QString resourceFolder = u":/sample"_s;

std::unexpected<Error> cannotMake(const QString &folder, const QString &detail)
{
    return failure(
        ErrorCode::NotWritable,
        QCoreApplication::translate(
            "SampleRegistry", "The sample registry cannot be made in %1. Nothing was left there.")
            .arg(folder),
        detail);
}

Result<QByteArray> resource(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::Internal,
                       QCoreApplication::translate("SampleRegistry",
                                                   "The program's own sample is incomplete."),
                       path);
    }
    return file.readAll();
}

/// Writes the files of one step into the work tree; they are what the commit will hold.
Result<QList<vcs::FileChange>> layOut(const QString &step, const QString &folder)
{
    QList<vcs::FileChange> changes;
    const QString source = resourceFolder + u'/' + step;
    QDirIterator walk(source, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString file = walk.next();
        const Result<RepoPath> path = RepoPath::parse(file.mid(source.size() + 1));
        const Result<QByteArray> content = resource(file);
        if (!path || !content) {
            return std::unexpected(path ? content.error() : path.error());
        }
        if (path->text() == u"removed.txt") {
            const QList<QByteArray> lines = content->split('\n');
            for (const QByteArray &line : lines) {
                if (const auto removed = RepoPath::parse(QString::fromUtf8(line.trimmed()));
                    removed && !removed->isRoot()) {
                    QFile::remove(folder + u'/' + removed->text());
                    changes.append({*removed, std::nullopt, false});
                }
            }
            continue;
        }
        const QString target = folder + u'/' + path->text();
        QFile out(target);
        if (!QDir().mkpath(QFileInfo(target).path())
            || !out.open(QIODevice::WriteOnly | QIODevice::Truncate)
            || out.write(*content) != content->size()) {
            return cannotMake(folder, out.errorString());
        }
        changes.append({*path, *content, false});
    }
    return changes;
}

/// One commit and its tags.
Result<void> commitStep(vcs::Repository &repository, const QJsonObject &step, const QString &folder)
{
    const auto changes = layOut(step.value(u"folder"_s).toString(), folder);
    const auto state = repository.state();
    if (!changes || !state) {
        return std::unexpected(changes ? state.error() : changes.error());
    }
    const vcs::Signature author{
        u"Hermes Studio Sample"_s, u"sample@hermes-studio.invalid"_s,
        QDateTime::fromString(step.value(u"date"_s).toString(), Qt::ISODate)};
    const auto prepared = repository.prepare(
        {*changes, step.value(u"message"_s).toString(), author, state->commit, {}, {}});
    if (!prepared) {
        return std::unexpected(prepared.error());
    }
    if (const Result<void> published = repository.publish(*prepared); !published) {
        return published;
    }
    const QJsonArray tags = step.value(u"tags"_s).toArray();
    for (const auto &value : tags) {
        const QJsonObject tag = value.toObject();
        const Result<void> made =
            repository.createTag(tag.value(u"name"_s).toString(), prepared->commit,
                                 tag.value(u"message"_s).toString(), author);
        if (!made) {
            return made;
        }
    }
    return {};
}

Result<void> makeHistory(const QString &folder)
{
    Result<vcs::Repository> repository = vcs::Repository::create(folder);
    const Result<QByteArray> history = resource(resourceFolder + u"/history.json"_s);
    if (!repository || !history) {
        return std::unexpected(repository ? history.error() : repository.error());
    }
    const QJsonArray steps = QJsonDocument::fromJson(*history).array();
    for (const auto &step : steps) {
        if (const Result<void> committed = commitStep(*repository, step.toObject(), folder);
            !committed) {
            return committed;
        }
    }
    return {};
}

} // namespace

Result<QString> createSampleRegistry(const QString &folder)
{
    includeSampleResources();
    if (QFileInfo::exists(folder + u"/.git"_s)) {
        return folder;
    }
    if (QFileInfo::exists(folder) && !QDir(folder).isEmpty()) {
        return failure(
            ErrorCode::InvalidArgument,
            QCoreApplication::translate(
                "SampleRegistry", "%1 is not empty; the sample registry needs a folder of its own.")
                .arg(folder));
    }
    const QString unfinished = folder + u".making-"_s + QUuid::createUuid().toString(QUuid::Id128);
    if (!QDir().mkpath(unfinished)) {
        return cannotMake(folder, unfinished);
    }
    const Result<void> made = makeHistory(unfinished);
    if (made) {
        QDir().rmdir(folder); // an empty one may stand there
    }
    if (!made || !QDir().rename(unfinished, folder)) {
        QDir(unfinished).removeRecursively();
        return made ? Result<QString>(cannotMake(folder, unfinished))
                    : std::unexpected(made.error());
    }
    return folder;
}

} // namespace hermes::workspace
