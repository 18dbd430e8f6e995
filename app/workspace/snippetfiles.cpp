#include "workspace/snippetfiles.h"

#include <QDir>
#include <QFile>
#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

/// A static library's resources are left out by the linker unless somebody asks for them; the macro
/// wants the global namespace.
static void includeSnippetResources()
{
    Q_INIT_RESOURCE(snippets);
}

namespace hermes::workspace {

namespace {

constexpr qint64 largestFile = 64LL * 1024; ///< Bytes.
constexpr qsizetype mostFiles = 1'000;

void addFrom(const QString &folder, QMap<QString, text::Snippet> &snippets)
{
    const QFileInfoList files =
        QDir(folder).entryInfoList({u"*.md"_s}, QDir::Files | QDir::NoSymLinks, QDir::Name);
    for (const auto read = files.first(std::min(files.size(), mostFiles));
         const QFileInfo &info : read) {
        QFile file(info.filePath());
        if (info.size() <= largestFile && file.open(QIODevice::ReadOnly)) {
            const QString prefix = info.completeBaseName();
            snippets.insert(prefix, text::readSnippet(prefix, file.read(largestFile)));
        }
    }
}

} // namespace

QList<text::Snippet> availableSnippets(const QString &registryRoot)
{
    includeSnippetResources();
    QMap<QString, text::Snippet> byPrefix;
    addFrom(u":/snippets"_s, byPrefix);
    if (!registryRoot.isEmpty()) {
        addFrom(registryRoot + u"/studio/snippets"_s, byPrefix);
    }
    QList<text::Snippet> snippets = byPrefix.values();
    std::ranges::stable_sort(snippets, [](const text::Snippet &left, const text::Snippet &right) {
        return left.name.compare(right.name, Qt::CaseInsensitive) < 0;
    });
    return snippets;
}

} // namespace hermes::workspace
