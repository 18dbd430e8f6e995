#include "assembly/literaltemplate.h"

namespace hermes::assembly {

namespace {

/// A front matter with nothing in it: what follows is the template, even if it looks like one.
constexpr QByteArrayView emptyHead("---\n---\n");

bool beginsLikeHead(const QByteArray &text)
{
    return text.startsWith("---") || text.startsWith("\xef\xbb\xbf");
}

} // namespace

LiteralTemplate literalTemplate(const QByteArray &text)
{
    LiteralTemplate made;
    if (beginsLikeHead(text)) {
        made.text = emptyHead.toByteArray();
    }
    if (text.contains(made.opening)) {
        made.opening = "<%";
        made.closing = "%>";
        while (text.contains(made.opening) || text.contains(made.closing)) {
            made.opening.append('%');
            made.closing.prepend('%');
        }
        made.text += "{{=" + made.opening + ' ' + made.closing + "=}}\n";
    }
    made.start = made.text.size();
    made.text += text;
    return made;
}

} // namespace hermes::assembly
