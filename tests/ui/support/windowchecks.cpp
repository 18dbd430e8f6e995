#include "windowchecks.h"

#include "widgets/elidedlabel.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QSet>
#include <QTest>

#include <algorithm>

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

bool isInScrollArea(const QWidget &widget)
{
    for (const QWidget *parent = widget.parentWidget(); parent; parent = parent->parentWidget())
        if (qobject_cast<const QAbstractScrollArea *>(parent))
            return true;
    return false;
}

bool isCutByParent(const QWidget &widget)
{
    return !isInScrollArea(widget) && widget.visibleRegion().boundingRect() != widget.rect();
}

QStringList clippedTitles(const QHeaderView &header)
{
    QStringList found;
    for (int section = 0; section < header.count(); ++section) {
        const QString text =
            header.model()->headerData(section, header.orientation(), Qt::DisplayRole).toString();
        const int start = header.sectionViewportPosition(section);
        const bool isWhole =
            header.sectionSize(section) >= header.fontMetrics().horizontalAdvance(text)
            && start >= 0 && start + header.sectionSize(section) <= header.viewport()->width();
        if (!header.isSectionHidden(section) && !isWhole)
            found += describe(header, u"title “%1”"_s.arg(text));
    }
    return found;
}

bool isTabStop(const QWidget &widget)
{
    return widget.isVisible() && widget.isEnabled() && !widget.focusProxy()
        && (widget.focusPolicy() & Qt::TabFocus);
}

} // namespace

QStringList controlsWithoutName(const QWidget &window)
{
    QStringList found;
    for (const auto widgets = window.findChildren<QWidget *>(); QWidget * widget : widgets) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy())
            continue;
        const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            found += describe(*widget, u"no accessible name"_s);
    }
    return found;
}

QStringList controlsOutOfTabOrder(QWidget &window)
{
    QSet<const QWidget *> left;
    for (const auto allWidgets = window.findChildren<QWidget *>(); QWidget * widget : allWidgets)
        if (isTabStop(*widget))
            left.insert(widget);
    if (left.isEmpty())
        return {};
    (*left.begin())->window()->activateWindow();
    if (!QTest::qWaitForWindowActive(&window))
        return {u"the window does not become active"_s};
    if (!QApplication::focusWidget())
        QTest::keyClick(&window, Qt::Key_Tab);
    const qsizetype most = 2 * left.size() + 2; // one may begin in the middle
    for (qsizetype step = 0; step < most && QApplication::focusWidget(); ++step) {
        left.remove(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QStringList found;
    for (const QWidget *widget : std::as_const(left))
        if (isTabStop(*widget)) // of a group of radio buttons one is, which turns out on the way
            found += describe(*widget, u"Tab does not come here"_s);
    return found;
}

QStringList clippedTexts(const QWidget &window)
{
    QStringList found;
    for (const auto labels = window.findChildren<QLabel *>(); const QLabel *label : labels)
        if (label->isVisible() && (isClipped(*label) || isCutByParent(*label)))
            found += describe(*label, label->text());
    for (const auto headers = window.findChildren<QHeaderView *>();
         const QHeaderView *header : headers)
        if (header->isVisible() && header->orientation() == Qt::Horizontal)
            found += clippedTitles(*header);
    for (const auto allButtons = window.findChildren<QAbstractButton *>();
         const QAbstractButton *button : allButtons)
        if (button->isVisible() && !button->text().isEmpty()
            && (button->minimumSizeHint().width() > button->width()
                || button->minimumSizeHint().height() > button->height() || isCutByParent(*button)))
            found += describe(*button, button->text());
    return found;
}

void expectGoodLooks(QWidget &window, widgets::Theme &theme, QSize size, const QString &name)
{
    constexpr double largeText = 1.5;
    constexpr int settleTime = 5000; // ms
    QStringList faults;
    const auto look = [&](const QString &which) {
        for (const int width : {size.width(), 2 * size.width()}) {
            window.resize(width, size.height());
            const auto faultsNow = [&] {
                return controlsWithoutName(window) + clippedTexts(window);
            };
            // Fonts, style and layouts follow by events; what stays wrong is a fault.
            (void)QTest::qWaitFor([&] { return faultsNow().isEmpty(); }, settleTime);
            for (const auto allFaults = faultsNow(); const QString &fault : allFaults)
                faults += u"%1, %2 px wide: %3"_s.arg(which).arg(width).arg(fault);
            keepPicture(window, u"%1-%2-%3"_s.arg(name, which).arg(width));
        }
    };
    window.resize(size);
    window.show();
    faults += controlsOutOfTabOrder(window);
    look(u"light"_s);
    theme.setScheme(widgets::Theme::Scheme::Dark);
    look(u"dark"_s);
    theme.setScheme(widgets::Theme::Scheme::Light);
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    look(u"mirrored"_s);
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    {
        const FontScale large(largeText);
        look(u"large"_s);
    }
    QCoreApplication::processEvents();
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void keepPicture(QWidget &window, const QString &name)
{
    const QString folder = qEnvironmentVariable("HERMES_PICTURES");
    if (!folder.isEmpty() && !window.grab().save(folder + u'/' + name + u".png"_s))
        QTest::qFail(qPrintable(u"no picture of "_s + name), __FILE__, __LINE__);
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
