#pragma once

#include <QList>
#include <QString>
#include <QTextLayout>

namespace hermes::editor {

/// A place in a line where a reader sees nothing, or a blank that is not a blank.
struct InvisibleCharacter
{
    enum class Shape
    {
        Space, ///< Has a width of its own: NBSP and its kin.
        ZeroWidth, ///< Takes no room; a run of them is one place.
        LineEnd, ///< Breaks the line where it stands: U+2028.
    };
    int position = 0; ///< In UTF-16 code units.
    int length = 1;
    Shape shape = Shape::Space;
    QString label; ///< What is drawn: "NBSP", "ZWSP", "TAG:hidden".

    bool operator==(const InvisibleCharacter &) const = default;
};

/// Every such place of a line, in order: unusual spaces, zero-width characters, soft hyphens, bidi
/// controls, tag characters, control characters, and the stand-ins of a document.
///
/// Where such characters do their proper work (check::findInvisibleText() knows) they are left out;
/// so is U+3000.
[[nodiscard]] QList<InvisibleCharacter> invisibleCharacters(QStringView line);

/// Formats that widen a line's layout so that the labels fit; the text itself stays. For
/// QTextLayout::setFormats().
[[nodiscard]] QList<QTextLayout::FormatRange>
roomForLabels(const QList<InvisibleCharacter> &characters, QStringView line);

/// Size of a label's font in relation to the text's, and the padding at both its ends together in
/// widths of a character.
inline constexpr qreal labelScale = 0.75;
inline constexpr qreal labelPadding = 0.6;

} // namespace hermes::editor
