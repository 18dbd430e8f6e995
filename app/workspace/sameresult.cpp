#include "workspace/sameresult.h"

#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"
#include "workspace/templatefiles.h"

#include <utility>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

Result<assembly::Assembly> promptOf(const FileSource &files, const QString &registryRoot,
                                    const RepoPath &source)
{
    return files.read(source, maximumPromptBytes)
        .and_then([&](const QByteArray &text) {
            return assembleSource(files, registryRoot, source, text, {});
        })
        .transform([](const PromptAssembly &made) { return made.assembly; });
}

} // namespace

SameResult::SameResult(const FileSource &files, QString registryRoot, RepoPath file,
                       const QByteArray &text, CancelFlag cancel)
    : m_files(files)
    , m_registryRoot(std::move(registryRoot))
    , m_file(std::move(file))
    , m_cancel(std::move(cancel))
    , m_now(alone(files, text))
{
    const QString fragment = fragmentNameOf(m_file);
    if (fragment.isEmpty()) {
        return;
    }
    const TemplateFiles all = TemplateFiles::read(files, m_cancel);
    for (const QList<const TemplateText *> includers = all.includersOf(fragment);
         const TemplateText *each : includers) {
        if (!each->entry.id.isEmpty() && !m_cancel.isCancelled()) {
            m_sources.append(each->file);
            m_prompts.append(promptOf(files, m_registryRoot, each->file));
        }
    }
}

SameResult::Made SameResult::alone(const FileSource &files, const QByteArray &text) const
{
    if (m_cancel.isCancelled()) {
        return failure(ErrorCode::Cancelled, {});
    }
    const bool isFragment = !fragmentNameOf(m_file).isEmpty();
    return (isFragment ? assembleAmidPrompts(files, m_registryRoot, m_file, text, {})
                       : assembleSource(files, m_registryRoot, m_file, text, {}))
        .transform([](const PromptAssembly &made) { return made.assembly; });
}

bool SameResult::isSame(const Made &before, const Made &after)
{
    return before && after && before->text == after->text
        && after->problems.size() <= before->problems.size();
}

bool SameResult::isKept(const QByteArray &text, const OverlaySource::Contents &others) const
{
    if (m_cancel.isCancelled()) {
        return false;
    }
    OverlaySource::Contents contents = others;
    contents.insert(m_file, text);
    const OverlaySource then(m_files, contents);
    if (m_sources.isEmpty()) {
        return isSame(m_now, alone(then, text));
    }
    for (qsizetype i = 0; i < m_sources.size(); ++i) {
        if (m_cancel.isCancelled()
            || !isSame(m_prompts.at(i), promptOf(then, m_registryRoot, m_sources.at(i)))) {
            return false;
        }
    }
    return true;
}

} // namespace hermes::workspace
