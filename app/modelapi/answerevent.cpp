#include "modelapi/answerevent.h"

namespace hermes::modelapi {

namespace {

struct Taker
{
    Answer *answer;

    void operator()(const TextDelta &delta) const { answer->text += delta.text; }
    void operator()(const ThinkingDelta &delta) const { answer->thinking += delta.text; }
    void operator()(const ThinkingBlock &block) const { answer->thinkingBlocks.append(block); }
    void operator()(const ToolCall &call) const { answer->toolCalls.append(call); }
    void operator()(const Usage &usage) const { answer->usage = usage; }
    void operator()(const Stop &stop) const { answer->stop = stop; }
    void operator()(const ServerError & /*error*/) const { }
};

} // namespace

void Answer::take(const AnswerEvent &event)
{
    std::visit(Taker{this}, event);
}

Turn Answer::asTurn() const
{
    Turn turn;
    turn.role = Turn::Role::Assistant;
    turn.text = text;
    turn.thinking = thinkingBlocks;
    turn.toolCalls = toolCalls;
    return turn;
}

} // namespace hermes::modelapi
