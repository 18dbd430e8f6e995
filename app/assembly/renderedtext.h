#pragma once

#include "assembly/marks.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace hermes::assembly {

/// A Markdown text and its rendering, block by block, for the preview. A new text costs a look for
/// where it differs from the one before, and parsing around there; the result is that of parsing
/// all of it, byte for byte.
///
/// It is kept in parts, each of them at a place where parsing can begin as at the start of a text:
/// a line that is not indented, begins a block of its own and has a blank line above it, or is a
/// heading. Parsed is from the part before the one that was touched up to the first part behind
/// that begins in the new text where it began in the old one, and that part.
///
/// Parsed is more where less would not be sure: everything, if the definition of a link appears,
/// goes or changes, or if there is one and what was touched has a `[`; a list behind, if md4c would
/// take it differently at another offset. A list, a piece of code or a table is one block, however
/// long it is, and a text without blank lines and headings one part.
///
/// A value: a copy shares what it can. Thread: one at a time.
class RenderedText
{
public:
    /// UTF-8; what is not becomes U+FFFD, and has no marks. `marked` and `dropped` as
    /// renderBlocks() takes them.
    void setText(const QByteArray &text, const QList<ByteRange> &marked = {},
                 const QList<ByteRange> &dropped = {});
    [[nodiscard]] const QList<RenderedBlock> &blocks() const { return m_state.blocks; }
    /// What the last setText() gave to the parser, all attempts together.
    [[nodiscard]] qint64 parsedBytes() const { return m_parsedBytes; }

private:
    struct Part
    {
        qint64 start = 0; ///< Byte.
        qsizetype firstBlock = 0;
        QList<Mark> marks; ///< Counted from its start.
        bool definesLinks = false;
        bool dependsOnPlace = false;
    };
    struct State
    {
        QByteArray text;
        std::vector<Part> parts; ///< Without gaps; none = not known.
        QList<RenderedBlock> blocks;
    };
    /// A stretch of the text that was parsed, from a place where parsing can begin.
    struct Parsed
    {
        std::vector<Part> parts; ///< Their first blocks count from 0.
        QList<RenderedBlock> blocks;
        bool beginsWithBlock = false; ///< With words in its first line.
    };
    class Update;

    [[nodiscard]] static bool parse(const QByteArray &text, const ByteRange &range,
                                    const QList<Mark> &marks, Parsed &parsed);

    State m_state;
    qint64 m_parsedBytes = 0;
};

} // namespace hermes::assembly
