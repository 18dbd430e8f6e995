#pragma once

#include "bundle/archive.h"
#include "bundle/bundle.h"
#include "inmemoryfilesource.h"

#include <QList>

#include <functional>

namespace hermes::test {

/// Path and content of a small registry: two agents, a skill with a script, a workflow, shared
/// files and files that no bundle has.
struct SampleFile
{
    QString path;
    QByteArray content;
    core::FileType type = core::FileType::File;
};
[[nodiscard]] QList<SampleFile> sampleFiles();
[[nodiscard]] InMemoryFileSource sampleSource();

/// A request for everything in sampleSource().
[[nodiscard]] bundle::BundleRequest sampleRequest();
/// A request for `agent/api-designer` and `workflow/ship`.
[[nodiscard]] bundle::BundleRequest smallRequest();
[[nodiscard]] QByteArray sampleBundle();
[[nodiscard]] QByteArray smallBundle();

/// `bytes` with `replacement` in the place of what stands at `offset`.
[[nodiscard]] QByteArray patched(QByteArray bytes, qsizetype offset, const QByteArray &replacement);
/// Takes a bundle apart, lets `change` change its files, and makes a canonical archive of them with
/// correct sums: what somebody can do who wants his changes to go unnoticed.
[[nodiscard]] QByteArray forged(const QByteArray &bundle,
                                const std::function<void(QList<bundle::ArchiveFile> &)> &change);
/// The file of this path; the test ends if it is not there.
[[nodiscard]] bundle::ArchiveFile &fileOf(QList<bundle::ArchiveFile> &files, const QString &path);

} // namespace hermes::test
