#pragma once

#include <QElapsedTimer>
#include <QProcess>
#include <QString>

namespace hermes::tour {

/// The real program with a home of its own, as a user starts it.
class StudioProcess
{
public:
    explicit StudioProcess(const QString &home);
    ~StudioProcess();
    Q_DISABLE_COPY_MOVE(StudioProcess)

    /// What the program finds in its environment, also for services that it is to meet.
    [[nodiscard]] QProcessEnvironment environment() const { return m_process.processEnvironment(); }
    void setVariable(const QString &name, const QString &value);
    void removeVariable(const QString &name);

    void start(const QStringList &arguments);
    /// Under another program: strace and its arguments.
    void startUnder(const QStringList &command, const QStringList &arguments);
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    /// SIGKILL, as a crash or the power button would.
    void kill();
    /// Waits for the end; the exit code, -1 if it does not end or crashed.
    [[nodiscard]] int waitForExit();
    [[nodiscard]] QString documents() const { return m_home + QStringLiteral("/Documents"); }

private:
    QString m_home;
    QProcess m_process;
};

} // namespace hermes::tour
