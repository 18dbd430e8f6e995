#include "text/reflow.h"

#include "text/meaning.h"
#include "text/paragraphwrap.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isOutermost(const LineState &state)
{
    return state.containers.isEmpty()
        && (state.leaf == LineState::Leaf::None || state.leaf == LineState::Leaf::Start);
}

/// The blocks that some lines belong to, from and to places where no block is open.
LineRange wholeBlocks(const Lines &lines, LineRange range)
{
    while (range.first > 0 && !isOutermost(lines.stateBefore(range.first))) {
        --range.first;
    }
    while (range.last + 1 < lines.count() && !isOutermost(lines.stateBefore(range.last + 1))) {
        ++range.last;
    }
    return range;
}

/// Edits that together keep the meaning of a text: all of them if possible, else what can be found
/// by leaving out halves.
class SafeEdits
{
public:
    explicit SafeEdits(const QString &text) : m_text(text), m_meaning(text) { }

    [[nodiscard]] QList<Edit> of(const QList<Edit> &edits)
    {
        if (edits.isEmpty() || isSafe(edits)) {
            return edits;
        }
        if (edits.size() == 1) {
            return {};
        }
        const qsizetype half = edits.size() / 2;
        const QList<Edit> joined = of(edits.first(half)) + of(edits.sliced(half));
        // Each half may be harmless and both together not; then the first is kept.
        return joined.size() == edits.size() || !isSafe(joined) ? of(edits.first(half)) : joined;
    }

private:
    [[nodiscard]] bool isSafe(const QList<Edit> &edits) const
    {
        return Meaning(applied(m_text, edits)) == m_meaning;
    }

    const QString &m_text;
    Meaning m_meaning;
};

} // namespace

QList<Edit> reflow(const Lines &lines, const LineRange &range, int width)
{
    const LineRange blocks = wholeBlocks(lines, range);
    QStringList block;
    for (qsizetype line = blocks.first; line <= blocks.last; ++line) {
        block.append(lines.line(line));
    }
    const QString text = block.join(u'\n');
    QList<Edit> edits;
    qsizetype position = 0;
    LineState state = lines.stateBefore(blocks.first);
    for (qsizetype i = 0; i < block.size();) {
        const WrappedParagraph paragraph(block, i, state);
        const bool isMeant = blocks.first + i <= range.last
            && blocks.first + i + paragraph.lineCount() > range.first;
        if (isMeant) {
            for (const auto allEdits = paragraph.edits(width); Edit edit : allEdits) {
                edit.start += position;
                edits.append(edit);
            }
        }
        for (const qsizetype next = i + paragraph.lineCount(); i < next; ++i) {
            position += block.at(i).size() + 1;
            state = classify(block.at(i), state).after;
        }
    }
    QList<Edit> result = SafeEdits(text).of(edits);
    for (Edit &edit : result) {
        edit.start += lines.start(blocks.first);
    }
    return result;
}

} // namespace hermes::text
