// What Workspace does for its entries and its repository on workers.

#include "check/checkdefinition.h"
#include "core/directoryfilesource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/originproblems.h"
#include "workspace/promptassembly.h"
#include "workspace/workspace.h"

#include <QCoreApplication>
#include <QtConcurrentRun>

#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

template <typename T>
QFuture<Result<T>> failed(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(error)));
}

std::unexpected<Error> noSuchEntry(const EntryId &id)
{
    return failure(ErrorCode::NotFound,
                   QCoreApplication::translate("Workspace", "%1 is not in this registry any more.")
                       .arg(id.toString()));
}

/// Reads a state of a definition or a fragment.
using Reader = std::function<Result<registry::Definition>(const ContentRef &)>;

/// What is to be said of the prompt on disk and the source on disk.
QList<Problem> checkSaved(const QString &root, const Draft &draft)
{
    return readContent(root, draft.id.kind, draft.folder, ContentRef::saved())
        .transform([&root](const registry::Definition &saved) {
            return checkAgainstSource(DirectoryFileSource(root), root, saved);
        })
        .value_or(QList<Problem>());
}

} // namespace

QFuture<Result<DefinitionHistory>> Workspace::history(const EntryId &id) const
{
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (const auto fragment = fragmentLocation(m_root, fragmentOf(id));
        entry == nullptr && fragment) {
        return QtConcurrent::run(
            [root = m_root, file = fragment->promptFile, cancel = m_cancelLoading] {
                return loadFragmentHistory(root, file, cancel);
            });
    }
    if (entry == nullptr) {
        return workspace::failed<DefinitionHistory>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([root = m_root, id, folder = entry->folder, cancel = m_cancelLoading] {
        return loadHistory(root, id, folder, cancel);
    });
}

QFuture<Result<Comparison>> Workspace::compare(const EntryId &id, const ContentRef &left,
                                               const ContentRef &right, const CancelFlag &cancel)
{
    const registry::EntrySummary *entry = m_catalog.find(id);
    const auto fragment = fragmentLocation(m_root, fragmentOf(id));
    if (entry == nullptr && !fragment) {
        return workspace::failed<Comparison>(noSuchEntry(id).error());
    }
    const Reader read = entry != nullptr
        ? Reader([root = m_root, id, folder = entry->folder](const ContentRef &reference) {
              return readContent(root, id.kind, folder, reference);
          })
        : Reader([root = m_root, file = fragment->promptFile](const ContentRef &reference) {
              return readFragment(root, file, reference);
          });
    const DefinitionDocument *open = openDocument(id);
    const std::optional<Draft> draft =
        open != nullptr && open->state() == DefinitionDocument::State::Ready
        ? std::optional(open->draft())
        : std::nullopt;
    return QtConcurrent::run([read, left, right, draft, cancel]() -> Result<Comparison> {
        const auto content = [&](const ContentRef &reference) -> Result<registry::Definition> {
            if (reference.kind == ContentRef::Kind::Draft && draft) {
                return draft->definition();
            }
            return read(reference.kind == ContentRef::Kind::Draft ? ContentRef::saved()
                                                                  : reference);
        };
        const Result<registry::Definition> before = content(left);
        const Result<registry::Definition> after = content(right);
        if (!before || !after) {
            return std::unexpected(before ? after.error() : before.error());
        }
        Comparison comparison = compareDefinitions(*before, *after, cancel);
        comparison.left = left;
        comparison.right = right;
        return comparison;
    });
}

QFuture<Result<QList<Problem>>> Workspace::check(const EntryId &id)
{
    const DefinitionDocument *open = openDocument(id);
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (open != nullptr && entry == nullptr && !fragmentOf(id).isEmpty()) {
        return QtConcurrent::run(
            [draft = open->draft()]() -> Result<QList<Problem>> { return checkFragment(draft); });
    }
    if (open == nullptr || entry == nullptr) {
        return workspace::failed<QList<Problem>>(noSuchEntry(id).error());
    }
    const bool isChanged = open->isModified() || entryState(id) != EntryState::Clean;
    const vcs::ObjectId head = m_repository.state ? m_repository.state->commit : vcs::ObjectId();
    const auto known = m_released.constFind(id);
    const std::optional<ReleasedContent> released =
        known != m_released.constEnd() && known->head == head ? std::optional(*known)
                                                              : std::nullopt;
    return QtConcurrent::run([root = m_root, draft = open->draft(), models = m_catalog.models,
                              isChanged, isUnsaved = open->isModified(), head, released,
                              ofFolder = entry->problems] {
               Checked checked;
               checked.released = released ? *released : readReleased(root, draft, head);
               const Result<PromptAssembly> made = draft.assembled({});
               const registry::Definition definition = draft.definition(made);
               checked.problems =
                   checkDraft(definition, checked.released, {models, {}, isChanged}, ofFolder);
               if (draft.hasSource() && made) {
                   checked.problems =
                       problemsAtOrigins(checked.problems, draft, *made) + made->assembly.problems;
               }
               if (!isUnsaved) {
                   checked.problems += checkSaved(root, draft);
               }
               return checked;
           })
        .then(this, [this, id, root = m_root](const Checked &checked) {
            if (root == m_root && openDocument(id) != nullptr) {
                m_released.insert(id, checked.released);
            }
            return Result<QList<Problem>>(checked.problems);
        });
}

Workspace::ReleasedContent Workspace::readReleased(const QString &root, const Draft &draft,
                                                   const vcs::ObjectId &head)
{
    ReleasedContent released;
    released.head = head;
    const auto history = loadHistory(root, draft.id, draft.folder, {});
    if (!history || history->versions.isEmpty()) {
        return released;
    }
    released.version = history->versions.first().version;
    const auto content = readContent(root, draft.id.kind, draft.folder,
                                     ContentRef::atCommit(history->versions.first().commit.id, {}));
    released.isReadable = content.has_value();
    if (content) {
        released.manifestText = content->manifestText;
        released.promptText = content->promptText;
    }
    return released;
}

QList<Problem> Workspace::checkDraft(const registry::Definition &draft,
                                     const ReleasedContent &released, check::CheckContext context,
                                     const QList<Problem> &ofFolder)
{
    if (!released.version.isEmpty()) {
        context.releasedVersion = released.version;
        context.changedSinceRelease = released.isReadable
            && (released.promptText != draft.promptText
                || released.manifestText != draft.manifestText);
    }
    QList<Problem> problems = check::checkDefinition(draft, context);
    for (const Problem &problem : ofFolder) {
        // What the loader said of the folder; what it said of texts is said anew of the draft's.
        if (problem.rule.startsWith(u"folder."_s) && !problems.contains(problem)) {
            problems.append(problem);
        }
    }
    return problems;
}

QFuture<Result<QString>> Workspace::checksum(const EntryId &id) const
{
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (entry == nullptr) {
        return workspace::failed<QString>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([root = m_root, folder = entry->folder] {
        const DirectoryFileSource source(root);
        return registry::folderChecksum(source, folder);
    });
}

QFuture<Result<ReleasePlan>> Workspace::planRelease(const EntryId &id)
{
    const DefinitionDocument *open = openDocument(id);
    if (open == nullptr) {
        return workspace::failed<ReleasePlan>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([root = m_root, draft = open->draft()] {
        const Draft saved = draft.withSavedFragments();
        const auto source = draft.hasSource()
            ? std::optional(ReleaseSource{draft.sourceFile, draft.prompt.bytes(), {}})
            : std::nullopt;
        return workspace::planRelease(root, saved.definition(), source)
            .transform([&](ReleasePlan plan) {
                plan.editedText = draft.prompt.bytes();
                plan.fragmentsLeftOut = fragmentsLeftOut(draft);
                return plan;
            });
    });
}

std::optional<ReleaseRequest> Workspace::releaseRequest(const ReleasePlan &plan) const
{
    const DefinitionDocument *open = openDocument(plan.id);
    if (open == nullptr || open->state() != DefinitionDocument::State::Ready) {
        return std::nullopt;
    }
    const Draft draft = open->draft();
    ReleaseRequest request;
    request.id = plan.id;
    request.folder = plan.folder;
    request.manifestText = draft.manifestFile.isRoot() ? QByteArray() : draft.manifest.bytes();
    request.promptText = draft.promptFile.isRoot() ? QByteArray() : draft.prompt.bytes();
    request.manifestFingerprint = open->manifestFingerprint();
    request.promptFingerprint = open->promptFingerprint();
    if (draft.hasSource()) {
        request.source =
            ReleaseSource{draft.sourceFile, request.promptText, open->editedFingerprint()};
        request.promptText = plan.promptText;
    }
    request.expectedHead = plan.head;
    return request;
}

QFuture<Result<ReleaseResult>> Workspace::release(const ReleaseRequest &request)
{
    if (const Result<void> may = writable(); !may) {
        return workspace::failed<ReleaseResult>(may.error());
    }
    return QtConcurrent::run([root = m_root, request] { return performRelease(root, request); })
        .then(m_session.get(), [this, request](const Result<ReleaseResult> &result) {
            if (result) {
                adoptRelease(request, *result);
            }
            return result;
        });
}

void Workspace::adoptRelease(const ReleaseRequest &request, const ReleaseResult &result)
{
    if (DefinitionDocument *open = openDocument(request.id)) {
        open->adoptWritten(result.manifestText, result.editedText, result.promptText);
    }
    refreshRepository();
    Q_EMIT released(result);
}

QFuture<Result<Workspace::Restored>> Workspace::restore(const EntryId &id,
                                                        const ContentRef &reference)
{
    DefinitionDocument *open = document(id);
    if (open == nullptr) {
        return workspace::failed<Restored>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([location = open->location(), reference] {
               return readEditable(location, reference);
           })
        .then(open, [open](const Result<EditableContent> &content) -> Result<Restored> {
            if (!content) {
                return std::unexpected(content.error());
            }
            open->replaceDraft(content->manifestText, content->editedText);
            return content->isMadeSource ? Restored::PromptAsSource : Restored::AsItWas;
        });
}

Result<vcs::Signature> Workspace::signature() const
{
    return vcs::Repository::open(m_root).and_then(
        [](const vcs::Repository &repository) { return repository.configuredSignature(); });
}

QFuture<Result<void>> Workspace::mend(std::function<Result<void>(vcs::Repository &)> work)
{
    if (const Result<void> may = writable(); !may) {
        return workspace::failed<void>(may.error());
    }
    return QtConcurrent::run([root = m_root, work = std::move(work)]() -> Result<void> {
               Result<vcs::Repository> repository = vcs::Repository::open(root);
               return repository ? work(*repository) : std::unexpected(repository.error());
           })
        .then(m_session.get(), [this](const Result<void> &mended) {
            refreshRepository();
            return mended;
        });
}

QFuture<Result<void>> Workspace::repairLocks()
{
    return mend([](vcs::Repository &repository) -> Result<void> {
        for (const auto allLocks = repository.locks(); const vcs::StaleLock &lock : allLocks) {
            if (const Result<void> moved = repository.moveLockAside(lock); !moved) {
                return moved;
            }
        }
        return {};
    });
}

QFuture<Result<void>> Workspace::rebuildStagingArea()
{
    return mend([](vcs::Repository &repository) { return repository.rebuildStagingArea(); });
}

QFuture<Result<void>> Workspace::restoreBranch(const vcs::ObjectId &commit)
{
    return mend([commit](vcs::Repository &repository) { return repository.restoreBranch(commit); });
}

} // namespace hermes::workspace
