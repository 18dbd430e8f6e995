#include "runs/leftruns.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace hermes::runs {

namespace {

using core::ErrorCode;
using core::Result;

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

QDir folderBeside(const QString &history)
{
    return QDir(history + u"-left"_s);
}

std::unexpected<core::Error> notRemoved(const QString &path, const QString &detail)
{
    return core::failure(ErrorCode::NotWritable,
                         Tr::tr("%1 holds runs and could not be removed. Remove it, or they come "
                                "back into the history.")
                             .arg(QDir::toNativeSeparators(path)),
                         detail);
}

} // namespace

Result<void> leaveRun(const QString &history, const Run &run)
{
    const QDir folder = folderBeside(history);
    QFile left(folder.filePath(run.id + u".part"_s));
    const QByteArray record = QJsonDocument(toJson(run)).toJson(QJsonDocument::Compact);
    const QString whole = folder.filePath(run.id + u".json"_s);
    const bool isWritten = folder.mkpath(u"."_s) && left.open(QIODevice::WriteOnly, ownerOnly)
        && left.write(record) == record.size() && left.flush();
    left.close();
    // In place of an older one of the same run, which QFile would not replace.
    if (!isWritten
        || std::rename(QFile::encodeName(left.fileName()).constData(),
                       QFile::encodeName(whole).constData())
            != 0) {
        return core::failure(
            ErrorCode::NotWritable,
            Tr::tr("A run could not be kept in %1.").arg(QDir::toNativeSeparators(folder.path())),
            left.errorString());
    }
    return {};
}

QList<LeftRun> leftRuns(const QString &history)
{
    const QDir folder = folderBeside(history);
    QList<LeftRun> runs;
    for (const auto files = folder.entryList({u"*.json"_s}, QDir::Files);
         const QString &name : files) {
        QFile left(folder.filePath(name));
        if (!left.open(QIODevice::ReadOnly)) {
            continue;
        }
        if (const auto run = runFromJson(QJsonDocument::fromJson(left.readAll()).object())) {
            runs.append({left.fileName(), *run});
        }
    }
    return runs;
}

Result<void> removeLeftFile(const QString &file)
{
    QFile left(file);
    if (left.remove() || !left.exists()) {
        return {};
    }
    return notRemoved(file, left.errorString());
}

Result<void> removeAllLeft(const QString &history)
{
    QDir folder = folderBeside(history);
    if (!folder.exists() || folder.removeRecursively()) {
        return {};
    }
    return notRemoved(folder.path(), {});
}

} // namespace hermes::runs
