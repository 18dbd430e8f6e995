#include "widgets/themecolors.h"

#include <QPalette>

#include <algorithm>
#include <cmath>

namespace hermes::widgets {

namespace {

// Relative luminance of one sRGB channel, 0 to 1 (WCAG 2.2).
double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

} // namespace

double contrastRatio(const QColor &first, const QColor &second)
{
    const auto [darker, lighter] = std::minmax({luminance(first), luminance(second)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor mixed(const QColor &top, const QColor &bottom, double share)
{
    const auto channel = [share](int above, int below) {
        return qRound(share * above + (1 - share) * below);
    };
    return {channel(top.red(), bottom.red()), channel(top.green(), bottom.green()),
            channel(top.blue(), bottom.blue())};
}

// Where the sketches' colours are too weak on a soft background (muted on a selected row, amber and
// green on their own tint), they are darkened until they are readable there too.
ThemeColors lightColors()
{
    return {
        .background = QColor(0xf6f6f8),
        .panel = QColor(0xfbfbfc),
        .edit = QColor(0xffffff),
        .line = QColor(0xe3e3e8),
        .text = QColor(0x1f2128),
        .muted = QColor(0x646873),
        .accent = QColor(0x4f56d9),
        .accentText = QColor(0xffffff),
        .accentSoft = QColor(0xe8e8fb),
        .hover = QColor(0xefeff3),
        .agent = QColor(0x7c3aed),
        .skill = QColor(0xa84c07),
        .mcp = QColor(0x0369a1),
        .workflow = QColor(0x047857),
        .removed = QColor(0xba2437),
        .removedSoft = QColor(0xfbdde0),
        .added = QColor(0x117034),
        .addedSoft = QColor(0xd9f2e1),
        .warning = QColor(0xa84c07),
        .warningSoft = QColor(0xfdf0d9),
        .error = QColor(0xba2437),
    };
}

ThemeColors darkColors()
{
    return {
        .background = QColor(0x17181c),
        .panel = QColor(0x1c1d22),
        .edit = QColor(0x1f2026),
        .line = QColor(0x2f3138),
        .text = QColor(0xe4e5ea),
        .muted = QColor(0x9a9eab),
        .accent = QColor(0x8b90ff),
        .accentText = QColor(0x17181c),
        .accentSoft = QColor(0x2b2c45),
        .hover = QColor(0x292a31),
        .agent = QColor(0xb794ff),
        .skill = QColor(0xf0b35b),
        .mcp = QColor(0x6cc5f5),
        .workflow = QColor(0x5fd3a4),
        .removed = QColor(0xff8592),
        .removedSoft = QColor(0x4a2229),
        .added = QColor(0x74d893),
        .addedSoft = QColor(0x1c3a28),
        .warning = QColor(0xf0b35b),
        .warningSoft = QColor(0x3d2f1a),
        .error = QColor(0xff8592),
    };
}

ThemeColors highContrastColors(const QPalette &system)
{
    const QColor surface = system.color(QPalette::Window);
    const QColor text = system.color(QPalette::WindowText);
    return {
        .background = surface,
        .panel = surface,
        .edit = system.color(QPalette::Base),
        .line = text,
        .text = text,
        .muted = text,
        .accent = system.color(QPalette::Highlight),
        .accentText = system.color(QPalette::HighlightedText),
        .accentSoft = surface,
        .hover = surface,
        .agent = text,
        .skill = text,
        .mcp = text,
        .workflow = text,
        .removed = text,
        .removedSoft = surface,
        .added = text,
        .addedSoft = surface,
        .warning = text,
        .warningSoft = surface,
        .error = text,
    };
}

bool isHighContrast(const QPalette &system)
{
    constexpr double extreme = 20; // of 21
    return contrastRatio(system.color(QPalette::WindowText), system.color(QPalette::Window))
        >= extreme
        && contrastRatio(system.color(QPalette::Text), system.color(QPalette::Base)) >= extreme
        && contrastRatio(system.color(QPalette::ButtonText), system.color(QPalette::Button))
        >= extreme;
}

QPalette paletteOf(const ThemeColors &colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.panel);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.edit);
    palette.setColor(QPalette::AlternateBase, colors.background);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Button, colors.edit);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.error);
    palette.setColor(QPalette::ToolTipBase, colors.edit);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.accentText);
    palette.setColor(QPalette::Accent, colors.accent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::Light, colors.edit);
    palette.setColor(QPalette::Midlight, colors.hover);
    palette.setColor(QPalette::Mid, colors.line);
    palette.setColor(QPalette::Dark, colors.line);
    palette.setColor(QPalette::Shadow, colors.line);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(QPalette::Disabled, role, colors.muted);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.hover);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colors.muted);
    return palette;
}

} // namespace hermes::widgets
