#pragma once

#include <QFont>
#include <QRectF>

QT_BEGIN_NAMESPACE
class QPainter;
class QTextLine;
QT_END_NAMESPACE

namespace hermes::widgets {
struct ThemeColors;
}

namespace hermes::editor {

class LineSpacing;
struct InvisibleCharacter;
struct VisibleBlock;

/// Draws labels over the invisible characters of lines, in the room that roomForLabels() made.
/// Where there is none, a narrow bar.
class InvisibleMarks
{
public:
    /// `font`: of the text. The others outlive the object.
    InvisibleMarks(const LineSpacing &spacing, const QFont &font,
                   const widgets::ThemeColors &colors);

    void paint(QPainter &painter, const VisibleBlock &line) const;

private:
    [[nodiscard]] QRectF room(const QTextLine &line, const InvisibleCharacter &character,
                              qreal labelWidth) const;

    const LineSpacing &m_spacing;
    QFont m_font;
    QFont m_labelFont;
    const widgets::ThemeColors &m_colors;
};

} // namespace hermes::editor
