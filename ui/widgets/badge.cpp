#include "widgets/badge.h"

#include "widgets/theme.h"

#include <QPainter>

namespace hermes::widgets {

namespace {

struct BadgeColors
{
    QColor text;
    QColor surface;
    QColor outline;
};

BadgeColors colorsOf(const Theme &theme, Badge::Tone tone)
{
    const ThemeColors &colors = theme.colors();
    const auto kind = [&theme](core::EntryKind entryKind) {
        return BadgeColors{theme.kindColor(entryKind), theme.kindSoftColor(entryKind),
                           theme.kindSoftColor(entryKind)};
    };
    switch (tone) {
    case Badge::Tone::Accent:
        return {colors.accent, colors.accentSoft, colors.accentSoft};
    case Badge::Tone::Agent:
        return kind(core::EntryKind::Agent);
    case Badge::Tone::Mcp:
        return kind(core::EntryKind::Mcp);
    case Badge::Tone::Skill:
        return kind(core::EntryKind::Skill);
    case Badge::Tone::Workflow:
        return kind(core::EntryKind::Workflow);
    case Badge::Tone::Warning:
        return {colors.warning, colors.warningSoft, colors.warningSoft};
    case Badge::Tone::Error:
        return {colors.error, colors.removedSoft, colors.removedSoft};
    case Badge::Tone::Outline:
        break;
    }
    return {colors.muted, colors.edit, colors.line};
}

} // namespace

Badge::Badge(const Theme &theme, QWidget *parent) : QLabel(parent), m_theme(theme)
{
    setTextFormat(Qt::PlainText);
    setContentsMargins(space::small, 3, space::small, 3);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    keepFont(*this, theme, &Theme::labelFont);
    connect(&theme, &Theme::changed, this, &Badge::applyTone);
    applyTone();
}

void Badge::setContent(const QString &text, Tone tone)
{
    setText(text);
    m_tone = tone;
    applyTone();
}

void Badge::setKind(core::EntryKind kind)
{
    switch (kind) {
    case core::EntryKind::Agent:
        return setContent(kindLabel(kind), Tone::Agent);
    case core::EntryKind::Mcp:
        return setContent(kindLabel(kind), Tone::Mcp);
    case core::EntryKind::Skill:
        return setContent(kindLabel(kind), Tone::Skill);
    case core::EntryKind::Workflow:
        return setContent(kindLabel(kind), Tone::Workflow);
    }
}

void Badge::applyTone()
{
    const BadgeColors colors = colorsOf(m_theme, m_tone);
    m_surface = colors.surface;
    m_outline = colors.outline;
    QPalette own = palette();
    own.setColor(QPalette::WindowText, colors.text);
    setPalette(own);
    update();
}

void Badge::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_outline);
        painter.setBrush(m_surface);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius,
                                space::radius);
    }
    QLabel::paintEvent(event);
}

} // namespace hermes::widgets
