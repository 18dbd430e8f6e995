#include "widgets/foldbutton.h"

#include "widgets/icons.h"

#include <QEvent>

using namespace Qt::StringLiterals;

namespace hermes::widgets {

namespace {

constexpr int chevronSize = 12;

} // namespace

FoldButton::FoldButton(const Theme &theme, const QString &text, QWidget *parent)
    : QToolButton(parent), m_theme(theme)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setIconSize({chevronSize, chevronSize});
    // An arrow of the style's own would stand in the text where that runs from right to left.
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(this, &QToolButton::toggled, this, &FoldButton::showState);
    showState();
}

void FoldButton::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        showState();
    }
}

void FoldButton::showState()
{
    setIcon(themedIcon(m_theme,
                       isChecked()           ? u"chevron-down"_s
                           : isRightToLeft() ? u"chevron-left"_s
                                             : u"chevron-right"_s));
}

} // namespace hermes::widgets
