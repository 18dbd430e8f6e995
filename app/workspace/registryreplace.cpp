#include "workspace/registryreplace.h"

#include "changes/entrytext.h"
#include "changes/references.h"
#include "changes/writecollector.h"
#include "registry/entryfiles.h"
#include "workspace/exacttext.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <ranges>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(RegistryReplace)
};

/// A file to look into.
struct Candidate
{
    EntryId entry;
    RepoPath file;
    bool isManifest = false;
    bool isPrompt = true;
};

/// The source of an entry's prompt; root if it has none.
RepoPath sourceOf(const FileSource &files, const registry::EntrySummary &entry)
{
    const bool mayHave = entry.id.kind == EntryKind::Agent && !entry.promptFile.isRoot();
    const RepoPath file = mayHave ? changes::sourceFileOf(entry.id) : RepoPath();
    return mayHave && files.node(file) ? file : RepoPath();
}

QList<Candidate> candidates(const FileSource &files, const ReplacePlaces &places,
                            ReplaceRequest::Scope scope)
{
    const bool withManifests = scope == ReplaceRequest::Scope::PromptsAndManifests;
    QList<Candidate> result;
    for (const registry::EntrySummary &entry : places.entries) {
        const RepoPath manifest = registry::manifestFileOf(entry.id.kind, entry.folder);
        if (const RepoPath source = sourceOf(files, entry); !source.isRoot()) {
            result.append({entry.id, source, false, true}); // the prompt is made from it
        } else if (!entry.promptFile.isRoot()) {
            result.append(
                {entry.id, entry.promptFile, withManifests && entry.promptFile == manifest, true});
        }
        if (withManifests && entry.promptFile != manifest) {
            result.append({entry.id, manifest, true, false});
        }
    }
    for (const RepoPath &fragment : places.fragments) {
        result.append({{}, fragment, false, true});
    }
    for (const QString &folder : {u"studio/fragments"_s, u"studio/sources"_s}) {
        const QList<RepoPath> shared = places.withShared
            ? filesBelow(files, RepoPath::fromLiteral(folder)).value_or(QList<RepoPath>())
            : QList<RepoPath>();
        for (const RepoPath &file : shared) {
            if (file.fileName().endsWith(u".md")) {
                result.append({{}, file, false, true});
            }
        }
    }
    std::ranges::stable_sort(result, {}, &Candidate::file);
    const auto twice = std::ranges::unique(result, {}, &Candidate::file);
    result.erase(twice.begin(), twice.end());
    return result;
}

/// Where matches may lie; empty = anywhere. A skill's prompt begins behind its front matter.
QList<text::Match> rangesIn(const Candidate &candidate, const QByteArray &bytes,
                            const QString &shown)
{
    if (candidate.isManifest || candidate.entry.kind != EntryKind::Skill
        || candidate.entry.id.isEmpty()) {
        return {};
    }
    const qsizetype start =
        shownText(bytes.first(static_cast<qsizetype>(registry::frontMatterEnd(bytes)))).size();
    return {{start, shown.size() - start}};
}

QList<qsizetype> linesOf(QStringView shown, const QList<text::Edit> &edits)
{
    QList<qsizetype> lines;
    lines.reserve(edits.size());
    qsizetype counted = 0; // line ends before this place are in `line`
    qsizetype line = 0;
    for (const text::Edit &edit : edits) {
        line += shown.sliced(counted, edit.start - counted).count(u'\n');
        counted = edit.start;
        lines.append(line);
    }
    return lines;
}

/// A manifest stays one that can be read, of the same entry; one that could not be read before may
/// become anything.
Result<void> checkManifest(const FileReplacements &file, const QByteArray &after)
{
    using changes::EntryField;
    using changes::EntryText;
    const auto before = EntryText::parse(file.entry.kind, file.before);
    if (!file.isManifest || !before) {
        return {};
    }
    const auto now = EntryText::parse(file.entry.kind, after);
    if (!now) {
        return failure(ErrorCode::InvalidFormat,
                       Messages::tr("%1 could not be read any more: %2")
                           .arg(file.file.text(), now.error().message));
    }
    if (now->value(EntryField::Id) != before->value(EntryField::Id)) {
        return failure(ErrorCode::InvalidArgument,
                       Messages::tr("%1 would have another id. Rename the entry instead: that "
                                    "changes its folder and every reference too.")
                           .arg(file.file.text()));
    }
    return {};
}

class Finder
{
public:
    Finder(const FileSource &files, const text::Search &search,
           const text::Replacement &replacement, const CancelFlag &cancel)
        : m_files(files), m_search(search), m_replacement(replacement), m_cancel(cancel)
    {
        const text::SearchQuery &query = search.query();
        if (query.syntax == text::SearchQuery::Syntax::Literal
            && query.caseSensitivity == Qt::CaseSensitive && !query.pattern.contains(u'\n')) {
            m_literal = query.pattern.toUtf8();
        }
    }

