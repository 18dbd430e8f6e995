#pragma once

#include <QPushButton>
#include <QToolButton>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace hermes::widgets {

class Theme;

// The style sheet knows the buttons by their class names.

/// The one button of a view or dialog that does what it is there for.
class PrimaryButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit PrimaryButton(const QString &text, QWidget *parent = nullptr);
};

/// A button that looks like a link, for small actions within text: "Fix", "Copy".
class LinkButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit LinkButton(const QString &text, QWidget *parent = nullptr);
};

/// A small pill that is on or off: one word of a filter.
class ToggleChip final : public QPushButton
{
    Q_OBJECT

public:
    explicit ToggleChip(const Theme &theme, QWidget *parent = nullptr);
};

/// A button that opens a menu and says so by an arrow.
class PopupButton : public QPushButton
{
    Q_OBJECT

public:
    /// `menu` becomes the button's child.
    PopupButton(const QString &text, QMenu *menu, QWidget *parent = nullptr);
};

/// A button with an icon alone. Its name is its tool tip and what a screen reader says.
class IconButton : public QToolButton
{
    Q_OBJECT

public:
    IconButton(const Theme &theme, const QString &iconName, const QString &name,
               QWidget *parent = nullptr);
};

} // namespace hermes::widgets
