#include "workspace/releasenote.h"

#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

QJsonObject toJson(const ReleaseNote &note)
{
    QJsonArray files;
    for (const ReleaseNote::File &file : note.files) {
        files.append(QJsonObject{{u"path"_s, file.path.text()},
                                 {u"before"_s, hex(file.before)},
                                 {u"after"_s, hex(file.after)}});
    }
    QJsonArray paths;
    for (const RepoPath &path : note.prepared.paths) {
        paths.append(path.text());
    }
    return {{u"commit"_s, note.prepared.commit.toString()},
            {u"tag"_s, note.prepared.tag.toString()},
            {u"tagName"_s, note.prepared.tagName},
            {u"branchRef"_s, note.prepared.branchRef},
            {u"previousHead"_s, note.prepared.previousHead.toString()},
            {u"paths"_s, paths},
            {u"files"_s, files}};
}

std::optional<ReleaseNote> fromJson(const QJsonObject &json)
{
    const auto objectId = [&json](const QString &key) {
        return vcs::ObjectId::parse(json.value(key).toString());
    };
    const auto commit = objectId(u"commit"_s);
    const auto tag = objectId(u"tag"_s);
    const auto previousHead = objectId(u"previousHead"_s);
    if (!commit || !tag || !previousHead) {
        return std::nullopt;
    }
    ReleaseNote note;
    note.prepared = {*commit,
                     *tag,
                     json.value(u"tagName"_s).toString(),
                     json.value(u"branchRef"_s).toString(),
                     *previousHead,
                     {}};
    const QJsonArray paths = json.value(u"paths"_s).toArray();
    for (const auto &path : paths) {
        if (const Result<RepoPath> parsed = RepoPath::parse(path.toString()); parsed) {
            note.prepared.paths.append(*parsed);
        }
    }
    const QJsonArray files = json.value(u"files"_s).toArray();
    for (const auto &value : files) {
        const QJsonObject file = value.toObject();
        if (const Result<RepoPath> path = RepoPath::parse(file.value(u"path"_s).toString()); path) {
            note.files.append({*path,
                               QByteArray::fromHex(file.value(u"before"_s).toString().toLatin1()),
                               QByteArray::fromHex(file.value(u"after"_s).toString().toLatin1())});
        }
    }
    return note;
}

QString pathIn(const QString &gitFolder)
{
    return gitFolder + u"/hermes-release.json"_s;
}

} // namespace

ReleaseNoteFile::ReleaseNoteFile(QString path, FileLock lock)
    : m_path(std::move(path)), m_lock(std::move(lock))
{
}

bool ReleaseNoteFile::exists(const QString &gitFolder)
{
    return QFile::exists(pathIn(gitFolder));
}

Result<ReleaseNoteFile> ReleaseNoteFile::acquire(const QString &gitFolder)
{
    return FileLock::acquire(gitFolder + u"/hermes-release.lock"_s,
                             QCoreApplication::translate("ReleaseNote",
                                                         "Another program is releasing in this "
                                                         "registry. Wait until it is done."))
        .transform([&gitFolder](FileLock lock) {
            return ReleaseNoteFile(pathIn(gitFolder), std::move(lock));
        });
}

std::optional<ReleaseNote> ReleaseNoteFile::read() const
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    return fromJson(QJsonDocument::fromJson(file.readAll()).object());
}

Result<void> ReleaseNoteFile::write(const ReleaseNote &note) const
{
    return saveCopy(m_path, QJsonDocument(toJson(note)).toJson())
        .transform_error([this](Error error) {
            remove(); // written whole and not durable, it would be finished later
            error.message = QCoreApplication::translate(
                "ReleaseNote",
                "The release could not begin: its note cannot be written in the repository. "
                "Nothing was changed.");
            return error;
        });
}

void ReleaseNoteFile::remove() const
{
    QFile::remove(m_path);
}

} // namespace hermes::workspace
