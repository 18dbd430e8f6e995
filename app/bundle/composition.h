#pragma once

#include "bundle/archive.h"
#include "bundle/bundle.h"

namespace hermes::bundle {

/// The program that makes a bundle, as its manifest names it.
struct Generator
{
    QString name;
    QString version;
};

/// bundleBytes() for any generator: what makes the bytes depend on nothing but the arguments.
[[nodiscard]] core::Result<QByteArray> composeBundle(const core::FileSource &source,
                                                     const BundleRequest &request,
                                                     const Generator &generator,
                                                     const core::CancelFlag &cancel);

/// Puts the files in the order of a bundle: manifest, sums, signature, then all others by path
/// bytes.
void sortForBundle(QList<ArchiveFile> &files);

} // namespace hermes::bundle
