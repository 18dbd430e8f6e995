#include "widgets/filterfield.h"

#include "widgets/icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QToolButton>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

FilterField::FilterField(const Theme &theme, const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    const QAction *searching = addAction(themedIcon(theme, u"search"_s), LeadingPosition);
    // Buttons of icons only: a screen reader has nothing else to read.
    for (const auto buttons = findChildren<QToolButton *>(); QToolButton * button : buttons) {
        button->setAccessibleName(button->defaultAction() == searching ? placeholder : tr("Clear"));
    }
}

bool FilterField::event(QEvent *event)
{
    // Claimed before shortcuts see it: a window's Escape would otherwise win over a filled field.
    if (event->type() == QEvent::ShortcutOverride && !text().isEmpty()
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace hermes::widgets
