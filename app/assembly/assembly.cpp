#include "assembly/assembly.h"

#include <algorithm>

namespace hermes::assembly {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

} // namespace

const Segment *Assembly::segmentAt(qint64 offset) const
{
    const auto after = std::ranges::upper_bound(segments, offset, {}, &Segment::start);
    if (offset < 0 || after == segments.begin() || offset >= text.size()) {
        return nullptr;
    }
    return &*std::prev(after);
}

Assembly assemble(const PromptSource &prompt)
{
    const bool hasMark = prompt.bodyStart == 0 && prompt.text.startsWith(byteOrderMark);
    const qint64 start = hasMark ? byteOrderMark.size() : prompt.bodyStart;
    Assembly assembly;
    assembly.text = prompt.text.sliced(start);
    if (!assembly.text.isEmpty()) {
        assembly.segments.append({0, assembly.text.size(), {Origin::Kind::Prompt, {}, prompt.file, start}});
    }
    return assembly;
}

} // namespace hermes::assembly
