#include "search/packbuild.h"

#include "search/packwriter.h"
#include "search/snapshot.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QMutex>

#include <algorithm>
#include <atomic>
#include <optional>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::search {

namespace {

constexpr int filesAtOnce = 32;
constexpr int niceness = 10;
/// A file that changed this shortly before it was read may change again without another stamp: some
/// disks count whole or even seconds.
constexpr qint64 coarsestTick = 2'000'000'000; ///< Nanoseconds.

void giveWay()
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

class PackBuild
{
public:
    PackBuild(const DirectoryFileSource &files, const QList<RepoPath> &prompts,
              const BuildOptions &options, PackWriter &writer)
        : m_files(files), m_prompts(prompts), m_options(options), m_writer(writer)
    {
    }

    Result<void> run()
    {
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < std::max(m_options.threads, 1); ++i) {
                threads.emplace_back([this] {
                    giveWay();
                    work();
                });
            }
        }
        if (m_error) {
            return std::unexpected(*m_error);
        }
        if (m_options.cancel.isCancelled()) {
            return failure(ErrorCode::Cancelled,
                           QCoreApplication::translate("Search", "Indexing was cancelled."));
        }
        return m_writer.finish();
    }

private:
    void work()
    {
        QList<SourceText> texts;
        qsizetype size = 0;
        while (!m_hasFailed && !m_options.cancel.isCancelled()) {
            const qsizetype first = m_next.fetch_add(filesAtOnce);
            const qsizetype last = std::min(first + filesAtOnce, m_prompts.size());
            for (qsizetype i = first; i < last; ++i) {
                std::optional<SourceText> text = read(m_prompts.at(i));
                if (!text) {
                    continue;
                }
                // A text that is a block's worth alone does not make others wait for it.
                if (size > 0 && size + text->content.size() > blockTextSize) {
                    append(std::exchange(texts, {}));
                    size = 0;
                }
                size += text->content.size();
                texts.append(*std::move(text));
            }
            if (first >= last) {
                break;
            }
            tellProgress(static_cast<int>(last - first));
        }
        if (!texts.isEmpty()) {
            append(texts);
        }
    }

    [[nodiscard]] std::optional<SourceText> read(const RepoPath &file) const
    {
        const Result<FileStamp> before = m_files.stamp(file);
        Result<QByteArray> content = m_files.read(file, longestText);
        const Result<FileStamp> after = m_files.stamp(file);
        if (!content) {
            return std::nullopt;
        }
        const bool isSettled = before && after && *before == *after
            && after->changed < m_writer.start().changed - coarsestTick
            && after->size == content->size();
        return SourceText{file.bytes(), isSettled ? *after : FileStamp(), *std::move(content)};
    }

    void append(const QList<SourceText> &texts)
    {
        PackedBlock block = packBlock(texts);
        const QMutexLocker lock(&m_mutex);
        if (m_hasFailed) {
            return;
        }
        if (const Result<void> written = m_writer.append(std::move(block)); !written) {
            m_error = written.error();
            m_hasFailed = true;
        }
    }

    void tellProgress(int files)
    {
        const QMutexLocker lock(&m_mutex);
        m_done += files;
        if (m_options.onProgress) {
            m_options.onProgress(m_done);
        }
    }

    const DirectoryFileSource &m_files;
    const QList<RepoPath> &m_prompts;
    const BuildOptions &m_options;
    PackWriter &m_writer;
    std::atomic<qsizetype> m_next = 0;
    std::atomic_bool m_hasFailed = false;
    QMutex m_mutex;
    int m_done = 0;
    std::optional<Error> m_error;
};

} // namespace

QString packFile(const QString &cacheFolder, const QString &registryRoot)
{
    const QByteArray name = QCryptographicHash::hash(QDir(registryRoot).absolutePath().toUtf8(),
                                                     QCryptographicHash::Sha1)
                                .toHex();
    return cacheFolder + u"/search-"_s + QString::fromLatin1(name) + u".pack"_s;
}

Result<std::shared_ptr<const Pack>> buildPack(const DirectoryFileSource &files,
                                              const QList<RepoPath> &prompts, const QString &file,
                                              const BuildOptions &options)
{
    return PackWriter::create(file)
        .and_then([&](const std::unique_ptr<PackWriter> &writer) {
            return PackBuild(files, prompts, options, *writer).run();
        })
        .and_then([&file] { return Pack::open(file); });
}

std::vector<qint32> matchTexts(const Pack &pack, const DirectoryFileSource &files,
                               const EntryTable &entries, Currency currency,
                               const CancelFlag &cancel)
{
    std::vector<qint32> rows(static_cast<size_t>(pack.textCount()), -1);
    for (int row = 0; row < entries.rowCount() && !cancel.isCancelled(); ++row) {
        const EntryTable::Entry &entry = entries.entry(row);
        const int text =
            entry.isRemoved || entry.promptFile.isRoot() ? -1 : pack.find(entry.promptFile.bytes());
        if (text < 0) {
            continue;
        }
        const bool isCurrent =
            currency == Currency::AsBuilt || files.stamp(entry.promptFile) == pack.stamp(text);
        if (isCurrent) {
            rows[static_cast<size_t>(text)] = row;
        }
    }
    return rows;
}

} // namespace hermes::search
