#include "workspace/registryhold.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr qint64 largestNote = 4096; ///< bytes
constexpr mode_t writableByAll = 0666; ///< Whoever comes after a dead program can lock its file.

/// Where git keeps what is not to be committed; empty in a folder without git.
QString gitFolder(const QString &root)
{
    QString git = root + u"/.git"_s;
    if (QFileInfo(git).isDir()) {
        return git;
    }
    QFile link(git); // of a further work tree
    if (!link.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray text = link.read(largestNote).trimmed();
    const QByteArray key = "gitdir:";
    return text.startsWith(key)
        ? QDir(root).absoluteFilePath(QFile::decodeName(text.sliced(key.size()).trimmed()))
        : QString();
}

QString pathOf(const QString &root)
{
    const QString git = gitFolder(root);
    return git.isEmpty() ? root + u"/.hermes-studio"_s : git + u"/hermes-studio"_s;
}

} // namespace

RegistryUser RegistryUser::current()
{
    const passwd *entry = ::getpwuid(::getuid());
    return {static_cast<qint64>(::getuid()),
            entry != nullptr ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::getuid()),
            QSysInfo::machineHostName(), QString::fromLatin1(QSysInfo::machineUniqueId())};
}

bool RegistryHold::take()
{
    if (m_lock.state() == ProgramLock::State::Held) {
        return true;
    }
    if (m_path.isEmpty()) {
        m_path = pathOf(m_root);
        m_lock = ProgramLock(m_path);
        m_self = m_self.value_or(RegistryUser::current());
    }
    if (m_lock.take() == ProgramLock::State::Held) {
        writeUser();
        m_obstacle.clear();
        return true;
    }
    m_obstacle = obstacleNow();
    return false;
}

bool RegistryHold::isWaiting() const
{
    return m_lock.state() == ProgramLock::State::HeldByAnother || !m_obstacle.isEmpty();
}

void RegistryHold::writeUser() const
{
    const RegistryUser self = m_self.value_or(RegistryUser{});
    const QJsonObject note{{u"user"_s, self.user},
                           {u"userId"_s, self.userId},
                           {u"host"_s, self.host},
                           {u"machine"_s, self.machine}};
    QFile file(m_path);
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate)) { // else nobody reads who it is
        file.write(QJsonDocument(note).toJson(QJsonDocument::Compact));
        ::fchmod(file.handle(), writableByAll);
    }
}

QString RegistryHold::obstacleNow() const
{
    if (!ProgramLock::isHeld(m_path)) {
        return {};
    }
    QFile file(m_path);
    const QJsonObject note = file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.read(largestNote)).object()
        : QJsonObject();
    const RegistryUser holder{note.value(u"userId"_s).toInteger(-1),
                              note.value(u"user"_s).toString(), note.value(u"host"_s).toString(),
                              note.value(u"machine"_s).toString()};
    if (holder == m_self) {
        return {};
    }
    if (holder.user.isEmpty() || holder.host.isEmpty()) {
        return QCoreApplication::translate(
            "RegistryHold",
            "Another user or computer has this registry open. It is read-only "
            "here until it is closed there.");
    }
    return QCoreApplication::translate("RegistryHold",
                                       "%1 has this registry open on %2. It is read-only here "
                                       "until it is closed there.")
        .arg(holder.user, holder.host);
}

} // namespace hermes::workspace
