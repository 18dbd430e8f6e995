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
        Saved ///< The file holds the text as it is now.
    };
    Kind kind = Kind::Change;
    TextChange change;
    Caret caret; ///< Where it stood before the change.
    bool joinsStep = false; ///< The change belongs to the newest step.
    TextTraits traits; ///< After the change.

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

    /// What a stored history consists of.
    struct Parts
    {
        QList<EditStep> steps;
        qsizetype done = 0; ///< How many of them are in the text.
        qsizetype saved = 0; ///< How many are in the file; -1 = no undo or redo leads there.
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
    [[nodiscard]] bool canReachSaved() const { return m_parts.saved >= 0; }
    [[nodiscard]] const TextTraits &traits() const { return m_parts.traits; }
    [[nodiscard]] qsizetype units() const { return m_units; }
    /// The changes that lead from the present text to the saved one; empty if it is, or if none do.
    [[nodiscard]] QList<TextChange> changesToSaved() const;

private:
    void record(const EditOperation &operation);
    void forgetRedo();
    void forgetOldest();

    Parts m_parts;
    qsizetype m_units = 0;
};

/// Lets an operation happen once more, to a text and its history. False, and both unchanged, if it
/// does not fit them.
bool replay(const EditOperation &operation, ExactText &text, EditHistory &history);

} // namespace hermes::workspace
