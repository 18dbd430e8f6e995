#include "commandline/commandline.h"
#include "keys/processprotection.h"
#include "vcs/repository.h"
#include "workspace/knownmodels.h"

#include <QCoreApplication>

#include <cstdio>

#include <unistd.h>

namespace {

bool print(const QByteArray &bytes, std::FILE *stream)
{
    const auto size = static_cast<size_t>(bytes.size());
    return std::fwrite(bytes.constData(), 1, size, stream) == size && std::fflush(stream) == 0;
}

} // namespace

int main(int argc, char **argv)
{
    hermes::keys::protectProcess();
    const QCoreApplication application(argc, argv);
    if (const auto ready = hermes::vcs::initializeLibrary(); !ready) {
        print("hermesctl: " + ready.error().message.toUtf8() + "\n", stderr);
        return hermes::commandline::Failed;
    }
    const hermes::commandline::Streams streams{
        [](const QByteArray &bytes) { print(bytes, stdout); },
        [](const QByteArray &bytes) { print(bytes, stderr); }, ::isatty(STDOUT_FILENO) == 1};
    const hermes::commandline::Outcome outcome =
        hermes::commandline::run(QCoreApplication::arguments().sliced(1), streams, [] {
            return hermes::workspace::readKnownModels(hermes::workspace::ownModelsFile());
        });
    print(outcome.errors, stderr);
    return print(outcome.output, stdout) ? outcome.exitCode : hermes::commandline::Failed;
}
