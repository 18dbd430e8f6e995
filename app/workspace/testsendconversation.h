#pragma once

#include "modelapi/answerevent.h"

#include <QList>

#include <optional>
#include <vector>

namespace hermes::workspace {

/// Turns between user and model. To edit an earlier turn, or to have it answered again, begins a
/// branch: what followed stays and can be shown again.
///
/// Positions count the turns of the branch that is shown, from 0. Thread: a value.
class Conversation
{
public:
    /// Turns of the shown branch.
    [[nodiscard]] QList<modelapi::Turn> turns() const;
    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_path.size()); }
    [[nodiscard]] bool isEmpty() const { return m_path.empty(); }

    void addQuestion(const modelapi::Turn &question);
    /// An empty answer adds nothing.
    void addAnswer(const modelapi::Answer &answer);
    /// What a tool is said to have given.
    void addToolResult(const modelapi::ToolCall &call, const QString &text);

    /// Another text in place of a question: a new branch that ends with it.
    void edit(qsizetype position, const QString &text);
    /// A new branch that ends before this turn, to send what is there again.
    void retryFrom(qsizetype position);

    /// Why the answer there ended; nullopt where that is not known.
    [[nodiscard]] const std::optional<modelapi::Stop> &stop(qsizetype position) const;
    /// What the model thought before the answer there, whatever its API; empty = it did not tell.
    [[nodiscard]] const QString &thinking(qsizetype position) const;
    /// How many branches part at this turn, itself among them; and which is shown, from 0.
    [[nodiscard]] qsizetype branches(qsizetype position) const;
    [[nodiscard]] qsizetype branch(qsizetype position) const;
    /// Shows another of them, with what followed there last.
    void showBranch(qsizetype position, qsizetype branch);
    /// Goes on to what followed last where the shown branch ends, if something did: after a retry
    /// that brought nothing.
    void showRest();

    /// Calls of the last answer that nobody has answered yet.
    [[nodiscard]] QList<modelapi::ToolCall> openCalls() const;
    /// Whether the model has something to answer.
    [[nodiscard]] bool isAwaitingAnswer() const;

private:
    struct Node
    {
        modelapi::Turn turn;
        std::optional<size_t> parent; ///< nullopt = it begins the conversation.
        std::optional<modelapi::Stop> stop = std::nullopt; ///< Of an answer.
        QString thinking = {}; // NOLINT(readability-redundant-member-init): of an answer
    };
    [[nodiscard]] std::optional<size_t> end() const;
    [[nodiscard]] QList<size_t> childrenOf(std::optional<size_t> parent) const;
    [[nodiscard]] const Node &at(qsizetype position) const;
    void append(const modelapi::Turn &turn);

    std::vector<Node> m_nodes;
    std::vector<size_t> m_path; ///< Of the shown branch.
};

} // namespace hermes::workspace
