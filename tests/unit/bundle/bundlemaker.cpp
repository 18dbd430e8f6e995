// bundle_maker FOLDER TARGET: writes a bundle of the whole registry in FOLDER. Exit code 0, or 1
// and the error's message.
#include "bundle/bundle.h"
#include "core/directoryfilesource.h"
#include "samples.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3) {
        std::fputs("usage: bundle_maker FOLDER TARGET\n", stderr);
        return 2;
    }
    const hermes::core::DirectoryFileSource source(arguments.at(1));
    const auto written = hermes::bundle::bundleBytes(source, hermes::test::sampleRequest(), {})
                             .and_then([&](const QByteArray &bytes) {
                                 return hermes::bundle::writeBundle(bytes, arguments.at(2));
                             });
    if (!written) {
        std::fprintf(stderr, "%d: %s\n", static_cast<int>(written.error().code),
                     qPrintable(written.error().message));
        return 1;
    }
    return 0;
}
