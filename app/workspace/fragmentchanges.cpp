#include "workspace/fragmentchanges.h"

#include "assembly/literaltemplate.h"
#include "changes/references.h"
#include "registry/promptsource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/overlaysource.h"
#include "workspace/sameresult.h"
#include "workspace/templatelines.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using assembly::ByteRange;
using changes::ChangeSet;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Fragments)
};

/// A prompt's template: its source, or what would be its source.
struct Template
{
    RepoPath file;
    std::optional<QByteArray> before; ///< nullopt = there is no source yet.
    QByteArray text;
    qint64 literalStart = 0; ///< Where the prompt's text begins in one that is made.
    QByteArray opening = "{{";
    QByteArray closing = "}}";
};

Result<Template> templateOf(const FileSource &files, const PromptPlace &place)
{
    Template result;
    const bool isFragment = !fragmentNameOf(place.promptFile).isEmpty();
    result.file = isFragment ? place.promptFile : changes::sourceFileOf(place.entry);
    Result<QByteArray> source = files.read(result.file, maximumPromptBytes);
    if (source) {
        result.before = *source;
        result.text = *source;
        return result;
    }
    if (source.error().code != ErrorCode::NotFound) {
        return std::unexpected(source.error());
    }
    return files.read(place.promptFile, maximumPromptBytes).transform([&](const QByteArray &text) {
        const assembly::LiteralTemplate literal = assembly::literalTemplate(text);
        result.text = literal.text;
        result.literalStart = literal.start;
        result.opening = literal.opening;
        result.closing = literal.closing;
        return result;
    });
}

/// What could be meant by a stretch, whole lines first: from the beginning of its first line, with
/// the line end behind it.
QList<ByteRange> meantBy(const ByteRange &stretch, const QByteArray &text, qint64 bodyStart)
{
    const qint64 end = stretch.start + stretch.length;
    const qint64 line = std::max(lineStart(text, stretch.start), bodyStart);
    const bool fromIndent = isBlank(QByteArrayView(text).sliced(line, stretch.start - line));
    const qint64 start = fromIndent ? line : stretch.start;
    const qint64 restEnd = lineEnd(text, end);
    const bool toLineEnd = isBlank(QByteArrayView(text).sliced(end, restEnd - end));
    const bool isAtLineStart = end > 0 && text.at(end - 1) == '\n';
    QList<ByteRange> ranges;
    for (const ByteRange &range :
         {ByteRange{start, (toLineEnd && !isAtLineStart ? restEnd : end) - start},
          ByteRange{start, end - start}, stretch}) {
        if (!ranges.contains(range)) {
            ranges.append(range);
        }
    }
    return ranges;
}

/// How the text of a fragment can be written so that it gives itself.
QList<QByteArray> fragmentTexts(const QByteArray &text, bool isLiteral)
{
    if (isLiteral) {
        return {assembly::literalTemplate(text).text};
    }
    return {text, "---\n---\n" + text};
}

std::unexpected<Error> refusal(const QString &sentence)
{
    return failure(ErrorCode::InvalidArgument, sentence);
}

ChangeSet changesOf(const Template &source, const QByteArray &text)
{
    ChangeSet changes;
    changes.writes.append({source.file, source.before, text, false});
    return changes;
}

/// What files hold that a change set touches, once it is done.
OverlaySource::Contents contentsAfter(const ChangeSet &changes, const FileSource &files)
{
    OverlaySource::Contents contents;
    for (const changes::PathMove &move : changes.moves) {
        for (const RepoPath &file : move.files) {
            contents.insert(file, std::nullopt);
            contents.insert(changes::pathAfterMoves({move}, file),
                            files.read(file, maximumPromptBytes).value_or(QByteArray()));
        }
    }
    for (const changes::FileWrite &write : changes.writes) {
        contents.insert(write.file, write.after);
    }
    return contents;
}

} // namespace

Result<ChangeSet> extractFragment(const FileSource &files, const QString &registryRoot,
                                  const PromptPlace &place, const ByteRange &stretch,
                                  const QString &name, const CancelFlag &cancel)
{
    const Result<RepoPath> file = fragmentFileOf(name);
    const Result<Template> source = file ? templateOf(files, place) : std::unexpected(file.error());
    if (!source) {
        return std::unexpected(source.error());
    }
    if (files.node(*file)) {
        return refusal(Messages::tr("There is a fragment “%1” already.").arg(name));
    }
    const SameResult result(files, registryRoot, source->file, source->text, cancel);
    if (!result.now()) {
        return std::unexpected(result.now().error());
    }
    const qint64 bodyStart = registry::readSourceHead(source->text, source->file).bodyStart;
    const ByteRange inTemplate{stretch.start + source->literalStart, stretch.length};
    if (stretch.length <= 0 || inTemplate.start < bodyStart
        || inTemplate.start + inTemplate.length > source->text.size()) {
        return refusal(Messages::tr("Select the text that is to be a fragment, below what the "
                                    "source declares."));
    }
    const QByteArray tag = source->opening + "> " + name.toUtf8() + source->closing;
    const QList<ByteRange> ranges = meantBy(inTemplate, source->text, bodyStart);
    for (const ByteRange &range : ranges) {
        const QByteArray cut = source->text.sliced(range.start, range.length);
        const QByteArray ending = source->text.contains("\r\n") ? "\r\n" : "\n";
        // A tag alone in its line takes the line's end with it.
        QList<QByteArray> tags{tag, tag + ending};
        if (cut.endsWith('\n')) {
            tags.swapItemsAt(0, 1);
        }
        const QList<QByteArray> fragments = fragmentTexts(cut, !source->before);
        for (const QByteArray &fragment : fragments) {
            for (const QByteArray &inPlace : std::as_const(tags)) {
                QByteArray text = source->text;
                text.replace(range.start, range.length, inPlace);
                if (result.isKept(text, {{*file, fragment}})) {
                    ChangeSet changes = changesOf(*source, text);
                    changes.writes.prepend({*file, std::nullopt, fragment, false});
                    changes.title =
                        Messages::tr("Extract “%1” from %2").arg(name, shownId(place.entry));
                    return changes;
                }
            }
        }
    }
    if (cancel.isCancelled()) {
        return failure(ErrorCode::Cancelled, Messages::tr("Cancelled."));
    }
    return refusal(Messages::tr("With this selection as a fragment the prompt would not be the "
                                "same: it begins or ends within a tag or a section. Select whole "
                                "lines."));
}

