#include "widgets/filterfield.h"

#include "widgets/icons.h"

#include <QAction>
#include <QKeyEvent>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

FilterField::FilterField(const Theme &theme, const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    // Buttons of icons only: a screen reader reads their actions' texts. Qt names its own so.
    if (auto *clearing = findChild<QAction *>(u"_q_qlineeditclearaction"_s)) {
        clearing->setText(tr("Clear"));
    }
    addAction(themedIcon(theme, u"search"_s), LeadingPosition)->setText(placeholder);
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
