#pragma once

#include "core/entryid.h"

#include <QIcon>
#include <QWidget>

namespace hermes::widgets {

class Theme;

/// The square before a definition's name: the entry's own icon, or its kind's, on the kind's
/// colour.
class KindIcon final : public QWidget
{
    Q_OBJECT

public:
    explicit KindIcon(const Theme &theme, QWidget *parent = nullptr);

    /// `icon`: the entry's own; null = the kind's.
    void setEntry(core::EntryKind kind, const QIcon &icon);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    core::EntryKind m_kind = core::EntryKind::Agent;
    QIcon m_icon;
};

/// The name of a kind's icon in the icon set.
[[nodiscard]] QString kindIconName(core::EntryKind kind);

} // namespace hermes::widgets
