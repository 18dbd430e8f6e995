#include "workspace/fragmentsummaries.h"

#include "registry/promptsource.h"
#include "workspace/contentref.h"
#include "workspace/filesave.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"

#include <algorithm>
#include <iterator>

using namespace hermes::core;

namespace hermes::workspace {

QList<registry::EntrySummary> entriesOf(const QList<FragmentSummary> &fragments)
{
    QList<registry::EntrySummary> entries;
    std::ranges::transform(fragments, std::back_inserter(entries), &FragmentSummary::entry);
    return entries;
}

QList<FragmentSummary> fragmentSummaries(const FileSource &files)
{
    QList<FragmentSummary> summaries;
    for (const QStringList names = fragmentNames(files); const QString &name : names) {
        const Result<RepoPath> file = fragmentFileOf(name);
        const Result<QByteArray> text =
            file ? files.read(*file, maximumPromptBytes) : std::unexpected(file.error());
        if (!text) {
            continue; // went away, or its name is none
        }
        const registry::SourceHead head = registry::readSourceHead(*text, *file);
        registry::EntrySummary summary;
        summary.id = fragmentId(name);
        summary.folder = file->parent();
        summary.promptFile = *file;
        summary.name = name;
        summary.version = head.version;
        summary.description = head.description;
        summaries.append({summary, fingerprint(*text)});
    }
    return summaries;
}

} // namespace hermes::workspace
