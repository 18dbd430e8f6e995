#pragma once

#include "changes/changeset.h"
#include "registry/catalog.h"

namespace hermes::changes {

/// `studio/sources/agents/<id>.md`: the source of an entry's prompt that uses fragments.
[[nodiscard]] core::RepoPath sourceFileOf(const core::EntryId &id);
/// `studio/suites/<id>.yaml`
[[nodiscard]] core::RepoPath suiteFileOf(const core::EntryId &id);
/// `studio/reviews/<id>`
[[nodiscard]] core::RepoPath reviewFolderOf(const core::EntryId &id);

/// Whether a text in a manifest (`agent/writer`, or a bare `writer`) names an entry. A bare id
/// means an entry of the kind that speaks, else of the only kind that has it.
class ReferenceReader
{
public:
    ReferenceReader(const registry::Catalog &catalog, const core::EntryId &target);

    [[nodiscard]] bool isTyped(const QString &text) const { return text == m_target.toString(); }
    [[nodiscard]] bool names(const QString &text, core::EntryKind speaker) const;

private:
    core::EntryId m_target;
    QList<core::EntryKind> m_kinds; ///< That have an entry of the target's bare id.
};

/// The text with every reference to `from` made one to `to`, byte-exact elsewhere; nullopt if it
/// holds none.
///
/// `manifest`: of another entry, JSON or front matter. Errors: InvalidFormat (edit it by hand).
[[nodiscard]] core::Result<std::optional<QByteArray>>
manifestReferring(core::EntryKind kind, const QByteArray &manifest, const ReferenceReader &reader,
                  const core::EntryId &to);
/// The same for a workflow's `workflow.json`.
[[nodiscard]] core::Result<std::optional<QByteArray>>
workflowReferring(const QByteArray &workflow, const ReferenceReader &reader,
                  const core::EntryId &to);
/// The same for a channel. A channel whose lines are in order stays in order; nullopt for `to`
/// takes the line out.
[[nodiscard]] core::Result<std::optional<QByteArray>>
channelReferring(const QByteArray &channel, const core::EntryId &from,
                 const std::optional<core::EntryId> &to);
/// The same for a suite: a value that is the id and nothing else.
[[nodiscard]] std::optional<QByteArray>
suiteReferring(const QByteArray &suite, const core::EntryId &from, const core::EntryId &to);

} // namespace hermes::changes
