#include "workspace/testsendconversation.h"

#include <algorithm>

namespace hermes::workspace {

using modelapi::Turn;

QList<Turn> Conversation::turns() const
{
    QList<Turn> turns;
    for (const size_t node : m_path) {
        turns.append(m_nodes.at(node).turn);
    }
    return turns;
}

std::optional<size_t> Conversation::end() const
{
    return m_path.empty() ? std::nullopt : std::optional(m_path.back());
}

const Conversation::Node &Conversation::at(qsizetype position) const
{
    return m_nodes.at(m_path.at(static_cast<size_t>(position)));
}

QList<size_t> Conversation::childrenOf(std::optional<size_t> parent) const
{
    QList<size_t> children;
    for (size_t node = 0; node < m_nodes.size(); ++node) {
        if (m_nodes.at(node).parent == parent) {
            children.append(node);
        }
    }
    return children;
}

void Conversation::append(const Turn &turn)
{
    m_nodes.push_back({turn, end()});
    m_path.push_back(m_nodes.size() - 1);
}

void Conversation::addQuestion(const Turn &question)
{
    append(question);
}

void Conversation::addAnswer(const modelapi::Answer &answer)
{
    const Turn turn = answer.asTurn();
    if (!turn.text.isEmpty() || !turn.toolCalls.isEmpty()) {
        append(turn);
        m_nodes.back().stop = answer.stop;
        m_nodes.back().thinking = answer.thinking;
    }
}

const std::optional<modelapi::Stop> &Conversation::stop(qsizetype position) const
{
    return at(position).stop;
}

const QString &Conversation::thinking(qsizetype position) const
{
    return at(position).thinking;
}

void Conversation::addToolResult(const modelapi::ToolCall &call, const QString &text)
{
    Turn turn;
    turn.role = Turn::Role::ToolResult;
    turn.text = text;
    turn.toolCallId = call.id;
    turn.toolName = call.name;
    append(turn);
}

void Conversation::edit(qsizetype position, const QString &text)
{
    Turn turn = at(position).turn;
    turn.text = text;
    m_path.resize(static_cast<size_t>(position));
    append(turn);
}

void Conversation::retryFrom(qsizetype position)
{
    m_path.resize(static_cast<size_t>(position));
}

qsizetype Conversation::branches(qsizetype position) const
{
    return childrenOf(at(position).parent).size();
}

qsizetype Conversation::branch(qsizetype position) const
{
    return childrenOf(at(position).parent).indexOf(m_path.at(static_cast<size_t>(position)));
}

void Conversation::showBranch(qsizetype position, qsizetype branch)
{
    const size_t node = childrenOf(at(position).parent).at(branch);
    m_path.resize(static_cast<size_t>(position));
    m_path.push_back(node);
    showRest();
}

void Conversation::showRest()
{
    QList<size_t> choices;
    while (!(choices = childrenOf(end())).isEmpty()) {
        m_path.push_back(choices.last());
    }
}

QList<modelapi::ToolCall> Conversation::openCalls() const
{
    qsizetype answered = 0;
    for (auto node = m_path.crbegin(); node != m_path.crend(); ++node) {
        const Turn &turn = m_nodes.at(*node).turn;
        if (turn.role == Turn::Role::Assistant) {
            // They are answered in their order: some APIs give calls no ids.
            return turn.toolCalls.mid(answered);
        }
        if (turn.role != Turn::Role::ToolResult) {
            break;
        }
        ++answered;
    }
    return {};
}

bool Conversation::isAwaitingAnswer() const
{
    return !isEmpty() && at(size() - 1).turn.role != Turn::Role::Assistant && openCalls().isEmpty();
}

} // namespace hermes::workspace
