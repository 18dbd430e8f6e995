#include "keys/environmentkeys.h"
#include "keys/keystore.h"
#include "keys/processprotection.h"
#include "main/mainwindow.h"
#include "main/singleinstance.h"
#include "runs/runhistory.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/connectionstore.h"
#include "workspace/livemodels.h"
#include "workspace/modelaccess.h"
#include "workspace/settings.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QCryptographicHash>
#include <QDir>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QSessionManager>
#include <QSocketNotifier>
#include <QTranslator>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// SIGTERM, SIGINT and SIGHUP end the program as Quit does: through the window, with everything
/// journaled. A signal handler may only write to a descriptor; the notifier reads it in the event
/// loop.
class QuitSignals final : public QObject
{
public:
    explicit QuitSignals(QCoreApplication &application)
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s_sockets.data()) != 0) {
            return;
        }
        connect(&m_notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
        m_notifier.setSocket(s_sockets.back());
        m_notifier.setEnabled(true);
        struct sigaction action{};
        action.sa_handler = [](int) {
            const char byte = 1;
            [[maybe_unused]] const ssize_t written = ::write(s_sockets.front(), &byte, 1);
        };
        action.sa_flags = SA_RESTART;
        for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
            ::sigaction(signal, &action, nullptr);
        }
    }

private:
    static std::array<int, 2> s_sockets;
    QSocketNotifier m_notifier{QSocketNotifier::Read};
};

std::array<int, 2> QuitSignals::s_sockets{-1, -1};

void installTranslations(QApplication &application)
{
    auto *plurals = new QTranslator(&application);
    if (plurals->load(u":/i18n/hermes_en.qm"_s)) {
        QApplication::installTranslator(plurals);
    }
    for (const auto &[catalogue, folder] :
         {std::pair{u"hermes"_s, u":/i18n"_s},
          std::pair{u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)}}) {
        auto *translator = new QTranslator(&application);
        if (translator->load(QLocale(), catalogue, u"_"_s, folder)) {
            QApplication::installTranslator(translator);
        }
    }
}

const QString sampleTask = u"--sample"_s;

/// Of this user and this home: a program that keeps its state elsewhere is another one.
QString instanceFolder()
{
    constexpr qsizetype digits = 16;
    const QByteArray home = QCryptographicHash::hash(hermes::workspace::stateFolder().toUtf8(),
                                                     QCryptographicHash::Sha256);
    const QString runtime =
        qEnvironmentVariable("XDG_RUNTIME_DIR", hermes::workspace::stateFolder());
    return runtime + u"/hermes-studio-"_s + QString::fromLatin1(home.toHex().first(digits));
}

void perform(hermes::mainwindow::MainWindow &window, const QStringList &task)
{
    if (task.isEmpty()) {
        return;
    }
    if (task.constFirst() == sampleTask) {
        window.openSample();
    } else {
        window.openPath(task.constFirst());
    }
}

} // namespace

int main(int argc, char **argv)
{
    hermes::keys::protectProcess();
    hermes::keys::EnvironmentKeys environmentKeys; // before there is a second thread or a child
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"hermes-studio"_s);
    QApplication::setApplicationName(u"hermes-studio"_s);
    QApplication::setApplicationDisplayName(u"Hermes Studio"_s);
    QApplication::setApplicationVersion(QStringLiteral(HERMES_VERSION));
    QApplication::setDesktopFileName(u"hermes-studio"_s);
    installTranslations(application);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "A native editor for agent prompts"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption(
        {u"sample"_s, QCoreApplication::translate("main", "Open the sample registry.")});
    parser.addPositionalArgument(
        u"path"_s,
        QCoreApplication::translate("main", "The registry to open, or a file of an entry."),
        u"[path]"_s);
    parser.process(application);

    // What a start is told to do, whichever program does it.
    QStringList task = parser.positionalArguments().mid(0, 1);
    for (QString &path : task) {
        path = QDir(path).absolutePath();
    }
    if (parser.isSet(u"sample"_s)) {
        task = {sampleTask};
    }
    hermes::mainwindow::SingleInstance instance(instanceFolder());
    if (instance.handOver(task)) {
        return EXIT_SUCCESS;
    }

    if (const auto ready = hermes::vcs::initializeLibrary(); !ready) {
        std::fprintf(stderr, "hermes-studio: %s\n", qPrintable(ready.error().message));
        return EXIT_FAILURE;
    }
    hermes::widgets::Theme theme(application);
    QApplication::setWindowIcon(QIcon(u":/icons/hermes-studio.svg"_s));
    hermes::workspace::Settings settings;
    hermes::widgets::SystemUserDialogs dialogs;
    hermes::keys::KeyStore keyStore(hermes::keys::KeyStore::usualPatience);
    hermes::workspace::ConnectionStore connections(hermes::workspace::connectionsFile());
    hermes::runs::RunHistory runs(hermes::workspace::runsFile(), {});
    hermes::workspace::LiveModels knownModels(hermes::workspace::ownModelsFile());
    const hermes::workspace::ModelAccess models{connections, keyStore, environmentKeys, runs,
                                                knownModels};
    const QuitSignals quitSignals(application);

    hermes::mainwindow::MainWindow window(
        {hermes::workspace::stateFolder(), hermes::workspace::cacheFolder()}, settings, theme,
        dialogs, models);
    window.show();
    // A log-out is neither asked about nor held up. It may still be called off: then all goes on.
    const auto keep = [&window](QSessionManager &) { window.keepEverything(); };
    QObject::connect(&application, &QGuiApplication::commitDataRequest, &window, keep,
                     Qt::DirectConnection);
    QObject::connect(&application, &QGuiApplication::saveStateRequest, &window, keep,
                     Qt::DirectConnection);
    QObject::connect(&instance, &hermes::mainwindow::SingleInstance::asked, &window,
                     [&window](const QStringList &asked, const QString &activationToken) {
                         if (!activationToken.isEmpty()) {
                             qputenv("XDG_ACTIVATION_TOKEN", activationToken.toUtf8());
                         }
                         window.comeToFront();
                         perform(window, asked);
                     });
    if (task.isEmpty()) {
        window.reopenRegistries();
    }
    perform(window, task);
    return QApplication::exec();
}
