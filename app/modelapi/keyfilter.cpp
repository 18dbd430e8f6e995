#include "modelapi/keyfilter.h"

#include "modelapi/answerreader.h"
#include "modelapi/failure.h"
#include "modelapi/receivedbytes.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::modelapi {

QByteArray beginningWithoutKey(const QByteArray &bytes, qsizetype most, QByteArrayView key)
{
    return bytes.size() <= most ? withoutKey(bytes, key)
                                : receivedWithoutKey(bytes.first(most), key, Extent::CutOff);
}

KeyFilter::KeyFilter(QByteArrayView key)
{
    for (const auto spellings = spellingsOfKey(key); const QByteArray &spelling : spellings) {
        m_spellings.append(QString::fromUtf8(spelling));
    }
}

KeyFilter::~KeyFilter()
{
    for (QString &spelling : m_spellings) {
        spelling.fill(u'\0');
    }
}

QString KeyFilter::without(const QString &text) const
{
    QString harmless = text;
    for (const QString &spelling : m_spellings) {
        harmless.replace(spelling, "[key]"_L1);
    }
    return harmless;
}

/// Where the text may begin to be the key, in whichever spelling begins first; its size if nowhere.
qsizetype KeyFilter::begunAt(const QString &text) const
{
    qsizetype begun = text.size();
    for (const QString &spelling : m_spellings) {
        qsizetype length = std::min(text.size(), spelling.size() - 1);
        while (length > 0 && !text.endsWith(QStringView(spelling).first(length))) {
            --length;
        }
        begun = std::min(begun, text.size() - length);
    }
    return begun;
}

QString KeyFilter::passed(QString &held, const QString &piece) const
{
    const QString harmless = without(held + piece);
    const qsizetype end = begunAt(harmless);
    held = harmless.sliced(end);
    return harmless.first(end);
}

QList<AnswerEvent> KeyFilter::filtered(const QList<AnswerEvent> &events)
{
    if (m_spellings.isEmpty()) {
        return events;
    }
    QList<AnswerEvent> harmless;
    for (const AnswerEvent &event : events) {
        take(event, harmless);
    }
    return harmless;
}

void KeyFilter::take(const AnswerEvent &event, QList<AnswerEvent> &into)
{
    if (const auto *text = std::get_if<TextDelta>(&event)) {
        if (const QString piece = passed(m_heldText, text->text); !piece.isEmpty()) {
            into.append(TextDelta{piece});
        }
    } else if (const auto *thought = std::get_if<ThinkingDelta>(&event)) {
        if (const QString piece = passed(m_heldThinking, thought->text); !piece.isEmpty()) {
            into.append(ThinkingDelta{piece});
        }
    } else if (const auto *block = std::get_if<ThinkingBlock>(&event)) {
        ThinkingBlock shown = *block;
        shown.text = without(block->text);
        shown.signature = without(block->signature);
        shown.redacted = without(block->redacted);
        into.append(shown);
    } else if (const auto *call = std::get_if<ToolCall>(&event)) {
        ToolCall shown = *call;
        shown.id = without(call->id);
        shown.name = without(call->name);
        shown.arguments = without(QString::fromUtf8(call->arguments)).toUtf8();
        shown.signature = without(call->signature);
        into.append(shown);
    } else if (const auto *stop = std::get_if<Stop>(&event)) {
        into.append(Stop{stop->reason, without(stop->name), without(stop->detail)});
    } else if (const auto *error = std::get_if<ServerError>(&event)) {
        ServerError shown = *error;
        for (QString *field : {&shown.type, &shown.code, &shown.message, &shown.parameter}) {
            *field = without(*field);
        }
        if (error->isUndecodable && error->message.toUtf8().size() >= longestUndecodable) {
            shown.message.truncate(begunAt(shown.message));
        }
        into.append(shown);
    } else {
        into.append(event);
    }
}

QList<AnswerEvent> KeyFilter::rest()
{
    QList<AnswerEvent> rest;
    if (!m_heldThinking.isEmpty()) {
        rest.append(ThinkingDelta{std::exchange(m_heldThinking, {})});
    }
    if (!m_heldText.isEmpty()) {
        rest.append(TextDelta{std::exchange(m_heldText, {})});
    }
    return rest;
}

} // namespace hermes::modelapi
