#include "workspace/edithistory.h"

#include <algorithm>
#include <numeric>
#include <ranges>

namespace hermes::workspace {

namespace {

/// Makes one change of two that touch; false if they do not.
bool merged(TextChange &first, const TextChange &second)
{
    if (second.removed.isEmpty() && second.position == first.end()) {
        first.inserted += second.inserted; // typed on
        return true;
    }
    if (first.inserted.isEmpty() && second.inserted.isEmpty()) {
        if (second.position + second.removed.size() == first.position) {
            first.removed.prepend(second.removed); // Backspace
            first.position = second.position;
            return true;
        }
        if (second.position == first.position) {
            first.removed += second.removed; // Delete
            return true;
        }
    }
    return false;
}

} // namespace

qsizetype EditStep::units() const
{
    return std::accumulate(changes.begin(), changes.end(), qsizetype(0),
                           [](qsizetype sum, const TextChange &change) {
                               return sum + change.removed.size() + change.inserted.size();
                           });
}

EditHistory::EditHistory(const TextTraits &traits)
{
    m_parts.traits = traits;
}

std::optional<EditHistory> EditHistory::fromParts(const Parts &parts)
{
    const qsizetype all = parts.steps.size();
    if (parts.done < 0 || std::max({parts.done, parts.saved, parts.saving}) > all
        || std::min(parts.saved, parts.saving) < unreachable) {
        return std::nullopt;
    }
    EditHistory history;
    history.m_parts = parts;
    for (const EditStep &step : parts.steps) {
        history.m_units += step.units();
    }
    return history;
}

bool EditHistory::apply(const EditOperation &operation)
{
    switch (operation.kind) {
    case EditOperation::Kind::Change:
        record(operation);
        return true;
    case EditOperation::Kind::Undo:
        if (const EditStep *step = nextUndo()) {
            m_parts.traits = step->before;
            --m_parts.done;
            return true;
        }
        return false;
    case EditOperation::Kind::Redo:
        if (const EditStep *step = nextRedo()) {
            m_parts.traits = step->after;
            ++m_parts.done;
            return true;
        }
        return false;
    case EditOperation::Kind::SaveBegun:
        m_parts.saving = m_parts.done;
        return true;
    case EditOperation::Kind::SaveEnded:
        m_parts.saved = m_parts.saving;
        return true;
    case EditOperation::Kind::Saved:
        m_parts.saved = m_parts.done;
        return true;
    case EditOperation::Kind::SavedElsewhere:
        m_parts.saved = unreachable;
        return true;
    }
    return false;
}

void EditHistory::record(const EditOperation &operation)
{
    forgetRedo();
    const bool joins = operation.joinsStep && canJoin();
    if (!joins) {
        m_parts.steps.append({{}, operation.caret, m_parts.traits, operation.traits});
        ++m_parts.done;
    }
    EditStep &step = m_parts.steps.last();
    step.after = operation.traits;
    m_parts.traits = operation.traits;
    const TextChange &change = operation.change;
    if (step.changes.isEmpty() || !merged(step.changes.last(), change)) {
        step.changes.append(change);
    }
    m_units += change.removed.size() + change.inserted.size();
    forgetOldest();
}

void EditHistory::forgetRedo()
{
    while (m_parts.steps.size() > m_parts.done) {
        m_units -= m_parts.steps.last().units();
        m_parts.steps.removeLast();
    }
    for (qsizetype *state : {&m_parts.saved, &m_parts.saving}) {
        *state = *state > m_parts.done ? unreachable : *state;
    }
}

void EditHistory::forgetOldest()
{
    while (m_parts.steps.size() > 1
           && (m_parts.steps.size() > maximumSteps || m_units > maximumUnits)) {
        m_units -= m_parts.steps.first().units();
        m_parts.steps.removeFirst();
        --m_parts.done;
        for (qsizetype *state : {&m_parts.saved, &m_parts.saving}) {
            *state = std::max(*state - 1, unreachable);
        }
    }
}

const EditStep *EditHistory::nextUndo() const
{
    return m_parts.done > 0 ? &m_parts.steps.at(m_parts.done - 1) : nullptr;
}

const EditStep *EditHistory::nextRedo() const
{
    return m_parts.done < m_parts.steps.size() ? &m_parts.steps.at(m_parts.done) : nullptr;
}

/// A state that the file holds, or will hold in a moment, is not changed any more.
bool EditHistory::canJoin() const
{
    return m_parts.done > 0 && !isSaved() && m_parts.done != m_parts.saving;
}

const TextChange *EditHistory::newestChange() const
{
    return canJoin() && nextRedo() == nullptr ? &m_parts.steps.last().changes.last() : nullptr;
}

ExactText EditHistory::textAt(qsizetype done, ExactText now) const
{
    for (qsizetype i = m_parts.done; i > done; --i) {
        for (const TextChange &change : m_parts.steps.at(i - 1).changes | std::views::reverse) {
            now.apply(change.reversed());
        }
        now.setTraits(m_parts.steps.at(i - 1).before);
    }
    for (qsizetype i = m_parts.done; i < done; ++i) {
        for (const TextChange &change : m_parts.steps.at(i).changes) {
            now.apply(change);
        }
        now.setTraits(m_parts.steps.at(i).after);
    }
    return now;
}

namespace {

bool fits(const QList<TextChange> &changes, const ExactText &text)
{
    qsizetype size = text.size();
    for (const TextChange &change : changes) {
        if (change.position < 0 || change.position + change.removed.size() > size) {
            return false;
        }
        size += change.inserted.size() - change.removed.size();
    }
    return true;
}

QList<TextChange> reversed(const QList<TextChange> &changes)
{
    QList<TextChange> result;
    for (const TextChange &change : changes | std::views::reverse) {
        result.append(change.reversed());
    }
    return result;
}

} // namespace

bool replay(const EditOperation &operation, ExactText &text, EditHistory &history)
{
    QList<TextChange> changes;
    switch (operation.kind) {
    case EditOperation::Kind::Change:
        changes = {operation.change};
        break;
    case EditOperation::Kind::Undo:
        changes = history.nextUndo() != nullptr ? reversed(history.nextUndo()->changes) : changes;
        break;
    case EditOperation::Kind::Redo:
        changes = history.nextRedo() != nullptr ? history.nextRedo()->changes : changes;
        break;
    case EditOperation::Kind::SaveBegun:
    case EditOperation::Kind::SaveEnded:
    case EditOperation::Kind::Saved:
    case EditOperation::Kind::SavedElsewhere:
        break;
    }
    if (!fits(changes, text) || !history.apply(operation)) {
        return false;
    }
    for (const TextChange &change : std::as_const(changes)) {
        text.apply(change);
    }
    text.setTraits(history.traits());
    return true;
}

} // namespace hermes::workspace
