#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace hermes::registry {

/// Where a key and its value stand in the lines of a front matter. Byte offsets in the whole text.
/// Internal to this folder.
struct FrontMatterNode
{
    enum class Form
    {
        Empty, ///< `key:` and nothing.
        Plain,
        SingleQuoted,
        DoubleQuoted,
        BlockText, ///< `|` or `>`.
        FlowList, ///< `[a, b]`
        BlockList, ///< Lines with dashes.
        Mapping, ///< Indented keys.
        Other, ///< A flow mapping, an anchor, a tag: seen, never edited.
    };
    struct Element
    {
        qint64 start = 0;
        qint64 end = 0;
        qint64 lineStart = 0; ///< Of its dash's line; BlockList only.
        qint64 linesEnd = 0; ///< After its last line; BlockList only.
    };

    QString key;
    Form form = Form::Empty;
    qint64 indentation = 0; ///< Spaces before the key.
    qint64 lineStart = 0;
    qint64 afterColon = 0;
    qint64 valueStart = 0;
    qint64 valueEnd = 0;
    qint64 linesEnd = 0; ///< After the last line that belongs to it.
    QList<Element> elements;
    QList<FrontMatterNode> children; ///< Mapping only.
};

/// Scans the block [start, end) of a text. Lenient: what it does not understand is Form::Other.
[[nodiscard]] QList<FrontMatterNode> frontMatterNodes(const QByteArray &text, qint64 start,
                                                      qint64 end);

} // namespace hermes::registry
