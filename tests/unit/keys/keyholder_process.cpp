// A program that holds a key from its environment. Arguments: "protected" or "open"; then "wait",
// "child" (runs `env`) or "crash".

#include "keys/environmentkeys.h"
#include "keys/processprotection.h"

#include <QCoreApplication>
#include <QProcess>

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    hermes::keys::EnvironmentKeys keys;
    const QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == u"protected"_s) {
        hermes::keys::protectProcess();
    }
    const auto key = keys.key(u"ACME_API_KEY"_s);
    const auto other = keys.key(u"ACME_OTHER"_s);
    std::fprintf(stdout, "%s\n%s %s\n", qPrintable(keys.names().join(u' ')),
                 key ? key->reveal().toByteArray().constData() : "none",
                 other ? other->reveal().toByteArray().constData() : "none");
    std::fflush(stdout);
    if (arguments.value(2) == u"child"_s) {
        QProcess child;
        child.start(u"env"_s, QStringList());
        child.waitForFinished();
        std::fputs(child.readAllStandardOutput().constData(), stdout);
    } else if (arguments.value(2) == u"crash"_s) {
        std::abort();
    } else {
        char byte = 0;
        [[maybe_unused]] const ssize_t end = ::read(STDIN_FILENO, &byte, 1);
    }
    return EXIT_SUCCESS;
}
