#include "widgets/theme.h"

#include "widgets/stylesheet.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>
#include <QStyleHints>
#include <QWidget>

// A static library's resources are linked only if something names them; the macro must stand
// outside of namespaces.
static void initialiseResources()
{
    Q_INIT_RESOURCE(icons);
    Q_INIT_RESOURCE(style);
}

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

// The design's text sizes in pixels; used as ratios to the user's own UI font.
constexpr double uiPixels = 13;
constexpr double readingPixels = 13.5;
constexpr double labelPixels = 11;
constexpr double titlePixels = 19;

QFont scaled(QFont font, double ratio)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * ratio);
    else
        font.setPixelSize(qMax(1, qRound(font.pixelSize() * ratio)));
    return font;
}

void raiseSmallFont(QApplication &application)
{
    const QFont font = QApplication::font();
    const int pixels = QFontInfo(font).pixelSize();
    if (pixels > 0 && pixels < uiPixels)
        application.setFont(scaled(font, uiPixels / pixels));
}

} // namespace

Theme::Theme(QApplication &application) : m_application(application)
{
    initialiseResources();
    QApplication::setStyle(u"Fusion"_s);
    raiseSmallFont(application);
    application.installEventFilter(this);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::apply);
    apply();
}

void Theme::setScheme(Scheme scheme)
{
    m_scheme = scheme;
    // Tells the platform too, so that native dialogs and title bars match where it can.
    QStyleHints *hints = QGuiApplication::styleHints();
    switch (scheme) {
    case Scheme::FollowSystem:
        hints->unsetColorScheme();
        break;
    case Scheme::Light:
        hints->setColorScheme(Qt::ColorScheme::Light);
        break;
    case Scheme::Dark:
        hints->setColorScheme(Qt::ColorScheme::Dark);
        break;
    }
    apply();
}

bool Theme::isDark() const
{
    return m_colors.edit.lightnessF() < 0.5F;
}

void Theme::apply()
{
    QApplication::setPalette(QPalette()); // what the system itself has is seen only without ours
    const QPalette system = QApplication::palette();
    const bool followed = m_scheme == Scheme::FollowSystem;
    const bool dark = followed
        ? QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark
        : m_scheme == Scheme::Dark;
    const bool keepsSystem = followed && isHighContrast(system);
    const ThemeColors colors = keepsSystem ? highContrastColors(system)
        : dark                             ? darkColors()
                                           : lightColors();
    const bool isNew = colors != m_colors;
    m_colors = colors;
    QApplication::setPalette(keepsSystem ? system : paletteOf(colors));
    if (!isNew)
        return;
    m_application.setStyleSheet(styleSheetOf(colors));
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_application && event->type() == QEvent::ApplicationFontChange) {
        // Widgets that the style sheet has polished keep their old font and size otherwise. They
        // learn of the new one after this filter.
        QMetaObject::invokeMethod(
            this, [this] { m_application.setStyleSheet(styleSheetOf(m_colors)); },
            Qt::QueuedConnection);
        Q_EMIT changed();
    }
    return QObject::eventFilter(watched, event);
}

QColor Theme::kindColor(core::EntryKind kind) const
{
    switch (kind) {
    case core::EntryKind::Agent:
        return m_colors.agent;
    case core::EntryKind::Mcp:
        return m_colors.mcp;
    case core::EntryKind::Skill:
        return m_colors.skill;
    case core::EntryKind::Workflow:
        return m_colors.workflow;
    }
    return m_colors.muted;
}

QColor Theme::kindSoftColor(core::EntryKind kind) const
{
    constexpr double tint = 0.12; // the most that leaves every kind's own colour readable on it
    return mixed(kindColor(kind), m_colors.edit, tint);
}

QFont Theme::titleFont() const
{
    QFont font = scaled(QApplication::font(), titlePixels / uiPixels);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::readingFont() const
{
    return scaled(QApplication::font(), readingPixels / uiPixels);
}

QFont Theme::labelFont() const
{
    return scaled(QApplication::font(), labelPixels / uiPixels);
}

QFont Theme::editorFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont ui = QApplication::font();
    if (ui.pointSizeF() > 0)
        font.setPointSizeF(ui.pointSizeF());
    else
        font.setPixelSize(ui.pixelSize());
    return font;
}

void keepFont(QWidget &widget, const Theme &theme, QFont (Theme::*font)() const)
{
    widget.setFont((theme.*font)());
    QObject::connect(&theme, &Theme::changed, &widget,
                     [&widget, &theme, font] { widget.setFont((theme.*font)()); });
}

QString kindLabel(core::EntryKind kind)
{
    switch (kind) {
    case core::EntryKind::Agent:
        return Theme::tr("Agent");
    case core::EntryKind::Mcp:
        return Theme::tr("MCP server");
    case core::EntryKind::Skill:
        return Theme::tr("Skill");
    case core::EntryKind::Workflow:
        return Theme::tr("Workflow");
    }
    return {};
}

QString kindGroupLabel(core::EntryKind kind)
{
    switch (kind) {
    case core::EntryKind::Agent:
        return Theme::tr("Agents");
    case core::EntryKind::Mcp:
        return Theme::tr("MCP servers");
    case core::EntryKind::Skill:
        return Theme::tr("Skills");
    case core::EntryKind::Workflow:
        return Theme::tr("Workflows");
    }
    return {};
}

} // namespace hermes::widgets
