#pragma once

#include "core/problem.h"
#include "core/repopath.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace hermes::assembly {

/// Where a segment's bytes come from.
struct Origin
{
    enum class Kind
    {
        Prompt,
        Fragment,
        Variable
    };
    Kind kind = Kind::Prompt;
    QString name; ///< The fragment's or variable's name; empty for the prompt.
    QString version; ///< Of a fragment that was asked for by its version.
    core::RepoPath file; ///< The file that holds the bytes; root for a value that was typed in.
    qint64 start = 0; ///< Byte offset in that file. Of a variable: where its value stands.

    bool operator==(const Origin &) const = default;
};

/// A stretch of bytes of a file.
struct ByteRange
{
    qint64 start = 0;
    qint64 length = 0;

    bool operator==(const ByteRange &) const = default;
};

/// A stretch of an assembly with one origin.
struct Segment
{
    qint64 start = 0; ///< Byte offset in Assembly::text.
    qint64 length = 0; ///< Bytes.
    Origin origin;
    /// What stands for it in the prompt's own file: the same text, or the tag that brought it in.
    ByteRange inPrompt;

    /// The byte of the prompt's own file that stands for one of the assembly.
    [[nodiscard]] qint64 inPromptAt(qint64 offset) const;

    bool operator==(const Segment &) const = default;
};

/// The prompt as a model receives it. Segments are in order, without gaps, and cover every byte.
struct Assembly
{
    QByteArray text; ///< UTF-8.
    QList<Segment> segments;
    QList<core::Problem> problems;

    bool operator==(const Assembly &) const = default;
    /// The segment that holds a byte; nullptr past the end.
    [[nodiscard]] const Segment *segmentAt(qint64 offset) const;
    /// The byte of the assembly that a byte of the prompt's own file became; of one that became
    /// nothing, the next that did.
    [[nodiscard]] qint64 offsetOf(qint64 inPrompt) const;
};

/// The file a prompt lies in and its bytes; a skill's front matter is not part of what a model
/// receives.
struct PromptSource
{
    core::RepoPath file;
    QByteArray text;
    qint64 bodyStart = 0; ///< Byte at which the prompt begins (after front matter); a BOM is
                          ///< skipped by assemble().
};

/// Assembles a prompt that is its own source: its text is literal and no brace is touched.
/// What the preview shows, what is sent and what is exported is this result. Thread: any.
[[nodiscard]] Assembly assemble(const PromptSource &prompt);

/// HTML of Markdown for the rendered preview, by md4c with tables, task lists and strikethrough.
/// Raw HTML in the prompt is shown as text; images and links carry their address but nothing is
/// ever loaded.
[[nodiscard]] QString renderMarkdown(QByteArrayView text);

/// A block of a rendered prompt that stands by itself: a heading, a paragraph, a whole list.
struct RenderedBlock
{
    QString html; ///< By renderMarkdown()'s rules.
    qint64 start = 0; ///< Byte of the text at which the block's first line begins.
    int imageCount = 0; ///< Images, of which only words and address are shown.

    bool operator==(const RenderedBlock &) const = default;
};

/// renderMarkdown() block by block, so that a small change of the text is one of few blocks.
/// Text of a `marked` range (in order) stands in `<span class="marked">`, that of a `dropped` one
/// in
/// `<span class="dropped">`, marked or not.
[[nodiscard]] QList<RenderedBlock> renderBlocks(QByteArrayView text,
                                                const QList<ByteRange> &marked = {},
                                                const QList<ByteRange> &dropped = {});

} // namespace hermes::assembly
