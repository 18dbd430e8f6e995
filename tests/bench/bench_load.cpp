// Loads a generated registry and compares with reading its bytes: loadCatalog() against
// `git ls-files -z | xargs -0 cat >/dev/null`, alternating, on a warm cache.
//
// Usage: bench_load [AGENTS]   (default 10000)

#include "core/directoryfilesource.h"
#include "generatedregistry.h"
#include "registry/catalog.h"

#include "timing.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <optional>
#include <vector>

using namespace hermes;
using namespace Qt::StringLiterals;

using bench::median;

namespace {

constexpr int rounds = 7;

[[noreturn]] void stop(const QString &message)
{
    std::fprintf(stderr, "%s\n", qPrintable(message));
    std::exit(EXIT_FAILURE);
}

void shell(const QString &folder, const QString &command)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"sh"_s, {u"-c"_s, command});
    if (!process.waitForFinished(-1) || process.exitCode() != 0) {
        stop(u"failed: %1\n%2"_s.arg(command, QString::fromUtf8(process.readAllStandardError())));
    }
}

struct Load
{
    double milliseconds = 0;
    double firstBatchMilliseconds = 0;
    registry::Catalog catalog;
};

Load load(const QString &folder)
{
    Load result;
    QElapsedTimer timer;
    timer.start();
    const core::DirectoryFileSource source(folder);
    registry::LoadOptions options;
    std::optional<qint64> firstBatch;
    options.onBatch = [&timer, &firstBatch](const QList<registry::EntrySummary> &) {
        firstBatch = firstBatch.value_or(timer.nsecsElapsed());
    };
    core::Result<registry::Catalog> catalog = registry::loadCatalog(source, options);
    if (!catalog) {
        stop(catalog.error().message);
    }
    result.milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    result.firstBatchMilliseconds = static_cast<double>(firstBatch.value_or(0)) / 1e6;
    result.catalog = *std::move(catalog);
    return result;
}

double readAllBytes(const QString &folder)
{
    QElapsedTimer timer;
    timer.start();
    shell(folder, u"git ls-files -z | xargs -0 cat >/dev/null"_s);
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Bytes of the summaries' own text in UTF-16, counted for every summary, shared or not.
qint64 textBytes(const registry::Catalog &catalog)
{
    qint64 units = 0;
    for (const registry::EntrySummary &entry : catalog.entries) {
        units += entry.id.id.size() + entry.folder.text().size() + entry.promptFile.text().size()
            + entry.category.size() + entry.name.size() + entry.version.size()
            + entry.description.size() + entry.author.size() + entry.model.size()
            + entry.icon.size() + entry.tags.join(QString()).size()
            + entry.tools.join(QString()).size();
    }
    return units * qint64(sizeof(QChar));
}

size_t allocatedBytes()
{
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int agents = argc > 1 ? std::atoi(argv[1]) : 10000;
    const QTemporaryDir folder;
    test::generateRegistry(folder.path(), agents);

    std::vector<double> loads;
    std::vector<double> firstBatches;
    std::vector<double> reads;
    readAllBytes(folder.path());
    for (int round = 0; round < rounds; ++round) {
        const Load measured = load(folder.path());
        if (measured.catalog.entries.size() != agents || !measured.catalog.problems.isEmpty()) {
            stop(u"the registry was not loaded completely"_s);
        }
        loads.push_back(measured.milliseconds);
        firstBatches.push_back(measured.firstBatchMilliseconds);
        reads.push_back(readAllBytes(folder.path()));
    }

    malloc_trim(0);
    const size_t before = allocatedBytes();
    const Load kept = load(folder.path());
    const auto used = static_cast<qint64>(allocatedBytes() - before);
    std::printf("agents                      %d\n", agents);
    std::printf("loadCatalog                 %.1f ms (median of %d)\n", median(loads), rounds);
    std::printf("git ls-files | xargs cat    %.1f ms\n", median(reads));
    std::printf("ratio                       %.2f\n", median(loads) / median(reads));
    std::printf("first batch                 %.1f ms\n", median(firstBatches));
    std::printf("memory per agent            %lld bytes, %lld beyond the summary's text\n",
                static_cast<long long>(used / agents),
                static_cast<long long>((used - textBytes(kept.catalog)) / agents));
    return EXIT_SUCCESS;
}
