#pragma once

#include "assembly/marks.h"
#include "text/markdownevents.h"

#include <optional>
#include <vector>

namespace hermes::assembly {

/// A block as it was written, and what was seen of it.
struct WrittenBlock
{
    RenderedBlock block;
    /// Where its first line begins, if that is certain and what is above has no say in what the
    /// line is: parsing could begin there.
    std::optional<qint64> boundary;
    bool hasList = false;
};

/// Writes the HTML that QTextDocument reads of what a parser tells. No element of it names anything
/// to be loaded. For sources alone.
class HtmlWriter final : public text::MarkdownEvents
{
public:
    /// `text`: what is parsed, where it begins for people; parsing could begin there. `marked`: of
    /// that text, by marksOf(). Both are only looked at.
    HtmlWriter(QByteArrayView text, const QList<Mark> &marked);

    void enterBlock(MD_BLOCKTYPE type, const void *detail) override;
    void leaveBlock(MD_BLOCKTYPE type, const void *detail) override;
    void enterSpan(MD_SPANTYPE type, const void *detail) override;
    void leaveSpan(MD_SPANTYPE type, const void *detail) override;
    void addText(MD_TEXTTYPE type, QByteArrayView text) override;

    /// Their starts count in the text; one without words has that of the block before, or 0.
    [[nodiscard]] const std::vector<WrittenBlock> &blocks() const { return m_blocks; }
    /// Whether anything of a range was told as text of a block; for definitionStarts().
    [[nodiscard]] bool hasTextIn(const ByteRange &range) const;

private:
    void openCode(const void *detail);
    void openListItem(const void *detail);
    void beginOutermost(MD_BLOCKTYPE type, const void *detail);
    void beginAt(std::optional<qint64> place);
    void appendMarked(QByteArrayView text, std::optional<qint64> place);
    [[nodiscard]] std::optional<qint64> boundaryAt(qsizetype line) const;
    [[nodiscard]] std::optional<qint64> placeOf(QByteArrayView text) const;

    QByteArrayView m_text;
    const QList<Mark> &m_marked;
    bool m_mayDefine; ///< The text may hold the definition of a link.
    qsizetype m_nextMark = 0; ///< The first that does not end before the last text.
    std::vector<WrittenBlock> m_blocks;
    QList<ByteRange> m_texts; ///< That were told, in order; kept if m_mayDefine.
    qint64 m_lastStart = 0;
    int m_depth = 0;
    int m_imageDepth = 0; ///< Within an image only the text of spans counts.
    // Of the outermost block that is being written:
    MD_BLOCKTYPE m_type = MD_BLOCK_DOC;
    char m_fence = 0; ///< 0 = it is no code with a fence.
    bool m_isBegun = false; ///< Text or the end of a block within it was told.
    bool m_hasList = false;
    std::optional<qint64> m_start;
    std::optional<qint64> m_boundary;
    QByteArray m_html;
    int m_imageCount = 0;
};

} // namespace hermes::assembly
