#pragma once

#include <QByteArrayView>

#include <md4c.h>

namespace hermes::text {

/// What a Markdown text consists of, in order, as md4c tells it. Details are those of md4c for the
/// type.
class MarkdownEvents
{
public:
    virtual ~MarkdownEvents() = default;
    virtual void enterBlock(MD_BLOCKTYPE type, const void *detail) = 0;
    virtual void leaveBlock(MD_BLOCKTYPE type, const void *detail) = 0;
    virtual void enterSpan(MD_SPANTYPE type, const void *detail) = 0;
    virtual void leaveSpan(MD_SPANTYPE type, const void *detail) = 0;
    /// `text` is a view into the parsed text, or of a constant (line breaks, NUL).
    virtual void addText(MD_TEXTTYPE type, QByteArrayView text) = 0;
};

/// Parses with the given MD_FLAG_… values. False if memory ran out or the text is over 4 GB; events
/// may have come by then.
[[nodiscard]] bool parseMarkdown(QByteArrayView text, unsigned flags, MarkdownEvents &events);

/// The character that an entity such as `&amp;` or `&#x41;` stands for, in UTF-8; the entity itself
/// if it is not one of the few that matter here.
[[nodiscard]] QByteArray entityText(QByteArrayView entity);

} // namespace hermes::text