Result<ChangeSet> makeFragment(const FileSource &files, const QString &name)
{
    return fragmentFileOf(name).and_then([&](const RepoPath &file) -> Result<ChangeSet> {
        if (files.node(file)) {
            return refusal(Messages::tr("There is a fragment “%1” already.").arg(name));
        }
        ChangeSet changes;
        changes.title = Messages::tr("Make the fragment “%1”").arg(name);
        changes.writes.append({file, std::nullopt, QByteArray(""), false});
        return changes;
    });
}

Result<ChangeSet> renameFragment(const FileSource &files, const QString &from, const QString &to)
{
    const Result<RepoPath> fromFile = fragmentFileOf(from);
    const Result<RepoPath> toFile = fragmentFileOf(to);
    if (!fromFile || !toFile) {
        return std::unexpected(fromFile ? toFile.error() : fromFile.error());
    }
    const Result<QByteArray> fragment = files.read(*fromFile, maximumPromptBytes);
    if (!fragment) {
        return std::unexpected(fragment.error());
    }
    if (from == to || files.node(*toFile)) {
        return refusal(Messages::tr("There is a fragment “%1” already.").arg(to));
    }
    const QString version = registry::readSourceHead(*fragment, *fromFile).version;
    ChangeSet changes;
    changes.title = Messages::tr("Rename the fragment “%1” to “%2”").arg(from, to);
    changes.moves.append({*fromFile, *toFile, {*fromFile}});
    QHash<RepoPath, QByteArray> texts;
    QList<RepoPath> order;
    QList<TemplateUse> uses = usesOfFragment(files, from, {});
    std::ranges::reverse(uses); // so that the places before stay valid
    for (const TemplateUse &use : std::as_const(uses)) {
        if (!use.version.isEmpty() && use.version != version) {
            changes.remarks.append(
                {use.entry,
                 Messages::tr("%1, line %2 asks for version %3, which only the history has, under "
                              "the old name. It is left as it is.")
                     .arg(use.file.text(), QString::number(use.line), use.version)});
            continue;
        }
        if (!texts.contains(use.file)) {
            texts.insert(use.file, files.read(use.file, maximumPromptBytes).value_or(QByteArray()));
            order.prepend(use.file);
        }
        QByteArray &text = texts[use.file];
        const qint64 at = text.indexOf(from.toUtf8(), use.start);
        if (at >= 0 && at < use.end) {
            text.replace(at, from.toUtf8().size(), to.toUtf8());
        }
    }
    for (const RepoPath &file : std::as_const(order)) {
        changes.writes.append({changes::pathAfterMoves(changes.moves, file),
                               files.read(file, maximumPromptBytes).value_or(QByteArray()),
                               texts.value(file), false});
    }
    return changes;
}

void addPromptsMadeAnew(ChangeSet &changes, const FileSource &files, const QString &registryRoot,
                        const registry::Catalog &catalog, const QSet<RepoPath> &unsavedFragments)
{
    const OverlaySource then(files, contentsAfter(changes, files));
    const auto takesUnsaved = [&](const PromptAssembly &made) {
        return std::ranges::any_of(made.fragments, [&](const RepoPath &file) {
            return unsavedFragments.contains(changes::pathBeforeMoves(changes.moves, file));
        });
    };
    for (const registry::EntrySummary &entry : catalog.entries) {
        const bool mayHaveSource = entry.id.kind == EntryKind::Agent && !entry.promptFile.isRoot();
        const RepoPath file = mayHaveSource ? changes::sourceFileOf(entry.id) : RepoPath();
        const auto before =
            mayHaveSource ? files.read(file, maximumPromptBytes) : failure(ErrorCode::NotFound, {});
        const auto after =
            before ? then.read(file, maximumPromptBytes) : std::unexpected(before.error());
        const bool isInIt =
            std::ranges::contains(changes.writes, entry.promptFile, &changes::FileWrite::file);
        if (!after || isInIt) {
            continue;
        }
        const auto was = assembleSource(files, registryRoot, file, *before, {});
        const auto becomes = assembleSource(then, registryRoot, file, *after, {});
        const auto prompt = files.read(entry.promptFile, maximumPromptBytes);
        if (!was || !becomes || !prompt || takesUnsaved(*becomes)) {
            continue;
        }
        const bool isOther = was->assembly.text != becomes->assembly.text || takesUnsaved(*was);
        if (isOther && *prompt != becomes->assembly.text) {
            changes.writes.append({entry.promptFile, *prompt, becomes->assembly.text, false});
        }
    }
}

} // namespace hermes::workspace
