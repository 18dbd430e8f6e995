#include "gitfixture.h"

#include <QFile>
#include <QProcess>
#include <QTimeZone>

namespace hermes::test {

GitHome::GitHome()
{
    qputenv("HOME", QFile::encodeName(m_home.path()));
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home.path()));
    if (const core::Result<void> ready = vcs::initializeLibrary(); !ready) {
        qFatal("%s", qPrintable(ready.error().message));
    }
}

void GitHome::writeSettings(const QByteArray &settings) const
{
    m_home.write(QStringLiteral(".gitconfig"), settings);
}

core::RepoPath at(const QString &path)
{
    return core::RepoPath::fromLiteral(path);
}

vcs::ObjectId idOf(const QByteArray &hex)
{
    return valueOf(vcs::ObjectId::parse(QString::fromLatin1(hex)));
}

vcs::Repository openIn(const ScratchFolder &folder)
{
    return valueOf(vcs::Repository::open(folder.path()));
}

vcs::ObjectId headOf(const ScratchFolder &folder)
{
    return idOf(folder.git({QStringLiteral("rev-parse"), QStringLiteral("HEAD")}));
}

QByteArray fsckComplaints(const QString &folder)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("git"),
                  {QStringLiteral("fsck"), QStringLiteral("--full"),
                   QStringLiteral("--no-dangling"), QStringLiteral("--no-progress")});
    if (!process.waitForFinished()) {
        qFatal("git fsck did not end");
    }
    QByteArray said;
    for (const auto lines = process.readAll().split('\n'); const QByteArray &line : lines) {
        said += line.startsWith("notice: ") ? QByteArray() : line;
    }
    return process.exitCode() == 0 ? said : said + " (exit code not 0)";
}

vcs::CommitRequest requestFor(const vcs::ObjectId &head)
{
    using namespace Qt::StringLiterals;
    constexpr int offsetSeconds = -(3 * 60 + 30) * 60;
    const QDateTime when(QDate(2026, 3, 4), QTime(5, 6, 7),
                         QTimeZone::fromSecondsAheadOfUtc(offsetSeconds));
    return {
        .changes = {{at(u"agents/a/AGENT.md"_s), "new prompt\n", false}},
        .message = u"Release a 1.1.0\n\nWhat is new.  \n"_s,
        .author = {u"Åsa Author"_s, u"asa@example.org"_s, when},
        .expectedHead = head,
        .tagName = u"agent/a@1.1.0"_s,
        .tagMessage = u"What is new."_s,
    };
}

QString looseObject(const ScratchFolder &folder, const QByteArray &hex)
{
    return folder.path(QStringLiteral(".git/objects/")
                       + QString::fromLatin1(hex.first(2) + '/' + hex.sliced(2)));
}

void damage(const QString &path, const QByteArray &content)
{
    QFile::remove(path);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("cannot damage %s", qPrintable(path));
    }
}

} // namespace hermes::test
