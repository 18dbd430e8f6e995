#pragma once

#include "core/repopath.h"
#include "workspace/edithistory.h"
#include "workspace/exacttext.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace hermes::workspace {

/// All that a journal knows of a text: how it stands now, how it came to that, and which file it
/// belongs to.
struct JournalState
{
    core::RepoPath file;
    ExactText text;
    EditHistory history;
    /// Of the file's bytes in the saved state; empty = there was no file.
    QByteArray savedFingerprint;
    /// The saved bytes, where the history does not lead to them; else null.
    QByteArray savedBytes;

    [[nodiscard]] bool isModified() const { return !history.isSaved(); }
    /// The saved state's bytes, by whatever way; nullopt if none leads there.
    [[nodiscard]] std::optional<QByteArray> saved() const;
};

/// Where the next frame of a journal file goes. Each frame's check covers the one before, so frames
/// cannot change places.
struct JournalEnd
{
    qint64 length = 0;
    QByteArray check;

    bool operator==(const JournalEnd &) const = default;
};

/// Whether a state is stored with its text; without it the file itself must hold it.
enum class JournalText
{
    Stored,
    InFile
};

/// A whole new journal file. `end`: where it ends.
[[nodiscard]] QByteArray journalBytes(const JournalState &state, JournalText text, JournalEnd &end);
/// A frame of operations, to be appended at `end`, which moves on.
[[nodiscard]] QByteArray journalFrame(const QList<EditOperation> &operations, JournalEnd &end);

/// What came of reading a journal file.
struct JournalReading
{
    enum class Condition
    {
        Whole,
        Torn, ///< The last frame was being written when the program or the machine stopped.
        Damaged, ///< Bytes within were changed; what follows them is lost.
        TextElsewhere ///< Whole, but its text is that of a file which holds another one now.
    };
    Condition condition = Condition::Damaged;
    std::optional<JournalState> state; ///< Up to the last frame that is right.
};

/// Reads a journal. `inFile`: the bytes that the text's file holds now, for a journal without text.
/// Never gives a text that was not there at some moment. Thread: any.
[[nodiscard]] JournalReading readJournal(const QByteArray &journal, const QByteArray &inFile);

} // namespace hermes::workspace
