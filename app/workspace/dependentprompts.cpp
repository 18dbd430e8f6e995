#include "workspace/dependentprompts.h"

#include "workspace/promptassembly.h"
#include "workspace/templatefiles.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Fragments)
};

/// Adds what makes one prompt anew.
void addPrompt(DependentPrompts &found, const FileSource &files, const QString &registryRoot,
               const registry::EntrySummary &entry, const TemplateText &source)
{
    const auto made = assembleSource(files, registryRoot, source.file, source.text, {});
    const Result<QByteArray> prompt = files.read(entry.promptFile, maximumPromptBytes);
    const bool isMissing = !prompt && prompt.error().code == ErrorCode::NotFound;
    if (!made || (!prompt && !isMissing)) {
        found.changes.remarks.append({entry.id, (made ? prompt.error() : made.error()).message});
    } else if (isMissing) {
        found.changes.writes.append({entry.promptFile, std::nullopt, made->assembly.text, false});
    } else if (*prompt != made->assembly.text) {
        found.changes.writes.append({entry.promptFile, *prompt, made->assembly.text, false});
    }
}

} // namespace

Result<DependentPrompts> dependentPrompts(const FileSource &files, const QString &registryRoot,
                                          const registry::Catalog &catalog, const QString &fragment,
                                          const QSet<EntryId> &drafts, const CancelFlag &cancel)
{
    DependentPrompts found;
    found.changes.title = Messages::tr("Write the prompts that use “%1”").arg(fragment);
    const TemplateFiles all = TemplateFiles::read(files, cancel);
    for (const QList<const TemplateText *> includers = all.includersOf(fragment);
         const TemplateText *each : includers) {
        const registry::EntrySummary *entry =
            each->entry.id.isEmpty() ? nullptr : catalog.find(each->entry);
        if (entry == nullptr || entry->promptFile.isRoot()) {
            continue;
        }
        if (cancel.isCancelled()) {
            break;
        }
        ++found.count;
        if (drafts.contains(entry->id)) {
            found.changes.remarks.append(
                {entry->id,
                 Messages::tr("%1 has text that is not saved: its prompt is written when that is.")
                     .arg(entry->id.toString())});
        } else {
            addPrompt(found, files, registryRoot, *entry, *each);
        }
    }
    if (cancel.isCancelled()) {
        return failure(ErrorCode::Cancelled, Messages::tr("Cancelled."));
    }
    return found;
}

} // namespace hermes::workspace
