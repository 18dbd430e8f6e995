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
    if (parts.done < 0 || parts.done > parts.steps.size() || parts.saved < -1
        || parts.saved > parts.steps.size()) {
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
    case EditOperation::Kind::Saved:
        m_parts.saved = m_parts.done;
        return true;
    }
    return false;
}

void EditHistory::record(const EditOperation &operation)
{
    forgetRedo();
    const bool joins = operation.joinsStep && m_parts.done > 0 && !isSaved();
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
    if (m_parts.saved > m_parts.done) {
        m_parts.saved = -1;
    }
}

void EditHistory::forgetOldest()
{
    while (m_parts.steps.size() > 1
           && (m_parts.steps.size() > maximumSteps || m_units > maximumUnits)) {
        m_units -= m_parts.steps.first().units();
        m_parts.steps.removeFirst();
        --m_parts.done;
        m_parts.saved = std::max<qsizetype>(m_parts.saved - 1, -1);
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

const TextChange *EditHistory::newestChange() const
{
    const bool isOpen = m_parts.done > 0 && m_parts.done == m_parts.steps.size() && !isSaved();
    return isOpen ? &m_parts.steps.last().changes.last() : nullptr;
}

QList<TextChange> EditHistory::changesToSaved() const
{
    QList<TextChange> changes;
    if (!canReachSaved()) {
        return changes;
    }
    for (qsizetype i = m_parts.done; i > m_parts.saved; --i) {
        for (const TextChange &change : m_parts.steps.at(i - 1).changes | std::views::reverse) {
            changes.append(change.reversed());
        }
    }
    for (qsizetype i = m_parts.done; i < m_parts.saved; ++i) {
        changes += m_parts.steps.at(i).changes;
    }
    return changes;
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
    case EditOperation::Kind::Saved:
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
