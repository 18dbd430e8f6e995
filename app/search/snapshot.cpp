#include "search/snapshot.h"

namespace hermes::search {

namespace {

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");

} // namespace

Snapshot opened(Snapshot snapshot)
{
    snapshot.files = std::make_shared<core::DirectoryFileSource>(snapshot.registryRoot);
    return snapshot;
}

core::Result<RowText> looseText(const Snapshot &snapshot, int row)
{
    const core::RepoPath &file = snapshot.entries.entry(row).promptFile;
    RowText text;
    if (const auto draft = snapshot.drafts.constFind(file); draft != snapshot.drafts.cend()) {
        text.bytes = *draft;
    } else if (snapshot.files && !file.isRoot()) {
        const core::Result<QByteArray> read = snapshot.files->read(file, longestText);
        if (!read) {
            return std::unexpected(read.error());
        }
        text.bytes = *read;
    }
    if (text.bytes.startsWith(byteOrderMark)) {
        text.hasByteOrderMark = true;
        text.bytes.remove(0, byteOrderMark.size());
    }
    text.textClass = classify(text.bytes);
    return text;
}

} // namespace hermes::search
