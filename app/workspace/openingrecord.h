#pragma once

#include "core/entryid.h"

#include <QString>

namespace hermes::workspace {

/// Which entries the program was opening when it ended, and how often: what brings it down is not
/// opened by itself for ever.
///
/// One small file for each entry that is being opened; a run that ends well leaves none. A process
/// that dies leaves its files, so they need not survive a power cut. Errors while writing are of no
/// consequence and not told: the entry opens as if nothing was known of it. Thread: one.
class OpeningRecord
{
public:
    OpeningRecord() = default; ///< Of nothing; records nothing.
    /// `folder` is made when it is needed. `registryRoot` separates registries.
    OpeningRecord(const QString &folder, const QString &registryRoot);

    void begin(const core::EntryId &id) const;
    /// It was open for a while, or is open no longer.
    void end(const core::EntryId &id) const;
    /// How often in a row a program ended between begin() and end(). Of an entry that this program
    /// is opening, this time is counted.
    [[nodiscard]] int unfinished(const core::EntryId &id) const;

private:
    [[nodiscard]] QString pathOf(const core::EntryId &id) const;

    QString m_folder;
};

} // namespace hermes::workspace
