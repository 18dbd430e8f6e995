#include "workspace/fragmentinlining.h"

#include "assembly/template.h"
#include "changes/references.h"
#include "registry/promptsource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/sameresult.h"
#include "workspace/templatelines.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <utility>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

using assembly::ByteRange;
using assembly::TemplateNode;
using changes::ChangeSet;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Fragments)
};

std::unexpected<Error> refusal(const QString &sentence)
{
    return failure(ErrorCode::InvalidArgument, sentence);
}

/// The tag that includes a fragment at an offset.
std::optional<TemplateNode> partialAt(const QList<TemplateNode> &nodes, qint64 offset)
{
    for (const TemplateNode &node : nodes) {
        if (node.kind == TemplateNode::Kind::Partial && node.start <= offset
            && offset <= node.end) {
            return node;
        }
        if (const auto inside = partialAt(node.children, offset)) {
            return inside;
        }
    }
    return std::nullopt;
}

/// A fragment's text as it stands where a tag includes it.
QByteArray indented(const QByteArray &text, const QByteArray &indent)
{
    if (indent.isEmpty()) {
        return text;
    }
    QByteArray result;
    for (qint64 at = 0; at < text.size();) {
        const qint64 end = lineEnd(text, at);
        const QByteArray line = text.sliced(at, end - at);
        result += line == "\n" || line == "\r\n" ? line : indent + line;
        at = end;
    }
    return result;
}

/// The bytes that a tag of the prompt brought in.
QByteArray broughtBy(const assembly::Assembly &assembly, const TemplateNode &node)
{
    QByteArray text;
    for (const assembly::Segment &segment : assembly.segments) {
        if (segment.inPrompt.start == node.start
            && segment.origin.kind != assembly::Origin::Kind::Prompt) {
            text += assembly.text.sliced(segment.start, segment.length);
        }
    }
    return text;
}

/// The text of a template with a fragment's in the place of a tag.
Result<QByteArray> inlined(const FileSource &files, const QString &registryRoot,
                           const RepoPath &file, const QByteArray &text, const TemplateNode &tag)
{
    const QString reference = QString::fromUtf8(tag.name);
    const RegistryFragments fragments(files, registryRoot);
    const auto fragment =
        fragments.fragment(reference.section(u'@', 0, 0), reference.section(u'@', 1));
    const SameResult result(files, registryRoot, file, text, {});
    if (!fragment || !result.now()) {
        return std::unexpected(fragment ? result.now().error() : fragment.error());
    }
    const qint64 bodyStart = registry::readSourceHead(text, file).bodyStart;
    const QByteArray indent = text.sliced(tag.indentStart, tag.indentEnd - tag.indentStart);
    const qint64 line = std::max(lineStart(text, tag.start), bodyStart);
    const qint64 rest = lineEnd(text, tag.end);
    const bool isAlone = isBlank(QByteArrayView(text).sliced(line, tag.start - line))
        && isBlank(QByteArrayView(text).sliced(tag.end, rest - tag.end));
    const ByteRange range =
        isAlone ? ByteRange{line, rest - line} : ByteRange{tag.start, tag.end - tag.start};
    const QByteArray body = fragment->text.sliced(fragment->head.bodyStart);
    for (const QByteArray &inPlace : {indented(body, indent), broughtBy(*result.now(), tag)}) {
        QByteArray changed = text;
        changed.replace(range.start, range.length, inPlace);
        if (result.isKept(changed, {})) {
            return changed;
        }
    }
    return refusal(Messages::tr("The text of “%1” cannot stand here as it is: the prompt would not "
                                "be the same.")
                       .arg(reference));
}

std::optional<TemplateNode> tagAt(const RepoPath &file, const QByteArray &text, qint64 offset)
{
    const qint64 bodyStart = registry::readSourceHead(text, file).bodyStart;
    return partialAt(assembly::parseTemplate(text, bodyStart).nodes, offset);
}

bool isPresent(const TemplateUse &use, const QString &version)
{
    return use.version.isEmpty() || use.version == version;
}

QString inWords(const TemplateUse &use)
{
    return Messages::tr("%1, line %2", "file").arg(use.file.text(), QString::number(use.line));
}

