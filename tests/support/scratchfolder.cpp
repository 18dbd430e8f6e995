#include "scratchfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

namespace hermes::test {

namespace {

void gitProcess(QProcess &process, const QString &folder, const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    for (const QString &who : {QStringLiteral("AUTHOR"), QStringLiteral("COMMITTER")}) {
        environment.insert(QStringLiteral("GIT_%1_NAME").arg(who), QStringLiteral("Test Author"));
        environment.insert(QStringLiteral("GIT_%1_EMAIL").arg(who),
                           QStringLiteral("author@example.org"));
        if (!environment.contains(QStringLiteral("GIT_%1_DATE").arg(who))) {
            environment.insert(QStringLiteral("GIT_%1_DATE").arg(who),
                               QStringLiteral("2026-01-02T03:04:05+01:00"));
        }
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("git"), arguments);
    if (!process.waitForFinished(60'000)) {
        qFatal("git %s did not end", qPrintable(arguments.join(u' ')));
    }
}

} // namespace

ScratchFolder::ScratchFolder()
{
    if (!m_folder.isValid()) {
        qFatal("no scratch folder: %s", qPrintable(m_folder.errorString()));
    }
}

QString ScratchFolder::path(const QString &relative) const
{
    return m_folder.filePath(relative);
}

void ScratchFolder::write(const QString &relative, const QByteArray &content) const
{
    const QString file = path(relative);
    if (!QDir().mkpath(QFileInfo(file).path())) {
        qFatal("no folder for %s", qPrintable(file));
    }
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || out.write(content) != content.size()) {
        qFatal("cannot write %s", qPrintable(file));
    }
}

QByteArray ScratchFolder::read(const QString &relative) const
{
    QFile in(path(relative));
    if (!in.open(QIODevice::ReadOnly)) {
        qFatal("cannot read %s", qPrintable(relative));
    }
    return in.readAll();
}

QByteArray ScratchFolder::git(const QStringList &arguments) const
{
    QProcess process;
    gitProcess(process, path(), arguments);
    if (process.exitCode() != 0) {
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
               process.readAllStandardError().constData());
    }
    return process.readAllStandardOutput().trimmed();
}

int ScratchFolder::gitExitCode(const QStringList &arguments) const
{
    QProcess process;
    gitProcess(process, path(), arguments);
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

void ScratchFolder::initGit() const
{
    git({QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"),
         QStringLiteral("main")});
    git({QStringLiteral("config"), QStringLiteral("user.name"), QStringLiteral("Test Author")});
    git({QStringLiteral("config"), QStringLiteral("user.email"),
         QStringLiteral("author@example.org")});
}

QByteArray ScratchFolder::commitAll(const QString &message) const
{
    git({QStringLiteral("add"), QStringLiteral("-A")});
    git({QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("--allow-empty"),
         QStringLiteral("-m"), message});
    return git({QStringLiteral("rev-parse"), QStringLiteral("HEAD")});
}

} // namespace hermes::test
