#include "widgets/buttons.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QMenu>

namespace hermes::widgets {

PrimaryButton::PrimaryButton(const QString &text, QWidget *parent) : QPushButton(text, parent) { }

LinkButton::LinkButton(const QString &text, QWidget *parent) : QPushButton(text, parent)
{
    setCursor(Qt::PointingHandCursor);
}

ToggleChip::ToggleChip(const Theme &theme, QWidget *parent) : QPushButton(parent)
{
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    keepFont(*this, theme, &Theme::labelFont);
}

PopupButton::PopupButton(const QString &text, QMenu *menu, QWidget *parent)
    : QPushButton(text, parent)
{
    menu->setParent(this, menu->windowFlags());
    setMenu(menu);
}

IconButton::IconButton(const Theme &theme, const QString &iconName, const QString &name,
                       QWidget *parent)
    : QToolButton(parent)
{
    setIcon(themedIcon(theme, iconName));
    setIconSize({16, 16});
    setToolTip(name);
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
}

} // namespace hermes::widgets
