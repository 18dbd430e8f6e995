#include "workspace/fragmentuses.h"

#include "assembly/template.h"
#include "registry/place.h"
#include "registry/promptsource.h"
#include "workspace/contentref.h"

#include <QCoreApplication>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using assembly::TemplateNode;

constexpr qsizetype excerptLength = 120;
const QString fragmentFolder = u"studio/fragments"_s;
const QString sourceFolder = u"studio/sources/agents"_s;
const QString ending = u".md"_s;

QList<RepoPath> markdownBelow(const FileSource &files, const QString &folder)
{
    QList<RepoPath> found =
        filesBelow(files, RepoPath::fromLiteral(folder)).value_or(QList<RepoPath>());
    found.removeIf([](const RepoPath &file) { return !file.fileName().endsWith(ending); });
    return found;
}

QString excerptOf(const QByteArray &text, qint64 at)
{
    const qint64 start = at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    const qint64 newline = text.indexOf('\n', at);
    const qint64 end = newline < 0 ? text.size() : newline;
    const QString line = QString::fromUtf8(text.sliced(start, end - start)).trimmed();
    return line.size() > excerptLength ? line.first(excerptLength) + u'…' : line;
}

/// Looks through one file.
class UseFinder
{
public:
    UseFinder(const RepoPath &file, const QByteArray &text) : m_file(file), m_text(text)
    {
        const RepoPath folder = RepoPath::fromLiteral(sourceFolder);
        if (file.isInside(folder)) {
            m_entry = {EntryKind::Agent, file.relativeTo(folder).chopped(ending.size())};
        }
    }

    template <typename Wanted>
    QList<TemplateUse> find(const Wanted &wanted)
    {
        const registry::SourceHead head = registry::readSourceHead(m_text, m_file);
        for (const registry::Variable &variable : head.variables) {
            TemplateNode declaration;
            declaration.kind = TemplateNode::Kind::Variable;
            declaration.name = variable.name.toUtf8();
            declaration.start = variable.declaredAt;
            declaration.end = variable.declaredAt + declaration.name.size();
            look(declaration, wanted);
        }
        look(assembly::parseTemplate(m_text, head.bodyStart).nodes, wanted);
        return m_uses;
    }

private:
    template <typename Wanted>
    void look(const QList<TemplateNode> &nodes, const Wanted &wanted)
    {
        for (const TemplateNode &node : nodes) {
            look(node, wanted);
            look(node.children, wanted);
        }
    }

    template <typename Wanted>
    void look(const TemplateNode &node, const Wanted &wanted)
    {
        if (!wanted(node)) {
            return;
        }
        const registry::Place place = registry::placeOf(m_text, node.start);
        TemplateUse use;
        use.entry = m_entry;
        use.file = m_file;
        use.line = place.line;
        use.column = place.column;
        use.start = node.start;
        use.end = node.end;
        use.version = QString::fromUtf8(node.name).section(u'@', 1);
        use.excerpt = excerptOf(m_text, node.start);
        m_uses.append(use);
    }

    RepoPath m_file;
    QByteArray m_text;
    EntryId m_entry;
    QList<TemplateUse> m_uses;
};

template <typename Wanted>
QList<TemplateUse> usesIn(const FileSource &files, const CancelFlag &cancel, const Wanted &wanted)
{
    QList<TemplateUse> uses;
    const QList<RepoPath> all =
        markdownBelow(files, fragmentFolder) + markdownBelow(files, sourceFolder);
    for (const RepoPath &file : all) {
        const Result<QByteArray> text = cancel.isCancelled() ? failure(ErrorCode::Cancelled, {})
                                                             : files.read(file, maximumPromptBytes);
        if (text) {
            uses += UseFinder(file, *text).find(wanted);
        }
    }
    return uses;
}

/// Whether a tag asks for a variable.
struct AsksFor
{
    QByteArray variable;

    [[nodiscard]] bool operator()(const TemplateNode &node) const
    {
        const bool isAsking = node.kind == TemplateNode::Kind::Variable
            || node.kind == TemplateNode::Kind::Section
            || node.kind == TemplateNode::Kind::InvertedSection;
        return isAsking && node.name.split('.').constFirst() == variable;
    }
};

} // namespace

Result<RepoPath> fragmentFileOf(const QString &name)
{
    const Result<RepoPath> file = RepoPath::parse(fragmentFolder + u'/' + name + ending);
    if (!file || name.isEmpty() || name.contains(u'@') || name.startsWith(u'.')
        || !assembly::isTemplateName(name.toUtf8())) {
        return failure(ErrorCode::InvalidArgument,
                       QCoreApplication::translate("Fragments",
                                                   "“%1” is no name of a fragment: use letters, "
                                                   "digits, - and _.")
                           .arg(name));
    }
    return file;
}

QString fragmentNameOf(const RepoPath &file)
{
    const RepoPath folder = RepoPath::fromLiteral(fragmentFolder);
    return file.isInside(folder) && file.fileName().endsWith(ending)
        ? file.relativeTo(folder).chopped(ending.size())
        : QString();
}

QStringList fragmentNames(const FileSource &files)
{
    QStringList names;
    const QList<RepoPath> found = markdownBelow(files, fragmentFolder);
    for (const RepoPath &file : found) {
        names.append(fragmentNameOf(file));
    }
    return names;
}

QList<TemplateUse> usesOfFragment(const FileSource &files, const QString &name,
                                  const CancelFlag &cancel)
{
    return usesIn(files, cancel, [wanted = name.toUtf8()](const TemplateNode &node) {
        return node.kind == TemplateNode::Kind::Partial
            && node.name.split('@').constFirst() == wanted;
    });
}

QList<TemplateUse> usesOfVariable(const FileSource &files, const QString &name,
                                  const CancelFlag &cancel)
{
    return usesIn(files, cancel, AsksFor{name.toUtf8()});
}

QList<TemplateUse> usesOfVariableIn(const RepoPath &file, const QByteArray &text,
                                    const QString &name)
{
    return UseFinder(file, text).find(AsksFor{name.toUtf8()});
}

} // namespace hermes::workspace
