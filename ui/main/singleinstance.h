#pragma once

#include "workspace/programlock.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

QT_BEGIN_NAMESPACE
class QLocalServer;
class QLocalSocket;
QT_END_NAMESPACE

namespace hermes::mainwindow {

/// One program per user and home: what a second start is told to do is done by the first, which
/// comes to the front.
///
/// The first holds a lock that the system takes from it when it dies, however it dies, and listens
/// at a local socket that only its user can reach. Where neither can be made, or where the first
/// does not answer, the second runs by itself: two programs never harm each other's files.
/// Thread: UI.
class SingleInstance final : public QObject
{
    Q_OBJECT

public:
    /// `folder` is private to the user and shared by all starts that belong together; made if
    /// needed.
    explicit SingleInstance(const QString &folder, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// Gives what this start was told to do to the program that runs already. False if there is
    /// none, or it does not answer within ten seconds: then this one is the first, or runs by
    /// itself. Blocks; to be called before there is a window.
    [[nodiscard]] bool handOver(const QStringList &arguments);

Q_SIGNALS:
    /// Another start asks to come to the front and do this. `activationToken`: what a Wayland
    /// compositor wants to see for it.
    void asked(const QStringList &arguments, const QString &activationToken);

private:
    void listen();
    [[nodiscard]] bool send(const QStringList &arguments) const;
    void answer(QLocalSocket *socket);

    QString m_socketPath;
    workspace::ProgramLock m_lock;
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace hermes::mainwindow
