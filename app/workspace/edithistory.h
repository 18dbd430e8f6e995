#pragma once

#include "workspace/exacttext.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace hermes::workspace {

/// One thing that happened to a text under edit. The operations of a text in their order make its
/// history again, on any machine.
struct EditOperation
{
    enum class Kind : quint8
    {
        Change,
        Undo,
        Redo,
        SaveBegun, ///< The text as it is now is being written to the file.
        SaveEnded, ///< The file holds what was being written.
        Saved, ///< The file holds the text as it is now.
        SavedElsewhere, ///< The file holds a text that never was here.
        Last = SavedElsewhere
    };
    Kind kind = Kind::Change;
    TextChange change;
    Caret caret; ///< Where it stood before the change.
    bool joinsStep = false; ///< The change belongs to the newest step.
    TextTraits traits; ///< After the change.
    QByteArray fingerprint; ///< Of the file's bytes, of what changes the saved state.

    /// Whether another state is the saved one afterwards.
    [[nodiscard]] bool changesSaved() const { return kind >= Kind::SaveEnded; }
    bool operator==(const EditOperation &) const = default;
};

/// What one undo takes back.
struct EditStep
{
    QList<TextChange> changes; ///< In the order in which they were made.
    Caret caret; ///< Before the first of them.
    TextTraits before;
    TextTraits after;

    bool operator==(const EditStep &) const = default;
    [[nodiscard]] qsizetype units() const; ///< Length of the texts it holds.
};

/// Undo and redo of one text, and which of its states is the saved one.
///
/// Knows the changes, not the text. Copies share their steps. Beyond `maximumUnits` or
/// `maximumSteps` the oldest steps are forgotten. Thread: a value.
class EditHistory
{
public:
    static constexpr qsizetype maximumSteps = 10'000;
    static constexpr qsizetype maximumUnits = 32LL * 1024 * 1024; ///< UTF-16 code units.

    static constexpr qsizetype unreachable = -1;

    /// What a stored history consists of.
    struct Parts
    {
        QList<EditStep> steps;
        qsizetype done = 0; ///< How many of them are in the text.
        qsizetype saved = 0; ///< How many are in the file; unreachable = no undo leads there.
        qsizetype saving = unreachable; ///< How many were in what was written last.
        TextTraits traits;

        bool operator==(const Parts &) const = default;
    };

    EditHistory() = default;
    explicit EditHistory(const TextTraits &traits);
    /// nullopt if the numbers contradict each other.
    [[nodiscard]] static std::optional<EditHistory> fromParts(const Parts &parts);
    [[nodiscard]] const Parts &parts() const { return m_parts; }

    /// Takes part of what happened. For Undo and Redo: false if there is nothing to undo or redo.
    bool apply(const EditOperation &operation);

    [[nodiscard]] const EditStep *nextUndo() const;
    [[nodiscard]] const EditStep *nextRedo() const;
    /// The newest change, if another one may join its step.
    [[nodiscard]] const TextChange *newestChange() const;
    [[nodiscard]] bool isSaved() const { return m_parts.done == m_parts.saved; }
    [[nodiscard]] bool canReachSaved() const { return m_parts.saved != unreachable; }
    [[nodiscard]] const TextTraits &traits() const { return m_parts.traits; }
    [[nodiscard]] qsizetype units() const { return m_units; }
    /// The text after a number of steps, which is in `steps`; `now`: the present one.
    [[nodiscard]] ExactText textAt(qsizetype done, ExactText now) const;

private:
    void record(const EditOperation &operation);
    [[nodiscard]] bool canJoin() const;
    void forgetRedo();
    void forgetOldest();

    Parts m_parts;
    qsizetype m_units = 0;
};

/// Lets an operation happen once more, to a text and its history. False, and both unchanged, if it
/// does not fit them.
bool replay(const EditOperation &operation, ExactText &text, EditHistory &history);

} // namespace hermes::workspace
