#pragma once

#include "core/entryid.h"

#include <QLabel>

namespace hermes::widgets {

class Theme;

/// A small pill with a word or two: `v1.0.0`, `Agent`, `draft · proposes 1.1.0`.
class Badge final : public QLabel
{
    Q_OBJECT

public:
    enum class Tone
    {
        Outline,
        Accent,
        Agent,
        Mcp,
        Skill,
        Workflow,
        Warning,
        Error
    };

    explicit Badge(const Theme &theme, QWidget *parent = nullptr);

    void setContent(const QString &text, Tone tone);
    /// The kind's name in the kind's colour.
    void setKind(core::EntryKind kind);
    [[nodiscard]] Tone tone() const { return m_tone; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void applyTone();

    const Theme &m_theme;
    Tone m_tone = Tone::Outline;
    QColor m_surface;
    QColor m_outline;
};

} // namespace hermes::widgets
