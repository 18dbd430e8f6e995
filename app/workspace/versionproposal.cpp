#include "text/sections.h"
#include "workspace/release.h"

#include <QCoreApplication>

#include <algorithm>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("VersionProposal", text);
}

QStringList sectionTitles(const registry::Definition &definition)
{
    QStringList titles;
    const QList<text::Section> sections = text::sections(definition.promptText);
    for (const text::Section &section : sections) {
        titles.append(section.title);
    }
    return titles;
}

QStringList dependencyIds(const registry::Manifest &manifest)
{
    QStringList ids;
    for (const registry::Dependency &dependency : manifest.dependencies) {
        ids.append(dependency.id);
    }
    return ids;
}

QStringList without(const QStringList &all, const QStringList &taken)
{
    QStringList rest;
    std::ranges::copy_if(all, std::back_inserter(rest),
                         [&](const QString &item) { return !taken.contains(item); });
    return rest;
}

/// Collects reasons and the largest step any of them asks for.
class Reasons
{
public:
    void add(VersionStep step, const QString &reason)
    {
        m_step = std::max(m_step, step);
        m_reasons.append(reason);
    }
    void addLists(const QStringList &before, const QStringList &after, const QString &gained,
                  const QString &lost)
    {
        const QStringList lostItems = without(before, after);
        for (const QString &item : lostItems) {
            add(VersionStep::Major, lost.arg(item));
        }
        const QStringList gainedItems = without(after, before);
        for (const QString &item : gainedItems) {
            add(VersionStep::Minor, gained.arg(item));
        }
    }
    [[nodiscard]] VersionStep step() const { return m_step; }
    [[nodiscard]] const QStringList &reasons() const { return m_reasons; }

private:
    VersionStep m_step = VersionStep::None;
    QStringList m_reasons;
};

void compareManifests(const registry::Manifest &before, const registry::Manifest &after,
                      Reasons &reasons)
{
    reasons.addLists(before.tools.value_or(QStringList()), after.tools.value_or(QStringList()),
                     tr("Tool %1 was added"), tr("Tool %1 was removed"));
    if (before.tools.has_value() != after.tools.has_value()) {
        reasons.add(VersionStep::Major,
                    after.tools ? tr("Tools are limited to a list now")
                                : tr("All tools are allowed now"));
    }
    reasons.addLists(before.permissions, after.permissions, tr("Permission %1 was added"),
                     tr("Permission %1 was removed"));
    reasons.addLists(dependencyIds(before), dependencyIds(after), tr("It depends on %1 now"),
                     tr("It no longer depends on %1"));
    if (before.entry != after.entry) {
        reasons.add(VersionStep::Major, tr("The prompt is in another file: %1").arg(after.entry));
    }
    if (before.compatibility != after.compatibility) {
        reasons.add(VersionStep::Major, tr("It is compatible with other versions of Hermes"));
    }
    if (before.model != after.model) {
        reasons.add(VersionStep::Minor,
                    after.model.isEmpty() ? tr("No model is preferred any more")
                                          : tr("Another model: %1").arg(after.model));
    }
}

} // namespace

VersionProposal proposeVersion(const registry::Definition &released,
                               const registry::Definition &draft)
{
    Reasons reasons;
    compareManifests(released.manifest, draft.manifest, reasons);
    reasons.addLists(sectionTitles(released), sectionTitles(draft), tr("Section “%1” is new"),
                     tr("Section “%1” is gone"));
    if (reasons.step() == VersionStep::None) {
        QJsonObject before = released.manifest.all;
        QJsonObject after = draft.manifest.all;
        before.remove(QStringLiteral("version"));
        after.remove(QStringLiteral("version"));
        if (released.promptText != draft.promptText) {
            reasons.add(VersionStep::Patch, tr("The wording of the prompt changed"));
        } else if (before != after || released.manifestText != draft.manifestText) {
            reasons.add(VersionStep::Patch, tr("The manifest changed"));
        }
    }
    const SemanticVersion now =
        SemanticVersion::parse(released.manifest.version).value_or(SemanticVersion{});
    switch (reasons.step()) {
    case VersionStep::None:
        return {VersionStep::None, now, reasons.reasons()};
    case VersionStep::Patch:
        return {VersionStep::Patch, now.nextPatch(), reasons.reasons()};
    case VersionStep::Minor:
        return {VersionStep::Minor, now.nextMinor(), reasons.reasons()};
    case VersionStep::Major:
        return {VersionStep::Major, now.nextMajor(), reasons.reasons()};
    }
    Q_UNREACHABLE();
}

} // namespace hermes::workspace