    Result<FoundReplacements> find(const QList<Candidate> &candidates)
    {
        for (const Candidate &candidate : candidates) {
            if (m_cancel.isCancelled()) {
                return failure(ErrorCode::Cancelled, Messages::tr("Nothing was replaced."));
            }
            lookInto(candidate);
            if (m_count > maximumReplacements) {
                return failure(ErrorCode::TooLarge,
                               Messages::tr("There are more than %1 matches. Say more exactly what "
                                            "is to be replaced, or where.")
                                   .arg(maximumReplacements));
            }
        }
        return m_found;
    }

private:
    void lookInto(const Candidate &candidate)
    {
        const Result<QByteArray> bytes =
            m_files.read(candidate.file, changes::maximumOperationBytes);
        if (!bytes) {
            // A manifest that names a prompt which is not there is a problem of its own.
            if (bytes.error().code != ErrorCode::NotFound) {
                remark(candidate, bytes.error().message);
            }
            return;
        }
        if (!m_literal.isEmpty() && !bytes->contains(m_literal)) {
            return;
        }
        const Result<ExactText> text = ExactText::fromBytes(*bytes);
        if (!text) {
            remark(candidate, text.error().message);
            return;
        }
        const QString shown = text->shown();
        const Result<QList<text::Edit>> edits =
            m_search.all(shown, rangesIn(candidate, *bytes, shown), maximumReplacements, m_cancel)
                .and_then([&](const QList<text::Match> &matches) {
                    return text::replacements(shown, m_search, m_replacement, matches, m_cancel);
                });
        if (!edits) {
            remark(candidate, edits.error().message);
            return;
        }
        add({candidate.entry, candidate.file, candidate.isManifest, *bytes, *edits,
             linesOf(shown, *edits)},
            candidate);
    }

    void add(const FileReplacements &file, const Candidate &candidate)
    {
        if (file.edits.isEmpty()) {
            return;
        }
        if (file.isManifest) {
            if (const Result<QByteArray> after = replaced(file); !after) {
                remark(candidate, after.error().message);
                return;
            }
        }
        m_count += file.edits.size();
        m_found.files.append(file);
    }

    void remark(const Candidate &candidate, const QString &text)
    {
        m_found.remarks.append({candidate.entry, Messages::tr("Left as it is: %1").arg(text)});
    }

    const FileSource &m_files;
    const text::Search &m_search;
    const text::Replacement &m_replacement;
    const CancelFlag &m_cancel;
    QByteArray m_literal; ///< A file without these bytes has no match; empty = that says nothing.
    FoundReplacements m_found;
    qsizetype m_count = 0;
};

/// Text as it is typed into a file: characters that a document cannot hold have their stand-ins,
/// line ends are the file's.
QString unitsFor(const QString &inserted, const TextTraits &traits)
{
    return withLineEnds(ExactText::unitsOf(inserted.toUtf8()),
                        ExactText::unitOf(traits.usualEnding));
}

} // namespace

qsizetype FoundReplacements::count() const
{
    qsizetype count = 0;
    for (const FileReplacements &file : files) {
        count += file.edits.size();
    }
    return count;
}

QString shownText(const QByteArray &bytes)
{
    return ExactText::fromBytes(bytes)
        .transform([](const ExactText &text) { return text.shown(); })
        .value_or(QString());
}

Result<FoundReplacements> findReplacements(const FileSource &files, const ReplacePlaces &places,
                                           const ReplaceRequest &request, const CancelFlag &cancel)
{
    const auto search = text::Search::compile(request.find);
    if (!search) {
        return std::unexpected(search.error().error);
    }
    const auto replacement = text::Replacement::compile(request.replacement, *search);
    if (!replacement) {
        return std::unexpected(replacement.error().error);
    }
    return Finder(files, *search, *replacement, cancel)
        .find(candidates(files, places, request.scope));
}

Result<QByteArray> replaced(const FileReplacements &file)
{
    Result<ExactText> text = ExactText::fromBytes(file.before);
    if (!text) {
        return std::unexpected(text.error());
    }
    for (const text::Edit &edit : std::views::reverse(file.edits)) {
        text->apply(text->withoutSplitEnding({edit.start, text->mid(edit.start, edit.length),
                                              unitsFor(edit.replacement, text->traits())},
                                             ExactText::Meeting::KeepsLines));
    }
    QByteArray after = text->bytes();
    return checkManifest(file, after).transform([&after] { return after; });
}

Result<changes::ChangeSet> changesOf(const FoundReplacements &found)
{
    changes::ChangeSet changes;
    QSet<EntryId> entries;
    bool hasShared = false;
    for (const FileReplacements &file : found.files) {
        const Result<QByteArray> after = replaced(file);
        if (!after) {
            return std::unexpected(after.error());
        }
        changes.writes.append({file.file, file.before, *after, false});
        hasShared |= file.entry.id.isEmpty();
        entries.insert(file.entry);
    }
    changes.title = hasShared
        ? Messages::tr("Replace in %n files", nullptr, static_cast<int>(changes.writes.size()))
        : Messages::tr("Replace in %n entries", nullptr, static_cast<int>(entries.size()));
    changes.remarks = found.remarks;
    return changes;
}

} // namespace hermes::workspace
