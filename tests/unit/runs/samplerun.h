#pragma once

#include "runs/run.h"

namespace hermes::test {

/// A run in which every field holds something.
inline runs::Run sampleRun(int number)
{
    using namespace Qt::StringLiterals;
    using namespace std::chrono_literals;
    runs::Run run;
    run.id = u"run-%1"_s.arg(number, 6, 10, QChar(u'0'));
    run.started =
        QDateTime::fromString(u"2026-11-28T10:00:00.250Z"_s, Qt::ISODateWithMs).addSecs(number);
    run.entry = {core::EntryKind::Agent, u"writer"_s};
    run.registry = u"/home/somebody/registry"_s;
    run.version = u"1.0.0"_s;
    run.promptDigest = runs::digestOf("# Writer\n");
    run.target = u"hermes-agent"_s;
    run.contextFiles = {u"/home/somebody/AGENTS.md"_s, u"/home/somebody/notes.md"_s};
    run.connectionName = u"Work"_s;
    run.provider = u"anthropic"_s;
    run.host = u"api.anthropic.com"_s;
    run.modelId = u"claude-sonnet-4-6"_s;
    run.parameters.maxOutputTokens = 4096;
    modelapi::Turn question;
    question.text = u"Cancel an order, %1"_s.arg(number);
    question.images = {{u"image/png"_s, {}}};
    question.documents = {{u"orders.pdf"_s, u"application/pdf"_s, {}}};
    modelapi::Turn earlier;
    earlier.role = modelapi::Turn::Role::Assistant;
    earlier.text = u"Which?"_s;
    earlier.thinking = {{u"Hm"_s, u"signed"_s, {}}};
    earlier.toolCalls = {{u"call-1"_s, u"Read"_s, R"({"path":"a"})", {}}};
    modelapi::Turn result;
    result.role = modelapi::Turn::Role::ToolResult;
    result.text = u"content"_s;
    result.toolCallId = u"call-1"_s;
    result.toolName = u"Read"_s;
    run.turns = {question, earlier, result};
    run.answer = u"POST /orders/{id}/cancel, 100 % safe"_s;
    run.thinking = u"Überlegt"_s;
    run.thinkingBlocks = {{u"Überlegt"_s, u"signed"_s, {}}, {{}, {}, u"opaque"_s}};
    run.toolCalls = {{u"call-2"_s, u"Write"_s, R"({"path":"b"})", u"sig"_s}};
    run.usage.input = 941;
    run.usage.cacheRead = 100;
    run.usage.output = 348;
    run.countedInput = 940;
    run.cost = runs::Cost{0.0048, u"USD"_s, QDate(2026, 11, 1)};
    run.firstToken = 620ms;
    run.total = 5200ms;
    run.attempts = 1;
    run.outcome = runs::Run::Outcome::Complete;
    run.stop = modelapi::Stop{modelapi::Stop::Reason::Refusal, u"content_filter"_s, u"bio"_s};
    return run;
}

} // namespace hermes::test
