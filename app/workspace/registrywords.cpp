#include "workspace/registrywords.h"

#include "text/wordlist.h"
#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <optional>

using namespace Qt::StringLiterals;
using namespace hermes::core;

namespace hermes::workspace {

namespace {

constexpr qint64 largestList = 4LL * 1024 * 1024; ///< Bytes.

QString listPath(const QString &root)
{
    return root + u"/studio/words.txt"_s;
}

/// nullopt if there is no list.
Result<std::optional<QByteArray>> readList(const QString &root)
{
    QFile file(listPath(root));
    const QFileInfo info(file.fileName());
    if (!info.exists() && !info.isSymLink()) {
        return std::nullopt;
    }
    if (!info.isFile() || info.isSymLink() || info.size() > largestList
        || !file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotReadable,
                       QCoreApplication::translate(
                           "RegistryWords",
                           "The word list %1 cannot be read. It stays as it is, and its words "
                           "are marked as others are.")
                           .arg(QDir::toNativeSeparators(file.fileName())),
                       file.errorString());
    }
    return file.readAll();
}

} // namespace

Result<QStringList> registryWords(const QString &registryRoot)
{
    return readList(registryRoot).transform([](const std::optional<QByteArray> &list) {
        return list ? text::wordsOf(*list) : QStringList();
    });
}

Result<void> addRegistryWord(const QString &registryRoot, const QString &word)
{
    const auto list = readList(registryRoot);
    if (!list) {
        return std::unexpected(list.error());
    }
    const QByteArray before = list->value_or(QByteArray());
    const QByteArray after = text::withWord(before, word);
    if (after == before) {
        return {};
    }
    QDir(registryRoot).mkpath(u"studio"_s); // what goes wrong here is told by the save
    return saveFile({registryRoot, RepoPath::fromLiteral(u"studio/words.txt"_s), after,
                     list->has_value() ? std::optional(fingerprint(before)) : std::nullopt});
}

} // namespace hermes::workspace
