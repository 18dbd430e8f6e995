#pragma once

#include "registry/catalog.h"
#include "registry/entryscan.h"

#include <QHash>
#include <QSet>

namespace hermes::registry {

/// Turns folders into summaries. Texts that many entries have in common (author, model, tags …)
/// share their memory among the summaries of one reader. One thread at a time. Internal to this
/// folder.
class EntryReader
{
public:
    explicit EntryReader(const core::FileSource &source) : m_source(source) { }

    [[nodiscard]] EntrySummary read(const EntryCandidate &candidate);

private:
    void takeManifest(EntrySummary &summary, const Manifest &manifest);
    [[nodiscard]] QString shared(const QString &text);
    [[nodiscard]] QStringList shared(const QStringList &texts);

    const core::FileSource &m_source;
    QSet<QString> m_texts;
    QSet<QStringList> m_lists;
};

} // namespace hermes::registry
