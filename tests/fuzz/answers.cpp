// What a server sends is read, whatever it is, and read the same however it is cut.

#include "modelapi/answerreader.h"
#include "modelapi/receivedbytes.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace hermes::modelapi;

namespace {

/// All that a user would see of it.
struct Reading
{
    Answer answer;
    bool isComplete = false;
    bool isTooLarge = false;

    bool operator==(const Reading &) const = default;
};

void take(Reading &reading, const AnswerEvents &events)
{
    for (const AnswerEvent &event : events) {
        reading.answer.take(event);
    }
}

/// `step`: bytes in a piece.
Reading readingOf(ConnectionType type, AnswerForm form, QByteArrayView bytes, qsizetype step)
{
    constexpr StreamLimits small{1024, 2048, 4096, 3072, 256};
    AnswerReader reader(type, form, small);
    Reading reading;
    while (!bytes.isEmpty()) {
        const qsizetype size = std::min(step, bytes.size());
        take(reading, reader.feed(bytes.first(size)));
        bytes = bytes.sliced(size);
    }
    take(reading, reader.finish());
    reading.isComplete = reader.isComplete();
    reading.isTooLarge = reader.failure().has_value();
    return reading;
}

} // namespace

/// The first two bytes say which API, which form and how it is cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2) {
        return 0;
    }
    const QList<ConnectionType> types = connectionTypes();
    const ConnectionType type = types.at(data[0] % types.size());
    const auto form = static_cast<AnswerForm>(data[0] / types.size() % 3);
    const QByteArrayView bytes(data + 2, static_cast<qsizetype>(size - 2));
    const Reading whole = readingOf(type, form, bytes, bytes.size());
    const Reading cut = readingOf(type, form, bytes, 1 + data[1] % 64);
    // Too much is told when it comes, so what came before it depends on the pieces.
    if (whole.isTooLarge != cut.isTooLarge || (!whole.isTooLarge && whole != cut)) {
        std::abort();
    }
    // What is kept of it for the user has no key, whatever it is.
    constexpr auto key = "text";
    const auto extent = static_cast<Extent>(data[1] % 2);
    if (receivedWithoutKey(bytes.toByteArray(), key, extent).contains(key)) {
        std::abort();
    }
    return 0;
}
