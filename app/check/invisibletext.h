#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace hermes::check {

/// A place in a text that people do not see, or see as something else.
struct InvisibleText
{
    enum class Kind
    {
        Direction, ///< Bidirectional control: what is read is not in the order of what is shown.
        Hidden, ///< Zero width, soft hyphen, filler.
        Selector, ///< Variation selector outside an emoji; may carry hidden data.
        Tags, ///< Tag characters outside a flag: hidden ASCII text.
        Space, ///< No-break space: looks like a space.
        Control, ///< C0 and C1 but tab and line ends.
    };
    Kind kind = Kind::Hidden;
    qint64 start = 0; ///< Bytes.
    qint64 length = 0; ///< Bytes; a run of selectors or tags is one place.
    char32_t character = 0; ///< The first one.
    QString decoded; ///< Tags: the ASCII text they spell.

    bool operator==(const InvisibleText &) const = default;
};

/// All such places in a UTF-8 text. Quiet where the characters do their proper work: a BOM at the
/// start, joiners in emoji and in scripts that need them, presentation selectors behind symbols,
/// flags of regions spelt with tags.
[[nodiscard]] QList<InvisibleText> findInvisibleText(QByteArrayView utf8);

} // namespace hermes::check
