#include "studioprocess.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace hermes::tour {

StudioProcess::StudioProcess(const QString &home) : m_home(home)
{
    QDir().mkpath(documents());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, home);
    environment.insert(u"XDG_CONFIG_HOME"_s, home + u"/.config"_s);
    environment.insert(u"XDG_DATA_HOME"_s, home + u"/.local/share"_s);
    environment.insert(u"XDG_CACHE_HOME"_s, home + u"/.cache"_s);
    environment.insert(u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s, u"1"_s);
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
}

StudioProcess::~StudioProcess()
{
    kill();
}

void StudioProcess::setVariable(const QString &name, const QString &value)
{
    QProcessEnvironment changed = environment();
    changed.insert(name, value);
    m_process.setProcessEnvironment(changed);
}

void StudioProcess::removeVariable(const QString &name)
{
    QProcessEnvironment changed = environment();
    changed.remove(name);
    m_process.setProcessEnvironment(changed);
}

void StudioProcess::start(const QStringList &arguments)
{
    m_process.start(QStringLiteral(STUDIO), arguments);
    m_process.waitForStarted();
}

void StudioProcess::startUnder(const QStringList &command, const QStringList &arguments)
{
    m_process.start(command.constFirst(),
                    command.sliced(1) + QStringList{QStringLiteral(STUDIO)} + arguments);
    m_process.waitForStarted();
}

void StudioProcess::kill()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

int StudioProcess::waitForExit()
{
    const bool hasEnded =
        m_process.state() == QProcess::NotRunning || m_process.waitForFinished(60'000);
    return hasEnded && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

} // namespace hermes::tour
