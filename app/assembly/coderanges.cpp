#include "assembly/templateassembly.h"
#include "text/markdownevents.h"

namespace hermes::assembly {

namespace {

class CodeCollector final : public text::MarkdownEvents
{
public:
    explicit CodeCollector(QByteArrayView markdown) : m_markdown(markdown) { }
    [[nodiscard]] QList<ByteRange> ranges() const { return m_ranges; }

    void enterBlock(MD_BLOCKTYPE /*type*/, const void * /*detail*/) override { }
    void leaveBlock(MD_BLOCKTYPE /*type*/, const void * /*detail*/) override { }
    void enterSpan(MD_SPANTYPE /*type*/, const void * /*detail*/) override { }
    void leaveSpan(MD_SPANTYPE /*type*/, const void * /*detail*/) override { }

    void addText(MD_TEXTTYPE type, QByteArrayView text) override
    {
        const bool isOfTheText = text.data() >= m_markdown.data()
            && text.data() + text.size() <= m_markdown.data() + m_markdown.size();
        if (type != MD_TEXT_CODE || !isOfTheText || text.isEmpty()) {
            return;
        }
        const qint64 start = text.data() - m_markdown.data();
        m_ranges.append({start, text.size()});
    }

private:
    QByteArrayView m_markdown;
    QList<ByteRange> m_ranges;
};

} // namespace

QList<ByteRange> codeRanges(QByteArrayView markdown)
{
    CodeCollector collector(markdown);
    // Without memory for it nothing counts as code; the template's own rules still hold.
    std::ignore = text::parseMarkdown(markdown, MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH, collector);
    return collector.ranges();
}

} // namespace hermes::assembly
