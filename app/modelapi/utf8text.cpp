#include "modelapi/utf8text.h"

#include <QUtf8StringView>

namespace hermes::modelapi {

namespace {

/// The byte that a sequence may have second, and how many bytes it has.
struct Lead
{
    int length = 0; ///< 0: no lead byte.
    unsigned char least = 0x80;
    unsigned char most = 0xbf;
};

Lead leadOf(unsigned char byte)
{
    if (byte < 0x80) {
        return {.length = 1};
    }
    if (byte >= 0xc2 && byte <= 0xdf) {
        return {.length = 2};
    }
    if (byte >= 0xe0 && byte <= 0xef) {
        return {3, static_cast<unsigned char>(byte == 0xe0 ? 0xa0 : 0x80),
                static_cast<unsigned char>(byte == 0xed ? 0x9f : 0xbf)};
    }
    if (byte >= 0xf0 && byte <= 0xf4) {
        return {4, static_cast<unsigned char>(byte == 0xf0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xf4 ? 0x8f : 0xbf)};
    }
    return {};
}

/// How many bytes from `start` on belong together, and whether they are a character.
struct Sequence
{
    qsizetype length = 1;
    bool isCharacter = false;
};

Sequence sequenceAt(const QByteArray &bytes, qsizetype start)
{
    Lead lead = leadOf(static_cast<unsigned char>(bytes.at(start)));
    Sequence sequence;
    while (sequence.length < lead.length && start + sequence.length < bytes.size()) {
        const auto byte = static_cast<unsigned char>(bytes.at(start + sequence.length));
        if (byte < lead.least || byte > lead.most) {
            return sequence;
        }
        lead.least = 0x80;
        lead.most = 0xbf;
        ++sequence.length;
    }
    sequence.isCharacter = sequence.length == lead.length;
    return sequence;
}

} // namespace

QByteArray validUtf8(const QByteArray &bytes)
{
    if (QUtf8StringView(bytes).isValidUtf8()) {
        return bytes;
    }
    QByteArray text;
    for (qsizetype at = 0; at < bytes.size();) {
        const Sequence sequence = sequenceAt(bytes, at);
        if (sequence.isCharacter) {
            text.append(QByteArrayView(bytes).sliced(at, sequence.length));
        } else {
            text.append("\xef\xbf\xbd");
        }
        at += sequence.length;
    }
    return text;
}

} // namespace hermes::modelapi
