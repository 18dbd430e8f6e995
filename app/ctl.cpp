#include "commandline/commandline.h"
#include "keys/processprotection.h"
#include "vcs/repository.h"

#include <QCoreApplication>

#include <cstdio>

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
    const hermes::commandline::Outcome outcome =
        hermes::commandline::run(QCoreApplication::arguments().sliced(1));
    print(outcome.errors, stderr);
    return print(outcome.output, stdout) ? outcome.exitCode : hermes::commandline::Failed;
}
