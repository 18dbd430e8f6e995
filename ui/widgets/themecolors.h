#pragma once

#include <QColor>

QT_BEGIN_NAMESPACE
class QPalette;
QT_END_NAMESPACE

namespace hermes::widgets {

/// The colour roles of the design. Text roles reach a contrast of 4.5:1 on background, panel and
/// edit.
struct ThemeColors
{
    QColor background;
    QColor panel;
    QColor edit;
    QColor line;
    QColor text;
    QColor muted;
    QColor accent;
    QColor accentText; ///< On accent.
    QColor accentSoft; ///< Background of what is selected.
    QColor hover;
    QColor agent;
    QColor skill;
    QColor mcp;
    QColor workflow;
    QColor removed;
    QColor removedSoft; ///< Background of removed words.
    QColor added;
    QColor addedSoft;
    QColor warning;
    QColor warningSoft;
    QColor error;

    bool operator==(const ThemeColors &) const = default;
};

[[nodiscard]] ThemeColors lightColors();
[[nodiscard]] ThemeColors darkColors();
/// The roles as a high-contrast system palette has them: its own pairs of text and surface, and no
/// tints.
[[nodiscard]] ThemeColors highContrastColors(const QPalette &system);

/// True if the palette's text is as far from its surfaces as colours can be: black and white, as
/// high-contrast schemes have it. Ordinary schemes, Fusion's black on light grey too, stay below.
[[nodiscard]] bool isHighContrast(const QPalette &system);
/// The application palette made of the roles.
[[nodiscard]] QPalette paletteOf(const ThemeColors &colors);

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").
[[nodiscard]] double contrastRatio(const QColor &first, const QColor &second);
/// `share` (0 to 1) of `top` over `bottom`, opaque.
[[nodiscard]] QColor mixed(const QColor &top, const QColor &bottom, double share);

} // namespace hermes::widgets
