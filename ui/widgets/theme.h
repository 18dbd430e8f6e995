#pragma once

#include "core/entryid.h"
#include "widgets/themecolors.h"

#include <QFont>
#include <QObject>

QT_BEGIN_NAMESPACE
class QApplication;
class QWidget;
QT_END_NAMESPACE

namespace hermes::widgets {

/// Distances of the one spacing scale, in device-independent pixels.
namespace space {
inline constexpr int tiny = 4;
inline constexpr int small = 8;
inline constexpr int medium = 12;
inline constexpr int large = 16;
inline constexpr int huge = 24;
inline constexpr int row = 28;
inline constexpr int toolBar = 44;
inline constexpr int tab = 34;
inline constexpr int radius = 6;
} // namespace space

/// Colours, fonts and the style sheet of the program, light or dark, following the system at run
/// time unless told otherwise.
///
/// Where the system's palette has extreme contrast, its colours are used in every scheme that
/// follows the system. Thread: UI. One object, made in main() and passed to who paints.
class Theme final : public QObject
{
    Q_OBJECT

public:
    enum class Scheme
    {
        FollowSystem,
        Light,
        Dark
    };

    /// Takes over the application's style, style sheet and palette. A platform font below the
    /// design's 13 px is raised to it.
    explicit Theme(QApplication &application);

    void setScheme(Scheme scheme);
    [[nodiscard]] bool isDark() const;
    [[nodiscard]] const ThemeColors &colors() const { return m_colors; }
    [[nodiscard]] QColor kindColor(core::EntryKind kind) const;
    /// The same, thin enough to lie under text.
    [[nodiscard]] QColor kindSoftColor(core::EntryKind kind) const;

    [[nodiscard]] QFont titleFont() const; ///< 19 px at the default size.
    [[nodiscard]] QFont readingFont() const; ///< 13.5 px
    [[nodiscard]] QFont labelFont() const; ///< 11 px
    [[nodiscard]] QFont editorFont() const; ///< Fixed pitch.

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void changed(); ///< Colours or fonts; paint again.

private:
    void apply();

    QApplication &m_application;
    Scheme m_scheme = Scheme::FollowSystem;
    ThemeColors m_colors;
};

/// Sets one of the theme's fonts on a widget and does so again whenever the theme changes:
/// `keepFont(*title, theme, &Theme::titleFont)`.
void keepFont(QWidget &widget, const Theme &theme, QFont (Theme::*font)() const);

/// "Agent", "Skill", "MCP server", "Workflow"; plural for group titles.
[[nodiscard]] QString kindLabel(core::EntryKind kind);
[[nodiscard]] QString kindGroupLabel(core::EntryKind kind);

} // namespace hermes::widgets