/// Tags that go on finding a version in the history, if it is there.
QList<changes::Remark> remarksOnOthers(const FileSource &files, const QString &name,
                                       const QString &version)
{
    QList<changes::Remark> remarks;
    for (const QList<TemplateUse> uses = usesOfFragment(files, name, {});
         const TemplateUse &use : uses) {
        if (!isPresent(use, version)) {
            remarks.append({use.entry,
                            Messages::tr("%1 asks for version %2, which only the history has. It "
                                         "is left as it is.")
                                .arg(inWords(use), use.version)});
        }
    }
    return remarks;
}

} // namespace

Result<ChangeSet> inlineFragment(const FileSource &files, const QString &registryRoot,
                                 const PromptPlace &place, qint64 offset)
{
    const bool isFragment = !fragmentNameOf(place.promptFile).isEmpty();
    const RepoPath file = isFragment ? place.promptFile : changes::sourceFileOf(place.entry);
    const Result<QByteArray> text = files.read(file, maximumPromptBytes);
    if (!text && text.error().code != ErrorCode::NotFound) {
        return std::unexpected(text.error());
    }
    const auto tag = text ? tagAt(file, *text, offset) : std::nullopt;
    if (!tag) {
        return refusal(Messages::tr("Put the cursor into a tag that includes a fragment, such as "
                                    "{{> principles}}."));
    }
    return inlined(files, registryRoot, file, *text, *tag)
        .transform([&](const QByteArray &changed) {
            ChangeSet changes;
            changes.title = Messages::tr("Inline “%1” in %2")
                                .arg(QString::fromUtf8(tag->name), shownId(place.entry));
            changes.writes.append({file, *text, changed, false});
            return changes;
        });
}

QList<TemplateUse> presentUses(const FileSource &files, const QString &name)
{
    const QString version = fragmentFileOf(name)
                                .and_then([&](const RepoPath &file) {
                                    return files.read(file, maximumPromptBytes)
                                        .transform([&file](const QByteArray &text) {
                                            return registry::readSourceHead(text, file).version;
                                        });
                                })
                                .value_or(QString());
    QList<TemplateUse> uses = usesOfFragment(files, name, {});
    uses.removeIf([&version](const TemplateUse &use) { return !isPresent(use, version); });
    return uses;
}

Result<ChangeSet> deleteFragment(const FileSource &files, const QString &name)
{
    const QList<TemplateUse> uses = presentUses(files, name);
    if (!uses.isEmpty()) {
        return refusal(Messages::tr("The fragment “%1” is included in %2. Nothing was deleted.")
                           .arg(name, inWords(uses.constFirst())));
    }
    const Result<RepoPath> file = fragmentFileOf(name);
    const auto text = file ? files.read(*file, maximumPromptBytes) : std::unexpected(file.error());
    if (!text) {
        return std::unexpected(text.error());
    }
    ChangeSet changes;
    changes.title = Messages::tr("Delete the fragment “%1”").arg(name);
    changes.deletions.append({*file, {*file}});
    changes.remarks = remarksOnOthers(files, name, registry::readSourceHead(*text, *file).version);
    return changes;
}

Result<ChangeSet> dissolveFragment(const FileSource &files, const QString &registryRoot,
                                   const QString &name)
{
    QList<TemplateUse> uses = presentUses(files, name);
    std::ranges::reverse(uses); // so that the places before stay valid
    OverlaySource::Contents texts;
    QList<RepoPath> order;
    for (const TemplateUse &use : std::as_const(uses)) {
        const OverlaySource now(files, texts);
        const Result<QByteArray> text = now.read(use.file, maximumPromptBytes);
        const auto tag = text ? tagAt(use.file, *text, use.start) : std::nullopt;
        const Result<QByteArray> changed = tag
            ? inlined(now, registryRoot, use.file, *text, *tag)
            : failure(ErrorCode::NotFound, Messages::tr("The tag is not there any more."));
        if (!changed) {
            return failure(changed.error().code,
                           Messages::tr("%1: %2 Nothing was deleted.", "place, sentence")
                               .arg(inWords(use), changed.error().message));
        }
        if (!order.contains(use.file)) {
            order.prepend(use.file);
        }
        texts.insert(use.file, *changed);
    }
    return deleteFragment(OverlaySource(files, texts), name).transform([&](ChangeSet changes) {
        changes.title = Messages::tr("Inline and delete the fragment “%1”").arg(name);
        for (const RepoPath &file : std::as_const(order)) {
            changes.writes.append({file,
                                   files.read(file, maximumPromptBytes).value_or(QByteArray()),
                                   texts.value(file), false});
        }
        return changes;
    });
}

} // namespace hermes::workspace
