#include "workspace/contextcandidates.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <array>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

/// As the programs that read them call them.
constexpr std::array projectContext{".hermes.md"_L1,
                                    "HERMES.md"_L1,
                                    "AGENTS.override.md"_L1,
                                    "AGENTS.md"_L1,
                                    "CLAUDE.md"_L1,
                                    "CLAUDE.local.md"_L1,
                                    ".claude/CLAUDE.md"_L1,
                                    "GEMINI.md"_L1,
                                    "QWEN.md"_L1,
                                    ".cursorrules"_L1,
                                    ".github/copilot-instructions.md"_L1};

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(ContextFile)
};

} // namespace

QList<ContextCandidate> contextCandidates(const QString &registryRoot,
                                          const QList<registry::EntrySummary> &entries)
{
    const QDir root(registryRoot);
    QList<ContextCandidate> candidates;
    const auto addProjectContext = [&](const QString &name) {
        if (QFileInfo(root.filePath(name)).isFile()) {
            candidates.append({name, Messages::tr("project context"), root.filePath(name)});
        }
    };
    for (const QLatin1StringView name : projectContext) {
        addProjectContext(name);
    }
    const QDir rules(root.filePath(u".cursor/rules"_s));
    for (const auto names = rules.entryList({u"*.mdc"_s, u"*.md"_s}, QDir::Files, QDir::Name);
         const QString &name : names) {
        addProjectContext(u".cursor/rules/"_s + name);
    }
    for (const registry::EntrySummary &entry : entries) {
        if (entry.id.kind == core::EntryKind::Skill && !entry.promptFile.isRoot()) {
            candidates.append({Messages::tr("skill %1").arg(entry.id.id), entry.description,
                               root.filePath(entry.promptFile.text())});
        }
    }
    return candidates;
}

} // namespace hermes::workspace
