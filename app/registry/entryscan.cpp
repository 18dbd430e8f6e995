#include "registry/entryscan.h"

#include "registry/entryfiles.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::EntryKind;
using core::FileNode;
using core::FileType;
using core::Problem;
using core::RepoPath;

namespace {

/// No real registry comes near; a tree deeper than this is a mistake or an attack.
constexpr int maximumSkillDepth = 16;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Registry)
};

bool isHidden(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

/// The name with what cannot be seen written out, for messages.
QString visibleName(const QString &name)
{
    QString result;
    const QList<uint> characters = name.toUcs4();
    for (const char32_t character : characters) {
        result += isHidden(character) ? u"\\u{%1}"_s.arg(static_cast<uint>(character), 0, 16)
                                      : QString::fromUcs4(&character, 1);
    }
    return result;
}

/// Problems of names among their siblings: twins on systems that fold case or compose characters,
/// and hidden characters.
class NameRules
{
public:
    explicit NameRules(const QList<FileNode> &siblings)
    {
        for (const FileNode &node : siblings) {
            m_twins[folded(node.name)].append(node.name);
        }
    }

    [[nodiscard]] QList<Problem> problemsOf(const QString &name, const RepoPath &path) const
    {
        QList<Problem> problems;
        const auto found = m_twins.constFind(folded(name));
        if (found != m_twins.constEnd() && found->size() > 1) {
            const QString twin = found->first() == name ? found->at(1) : found->first();
            problems.append(fileProblem(Problem::Severity::Warning, u"name.clash"_s,
                                        Messages::tr("The names %1 and %2 are the same on systems "
                                                     "that ignore case or accents' form.")
                                            .arg(visibleName(name), visibleName(twin)),
                                        path));
        }
        const QList<uint> characters = name.toUcs4();
        if (std::any_of(characters.begin(), characters.end(), [](uint c) { return isHidden(c); })) {
            problems.append(fileProblem(
                Problem::Severity::Warning, u"name.invisible"_s,
                Messages::tr("The name %1 has invisible characters.").arg(visibleName(name)),
                path));
        }
        return problems;
    }

private:
    static QString folded(const QString &name)
    {
        return name.normalized(QString::NormalizationForm_C).toCaseFolded();
    }
    QHash<QString, QStringList> m_twins;
};

class Scanner
{
public:
    Scanner(const core::FileSource &source, const core::CancelFlag &cancel)
        : m_source(source), m_cancel(cancel)
    {
    }

    EntryScan scan()
    {
        for (const EntryKind kind : core::allEntryKinds) {
            const RepoPath folder = RepoPath().child(core::kindFolder(kind));
            const core::Result<QList<FileNode>> nodes = m_source.list(folder);
            if (!nodes) {
                // A registry need not have every kind.
                if (nodes.error().code != core::ErrorCode::NotFound) {
                    m_scan.problems.append(readProblem(m_source, folder, nodes.error()));
                }
            } else if (kind == EntryKind::Skill) {
                walkSkills(folder, *nodes, 1);
            } else {
                addFolders(kind, folder, *nodes);
            }
        }
        return std::move(m_scan);
    }

private:
    void addFolders(EntryKind kind, const RepoPath &parent, const QList<FileNode> &nodes)
    {
        const NameRules names(nodes);
        for (const FileNode &node : nodes) {
            if (!isPassable(node, parent)) {
                continue;
            }
            const RepoPath path = parent.child(node.name);
            m_scan.candidates.append({kind, path, node.type, names.problemsOf(node.name, path)});
        }
    }

    void walkSkills(const RepoPath &parent, const QList<FileNode> &nodes, int depth)
    {
        const NameRules names(nodes);
        for (const FileNode &node : nodes) {
            if (m_cancel.isCancelled()) {
                return;
            }
            if (isPassable(node, parent)) {
                const RepoPath path = parent.child(node.name);
                visitSkillFolder(path, node.type, names.problemsOf(node.name, path), depth);
            }
        }
    }

    void visitSkillFolder(const RepoPath &path, FileType type, const QList<Problem> &nameProblems,
                          int depth)
    {
        if (type == FileType::SymbolicLink) {
            m_scan.candidates.append({EntryKind::Skill, path, type, nameProblems});
            return;
        }
        const core::Result<QList<FileNode>> below = m_source.list(path);
        if (!below) {
            m_scan.problems += nameProblems;
            m_scan.problems.append(readProblem(m_source, path, below.error()));
            return;
        }
        if (std::any_of(below->begin(), below->end(),
                        [](const FileNode &node) { return node.name == u"SKILL.md"; })) {
            m_scan.candidates.append({EntryKind::Skill, path, type, nameProblems});
            return;
        }
        m_scan.problems += nameProblems;
        if (depth >= maximumSkillDepth) {
            m_scan.problems.append(
                fileProblem(Problem::Severity::Warning, u"folder.depth"_s,
                            Messages::tr("%1 is nested too deeply and was not searched for skills.")
                                .arg(path.text()),
                            path));
            return;
        }
        walkSkills(path, *below, depth + 1);
    }

    /// Folders and links are entries or lead to some; loose files are not. Names that are no UTF-8
    /// cannot be addressed.
    bool isPassable(const FileNode &node, const RepoPath &parent)
    {
        if (node.type == FileType::Other && node.name.contains(QChar::ReplacementCharacter)) {
            m_scan.problems.append(
                fileProblem(Problem::Severity::Warning, u"name.encoding"_s,
                            Messages::tr("The name %1 is not UTF-8. It was left out.")
                                .arg(visibleName(node.name)),
                            parent));
        }
        return node.type == FileType::Folder || node.type == FileType::SymbolicLink;
    }

    const core::FileSource &m_source;
    const core::CancelFlag &m_cancel;
    EntryScan m_scan;
};

} // namespace

EntryScan scanEntries(const core::FileSource &source, const core::CancelFlag &cancel)
{
    return Scanner(source, cancel).scan();
}

} // namespace hermes::registry
