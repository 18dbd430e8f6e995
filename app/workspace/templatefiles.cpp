#include "workspace/templatefiles.h"

#include "assembly/template.h"
#include "workspace/contentref.h"
#include "workspace/fragmentuses.h"

#include <algorithm>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using assembly::TemplateNode;

const QString ending = u".md"_s;

void addIncluded(const QList<TemplateNode> &nodes, QSet<QString> &names)
{
    for (const TemplateNode &node : nodes) {
        if (node.kind == TemplateNode::Kind::Partial) {
            names.insert(QString::fromUtf8(node.name).section(u'@', 0, 0));
        }
        addIncluded(node.children, names);
    }
}

TemplateText templateOf(const RepoPath &file, const QByteArray &text, const RepoPath &sources)
{
    TemplateText result;
    result.file = file;
    result.text = text;
    result.head = registry::readSourceHead(text, file);
    if (file.isInside(sources)) {
        result.entry = {EntryKind::Agent, file.relativeTo(sources).chopped(ending.size())};
    }
    addIncluded(assembly::parseTemplate(text, result.head.bodyStart).nodes, result.includes);
    return result;
}

} // namespace

TemplateFiles TemplateFiles::read(const FileSource &files, const CancelFlag &cancel)
{
    TemplateFiles result;
    const RepoPath sources = RepoPath::fromLiteral(u"studio/sources/agents"_s);
    for (const RepoPath &folder : {RepoPath::fromLiteral(u"studio/fragments"_s), sources}) {
        const QList<RepoPath> found = filesBelow(files, folder).value_or(QList<RepoPath>());
        for (const RepoPath &file : found) {
            if (!file.fileName().endsWith(ending) || cancel.isCancelled()) {
                continue;
            }
            if (const Result<QByteArray> text = files.read(file, maximumPromptBytes)) {
                result.m_all.append(templateOf(file, *text, sources));
            }
        }
    }
    return result;
}

const TemplateText *TemplateFiles::find(const RepoPath &file) const
{
    const auto found = std::ranges::find(m_all, file, &TemplateText::file);
    return found == m_all.end() ? nullptr : &*found;
}

QList<const TemplateText *> TemplateFiles::includersOf(const QString &fragment) const
{
    QSet<QString> wanted{fragment};
    QSet<const TemplateText *> found;
    for (bool isGrowing = true; isGrowing;) {
        isGrowing = false;
        for (const TemplateText &each : m_all) {
            if (!found.contains(&each) && each.includes.intersects(wanted)) {
                found.insert(&each);
                wanted.insert(fragmentNameOf(each.file));
                isGrowing = true;
            }
        }
        wanted.remove(QString());
    }
    QList<const TemplateText *> result;
    for (const TemplateText &each : m_all) {
        if (found.contains(&each)) {
            result.append(&each);
        }
    }
    return result;
}

QList<TemplateFiles::Declaration> TemplateFiles::declarationsFor(const RepoPath &file,
                                                                 const QString &variable) const
{
    QList<const TemplateText *> texts{find(file)};
    if (const QString fragment = fragmentNameOf(file); !fragment.isEmpty()) {
        texts += includersOf(fragment);
    }
    for (const QSet<QString> names = includedBy(file); const QString &name : names) {
        const Result<RepoPath> included = fragmentFileOf(name);
        texts.append(included ? find(*included) : nullptr);
    }
    texts.removeAll(nullptr);
    QList<Declaration> found;
    for (const TemplateText *text : std::as_const(texts)) {
        const auto declared =
            std::ranges::find(text->head.variables, variable, &registry::Variable::name);
        if (declared != text->head.variables.end()) {
            found.append({text->file, declared->declaredAt});
        }
    }
    return found;
}

QSet<QString> TemplateFiles::includedBy(const RepoPath &file) const
{
    const TemplateText *from = find(file);
    QSet<QString> names = from != nullptr ? from->includes : QSet<QString>();
    QList<QString> open = names.values();
    while (!open.isEmpty()) {
        const Result<RepoPath> path = fragmentFileOf(open.takeLast());
        const TemplateText *fragment = path ? find(*path) : nullptr;
        for (const QString &name : fragment != nullptr ? fragment->includes : QSet<QString>()) {
            if (!names.contains(name)) {
                names.insert(name);
                open.append(name);
            }
        }
    }
    return names;
}

} // namespace hermes::workspace
