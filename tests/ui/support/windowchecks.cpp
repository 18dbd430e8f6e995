#include "windowchecks.h"

#include "widgets/elidedlabel.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QLabel>

namespace hermes::test {

using namespace Qt::StringLiterals;

namespace {

QString describe(const QWidget &widget, const QString &what)
{
    return u"%1 “%2” %3x%4: %5"_s
        .arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName())
        .arg(widget.width())
        .arg(widget.height())
        .arg(what);
}

bool isClipped(const QLabel &label)
{
    if (qobject_cast<const widgets::ElidedLabel *>(&label) || label.text().isEmpty())
        return false;
    if (label.wordWrap())
        return label.heightForWidth(label.width()) > label.height()
            || label.minimumSizeHint().width() > label.width();
    return label.sizeHint().width() > label.width() || label.sizeHint().height() > label.height();
}

} // namespace

QStringList controlsWithoutName(const QWidget &window)
{
    QStringList found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy())
            continue;
        const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            found += describe(*widget, u"no accessible name"_s);
    }
    return found;
}

QStringList clippedTexts(const QWidget &window)
{
    QStringList found;
    for (const QLabel *label : window.findChildren<QLabel *>())
        if (label->isVisible() && isClipped(*label))
            found += describe(*label, label->text());
    for (const QAbstractButton *button : window.findChildren<QAbstractButton *>())
        if (button->isVisible() && !button->text().isEmpty()
            && (button->minimumSizeHint().width() > button->width()
                || button->minimumSizeHint().height() > button->height()))
            found += describe(*button, button->text());
    return found;
}

FontScale::FontScale(double factor) : m_before(QApplication::font())
{
    QFont scaled = m_before;
    scaled.setPointSizeF(m_before.pointSizeF() * factor);
    QApplication::setFont(scaled);
}

FontScale::~FontScale()
{
    QApplication::setFont(m_before);
}

} // namespace hermes::test
