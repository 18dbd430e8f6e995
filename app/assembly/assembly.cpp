#include "assembly/assembly.h"

#include <algorithm>

namespace hermes::assembly {

namespace {
constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
} // namespace

const Segment *Assembly::segmentAt(qint64 offset) const
{
    const auto after = std::ranges::upper_bound(segments, offset, {}, &Segment::start);
    if (after == segments.begin()) {
        return nullptr;
    }
    const Segment &segment = *std::prev(after);
    return offset < segment.start + segment.length ? &segment : nullptr;
}

qint64 Segment::inPromptAt(qint64 offset) const
{
    return origin.kind == Origin::Kind::Prompt ? inPrompt.start + offset - start : inPrompt.start;
}

qint64 Assembly::offsetOf(qint64 inPrompt) const
{
    qint64 next = text.size();
    for (const Segment &segment : segments) {
        const qint64 into = inPrompt - segment.inPrompt.start;
        if (into >= segment.inPrompt.length) {
            continue;
        }
        if (into >= 0) {
            return segment.start + (segment.origin.kind == Origin::Kind::Prompt ? into : 0);
        }
        // White space before a fragment may come behind the fragment's first, empty line.
        next = std::min(next, segment.start);
    }
    return next;
}

Assembly assemble(const PromptSource &prompt)
{
    qint64 start = std::clamp<qint64>(prompt.bodyStart, 0, prompt.text.size());
    if (start == 0 && prompt.text.startsWith(byteOrderMark)) {
        start = byteOrderMark.size();
    }
    Assembly result;
    result.text = prompt.text.sliced(start);
    if (!result.text.isEmpty()) {
        Origin origin;
        origin.file = prompt.file;
        origin.start = start;
        const qint64 length = result.text.size();
        result.segments.append({0, length, origin, {start, length}});
    }
    return result;
}

} // namespace hermes::assembly
